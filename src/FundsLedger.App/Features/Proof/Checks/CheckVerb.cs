using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary><c>check</c>: silent and exit 0 when the books are good.</summary>
internal static class CheckVerb
{
    public static Command Make()
    {
        var verbose = new Option<bool>("--verbose", "-v") { Description = "List every check and how much it looked at" };
        var verb = new Command("check",
            """
            Verify the books: file, triggers, sequence, rules, seals, Merkle tree, signed heads, totals.
            Silent and exit 0 when good; otherwise the entry, the rule and the repair, and exit 1.

            Examples:
              fundsledger check
              fundsledger check --verbose --db books.db
            """) { verbose };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var report = await Output.WithProgressAsync("Checking", progress => new LedgerCheck(new LedgerReads(database, TimeProvider.System)).RunAsync(progress, cancel));
            foreach (var result in report.Results)
            {
                if (parsed.GetValue(verbose)) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name}: {(result.Findings.Count == 0 ? "good" : "BROKEN")}, {result.Looked} looked at"));
                foreach (var finding in result.Findings) Console.Out.WriteLine($"{result.Name}: {finding.Subject}: {finding.Rule} {finding.Repair}");
            }
            if (parsed.GetValue(verbose)) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Entries} entries in {report.Took.TotalSeconds:0.0} s"));
            return report.IsGood ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }
}
