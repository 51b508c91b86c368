using System.Globalization;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>A forecast cannot start on a day that has not come.</summary>
public sealed record ForecastStartsAhead(DateOnly AsOf)
    : Refusal("forecast_starts_ahead",
        string.Create(CultureInfo.InvariantCulture, $"{AsOf:yyyy-MM-dd} has not come yet: a forecast starts on a day up to today."));

/// <summary>The book holds no money that could run out.</summary>
public sealed record BookHoldsNoMoney(string Fund)
    : Refusal("book_holds_no_money", $"'{Fund}' holds pledges that are not designated yet, and no money: forecast the fund they go to.");

/// <summary>What is asked: the fund, the moment, and how far and how finely to look.</summary>
/// <param name="Seed">Seed of the draws; null for one made of what the model reads of the fund, and of the model's version.</param>
/// <param name="WhatIf">What is supposed; null for nothing. The seed does not depend on it, so that the two answers differ by what is
/// supposed alone.</param>
public sealed record ForecastAsked(string Fund, Moment Moment, int HorizonMonths = 36, int Paths = 20_000, ulong? Seed = null,
    WhatIf? WhatIf = null);

/// <summary>A forecast and what it was made from.</summary>
/// <param name="InputDigest">Names everything the model read of this fund (<see cref="ForecastDigest"/>); no other fund has a part in
/// it.</param>
/// <param name="FloorEur">Cents below which the fund counts as depleted.</param>
public sealed record FundForecast(Forecast Forecast, string InputDigest, long FloorEur = 0)
{
    /// <summary>What it was made from.</summary>
    public ForecastBooks? Books { get; init; }

    /// <summary>How it was made.</summary>
    public ForecastSettings? Settings { get; init; }
}

/// <summary>Forecasts a fund from the books.</summary>
public sealed class FundForecasts(LedgerReads reads, FundStatuses statuses)
{
    // A forecast is the same whoever looks at it; the gate has asked whether they may.
    private readonly LedgerReads _reads = reads.Whole;

    /// <summary>The forecast. Refused: day ahead, unknown fund, knowledge time ahead, book without money, settings out of range.</summary>
    public async Task<Outcome<FundForecast>> OfAsync(ForecastAsked asked, CancellationToken cancel = default)
    {
        if (asked.Moment.AsOf > _reads.Today) return new ForecastStartsAhead(asked.Moment.AsOf);
        var status = await statuses.OfAsync(asked.Fund, asked.Moment, cancel);
        if (status.IsRefused) return status.Refusal;
        if (status.Value.Fund.IsUmbrella) return new BookHoldsNoMoney(asked.Fund);

        await using var connection = await _reads.OpenAsync(cancel);
        var reader = new ForecastReader(connection, status.Value.Fund.Id, asked.Moment.AsOf,
            await Balances.LastKnownSeqAsync(connection, asked.Moment, cancel));
        var books = BooksOf(status.Value, await reader.GiftsAsync(cancel), await reader.PledgesAsync(cancel),
            await reader.CommitmentsAsync(cancel));
        var digest = ForecastDigest.Of(books);
        var model = ForecastModel.Standard;
        var settings = new ForecastSettings
        {
            HorizonMonths = asked.HorizonMonths,
            Paths = asked.Paths,
            Model = model,
            Seed = asked.Seed ?? RandomStream.PurposeOf($"{digest} {model.Version}"),
            MonthsToRaiseMoney = Math.Max(0, status.Value.Settings.LeadTimeMonths),
            WhatIf = asked.WhatIf ?? WhatIf.Nothing,
        };
        var forecast = Forecaster.Of(books, settings, Cores.SideBySide);
        if (forecast.IsRefused) return forecast.Refusal;
        // While nothing is supposed, the runways are those of the fund's own page: there is one figure.
        var told = asked.WhatIf is not { IsNothing: false } ? WithRunwaysOf(status.Value, forecast.Value) : forecast.Value;
        return new FundForecast(told, digest, books.FloorEur) { Books = books, Settings = settings };
    }

    private static Forecast WithRunwaysOf(FundStatus status, Forecast forecast) => forecast with
    {
        IfNothingMoreArrives = status.IfNothingMoreArrives ?? Runway.Unknown,
        IfAllPledgesArrive = status.IfAllPledgesArrive ?? Runway.Unknown,
    };

    private static ForecastBooks BooksOf(FundStatus status, List<PastGift> gifts, List<PledgeOnBooks> pledges,
        List<CommitmentOnBooks> commitments)
    {
        var asOf = status.Moment.AsOf;
        var open = commitments.Where(commitment => commitment.OpenEur > 0)
            .Select(commitment => new OpenCommitment(commitment.Code, commitment.DueOn, commitment.OpenEur, "EUR")).ToList();
        return new ForecastBooks
        {
            Fund = status.Fund.Code,
            AsOf = asOf,
            // Commitments count at once, so that the forecast starts at what is available and not at cash.
            BalanceEur = checked(status.AvailableEur + open.Sum(commitment => commitment.Eur)),
            FloorEur = status.Settings.SmallestUsefulCommitment,
            Gifts = gifts,
            Pledges = [.. pledges.Where(pledge => pledge.OpenEur > 0)
                .Select(
                    pledge => new PledgeDue(pledge.Code, pledge.Donor, pledge.DueOn, pledge.OpenEur, pledge.Currency, pledge.Firmness))],
            ResolvedPledges = [.. pledges.Select(pledge => pledge.ResolvedBy(asOf)).OfType<ResolvedPledge>()],
            Commitments = open,
            CommitmentHistory = new CommitmentHistory(
                [.. commitments.Where(commitment => commitment is { OpenEur: <= 0, PaidEur: > 0 })
                    .Select(commitment => (double)commitment.PaidEur / commitment.Eur)],
                commitments.Count(commitment => commitment is { OpenEur: <= 0, PaidEur: <= 0 })),
            Cases = [.. CasesOf("visits", asOf, commitments, true), .. CasesOf("relocations", asOf, commitments, false)],
            // Books that pay without commitments have no cases: they are taken to spend as in the last year.
            PlannedSpendingPerYearEur = commitments.Count == 0 && status.UsedInAYear.Total > 0 ? status.UsedInAYear.Total : null,
            UsedPerYearEur = status.UsedInAYear.Total,
        };
    }

    private static IEnumerable<CaseHistory> CasesOf(string name, DateOnly asOf, List<CommitmentOnBooks> commitments, bool isVisit)
    {
        var own = commitments.Where(commitment => commitment.HasRequest == isVisit).ToList();
        if (own.Count == 0) yield break;
        var years = Math.Max(0.25, (asOf.DayNumber - own.Min(commitment => commitment.CommittedOn).DayNumber) / 365.25);
        yield return new CaseHistory(name, [.. own.Select(commitment => new PastCost(commitment.CommittedOn, commitment.Eur))], years, 1,
            null, null);
    }
}
