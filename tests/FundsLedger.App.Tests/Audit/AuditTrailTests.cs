using FundsLedger.App.Access;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Audit;

/// <summary>What the audit log answers, and what cannot be smuggled into it.</summary>
public sealed class AuditTrailTests
{
    [Theory, EveryDatabase]
    public async Task Rows_are_found_by_person_act_day_and_part_of_the_subject_newest_first(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        await audit.NoteAsync(new AuditNote(TestBooks.Recorder, AuditAct.SignedIn, "/sign-in"));
        books.Clock.Advance(TimeSpan.FromDays(1));
        await audit.NoteAsync(new AuditNote(TestBooks.Recorder, AuditAct.Read, "GET /funds/SFR?100%"));
        await audit.NoteAsync(new AuditNote(TestBooks.Auditor, AuditAct.Exported, "journal_csv"));

        Assert.Equal([3, 2, 1], await FoundAsync(new()));
        Assert.Equal([2, 1], await FoundAsync(new() { Actor = "rosa" }));
        Assert.Equal([3], await FoundAsync(new() { Actor = "aud" }));
        Assert.Equal([3], await FoundAsync(new() { Act = AuditAct.Exported }));
        Assert.Equal([1], await FoundAsync(new() { To = Day("2026-07-01") }));
        Assert.Equal([3, 2], await FoundAsync(new() { From = Day("2026-07-02"), To = Day("2026-07-02") }));
        Assert.Equal([2], await FoundAsync(new() { Subject = "FUNDS/sfr" }));
        // Signs that mean something to LIKE mean themselves here.
        Assert.Equal([2], await FoundAsync(new() { Subject = "0%" }));
        Assert.Equal([3], await FoundAsync(new() { Subject = "l_c" }));
        Assert.Empty(await FoundAsync(new() { Subject = "r%s" }));
        Assert.Empty(await FoundAsync(new() { Subject = "' OR 1=1 --" }));
        Assert.Equal([1], await FoundAsync(new() { Before = 2, To = DateOnly.MaxValue }));

        async Task<IEnumerable<long>> FoundAsync(AuditFilter filter)
        {
            await using var connection = await books.Database.OpenAsync();
            return (await AuditTrail.ReadAsync(connection, filter, 10)).Select(line => line.Id);
        }
    }

    [Theory, EveryDatabase]
    public async Task Each_row_names_the_digest_that_seals_it(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        for (var day = 0; day < 3; day++)
        {
            await audit.NoteAsync(new AuditNote(TestBooks.Recorder, AuditAct.SignedIn, "/sign-in"));
            await audit.NoteAsync(new AuditNote(TestBooks.Recorder, AuditAct.SignedOut, "/sign-out"));
            books.Clock.Advance(TimeSpan.FromDays(1));
            if (day < 2) Assert.True(await new SealAudit(books.Writer, new LedgerReads(books.Database, books.Clock)).RunIfDueAsync());
        }

        await using var connection = await books.Database.OpenAsync();
        var lines = await AuditTrail.ReadAsync(connection, new(), 10);

        Assert.Equal(new (long, string?)[] { (6, null), (5, null), (4, "protected-3"),
            (3, "protected-3"), (2, "protected-1"), (1, "protected-1") },
            lines.Select(line => (line.Id, line.Seal?.Name)));
        Assert.Equal(await SealedAsync(1), lines[5].Seal!.Digest);

        async Task<string> SealedAsync(long id) =>
            Convert.ToHexStringLower(
                (await connection.Command(null, "SELECT digest FROM audit_minutes WHERE tree = 3 AND first_row = @id", ("@id", id))
                    .RowsAsync(row => row.Blob(0)))[0]);
    }

    [Theory]
    [InlineData("a\r\n2026-07-01 SignedIn admin", "a··2026-07-01 SignedIn admin")]
    [InlineData("red\u001b[31m", "red·[31m")]
    [InlineData("turned \u202Egnp.exe", "turned ·gnp.exe")]
    [InlineData("line\u2028break", "line·break")]
    [InlineData("half ½", "half ·")]
    [InlineData("whole \ud83d\ude00", "whole \ud83d\ude00")]
    // an attribute cannot hold half a pair
    public void A_subject_forges_no_second_line_and_turns_no_text(string subject, string kept) =>
        Assert.Equal(kept, AuditLog.Plain(subject.Replace('½', '\ud83d')));

    [Theory, EveryDatabase]
    public async Task A_long_subject_is_cut_between_characters_and_kept(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));

        await audit.NoteAsync(
            new AuditNote(new Actor("x", "=1+1"), AuditAct.Refused, new string('a', 199) + "\ud83d\ude00 and more", "no\nright"));

        await using var connection = await books.Database.OpenAsync();
        var line = Assert.Single(await AuditTrail.ReadAsync(connection, new(), 10));
        Assert.Equal((new string('a', 199), "no·right"), (line.Subject, line.Outcome));
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);
    }
}
