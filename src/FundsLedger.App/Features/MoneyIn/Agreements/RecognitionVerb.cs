using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary><c>recognition show|set</c>.</summary>
internal static class RecognitionVerb
{
    public static Command Make() => new("recognition",
        """
        How agreements are recognised, by the fiscal year of their signature. What was signed before keeps its policy.

        Examples:
          fundsledger recognition show
          fundsledger recognition set 2026 --standard "IPSAS 47" --treatment deferred --as "A. Administrator"
        """) { Show(), Set() };

    private static Command Show()
    {
        var format = Arguments.Format();
        var verb = new Command("show",
            "Every version, newest year and newest version first. A year without one is treated as deferred.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            Output.Write(parsed.GetValue(format), ["fiscal_year", "standard", "treatment", "in_force", "actor", "recorded_at"],
                (await RecognitionPolicies.ReadAsync(connection, cancel)).ConvertAll(policy => (string[])
                [policy.FiscalYear.ToString(CultureInfo.InvariantCulture), policy.Standard,
                    ClosedSet<ConditionalTreatment>.Code(policy.Treatment), policy.IsInForce ? "yes" : "no", policy.ActorName,
                    Microseconds.Print(policy.RecordedAt)]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Set()
    {
        var year = new Argument<int>("YEAR") { Description = "The fiscal year" };
        var standard = new Option<string>("--standard") { Description = "Such as IPSAS 47", Required = true };
        var treatment = new Option<string>("--treatment")
            { Description = "Conditional instalments on signature: deferred, or left out when_met", Required = true };
        treatment.AcceptOnlyFromAmong([.. ClosedSet<ConditionalTreatment>.Codes]);
        var verb = new Command("set", "Set the policy of a year. The same again changes nothing.") { year, standard, treatment };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SetRecognitionPolicy(writer).RunAsync(
                new(parsed.GetRequiredValue(year), parsed.GetRequiredValue(standard),
                    ClosedSet<ConditionalTreatment>.Of(parsed.GetRequiredValue(treatment))), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(outcome.Value.IsRepeat ? "it stands so already" : "set");
            return CommandLine.Good;
        }));
        return verb;
    }
}
