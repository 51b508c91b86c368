using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>A correction is the exact opposite, once, in an open month.</summary>
public sealed class ReversalTests
{
    private static readonly EntryDraft Wrong = Entry("2026-02-10 exchange TFFV", "1011 100.00 USD @@ 91.00 donor:XA",
        "2900 -90.00 payment:P-1", "4200 -1.00 request:V-1");

    [Theory, EveryDatabase]
    public async Task Reversal_is_the_exact_opposite_line_by_line(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Wrong, Reversal("2026-03-01", "TFFV", Wrong.Key));

        await using var db = books.Database.Read();
        var lines = db.Postings.OrderBy(posting => posting.Line).ToList().ToLookup(posting => posting.EntrySeq);
        Assert.Equal(3, lines[1].Count());
        Assert.Equal(lines[1].Select(line => (line.Line, line.AccountId, line.Currency, -line.AmountMinor, -line.EurMinor, line.Donor, line.Request, line.Payment)),
            lines[2].Select(line => (line.Line, line.AccountId, line.Currency, line.AmountMinor, line.EurMinor, line.Donor, line.Request, line.Payment)));
        Assert.All(lines[2], line => Assert.Equal(new DateOnly(2026, 3, 1), line.EffectiveDate));
        Assert.Equal((1L, EntryKind.Reversal), db.Entries.Where(entry => entry.Seq == 2).Select(entry => new ValueTuple<long, EntryKind>(entry.ReversesSeq!.Value, entry.Kind)).Single());
        foreach (var account in (string[])["2900", "1011", "4200"]) Assert.Equal("0.00", await books.BalanceAsync("TFFV", account));
        Assert.Equal("91.00", await books.BalanceAsync("TFFV", "1011", "2026-02-28"));
    }

    [Theory, EveryDatabase]
    public async Task Entry_is_reversed_once_and_a_reversal_never(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var back = Reversal("2026-03-01", "TFFV", Wrong.Key);
        await books.MustPostAsync(Wrong, back);

        await books.MustRefuseAsync("entry_is_already_reversed", Reversal("2026-03-01", "TFFV", Wrong.Key));
        await books.MustRefuseAsync("reversal_of_reversal", Reversal("2026-03-01", "TFFV", back.Key));
        Assert.Equal("repeat", await books.AnswerAsync(back));
    }

    [Theory, EveryDatabase]
    public async Task Two_simultaneous_reversals_become_one(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Wrong);
        await using var otherDatabase = LedgerDatabase.At(books.Where);
        await using var otherWriter = new LedgerWriter(otherDatabase, books.Clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(task => Task.Run(async () =>
            TestBooks.Answer(await (task % 2 == 0 ? books.Writer : otherWriter).PostAsync(Reversal("2026-03-01", "TFFV", Wrong.Key), TestBooks.Recorder)))));

        Assert.Equal(["entry_is_already_reversed", "written"], answers.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(1, answers.Count(answer => answer == "written"));
    }

    [Theory, EveryDatabase]
    public async Task Entry_of_a_closed_month_is_reversed_in_an_open_one(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Wrong);
        await books.ClosePeriodAsync("TFFV", "2026-02-28");

        await books.MustRefuseAsync("period_is_closed", Reversal("2026-02-10", "TFFV", Wrong.Key));
        await books.MustRefuseAsync("period_is_closed", Reversal("2026-02-28", "TFFV", Wrong.Key));
        await books.MustPostAsync(Reversal("2026-03-01", "TFFV", Wrong.Key));
    }

    [Theory, EveryDatabase]
    public async Task Closed_period_holds_for_its_fund_alone_and_until_it_is_reopened(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var old = Entry("2026-02-28 receipt TFFV", "1010 1.00", "4010 -1.00");
        await books.ClosePeriodAsync("TFFV", "2026-02-28");

        await books.MustRefuseAsync("period_is_closed", old);
        await books.MustPostAsync(old with { Key = "other fund", Fund = "SFR" });
        await books.ClosePeriodAsync("TFFV", "2026-01-31", PeriodAction.ReopeningAsked);
        await books.MustRefuseAsync("period_is_closed", old);
        await books.ClosePeriodAsync("TFFV", "2026-01-31", PeriodAction.Reopened);
        await books.MustPostAsync(old);
        await books.MustRefuseAsync("period_is_closed", old with { Key = "older", Date = new(2026, 1, 31) });
    }

    [Theory, EveryDatabase]
    public async Task Close_in_a_batch_holds_for_the_rest_of_the_batch_and_for_other_writers(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var otherDatabase = LedgerDatabase.At(books.Where);
        await using var otherWriter = new LedgerWriter(otherDatabase, books.Clock);
        // The other writer has read the catalog before the close.
        (await otherWriter.PostAsync(Entry("2026-02-28 receipt TFFV", "1010 1.00", "4010 -1.00"), TestBooks.Recorder)).OrThrow();
        await using (var session = await books.Writer.BeginAsync(TestBooks.Certifier))
        {
            await session.RegisterAsync(Registers.PeriodEvents, [1L, 1, PeriodAction.Closed, new DateOnly(2026, 2, 28), "test", "cer", "Carl", null, null, session.RecordedAt]);
            Assert.Equal("period_is_closed", TestBooks.Answer(await session.PostAsync(Entry("2026-02-28 receipt TFFV", "1010 1.00", "4010 -1.00"))));
            await session.CommitAsync();
        }

        Assert.Equal("period_is_closed", TestBooks.Answer(await otherWriter.PostAsync(Entry("2026-02-28 receipt TFFV", "1010 1.00", "4010 -1.00"), TestBooks.Recorder)));
    }
}
