using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Api;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A table without a mapping leads to making one: what its columns seem to be is proposed, shown, and said by a person.</summary>
public sealed class MappingTests
{
    private const string Table = "Account;DE89370400440532013000\n\nDate;Amount (EUR);Balance;Payee;Text\n"
        + "2026-02-12;10,00;10,00;Donor One;gift\n";

    [Theory]
    [InlineData("csv_drcr.csv", "; , dd.MM.yyyy 1 - balance=Balance booked=Date credit=Credit debit=Debit text=Text")]
    [InlineData("csv_ing.csv", "; , yyyyMMdd 1 EUR account=Rekening amount=Bedrag (EUR) balance=Saldo na mutatie booked=Datum party=Naam "
        + "/ Omschrijving party_account=Tegenrekening sign=Af Bij text=Mededelingen")]
    [InlineData("csv_preamble.csv",
        "; , yyyy-MM-dd 4 - amount=Amount balance=Balance booked=Date party=Payee text=Text account:DE89370400440532013000")]
    [InlineData("csv_wrong_mark_2.csv", "; . yyyy-MM-dd 1 - amount=Amount balance=Balance booked=Date party=Payee text=Text")]
    public void What_the_columns_seem_to_be_is_told_from_headings_and_contents(string name, string expected) =>
        Assert.Equal(expected, Said(TableGuess.Of(FieldFiles.At(name))!));

    [Theory]
    // A day that could be of two months, a sum that could be written by two marks, and a heading that stands twice are left to a person.
    [InlineData("Date,Amount,Text,Text\n02/03/2026,10,a,b\n03/03/2026,11,a,b\n", ", ? ? 1 - amount=Amount booked=Date")]
    [InlineData("Date\tAmount\tText\n13/03/2026\t1.000\ta\n02/03/2026\t2.500\tb\n",
        "tab ? dd/MM/yyyy 1 - amount=Amount booked=Date text=Text")]
    [InlineData("Buchungstag;Valuta;Betrag;Währung;Verwendungszweck\n02.02.26;02.02.26;10,00;EUR;Spende\n",
        "; , dd.MM.yy 1 - amount=Betrag booked=Buchungstag currency=Währung text=Verwendungszweck valued=Valuta")]
    [InlineData("Date de comptabilisation|Débit (EUR)|Crédit (EUR)|Solde|Libellé\n02/13/2026||10.00|1010.00|don\n",
        "| . MM/dd/yyyy 1 EUR balance=Solde booked=Date de comptabilisation credit=Crédit (EUR) debit=Débit (EUR) text=Libellé")]
    public void What_a_table_does_not_tell_is_left_open(string text, string expected) =>
        Assert.Equal(expected, Said(TableGuess.Of(BankFiles.Of("f.csv", text))!));

    [Theory]
    [InlineData(":20:A\n:25:DE89370400440532013000\n:28C:0\n")]
    [InlineData("<?xml version=\"1.0\"?><Document/>")]
    [InlineData("A letter; nothing else, and no table.\nNothing; here; too.\n")]
    [InlineData("")]
    public void What_is_no_table_is_none(string text) => Assert.Null(TableGuess.Of(BankFiles.Of("f", text)));

    [Theory, EveryDatabase]
    public async Task A_file_without_a_mapping_leads_to_one_by_a_page_that_shows_what_would_be_read(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.RegisterAsync("B", CamtText.Account);
        using var browser = await host.BrowserAsync(Role.Recorder);
        var preview = await UploadAsync(browser, Table);
        var page = await browser.PageAsync(preview);
        var mapping = page.QuerySelector(".notice a.button")!.GetAttribute("href")!;
        page = await browser.PageAsync(mapping);
        Assert.Equal(("Date", CamtText.Account, "EUR"),
            (Chosen("column_booked"), Chosen("account"), page.QuerySelector("#f-currency")!.GetAttribute("value")));

        // Saving before it was shown shows it; what is changed after it was shown is shown again.
        page = await Reading.Parsed(await browser.SendAsync(mapping, page.Filled(("code", "MINE"), ("act", "save"))));
        Assert.Contains("Donor One", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await host.Books.NumberAsync("SELECT COUNT(*) FROM bank_mappings"));
        var changed = await Reading.Parsed(await browser.SendAsync(mapping, page.Filled(("column_party", ""), ("act", "save"))));
        Assert.Equal(0, await host.Books.NumberAsync("SELECT COUNT(*) FROM bank_mappings"));
        var wrong = await Reading.Parsed(await browser.SendAsync(mapping, page.Filled(("dates", "dd.MM.yyyy"), ("act", "try"))));
        Assert.Equal("bank_date_is_wrong", wrong.QuerySelector(".refusal-code")!.TextContent);
        var saved = await browser.SendAsync(mapping, changed.Filled(("act", "save")));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(preview + "?mapping=MINE", saved.Headers.Location!.ToString());
        page = await browser.PageAsync(preview + "?mapping=MINE");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync(preview + "?mapping=MINE", page.Filled())).StatusCode);
        Assert.Equal("-10.00", await host.Books.BalanceAsync("TFFV", "2900"));

        string Chosen(string field) => page.QuerySelector($"#f-{field} option[selected]")!.GetAttribute("value")!;
    }

    [Theory, EveryDatabase]
    public async Task A_program_is_told_what_a_table_seems_to_be_tries_a_mapping_and_saves_it(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        var content = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Table));
        var guess = (await (await program.SendAsync("/api/v1/bank/mappings/trials", null, new { file_name = "f.csv", content }))
            .BodyAsync())["guess"]!;
        Assert.Equal(("Amount (EUR)", 3, CamtText.Account),
            ((string)guess["columns"]!["amount"]!, (int)guess["heading_line"]!, (string)guess["account"]!));
        object Mapping(string dates) => new
        {
            code = "MINE", delimiter = ";", @decimal = ",", date_format = dates, account = CamtText.Account, currency = "EUR",
            columns = new { booked = "Date", amount = "Amount (EUR)", balance = "Balance" },
        };
        var tried = await (await program.SendAsync("/api/v1/bank/mappings/trials", null,
            new { file_name = "f.csv", content, mapping = Mapping("yyyy-MM-dd") })).BodyAsync();
        Assert.Equal(("10.00", "0.00", 1), ((string)tried["closing"]!, (string)tried["opening"]!, (int)tried["line_count"]!));
        Assert.Equal("422 bank_date_is_wrong", await (await program.SendAsync(
            "/api/v1/bank/mappings/trials", null, new { file_name = "f.csv", content, mapping = Mapping("dd.MM.yyyy") })).ProblemAsync());
        Assert.Equal(HttpStatusCode.Created, (await program.SendAsync("/api/v1/bank/mappings", "k", Mapping("yyyy-MM-dd"))).StatusCode);
        Assert.Equal("422 bank_code_is_taken", await (await program.SendAsync("/api/v1/bank/mappings", "k2", Mapping("yyyyMMdd")))
            .ProblemAsync());
        Assert.Equal("MINE", (string)Assert.Single(await program.WholeAsync("/api/v1/bank/mappings"))["code"]!);
        var saved = (await program.JsonAsync("/api/v1/bank/mappings/MINE"))!;
        Assert.Equal(("MINE", "Amount (EUR)", "yyyy-MM-dd"),
            ((string)saved["code"]!, (string)saved["columns"]!["amount"]!, (string)saved["date_format"]!));
        Assert.Equal("404 not_found", await (await program.GetAsync("/api/v1/bank/mappings/OTHER")).ProblemAsync());
    }

    [Fact]
    public async Task The_command_line_guesses_defines_shows_and_tries()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var file = TestServer.NewFile(".csv");
        await System.IO.File.WriteAllTextAsync(file, Table);
        Assert.Contains("column Payee,party", (await SaidAsync("try", file, "--format", "csv")).Output, StringComparison.Ordinal);
        string[] define = ["define", "MINE", "--delimiter", ";", "--decimal", ",", "--dates", "yyyy-MM-dd", "--account", CamtText.Account,
            "--currency", "EUR",
            "--column", "booked=Date", "--column", "amount=Amount (EUR)", "--as", "Rosa"];
        Assert.Contains("2026-02-12,EUR,10.00", (await SaidAsync([.. define, "--try", file, "--format", "csv"])).Output,
            StringComparison.Ordinal);
        Assert.Equal(1, (await SaidAsync("show", "MINE")).ExitCode);
        Assert.Equal(0, (await SaidAsync(define)).ExitCode);
        Assert.Equal(0, (await SaidAsync(define)).ExitCode);
        Assert.NotEqual(0, (await SaidAsync([.. define, "--column", "booked=Other"])).ExitCode);
        Assert.Contains("\"code\":\"MINE\"", (await SaidAsync("show", "MINE")).Output, StringComparison.Ordinal);
        Assert.Contains("MINE,;", (await SaidAsync("list", "--format", "csv")).Output, StringComparison.Ordinal);
        Assert.Contains("2026-02-12,EUR,10.00", (await SaidAsync("try", file, "--mapping", "MINE", "--format", "csv")).Output,
            StringComparison.Ordinal);

        Task<ProgramResult> SaidAsync(params string[] words) => Programs.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "fundsledger"), ["bank", "mappings", .. words, "--db", books.Where]);
    }

    private static string Said(GuessedTable table)
    {
        List<string> said =
        [
            table.Delimiter == '\t' ? "tab" : table.Delimiter.ToString(), table.Decimal?.ToString() ?? "?", table.DateFormat ?? "?",
            table.HeadingLine.ToString(System.Globalization.CultureInfo.InvariantCulture), table.Currency ?? "-",
        ];
        said.AddRange(table.Columns.OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => $"{column.Key}={column.Value}"));
        if (table.Account is { } account) said.Add($"account:{account}");
        return string.Join(' ', said);
    }

    private static async Task<string> UploadAsync(HttpClient browser, string text)
    {
        var token = (await browser.PageAsync("/bank")).Filled()["__RequestVerificationToken"];
        using var file = new StringContent(text);
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" },
            { file, "file", "table.csv" } };
        var answer = await browser.PostAsync("/bank", content);
        return answer.Headers.Location!.ToString().Split('?')[0];
    }
}
