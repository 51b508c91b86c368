using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary><c>bank elsewhere</c>.</summary>
internal static class ElsewhereVerb
{
    public static Command Make()
    {
        var (line, fund, donor, date, reason) = (new Option<long>("--line") { Description = "Number of the line", Required = true },
            Arguments.Fund(),
            Arguments.RequiredDonor(), Arguments.Day("--date", "Day on which it moves; not before the line"), Arguments.Reason());
        var toBank = new Option<string>("--to-bank") { Description = "That fund's bank account, in the line's currency", HelpName = "CODE",
            Required = true };
        var pledge = new Option<string?>("--pledge") { Description = "The pledge it meets there", HelpName = "CODE" };
        var difference = new Option<string?>("--difference") { Description = string.Join(", ", ClosedSet<PaymentDifference>.Codes) };
        difference.AcceptOnlyFromAmong([.. ClosedSet<PaymentDifference>.Codes]);
        var verb = new Command("elsewhere",
            """
            Say that the money on a waiting line belongs to another fund: it leaves this one and is the donor's receipt there, in one step.

            Example:
              fundsledger bank elsewhere --line 12 --fund SFR --to-bank 1010 --donor IE --date 2026-06-30 --reason "given to relocations"
            """) { line, fund, toBank, donor, date, pledge, difference, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new ResolveElsewhere(writer).RunAsync(new(parsed.GetRequiredValue(line), parsed.GetRequiredValue(fund),
                parsed.GetRequiredValue(toBank), parsed.GetRequiredValue(donor), parsed.GetRequiredValue(date)!.Value,
                    parsed.GetRequiredValue(reason),
                parsed.GetValue(pledge), null, ClosedSet<PaymentDifference>.Find(parsed.GetValue(difference))),
                    CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Receipt,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }
}
