using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Reminders =
        RegisterTable.Of<ReminderRow>("reminders", RegisterMatter.Contribution, OfReminderAsync,
            map: table => table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor));

    /// <summary>The fund of what a reminder lists; the protected one where it lists several.</summary>
    private static async ValueTask<int?> OfReminderAsync(RowFacts row)
    {
        int? found = null;
        foreach (var item in row.Text("items")!.Split(", "))
        {
            var code = item.Split(" / ")[0];
            var fund = await row.Sorter.FundOfAsync(Agreements, code) ?? await row.Sorter.FundOfPledgeAsync(code);
            if (found is null || row.Sorter.StandingOf(fund) == FundStanding.Protected) found = fund ?? found;
        }
        return found;
    }
}

/// <summary>A reminder that was drafted: which text, over which items. The program never sends one.</summary>
public sealed class ReminderRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public required string Language { get; set; }
    public DateOnly AsOf { get; set; }
    public required string Items { get; set; }
    public required byte[] TextHash { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
