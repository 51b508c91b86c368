using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Reports.Letters;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary><c>alerts run|list|acknowledge|rules|rule|recipients|tell|forget|test|hindsight</c>.</summary>
internal static class AlertsVerb
{
    /// <param name="checkOf">The check of books that are read so.</param>
    public static Command Make(Func<LedgerReads, RunCheck> checkOf) => new("alerts",
        """
        What is watched, what was found, and who is told. 'serve' looks by itself; mail goes out with 'serve' or 'outbox deliver'.

        Examples:
          fundsledger alerts run --check
          fundsledger alerts list --open
          fundsledger alerts acknowledge TFFV-3 --note "Donors are being asked"
          fundsledger alerts tell finance@example.org --language fr --audience cleared --digest
          fundsledger alerts rule depletion_likely --fund TFFV --fires-at 250000 --clears-below 200000 --escalates-at 600000
          fundsledger alerts test finance@example.org --language fr
          fundsledger alerts hindsight --fund TFFV
        """) { Run(checkOf), List(), Acknowledge(), Rules(), Rule(), Recipients(), Tell(), Forget(), Test(), AlertHindsightVerb.Make() };

    private static Command Run(Func<LedgerReads, RunCheck> checkOf)
    {
        var check = new Option<bool>("--check") { Description = "Check the books too, which reads all of them" };
        var verb = new Command("run", "Look at everything once. Exit code 1 when something new was found.") { check };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var statuses = new FundStatuses(reads, new TrialBalances(reads));
            var forecasts = new TodaysForecasts(reads, new FundForecasts(reads, statuses));
            var readings = new AlertReadings(reads, statuses, forecasts);
            var alerts = new RunAlerts(writer, reads, readings, new AlertLetters(new FundHistories(reads), new BooksInfo(reads)),
                AppSettings.Read().Webhook);
            long? findings =
                parsed.GetValue(check) ? (await checkOf(reads)(cancel: cancel)).Results.Sum(result => result.Findings.Count) : null;
            var run = await alerts.RunAsync(findings, cancel: cancel);
            await AlertWorker.KeepAsync((await reads.CatalogAsync(cancel)).Funds, readings,
                new StoredForecasts(writer, reads, new FundHistories(reads)), cancel);
            foreach (var news in run.News)
            {
                var (step, kind) = (ClosedSet<AlertStep>.Code(news.Step), ClosedSet<AlertKind>.Code(news.Kind));
                var episode = AlertBook.EpisodeCode(news.Fund?.Code, news.Episode);
                await Console.Error.WriteLineAsync($"{step}: {news.Fund?.Code ?? "books"}: {kind} (episode {episode})");
            }
            await Console.Error.WriteLineAsync($"{run.News.Count} new, {run.Mails} mails left in the outbox.");
            return run.News.Any(news => news.Step != AlertStep.Cleared) ? CommandLine.Refused : CommandLine.Good;
        }));
        return verb;
    }

    private static Command List()
    {
        var (open, format) = (new Option<bool>("--open") { Description = "Only what is not over" }, Arguments.Format());
        var verb =
            new Command("list", "Every episode, newest first; measures in the unit of the kind (see 'alerts rules').") { open, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var episodes = await AlertList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), isTold: null, cancel);
            Print(parsed.GetValue(format), ["episode", "fund", "kind", "state", "measure", "raised_at", "last_step", "last_at", "note"],
                episodes.Where(episode => episode.State.IsOpen || !parsed.GetValue(open)).Select(episode => (string[])
            [
                episode.Code, episode.Fund?.Code ?? "", ClosedSet<AlertKind>.Code(episode.Kind),
                !episode.State.IsOpen ? "over" : episode.State.IsAcknowledged ? "acknowledged" : "open", No(episode.Measure),
                Output.Iso(episode.RaisedAt)!, ClosedSet<AlertStep>.Code(episode.Steps[^1].Step), Output.Iso(episode.Steps[^1].At)!,
                episode.Steps.LastOrDefault(step => step.Note is not null)?.Note ?? "",
            ]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Acknowledge()
    {
        var (episode, note) = (new Argument<string>("episode") { Description = "The episode, e.g. TFFV-3" },
            new Option<string?>("--note") { Description = "What is being done" });
        return Acting("acknowledge", "Say that an alert is in hand.", [episode], [note], async (parsed, writer, _, cancel) =>
        {
            var outcome = await new AcknowledgeAlert(writer).RunAsync(parsed.GetRequiredValue(episode), parsed.GetValue(note),
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? outcome.Refusal : $"Episode {parsed.GetRequiredValue(episode)} is acknowledged.";
        });
    }

    private static Command Rules()
    {
        var format = Arguments.Format();
        var verb = new Command("rules",
            """
            Every rule in force. Units: available_below_floor, millionths of the smallest useful commitment missing;
            depletion_likely, millionths; runway_short and pledges_overdue, days; requests_waiting, requests; bank_mismatch, cents;
            check_failed, findings.
            """) { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var book = await AlertBook.ReadAsync(connection, cancel);
            var catalog = await reads.CatalogAsync(connection, cancel);
            var subjects = Enum.GetValues<AlertKind>()
                .SelectMany(
                    kind =>
                        AlertRule.IsAboutBooks(kind) ? [(kind, Fund: null)]
                            : catalog.Funds.Where(fund => !fund.IsUmbrella).Select(fund => (kind, Fund: (Domain.Funds.Fund?)fund)));
            Print(parsed.GetValue(format), ["fund", "kind", "fires_at", "clears_below", "escalates_at", "pass_on_after_days", "is_on"],
                subjects.Select(subject =>
            {
                var rule = book.RuleOf(new AlertSubject(subject.kind, subject.Fund?.Id));
                return (string[])[subject.Fund?.Code ?? "", ClosedSet<AlertKind>.Code(subject.kind), No(rule.FiresAt), No(rule.ClearsBelow),
                    No(rule.EscalatesAt), No(rule.PassOnAfterDays), rule.IsOn ? "yes" : "no"];
            }));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Rule()
    {
        var kind = new Argument<string>("kind") { Description = "What is watched, e.g. depletion_likely" };
        kind.AcceptOnlyFromAmong([.. ClosedSet<AlertKind>.Codes]);
        var (fund, off) = (Arguments.Fund(isRequired: false), new Option<bool>("--off") { Description = "Watch it no longer" });
        var (fires, clears) = (new Option<long?>("--fires-at") { Description = "Raise at this measure" },
            new Option<long?>("--clears-below") { Description = "Clear below this measure" });
        var (escalates, days) = (new Option<long?>("--escalates-at") { Description = "Escalate at this measure" },
            new Option<int?>("--pass-on-after") { Description = "Days without acknowledgement before the second address is told" });
        return Acting("rule", "Change a rule; what is not named goes back to the standard rule.", [kind],
            [fund, fires, clears, escalates, days, off], async (parsed, writer, _, cancel) =>
        {
            var standard = AlertRule.Standard(ClosedSet<AlertKind>.Of(parsed.GetRequiredValue(kind)));
            var rule = standard with
            {
                FiresAt = parsed.GetValue(fires) ?? standard.FiresAt, ClearsBelow = parsed.GetValue(clears) ?? standard.ClearsBelow,
                EscalatesAt = parsed.GetValue(escalates) ?? standard.EscalatesAt,
                PassOnAfterDays = parsed.GetValue(days) ?? standard.PassOnAfterDays, IsOn = !parsed.GetValue(off),
            };
            var outcome = await new ChangeAlertRule(writer).RunAsync(parsed.GetValue(fund), rule, CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? outcome.Refusal : $"{outcome.Value}";
        });
    }

    private static Command Recipients()
    {
        var format = Arguments.Format();
        var verb = new Command("recipients", "Who is told by mail.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            Print(parsed.GetValue(format), ["id", "address", "language", "audience", "fund", "second", "digest", "added_by"],
                (await new AlertRecipients(writer, new LedgerReads(database, TimeProvider.System)).ListAsync(cancel)).Select(
                    line => (string[])
                [No(line.Id), line.Address, line.Language, ClosedSet<AlertAudience>.Code(line.Audience), line.FundCode ?? "",
                    line.IsSecond ? "yes" : "no", line.WantsDigest ? "yes" : "no", line.AddedBy]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Tell()
    {
        var (address, fund) = (new Argument<string>("address") { Description = "One mail address" }, Arguments.Fund(isRequired: false));
        var audience = new Option<AlertAudience>("--audience")
            { Description = "cleared, or outsider: told nothing at all about a protected fund", Required = true };
        var (second, digest) = (new Option<bool>("--second") { Description = "Only when it gets worse or nobody acknowledges" },
            new Option<bool>("--digest") { Description = "A list of what is open, every Monday" });
        var language = Language();
        return Acting("tell", "Add somebody who is told by mail.", [address], [language, audience, fund, second, digest],
            async (parsed, writer, reads, cancel) =>
        {
            var outcome = await new AlertRecipients(writer,
                reads).AddAsync(
                    new(parsed.GetRequiredValue(address), parsed.GetRequiredValue(language), parsed.GetValue(audience),
                        parsed.GetValue(fund), parsed.GetValue(second), parsed.GetValue(digest)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? outcome.Refusal : $"Recipient {outcome.Value} is told.";
        });
    }

    private static Command Forget()
    {
        var id = new Argument<long>("id") { Description = "Number of the recipient" };
        return Acting("forget", "Remove a recipient; nothing of the address stays.", [id], [], async (parsed, writer, reads, cancel) =>
        {
            var outcome = await new AlertRecipients(writer, reads).RemoveAsync(parsed.GetValue(id), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? outcome.Refusal : $"Recipient {outcome.Value} is gone.";
        });
    }

    private static Command Test()
    {
        var (address, language) = (new Argument<string>("address") { Description = "One mail address" }, Language());
        return Acting("test", "Leave a test mail in the outbox, which tells nothing about any fund.", [address], [language],
            async (parsed, writer, reads, cancel) =>
        {
            var words = AlertLetters.In(parsed.GetRequiredValue(language));
            await using var connection = await reads.OpenAsync(cancel);
            var letter = new Letter { Language = words.Code, Subject = words["alert.test_subject"], Paragraphs = [words["alert.test_text"]],
                Link = new LetterLink(words["alert.open_page"], "/alerts") };
            return await Outbox.EnqueueAsync(connection, null, new MailMessage(parsed.GetRequiredValue(address), letter),
                reads.Clock.GetUtcNow(), reads.Chance, cancel) + " waits in the outbox.";
        });
    }

    private static Option<string> Language()
    {
        var language = new Option<string>("--language") { Description = "en or fr", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "fr");
        return language;
    }

    private static Command Acting(string name, string description, Argument[] arguments, Option[] options,
        Func<ParseResult, LedgerWriter, LedgerReads, CancellationToken, Task<Outcome<string>>> act)
    {
        var verb = new Command(name, description);
        foreach (var argument in arguments) verb.Arguments.Add(argument);
        foreach (var option in options) verb.Options.Add(option);
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await act(parsed, writer, new LedgerReads(database, TimeProvider.System), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await Console.Error.WriteLineAsync(outcome.Value);
            return CommandLine.Good;
        }));
        return verb;
    }

    private static string No(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static void Print(OutputFormat format, string[] headings, IEnumerable<string[]> rows)
    {
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(
                rows.Select(row => headings.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))); break;
            case OutputFormat.Csv: Output.WriteCsv(headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(headings, rows); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }
}
