using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Reports.Pdf;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary><c>statement</c>: a donor's statement as PDF, with the file that proves it.</summary>
internal static class StatementVerb
{
    public static Command Make()
    {
        var (donor, fund) = (new Option<string>("--donor") { Description = "The donor's code", Required = true }, Arguments.Fund());
        var from = new Option<DateOnly?>("--from") { Description = "First day, inclusive", HelpName = "YYYY-MM-DD", Required = true,
            CustomParser = Arguments.Date };
        var to = new Option<DateOnly?>("--to") { Description = "Last day, inclusive", HelpName = "YYYY-MM-DD", Required = true,
            CustomParser = Arguments.Date };
        var language = new Option<string>("--language") { Description = "en or fr", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "fr");
        var folder = new Option<string>("--output", "-o") { Description = "Folder to write to", DefaultValueFactory = _ => ".",
            HelpName = "FOLDER" };
        var verb = new Command("statement",
            """
            Write a donor's statement as PDF, and beside it the .json that proves it (once every receipt is under a signed head).

            Example:
              fundsledger statement --donor IE --fund SFR --from 2023-01-01 --to 2025-12-31 --language fr -o statements
            """) { donor, fund, from, to, language, folder };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            var asked = new StatementAsked(parsed.GetRequiredValue(donor), parsed.GetRequiredValue(fund), parsed.GetValue(from)!.Value,
                parsed.GetValue(to)!.Value, parsed.GetRequiredValue(language));
            var outcome = await new DonorStatements(reads, new TrialBalances(reads)).OfAsync(asked, cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var path = Path.Combine(Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName, outcome.Value.FileName);
            await using (var pdf = File.Create(path + ".pdf")) PdfEngines.Default.Render(outcome.Value.Document, pdf);
            if (outcome.Value.File is { } file) await File.WriteAllTextAsync(path + ".json", file.ToText(), cancel);
            Console.Out.WriteLine(path + ".pdf");
            if (outcome.Value.File is null)
                await Console.Error.WriteLineAsync(
                    "fundsledger: a preview: a receipt in it is not under a signed head of the log yet, so there is nothing to verify it "
                        + "with.");
            return CommandLine.Good;
        }));
        return verb;
    }
}
