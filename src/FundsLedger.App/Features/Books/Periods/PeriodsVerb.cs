using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary><c>periods list|close|checklist|close-year|reopen|approve</c>.</summary>
internal static class PeriodsVerb
{
    public static Command Make() => new("periods",
        """
        Close months and years, and reopen them (one person asks, another approves).

        Examples:
          fundsledger periods list
          fundsledger periods close --fund TFFV --month 2026-03
          fundsledger periods checklist --fund TFFV --year 2025
          fundsledger periods close-year --fund TFFV --year 2025 --explanation "two visits are paid in January"
          fundsledger periods reopen --fund TFFV --month 2026-03 --reason "late bank statement" --as "A. Recorder"
          fundsledger login b.approver@example.org && fundsledger periods approve --fund TFFV
        """) { List(), Close(), Checklist(), CloseYear(), Reopen(), Approve() };

    private static Command List()
    {
        var format = Arguments.Format();
        var verb = new Command("list", "Every closing and reopening.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var catalog = await new LedgerReads(database, TimeProvider.System).CatalogAsync(cancel);
            await using var db = database.Read();
            var events = await db.PeriodEvents.OrderBy(row => row.Id).ToListAsync(cancel);
            string[] headings = ["fund", "action", "closed_through", "by", "asked_by", "recorded_at", "reason"];
            var rows = events.Select(
                row =>
                    (string[])[catalog.FundById(row.FundId).Code, ClosedSet<PeriodAction>.Code(row.Action), Output.Iso(row.ClosedThrough),
                        row.ActorName, row.SecondActorName ?? "", Microseconds.Print(row.RecordedAt), row.Reason]).ToList();
            Output.Write(parsed.GetValue(format), headings, rows);
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Close()
    {
        var (fund, month) = (Arguments.Fund(), Arguments.Month());
        return Acting("close", "Close through the end of a month.", [fund, month], (parsed, writer, actor, cancel) =>
            new ClosePeriods(writer).CloseMonthAsync(parsed.GetRequiredValue(fund), parsed.GetValue(month).Year,
                parsed.GetValue(month).Month, actor, cancel));
    }

    private static Command CloseYear()
    {
        var (fund, year, explanation) = (Arguments.Fund(), Year(),
            new Option<string?>("--explanation") { Description = "Why the year closes while items of its checklist are open" });
        return Acting("close-year", "Move revenue and expense to the accumulated balance and close through 31 December.", [fund, year,
            explanation], (parsed, writer, actor, cancel) =>
            new ClosePeriods(writer).CloseYearAsync(parsed.GetRequiredValue(fund), parsed.GetValue(year), parsed.GetValue(explanation),
                actor, cancel));
    }

    private static Command Checklist()
    {
        var (fund, year, format) = (Arguments.Fund(), Year(), Arguments.Format());
        var verb = new Command("checklist", "What is to be settled or explained before a year closes.") { fund, year, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var list = await new ClosingChecklist(new LedgerReads(database, TimeProvider.System)).OfAsync(parsed.GetRequiredValue(fund),
                parsed.GetValue(year), cancel);
            if (list.IsRefused) return CommandLine.Refuse(list.Refusal);
            Output.Write(parsed.GetValue(format), ["item", "state", "open"], list.Value.Steps.Select(step =>
                (string[])[ClosedSet<ClosingItem>.Code(step.Item), ClosedSet<ClosingState>.Code(step.State), step.Detail()]).ToList());
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Option<int> Year()
    {
        var year = new Option<int>("--year") { Description = "The year", Required = true };
        year.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1999 or > 2199) result.AddError("The year lies outside the books (1999 to 2199).");
        });
        return year;
    }

    private static Command Reopen()
    {
        var (fund, month, reason) = (Arguments.Fund(), Arguments.Month(), Arguments.Reason());
        return Acting("reopen", "Ask for a month, and everything after it, to be open again.", [fund, month, reason],
            (parsed, writer, actor, cancel) =>
            new ReopenPeriods(writer).AskAsync(parsed.GetRequiredValue(fund), parsed.GetValue(month).Year, parsed.GetValue(month).Month,
                parsed.GetRequiredValue(reason), actor, cancel));
    }

    private static Command Approve()
    {
        var fund = Arguments.Fund();
        return Acting("approve", "Approve the reopening that another person asked for.", [fund],
            (parsed, writer, _, cancel) => new ReopenPeriods(writer).ApproveAsync(parsed.GetRequiredValue(fund),
            CommandLine.DeciderOf(parsed, Operation.ClosePeriods), cancel));
    }

    private static Command Acting(string name, string description, Option[] options,
        Func<ParseResult, LedgerWriter, Actor, CancellationToken, Task<Outcome<PeriodState>>> act)
    {
        var verb = new Command(name, description);
        foreach (var option in options) verb.Options.Add(option);
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await act(parsed, writer, CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await Console.Error.WriteLineAsync($"{outcome.Value.Fund} is closed through {Output.Iso(outcome.Value.ClosedThrough)}.");
            return CommandLine.Good;
        }));
        return verb;
    }
}
