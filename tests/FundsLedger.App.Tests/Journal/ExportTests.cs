using System.Globalization;
using System.Text.Json;
using CsCheck;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Ledger;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.App.Tests.Journal;

/// <summary>An auditor recomputes the books with programs that know nothing of ours: hledger and beancount accept the export, and find the
/// same balances on every day.</summary>
public sealed class ExportTests
{
    private const int JournalsTogether = 5;

    // Loads each journal as bean-check does, and prints its faults, and the running EUR balance of each account on each day on which it
    // moved.
    private const string BeancountBalances =
        """
        import collections, json, sys
        from beancount import loader
        from beancount.core import convert, data
        for path in sys.argv[1:]:
            entries, errors, _ = loader.load_file(path)
            days, running = [], collections.Counter()
            for entry in data.filter_txns(entries):
                for posting in entry.postings:
                    weight = convert.get_weight(posting)
                    running[posting.account] += weight.number
                    days.append([str(entry.date), posting.account, weight.currency, format(running[posting.account], 'f')])
            print(json.dumps({"errors": [error.message for error in errors], "days": days}))
        """;

    public static IEnumerable<TheoryDataRow> Groups =>
        EveryDatabaseAttribute.With(Enumerable.Range(0, 10)).Where(row => row.Data is [DatabaseKind.Sqlite, ..] or [_, < 2]);

    [Theory, MemberData(nameof(Groups))]
    public async Task Hledger_and_beancount_find_the_same_balances_on_every_day(DatabaseKind on, int group)
    {
        var journals = new List<(string Hledger, string Beancount, Dictionary<string, string> Expected)>();
        for (var seed = group * JournalsTogether; seed < (group + 1) * JournalsTogether; seed++)
            journals.Add(await WriteJournalAsync(await OpenAsync(on, seed)));
        await AgreeAsync(journals);
    }

    [Theory, EveryDatabase]
    public async Task Hledger_and_beancount_agree_on_everything_that_operations_write(DatabaseKind on) =>
        await AgreeAsync([await WriteJournalAsync(await OperationsBooks.OpenAsync(on))]);

    private static async Task AgreeAsync(List<(string Hledger, string Beancount, Dictionary<string, string> Expected)> journals)
    {
        try
        {
            foreach (var (hledger, beancount, expected) in journals)
            {
                Assert.Equal((0, "", ""), Told(await Programs.RunAsync("hledger", ["check", "-s", "-f", hledger], environment: English)));
                Assert.Equal((0, "", ""), Told(await Programs.RunAsync("bean-check", ["--no-cache", beancount], environment: English)));
                // One column per day: the balance at its end, at cost in EUR.
                var balances = await Programs.RunAsync("hledger",
                    ["-f", hledger, "balance", "-B", "--cumulative", "--daily", "-b", "2026-01-01", "-e", "2026-05-02", "--flat", "-N",
                        "-O", "csv"], environment: English);
                Assert.Equal((0, ""), (balances.ExitCode, balances.Errors));
                AssertSame(expected, ReadHledger(balances.Output));
            }
            var recomputed = await Programs.RunAsync("/usr/bin/python3",
                ["-c", BeancountBalances, .. journals.Select(journal => journal.Beancount)], environment: English);
            Assert.Equal((0, ""), (recomputed.ExitCode, recomputed.Errors));
            foreach (var (journal, line) in journals.Zip(recomputed.Output.Split('\n'))) AssertSame(journal.Expected, ReadBeancount(line));
        }
        finally
        {
            foreach (var (hledger, beancount, _) in journals)
            {
                File.Delete(hledger);
                File.Delete(beancount);
            }
        }
    }

    [Theory, EveryDatabase]
    public async Task Journal_exported_as_jsonl_is_posted_to_new_books_and_exported_the_same(DatabaseKind on)
    {
        var seed = 77;
        await using var books = await OpenAsync(on, seed, isByFile: true);
        var first = TestServer.NewFile(".jsonl");
        await File.WriteAllTextAsync(first, await ExportAsync(books, JournalFormat.Jsonl));
        await using var copy = await TestBooks.OpenAsync(on);

        var posted = (await new PostFile(copy.Writer).RunAsync(first, TestBooks.Recorder)).OrThrow();

        Assert.True(posted.Posted > 50);
        Assert.Equal(await File.ReadAllTextAsync(first), await ExportAsync(copy, JournalFormat.Jsonl));
        Assert.Equal(posted.Posted, (await new PostFile(copy.Writer).RunAsync(first, TestBooks.Recorder)).OrThrow().Repeated);
        File.Delete(first);
    }

    private static Dictionary<string, string?> English => new() { ["LC_ALL"] = "C.UTF-8", ["PYTHONIOENCODING"] = "utf-8" };

    private static async Task<(string, string, Dictionary<string, string>)> WriteJournalAsync(TestBooks lived)
    {
        await using var books = lived;
        var (hledger, beancount) = (TestServer.NewFile(".journal"), TestServer.NewFile(".beancount"));
        await File.WriteAllTextAsync(hledger, await ExportAsync(books, JournalFormat.Hledger));
        await File.WriteAllTextAsync(beancount, await ExportAsync(books, JournalFormat.Beancount));
        return (hledger, beancount, await BalancesAsync(books));
    }

    /// <summary>Books with random entries: three currencies beside EUR, dates in no order, reversals, revaluations.</summary>
    /// <param name="isByFile">Without what no file may post.</param>
    private static async Task<TestBooks> OpenAsync(DatabaseKind on, int seed, bool isByFile = false)
    {
        var books = await TestBooks.OpenAsync(on);
        var (reference, random) = (new ReferenceLedger(), new PCG(2, (ulong)seed));
        await using var session = await books.Writer.BeginAsync(TestBooks.Recorder);
        for (var number = 0; number < 150; number++)
        {
            var draft =
                RandomRequests.Draft(RandomRequests.AnyRequest.Generate(random, null, out _), $"{seed}/{number} \"q\" \\", reference);
            var rights = ReferenceLedger.RightsFor(draft);
            if (isByFile && rights != EntryRights.None) continue;
            if (reference.Post(draft, 0) == "written") (await session.PostWithAsync(draft, rights)).OrThrow();
        }
        await session.CommitAsync();
        return books;
    }

    private static async Task<string> ExportAsync(TestBooks books, JournalFormat format)
    {
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await new ExportJournal(new LedgerReads(books.Database, books.Clock)).RunAsync(format, text);
        return text.ToString();
    }

    /// <summary>EUR balances by day and account, as our own reports give them; accounts at zero left out.</summary>
    private static async Task<Dictionary<string, string>> BalancesAsync(TestBooks books)
    {
        var balances = new Dictionary<string, string>();
        await using var connection = await books.Database.OpenAsync();
        var catalog = await CatalogReader.ReadAsync(connection, null, default);
        for (var day = 0; day <= 120; day++)
        {
            foreach (var fund in catalog.Funds)
            {
                var totals = await Balances.OfFundAsync(connection, catalog, fund.Id, new Moment(RandomRequests.Date(day)));
                foreach (var account in totals.GroupBy(total => total.AccountId))
                    if (account.Sum(total => total.Eur) is var eur and not 0)
                    {
                        var name = ExportJournal.PlainTextAccount(fund.Code, catalog.AccountById(account.Key));
                        balances.Add($"{RandomRequests.Date(day):yyyy-MM-dd} {name}", Money.Eur(eur).ToDecimalString());
                    }
            }
        }
        Assert.True(balances.Count > 500);
        return balances;
    }

    private static Dictionary<string, string> ReadHledger(string csv)
    {
        var rows = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Trim('"').Split("\",\"")).ToList();
        Assert.Equal("2026-01-01", rows[0][1]);
        var balances = new Dictionary<string, string>();
        foreach (var row in rows.Skip(1))
            for (var column = 1; column < row.Length; column++)
                if (row[column] is not ("0" or "0.00 EUR"))
                    balances.Add($"{rows[0][column]} {row[0]}", row[column].Replace(" EUR", "", StringComparison.Ordinal));
        return balances;
    }

    private static Dictionary<string, string> ReadBeancount(string line)
    {
        using var json = JsonDocument.Parse(line);
        Assert.Empty(json.RootElement.GetProperty("errors").EnumerateArray());
        var standing = new Dictionary<string, decimal>();
        var moves = json.RootElement.GetProperty("days").EnumerateArray()
            .Select(
                move =>
                    (Day: move[0].GetString()!, Account: move[1].GetString()!, Currency: move[2].GetString(),
                        Balance: decimal.Parse(move[3].GetString()!, CultureInfo.InvariantCulture)))
            .ToLookup(move => move.Day);
        var balances = new Dictionary<string, string>();
        for (var day = 0; day <= 120; day++)
        {
            var date = $"{RandomRequests.Date(day):yyyy-MM-dd}";
            foreach (var move in moves[date])
            {
                Assert.Equal("EUR", move.Currency);
                standing[move.Account] = decimal.Round(move.Balance, 10);
            }
            foreach (var (account, balance) in standing)
                if (balance != 0) balances.Add($"{date} {account}", balance.ToString("0.00", CultureInfo.InvariantCulture));
        }
        return balances;
    }

    private static void AssertSame(Dictionary<string, string> expected, Dictionary<string, string> actual) =>
        Assert.Equal(expected.Select(balance => $"{balance.Key} {balance.Value}").Order(StringComparer.Ordinal),
            actual.Select(balance => $"{balance.Key} {balance.Value}").Order(StringComparer.Ordinal));

    private static (int, string, string) Told(ProgramResult result) => (result.ExitCode, result.Output.Trim(), result.Errors.Trim());
}
