using System.Text.Json;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Checks;

/// <summary>Somebody with the program's own rights lowers a pledge past the second person, properly sealed: <c>check</c> says so.</summary>
public sealed class ApprovalCheckTests
{
    private const string Pledge = "XA-P-2026-1";

    [Theory, EveryDatabase]
    public async Task What_two_people_ended_is_good(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = (await new EndPledge(books.Writer).AskAsync(
            new("end", Pledge, "TFFV", PledgeEnd.WrittenDown, Day("2026-05-01"), "budget cut", Eur("10.00")),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        var seq = await books.NumberAsync("SELECT MIN(seq) FROM entries WHERE kind = 'pledge'");
        var reversal = (await new ReverseEntry(books.Writer).AskAsync(new("back", seq, Day("2026-05-02"), "announced twice"),
            TestBooks.Recorder)).Refusal;
        Assert.Equal("pledge_is_overdrawn", reversal?.Code);
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_pledge_ended_without_a_request_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var seq = await ForgeAsync(books, "forged", "10.00", TestBooks.Recorder);
        Assert.Equal([$"entry {seq}: It lowers what a donor promised or owes, and nobody approved it."], await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_pledge_ended_for_more_than_was_approved_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ApproveAsync(books, "10.00", TestBooks.Recorder, TestBooks.Approver);
        var seq = await ForgeAsync(books, "approval/1", "11.00", TestBooks.Approver);
        Assert.Contains($"entry {seq}: It is not what request 1 asked for.", await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task One_person_under_two_accounts_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var second = new Actor("os:rosa", TestBooks.Recorder.Name.ToUpperInvariant());
        await ApproveAsync(books, "10.00", TestBooks.Recorder, second);
        var seq = await ForgeAsync(books, "approval/1", "10.00", second);
        Assert.Contains($"entry {seq}: The same person asked for it and approved it.", await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_pledge_called_ended_by_an_entry_that_ended_nothing_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync(Registers.PledgeEvents, 100L, Pledge, PledgeEventKind.Lapsed, Day("2026-05-01"), 1000L, 1, null, null,
            1L);
        Assert.Equal([$"pledge {Pledge}: It is called ended by entry 1, which did not end that much of it."], await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task An_approval_that_was_never_carried_out_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ApproveAsync(books, "10.00", TestBooks.Recorder, TestBooks.Approver);
        Assert.Equal(["request 1: It was approved, and the entry it names is not the one that does what was asked."],
            await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task An_announcement_taken_back_by_one_person_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var key = await TextAsync(books, "SELECT idempotency_key FROM entries WHERE kind = 'pledge' ORDER BY seq LIMIT 1");
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            (await PostAsync(session,
                new EntryDraft { Key = "sly", Date = Day("2026-05-01"), Fund = "TFFV", Kind = EntryKind.Reversal, Description = "sly",
                    Reverses = key })).OrThrow();
            await session.CommitAsync();
        }
        Assert.Equal(["entry 2: It takes back entry 1, which raised what a donor promised or owes, and nobody approved that."],
            await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task Money_paid_back_by_one_person_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1010 90.00 donor:XA", "4010 -90.00 donor:XA"),
            Entry("2026-04-01 return TFFV", "4010 90.00 donor:XA", "2200 -90.00 donor:XA"));
        var sly = await PaidBackAsync(books, "sly", "40.00", TestBooks.Recorder);
        Assert.Equal([$"entry {sly}: It pays a donor back, and nobody approved it."], await FoundAsync(books));
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            (await PostAsync(session,
                new EntryDraft { Key = "undone", Date = Day("2026-05-01"), Fund = "TFFV", Kind = EntryKind.Reversal, Description = "sly",
                    Reverses = "sly" })).OrThrow();
            await session.CommitAsync();
        }
        Assert.Contains($"entry {sly + 1}: It takes back entry {sly}, which paid a donor back, and nobody approved that.",
            await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task More_paid_back_than_was_approved_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1010 90.00 donor:XA", "4010 -90.00 donor:XA"),
            Entry("2026-04-01 return TFFV", "4010 90.00 donor:XA", "2200 -90.00 donor:XA"));
        var input = JsonSerializer.Serialize(new
        {
            donor = "XA", fund = "TFFV", date = "2026-05-01", currency = "EUR", amount = "40.00", worth = "40.00", parts = "XA 40.00",
            bank = "1010", reason = "x",
        });
        await books.RegisterAsync(Registers.ApprovalsAsked, 1L, ApprovalKind.PayBack, "XA", input, "x", "ask", books.Clock.GetUtcNow(),
            TestBooks.Recorder.Id, TestBooks.Recorder.Name);
        await books.RegisterAsync(Registers.ApprovalsDecided, 1L, true, "x", 4L, books.Clock.GetUtcNow(), TestBooks.Approver.Id,
            TestBooks.Approver.Name);
        Assert.Equal(["request 1: It was approved, and the entry it names is not the one that does what was asked."],
            await FoundAsync(books));
        var seq = await PaidBackAsync(books, "approval/1", "41.00", TestBooks.Approver);
        Assert.Equal([$"entry {seq}: It is not what request 1 asked for."], await FoundAsync(books));
    }

    private static async Task<long> PaidBackAsync(TestBooks books, string key, string amount, Actor actor)
    {
        await using var session = await books.Writer.BeginAsync(actor);
        var about = new Dimensions(Donor: "XA");
        var posted = (await PostAsync(session,
            new EntryDraft { Key = key, Date = Day("2026-05-01"), Fund = "TFFV", Kind = EntryKind.Return, Description = "forged",
                Lines = [new("1010", -Eur(amount), null, about), new("2200", Eur(amount), null, about)] })).OrThrow();
        await session.CommitAsync();
        return posted.Seq;
    }

    /// <summary>Ends a part of the pledge as the program would, with the rights that only an approval has.</summary>
    private static async Task<long> ForgeAsync(TestBooks books, string key, string amount, Actor actor)
    {
        await using var session = await books.Writer.BeginAsync(actor);
        var part = Eur(amount);
        var about = new Dimensions(Donor: "XA", Pledge: Pledge);
        var posted = (await PostAsync(session,
            new EntryDraft { Key = key, Date = Day("2026-05-01"), Fund = "TFFV", Kind = EntryKind.Withdrawal, Description = "forged",
                Lines = [new("8010", -part, null, about), new("8011", part, null, about)] })).OrThrow();
        await session.RegisterAsync(Registers.PledgeEvents,
            [await session.NextIdAsync(Registers.PledgeEvents), Pledge, PledgeEventKind.WrittenDown, Day("2026-05-01"), part.Minor,
                session.Catalog.Fund("TFFV")!.Id, null, null, posted.Seq]);
        await session.CommitAsync();
        return posted.Seq;
    }

    /// <summary>What somebody could do who changes the program.</summary>
    private static ValueTask<Outcome<PostedEntry>> PostAsync(LedgerSession session, EntryDraft draft) =>
        session.PostWithAsync(draft, EntryRights.LowersClaims | EntryRights.PaysBack);

    private static async Task ApproveAsync(TestBooks books, string amount, Actor asks, Actor decides)
    {
        var input = JsonSerializer.Serialize(
            new { pledge = Pledge, fund = "TFFV", end = "written_down", date = "2026-05-01", currency = "EUR", amount, reason = "x" });
        await books.RegisterAsync(Registers.ApprovalsAsked, 1L, ApprovalKind.EndPledge, Pledge, input, "x", "ask", books.Clock.GetUtcNow(),
            asks.Id, asks.Name);
        await books.RegisterAsync(Registers.ApprovalsDecided, 1L, true, "x", 2L, books.Clock.GetUtcNow(), decides.Id, decides.Name);
    }

    private static async Task<List<string>> FoundAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        // Nothing else notices: what was forged is balanced, sealed and in order.
        Assert.All(report.Results.Where(result => result.Name != "approvals"), result => Assert.Empty(result.Findings));
        return [
            .. report.Results.Single(result => result.Name == "approvals").Findings.Select(
                finding => $"{finding.Subject}: {finding.Rule}")];
    }

    private static async Task<string> TextAsync(TestBooks books, string question)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await connection.Command(null, question).RowsAsync(row => row.GetString(0)))[0];
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        (await new AnnouncePledge(books.Writer).RunAsync(new("p", "XA", Day("2026-01-10"), Eur("1000.00"), null, "Pledge", null, "TFFV"),
            TestBooks.Recorder)).OrThrow();
        return books;
    }
}
