using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Letters;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>What an evaluation did.</summary>
public sealed record AlertRun(IReadOnlyList<AlertNews> News, int Mails);

/// <summary>Looks at everything that is watched, writes the steps that are due, and leaves the messages about them in the same transaction:
/// a step is told exactly when it is in the books, and two processes that look at once tell it once.</summary>
public sealed class RunAlerts(LedgerWriter writer, LedgerReads reads, AlertReadings readings, AlertLetters letters, WebhookSettings webhook)
{
    /// <summary>Evaluates now.</summary>
    /// <param name="findings">Findings of a check of the books that was just run; null when none was.</param>
    /// <param name="only">The funds looked at; null for all of them, and for the weekly lists too.</param>
    /// <param name="cancel">Gives up; nothing is written then.</param>
    public async Task<AlertRun> RunAsync(long? findings = null, IReadOnlyCollection<Fund>? only = null, CancellationToken cancel = default)
    {
        LedgerCatalog catalog;
        AlertBook book;
        bool someDigestIsDue;
        await using (var connection = await reads.OpenAsync(cancel))
        {
            catalog = await reads.CatalogAsync(connection, cancel);
            book = await AlertBook.ReadAsync(connection, cancel);
            someDigestIsDue = only is null
                && await connection.Command(null,
                    "SELECT COUNT(*) FROM alert_recipients WHERE wants_digest AND COALESCE(last_digest_on, 0) < @monday",
                    ("@monday", DateNumber.Of(Monday(reads.Today)))).NumberAsync(cancel) > 0;
        }
        var seen = new List<(AlertSubject Subject, Fund? Fund, long? Measure, FundReading? Reading)>
            { (new(AlertKind.CheckFailed, null), null, findings, null) };
        foreach (var fund in only ?? catalog.Funds)
        {
            if (await readings.OfAsync(fund, book.RuleOf(new(AlertKind.DepletionLikely, fund.Id)).IsOn, cancel) is { } reading)
                seen.AddRange(
                    reading.Measures.Select(
                        measure => (new AlertSubject(measure.Key, fund.Id), (Fund?)fund, measure.Value, (FundReading?)reading)));
        }
        // Nothing is due most of the time: the writer is not even asked.
        var now = reads.Clock.GetUtcNow();
        if (!someDigestIsDue && seen.All(item => book.RuleOf(item.Subject).Next(book.StateOf(item.Subject), item.Measure, now).Count == 0))
            return new AlertRun([], 0);
        // Pictures are drawn before the books are locked.
        // And only where somebody is told: a picture takes longer than everything else here.
        var languages = await LanguagesAsync(cancel);
        var drawn = new Dictionary<(AlertSubject, AlertStep, string), Letter>();
        foreach (var (subject, fund, measure, reading) in seen)
        {
            if (Worst(book.RuleOf(subject).Next(book.StateOf(subject), measure, now)) is { } step)
                foreach (var language in languages)
                    drawn[(subject, step, language)] = await letters.OfAsync(NewsOf(book.StateOf(subject), step), language, cancel);

            AlertNews NewsOf(AlertState state, AlertStep worst) =>
                new(subject.Kind, fund, state.Episode, worst, measure, state.IsOpen ? state.Since : now, reading);
        }
        return await WriteAsync(seen, drawn, someDigestIsDue, cancel);
    }

    private async Task<List<string>> LanguagesAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null, "SELECT DISTINCT language FROM alert_recipients").RowsAsync(row => row.GetString(0), cancel);
    }

    private async Task<AlertRun> WriteAsync(List<(AlertSubject Subject, Fund? Fund, long? Measure, FundReading? Reading)> seen,
        Dictionary<(AlertSubject, AlertStep, string), Letter> drawn,
        bool withDigests, CancellationToken cancel)
    {
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        // Another process may have written since we looked: only what is still due counts.
        var book = await AlertBook.ReadAsync(session, cancel);
        var recipients = await AlertRecipients.ReadAsync(session, cancel);
        var (news, mails, at) = (new List<AlertNews>(), 0, Microseconds.Read(session.RecordedAt));
        foreach (var (subject, fund, measure, reading) in seen)
        {
            var steps = book.RuleOf(subject).Next(book.StateOf(subject), measure, at);
            foreach (var step in steps) await AddAsync(session, book, subject, step, measure, note: null, cancel);
            if (Worst(steps) is not { } worst) continue;
            var state = book.StateOf(subject);
            var item = new AlertNews(subject.Kind, fund, state.Episode, worst, measure, state.Since, reading);
            news.Add(item);
            foreach (var recipient in recipients.Where(recipient => IsTold(recipient, item)))
            {
                var letter = drawn.GetValueOrDefault((subject, worst, recipient.Language))
                    ?? await letters.OfAsync(item, recipient.Language, cancel);
                await session.EnqueueAsync(new MailMessage(recipient.Address, letter), cancel);
                mails++;
            }
            await TellProgramAsync(session, item, cancel);
        }
        if (withDigests) mails += await DigestAsync(session, book, recipients, cancel);
        await session.CommitAsync(cancel);
        return new AlertRun(news, mails);
    }

    /// <summary>Writes a step and moves the state.</summary>
    internal static async Task AddAsync(LedgerSession session, AlertBook book, AlertSubject subject, AlertStep step, long? measure,
        string? note, CancellationToken cancel)
    {
        var id = await session.NextIdAsync(Registers.AlertEvents, cancel);
        var state = book.StateOf(subject);
        var episode = step == AlertStep.Raised ? book.NextEpisode(subject.FundId) : state.Episode;
        await session.RegisterAsync(new AlertEventRow
        {
            Id = id, FundId = subject.FundId, Kind = ClosedSet<AlertKind>.Code(subject.Kind), Episode = episode,
            Step = ClosedSet<AlertStep>.Code(step), Measure = measure, Note = note, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        book.States[subject] = state.After(step, episode, Microseconds.Read(session.RecordedAt));
    }

    private static bool IsTold(AlertRecipient recipient, AlertNews news) => recipient.Hears(news.Fund) && news.Step switch
    {
        AlertStep.Raised or AlertStep.Cleared => !recipient.IsSecond,
        AlertStep.PassedOn => recipient.IsSecond,
        AlertStep.Escalated => true,
        AlertStep.Acknowledged => false,
        _ => throw new InvalidOperationException(),
    };

    private static AlertStep? Worst(IReadOnlyList<AlertStep> steps) => steps.Count == 0 ? null : steps[^1];

    /// <summary>The program at the set address stands outside the Court's walls: nothing about a protected fund goes there.</summary>
    private async Task TellProgramAsync(LedgerSession session, AlertNews news, CancellationToken cancel)
    {
        if (webhook.Url.Length == 0 || (news.Fund is { } fund && !Disclosure.For(Reader.Outside, fund).ShowsFigures)) return;
        var data = JsonSerializer.SerializeToElement(new
        {
            Episode = AlertBook.EpisodeCode(news.Fund?.Code, news.Episode), Fund = news.Fund?.Code,
            Kind = ClosedSet<AlertKind>.Code(news.Kind), Step = ClosedSet<AlertStep>.Code(news.Step), news.Measure,
        }, Outbox.Json);
        await session.EnqueueAsync(Outbox.Webhook,
            JsonSerializer.Serialize(new WebhookMessage($"alert.{ClosedSet<AlertStep>.Code(news.Step)}", data), Outbox.Json), cancel);
    }

    private async Task<int> DigestAsync(LedgerSession session, AlertBook book, List<AlertRecipient> recipients, CancellationToken cancel)
    {
        var (monday, mails) = (Monday(reads.Today), 0);
        foreach (var recipient in recipients.Where(recipient => recipient.WantsDigest && !(recipient.LastDigestOn >= monday)))
        {
            var open = book.States.Where(pair => pair.Value.IsOpen)
                .Select(pair => (Fund: pair.Key.FundId is { } id ? session.Catalog.FundById(id) : null, pair.Key, State: pair.Value))
                .Where(item => recipient.Hears(item.Fund)).OrderBy(item => item.State.Since)
                .Select(
                    item =>
                        (new AlertNews(item.Key.Kind, item.Fund, item.State.Episode, AlertStep.Raised, null, item.State.Since, null),
                            item.State.IsAcknowledged)).ToList();
            if (open.Count > 0)
            {
                await session.EnqueueAsync(new MailMessage(recipient.Address, letters.Digest(open, recipient.Language)), cancel);
                mails++;
            }
            await (await session.QuestionAsync("UPDATE alert_recipients SET last_digest_on = @monday WHERE id = @id",
                [("@monday", DateNumber.Of(monday)), ("@id", recipient.Id)], cancel)).RunAsync(cancel);
        }
        return mails;
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
