using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary><c>post FILE</c>: entries from an older system, or for load.</summary>
internal static class PostVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "One JSON object per line" };
        var each =
            new Option<bool>("--each") { Description = "Post each line for itself and go on after a refusal (default: all or nothing)" };
        var verb = new Command("post",
            """
            Post entries from a file, one JSON object per line, all or nothing.

            Example line:
              {"key":"2026-001","date":"2026-01-31","fund":"TFFV","kind":"opening","description":"Opening balance",
               "lines":[{"account":"1010","amount":"1250.00","currency":"EUR"},{"account":"3020","amount":"-1250.00","currency":"EUR"}]}
            (on one line; "eur" beside "amount" where the currency is not EUR; optional "donor", "reference";
            {"kind":"reversal","reverses":"KEY"} without lines reverses an entry)

            Examples:
              fundsledger post entries.jsonl
              fundsledger post entries.jsonl --each --db books.db
            """) { file, each };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var post = new PostFile(writer);
            var path = parsed.GetRequiredValue(file);
            var size = File.Exists(path) ? new FileInfo(path).Length : 1;
            var outcome = await Output.WithProgressAsync($"Posting {Path.GetFileName(path)}", progress =>
            {
                var bytes = progress is null ? null : new Share(progress, size);
                return parsed.GetValue(each) ? post.RunEachAsync(path, CommandLine.ActorOf(parsed), Tell, bytes, cancel)
                    : post.RunAsync(path, CommandLine.ActorOf(parsed), bytes, cancel);
            });
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var (posted, repeated, refused, first, last) = outcome.Value;
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"{posted} posted, {repeated} repeated, {refused} refused{(first is null ? "" : $"; entries {first} to {last}")}"));
            return refused == 0 ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }

    /// <summary>One acknowledgement a line, written once the entry is durable.</summary>
    private static void Tell(LinePosted line)
    {
        if (line.Outcome.IsRefused)
            Console.Error.WriteLine($"fundsledger: refused: {new FileLineIsRefused(line.Line, line.Key, line.Outcome.Refusal)}");
        else Console.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{line.Outcome.Value.Seq}\t{line.Key}\t{(line.Outcome.Value.IsRepeat ? "repeated" : "posted")}"));
    }

    private sealed class Share(IProgress<double> progress, long size) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)value / Math.Max(1, size));
    }
}
