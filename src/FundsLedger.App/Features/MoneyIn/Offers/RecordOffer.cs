using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>Records that somebody offers a gift. An offer is nothing yet: accepted, it becomes a pledge.</summary>
public sealed class RecordOffer(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Donor">Code of the donor.</param>
    /// <param name="Date">Day of the offer.</param>
    /// <param name="Amount">In the donor's currency.</param>
    /// <param name="Rate">To EUR; needed where the currency is not EUR.</param>
    /// <param name="Description">What is offered, and on what terms, in 1 to 200 characters.</param>
    /// <param name="Source">The letter.</param>
    /// <param name="Fund">The fund it is for; null where that is open.</param>
    public sealed record Command(string Key, string Donor, DateOnly Date, Money Amount, Rate? Rate, string Description,
        string? Source = null, string? Fund = null)
    {
        /// <summary>The rate once more, where it is far from the table's.</summary>
        public Rate? RateAgain { get; init; }
    }

    public Task<Outcome<RecordedOffer>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<RecordedOffer>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        if (Refuse(command, await session.RefreshCatalogAsync(cancel)) is { } refusal) return refusal;
        var known = await (await session.QuestionAsync("SELECT code FROM gift_offers WHERE idempotency_key = @key", [("@key", command.Key)],
            cancel)).RowsAsync(row => row.GetString(0), cancel);
        var code =
            known is [var first] ? first : await session.NextCodeAsync(Registers.GiftOffers, command.Donor, "G", command.Date.Year, cancel);
        var row = new GiftOfferRow
        {
            Code = code, Donor = command.Donor, FundId = command.Fund is { } fund ? session.Catalog.Fund(fund)!.Id : null,
            OfferedOn = command.Date, Currency = command.Amount.Currency.Code, AmountMinor = command.Amount.Minor,
            RateBillionths = command.Rate?.Billionths ?? Rate.Scale, Description = command.Description, Source = command.Source,
            IdempotencyKey = command.Key, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        };
        if (known.Count > 0)
            return await session.HoldsAsync(0, row, cancel) ? new RecordedOffer(code, IsRepeat: true)
                : new KeyUsedForOtherInput(command.Key);
        if (command.Rate is { } typed && command.Amount.Currency != Currency.Eur
            && await RateJudge.JudgeAsync(session, typed, command.Date, command.Date, command.RateAgain, cancel) is { } far) return far;
        await session.RegisterAsync(row, cancel);
        return new RecordedOffer(code, IsRepeat: false);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog)
    {
        if (LedgerRules.BrokenText(command.Key) is not null || command.Key.Length is 0 or > LedgerRules.LongestKey)
            return new KeyIsMalformed(command.Key.Length);
        if (!catalog.HasDonor(command.Donor)) return new OfferDonorIsUnknown(command.Donor);
        if (command.Amount.Minor <= 0) return new OfferAmountIsNotPositive(command.Amount.ToString());
        if (command.Amount.Minor > Money.LargestMinor) return new AmountIsTooLarge(1);
        var currency = command.Amount.Currency;
        if (currency != Currency.Eur && (command.Rate is not { } rate || rate.Source != currency || rate.Target != Currency.Eur))
            return new OfferRateIsMissing(currency.Code);
        if (!ShortText.IsValid(command.Description)) return new OfferTextIsMalformed("description");
        if (command.Source is { } source && !ShortText.IsValid(source)) return new OfferTextIsMalformed("source");
        if (command.Date < LedgerRules.FirstDate || command.Date > LedgerRules.LastDate) return new DateIsOutOfRange(command.Date);
        return command.Fund is { } fund && catalog.Fund(fund) is null or { IsUmbrella: true } ? new FundIsUnknown(command.Fund!) : null;
    }
}

/// <summary>The offer's code.</summary>
public sealed record RecordedOffer(string Code, bool IsRepeat) : IAnswer;
