using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Office.Settings;

/// <summary>Registers a new version of a fund's settings, valid from a day. Earlier versions stay: figures of earlier days keep using
/// them.</summary>
public sealed class ChangeFundSettings(LedgerWriter writer, AuditLog audit)
{
    /// <summary>Longest time a donor may be assumed to need, in months.</summary>
    public const int LongestLeadTime = 60;

    /// <summary>Its content is its key: what equals the newest version is a repeat.</summary>
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="Version">The version to be replaced, as the officer saw it: number from 1. Whatever somebody else registered meanwhile
    /// is not undone unseen.</param>
    /// <param name="ValidFrom">First day, inclusive; today or later, and not before the newest version's. Protection counts from the moment
    /// it is registered.</param>
    /// <param name="IsProtected">True where a figure could give a person away.</param>
    /// <param name="SmallestUseful">EUR; with less than this available the fund is depleted.</param>
    /// <param name="Reserve">EUR set aside for support that goes on; zero or more.</param>
    /// <param name="LeadTimeMonths">Months a donor needs from being asked to paying: 1 to <see cref="LongestLeadTime"/>.</param>
    public sealed record Command(string Fund, int Version, DateOnly ValidFrom, bool IsProtected, Money SmallestUseful, Money Reserve,
        int LeadTimeMonths);

    public async Task<Outcome<ChangedSettings>> RunAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        var outcome = await writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);
        if (outcome is { IsRefused: false, Value.IsRepeat: false })
            await audit.NoteAsync(
                new AuditNote(actor, AuditAct.SettingChanged,
                    string.Create(CultureInfo.InvariantCulture, $"fund {command.Fund} version {outcome.Value.Version}")), cancel);
        return outcome;
    }

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused and audits it when not.</summary>
    public static async Task<Outcome<ChangedSettings>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        if ((await session.RefreshCatalogAsync(cancel)).Fund(command.Fund) is not { IsUmbrella: false } fund)
            return new SettingsFundIsUnknown(command.Fund);
        var wanted = new FundSettings(command.ValidFrom, command.IsProtected, command.SmallestUseful.Minor, command.Reserve.Minor,
            command.LeadTimeMonths);
        if (fund.Current == wanted) return new ChangedSettings(fund.Code, fund.Settings.Count, IsRepeat: true);
        if (Refuse(command, fund, DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime)) is { } refusal) return refusal;

        await session.RegisterAsync(new FundSettingsRow
        {
            Id = await session.NextIdAsync(Registers.FundSettings, cancel), FundId = fund.Id, ValidFrom = wanted.ValidFrom,
            IsProtected = wanted.IsProtected, SmallestUsefulCommitment = wanted.SmallestUsefulCommitment,
            ContinuingSupportReserve = wanted.ContinuingSupportReserve, LeadTimeMonths = wanted.LeadTimeMonths,
            RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new ChangedSettings(fund.Code, fund.Settings.Count + 1, IsRepeat: false);
    }

    private static SettingsRefusal? Refuse(Command command, Fund fund, DateOnly today)
    {
        if (command.SmallestUseful.Currency != Currency.Eur || command.Reserve.Currency != Currency.Eur) return new SettingsAreInEur();
        if (command.Version != fund.Settings.Count) return new SettingsChangedMeanwhile(fund.Code);
        // A date in the past would change figures already reported.
        if (command.ValidFrom < today) return new SettingsBeginInThePast(command.ValidFrom, today);
        if (command.ValidFrom > LedgerRules.LastDate) return new SettingsBeginTooLate(LedgerRules.LastDate);
        // The newest version is the one that says whether the fund is protected, so that nothing may be put before it.
        if (command.ValidFrom < fund.Current.ValidFrom) return new SettingsBeginBeforeTheNewest(fund.Current.ValidFrom);
        if (command.SmallestUseful.Minor is <= 0 or > Money.LargestMinor) return new SmallestUsefulIsOutOfRange();
        if (command.Reserve.Minor is < 0 or > Money.LargestMinor) return new ReserveIsOutOfRange();
        if (command.LeadTimeMonths is < 1 or > LongestLeadTime) return new LeadTimeIsOutOfRange(LongestLeadTime);
        return fund.Settings.Any(version => version.IsProtected) && !command.IsProtected
            ? new UnprotectingNeedsTheReleaseProcedure(fund.Code) : null;
    }
}

/// <summary>The version that stands now.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Version">Its number among the fund's versions, from 1.</param>
/// <param name="IsRepeat">True when it stood already.</param>
public sealed record ChangedSettings(string Fund, int Version, bool IsRepeat) : IAnswer;
