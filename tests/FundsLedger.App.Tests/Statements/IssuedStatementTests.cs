using System.IO.Compression;
using System.Security.Cryptography;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Reports.Documents.DonorStatement;
using UglyToad.PdfPig;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Statements;

/// <summary>A statement is issued once, by two people, and stays as it was issued whatever the books say later.</summary>
public sealed class IssuedStatementTests
{
    private static readonly StatementAsked February = new("XA", "TFFV", Day("2026-02-01"), Day("2026-02-28"), "en");

    [Theory, EveryDatabase]
    public async Task A_statement_is_certified_by_one_approved_by_another_and_reprinted_byte_for_byte(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ReceiveAsync(books, "a", "2026-02-10", "10.00");
        var request = (await AskAsync(books, "k")).OrThrow();
        Assert.Empty(await ListAsync(books));
        Assert.Equal("approval_takes_two", (await DecideAsync(books, request.Id, TestBooks.Certifier)).Refusal?.Code);

        (await DecideAsync(books, request.Id, TestBooks.Approver)).OrThrow();

        var issued = Assert.Single(await ListAsync(books));
        var pdf = await Issued(books).ReprintAsync(issued);
        Assert.Equal(issued.Hash, Convert.ToHexStringLower(SHA256.HashData(pdf)));
        Assert.Equal(pdf, await Issued(books).ReprintAsync(issued));
        using var read = PdfDocument.Open(pdf);
        Assert.All(read.GetPages(), page => Assert.Contains(issued.Number, page.Text, StringComparison.Ordinal));
        var text = string.Concat(read.GetPages().Select(page => page.Text));
        Assert.Contains(TestBooks.Certifier.Name, text, StringComparison.Ordinal);
        Assert.Contains(TestBooks.Approver.Name, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Preview", text, StringComparison.Ordinal);
        Assert.Equal((issued.Number, issued.Hash, (string?)null), await ConfirmedAsync(books, issued.Number));
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task A_preview_marks_nothing_as_issued_and_says_that_it_is_one(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var made = (await Statements(books).OfAsync(February)).OrThrow();
        Assert.Contains("Preview", made.Document.Furniture.Banner, StringComparison.Ordinal);
        Assert.Null(made.Document.Furniture.Address);
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM issued_statements"));
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM statement_drafts"));
    }

    [Theory, EveryDatabase]
    public async Task What_is_approved_is_what_was_certified_and_a_later_correction_stands_beside_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var first = await ReceiveAsync(books, "a", "2026-02-10", "10.00");
        var request = (await AskAsync(books, "k")).OrThrow();
        await ReceiveAsync(books, "b", "2026-02-11", "7.00");
        (await DecideAsync(books, request.Id, TestBooks.Approver)).OrThrow();
        var issued = Assert.Single(await ListAsync(books));
        var bytes = await Issued(books).ReprintAsync(issued);
        Assert.Equal("10.00", Sum(await Issued(books).RecordAsync(issued)));

        var compared = (await Issued(books).CompareAsync(issued, withAll: false)).OrThrow();
        Assert.Contains(compared.Differences, one => one is { Section: "account", Row: "contributions", Before: "10.00", After: "17.00" });
        Assert.Equal(Day("2026-02-11"), Assert.Single(compared.Entries).Date);

        // Taken back on its day in February: the restatement names its original, which stays as it was.
        books.Clock.Advance(TimeSpan.FromMinutes(1));
        (await new ReverseEntry(books.Writer).RunAsync(new ReversalAsked("back", first.Entry.Seq, Day("2026-02-20"), "wrong"),
            TestBooks.Approver)).OrThrow();
        var again = (await AskAsync(books, "k2")).OrThrow();
        (await DecideAsync(books, again.Id, TestBooks.Approver)).OrThrow();
        var list = await ListAsync(books);
        Assert.Equal([issued.Number, null], list.Select(one => one.Restates));
        Assert.Equal("7.00", Sum(await Issued(books).RecordAsync(list[0])));
        Assert.Contains(issued.Number, (await Issued(books).RecordAsync(list[0])).Changes.Single(), StringComparison.Ordinal);
        Assert.Equal(bytes, await Issued(books).ReprintAsync(issued));
        Assert.Equal(list[0].Number, (await ConfirmedAsync(books, issued.Number)).RestatedBy);
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task The_same_figures_are_not_issued_twice_and_the_same_key_asks_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ReceiveAsync(books, "a", "2026-02-10", "10.00");
        var request = (await AskAsync(books, "k")).OrThrow();
        var repeat = (await AskAsync(books, "k")).OrThrow();
        Assert.Equal((request.Id, true), (repeat.Id, repeat.IsRepeat));
        Assert.Equal("key_used_for_other_input", (await AskAsync(books, "k", February with { Language = "fr" })).Refusal?.Code);
        var other = (await AskAsync(books, "k3")).OrThrow();
        (await DecideAsync(books, request.Id, TestBooks.Approver)).OrThrow();

        Assert.Equal("statement_is_issued", (await DecideAsync(books, other.Id, TestBooks.Approver)).Refusal?.Code);
        Assert.Equal("statement_is_issued", (await AskAsync(books, "k4")).Refusal?.Code);
        Assert.Single(await ListAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_number_that_was_never_issued_is_confirmed_by_nobody(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ReceiveAsync(books, "a", "2026-02-10", "10.00");
        var request = (await AskAsync(books, "k")).OrThrow();
        // Certified is not issued.
        Assert.Null(await Issued(books).ConfirmAsync(request.Subject.Split('/')[1]));
        Assert.Null(await Issued(books).ConfirmAsync("NONE"));
        Assert.Null(await Issued(books).ConfirmAsync(""));
    }

    [Theory, EveryDatabase]
    public async Task A_letter_that_cannot_be_printed_is_refused_before_issue_by_its_name(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync(Registers.Donors, "AR", "مصر", DonorType.State, "en", true);
        var asked = February with { Donor = "AR" };
        var made = (await Statements(books).OfAsync(asked)).OrThrow();
        var refusal = (await made.InAsync(StatementForm.Pdf, "AR")).Refusal;
        Assert.Equal("statement_letter_is_missing", refusal?.Code);
        Assert.Contains("U+0645 م (Arabic)", refusal!.Sentence, StringComparison.Ordinal);
        Assert.Equal("statement_letter_is_missing", (await AskAsync(books, "k", asked)).Refusal?.Code);
        // Other forms hold it as it is.
        Assert.False((await made.InAsync(StatementForm.Csv, "AR")).IsRefused);
    }

    [Fact]
    public async Task A_batch_goes_on_where_it_was_stopped_and_one_bad_donor_does_not_stop_it()
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        await books.AddDonorsAsync("XB", "XC");
        await books.RegisterAsync(Registers.Donors, "AR", "日本", DonorType.State, "en", true);
        foreach (var (donor, amount) in ((string, string)[])[("XA", "10.00"), ("XB", "20.00"), ("XC", "30.00"), ("AR", "1.00")])
            await ReceiveAsync(books, donor, "2026-02-10", amount, donor);
        var request = (await AskAsync(books, "k")).OrThrow();
        (await DecideAsync(books, request.Id, TestBooks.Approver)).OrThrow();
        var issued = Assert.Single(await ListAsync(books));
        var folder = Directory.CreateTempSubdirectory("batch").FullName;
        var reads = new LedgerReads(books.Database, books.Clock);
        var batch = new StatementBatch(reads, Statements(books));
        var asked = new BatchAsked("TFFV", February.From, February.To, "en", folder);

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch.RunAsync(asked, (_, place, _) =>
        {
            if (place == 3) stop.Cancel();
        }, stop.Token));
        // What comes later is not in the batch, although it goes on after it.
        await ReceiveAsync(books, "late", "2026-02-12", "99.00", "XB");
        var told = new List<string>();
        var done = (await batch.RunAsync(asked, (line, _, _) => told.Add(line.Donor))).OrThrow();

        // The refused one is tried again, those that were done are not.
        Assert.Equal(["AR", "XC"], told);
        Assert.Equal(["AR refused 0.00", "XA issued 10.00", "XB preview 20.00", "XC preview 30.00"],
            done.Lines.Select(line => $"{line.Donor} {line.State} {line.Received}"));
        Assert.Contains("U+65E5", done.Lines[0].Reason, StringComparison.Ordinal);
        Assert.Equal((false, "60.00", "61.00"), (done.IsSound, done.Stated.ToDecimalString(), done.Booked.ToDecimalString()));
        using var archive = await ZipFile.OpenReadAsync(done.Archive);
        Assert.Equal(["XA-" + issued.Number + ".pdf", "XB-preview-en.pdf", "XC-preview-en.pdf", "index.csv"],
            archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var stream = await archive.GetEntry("XA-" + issued.Number + ".pdf")!.OpenAsync();
        Assert.Equal(issued.Hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        Assert.Single(await ListAsync(books));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        return books;
    }

    private static DonorStatements Statements(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return new DonorStatements(reads, new TrialBalances(reads));
    }

    private static IssuedStatements Issued(TestBooks books) => new(new LedgerReads(books.Database, books.Clock), Statements(books));

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, string key, StatementAsked? asked = null) =>
        new IssueStatement(books.Writer, Statements(books)).AskAsync(key, asked ?? February, TestBooks.Certifier);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, long id, Domain.Ledger.Actor by) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, true), by);

    private static async Task<List<IssuedStatement>> ListAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return await IssuedStatements.ReadAsync(connection, await reads.CatalogAsync(connection));
    }

    private static async Task<(string Number, string Hash, string? RestatedBy)> ConfirmedAsync(TestBooks books, string number) =>
        await Issued(books).ConfirmAsync(number) is { } confirmed ? (confirmed.Number, confirmed.Hash, confirmed.RestatedBy)
            : throw new InvalidOperationException("not confirmed");

    private static async Task<RecordedReceipt> ReceiveAsync(TestBooks books, string key, string date, string amount, string donor = "XA")
    {
        // Nothing is known in the same moment as what was certified before.
        books.Clock.Advance(TimeSpan.FromMinutes(1));
        return (await new RecordReceipt(books.Writer).RunAsync(new(key, "TFFV", donor, Day(date), Eur(amount), "1010"),
            TestBooks.Recorder)).OrThrow();
    }

    private static string Sum(StatementRecord record) =>
        record.Receipts.Aggregate(Money.Eur(0), (sum, receipt) => sum + receipt.Eur).ToDecimalString();
}
