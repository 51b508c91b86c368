using System.Data.Common;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>A batch of payments, and how far its signatures are.</summary>
/// <param name="Code">What the bank is told as the message's id.</param>
/// <param name="FundCode">The fund that pays.</param>
/// <param name="Bank">The account it leaves.</param>
/// <param name="PayOn">When the bank is to pay.</param>
/// <param name="Payments">How many.</param>
/// <param name="SumEur">Their sum in cents.</param>
/// <param name="RecordedAt">When it was put together.</param>
/// <param name="By">By whom.</param>
/// <param name="Asked">The request that its signatories sign.</param>
public sealed record BatchStanding(string Code, string FundCode, string Bank, DateOnly PayOn, int Payments, long SumEur,
    DateTimeOffset RecordedAt, string By, ApprovalStanding Asked)
{
    /// <summary>How far it has come.</summary>
    public SigningState State => Asked.Signing.State;
}

/// <summary>Reads batches, the newest first.</summary>
public static class BatchList
{
    /// <summary>All, or one by its code.</summary>
    public static async Task<List<BatchStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? code = null,
        bool onlyOpen = false, CancellationToken cancel = default)
    {
        if (code is not null && LedgerRules.BrokenText(code) is not null) return [];
        var rows = await connection.Command(null,
            $"""
            SELECT b.code, b.fund_id, b.bank, b.pay_on, b.payments, b.sum_eur, b.recorded_at, b.actor_name FROM payment_batches b
            WHERE {(code is null ? "TRUE" : "b.code = @code")}{(onlyOpen ? """
             AND NOT EXISTS (SELECT 1 FROM signing_requests r JOIN signing_steps s ON s.request = r.id WHERE r.subject = b.code
                AND r.kind = 'send_batch' AND s.outcome IS NOT NULL)
            """ : "")} ORDER BY b.recorded_at DESC, b.code
            """, ("@code", code)).RowsAsync(row => (Code: row.GetString(0), Fund: catalog.FundById(row.GetInt32(1)).Code,
                Bank: row.GetString(2), PayOn: row.Date(3), Payments: row.GetInt32(4), Sum: row.GetInt64(5), At: row.Instant(6),
                By: row.GetString(7)), cancel);
        var batches = new List<BatchStanding>();
        foreach (var row in rows)
            if (await ApprovalList.AboutAsync(connection, row.Code, [ApprovalKind.SendBatch], cancel) is [.., var asked])
                batches.Add(new BatchStanding(row.Code, row.Fund, row.Bank, row.PayOn, row.Payments, row.Sum, row.At, row.By, asked));
        return batches;
    }
}
