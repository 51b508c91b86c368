using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Charts;
using FundsLedger.Reports.Documents;

namespace FundsLedger.App.Features.Books.Funds;

/// <summary>A fund's history as a picture, and the figures behind it: the standing at the end of each quarter.</summary>
public sealed record FundChart(string Svg, IReadOnlyList<FundDay> Quarters);

/// <summary>Draws the available balance of the last five years.</summary>
public sealed class FundCharts(FundHistories histories)
{
    private const int Years = 5;

    /// <summary>The drawing as of a day, made once for each state of the books.</summary>
    public Task<FundChart> OfAsync(BooksNow now, Fund fund, DateOnly asOf, PageLanguage words) =>
        now.OnceAsync($"chart {fund.Code} {Links.Iso(asOf)} {words.Code}",
            async () => Draw(fund, await histories.OfAsync(fund.Code, asOf.AddYears(-Years), asOf, CancellationToken.None), asOf, words));

    private static FundChart Draw(Fund fund, IReadOnlyList<FundDay> days, DateOnly asOf, PageLanguage words) =>
        new(PictureOf(fund, days, asOf, words, []).Svg, [.. Quarters(days)]);

    /// <summary>The history as a picture, with the courses it may take from here.</summary>
    internal static Picture PictureOf(Fund fund, IReadOnlyList<FundDay> days, DateOnly asOf, PageLanguage words,
        IReadOnlyList<Projection> projections, int width = FundHistoryChart.UsualWidth) => FundHistoryChart.Draw(new FundHistory
    {
        Language = words.Code,
        AltText = AltText(fund, days, words),
        Available = [.. days.Select(day => new BalancePoint(day.Date, day.AvailableEur))],
        Cash = projections.Count > 0 ? [] : [.. days.Select(day => new BalancePoint(day.Date, day.CashEur))],
        FloorCents = fund.SettingsOn(asOf).SmallestUsefulCommitment,
        Depleted = [.. Spells(days, fund)],
        Projections = projections,
    }, width);

    /// <summary>The same in words.</summary>
    internal static string AltText(Fund fund, IReadOnlyList<FundDay> days, PageLanguage words)
    {
        var (lowest, highest) = (days.MinBy(day => day.AvailableEur), days.MaxBy(day => day.AvailableEur));
        return words["fund.chart_alt", words.Name(fund), words.Date(days[0].Date), words.Date(days[^1].Date), Eur(lowest.AvailableEur),
            words.Date(lowest.Date), Eur(highest.AvailableEur), words.Date(highest.Date), Eur(days[^1].AvailableEur)];

        string Eur(long cents) => words.Text(Money.Eur(cents));
    }

    private static IEnumerable<DepletedSpell> Spells(IReadOnlyList<FundDay> days, Fund fund)
    {
        DateOnly? from = null;
        // A fund that has not begun is not depleted.
        foreach (var day in days.SkipWhile(IsDepleted))
        {
            if (IsDepleted(day)) from ??= day.Date;
            else if (from is { } first) { yield return new DepletedSpell(first, day.Date.AddDays(-1)); from = null; }
        }
        if (from is { } still) yield return new DepletedSpell(still, days[^1].Date);

        bool IsDepleted(FundDay day) => day.AvailableEur < fund.SettingsOn(day.Date).SmallestUsefulCommitment;
    }

    // The last standing in each quarter, and the latest of all.
    private static IEnumerable<FundDay> Quarters(IReadOnlyList<FundDay> days)
    {
        var last = days[^1].Date;
        for (var start = new DateOnly(days[0].Date.Year, (days[0].Date.Month - 1) / 3 * 3 + 1, 1); start <= last; start =
            start.AddMonths(3))
        {
            var end = start.AddMonths(3).AddDays(-1);
            if (end > last) end = last;
            yield return days.Last(day => day.Date <= end || day == days[0]) with { Date = end };
        }
    }
}
