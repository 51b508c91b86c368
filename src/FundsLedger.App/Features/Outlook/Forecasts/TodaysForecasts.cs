using System.Collections.Concurrent;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>Today's forecast of each fund: it costs more than everything else together, and the same books give the same one.</summary>
/// <remarks>
/// Each fund has its own, kept until something of that fund changes, and nobody waits for another fund's: how long an open fund's takes
/// tells nothing of a protected one.
/// </remarks>
public sealed class TodaysForecasts(LedgerReads reads, FundForecasts forecasts)
{
    // Kept for everybody who may see the fund.
    private readonly LedgerReads _reads = reads.Whole;
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The forecast of a fund, made once while its books stay as they are; null when the engine refuses the books.</summary>
    public async Task<FundForecast?> OfAsync(Fund fund, CancellationToken cancel = default)
    {
        await using var connection = await _reads.OpenAsync(cancel);
        var wanted = ((await BooksState.OfAsync(connection, cancel)).Of(fund), _reads.Today);
        // Whoever comes first makes it, the others wait for it; so it is not given up when the first one goes.
        var kept = _kept.AddOrUpdate(fund.Code, _ => Make(),
            (_, known) => known.Wanted == wanted && !known.Made.Value.IsFaulted ? known : Make());
        return await kept.Made.Value.WaitAsync(cancel);

        Kept Make() => new(wanted, new Lazy<Task<FundForecast?>>(() => MakeAsync(fund)));
    }

    private async Task<FundForecast?> MakeAsync(Fund fund)
    {
        var outcome = await forecasts.OfAsync(new ForecastAsked(fund.Code, new Moment(_reads.Today)), CancellationToken.None);
        // Refused: amounts no model can take. What else is watched of the fund still is.
        return outcome.IsRefused ? null : outcome.Value;
    }

    private sealed record Kept((BooksVersion Version, DateOnly Today) Wanted, Lazy<Task<FundForecast?>> Made);
}
