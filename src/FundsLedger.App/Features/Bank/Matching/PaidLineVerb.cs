using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary><c>bank paid</c>.</summary>
internal static class PaidLineVerb
{
    public static Command Make()
    {
        var line = new Option<long>("--line") { Description = "Number of the line", Required = true };
        var payments = new Argument<string[]>("PAYMENT") { Description = "Codes of payments that were sent; their sum is the line's",
            Arity = ArgumentArity.OneOrMore };
        var verb = new Command("paid",
            """
            Say that a waiting line is what the bank made of payments: executed, or one given back.

            Example:
              fundsledger bank paid --line 12 PAY-7K2M9QXA3B
            """) { line, payments };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var codes = parsed.GetRequiredValue(payments);
            var outcome = await new MatchPayments(writer).RunAsync(parsed.GetRequiredValue(line), codes, "by hand",
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(codes[0], outcome.Value.IsRepeat);
        }));
        return verb;
    }
}
