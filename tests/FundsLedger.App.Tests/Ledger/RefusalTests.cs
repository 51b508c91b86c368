using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Tests.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;
using static FundsLedger.Domain.Tests.Ledger.BrokenEntries;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>What the ledger refuses, in which order, and that a refusal leaves no trace.</summary>
public sealed class RefusalTests
{
    private static readonly string[] Order = [.. Broken.Select(refusal => refusal.Code)];

    public static IEnumerable<TheoryDataRow> EachRefusal => EveryDatabaseAttribute.With(Order);

    public static IEnumerable<TheoryDataRow> EachStep => EveryDatabaseAttribute.With(Ladder.Select(step => (step.Answer,
        step.Hidden)).Distinct().Select(step => new object?[] { step.Answer, step.Hidden }));

    [Theory, MemberData(nameof(EachRefusal))]
    public async Task Refused_entry_changes_no_table(DatabaseKind on, string code)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await ArrangeAsync(books);

        foreach (var draft in Broken.Single(refusal => refusal.Code == code).Drafts) await books.MustRefuseAsync(code, draft,
            RightsFor(code));
    }

    [Theory, MemberData(nameof(EachStep))]
    public async Task Earlier_rule_answers_when_two_are_broken(DatabaseKind on, string answer, string hidden)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await ArrangeAsync(books);

        foreach (var step in Ladder.Where(step => step.Answer == answer && step.Hidden == hidden)) await books.MustRefuseAsync(answer,
            step.Draft, RightsFor(answer));
    }

    [Theory, EveryDatabase]
    public async Task Known_key_answers_before_every_other_rule(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await ArrangeAsync(books);

        foreach (var draft in Broken.Where(refusal => refusal.Code != "key_is_malformed").SelectMany(refusal => refusal.Drafts))
            Assert.Equal("key_used_for_other_input", await books.AnswerAsync(draft with { Key = "opening" }));
    }

    [Fact]
    public void Closed_list_stands_in_the_order_in_which_rules_are_tested()
    {
        var listed = typeof(LedgerRefusal).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LedgerRefusal)))
            .OrderBy(type => type.MetadataToken).Select(type => SnakeCase(type.Name));

        Assert.Equal(listed, Order);
        Assert.All(Ladder,
            step =>
                Assert.True(Array.IndexOf(Order, step.Answer) < Array.IndexOf(Order, step.Hidden),
                    $"{step.Answer} stands after {step.Hidden}"));
    }

    [Theory, EveryDatabase]
    public async Task Refusal_inside_a_batch_leaves_the_rest_of_the_batch_whole(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await ArrangeAsync(books);
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            Assert.Equal("written", TestBooks.Answer(await session.PostAsync(Sound with { Key = "first", Fund = "SFR" })));
            foreach (var draft in Broken.SelectMany(refusal => refusal.Drafts)) Assert.True((await session.PostAsync(draft)).IsRefused);
            Assert.Equal("written", TestBooks.Answer(await session.PostAsync(Sound with { Key = "second", Fund = "SFR" })));
            await session.CommitAsync();
        }

        Assert.Equal("20.00", await books.BalanceAsync("SFR", "1010"));
        Assert.Equal("100.00", await books.BalanceAsync("TFFV", "1010"));
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM entries WHERE idempotency_key IN ('first', 'second')"));
    }

    [Theory, EveryDatabase]
    public async Task Longest_texts_and_largest_amounts_are_kept_exactly(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var description = string.Concat(Enumerable.Repeat("𝄞é漢\"'\\;|", 50));
        await books.MustPostAsync(
            Entry("1998-07-17 opening TFFV", "1010 10000000000000.00", "3020 -10000000000000.00") with { Key = new string('k', 100),
                Description = description, Reference = new string('é', 200) },
            Entry("2199-12-31 opening SFR", "1050 1000000000000000 JPY @@ 0.01", "2900 -1000000000000000 JPY @@ -0.01"),
            Entry("2199-12-31 opening SFR", "1050 0.001 KWD @@ 0.00", "2900 -0.001 KWD @@ 0.00"));

        await using var db = books.Database.Read();
        Assert.Equal(description, db.Entries.Single(entry => entry.Seq == 1).Description);
        Assert.Equal("10000000000000.00", await books.BalanceAsync("TFFV", "1010", "1998-07-17"));
        Assert.Equal([Money.LargestMinor, -Money.LargestMinor],
            db.Postings.Where(posting => posting.EntrySeq == 2).OrderBy(posting => posting.Line).Select(posting => posting.AmountMinor));
    }

    private static async Task ArrangeAsync(TestBooks books)
    {
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-01-15 opening TFFV", "1010 100.00", "3020 -100.00") with { Key = "opening" },
            Entry("2026-02-01 receipt TFFV", "1010 5.00", "4010 -5.00") with { Key = "wrong" },
            Reversal("2026-02-01", "TFFV", "wrong") with { Key = "back" },
            Entry("2026-02-02 commitment TFFV", "8020 30.00 commitment:C-1", "8021 -30.00 commitment:C-1"),
            Entry("2026-02-02 pledge TFFV", "8010 50.00 pledge:P-1", "8011 -50.00 pledge:P-1") with { Key = "promise" });
        await books.ClosePeriodAsync("TFFV", "2026-01-31");
        var pounds = (int)await books.NumberAsync(
            "SELECT a.id FROM accounts a JOIN funds f ON f.id = a.fund_id WHERE f.code = 'TFFV' AND a.code = '1012'");
        await books.RegisterAsync(Registers.Reconciliations, 1L, "B", pounds, 1L, Day("2026-03-31"), 0L, 0L, 0L,
            ReconciliationStep.Approved, TestBooks.Approver.Id, TestBooks.Approver.Name, TestBooks.Recorder.Id, TestBooks.Recorder.Name,
            0L);
    }

    private static string SnakeCase(string name) =>
        string.Concat(
            name.Select(
                (letter, at) => at > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
