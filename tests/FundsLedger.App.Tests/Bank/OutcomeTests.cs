using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Every sample of other people ends as a careful accountant would end it: outcomes.txt says how, and why. They lie beside the
/// repository; our own stand in the folder field, with their outcomes in field.txt.</summary>
public sealed class OutcomeTests
{
    [Theory, EveryDatabase]
    public async Task Every_sample_ends_in_its_written_outcome_and_uploading_it_twice_changes_nothing(DatabaseKind on)
    {
        var actual = new StringBuilder();
        foreach (var path in BankFiles.Shared("camt").Concat(BankFiles.Shared("mt940"))) await AppendAsync(actual, on, path);

        // Behind the second bar stands the reason, which is for people, also on a line of its own.
        var expected = string.Concat((await File.ReadAllLinesAsync(Golden())).Where(line => line is [not ('#' or ' '), ..])
            .Select(line => line[..line.LastIndexOf('|')].TrimEnd() + "\n"));
        Assert.Equal(expected, actual.ToString());
    }

    private static async Task AppendAsync(StringBuilder text, DatabaseKind on, string path)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var (file, name) = (BankFile.At(path), Path.GetFileName(path));
        var preview = await BankFiles.Import(books).PreviewAsync(file);
        if (preview.IsRefused)
        {
            var before = await books.EveryRowAsync();
            Assert.Equal(preview.Refusal, (await BankFiles.Import(books).RunAsync(file, null, TestBooks.Recorder)).Refusal);
            Assert.Equal(before, await books.EveryRowAsync());
            var where = ((BankFileRefusal)preview.Refusal).Where;
            var line = where.LastIndexOf(" line ", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{name} | refuse {preview.Refusal.Code}{(line < 0 ? "" : where[line..])}\n");
            return;
        }
        Assert.All(preview.Value.Statements, statement => Assert.Equal(StatementFault.AccountIsUnknown, statement.Faults[0].Fault));
        await BankFiles.EnterRateAsync(books, "PLN", "2017-01-15", "0.23");
        foreach (var (index, first) in preview.Value.Statements.Select(statement => statement.Head).DistinctBy(head => head.Account)
            .Index())
            await books.RegisterAsync($"B-{index}", first.Account, first.Currency.Code, first.Opening?.Amount.ToDecimalString() ?? "0.00",
                "2000-01-01");

        var dry = (await BankFiles.Import(books).PreviewAsync(file)).OrThrow();
        var report = await books.ImportAsync(file);
        var written = await books.EveryRowAsync();
        foreach (var (would, did) in dry.Statements.Zip(report.Statements)) Assert.Equal(would.Verdict + Faults(would), did.Verdict
            + Faults(did));
        var again = await books.ImportAsync(file);
        Assert.True(again.IsRepeat);
        Assert.Equal(written, await books.EveryRowAsync());

        foreach (var statement in report.Statements)
            text.Append(CultureInfo.InvariantCulture, $"{name} | {statement.Head.Account} {statement.Head.Number} {statement.Lines} "
                + $"{(statement.Lines == 1 ? "line" : "lines")} "
                + $"{(statement.Verdict == StatementVerdict.Accepted ? "accept" : "quarantine")}{Faults(statement)}\n");
    }

    private static string Faults(StatementReport statement) =>
        string.Concat(statement.Faults.Select(fault =>
            $" {ClosedSet<StatementFault>.Code(fault.Fault)}"
                + $"{(fault.Difference is { } difference && difference != 0 ? $"({statement.Amount(difference)})" : "")}"));

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "outcomes.txt");
}
