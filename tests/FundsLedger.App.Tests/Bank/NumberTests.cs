using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Api;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using FundsLedger.Domain.Banking;
using Xunit;
using static FundsLedger.App.Tests.Bank.ImportTests;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Further numbers of bank accounts. B begins with nothing on 1 January.</summary>
public sealed class NumberTests
{
    private const string Old = "10020030/1234567";

    [Theory, EveryDatabase]
    public async Task Statements_under_an_old_number_are_the_accounts_own_as_long_as_it_held(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(Under(Old, "0.00", "10.00", "2026-01-31"));
        await books.MustRepeatAsync(() => GiveAsync(books, "B", Old, "2020-01-01", "2026-02-28"));
        Assert.Empty((await books.ImportAsync(Under(Old, "0.00", "10.00", "2026-01-31"))).Faults());
        Assert.Empty((await books.ImportAsync(Under("100 200 30/1234567/EUR", "10.00", "20.00", "2026-02-28"))).Faults());
        Assert.Equal([StatementFault.AccountIsUnknown], (await books.ImportAsync(Under(Old, "20.00", "30.00", "2026-03-31"))).Faults());
        Assert.Empty((await books.ImportAsync(Under(CamtText.Account, "20.00", "30.00", "2026-03-31"))).Faults());
        (await GiveAsync(books, "B", Old, "2020-01-01", null)).OrThrow();
        Assert.Empty((await books.ImportAsync(Under(Old, "30.00", "40.00", "2026-04-30"))).Faults());
        (await new GiveBankNumber(books.Writer).RunAsync(new("B", Old, Day("2020-01-01"), null, "mistake", IsWithdrawn: true),
            TestBooks.Recorder)).OrThrow();
        Assert.Equal([StatementFault.AccountIsUnknown], (await books.ImportAsync(Under(Old, "40.00", "50.00", "2026-05-31"))).Faults());
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task On_one_day_a_number_is_one_accounts(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync("C", "DE02120300000000202051", fund: "SFR");
        await books.RegisterAsync("D", "DE75512108001245126199", "USD");
        (await GiveAsync(books, "C", Old, "2020-01-01", "2025-12-31")).OrThrow();
        await books.MustRefuseAsync("bank_number_is_taken", () => GiveAsync(books, "B", Old, "2025-12-31", null));
        await books.MustRefuseAsync("bank_number_is_taken", () => GiveAsync(books, "B", "DE02120300000000202051", "2026-01-01", null));
        await books.MustRefuseAsync("bank_number_is_malformed", () => GiveAsync(books, "B", "DE88370400440532013000", "2026-01-01", null));
        await books.MustRefuseAsync("date_is_out_of_range", () => GiveAsync(books, "B", Old, "2026-01-02", "2026-01-01"));
        await books.MustRefuseAsync("bank_account_is_unknown", () => GiveAsync(books, "NONE", Old, "2026-01-02", null));
        (await GiveAsync(books, "B", Old, "2026-01-01", null)).OrThrow();
        (await GiveAsync(books, "D", Old, "2026-01-01", null)).OrThrow();
        Assert.Equal("B", Assert.Single((await books.ImportAsync(Under(Old, "0.00", "10.00", "2026-01-31"))).Statements).Bank);
        await books.MustRefuseAsync("bank_number_is_taken", () => new AddBankAccount(books.Writer).RunAsync(
            new("E", "TFFV", "1010", Old, Domain.Currency.Eur, "E (synthetic)", Day("2026-01-01"), Domain.Money.Eur(0)),
                TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task Under_a_number_that_was_ever_a_protected_accounts_no_payee_is_kept(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync("C", "DE02120300000000202051", fund: "SFR");
        // It begins in the time of the open fund's account and closes in that of the protected one's.
        (await GiveAsync(books, "B", Old, "2020-01-01", "2026-01-15")).OrThrow();
        (await GiveAsync(books, "C", Old, "2026-01-16", null)).OrThrow();
        var report = await books.ImportAsync(BankFiles.Of("f.sta", $":20:A\n:25:{Old}\n:28C:0\n:60F:C260101EUR0,00\n"
            + ":61:260110D5,00NTRFNONREF\n:86:secret words\n:62F:D260131EUR5,00\n-\n"));
        Assert.Equal("C", report.Statements.Single().Bank);
        Assert.DoesNotContain("secret", await books.EveryRowAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, EveryDatabase]
    public async Task Numbers_are_given_and_taken_away_on_the_page_by_program_and_by_the_command_line(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.RegisterAsync("B", CamtText.Account);
        using var browser = await host.BrowserAsync(Role.Recorder);
        Assert.NotNull((await browser.PageAsync("/bank/B")).QuerySelector("a[href='/bank/B/numbers']"));
        var page = await browser.PageAsync("/bank/B/numbers");
        var refused = await Reading.Parsed(await browser.SendAsync("/bank/B/numbers",
            page.Filled(("number", "x"), ("reason", "before the IBAN"))));
        Assert.NotNull(refused.QuerySelector("#f-number-fault"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await browser.SendAsync("/bank/B/numbers", page.Filled(("number", Old), ("reason", "before the IBAN")))).StatusCode);
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal(Old, (string)Assert.Single(await program.WholeAsync("/api/v1/bank/accounts/B/numbers"))["number"]!);
        Assert.NotEqual("", (string)Assert.Single(await program.WholeAsync("/api/v1/bank/accounts/B/numbers"))["given_by"]!);
        Assert.Equal("404 not_found", await (await program.GetAsync("/api/v1/bank/accounts/NONE/numbers")).ProblemAsync());
        var given = new { number = "998877", from = "2026-01-01", reason = "national form" };
        Assert.Equal(HttpStatusCode.Created, (await program.SendAsync("/api/v1/bank/accounts/B/numbers", "k", given)).StatusCode);
        page = await browser.PageAsync("/bank/B/numbers");
        var form = page.QuerySelectorAll("tbody form").Single(one => one.QuerySelector($"input[value='{Old}']") is not null);
        var fields = form.QuerySelectorAll("input")
            .ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value")!);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync(form.GetAttribute("action")!, fields)).StatusCode);
        var fundsledger = Path.Combine(AppContext.BaseDirectory, "fundsledger");
        string[] books = ["--db", host.Books.Where];
        Assert.StartsWith("bank,number,from,through,reason,given_by\r\nB,998877,2026-01-01,,national form,",
            (await Programs.RunAsync(fundsledger, ["bank", "numbers", "list", "--format", "csv", .. books])).Output,
                StringComparison.Ordinal);
        Assert.Equal(0, (await Programs.RunAsync(fundsledger,
            ["bank", "numbers", "give", "B", "112233", "--from", "2026-01-01", "--reason", "x", .. books])).ExitCode);
        Assert.Equal(0, (await Programs.RunAsync(fundsledger, ["bank", "numbers", "withdraw", "B", "998877", .. books])).ExitCode);
        Assert.Equal("112233", (string)Assert.Single(await program.WholeAsync("/api/v1/bank/accounts/B/numbers"))["number"]!);
    }

    [Theory, EveryDatabase]
    public async Task A_lost_letter_is_marked_where_the_line_is_shown(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.RegisterAsync("B", CamtText.Account);
        await host.Books.ImportAsync(CamtText.File("0.00", "2026-01-01", "3.00", "2026-01-31", "2026-01-10 1.00 Whole",
            "2026-01-11 2.00 Spende f\uFFFDr"));
        using var browser = await host.BrowserAsync(Role.Recorder);
        foreach (var path in (string[])["/bank/B", "/bank/statements/1"])
            Assert.Single((await browser.PageAsync(path)).QuerySelectorAll(".mark-warn"),
                mark => mark.TextContent.Contains("letter", StringComparison.Ordinal));
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal([false, true], (await program.AllAsync("/api/v1/bank/statements/1/lines")).Select(line => (bool)line["damaged"]!));
    }

    private static Task<Domain.Outcome<GivenBankNumber>> GiveAsync(TestBooks books, string bank, string number, string from,
        string? through) =>
        new GiveBankNumber(books.Writer).RunAsync(new(bank, number, Day(from), through is null ? null : Day(through), "an old number"),
            TestBooks.Recorder);

    private static BankFile Under(string number, string opening, string closing, string day) =>
        BankFiles.Of("f.sta", $":20:A\n:25:{number}\n:28C:0\n:60F:C{Yymmdd(day)}EUR{Comma(opening)}\n"
            + $":61:{Yymmdd(day)}C10,00NTRFNONREF\n:86:Gift {day}\n:62F:C{Yymmdd(day)}EUR{Comma(closing)}\n-\n");

    private static string Yymmdd(string day) => day.Replace("-", "", StringComparison.Ordinal)[2..];

    private static string Comma(string amount) => amount.Replace('.', ',');
}
