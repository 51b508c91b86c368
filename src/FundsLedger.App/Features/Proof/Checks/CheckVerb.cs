using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary><c>check</c>: silent and exit 0 when the books are good.</summary>
internal static class CheckVerb
{
    public static Command Make()
    {
        var verbose = new Option<bool>("--verbose", "-v") { Description = "List every check and how much it looked at" };
        var head = new Option<string?>("--head")
            { Description = "A head kept elsewhere (FILE.head.json of a backup): the books must have at least what it records",
                HelpName = "FILE" };
        var verb = new Command("check",
            """
            Verify the books: file, triggers, sequence, rules, seals, Merkle tree, signed heads, totals, and who may do what.
            Silent and exit 0 when good; otherwise the entry, the rule and the repair, and exit 1.

            Examples:
              fundsledger check
              fundsledger check --verbose --db books.db
              fundsledger check --head books-2026-11-30.db.head.json
            """) { verbose, head };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var report = await Output.WithProgressAsync("Checking",
                progress => new LedgerCheck(new LedgerReads(database, TimeProvider.System)).RunAsync(progress, cancel));
            foreach (var result in report.Results)
            {
                if (parsed.GetValue(verbose))
                    Console.Out.WriteLine(
                        string.Create(CultureInfo.InvariantCulture,
                            $"{result.Name}: {(result.Findings.Count == 0 ? "good" : "BROKEN")}, {result.Looked} looked at"));
                foreach (var finding in result.Findings)
                    Console.Out.WriteLine($"{result.Name}: {finding.Subject}: {finding.Rule} {finding.Repair}");
            }
            if (parsed.GetValue(verbose))
                Console.Out.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{report.Entries} entries in {report.Took.TotalSeconds:0.0} s"));
            var older = parsed.GetValue(head) is { } file ? await OlderCopy.FindAsync(database, file, cancel) : [];
            foreach (var finding in older) Console.Out.WriteLine($"head: {finding.Subject}: {finding.Rule} {finding.Repair}");
            var single = AppSettings.Read().Web.SingleSignOn;
            var groups = single.Authority.Length == 0 ? [] : await PowerCheck.FindInSettingsAsync(database, single.Roles, cancel);
            foreach (var finding in groups) Console.Out.WriteLine($"power: {finding.Subject}: {finding.Rule} {finding.Repair}");
            return report.IsGood && older.Count + groups.Count == 0 ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }
}
