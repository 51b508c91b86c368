using System.Runtime.CompilerServices;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Tests.Bank;

/// <summary>What real banks send, as small files of our own, and the books they are tried on.</summary>
internal static class FieldFiles
{
    public const string Main = "DE89370400440532013000";
    public const string Protected = "FR1420041010050500013M02606";

    public static BankFile At(string name) => BankFile.At(Path.Combine(Folder(), name));

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder(), folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>MAIN of the family visits with 1,000.00, SFRB of the protected fund with 500.00, on 31 January 2026.</summary>
    public static async Task<TestBooks> OpenAsync(DatabaseKind on) =>
        TestBooks.At(on, (await Templates.OfAsync(on, "books for files from the field", FillAsync)).Where);

    private static async Task FillAsync(TestBooks books)
    {
        await books.RegisterAsync("MAIN", Main, opening: "1000.00", startsOn: "2026-01-31");
        await books.RegisterAsync("SFRB", Protected, opening: "500.00", startsOn: "2026-01-31", fund: "SFR");
        await books.MustPostAsync(LedgerText.Entry("2026-01-31 receipt TFFV", $"{await books.LedgerOfAsync("MAIN")} 1000.00",
            "4020 -1000.00"), LedgerText.Entry("2026-01-31 receipt SFR", $"{await books.LedgerOfAsync("SFRB")} 500.00", "4020 -500.00"));
    }

    /// <summary>An MT940 statement of lines after its head, ended as banks end it.</summary>
    public static BankFile Mt940(string account, string opening, string closing, params string[] lines) =>
        BankFiles.Of("f.sta", Mt940Text(account, opening, closing, lines));

    public static string Mt940Text(string account, string opening, string closing, params string[] lines) =>
        $":20:A\n:25:{account}\n:28C:0\n:60F:C260202EUR{opening}\n{string.Join('\n', lines)}\n:62F:C260202EUR{closing}\n-\n";

    /// <summary>What the books hold of an account's lines, with the text of the bank.</summary>
    public static Task<long> LinesSayingAsync(this TestBooks books, string bank, string words) =>
        books.NumberAsync($"SELECT COUNT(*) FROM bank_lines WHERE bank_account = '{bank}' AND (text LIKE '%{words}%' OR raw LIKE "
            + $"'%{words}%' OR party_name LIKE '%{words}%')");

    /// <summary>Answers several numbers.</summary>
    public static async Task<List<long>> NumbersAsync(this TestBooks books, string question)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null, question).RowsAsync(row => row.GetInt64(0));
    }

    public static StatementFault[] Faults(this ImportReport report) =>
        [.. report.Statements.SelectMany(statement => statement.Faults).Select(fault => fault.Fault)];

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "field");
}
