using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>Looks at a rate that somebody typed beside an amount before it becomes revenue.</summary>
internal static class RateJudge
{
    /// <summary>Refused: a rate older than a month; one far from the table's until it is typed again; one very far until another person
    /// has entered such a rate.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="typed">The rate.</param>
    /// <param name="ratedOn">The day it is for.</param>
    /// <param name="on">The day it values.</param>
    /// <param name="again">The rate as typed a second time.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<RateRefusal?> JudgeAsync(LedgerSession session, Rate typed, DateOnly ratedOn, DateOnly on, Rate? again,
        CancellationToken cancel)
    {
        if (typed.Source == Currency.Eur) return null;
        if (ratedOn < on.AddDays(-RateFacts.MostDays)) return new RateIsTooOld(typed.Source.Code, ratedOn, on);
        if (await session.FindFreshRateAsync(typed.Source, on, cancel) is not { } newest) return null;
        // A second person is one who entered a rate like it; who typed a slip may have typed it into the table too.
        var known = await session.FindOthersRateAsync(typed.Source, on, cancel) ?? newest.Rate;
        if (RateBand.Of(typed, known) == RateDistance.TakesTwo) return new RateTakesTwo(typed.Source.Code, typed.ToDecimalString(),
            known.ToDecimalString());
        return RateBand.Of(typed, newest.Rate) != RateDistance.Near && again != typed
            ? new RateIsFarFromTable(typed.Source.Code, typed.ToDecimalString(), newest.Rate.ToDecimalString(), newest.Date) : null;
    }
}
