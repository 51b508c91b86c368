using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

/// <summary><c>approvals list|approve|refuse</c>.</summary>
internal static class ApprovalsVerb
{
    /// <param name="acts">What can be approved.</param>
    /// <param name="asking">Verbs that ask for something other features do.</param>
    public static Command Make(ApprovedActs acts, params Command[] asking)
    {
        Command[] verbs = [List(), .. asking, Decide("approve", "Do what was asked, exactly as it was asked.", acts, isApproved: true), Decide("refuse", "Say no, with a reason.", acts, isApproved: false)];
        var all = new Command("approvals",
            """
            What one person asked for and another decides: ended pledges, write-offs, reversals of claims, returns, money paid back.

            Examples:
              fundsledger approvals list
              fundsledger approvals ask-reversal 812 --reason "announced twice" --as "A. Recorder"
              fundsledger approvals approve 3 --as "B. Approver"
              fundsledger approvals refuse 3 --reason "the donor announced the payment" --as "B. Approver"
        """);
        foreach (var verb in verbs) all.Subcommands.Add(verb);
        return all;
    }

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

    private static Command Decide(string name, string said, ApprovedActs acts, bool isApproved)
    {
        var id = new Argument<long>("ID") { Description = "Number of the request" };
        var reason = new Option<string>("--reason") { Description = "Why; needed for a no", DefaultValueFactory = _ => "" };
        var verb = new Command(name, said) { id, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new DecideApproval(writer, acts).RunAsync(new(parsed.GetRequiredValue(id), isApproved, parsed.GetRequiredValue(reason)), CommandLine.DeciderOf(parsed, Operation.DecideApprovals), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request {outcome.Value.Id} ({outcome.Value.Subject}) {(outcome.Value.IsApproved ? "approved" : "refused")}{(outcome.Value.EntrySeq is { } seq ? $"; entry {seq}" : "")}"));
            return CommandLine.Good;
        }));
        return verb;
    }
}
