using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

/// <summary><c>approvals list|approve|refuse</c>.</summary>
internal static class ApprovalsVerb
{
    public static Command Make() => new("approvals",
        """
        What one person asked for and another decides: ended pledges, write-offs, reversals of claims, returns, money paid back.

        Examples:
          fundsledger approvals list
          fundsledger approvals ask-reversal 812 --reason "announced twice" --as "A. Recorder"
          fundsledger approvals approve 3 --as "B. Approver"
          fundsledger approvals refuse 3 --reason "the donor announced the payment" --as "B. Approver"
        """) { List(), AskReversal(), Decide("approve", "Do what was asked, exactly as it was asked.", isApproved: true), Decide("refuse", "Say no, with a reason.", isApproved: false) };

    private static Command List()
    {
        var (all, format) = (new Option<bool>("--all") { Description = "Decided ones too" }, Arguments.Format());
        var verb = new Command("list", "What waits for a decision.") { all, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var found = await ApprovalList.ReadAsync(connection, parsed.GetValue(all), cancel: cancel);
            string[] headings = ["id", "kind", "subject", "asked_by", "asked_at", "decided", "decided_by", "reason", "input"];
            var rows = found.ConvertAll(item => (string[])[item.Id.ToString(CultureInfo.InvariantCulture), ClosedSet<ApprovalKind>.Code(item.Kind), item.Subject, item.AskedBy, Microseconds.Print(item.AskedAt),
                item.IsApproved switch { true => "approved", false => "refused", null => "" }, item.DecidedBy ?? "", item.Reason, item.Input]);
            Output.Write(parsed.GetValue(format), headings, rows);
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command AskReversal()
    {
        var seq = new Argument<long>("ENTRY") { Description = "Number of the entry" };
        var reason = Arguments.Reason();
        var date = new Option<DateOnly?>("--date") { Description = "Effective date of the reversal (default: today)", HelpName = "YYYY-MM-DD", CustomParser = Arguments.Date };
        var verb = new Command("ask-reversal", "Ask to reverse an entry that raised what a donor promised or owes.") { seq, date, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var entry = parsed.GetRequiredValue(seq);
            var asked = new ReversalAsked(string.Create(CultureInfo.InvariantCulture, $"reversal/{entry}/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}"), entry, parsed.GetValue(date) ?? new LedgerReads(database, TimeProvider.System).Today, parsed.GetRequiredValue(reason));
            return CommandLine.Asked(await new ReverseEntry(writer).AskAsync(asked, CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Decide(string name, string said, bool isApproved)
    {
        var id = new Argument<long>("ID") { Description = "Number of the request" };
        var reason = new Option<string>("--reason") { Description = "Why; needed for a no", DefaultValueFactory = _ => "" };
        var verb = new Command(name, said) { id, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new DecideApproval(writer).RunAsync(new(parsed.GetRequiredValue(id), isApproved, parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request {outcome.Value.Id} ({outcome.Value.Subject}) {(outcome.Value.IsApproved ? "approved" : "refused")}{(outcome.Value.EntrySeq is { } seq ? $"; entry {seq}" : "")}"));
            return CommandLine.Good;
        }));
        return verb;
    }
}
