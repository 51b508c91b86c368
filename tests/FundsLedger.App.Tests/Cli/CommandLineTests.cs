using System.Globalization;
using System.Text;
using System.Text.Json;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Office.SystemPages;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The built program, as an operator runs it: exit codes, what goes to which stream, and that a refusal writes nothing.</summary>
public sealed class CommandLineTests
{
    private static readonly string Good =
        FileLine.Of("g1", "2026-01-31", "TFFV", "opening", "Opening balance", ("1010", "1250.00"), ("3020", "-1250.00"));

    private static readonly (string Code, string Line)[] BadLines =
    [
        ("line_is_not_json", "not json at all"),
        ("line_is_not_json", "[1, 2]"),
        ("line_is_not_json", Good + " {}"),
        ("line_is_not_json", Good[..^1]),
        ("line_is_not_json", "{\"key\":\"x\u0000\"}"),
        ("field_is_unknown", Good.Replace("\"kind\"", "\"knd\"", StringComparison.Ordinal)),
        ("field_is_repeated", Good.Replace("\"fund\":\"TFFV\"", "\"fund\":\"TFFV\",\"fund\":\"SFR\"", StringComparison.Ordinal)),
        ("field_is_not_text", Good.Replace("\"1250.00\"", "1250.00", StringComparison.Ordinal)),
        ("field_is_missing", Good.Replace("\"kind\":\"opening\",", "", StringComparison.Ordinal)),
        ("date_is_malformed", Good.Replace("2026-01-31", "2026-02-30", StringComparison.Ordinal)),
        ("kind_is_unknown", Good.Replace("opening", "openning", StringComparison.Ordinal)),
        ("currency_is_unknown", Good.Replace("\"EUR\"", "\"XEU\"", StringComparison.Ordinal)),
        ("amount_is_malformed", Good.Replace("\"1250.00\"", "\"1,250.00\"", StringComparison.Ordinal)),
        ("decimals_are_too_many", Good.Replace("\"1250.00\"", "\"1250.001\"", StringComparison.Ordinal)),
        ("amount_is_too_large", Good.Replace("\"1250.00\"", "\"99999999999999999999.00\"", StringComparison.Ordinal)),
        ("key_used_for_other_input", Good.Replace("g1", "used", StringComparison.Ordinal)),
        ("key_used_for_other_input",
            Good.Replace("g1", "used", StringComparison.Ordinal).Replace("\"1250.00\"", "\"1250.001\"", StringComparison.Ordinal)),
        ("key_is_malformed", Good.Replace("g1", "", StringComparison.Ordinal)),
        ("fund_is_unknown", Good.Replace("TFFV", "TFFX", StringComparison.Ordinal)),
        ("date_is_out_of_range", Good.Replace("2026-01-31", "1998-07-16", StringComparison.Ordinal)),
        ("description_is_missing", Good.Replace("Opening balance", "  ", StringComparison.Ordinal)),
        ("text_is_too_long", Good.Replace("Opening balance", new string('x', 10_000), StringComparison.Ordinal)),
        ("text_has_control_characters", Good.Replace("Opening balance", "Opening\\u0000balance", StringComparison.Ordinal)),
        ("text_has_control_characters", Good.Replace("Opening balance", "Opening\\nbalance", StringComparison.Ordinal)),
        ("lines_are_too_few",
            Good.Replace(",{\"account\":\"3020\",\"amount\":\"-1250.00\",\"currency\":\"EUR\"}", "", StringComparison.Ordinal)),
        ("line_is_in_another_fund",
            Good.Replace("\"account\":\"3020\"", "\"account\":\"3020\",\"fund\":\"SFR\"", StringComparison.Ordinal)),
        ("account_is_unknown", Good.Replace("3020", "3999", StringComparison.Ordinal)),
        ("currency_is_wrong", Good.Replace("\"EUR\"", "\"USD\",\"eur\":\"1.00\"", StringComparison.Ordinal)),
        ("entry_is_unbalanced", Good.Replace("-1250.00", "-1250.01", StringComparison.Ordinal)),
        ("memorandum_is_mixed", Good.Replace("3020", "8011", StringComparison.Ordinal)),
        ("reversed_entry_is_unknown",
            """{"key":"r","date":"2026-01-31","fund":"TFFV","kind":"reversal","description":"Back","reverses":"nothing"}"""),
        ("reversal_of_reversal",
            """{"key":"r","date":"2026-01-31","fund":"TFFV","kind":"reversal","description":"Back","reverses":"back"}"""),
        ("entry_is_already_reversed",
            """{"key":"r","date":"2026-01-31","fund":"TFFV","kind":"reversal","description":"Back","reverses":"gone"}"""),
        ("kind_is_reserved", Good.Replace("opening", "closing", StringComparison.Ordinal)),
        ("period_is_closed", Good.Replace("2026-01-31", "2025-12-31", StringComparison.Ordinal)),
        ("available_is_too_low",
            FileLine.Of("c", "2026-02-01", "TFFV", "adjustment", "Visit", ("5010", "999999.00"), ("1010", "-999999.00"))),
        ("commitment_is_by_hand", FileLine.Of("c", "2026-02-01", "TFFV", "release", "Visit", ("8020", "-5.00"), ("8021", "5.00"))),
        ("transfer_takes_both_legs", FileLine.Of("c", "2026-02-01", "TFFV", "transfer", "To SFR", ("3020", "5.00"), ("1010", "-5.00"))),
        ("item_is_overdrawn", FileLine.Of("c", "2026-02-01", "TFFV", "transfer", "To SFR", ("2900", "5.00"), ("1010", "-5.00"))),
        ("bank_is_overdrawn", FileLine.Of("c", "2026-02-01", "TFFV", "charge", "Fees", ("5910", "999999.00"), ("1010", "-999999.00"))),
    ];

    [Theory, EveryDatabase]
    public async Task Every_bad_line_is_refused_with_its_code_and_number_and_nothing_is_written(DatabaseKind on)
    {
        await using var books = await WithHistoryAsync(on);
        var before = await books.EveryRowAsync();
        var wrong = new List<string>();
        foreach (var (code, line) in BadLines)
        {
            var file = await FileAsync(Good.Replace("g1", "first", StringComparison.Ordinal), line);
            var outcome = await new PostFile(books.Writer).RunAsync(file, TestBooks.Recorder);
            if (!outcome.IsRefused || outcome.Refusal.Code != code
                || !outcome.Refusal.Sentence.StartsWith("file line 2", StringComparison.Ordinal)) wrong.Add($"{code}: {outcome.Refusal}");
        }
        Assert.Empty(wrong);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task A_refused_file_exits_1_with_code_line_rule_and_repair_on_standard_error(DatabaseKind on)
    {
        await using var books = await WithHistoryAsync(on);
        var result = await RunAsync("post",
            await FileAsync(Good.Replace("g1", "first", StringComparison.Ordinal),
                BadLines.Single(bad => bad.Code == "entry_is_unbalanced").Line), "--db", books.Where);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(
            "fundsledger: refused: entry_is_unbalanced: file line 2 (key g1): The lines sum to -0.01 EUR instead of zero. Correct the "
                + "amounts", result.Errors, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Posting_a_file_twice_repeats_and_writes_nothing(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var file = await FileAsync(Good, Good.Replace("g1", "g2", StringComparison.Ordinal));
        Assert.Equal((0, "2 posted, 0 repeated, 0 refused; entries 1 to 2"), Said(await RunAsync("post", file, "--db", books.Where)));
        var before = await books.EveryRowAsync();
        Assert.Equal((0, "0 posted, 2 repeated, 0 refused"), Said(await RunAsync("post", file, "--db", books.Where)));
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Each_line_for_itself_posts_the_good_ones_and_exits_1(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var result = await RunAsync("post", await FileAsync(Good, "nonsense", Good.Replace("g1", "g2", StringComparison.Ordinal)), "--each",
            "--db", books.Where);
        Assert.Equal((1, "1\tg1\tposted\n2\tg2\tposted\n"), (result.ExitCode, result.Output));
        Assert.Contains("line_is_not_json: file line 2", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }

    [Fact]
    public async Task Empty_missing_and_endless_files_are_refused()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await RefusedAsync("file_is_empty", await FileAsync());
        await RefusedAsync("file_is_empty", await FileAsync("", "  ", "\r"));
        await RefusedAsync("file_is_missing", TestServer.NewFile(".jsonl"));
        await RefusedAsync("file_is_missing", Path.GetTempPath());
        var enormous = TestServer.NewFile(".jsonl");
        await using (var file = File.Create(enormous)) file.SetLength(PostFile.LargestFile + 1);
        await RefusedAsync("file_is_too_large", enormous);
        var endless = TestServer.NewFile(".jsonl");
        await File.WriteAllTextAsync(endless, "{\"key\":\"" + new string('x', 3 * PostFile.LongestLine));
        await RefusedAsync("line_is_too_long", endless);
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM entries"));

        async Task RefusedAsync(string code, string path)
        {
            var outcome = await new PostFile(books.Writer).RunAsync(path, TestBooks.Recorder);
            Assert.Equal(code, outcome.Refusal?.Code);
        }
    }

    [Theory, EveryDatabase]
    public async Task Trial_balance_answers_on_both_axes_in_json(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await RunAsync("post", await FileAsync(Good), "--db", books.Where);
        var result =
            await RunAsync("report", "trial-balance", "--fund", "TFFV", "--as-of", "2026-06-30", "--format", "json", "--db", books.Where);
        using var rows = JsonDocument.Parse(result.Output);
        Assert.Equal([("1010", "1250.00", "0.00", "1250.00"), ("3020", "0.00", "1250.00", "-1250.00")],
            rows.RootElement.EnumerateArray().Select(row =>
            (row.GetProperty("account").GetString()!, row.GetProperty("debit").GetString()!, row.GetProperty("credit").GetString()!,
                row.GetProperty("balance").GetString()!)));
        Assert.Equal("[]\n",
            (await RunAsync("report", "trial-balance", "--fund", "TFFV", "--as-of", "2026-01-30", "--format", "json", "--db",
                books.Where)).Output);
        Assert.Equal("[]\n",
            (await RunAsync("report", "trial-balance", "--fund", "TFFV", "--known-at", "2026-01-01T00:00:00Z", "--format", "json", "--db",
                books.Where)).Output);
        var ahead = await RunAsync("report", "trial-balance", "--fund", "TFFV", "--known-at", "2199-01-01T00:00:00Z", "--db", books.Where);
        Assert.Equal(1, ahead.ExitCode);
        Assert.Contains("known_at_is_in_the_future", ahead.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_says_its_version()
    {
        var result = await RunAsync("--version");
        Assert.Equal((0, SystemReader.Version), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task Wrong_usage_exits_2_and_missing_books_are_a_refusal()
    {
        foreach (var arguments in (string[][])[["nonsense"], ["post"], ["report", "trial-balance"],
            ["report", "trial-balance", "--fund", "TFFV", "--as-of", "31.01.2026"],
            ["periods", "close", "--fund", "TFFV", "--month", "2026-13"], ["check", "--no-such-option"]])
            Assert.Equal(2, (await RunAsync(arguments)).ExitCode);
        var missing = await RunAsync("check", "--db", TestServer.NewFile(".db"));
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("books_are_missing", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demonstration_named_nowhere_is_made_in_the_folder_one_stands_in()
    {
        var folder = Directory.CreateTempSubdirectory("fundsledger-demo-");
        try
        {
            Task<ProgramResult> DemoAsync() =>
                Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), ["demo", "--no-serve"], folder: folder.FullName);
            Assert.StartsWith("Making demonstration books in", (await DemoAsync()).Errors, StringComparison.Ordinal);
            Assert.Equal((0, "", ""), Whole(await DemoAsync()));
            Assert.Equal(["demo.db", "demo.db.signing-key.pem"],
                Directory.GetFiles(Path.Combine(folder.FullName, ".demo")).Select(Path.GetFileName)
                    .Where(name => !name!.Contains("-wal", StringComparison.Ordinal) && !name.Contains("-shm", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_verb_has_help_with_an_example()
    {
        foreach (var verb in (string[])["demo", "serve", "migrate", "check", "post", "report trial-balance", "report fund-status",
            "export journal", "periods", "backup", "restore", "statement", "verify-statement"])
        {
            var help = await RunAsync([.. verb.Split(' '), "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains("fundsledger " + verb.Split(' ')[0], help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Books_that_are_damaged_make_check_exit_1_with_a_finding()
    {
        await using var books = await WithHistoryAsync(DatabaseKind.Sqlite);
        Assert.Equal((0, "", ""), Whole(await RunAsync("check", "--db", books.Where)));
        await using (var connection = await books.Database.OpenAsync())
            await connection.Command(null,
                "DROP TRIGGER postings_no_update; UPDATE postings SET donor = NULL, pledge = 'P-X' WHERE entry_seq = 2 AND line = 1")
                    .RunAsync();
        var result = await RunAsync("check", "--db", books.Where);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("seals: entry 2 (key gone)", result.Output, StringComparison.Ordinal);
        Assert.Contains("guards: trigger postings_no_update on postings", result.Output, StringComparison.Ordinal);
    }

    private static (int, string, string) Whole(ProgramResult result) => (result.ExitCode, result.Output, result.Errors);

    private static (int, string) Said(ProgramResult result) => (result.ExitCode, result.Errors.Trim());

    private static Task<ProgramResult> RunAsync(params string[] arguments) =>
        Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), arguments);

    private static async Task<string> FileAsync(params string[] lines)
    {
        var path = TestServer.NewFile(".jsonl");
        await File.WriteAllTextAsync(path, string.Join('\n', lines), new UTF8Encoding(false));
        return path;
    }

    /// <summary>Entries "used", "gone" (reversed by "back"), and TFFV closed through 2025.</summary>
    private static async Task<TestBooks> WithHistoryAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        var lines = string.Join('\n', Good.Replace("g1", "used", StringComparison.Ordinal).Replace("1250", "7", StringComparison.Ordinal),
            Good.Replace("g1", "gone", StringComparison.Ordinal),
            """{"key":"back","date":"2026-01-31","fund":"TFFV","kind":"reversal","description":"Back","reverses":"gone"}""");
        (await new PostFile(books.Writer).RunAsync(await FileAsync(lines), TestBooks.Recorder)).OrThrow();
        await books.ClosePeriodAsync("TFFV", "2025-12-31");
        return books;
    }
}
