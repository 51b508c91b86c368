using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Reports.Pdf;

namespace FundsLedger.App.Features.MoneyIn.Reminders;

/// <summary><c>reminder</c>: drafts one.</summary>
internal static class ReminderVerb
{
    public static Command Make()
    {
        var donor = Arguments.RequiredDonor();
        var (asOf, language) =
            (Arguments.AsOf(), new Option<string?>("--language") { Description = "en or fr (default: the donor's)", HelpName = "en|fr" });
        var outFile =
            new Option<string>("--out") { Description = "File to write, ending in .pdf or .html", HelpName = "FILE", Required = true };
        var verb = new Command("reminder",
            """
            Draft a reminder of everything a donor has overdue: a note verbale, or a letter. It is kept on record that it was
            drafted; nothing is ever sent.

            Examples:
              fundsledger reminder --donor IE --out reminder.pdf
              fundsledger reminder --donor IE --language fr --as-of 2026-06-30 --out rappel.html
            """) { donor, asOf, language, outFile };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var reads = new LedgerReads(database, TimeProvider.System);
            var outcome = await new DraftReminder(writer,
                reads).RunAsync(new(parsed.GetRequiredValue(donor), parsed.GetValue(asOf) ?? reads.Today, parsed.GetValue(language)),
                    CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var path = parsed.GetRequiredValue(outFile);
            if (path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
                await File.WriteAllTextAsync(path, await outcome.Value.Letter.PageAsync(), cancel);
            else
            {
                await using var pdf = File.Create(path);
                PdfEngines.Default.Render(outcome.Value.Letter.Document, pdf);
            }
            Console.Error.WriteLine($"draft {outcome.Value.Id} written to {path}; it was not sent");
            return CommandLine.Good;
        }));
        return verb;
    }
}
