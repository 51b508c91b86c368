using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.SignOff;

/// <summary><c>approvals list|approve|refuse</c>.</summary>
internal static class ApprovalsVerb
{
    /// <param name="acts">What can be approved.</param>
    /// <param name="asking">Verbs that ask for something other features do.</param>
    public static Command Make(ApprovedActs acts, params Command[] asking)
    {
        Command[] verbs = [List(), Show(acts), .. asking, Decide("approve", "Do what was asked, exactly as it was asked.", acts,
            isApproved: true), Decide("refuse", "Say no, with a reason.", acts, isApproved: false),
            AskBackVerb("question", "Send a request back to who asked for it.", acts, isAnswer: false), AskBackVerb("answer",
                "Answer the question about what you asked for.", acts, isAnswer: true)];
        var all = new Command("approvals",
            """
            What one person asked for and others sign: ended pledges, write-offs, reversals of claims, returns, money paid back.

            Examples:
              fundsledger approvals list
              fundsledger approvals show 3
              fundsledger approvals ask-reversal 812 --reason "announced twice" --as "A. Recorder"
              fundsledger login b.approver@example.org && fundsledger approvals approve 3
              fundsledger approvals question 3 --text "which letter says so?"
              fundsledger approvals answer 3 --text "that of 3 May" --as "A. Recorder"
              fundsledger approvals refuse 3 --reason "the donor announced the payment"
        """);
        foreach (var verb in verbs) all.Subcommands.Add(verb);
        return all;
    }

    private static Command Show(ApprovedActs acts)
    {
        var id = new Argument<long>("ID") { Description = "Number of the request" };
        var verb = new Command("show", "Everything that is decided: fields, steps, and what is booked.") { id };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            if (await ApprovalList.ReadAsync(connection, id: parsed.GetRequiredValue(id),
                cancel: cancel) is not [var asked]) return CommandLine.Refuse(new ApprovalIsUnknown(parsed.GetRequiredValue(id)));
            var (kind, state) = (ClosedSet<ApprovalKind>.Code(asked.Kind), ClosedSet<SigningState>.Code(asked.Signing.State));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request {asked.Id} {kind} {asked.Subject}: {state}"));
            Console.Out.WriteLine($"hash {asked.Signing.Hash}");
            foreach (var (name, value) in asked.Fields) Console.Out.WriteLine($"  {name}: {value}");
            foreach (var step in asked.Signing.SeenBy(CommandLine.ActorOf(parsed)))
            {
                var done = $"{ClosedSet<SigningStep>.Code(step.Step)} {ClosedSet<SigningDecision>.Code(step.Decision)}";
                var person = step.Person.Name + (step.Role is { } role ? $" ({role})" : "");
                Console.Out.WriteLine($"{step.Number} {done} {Microseconds.Print(step.At)} {person}: {step.Reason}");
            }
            if (WaitsFor(asked.Signing) is { Length: > 0 } next) Console.Out.WriteLine($"waits for {next}");
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var books = asked.Signing.IsOpen ? await ActPreview.OfOpenAsync(writer, acts, asked, CommandLine.ActorOf(parsed), cancel)
                : await ActPreview.OfDoneAsync(connection, await CatalogReader.ReadAsync(connection, null, cancel), asked, cancel);
            foreach (var line in books.Lines)
            {
                var posting = line.Posting;
                Console.Out.WriteLine(
                    $"  {line.Date:yyyy-MM-dd} {line.Fund} {posting.Account.Code} {posting.Amount} from {line.Before} to {line.After}");
            }
            if (books.Refusal is { } refusal) Console.Out.WriteLine($"approved now it would be refused: {refusal}");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command List()
    {
        var (all, format) = (new Option<bool>("--all") { Description = "Decided ones too" }, Arguments.Format());
        var verb = new Command("list", "What waits for a decision.") { all, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var found = await ApprovalList.ReadAsync(connection, parsed.GetValue(all), cancel: cancel);
            string[] headings = ["id", "kind", "subject", "asked_by", "asked_at", "decided", "decided_by", "reason", "input", "waits_for"];
            var rows = found.ConvertAll(item => (string[])[item.Id.ToString(CultureInfo.InvariantCulture),
                ClosedSet<ApprovalKind>.Code(item.Kind), item.Subject, item.AskedBy, Microseconds.Print(item.AskedAt),
                item.IsApproved switch { true => "approved", false => ClosedSet<SigningState>.Code(item.Signing.State), null => "" },
                    item.DecidedBy ?? "", item.Reason, item.Input, WaitsFor(item.Signing)]);
            Output.Write(parsed.GetValue(format), headings, rows);
            return CommandLine.Good;
        }));
        return verb;
    }

    private static string WaitsFor(SigningRequest request) => request.State == SigningState.Questioned ? "answer" : string.Join('+',
        request.Open.Select(ClosedSet<SigningStep>.Code));

    private static string Said(DecidedApproval decided) => decided.State switch
    {
        SigningState.Done => "approved",
        SigningState.Refused => "refused",
        SigningState.Conflicted => "is in disagreement",
        _ => decided.IsApproved ? "signed; it waits for the next person" : "looked at; it waits for the next person",
    };

    private static Command AskBackVerb(string name, string said, ApprovedActs acts, bool isAnswer)
    {
        var id = new Argument<long>("ID") { Description = "Number of the request" };
        var text = new Option<string>("--text") { Description = "In 1 to 200 characters", Required = true };
        var verb = new Command(name, said) { id, text };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var (back, command) = (new AskBack(writer, acts), new AskBack.Command(parsed.GetRequiredValue(id),
                parsed.GetRequiredValue(text)));
            var outcome = isAnswer ? await back.AnswerAsync(command, CommandLine.ActorOf(parsed), cancel)
                : await back.QuestionAsync(command, CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"request {outcome.Value.Id} ({outcome.Value.Subject}) waits for {(isAnswer ? "a decision" : "an answer")}"));
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
            var outcome = await new DecideApproval(writer, acts).RunAsync(new(parsed.GetRequiredValue(id), isApproved,
                parsed.GetRequiredValue(reason)) { RoleFor = CommandLine.RoleFor(parsed), FundsFor = CommandLine.FundsFor(parsed) },
                CommandLine.DeciderOf(parsed, Operation.SignRequests), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var decided = outcome.Value;
            var entry = decided.EntrySeq is { } seq ? string.Create(CultureInfo.InvariantCulture, $"; entry {seq}") : "";
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"request {decided.Id} ({decided.Subject}) {Said(decided)}{entry}"));
            return CommandLine.Good;
        }));
        return verb;
    }
}
