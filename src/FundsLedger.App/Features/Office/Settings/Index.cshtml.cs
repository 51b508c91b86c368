using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Office.Settings;

/// <summary>A version of a fund's settings with its author.</summary>
public sealed record SettingsVersion(int Number, FundSettings Settings, string ActorName, DateTimeOffset RecordedAt);

/// <summary>A fund's settings as versions, and the form that registers the next.</summary>
[Needs(Operation.ReadSettings), Needs(Operation.ChangeSettings, "POST")]
public sealed class SettingsPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ChangeFundSettings change)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    /// <summary>The fund chosen.</summary>
    public Fund Fund { get; private set; } = null!;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SettingsVersion> Versions { get; private set; } = [];

    /// <summary>What counts today.</summary>
    public FundSettings Today => Fund.SettingsOn(Reads.Today);

    public async Task OnGetAsync([FromQuery] string? fund, CancellationToken cancel)
    {
        await LoadAsync(fund, cancel);
        var newest = Fund.Current;
        Propose("version", Versions.Count.ToString(CultureInfo.InvariantCulture));
        Propose("valid_from", Links.Iso(newest.ValidFrom > Reads.Today ? newest.ValidFrom : Reads.Today));
        Propose("smallest_useful", Money.Eur(newest.SmallestUsefulCommitment).ToDecimalString());
        Propose("reserve", Money.Eur(newest.ContinuingSupportReserve).ToDecimalString());
        Propose("lead_time", newest.LeadTimeMonths.ToString(CultureInfo.InvariantCulture));
        Propose("protected", newest.IsProtected ? "yes" : "no");
    }

    public async Task<IActionResult> OnPostAsync([FromQuery] string? fund, CancellationToken cancel)
    {
        await LoadAsync(fund, cancel);
        Accept();
        var command = new ChangeFundSettings.Command(Fund.Code, Form.Whole("version", 1, int.MaxValue), Form.Date("valid_from"),
            Form.Choice("protected", ["yes", "no"]) == "yes",
            Form.Amount("smallest_useful", Currency.Eur), Form.AmountOrNothing("reserve", Currency.Eur),
            Form.Whole("lead_time", 1, ChangeFundSettings.LongestLeadTime));
        if (Form.IsFaulty) return Page();
        return Finish(await change.RunAsync(command, Acting.Actor, cancel),
            changed => new Status("status.settings_changed", changed.Fund, null), changed => $"/settings?fund={changed.Fund}", FieldOf)
                ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        SettingsBeginInThePast or SettingsBeginTooLate or SettingsBeginBeforeTheNewest => "valid_from",
        SmallestUsefulIsOutOfRange => "smallest_useful",
        ReserveIsOutOfRange => "reserve",
        LeadTimeIsOutOfRange => "lead_time",
        UnprotectingNeedsTheReleaseProcedure => "protected",
        _ => "",
    };

    private async Task LoadAsync(string? code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Funds = [.. (await Reads.CatalogAsync(connection, cancel)).Funds.Where(fund => !fund.IsUmbrella)];
        Fund = Funds.FirstOrDefault(fund => fund.Code == code) ?? Funds[0];
        var authors = await connection.Command(null,
            "SELECT actor_name, recorded_at FROM fund_settings WHERE fund_id = @fund ORDER BY valid_from, id", ("@fund", Fund.Id))
                .RowsAsync(row => (Name: row.GetString(0), At: row.Instant(1)), cancel);
        Versions = [.. Fund.Settings.Zip(authors, (version, author) => (version, author))
            .Select((pair, index) => new SettingsVersion(index + 1, pair.version, pair.author.Name, pair.author.At)).Reverse()];
    }
}
