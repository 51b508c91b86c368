using System.Globalization;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Files of pledges, small and real.</summary>
public sealed class ImportPledgesTests
{
    private const string Header = "key,donor,date,currency,amount,rate,fund,description,expected_on";
    private const string Good = "2026-1,XA,2026-01-15,EUR,1000.00,,TFFV,\"Pledge, with a comma\",2026-06-30";

    [Theory, EveryDatabase]
    public async Task A_file_is_imported_once_and_the_same_file_again_is_a_repeat(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var file = await FileAsync(Header, Good, "2026-2,XB,2026-02-01,USD,70.50,0.9,,Second,",
            "2026-3,XB,2026-02-01,JPY,5000.0,0.006,SFR,Third,");
        var before = await books.EveryRowAsync();
        Assert.Equal(3, (await new ImportPledges(books.Writer).RunAsync(new(file, IsTrial: true), TestBooks.Recorder)).OrThrow().Pledges);
        Assert.Equal(before, await books.EveryRowAsync());
        var first = await books.MustRepeatFileAsync(() => RunAsync(books, file));
        Assert.Equal((3, 0, 0, 0), (first.Pledges, first.Receipts, first.Donors, first.Repeated));
        Assert.Equal(("1000.00", "63.45", "30.00"),
            (await books.BalanceAsync("TFFV", "8010"), await books.BalanceAsync("UMB", "8010"), await books.BalanceAsync("SFR", "8010")));

        // A row added later is imported beside the repeats; a changed row is refused with its line.
        var more = (await RunAsync(books, await FileAsync(Header, Good, "2026-4,XA,2026-03-01,EUR,1.00,,TFFV,Fourth,"))).OrThrow();
        Assert.Equal((1, 1), (more.Pledges, more.Repeated));
        var changed = await RunAsync(books,
            await FileAsync(Header, "2026-5,XA,2026-03-01,EUR,1.00,,TFFV,Fifth,",
                Good.Replace("1000.00", "1000.01", StringComparison.Ordinal)));
        Assert.Equal(("key_used_for_other_input", true),
            (changed.Refusal?.Code, changed.Refusal?.Sentence.StartsWith("file line 3:", StringComparison.Ordinal)));
    }

    [Theory, EveryDatabase]
    public async Task Rows_without_a_key_are_told_apart_by_content_and_count(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var file = await FileAsync("donor,date,currency,amount,fund", "XA,2026-01-15,EUR,5.00,TFFV", "XA,2026-01-15,EUR,5.00,TFFV");
        var first = await books.MustRepeatFileAsync(() => RunAsync(books, file));
        Assert.Equal((2, "10.00"), (first.Pledges, await books.BalanceAsync("TFFV", "8010")));
    }

    [Theory, EveryDatabase]
    public async Task A_bad_row_is_refused_with_its_line_and_nothing_is_half_done(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var (code, row) in ((string, string)[])[
            ("import_cells_are_other", "x,XA"), ("import_date_is_malformed", Row("x", date: "2026-02-30")),
            ("import_currency_is_unknown", Row("x", currency: "XXX")), ("import_amount_is_malformed", Row("x", amount: "1e3")),
            ("import_amount_is_malformed", Row("x", amount: "")), ("import_amount_is_malformed", Row("x", amount: "1.001")),
            ("import_amount_is_malformed", Row("x", amount: "1.250")),
            ("import_decimals_are_too_many", Row("x", amount: "1.23456")),
            ("import_decimals_are_too_many", Row("x", currency: "JPY", amount: "1.5")),
            ("pledge_amount_is_not_positive", Row("x", amount: "0.00")),
            ("pledge_amount_is_not_positive", Row("x", amount: "-5.00")), ("import_rate_is_malformed", Row("x", rate: "-1")),
            ("import_rate_is_missing", Row("x", currency: "USD")), ("pledge_donor_is_unknown", Row("x", donor: "??")),
            ("fund_is_unknown", Row("x", fund: "??")),
            ("import_date_is_malformed", Row("x") + "2026-13-01")])
        {
            var before = await books.EveryRowAsync();
            var outcome = await RunAsync(books, await FileAsync(Header, Good, row));
            Assert.Equal((code, true),
                (outcome.Refusal?.Code, outcome.Refusal?.Sentence.StartsWith("file line 3:", StringComparison.Ordinal)));
            Assert.Equal(before, await books.EveryRowAsync());
        }
        Assert.Equal("import_column_is_missing",
            (await RunAsync(books, await FileAsync("donor,date,amount", "XA,2026-01-01,1"))).Refusal?.Code);
        Assert.Equal("import_file_is_empty", (await RunAsync(books, await FileAsync(Header))).Refusal?.Code);
        Assert.Equal("import_file_is_not_csv", (await RunAsync(books, await FileAsync(Header, "\"open"))).Refusal?.Code);
        Assert.Equal("import_file_is_missing", (await RunAsync(books, "/nowhere/at/all.csv")).Refusal?.Code);

        static string Row(string key, string donor = "XA", string date = "2026-01-15", string currency = "EUR", string amount = "5.00",
            string rate = "", string fund = "TFFV") => $"{key},{donor},{date},{currency},{amount},{rate},{fund},Row,";
    }

    [Theory, EveryDatabase]
    public async Task A_file_in_another_encoding_is_refused_with_its_line_and_no_name_is_changed_unseen(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var before = await books.EveryRowAsync();
        foreach (var encoding in (System.Text.Encoding[])[System.Text.Encoding.Latin1, System.Text.Encoding.Unicode])
        {
            var path = TestServer.NewFile(".csv");
            var accented = Good.Replace("2026-1", "2026-2", StringComparison.Ordinal).Replace("Pledge", "Côte", StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, $"{Header}\n{Good}\n{accented}\n", encoding);
            var outcome = await RunAsync(books, path);
            Assert.Equal(("import_encoding_is_other", encoding == System.Text.Encoding.Latin1 ? "file line 3:" : "file line 1:"),
                (outcome.Refusal?.Code, outcome.Refusal?.Sentence[..12]));
            Assert.Equal(before, await books.EveryRowAsync());
        }
    }

    [Theory, EveryDatabase]
    public async Task A_payment_above_its_pledge_is_refused_with_its_line_until_it_is_said_what_the_rest_is(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        const string feed = "id,donor,donor_type,fiscal_year,status,pledge_date,pledge_currency,pledge_amount_local,"
            + "paid_date,paid_currency,paid_amount_local";
        var file = await FileAsync(feed, "7,XA,Member State,2026,Paid,2026-01-15,EUR,100.00,2026-02-01,EUR,60.00",
            "7,XA,Member State,2026,Paid,2026-01-15,EUR,100.00,2026-03-01,EUR,65.00");
        Task<Outcome<ImportedPledges>> SayingAsync(PaymentDifference? above) =>
            new ImportPledges(books.Writer).RunAsync(new(file, "TFFV", "1010", Above: above), TestBooks.Recorder);
        var before = await books.EveryRowAsync();
        var refused = (await SayingAsync(null)).Refusal;
        Assert.Equal(("receipt_is_above_pledge", true),
            (refused?.Code, refused?.Sentence.StartsWith("file line 3:", StringComparison.Ordinal)));
        Assert.Equal(before, await books.EveryRowAsync());
        var done = await books.MustRepeatFileAsync(() => SayingAsync(PaymentDifference.Return));
        Assert.Equal((1, 2), (done.Pledges, done.Receipts));
        Assert.Equal(("-100.00", "-25.00", "0.00"),
            (await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "8010")));
        Assert.Equal("key_used_for_other_input", (await SayingAsync(PaymentDifference.Total)).Refusal?.Code);
    }

    [Fact]
    public async Task Twenty_years_of_made_up_contributions_sum_to_what_the_file_says() => Assert.Equal((90, 86, 77, 18, 3),
        await ImportToTheCentAsync(House.At("tests/FundsLedger.App.Tests/Features/contributions.csv")));

    // A second layer: the feed of the Central Emergency Response Fund, which is not part of the repository.
    [Fact]
    public async Task Twenty_years_of_real_contributions_sum_to_what_the_file_says() => Assert.Equal((1866, 1803, 1821, 195, 9),
        await ImportToTheCentAsync(House.Shared("contributions/cerf_contributions.csv")));

    private static async Task<(int Rows, int Pledges, int Receipts, int Donors, int Rounded)> ImportToTheCentAsync(string path)
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        // After the newest payment of the file: no money arrives after today.
        books.Clock.SetUtcNow(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
        (await new AddAccount(books.Writer).RunAsync(
            new("TFFV", "1019", "Imported receipts", "Encaissements importés", AccountKind.Asset, AccountRole.Cash, null),
            TestBooks.Recorder)).OrThrow();
        var rows = File.ReadLines(path).Skip(1).Select(Cells).ToList();
        // What is paid in another currency than was pledged is worth what a rate of that month says.
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            foreach (var currency in rows.SelectMany(row => new[] { row[7], row[11] }).Where(code => code is not ("" or "EUR")).Distinct())
                for (var month = Day("2005-01-01"); month < Day("2027-01-01"); month = month.AddMonths(1))
                    (await EnterRate.ApplyAsync(session, new(month, To(currency, "0.5"), "synthetic rate for a test"))).OrThrow();
            await session.CommitAsync();
        }
        var command = new ImportPledges.Command(path, "TFFV", "1019", Rounds: true, Above: PaymentDifference.SeparateGift);

        Assert.Equal("import_decimals_are_too_many",
            (await new ImportPledges(books.Writer).RunAsync(command with { Rounds = false }, TestBooks.Recorder)).Refusal?.Code);
        Assert.Equal("receipt_is_above_pledge",
            (await new ImportPledges(books.Writer).RunAsync(command with { Above = null }, TestBooks.Recorder)).Refusal?.Code);
        var done = (await new ImportPledges(books.Writer).RunAsync(command, TestBooks.Recorder)).OrThrow();

        // Summed independently of the reader: decimals, a naive split, and the amount of each id once.
        var pledged = rows.DistinctBy(row => row[0]).GroupBy(row => $"{row[2]}|fiscal year {row[4]}; status {row[5]}|{row[7]}")
            .ToDictionary(group => group.Key, group => group.Sum(row => Cents(row[8], row[7])));
        Assert.Equal(pledged.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            (await SumsAsync(books,
                "SELECT REPLACE(d.name, '\"', '') || '|' || p.source || '|' || p.currency, SUM(p.amount_minor) FROM pledges p JOIN "
                    + "donors d ON d.code = p.donor GROUP BY 1")).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        var paid = rows.Where(row => row[11].Length > 0).GroupBy(row => $"{row[2]}|{row[10]}|{row[11]}")
            .ToDictionary(group => Paid(group.First()), group => group.Sum(row => Cents(row[12], row[11])));
        Assert.Equal(paid.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            (await SumsAsync(books,
                "SELECT REPLACE(d.name, '\"', '') || '|' || r.received_on || '|' || r.currency, SUM(r.amount_minor) FROM receipts r JOIN "
                    + "donors d ON d.code = r.donor GROUP BY 1")).OrderBy(pair => pair.Key, StringComparer.Ordinal));

        var again = (await new ImportPledges(books.Writer).RunAsync(command, TestBooks.Recorder)).OrThrow();
        Assert.True(again.IsRepeat);
        return (rows.Count, done.Pledges, done.Receipts, done.Donors, done.RoundedLines.Count);
    }

    private static string Paid(string[] row) => $"{row[2]}|{row[10].Replace("-", "", StringComparison.Ordinal)}|{row[11]}";

    private static long Cents(string text, string currency) =>
        (long)Math.Round(decimal.Parse(text, CultureInfo.InvariantCulture) * Currency.Of(currency).MinorPerMajor,
            MidpointRounding.AwayFromZero);

    // Names with commas or quotes are the only quoted cells of the file; here and in the books they are compared without quotes.
    private static string[] Cells(string line)
    {
        var parts = line.Split('"');
        return string.Concat(parts.Select((part, index) => index % 2 == 1 ? part.Replace(',', '\u0001') : part)).Split(',')
            .Select(cell => cell.Replace('\u0001', ',').Trim()).ToArray();
    }

    private static async Task<Dictionary<string, long>> SumsAsync(TestBooks books, string question)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await connection.Command(null, question)
            .RowsAsync(row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)))).ToDictionary();
    }

    private static Task<Outcome<ImportedPledges>> RunAsync(TestBooks books, string path) =>
        new ImportPledges(books.Writer).RunAsync(new(path), TestBooks.Recorder);

    private static async Task<string> FileAsync(params string[] lines)
    {
        var path = TestServer.NewFile(".csv");
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}

/// <summary>An import counts what it repeats, so its second answer differs from the first.</summary>
file static class Twice
{
    public static async Task<ImportedPledges> MustRepeatFileAsync(this TestBooks books, Func<Task<Outcome<ImportedPledges>>> operation)
    {
        var first = (await operation()).OrThrow();
        var before = await books.EveryRowAsync();
        var again = (await operation()).OrThrow();
        Assert.Equal((false, true, first.Pledges + first.Receipts), (first.IsRepeat, again.IsRepeat, again.Repeated));
        Assert.Equal(before, await books.EveryRowAsync());
        return first;
    }
}
