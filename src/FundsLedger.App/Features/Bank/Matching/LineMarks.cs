using System.Data.Common;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>A line that somebody called not of its fund.</summary>
/// <param name="Waiting">The line.</param>
/// <param name="Reason">Why; null for a reader who may not know.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
public sealed record MarkedWaitingLine(WaitingLine Waiting, string? Reason, string By, DateTimeOffset At);

/// <summary>Reads the lines that are not of the fund they came to.</summary>
public static class LineMarks
{
    /// <summary>The marked lines of a bank account, oldest first.</summary>
    /// <param name="connection">The books, as the reader sees them.</param>
    /// <param name="catalog">Funds and accounts.</param>
    /// <param name="bank">The bank account.</param>
    /// <param name="actor">Who reads: a reason may name the fund whose the money is, so it is shown to whoever wrote it and to people who
    /// record in several funds; null for the command line, which sees everything.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="skip">After so many.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<List<MarkedWaitingLine>> ReadAsync(DbConnection connection, LedgerCatalog catalog, BankAccount bank,
        CurrentActor? actor, int most = 50, int skip = 0, CancellationToken cancel = default)
    {
        var waiting = await WaitingLines.ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
            catalog, bank, Waiting.NotOfThisFund, most: most, skip: skip, cancel: cancel);
        var marks = (await connection.Command(null,
            """
            SELECT k.line_id, k.reason, k.actor_id, k.actor_name, k.recorded_at FROM line_marks k JOIN bank_lines l ON l.id = k.line_id
            WHERE l.bank_account = @bank AND NOT EXISTS (SELECT 1 FROM line_marks x WHERE x.line_id = k.line_id AND x.id > k.id)
            """, ("@bank", bank.Code)).RowsAsync(row => (Line: row.GetInt64(0), Reason: row.GetString(1), ById: row.GetString(2),
                By: row.GetString(3), At: row.Instant(4)), cancel)).ToDictionary(mark => mark.Line);
        var seesReasons = actor is null || RecordsElsewhere(actor, catalog, bank);
        return waiting.ConvertAll(line => marks[line.Id] is var mark && (seesReasons || mark.ById == actor!.Person?.Id)
            ? new MarkedWaitingLine(line, mark.Reason, mark.By, mark.At) : new MarkedWaitingLine(line, null, mark.By, mark.At));
    }

    /// <summary>True of somebody who may record in another fund than that of a bank account.</summary>
    public static bool RecordsElsewhere(CurrentActor actor, LedgerCatalog catalog, BankAccount bank) => catalog.Funds.Any(fund =>
        !fund.IsUmbrella && fund.Id != bank.Fund.Id && actor.May(Operation.RecordBank, fund));
}
