using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

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
        var format = new Option<string>("--format") { Description = "pdf, html, csv, xlsx or json", DefaultValueFactory = _ => "pdf" };
        format.AcceptOnlyFromAmong([.. ClosedSet<StatementForm>.Codes]);
        var folder = new Option<string>("--output", "-o") { Description = "Folder to write to", DefaultValueFactory = _ => ".",
            HelpName = "FOLDER" };
        var verb = new Command("statement",
            """
            Preview a donor's statement as a file; beside a PDF the .json that proves its payments, once all are under a signed head.
            A preview is never marked as issued: see 'fundsledger statements'.

            Examples:
              fundsledger statement --donor IE --fund SFR --from 2023-01-01 --to 2025-12-31 --language fr -o statements
              fundsledger statement --donor IE --fund TFFV --from 2025-01-01 --to 2025-12-31 --format xlsx
            """) { donor, fund, from, to, language, format, folder };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            var asked = new StatementAsked(parsed.GetRequiredValue(donor), parsed.GetRequiredValue(fund), parsed.GetValue(from)!.Value,
                parsed.GetValue(to)!.Value, parsed.GetRequiredValue(language));
            var outcome = await new DonorStatements(reads, new TrialBalances(reads)).OfAsync(asked, cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var form = ClosedSet<StatementForm>.Of(parsed.GetRequiredValue(format));
            var output = await outcome.Value.InAsync(form, asked.Donor, cancel);
            if (output.IsRefused) return CommandLine.Refuse(output.Refusal);
            var path = Path.Combine(Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName, outcome.Value.FileName);
            await File.WriteAllBytesAsync(path + output.Value.Ending, output.Value.Content, cancel);
            Console.Out.WriteLine(path + output.Value.Ending);
            if (form != StatementForm.Pdf) return CommandLine.Good;
            if (outcome.Value.File is { } file) await File.WriteAllTextAsync(path + ".json", file.ToText(), cancel);
            if (outcome.Value.File is null)
                await Console.Error.WriteLineAsync(
                    "fundsledger: a receipt in it is not under a signed head of the log yet, so there is nothing to verify it with.");
            return CommandLine.Good;
        }));
        return verb;
    }
}
