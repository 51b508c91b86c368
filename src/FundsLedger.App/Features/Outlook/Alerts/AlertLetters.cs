using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Charts;
using FundsLedger.Reports.Letters;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>Something to be told: the worst step of a subject in one evaluation.</summary>
public sealed record AlertNews(AlertKind Kind, Fund? Fund, long Episode, AlertStep Step, long? Measure, DateTimeOffset Since,
    FundReading? Reading);

/// <summary>Puts news into words. About a protected fund a letter says nothing but that there is news: mail passes through hands that are
/// not cleared.</summary>
public sealed class AlertLetters(FundHistories histories, BooksInfo books)
{
    private const int YearsShown = 3;

    // Narrower than on a page: a telephone shows it at two thirds of its size, and its words must still be read.
    private const int PointsAcross = 440;

    public async Task<Letter> OfAsync(AlertNews news, string language, CancellationToken cancel)
    {
        var words = In(language);
        if (news.Fund is { } about && !Disclosure.For(Reader.Letter, about).ShowsFigures)
            return Base(words) with { Subject = words["alert.subject_protected", about.Code],
                Paragraphs = [words["alert.text_protected", words.Name(about)]] };
        var kind = words.Name("alert_kind", news.Kind);
        var name = news.Fund is { } fund ? words.Name(fund) : words["alert.books"];
        List<string> paragraphs = [words.Name("alert_step_text", news.Step)];
        if (news.Step != AlertStep.Cleared) paragraphs.AddRange([Text(news, words), words.Name("alert_advice", news.Kind)]);
        if (news.Step == AlertStep.PassedOn) paragraphs.Add(words["alert.since", words.Instant(news.Since)]);
        return Base(words) with
        {
            Subject = words["alert.subject", words.Name("alert_step", news.Step), news.Fund?.Code ?? name, kind],
            Paragraphs = paragraphs,
            Figures = news.Reading is { } reading ? [.. Figures(reading, words)] : [],
            Picture = news is { Fund: { } shown, Reading: { } drawn } ? await PictureAsync(shown, drawn, words, cancel) : null,
        };
    }

    /// <summary>Everything that is open, for one reader.</summary>
    public Letter Digest(IReadOnlyList<(AlertNews News, bool IsAcknowledged)> open, string language)
    {
        var words = In(language);
        return Base(words) with
        {
            Subject = words.Count("alert_digest", open.Count),
            Paragraphs = [words["alert.digest_text"]],
            Figures = [.. open.Select(item => item.News.Fund is { } hidden && !Disclosure.For(Reader.Letter, hidden).ShowsFigures
                ? new LetterFigure(hidden.Code, words["alert.digest_protected"])
                : new LetterFigure(
                    words["alert.digest_item", item.News.Fund?.Code ?? words["alert.books"], words.Name("alert_kind", item.News.Kind)],
                    Unbroken(words.Date(DateOnly.FromDateTime(item.News.Since.UtcDateTime)))
                        + (item.IsAcknowledged ? ", " + words["alert.acknowledged"] : "")))],
        };
    }

    /// <summary>The trouble in one sentence with its figures; also what the page shows.</summary>
    public static string Text(AlertNews news, PageLanguage words) => (news.Kind, news.Reading) switch
    {
        (AlertKind.AvailableBelowFloor, { Status: var status }) =>
            words["alert_text.available_below_floor", words.Text(Money.Eur(status.AvailableEur)),
                words.Text(Money.Eur(status.Settings.SmallestUsefulCommitment))],
        (AlertKind.DepletionLikely, { Status: var status }) =>
            words["alert_text.depletion_likely", Percent(news.Measure, words), words.Date(status.Moment.AsOf.AddMonths(12))],
        (AlertKind.RunwayShort, { Status: var status }) =>
            words["alert_text.runway_short", words.Date(status.IfNothingMoreArrives?.DepletedOn),
                words.Whole(status.Settings.LeadTimeMonths)],
        (AlertKind.RequestsWaiting, _) => words.Count("alert_requests", news.Measure ?? 0),
        (AlertKind.PledgesOverdue, _) => words.Count("alert_overdue", news.Measure ?? 0),
        (AlertKind.BankMismatch, _) => words["alert_text.bank_mismatch", words.Text(Money.Eur(news.Measure ?? 0))],
        (AlertKind.CheckFailed, _) => words.Count("alert_findings", news.Measure ?? 0),
        _ => words.Name("alert_kind", news.Kind),
    };

    /// <summary>A probability in words for people: never zero, never certain.</summary>
    public static string Percent(long? millionths, PageLanguage words) =>
        words["alert.percent", words.Whole(Math.Clamp((long)Math.Round((millionths ?? 0) / 10_000.0), 1, 99))];

    // A date that breaks between day and month is hard to read in a narrow column.
    private static string Unbroken(string date) => date.Replace(' ', '\u00A0');

    internal static PageLanguage In(string language)
    {
        var words = new PageLanguage();
        words.Choose(language);
        return words;
    }

    private Letter Base(PageLanguage words) => new()
    {
        Language = words.Code,
        Subject = "",
        Paragraphs = [],
        Link = new LetterLink(words["alert.open_page"], "/alerts"),
        Banner = books.IsDemo ? words["layout.synthetic"] : null,
    };

    private static IEnumerable<LetterFigure> Figures(FundReading reading, PageLanguage words)
    {
        var status = reading.Status;
        yield return new(words["fund.available"], words.Text(Money.Eur(status.AvailableEur)));
        yield return new(words["alert.floor"], words.Text(Money.Eur(status.Settings.SmallestUsefulCommitment)));
        yield return new(words["fund.pledged"], words.Text(Money.Eur(status.PledgedEur)));
        if (reading.Chance is { } chance)
            yield return new(words["alert.chance_in_a_year"], Percent((long)Math.Round(chance * AlertRule.Whole), words));
        if (status.IfNothingMoreArrives is { DepletedOn: { } day }) yield return new(words["alert.lasts_without"], words.Date(day));
    }

    private async Task<LetterPicture> PictureAsync(Fund fund, FundReading reading, PageLanguage words, CancellationToken cancel)
    {
        var asOf = reading.Status.Moment.AsOf;
        var days = await histories.OfAsync(fund.Code, asOf.AddYears(-YearsShown), asOf, cancel);
        // Years before a fund began are no part of its course.
        var course = days.SkipWhile((day, place) => day is { AvailableEur: 0, CashEur: 0 } && place < days.Count - 1).ToList();
        var picture = FundCharts.PictureOf(fund, course, asOf, words,
            ForecastLines.Of(reading.Forecast?.Forecast, reading.Status.AvailableEur, words), PointsAcross);
        return new LetterPicture(FundCharts.AltText(fund, course, words), ChartPng.Of(picture));
    }
}
