using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Tests.Api;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Amounts that people type are read alike on every page and by every command, and what could be two is asked about.</summary>
public sealed class TypedAmountTests
{
    private const string Number = "DE02120300000000202051";

    /// <summary>The ledger stands at nothing, so what was read is what its refusal names; <c>?</c> where it is asked about.</summary>
    [Theory]
    [InlineData("en", "80,000", "80000.00")]
    [InlineData("fr", "80,000", "?")]
    [InlineData("en", "1.250", "?")]
    [InlineData("fr", "1.250", "?")]
    [InlineData("en", "1.250,00", "1250.00")]
    [InlineData("fr", "1,250.00", "1250.00")]
    [InlineData("en", "1 250,00", "1250.00")]
    [InlineData("fr", "100 EUR", "100.00")]
    [InlineData("en", "€100", "100.00")]
    [InlineData("en", "-€12,50", "-12.50")]
    [InlineData("fr", "(12,50)", "-12.50")]
    [InlineData("en", "100 USD", "?")]
    public async Task On_a_page_in_the_readers_language(string language, string typed, string expected)
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        using var browser = await host.BrowserAsync(Role.Recorder);
        var address = $"/bank/accounts/new?lang={language}";
        var fields = (await browser.PageAsync(address)).Filled(("code", "C"), ("number", Number), ("name", "C (synthetic)"),
            ("ledger", "TFFV/1010/EUR"), ("starts", "2026-01-01"), ("opening", typed));
        var answer = await browser.SendAsync(address, fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await Reading.Parsed(answer);
        Assert.Equal(expected == "?", page.QuerySelector("#f-opening-fault") is not null && page.QuerySelector(".refusal-code") is null);
        if (expected != "?" && language == "en")
            Assert.Contains($"you give {expected} EUR", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0,00 €")]
    [InlineData("")]
    public async Task An_account_may_begin_with_nothing_however_it_is_written(string typed)
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        using var browser = await host.BrowserAsync(Role.Recorder);
        var fields = (await browser.PageAsync("/bank/accounts/new")).Filled(("code", "C"), ("number", Number), ("name", "C (synthetic)"),
            ("ledger", "TFFV/1010/EUR"), ("starts", "2026-01-01"), ("opening", typed));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync("/bank/accounts/new", fields)).StatusCode);
    }

    [Fact]
    public async Task On_the_command_line()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        foreach (var (typed, expected) in ((string, string)[])[("80,000", "you give 80000.00 EUR"), ("1.250,00", "you give 1250.00 EUR"),
            ("1 250,00", "you give 1250.00 EUR"), ("€100", "you give 100.00 EUR"), ("100 EUR", "you give 100.00 EUR"),
            ("1.250", "import_amount_is_malformed"), ("100 USD", "import_amount_is_malformed"), ("x", "import_amount_is_malformed")])
            Assert.Contains(expected, (await SaidAsync("bank", "add", "C", "--fund", "TFFV", "--account", "1010", "--number", Number,
                "--currency", "EUR", "--name", "C", "--starts", "2026-01-01", "--opening", typed)).Errors, StringComparison.Ordinal);
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", "1010 9000.00", "3020 -9000.00"));
        foreach (var (typed, left) in ((string, string)[])[("1.250,00", "7750.00"), ("1 250,00", "6500.00"), ("€500", "6000.00"),
            ("1,000", "5000.00"), ("1.250", "5000.00"), ("100 USD", "5000.00")])
        {
            await SaidAsync("book", "charge", "--from", "TFFV/1010", "--amount", typed, "--date", "2026-06-30", "--note", "Charges",
                "--key", $"charge to {left} by {typed.Length}");
            Assert.Equal(left, await books.BalanceAsync("TFFV", "1010"));
        }

        Task<ProgramResult> SaidAsync(params string[] words) => Programs.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "fundsledger"), [.. words, "--as", "Rosa", "--db", books.Where]);
    }
}
