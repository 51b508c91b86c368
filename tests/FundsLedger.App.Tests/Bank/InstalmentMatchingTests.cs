using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>State A owes 900.00 under an agreement in three instalments, the last against a report; its money comes by bank.</summary>
public sealed class InstalmentMatchingTests
{
    private static readonly SignAgreement.Command Three = new("sign", "XA", null, "TFFV", Day("2026-01-10"), Eur("900.00"), null,
        [new(Day("2026-02-01"), Eur("300.00")), new(Day("2026-05-01"), Eur("300.00")),
            new(Day("2026-08-01"), Eur("300.00"), "interim report accepted")]);

    [Theory, EveryDatabase]
    public async Task An_instalment_named_by_its_payer_is_suggested_and_accepting_settles_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "300.00", "2026-02-28", "2026-02-03 300.00 Agreement XA-A-2026-1"));
        var found = (await SuggestedAsync(books)).Single();
        Assert.Equal("XA:XA-A-2026-1/1=30000 reference amount instalment_due",
            $"{Suggestions.Told(found.Strong!)} {Suggestions.Reason(found.Strong!)}");
        var identify = new MatchLines.Identification(1, "XA", LinePart.Of(found.Strong!, found.Waiting.Suspended!.Value), false,
            Suggestions.Reason(found.Strong!));
        var matched = await books.MustRepeatAsync(() => new MatchLines(books.Writer).IdentifyAsync(identify, TestBooks.Recorder));
        await MustBeAsync(books, ("2900", "0.00"), ("1100", "600.00"), ("4010", "-600.00"), ("8013", "600.00"));
        Assert.Equal(["0.00", "300.00", "300.00"], await OpenInstalmentsAsync(books));
        // The same money for another instalment of the same pledge is another decision.
        await books.MustRefuseAsync("bank_line_is_settled", () => new MatchLines(books.Writer)
            .IdentifyAsync(identify with { Parts = [identify.Parts[0] with { Instalment = new("XA-A-2026-1", 2) }] }, TestBooks.Recorder));
        Assert.Equal(matched.Entries[0], await books.NumberAsync("SELECT MAX(entry_seq) FROM receipts"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_part_leaves_the_rest_due_and_too_much_is_refused_until_a_person_says_what_it_is(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "1600.00", "2026-05-31", "2026-02-03 400.00 XA-A-2026-1 first",
            "2026-05-02 1200.00 XA-A-2026-1 second"));
        var match = new MatchLines(books.Writer);
        var found = (await SuggestedAsync(books))[0];
        Assert.Equal("XA:XA-A-2026-1/1=30000,XA-A-2026-1/2=10000", Suggestions.Told(found.Suggestions[0]));
        (await match.IdentifyAsync(new(1, "XA", LinePart.Of(found.Suggestions[0], Eur("400.00")), false, "x"), TestBooks.Recorder))
            .OrThrow();
        Assert.Equal(["0.00", "200.00", "300.00"], await OpenInstalmentsAsync(books));

        var over = (await SuggestedAsync(books)).Single().Suggestions[0];
        Assert.Equal(("XA:XA-A-2026-1/2=120000", MatchStrength.Fair), (Suggestions.Told(over), over.Strength));
        await books.MustRefuseAsync("receipt_is_above_instalment",
            () => match.IdentifyAsync(new(2, "XA", LinePart.Of(over, Eur("1200.00")), false, "x"), TestBooks.Recorder));
        (await match.IdentifyAsync(new(2, "XA",
            [new("XA-P-2026-1", Eur("1200.00"), new("XA-A-2026-1", 2), PaymentDifference.SeparateGift)], false, "x"), TestBooks.Recorder))
            .OrThrow();
        await books.MustRefuseAsync("bank_line_is_settled",
            () => match.IdentifyAsync(new(2, "XA", [new("XA-P-2026-1", Eur("1200.00"), new("XA-A-2026-1", 2), PaymentDifference.Return)],
            false, "x"), TestBooks.Recorder));
        Assert.Equal(["0.00", "0.00", "300.00"], await OpenInstalmentsAsync(books));
        await MustBeAsync(books, ("2900", "0.00"), ("8013", "300.00"), ("4010", "-1600.00"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_an_agreement_made_binding_is_not_open_a_second_time_by_its_pledge(DatabaseKind on)
    {
        await using var books = await ImportTests.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        (await new AnnouncePledge(books.Writer)
            .RunAsync(new("p", "XA", Day("2026-01-02"), Eur("1000.00"), null, "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder))
            .OrThrow();
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "2000.00", "2026-02-28", "2026-02-03 1000.00 Money",
            "2026-02-04 600.00 Money", "2026-02-05 150.00 Money", "2026-02-06 250.00 Money"));
        Assert.Equal(["XA:XA-P-2026-1=100000", "nothing", "nothing", "nothing"], await MeetAsync(books));
        (await new SignAgreement(books.Writer)
            .RunAsync(new("s", "XA", "XA-P-2026-1", "TFFV", Day("2026-01-10"), Eur("400.00"), null,
            [new(Day("2026-02-01"), Eur("150.00")), new(Day("2026-03-01"), Eur("250.00"))]), TestBooks.Recorder)).OrThrow();
        Assert.Equal(["nothing", "XA:XA-P-2026-1=60000", "XA:XA-A-2026-1/1=15000", "XA:XA-A-2026-1/2=25000"], await MeetAsync(books));
        await books.ImportAsync(CamtText.File("2000.00", "2026-02-28", "2400.00", "2026-03-31", "2026-03-03 400.00 XA-A-2026-1"));
        Assert.Equal([5L], (await AcceptAsync(books)).Accepted);
        Assert.Equal(["nothing", "XA:XA-P-2026-1=60000", "nothing", "nothing"], await MeetAsync(books));
        (await new MatchLines(books.Writer).IdentifyAsync(new(2, "XA", [new("XA-P-2026-1", Eur("600.00"))], false, "x"),
            TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("8010", "0.00"), ("8013", "0.00"), ("1100", "0.00"), ("2900", "-1400.00"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Money_that_the_bank_takes_back_makes_its_instalment_due_again_with_all_that_was_booked(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        books.Clock.SetUtcNow(new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero));
        (string, string)[] signed = [("1100", "900.00"), ("4010", "-600.00"), ("2110", "-300.00"), ("2100", "0.00"), ("8013", "900.00"),
            ("2900", "0.00")];
        await MustBeAsync(books, signed);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "300.00", "2026-07-31", "2026-07-30 300.00 Early"));
        // Conditional money: receipt, withheld part and fulfilment are three entries.
        (await new MatchLines(books.Writer)
            .IdentifyAsync(new(1, "XA", [new("XA-P-2026-1", Eur("300.00"), new("XA-A-2026-1", 3))], false, "x"), TestBooks.Recorder))
            .OrThrow();
        await MustBeAsync(books, ("1100", "600.00"), ("2110", "0.00"), ("2100", "-300.00"), ("8013", "600.00"), ("2900", "0.00"));
        await books.ImportAsync(CamtText.File("300.00", "2026-07-31", "0.00", "2026-08-31", "2026-08-10 -300.00 Returned reversal:yes"));
        (await new MatchLines(books.Writer).ReturnAsync(2, await books.NumberAsync("SELECT entry_seq FROM bank_lines WHERE id = 1"), "x",
            TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, signed);
        Assert.Equal(["300.00", "300.00", "300.00"], await OpenInstalmentsAsync(books));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_rule_settles_the_one_instalment_that_is_paid_exactly_and_leaves_everything_else_to_a_person(DatabaseKind on)
    {
        await using var books = await ImportTests.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        (await new SignAgreement(books.Writer)
            .RunAsync(Three with { Amount = Eur("300.00"), Instalments = [new(Day("2026-02-01"), Eur("300.00"))] }, TestBooks.Recorder))
            .OrThrow();
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "5.00", "2026-01-31", "2026-01-12 5.00 Gift iban:NL01"));
        (await new MatchLines(books.Writer).IdentifyAsync(new(1, "XA", [new(null, Eur("5.00"))], true, "x"), TestBooks.Recorder)).OrThrow();
        await books.ImportAsync(CamtText.File("5.00", "2026-01-31", "605.00", "2026-02-28", "2026-02-02 299.00 Less iban:NL01",
            "2026-02-03 300.00 Exact iban:NL01", "2026-02-04 1.00 Afterwards iban:NL01"));
        Assert.Equal(["unidentified", "unidentified", "received", "received"],
            await TextsAsync(books, "SELECT treatment FROM bank_lines ORDER BY id"));
        await MustBeAsync(books, ("1100", "0.00"), ("8013", "0.00"), ("2900", "-299.00"), ("4010", "-306.00"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Accepting_all_strong_suggestions_leaves_what_two_lines_want_to_a_person(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "907.00", "2026-05-31",
            "2026-02-03 300.00 XA-A-2026-1 and XA-P-2026-1", "2026-02-20 300.00 XA-A-2026-1 again", "2026-05-02 300.00 XA-A-2026-1",
            "2026-05-03 7.00 Unknown"));
        var before = await books.EveryRowAsync();
        var sure = (await ReadAsync(books)).Sure();
        // Two lines near the first instalment want it; the one near the second can be accepted.
        Assert.Equal([3L], sure.Select(line => line.Waiting.Id));
        Assert.Equal(before, await books.EveryRowAsync());
        var done = await AcceptAsync(books);
        Assert.Equal([3L], done.Accepted);
        Assert.Empty(done.Refused);
        Assert.Equal(["300.00", "0.00", "300.00"], await OpenInstalmentsAsync(books));
        Assert.Equal("reference amount instalment_due", (await TextsAsync(books, "SELECT reason FROM bank_matches")).Single());
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task The_command_line_shows_what_it_would_accept_and_accepts_it_only_when_told(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "301.00", "2026-02-28", "2026-02-03 300.00 XA-A-2026-1",
            "2026-02-04 1.00 Unknown"));
        var before = await books.EveryRowAsync();
        var dry = await RunAsync("bank", "match", "--bank", "B", "--format", "csv", "--db", books.Where);
        Assert.Equal((0, "1 of 2 lines could be accepted by --accept-strong"), (dry.ExitCode, dry.Errors.Trim()));
        Assert.Contains("1,2026-02-03,EUR,300.00,,XA,XA-A-2026-1/1=300.00,strong,reference amount instalment_due", dry.Output,
            StringComparison.Ordinal);
        Assert.Equal(before, await books.EveryRowAsync());
        var accepted = await RunAsync("bank", "match", "--bank", "B", "--accept-strong", "--as", "A. Recorder", "--db", books.Where);
        Assert.Equal((0, "1 of 2 lines were accepted"), (accepted.ExitCode, accepted.Errors.Trim()));
        await MustBeAsync(books, ("1100", "600.00"), ("2900", "-1.00"));
        var again = await RunAsync("bank", "match", "--bank", "B", "--accept-strong", "--db", books.Where);
        Assert.Equal((0, "0 of 1 lines were accepted"), (again.ExitCode, again.Errors.Trim()));
    }

    [Theory, EveryDatabase]
    public async Task A_code_with_its_hyphens_in_the_text_names_the_pledge(DatabaseKind on)
    {
        await using var books = await ImportTests.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        foreach (var key in (string[])["p1", "p2"])
            (await new AnnouncePledge(books.Writer)
                .RunAsync(new(key, "XB", Day("2026-01-02"), Eur("70.00"), null, "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder))
                .OrThrow();
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "70.00", "2026-02-28", "2026-02-03 70.00 For XB-P-2026-2, thanks"));
        Assert.Equal("XB:XB-P-2026-2=7000", Suggestions.Told((await SuggestedAsync(books)).Single().Strong!));
    }

    [Theory, EveryDatabase]
    public async Task An_instalment_in_another_currency_is_met_at_the_rate_it_waited_at(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await books.RegisterAsync("D", CamtText.Account, "USD");
        await BankFiles.EnterRateAsync(books, "USD", "2026-02-01", "0.80");
        (await new SignAgreement(books.Writer)
            .RunAsync(Three with { Amount = In("USD", "500.00"), Rate = To("USD", "0.90"),
            Instalments = [new(Day("2026-02-01"), In("USD", "500.00"))] }, TestBooks.Recorder)).OrThrow();
        var file = BankFiles.Of("usd.xml",
            CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "500.00", "2026-02-28", ["2026-02-03 500.00 XA-A-2026-1"],
            currency: "USD")));
        await books.ImportAsync(file);
        var done = await AcceptAsync(books, "D");
        Assert.Equal([1L], done.Accepted);
        Assert.Empty(done.Refused);
        // Receivable at 450.00, arrived at 400.00: the difference is a loss on exchange.
        await MustBeAsync(books, ("1100", "0.00"), ("2900", "0.00"), ("5930", "50.00"), ("8013", "0.00"));
        await ImportTests.MustBeGoodAsync(books);
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await ImportTests.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        (await new SignAgreement(books.Writer).RunAsync(Three, TestBooks.Recorder)).OrThrow();
        return books;
    }

    private static Task<ProgramResult> RunAsync(params string[] arguments) =>
        Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), arguments);

    private static async Task<List<string>> TextsAsync(TestBooks books, string question)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null, question).RowsAsync(row => row.GetString(0));
    }

    private static async Task<Suggestions> ReadAsync(TestBooks books, string bank = "B") =>
        (await Suggestions.ReadAsync(new LedgerReads(books.Database, books.Clock), bank))!;

    private static async Task<IReadOnlyList<SuggestedLine>> SuggestedAsync(TestBooks books) => (await ReadAsync(books)).Lines;

    private static async Task<AcceptedLines> AcceptAsync(TestBooks books, string bank = "B") =>
        await new AcceptStrong(new MatchLines(books.Writer)).RunAsync((await ReadAsync(books, bank)).Sure(), TestBooks.Recorder);

    /// <summary>What the lines of one amount each are suggested to meet, by amount alone.</summary>
    private static async Task<IEnumerable<string>> MeetAsync(TestBooks books) =>
        (await SuggestedAsync(books)).Select(line => line.Suggestions is [var best, ..] ? Suggestions.Told(best) : "nothing");

    private static async Task MustBeAsync(TestBooks books, params (string Account, string Balance)[] expected)
    {
        foreach (var (account, balance) in expected) Assert.Equal((account, balance), (account, await books.BalanceAsync("TFFV", account)));
    }

    private static async Task<IEnumerable<string>> OpenInstalmentsAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return (await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection, default), "XA-A-2026-1"))
            .Single().Instalments.Select(one => one.Open.ToDecimalString());
    }
}
