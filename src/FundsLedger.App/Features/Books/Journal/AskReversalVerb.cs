using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary><c>approvals ask-reversal</c>.</summary>
internal static class AskReversalVerb
{
    public static Command Make()
    {
        var seq = new Argument<long>("ENTRY") { Description = "Number of the entry" };
        var reason = Arguments.Reason();
        var date = new Option<DateOnly?>("--date") { Description = "Effective date of the reversal (default: today)",
            HelpName = "YYYY-MM-DD", CustomParser = Arguments.Date };
        var verb = new Command("ask-reversal", "Ask to reverse an entry that raised what a donor promised or owes.") { seq, date, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var entry = parsed.GetRequiredValue(seq);
            var asked = new ReversalAsked(
                string.Create(CultureInfo.InvariantCulture, $"reversal/{entry}/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}"),
                entry, parsed.GetValue(date) ?? new LedgerReads(database, TimeProvider.System).Today, parsed.GetRequiredValue(reason));
            return AskedByVerb.Print(await new ReverseEntry(writer).AskAsync(asked, CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }
}
