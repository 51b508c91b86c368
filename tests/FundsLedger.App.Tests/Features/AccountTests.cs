using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>A new account is a form, and entries can use it at once.</summary>
public sealed class AccountTests
{
    private static readonly AddAccount.Command Yen =
        new("TFFV", "1014", "Bank, JPY", "Banque, JPY", AccountKind.Asset, AccountRole.Cash, "JPY");

    [Theory, EveryDatabase]
    public async Task An_added_account_takes_entries_in_its_currency_only(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var add = new AddAccount(books.Writer);
        Assert.False((await add.RunAsync(Yen, TestBooks.Recorder)).OrThrow().IsRepeat);
        Assert.True((await add.RunAsync(Yen, TestBooks.Recorder)).OrThrow().IsRepeat);
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1014 5000 JPY @@ 31.50", "4010 -5000 JPY @@ -31.50"));
        await books.MustRefuseAsync("currency_is_wrong", Entry("2026-02-01 receipt TFFV", "1014 50.00", "4010 -50.00"));
        Assert.Equal("31.50", await books.BalanceAsync("TFFV", "1014"));
    }

    [Theory]
    [InlineData("fund_is_unknown", "XXX", "1014", "Bank", AccountKind.Asset, AccountRole.Cash, "JPY")]
    [InlineData("account_code_is_taken", "TFFV", "1010", "Bank", AccountKind.Asset, AccountRole.Cash, "EUR")]
    [InlineData("account_code_is_malformed", "TFFV", "10-4", "Bank", AccountKind.Asset, AccountRole.Cash, "JPY")]
    [InlineData("account_name_is_malformed", "TFFV", "1014", " ", AccountKind.Asset, AccountRole.Cash, "JPY")]
    [InlineData("account_currency_is_unknown", "TFFV", "1014", "Bank", AccountKind.Asset, AccountRole.Cash, "XEU")]
    [InlineData("account_role_does_not_fit", "TFFV", "5070", "Gifts", AccountKind.Expense, AccountRole.Cash, null)]
    [InlineData("book_holds_pledges_only", "UMB", "1010", "Bank", AccountKind.Asset, AccountRole.None, null)]
    public async Task A_wrong_account_is_refused_and_nothing_is_written(string code, string fund, string account, string name,
        AccountKind kind, AccountRole role, string? currency)
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var before = await books.EveryRowAsync();
        Assert.Equal(code,
            (await new AddAccount(books.Writer).RunAsync(new(fund, account, name, name, kind, role, currency),
                TestBooks.Recorder)).Refusal!.Code);
        Assert.Equal(before, await books.EveryRowAsync());
    }
}
