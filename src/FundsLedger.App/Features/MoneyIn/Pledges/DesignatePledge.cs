using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>Records what the donor said a part of an undesignated pledge is for.</summary>
public sealed class DesignatePledge(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Pledge">Code of the pledge.</param>
    /// <param name="Date">Day of the donor's word.</param>
    /// <param name="Amount">In the pledge's currency; never above what is undesignated.</param>
    /// <param name="To">What it is for.</param>
    /// <param name="Description">In words.</param>
    /// <param name="Source">Where it was said.</param>
    public sealed record Command(string Key, string Pledge, DateOnly Date, Money Amount, Designation To, string Description,
        string? Source = null);

    public Task<Outcome<DesignatedPledge>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<DesignatedPledge>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var umbrella = session.UmbrellaBook();
        var pledge = await session.FindPledgeAsync(command.Pledge, cancel);
        if (Refuse(command, session.Catalog, pledge) is { } refusal)
            return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        var open = await session.OpenByStageAsync(umbrella, pledge!, cancel);
        var parts = open.Take(command.Amount);
        if (earlier.Count == 0 && parts.Sum(part => part.Amount.Minor) != command.Amount.Minor)
            return new PledgeHasLessUndesignated(command.Pledge,
                (command.Amount with { Minor = open.Sum(part => part.Amount.Minor) }).ToString());
        if (earlier.Count > 0) parts = [.. earlier[0].Lines.Where(line => line.Amount.IsNegative)
            .Select(line => new OpenPart(line.Account, -line.Amount, -(line.EurMinor ?? line.Amount.Minor)))];
        if (parts.Sum(part => part.Amount.Minor) != command.Amount.Minor) return new KeyUsedForOtherInput(command.Key);
        var fund = command.To is Designation.ToFund to ? session.Catalog.Fund(to.Fund) : null;
        var outOfUmbrella = Draft(command, command.Key, umbrella,
            ContributionLines.MoveParts(parts, _ => fund is null ? Chart.PledgesOutside : Chart.PledgesContra, pledge!.About));
        var posted = await session.PostAsync(outOfUmbrella, cancel);
        if (posted.IsRefused) return posted.Refusal;
        if (fund is not null)
        {
            var intoFund = await session.PostAsync(Draft(command, command.Key + "/2", fund,
                [.. ContributionLines.MoveParts(parts, _ => Chart.PledgesContra, pledge.About)
                .Select(line => line with { Amount = -line.Amount, EurMinor = -line.EurMinor })]), cancel);
            if (intoFund.IsRefused) return intoFund.Refusal;
            if (intoFund.Value.IsRepeat != posted.Value.IsRepeat) return new KeyUsedForOtherInput(command.Key);
        }
        var happened = new PledgeEventRow
        {
            Pledge = pledge.Code, Kind = fund is null ? PledgeEventKind.DesignatedOutside : PledgeEventKind.Designated,
            Date = command.Date, AmountMinor = command.Amount.Minor, FundId = fund?.Id,
            Purpose = (command.To as Designation.Outside)?.Purpose, ExpectedOn = (command.To as Designation.ToFund)?.ExpectedOn,
            EntrySeq = posted.Value.Seq,
        };
        return await session.RegisterOnceAsync(posted.Value, happened, cancel) ? new DesignatedPledge(pledge.Code, posted.Value)
            : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog, PledgeFact? pledge)
    {
        if (pledge is null) return new PledgeIsUnknown(command.Pledge);
        if (command.Amount.Minor <= 0) return new PledgeAmountIsNotPositive(command.Amount.ToString());
        if (command.To is Designation.Outside outside && !ShortText.IsValid(outside.Purpose)) return new PledgeTextIsMalformed("purpose");
        if (command.Amount.Currency != pledge.Currency)
            return new PledgeCurrencyIsOther(pledge.Code, pledge.Currency.Code, command.Amount.Currency.Code);
        if (command.To is Designation.ToFund to && catalog.Fund(to.Fund) is var fund && fund is null or { IsUmbrella: true })
            return fund is null ? new FundIsUnknown(to.Fund) : new PledgeIsAlreadyInThatBook(to.Fund);
        return command.Date < pledge.AnnouncedOn ? new PledgeDateIsTooEarly(pledge.Code, pledge.AnnouncedOn) : null;
    }

    private static EntryDraft Draft(Command command, string key, Fund book, LineDraft[] lines) => new()
    {
        Key = key, Date = command.Date, Fund = book.Code, Kind = EntryKind.Designation, Description = command.Description,
        SourceDocument = command.Source, Lines = lines,
    };
}

/// <summary>The pledge, and the entry that took the part out of what was undesignated.</summary>
public sealed record DesignatedPledge(string Code, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
