using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Papers;

/// <summary>Scans at what they belong to: attached once, handed out as they were, erased for ever.</summary>
public sealed class PaperTests
{
    private static readonly Actor Visits = TestBooks.Recorder with { Id = "rita", Within = FundsCovered.Of(["TFFV"]) };

    [Theory, EveryDatabase]
    public async Task A_paper_is_attached_once_and_handed_out_as_it_was(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);

        Assert.Equal((1, false), Said(await at.AttachAsync(at.Pledge, "note.pdf", Scans.Pdf)));
        Assert.Equal((1, true), Said(await at.AttachAsync(at.Pledge, "other name.pdf", Scans.Pdf)));
        Assert.Equal((2, false), Said(await at.AttachAsync(at.Pledge, "note.png", Scans.Png)));

        var opened = (await at.OpenAsync(at.Pledge, 1)).OrThrow();
        Assert.Equal(Scans.Pdf, opened.Content);
        Assert.Equal(("note.pdf", PaperType.Pdf, Scans.Pdf.Length, "Rosa Recorder"), (opened.Paper.Name, opened.Paper.Type,
            opened.Paper.Size, opened.Paper.By));
        Assert.Equal("paper_is_unknown", (await at.OpenAsync(at.Pledge, 3)).Refusal?.Code);
        Assert.Equal(["paper_attached", "paper_attached", "downloaded"], await at.ActsAsync());
        Assert.Empty(await at.FindingsAsync());
    }

    [Theory, EveryDatabase]
    public async Task An_erased_file_is_gone_and_the_facts_stay(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);
        byte[] secret = [.. Scans.Pdf, .. "NAME-OF-A-PERSON %%EOF"u8];
        (await at.AttachAsync(at.Pledge, "person.pdf", secret)).OrThrow();

        Assert.Equal("paper_reason_is_missing", (await at.EraseAsync(at.Pledge, 1, " ")).Refusal?.Code);
        Assert.Equal((1, false), Said(await at.EraseAsync(at.Pledge, 1, "names a person (synthetic)")));
        Assert.Equal((1, true), Said(await at.EraseAsync(at.Pledge, 1, "again")));

        Assert.Equal("paper_is_erased", (await at.OpenAsync(at.Pledge, 1)).Refusal?.Code);
        var paper = (await at.ListAsync(at.Pledge))!.Single();
        Assert.Equal((null, "names a person (synthetic)", secret.Length), (paper.Name, paper.Erased!.Reason, paper.Size));
        Assert.Empty(await at.FindingsAsync());
        if (on == DatabaseKind.Sqlite) Assert.False(await at.FileHoldsAsync("NAME-OF-A-PERSON"));
        // The same file can be attached anew: it is another paper.
        Assert.Equal((2, false), Said(await at.AttachAsync(at.Pledge, "person.pdf", secret)));
    }

    [Theory, EveryDatabase]
    public async Task Nothing_that_a_protected_fund_does_takes_a_paper_and_the_answer_is_that_of_what_is_not_there(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);
        var w = at.Books.Writer;
        await at.Books.MustPostAsync(Entry("2026-02-01 receipt SFR", "1010 900.00", "4010 -900.00 donor:XA"));
        (await new MakeCommitment(w).RunAsync(new("c", "SFR", null, Eur("100.00"), Day("2026-02-02")), TestBooks.Recorder)).OrThrow();
        var entry = await at.NumberAsync("SELECT MAX(seq) FROM entries");
        var asked = (await new ReverseEntry(w).AskAsync(new("r", entry, Day("2026-03-01"), "synthetic"), TestBooks.Recorder)).OrThrow();

        var hidden = await at.AttachAsync((PaperSubject.Approval, Links.Number(asked.Id)), "a.pdf", Scans.Pdf);
        var absent = await at.AttachAsync((PaperSubject.Approval, "99"), "a.pdf", Scans.Pdf);

        Assert.Equal("paper_subject_is_unknown", hidden.Refusal?.Code);
        Assert.Equal(absent.Refusal!.Sentence.Replace("99", "·", StringComparison.Ordinal),
            hidden.Refusal!.Sentence.Replace($"'{Links.Number(asked.Id)}'", "'·'", StringComparison.Ordinal));
        Assert.Null(await at.ListAsync((PaperSubject.Approval, Links.Number(asked.Id))));
        Assert.Equal(0, await at.NumberAsync("SELECT COUNT(*) FROM papers"));
    }

    [Theory, EveryDatabase]
    public async Task A_request_about_an_open_fund_takes_papers(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);
        var entry = await at.NumberAsync("SELECT MIN(seq) FROM entries WHERE kind = 'receipt'");
        var asked = (await new ReverseEntry(at.Books.Writer).AskAsync(new("r", entry, Day("2026-03-01"), "synthetic"), TestBooks.Recorder))
            .OrThrow();

        Assert.Equal((1, false), Said(await at.AttachAsync((PaperSubject.Approval, Links.Number(asked.Id)), "a.jpg", Scans.Jpeg)));
        Assert.Equal((1, false), Said(await at.AttachAsync(at.Request, "a.docx", Scans.Docx)));
    }

    [Theory, EveryDatabase]
    public async Task Who_may_not_know_of_a_thing_cannot_reach_its_papers(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);
        var quiet = (await new AnnouncePledge(at.Books.Writer).RunAsync(
            new("q", "XA", Day("2026-02-01"), Eur("77.00"), null, "Quiet (synthetic)", null, "SFR", Day("2026-06-01")), TestBooks.Recorder))
            .OrThrow().Code;
        (await at.AttachAsync((PaperSubject.Pledge, quiet), "a.pdf", Scans.Pdf)).OrThrow();

        Assert.Equal("paper_subject_is_unknown",
            (await at.AttachAsync((PaperSubject.Pledge, quiet), "b.png", Scans.Png, Visits)).Refusal?.Code);
        Assert.Equal("paper_subject_is_unknown", (await at.EraseAsync((PaperSubject.Pledge, quiet), 1, "no", Visits)).Refusal?.Code);
        Assert.Equal((1, false), Said(await at.AttachAsync(at.Pledge, "b.png", Scans.Png, Visits)));
        // A pledge to a protected fund is a contribution; its papers are sealed where they count nothing that is published.
        Assert.Equal(3, await at.NumberAsync($"""
            SELECT l.tree FROM register_leaves l JOIN papers p ON CAST(p.id AS TEXT) = l.row_key
            WHERE l.table_name = 'papers' AND p.code = '{quiet}'
            """));
        Assert.Equal(1, await at.NumberAsync($"""
            SELECT l.tree FROM register_leaves l JOIN papers p ON CAST(p.id AS TEXT) = l.row_key
            WHERE l.table_name = 'papers' AND p.code = '{at.Pledge.Code}'
            """));
    }

    [Theory, EveryDatabase]
    public async Task A_file_changed_behind_the_ledger_is_found(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);
        (await at.AttachAsync(at.Pledge, "note.pdf", Scans.Pdf)).OrThrow();
        (await at.AttachAsync(at.Pledge, "note.png", Scans.Png)).OrThrow();
        (await at.AttachAsync(at.Pledge, "note.jpg", Scans.Jpeg)).OrThrow();

        await at.RunAsync("UPDATE paper_contents SET name = 'other.pdf' WHERE paper_id = 1");
        await at.RunAsync("DELETE FROM paper_contents WHERE paper_id = 2");

        var findings = await at.FindingsAsync();
        Assert.Equal(["Its file is gone, and nobody erased it.", "Its file is not the one that was attached."],
            findings.Select(finding => finding.Rule).Order(StringComparer.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_backup_carries_papers(DatabaseKind on)
    {
        await using var at = await DeskAsync(on);
        (await at.AttachAsync(at.Pledge, "note.pdf", Scans.Pdf)).OrThrow();
        var file = TestServer.NewFile(".backup");

        (await new Backup(at.Books.Database).RunAsync(file)).OrThrow();

        await using var copy = LedgerDatabase.At(file);
        var reads = new LedgerReads(copy, at.Books.Clock);
        using var audit = new AuditLog(reads);
        Assert.Equal(Scans.Pdf, (await new OpenPaper(reads, audit).RunAsync(at.Pledge.Subject, at.Pledge.Code, 1, TestBooks.Recorder))
            .OrThrow().Content);
    }

    private static (int, bool) Said(Outcome<ChangedPaper> outcome) =>
        outcome.OrThrow() is var changed ? (changed.Number, changed.IsRepeat) : default;

    private static async Task<Desk> DeskAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-01-05 receipt TFFV", "1010 5000.00", "4010 -5000.00 donor:XA"));
        var pledge = (await new AnnouncePledge(books.Writer).RunAsync(
            new("p", "XA", Day("2026-01-15"), Eur("300.00"), null, "Pledge (synthetic)", null, "TFFV", Day("2026-06-01")),
            TestBooks.Recorder)).OrThrow().Code;
        var request = (await new SubmitVisitRequest(books.Writer).RunAsync(
            new("v", "TFFV", "D-01", 2, [Relation.Spouse], Day("2026-05-01"), Day("2026-05-10"), Eur("1800.00"), Day("2026-03-05")),
            TestBooks.Recorder)).OrThrow().Code;
        return new Desk(books, (PaperSubject.Pledge, pledge), (PaperSubject.Request, request));
    }

    private static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);

    /// <summary>Somebody's desk with everything at hand.</summary>
    private sealed class Desk(TestBooks books, (PaperSubject Subject, string Code) pledge, (PaperSubject Subject, string Code) request)
        : IAsyncDisposable
    {
        private readonly LedgerReads _reads = new(books.Database, books.Clock);
        private readonly AuditLog _audit = new(new LedgerReads(books.Database, books.Clock));

        public TestBooks Books => books;

        public (PaperSubject Subject, string Code) Pledge => pledge;

        public (PaperSubject Subject, string Code) Request => request;

        public Task<Outcome<ChangedPaper>> AttachAsync((PaperSubject Subject, string Code) to, string name, byte[] content,
            Actor? by = null) => new AttachPaper(books.Writer, new PaperSettings(), _audit).RunAsync(
            new(to.Subject, to.Code, PaperKind.Letter, name, content), by ?? TestBooks.Recorder);

        public Task<Outcome<ChangedPaper>> EraseAsync((PaperSubject Subject, string Code) of, int number, string reason,
            Actor? by = null) => new ErasePaper(books.Writer, _reads, _audit).RunAsync(new(of.Subject, of.Code, number, reason),
            by ?? TestBooks.Recorder);

        public Task<Outcome<OpenedPaper>> OpenAsync((PaperSubject Subject, string Code) of, int number) =>
            new OpenPaper(_reads, _audit).RunAsync(of.Subject, of.Code, number, TestBooks.Recorder);

        public async Task<IReadOnlyList<AttachedPaper>?> ListAsync((PaperSubject Subject, string Code) of)
        {
            await using var connection = await _reads.OpenAsync();
            return await PaperList.ReadAsync(_reads, connection, of.Subject, of.Code, default);
        }

        public async Task<List<CheckFinding>> FindingsAsync() =>
            [.. (await new LedgerCheck(_reads).RunAsync()).Results.SelectMany(result => result.Findings)];

        public async Task<List<string>> ActsAsync()
        {
            await using var connection = await books.Database.OpenAsync();
            return await connection.Command(null, "SELECT act FROM audit_log ORDER BY id").RowsAsync(row => row.GetString(0));
        }

        public async Task<long> NumberAsync(string question)
        {
            await using var connection = await books.Database.OpenAsync();
            return await connection.Command(null, question).NumberAsync();
        }

        public async Task RunAsync(string statement)
        {
            await using var connection = await books.Database.OpenAsync();
            await connection.Command(null, statement).RunAsync();
        }

        /// <summary>True where a text stands anywhere in the database's file or its journal.</summary>
        public async Task<bool> FileHoldsAsync(string text)
        {
            foreach (var ending in (string[])["", "-wal"])
            {
                if (!File.Exists(books.Where + ending)) continue;
                await using var file = new FileStream(books.Where + ending, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[file.Length];
                await file.ReadExactlyAsync(bytes);
                if (bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0) return true;
            }
            return false;
        }

        public async ValueTask DisposeAsync()
        {
            _audit.Dispose();
            await books.DisposeAsync();
        }
    }
}
