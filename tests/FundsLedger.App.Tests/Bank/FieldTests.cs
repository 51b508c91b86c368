using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>What real banks send, each input with its outcome and why: field.txt is the list.</summary>
public sealed class FieldTests
{
    // Whatever is recorded is a leaf of a log.
    private const string Leaves = "SELECT SUM(size) FROM log_trees";

    [Theory, EveryDatabase]
    public async Task Every_field_case_ends_in_its_written_outcome(DatabaseKind on)
    {
        var actual = new StringBuilder();
        // Inputs with numbers follow each other; each series that records something has books of its own.
        var (books, leaves) = (await FieldFiles.OpenAsync(on), 0L);
        foreach (var series in Names().GroupBy(Series))
        {
            leaves = await books.NumberAsync(Leaves);
            await AppendAsync(actual, books, series);
            if (await books.NumberAsync(Leaves) == leaves) continue;
            await ImportTests.MustBeGoodAsync(books);
            await books.DisposeAsync();
            books = await FieldFiles.OpenAsync(on);
        }
        await ImportTests.MustBeGoodAsync(books);
        await books.DisposeAsync();
        var expected = string.Concat((await File.ReadAllLinesAsync(Golden())).Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line[..line.LastIndexOf('|')].TrimEnd() + "\n"));
        Assert.Equal(expected, actual.ToString());
    }

    /// <summary>The mappings that the tables of the list need.</summary>
    internal static CsvMapping? MappingOf(string name)
    {
        Dictionary<string, string> usual = new() { ["booked"] = "Date", ["amount"] = "Amount", ["balance"] = "Balance", ["text"] = "Text" };
        Dictionary<string, string> sides = new() { ["booked"] = "Date", ["debit"] = "Debit", ["credit"] = "Credit",
            ["balance"] = "Balance", ["text"] = "Text" };
        Dictionary<string, string> words = new()
        {
            ["booked"] = "Datum", ["amount"] = "Bedrag (EUR)", ["sign"] = "Af Bij", ["party"] = "Naam / Omschrijving",
            ["party_account"] = "Tegenrekening", ["text"] = "Mededelingen", ["balance"] = "Saldo na mutatie",
        };
        return Path.GetFileName(name) switch
        {
            "csv_drcr.csv" or "csv_drcr_neg.csv" => new("SIDES", ';', ',', "dd.MM.yyyy", FieldFiles.Main, "EUR", sides),
            "csv_ing.csv" => new("WORDS", ';', ',', "yyyyMMdd", FieldFiles.Main, "EUR", words),
            "csv_us_eu_swapped.csv" => new("SWAPPED", ',', ',', "M/d/yyyy", FieldFiles.Main, "EUR", usual),
            "csv_us_newline.csv" => new("POINT", ',', '.', "M/d/yyyy", FieldFiles.Main, "EUR", usual),
            "k7_thousands_by_point.csv" => new("POINT", ',', '.', "yyyy-MM-dd", FieldFiles.Main, "EUR", usual),
            "k8_sign_letters.csv" => new("SIGN", ';', ',', "yyyy-MM-dd", FieldFiles.Main, "EUR",
                new Dictionary<string, string>(usual) { ["sign"] = "Sign" }),
            var csv when csv.EndsWith(".csv", StringComparison.Ordinal) =>
                new("COMMA", ';', ',', "yyyy-MM-dd", FieldFiles.Main, "EUR", new Dictionary<string, string>(usual) { ["party"] = "Payee" }),
            _ => null,
        };
    }

    private static async Task AppendAsync(StringBuilder text, TestBooks books, IEnumerable<string> series)
    {
        foreach (var name in series)
        {
            var outcome = await BankFiles.Import(books).RunAsync(FieldFiles.At(name), MappingOf(name), TestBooks.Recorder);
            if (outcome.IsRefused)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name} | refuse {outcome.Refusal.Code}\n");
                continue;
            }
            foreach (var statement in outcome.Value.Statements)
            {
                var lines = await books.NumbersAsync(
                    $"SELECT amount_minor FROM bank_lines WHERE statement_id = {statement.StatementId ?? 0} ORDER BY id");
                var number = statement.Head.Number.Number is null ? "" : $"{statement.Head.Number} ";
                var faults = string.Concat(statement.Faults.Select(fault => " " + Domain.ClosedSet<StatementFault>.Code(fault.Fault)));
                var verdict = statement.IsSetAside ? "quarantine" : "accept";
                var said = $"{name} | {statement.Bank ?? "nobody's"} {number}{verdict}{faults}: {string.Join(" ", lines)}";
                text.Append(said.TrimEnd()).Append('\n');
            }
        }
    }

    private static IEnumerable<string> Names() => FieldFiles.Names("")
        .Concat(FieldFiles.Names("passing").Select(name => "passing/" + name))
            .Concat(FieldFiles.Names("siblings").Select(name => "siblings/" + name));

    /// <summary>What inputs that follow each other have in common.</summary>
    internal static string Series(string name) =>
        Path.GetFileNameWithoutExtension(name) is var plain && plain.StartsWith("account_in_text", StringComparison.Ordinal)
            ? "account_in_text"
        : !plain.Contains("version", StringComparison.Ordinal) && plain[^1] is >= '0' and <= '9' && plain[^2] == '_' ? plain[..^2] : name;

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "field.txt");
}
