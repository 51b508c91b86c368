using System.Text;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Bank files, from the shared folder or written by a test, and books with bank accounts.</summary>
internal static class BankFiles
{
    /// <summary>The files of a folder beside the repository, by name, or a skipped test.</summary>
    public static IReadOnlyList<string> Shared(string folder) => [.. Directory.EnumerateFiles(House.Shared(folder))
        .Where(file => !file.EndsWith(".xsd", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static BankFile Of(string name, string content) => Of(name, Encoding.UTF8.GetBytes(content));

    public static BankFile Of(string name, byte[] content) => new(name, () => new MemoryStream(content, writable: false));

    /// <summary>The refusal's code of a file that is read to its end; null when nothing is wrong.</summary>
    public static BankFileRefusal? Fault(BankFile file, CsvMapping? mapping = null)
    {
        try
        {
            Assert.True(BankFileReader.Read(file, mapping).Count() > 1);
            return null;
        }
        catch (BankFileException fault) { return fault.Refusal; }
    }

    public static List<StatementEvent> Read(BankFile file, CsvMapping? mapping = null) => [.. BankFileReader.Read(file, mapping)];

    /// <summary>A bank account that begins with a balance, on a ledger account of its own.</summary>
    public static async Task RegisterAsync(this TestBooks books, string code, string number, string currency = "EUR",
        string opening = "0.00", string startsOn = "2026-01-01", string fund = "TFFV")
    {
        var fundId = await books.NumberAsync($"SELECT id FROM funds WHERE code = '{fund}'");
        var account = (int)await books.NumberAsync("SELECT MAX(id) + 1 FROM accounts");
        await books.RegisterAsync(Registers.Accounts, account, (int)fundId, $"{9000 + account}", $"Bank {code}", $"Banque {code}",
            AccountKind.Asset, AccountRole.Cash, currency);
        await books.RegisterAsync(Registers.BankAccounts, code, account, AccountNumber.Of(number), currency, $"Bank {code} (synthetic)",
            Day(startsOn), Money.Parse(opening, Currency.Of(currency)).Minor, 0L, TestBooks.Recorder.Id, TestBooks.Recorder.Name);
    }

    /// <summary>The ledger code of the account that shows a bank account.</summary>
    public static async Task<string> LedgerOfAsync(this TestBooks books, string bank) =>
        (9000 + await books.NumberAsync($"SELECT account_id FROM bank_accounts WHERE code = '{bank}'"))
        .ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static BankImport Import(TestBooks books) => new(books.Writer, new LedgerReads(books.Database, books.Clock));

    public static async Task<ImportReport> ImportAsync(this TestBooks books, BankFile file, CsvMapping? mapping = null) =>
        (await Import(books).RunAsync(file, mapping, TestBooks.Recorder)).OrThrow();

    public static Task EnterRateAsync(TestBooks books, string currency, string date, string rate) =>
        books.HasRateAsync(date, Rate.Read(rate, Currency.Of(currency), Currency.Eur)!.Value, source: "synthetic rate");
}
