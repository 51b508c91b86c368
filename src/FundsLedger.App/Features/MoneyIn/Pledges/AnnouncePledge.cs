using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>Records an announced intention to give. It is no asset and never raises what is available.</summary>
public sealed class AnnouncePledge(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Donor">Code of the donor.</param>
    /// <param name="Date">Day of the announcement.</param>
    /// <param name="Amount">In the donor's currency: the legal amount.</param>
    /// <param name="Rate">To EUR; needed where the currency is not EUR, ignored where it is.</param>
    /// <param name="Description">What was announced, in words.</param>
    /// <param name="Source">Where it was announced.</param>
    /// <param name="Fund">The fund it is for; null for one sum for several purposes, to be designated later.</param>
    /// <param name="ExpectedOn">The day the money is expected, where the fund is known.</param>
    public sealed record Command(string Key, string Donor, DateOnly Date, Money Amount, Rate? Rate, Description Description,
        string? Source = null, string? Fund = null, DateOnly? ExpectedOn = null)
    {
        /// <summary>The rate once more, where it is far from the table's.</summary>
        public Rate? RateAgain { get; init; }
    }

    public Task<Outcome<AnnouncedPledge>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static Task<Outcome<AnnouncedPledge>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default) =>
        ApplyAsync(session, command, isAccepted: false, cancel);

    /// <summary>As above; an accepted offer is not held up by a review a second time.</summary>
    internal static async Task<Outcome<AnnouncedPledge>> ApplyAsync(LedgerSession session, Command command, bool isAccepted,
        CancellationToken cancel)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        if (Refuse(command, await session.RefreshCatalogAsync(cancel)) is { } refusal)
            return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        if (earlier is null && !isAccepted && (await session.FindProfileAsync(command.Donor, cancel)).IsUnderReview)
            return new DonorIsUnderReview(command.Donor);
        // What was offered was looked at when it was offered.
        if (earlier is null && !isAccepted && command.Rate is { } typed && command.Amount.Currency != Currency.Eur
            && await RateJudge.JudgeAsync(session, typed, command.Date, command.Date, command.RateAgain, cancel) is { } far) return far;
        var code = earlier?.Pledge ?? await session.NextCodeAsync(Registers.Pledges, command.Donor, "P", command.Date.Year, cancel);

        var book = command.Fund is { } fund ? session.Catalog.Fund(fund)! : session.UmbrellaBook();
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = command.Key,
            Date = command.Date,
            Fund = book.Code,
            Kind = EntryKind.Pledge,
            Description = command.Description,
            SourceDocument = command.Source,
            Lines = ContributionLines.Move(Chart.PledgesAnnounced, Chart.PledgesContra, command.Amount, EurOf(command),
                new Dimensions(Donor: command.Donor, Pledge: code)),
        }, cancel);
        if (posted.IsRefused) return posted.Refusal;

        var pledge = new PledgeRow
        {
            Code = code, Donor = command.Donor, AnnouncedOn = command.Date, Currency = command.Amount.Currency.Code,
            AmountMinor = command.Amount.Minor, Description = command.Description.Stored, Source = command.Source,
            RecordedAt = session.Instant,
        };
        var happened = new PledgeEventRow
        {
            Pledge = code, Kind = PledgeEventKind.Announced, Date = command.Date, AmountMinor = command.Amount.Minor,
            FundId = book.IsUmbrella ? null : book.Id, ExpectedOn = command.ExpectedOn, EntrySeq = posted.Value.Seq,
        };
        return await session.RegisterOnceAsync(posted.Value, pledge, cancel)
            && await session.RegisterOnceAsync(posted.Value, happened, cancel)
            ? new AnnouncedPledge(code, posted.Value)
            : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog)
    {
        if (command.Amount.Minor <= 0) return new PledgeAmountIsNotPositive(command.Amount.ToString());
        if (!catalog.HasDonor(command.Donor)) return new PledgeDonorIsUnknown(command.Donor);
        var currency = command.Amount.Currency;
        if (currency != Currency.Eur && (command.Rate is not { } rate || rate.Source != currency || rate.Target != Currency.Eur))
            return new PledgeRateIsMissing(currency.Code);
        return command.Fund is { } fund && catalog.Fund(fund) is null ? new FundIsUnknown(fund) : null;
    }

    private static long EurOf(Command command) =>
        command.Amount.Currency != Currency.Eur && command.Rate is { } rate ? command.Amount.At(rate).Minor : command.Amount.Minor;
}

/// <summary>The pledge's code and the entry that announced it.</summary>
public sealed record AnnouncedPledge(string Code, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
