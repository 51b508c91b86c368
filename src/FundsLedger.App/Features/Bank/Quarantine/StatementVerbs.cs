using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary><c>bank statements</c> and <c>bank decide</c>.</summary>
internal static class StatementVerbs
{
    /// <summary>Most statements of one list.</summary>
    private const int Most = 1000;

    public static Command List()
    {
        var bank = new Option<string?>("--bank") { Description = "Only of this bank account" };
        var waiting = new Option<bool>("--waiting") { Description = "Only those set aside about which nobody has decided" };
        var format = Arguments.Format();
        var verb = new Command("statements", "The bank statements that came, newest first, at most a thousand.") { bank, waiting, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var found = await BankLists.StatementsAsync(
                connection, bank: parsed.GetValue(bank), most: Most, waiting: parsed.GetValue(waiting), cancel: cancel);
            string[] headings = ["id", "bank", "number", "opened", "closed", "currency", "opening", "closing", "lines", "outcome", "faults",
                "difference", "waiting", "decision", "booked_as", "file"];
            Output.Write(parsed.GetValue(format), headings, found.ConvertAll(kept => (string[])
            [
                Number(kept.Id), kept.Bank ?? "", kept.Number, kept.OpenedOn is { } first ? Output.Iso(first) : "",
                kept.ClosedOn is { } last ? Output.Iso(last) : "", kept.Currency, kept.Opening?.ToDecimalString() ?? "",
                kept.Closing?.ToDecimalString() ?? "", Number(kept.Lines), ClosedSet<StatementOutcome>.Code(kept.Outcome),
                string.Join(' ', kept.Faults.Select(ClosedSet<StatementFault>.Code)), kept.Difference?.ToDecimalString() ?? "",
                kept.IsWaiting ? "yes" : "", kept.Decision is { } made ? ClosedSet<StatementDecision>.Code(made.Decision) : "",
                kept.BookedAs is { } booked ? Number(booked) : "", kept.FileName,
            ]), "opening", "closing", "lines", "difference");
            return CommandLine.Good;
        }));
        return verb;
    }

    public static Command Decide()
    {
        var id = new Argument<long>("STATEMENT") { Description = "Number of the statement" };
        var decision = new Argument<string>("DECISION") { Description = "accept, refuse, or assign to another account" };
        decision.AcceptOnlyFromAmong([.. ClosedSet<StatementDecision>.Codes]);
        var (reason, bank) = (Arguments.Reason(),
            new Option<string?>("--bank") { Description = "Code of the account it belongs to; for assign" });
        var verb = new Command("decide",
            """
            Ask for a decision about a statement that was set aside; another person approves it.

            Accepted, it opens where the account ends; lines that are booked already are left out, and what no line explains becomes a
            line of its own. Assigned, it must continue the balance of the other account.

            Examples:
              fundsledger bank decide 12 accept --reason "the statement before was lost" --as "A. Recorder"
              fundsledger bank decide 13 assign --bank USD1 --reason "the bank changed its number" --as "A. Recorder"
              fundsledger approvals approve 4 --as "B. Approver"
            """) { id, decision, reason, bank };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var statement = parsed.GetRequiredValue(id);
            var key = string.Create(CultureInfo.InvariantCulture,
                $"statement/{statement}/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}");
            return AskedByVerb.Print(await new DecideStatement(writer).AskAsync(new(key, statement,
                ClosedSet<StatementDecision>.Of(parsed.GetRequiredValue(decision)), parsed.GetRequiredValue(reason), parsed.GetValue(bank)),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
