using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary><c>revalue</c>: foreign balances at month end.</summary>
internal static class RevalueVerb
{
    public static Command Make()
    {
        var (fund, month) = (Arguments.Fund(), Arguments.Month());
        var verb = new Command("revalue",
            """
            Value a fund's foreign balances at the rate in force at the end of a month. Again without a new rate, nothing is written.

            Example:
              fundsledger revalue --fund SFR --month 2026-06
            """) { fund, month };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var first = parsed.GetRequiredValue(month);
            var outcome = await new RevalueBalances(writer).RunAsync(new(parsed.GetRequiredValue(fund), first.Year, first.Month),
                CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(outcome.Value.EntrySeq is { } seq ? $"{Money.Eur(outcome.Value.GainEur)} gained (negative: lost), entry {seq}" : "nothing moved; nothing was written");
            return CommandLine.Good;
        }));
        return verb;
    }
}
