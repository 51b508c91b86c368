using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>One key stands for one entry, for ever and for everybody.</summary>
public sealed class IdempotencyTests
{
    private static readonly EntryDraft Gift = Entry("2026-03-01 receipt TFFV gift", "1011 100.00 USD @@ 90.00 donor:XA",
        "4010 -100.00 USD @@ -90.00 donor:XA") with { Key = "gift", Reference = "R", SourceDocument = "S" };

    [Theory, EveryDatabase]
    public async Task Same_key_and_content_gets_the_first_answer_and_writes_nothing(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var first = (await books.PostAsync(Gift)).OrThrow();
        await books.ClosePeriodAsync("TFFV", "2026-06-30");
        books.Clock.Advance(TimeSpan.FromDays(1));
        var before = await books.EveryRowAsync();

        var again = (await books.PostAsync(Gift with { Lines = [.. Gift.Lines] }, TestBooks.Certifier)).OrThrow();

        Assert.False(first.IsRepeat);
        Assert.Equal(first with { IsRepeat = true }, again);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Same_key_with_any_other_content_is_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await books.MustPostAsync(Gift);
        var line = Gift.Lines[0];
        EntryDraft[] others =
        [
            Gift with { Date = Gift.Date.AddDays(1) }, Gift with { Fund = "SFR" }, Gift with { Kind = EntryKind.Agreement },
            Gift with { Description = "Gift" }, Gift with { Description = "gift " },
            Gift with { Reference = null }, Gift with { Reference = "" }, Gift with { SourceDocument = "R", Reference = "S" },
            Gift with { Reverses = "gift" }, Gift with { Lines = [] },
            Gift with { Lines = [.. Gift.Lines.Reverse()] }, Changed(line with { Account = "1050" }), Changed(line with { Fund = "TFFV" }),
            Changed(line with { EurMinor = 9001 }), Changed(line with { EurMinor = null }),
            Changed(line with { Amount = new Money(10001, line.Amount.Currency) }),
            Changed(line with { Amount = new Money(10000, Currency.Of("CHF")) }), Changed(line with { Dimensions = null }),
            Changed(line with { Dimensions = new Dimensions(Donor: "XB") }),
            Changed(line with { Dimensions = new Dimensions(Pledge: "XA") }),
            Changed(line with { Dimensions = line.Dimensions! with { Payment = "" } }),
        ];

        foreach (var other in others) await books.MustRefuseAsync("key_used_for_other_input", other);

        static EntryDraft Changed(LineDraft line) => Gift with { Lines = [line, Gift.Lines[1]] };
    }

    [Theory, EveryDatabase]
    public async Task Repeat_within_one_batch_is_seen(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var second = Gift with { Key = "second" };
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            await session.PrepareForAsync([Gift, Gift, second]);
            var answers = new List<string>();
            foreach (var draft in (EntryDraft[])[Gift, Gift, second, Gift with { Description = "other" },
                Reversal("2026-03-02", "TFFV", "gift") with { Key = "back" }, Gift, second])
                answers.Add(TestBooks.Answer(await session.PostAsync(draft)));
            await session.CommitAsync();
            Assert.Equal(["written", "repeat", "written", "key_used_for_other_input", "written", "repeat", "repeat"], answers);
        }

        Assert.Equal(3, await books.NumberAsync("SELECT COUNT(*) FROM entries"));
        Assert.Equal("90.00", await books.BalanceAsync("TFFV", "1011"));
    }

    [Theory, EveryDatabase]
    public async Task Key_of_a_batch_that_was_given_up_is_free(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var before = await books.EveryRowAsync();
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            Assert.Equal("written", TestBooks.Answer(await session.PostAsync(Gift)));
            await session.RegisterAsync(Registers.Donors, ["XC", "State XC", DonorType.State, "en", true]);
            await session.EnqueueAsync("test", "{}");
        }

        Assert.Equal(before, await books.EveryRowAsync());
        Assert.Equal("written", await books.AnswerAsync(Gift));
    }

    [Theory, EveryDatabase]
    public async Task One_of_many_simultaneous_requests_with_one_key_is_written(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await using var otherDatabase = LedgerDatabase.At(books.Where);
        await using var otherWriter = new LedgerWriter(otherDatabase, books.Clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(task => Task.Run(() => (task % 2 == 0 ? books.Writer : otherWriter).PostAsync(Gift, TestBooks.Recorder))));

        Assert.Equal(1, answers.Count(answer => !answer.OrThrow().IsRepeat));
        Assert.Single(answers.Select(answer => answer.OrThrow().Id).Distinct());
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }
}
