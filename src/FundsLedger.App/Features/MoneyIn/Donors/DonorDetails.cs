using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>Whose promise, debt or money it is: what somebody who decides should see by name, not by code alone.</summary>
internal static class DonorDetails
{
    /// <summary>The donor itself.</summary>
    public static Task<IReadOnlyList<ActDetail>> OfDonorAsync(LedgerReads reads, string donor, CancellationToken cancel) =>
        ReadAsync(reads, "SELECT d.code, d.name FROM donors d WHERE d.code = @code", donor, cancel);

    /// <summary>The donor of a receipt.</summary>
    public static Task<IReadOnlyList<ActDetail>> OfReceiptAsync(LedgerReads reads, string receipt, CancellationToken cancel) =>
        ReadAsync(reads, "SELECT d.code, d.name FROM receipts c JOIN donors d ON d.code = c.donor WHERE c.code = @code", receipt, cancel);

    /// <summary>The donor of a pledge.</summary>
    public static Task<IReadOnlyList<ActDetail>> OfPledgeAsync(LedgerReads reads, string pledge, CancellationToken cancel) =>
        ReadAsync(reads, "SELECT d.code, d.name FROM pledges p JOIN donors d ON d.code = p.donor WHERE p.code = @code", pledge, cancel);

    /// <summary>The donor of an agreement, and its fund.</summary>
    public static async Task<IReadOnlyList<ActDetail>> OfAgreementAsync(LedgerReads reads, string agreement, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var fund = await connection.Command(null, "SELECT f.code FROM agreements a JOIN funds f ON f.id = a.fund_id WHERE a.code = @code",
            ("@code", agreement)).RowsAsync(row => row.GetString(0), cancel);
        return [.. await ReadAsync(reads, "SELECT d.code, d.name FROM agreements a JOIN donors d ON d.code = a.donor WHERE a.code = @code",
            agreement, cancel), .. fund.Select(code => new ActDetail("entry.fund", _ => code))];
    }

    private static async Task<IReadOnlyList<ActDetail>> ReadAsync(LedgerReads reads, string question, string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var found = await connection.Command(null, question, ("@code", code)).RowsAsync(row =>
            (Code: row.GetString(0), Name: row.GetString(1)), cancel);
        return [.. found.Select(donor => new ActDetail("pledge.donor", _ => donor.Name, $"/donors/{donor.Code}", Operation.ReadDonors))];
    }
}
