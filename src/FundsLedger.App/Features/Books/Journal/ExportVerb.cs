using System.CommandLine;
using System.Text;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary><c>export journal</c>: for an auditor's own program.</summary>
internal static class ExportVerb
{
    public static Command Make()
    {
        var format = new Option<JournalFormat>("--format") { Description = "hledger, beancount, jsonl or csv",
            DefaultValueFactory = _ => JournalFormat.Hledger };
        var output = new Option<string?>("--output", "-o") { Description = "File to write (default: standard output)", HelpName = "FILE" };
        var journal = new Command("journal",
            """
            The whole journal, so that the books can be recomputed with an independent program.

            Examples:
              fundsledger export journal --format hledger | hledger -f - bal -B
              fundsledger export journal --format beancount -o books.beancount && bean-check books.beancount
              fundsledger export journal --format jsonl -o entries.jsonl
            """) { format, output };
        journal.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var export = new ExportJournal(new LedgerReads(database, TimeProvider.System));
            var file = parsed.GetValue(output);
            await using var stream = file is null ? Console.OpenStandardOutput() : File.Create(file);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024) { NewLine = "\n" };
            await Output.WithProgressAsync("Exporting", async progress =>
            {
                await export.RunAsync(parsed.GetValue(format), writer, progress, cancel);
                return true;
            });
            return CommandLine.Good;
        }));
        return new Command("export", "Write the books in other programs' forms.") { journal };
    }
}
