using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>What this program says of entries is kept as a code and read in words; what an older version kept as a sentence stays as it is,
/// and still means the same.</summary>
public sealed class KeptWordsTests
{
    private static readonly RecordReceipt.Command Gift = new("gift", "TFFV", "XA", Day("2026-02-01"), Eur("10.00"), "1010", Reference: "R");

    [Theory, EveryDatabase]
    public async Task An_entry_kept_in_an_older_wording_is_the_same_entry(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var about = new Dimensions(Donor: "XA");
        var older = new EntryDraft
        {
            Key = "gift", Date = Day("2026-02-01"), Fund = "TFFV", Kind = EntryKind.Receipt, Description = "Receipt from XA",
                Reference = "R",
            Lines = [new("4010", Eur("-10.00"), null, about), new("1010", Eur("10.00"), null, about)],
        };
        var fund = await books.NumberAsync("SELECT id FROM funds WHERE code = 'TFFV'");
        await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
        {
            var posted = (await session.PostAsync(older)).OrThrow();
            await session.RegisterAsync(Registers.Receipts,
                ["XA-R-2026-1", (int)fund, "XA", null, Day("2026-02-01"), "EUR", 1_000L, 1_000L, Rate.Scale, Day("2026-02-01"), "EUR", "R",
                posted.Seq]);
            await session.CommitAsync();
        }
        var before = await books.EveryRowAsync();

        var again = (await new RecordReceipt(books.Writer).RunAsync(Gift, TestBooks.Recorder)).OrThrow();

        Assert.True(again.IsRepeat);
        Assert.Equal(("XA-R-2026-1", before), (again.Code, await books.EveryRowAsync()));
        // Other content under the same key is refused as ever, whatever it is called.
        await books.MustRefuseAsync("key_used_for_other_input", () =>
            new RecordReceipt(books.Writer).RunAsync(Gift with { Reference = "S" }, TestBooks.Recorder));
        await books.MustRefuseAsync("key_used_for_other_input", older with { Description = "Receipt from XB" });
        await books.MustRefuseAsync("key_used_for_other_input", older with { Description = Descriptions.Receipt.Of("XB", "") });
        Assert.Equal("repeat", await books.AnswerAsync(older with { Description = Descriptions.Receipt.Of("XA", "") }));
    }

    [Theory, EveryDatabase]
    public async Task A_register_row_kept_in_an_older_wording_is_the_same_row(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var older = new AnnouncePledge.Command("p", "XA", Day("2026-01-02"), Eur("10.00"), null, "Announced with its signed agreement",
            null, "TFFV");
        (await new AnnouncePledge(books.Writer).RunAsync(older, TestBooks.Recorder)).OrThrow();

        Assert.True((await new AnnouncePledge(books.Writer)
            .RunAsync(older with { Description = Descriptions.AnnouncedWithAgreement.Of() }, TestBooks.Recorder)).OrThrow().IsRepeat);
        await books.MustRefuseAsync("key_used_for_other_input", () => new AnnouncePledge(books.Writer)
            .RunAsync(older with { Description = Descriptions.ImportedPledge.Of("XA") }, TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task What_is_exported_in_words_can_be_posted_again_over_what_is_kept_as_codes(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new RecordReceipt(books.Writer).RunAsync(Gift, TestBooks.Recorder)).OrThrow();
        using var text = new StringWriter();
        await new ExportJournal(new LedgerReads(books.Database, books.Clock)).RunAsync(JournalFormat.Jsonl, text);

        Assert.Contains("\"description\":\"Receipt from XA\"", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001f", text.ToString(), StringComparison.Ordinal);
        var about = new Dimensions(Donor: "XA");
        Assert.Equal("repeat", await books.AnswerAsync(new EntryDraft
        {
            Key = "gift", Date = Day("2026-02-01"), Fund = "TFFV", Kind = EntryKind.Receipt, Description = "Receipt from XA",
                Reference = "R",
            Lines = [new("4010", Eur("-10.00"), null, about), new("1010", Eur("10.00"), null, about)],
        }));
    }

    [Theory, EveryDatabase]
    public async Task It_is_kept_as_a_code_read_in_the_readers_language_and_found_as_it_reads(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new RecordReceipt(books.Writer).RunAsync(Gift, TestBooks.Recorder)).OrThrow();
        await books.MustPostAsync(Entry("2026-02-02 charge TFFV Receipt from XA, typed by hand", "5910 1.00", "1010 -1.00"),
            Entry("2026-02-03 charge TFFV receipt_for 100% \\ under_way", "5910 1.00", "1010 -1.00"));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM entries WHERE description LIKE '\u001freceipt\u001fXA\u001f%'"));

        await FindsAsync("en", "receipt from xa", "Receipt from XA, typed by hand", "Receipt from XA");
        await FindsAsync("en", "m X", "Receipt from XA, typed by hand", "Receipt from XA");
        await FindsAsync("fr", "encaissement de xa", "Encaissement de XA");
        await FindsAsync("fr", "receipt from", "Receipt from XA, typed by hand");
        await FindsAsync("en", "encaissement");
        await FindsAsync("en", "100% \\ under_", "receipt_for 100% \\ under_way");
        await FindsAsync("en", "\u001f");

        async Task FindsAsync(string language, string looked, params string[] read)
        {
            var reads = new LedgerReads(books.Database, books.Clock);
            await using var connection = await reads.OpenAsync();
            var found = await JournalList.ReadAsync(connection, await reads.CatalogAsync(connection),
                new JournalFilter { Text = looked, Language = language }, 10);
            Assert.Equal(read.Prepend(looked), found.Select(line => line.Description.In(language)).Prepend(looked));
        }
    }

    [Theory, EveryDatabase]
    public async Task What_somebody_types_is_never_kept_as_a_code(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var typed = Entry("2026-02-02 charge TFFV", "5910 1.00", "1010 -1.00");
        await books.MustRefuseAsync("text_has_control_characters", typed with { Description = "\u001freceipt\u001fXA\u001f" });
        await books.MustRefuseAsync("text_has_control_characters", typed with { Description = "a\u001fb" });
        await books.MustRefuseAsync("text_has_control_characters",
            typed with { Description = Descriptions.PaidBack.Of("XA", "a\u001fb", "who") });
        var pledge = await PledgeAsync(books);
        await books.MustRefuseAsync("pledge_text_is_malformed", () => new EndPledge(books.Writer)
            .AskAsync(new("e", pledge, "TFFV", Domain.Contributions.PledgeEnd.Lapsed, Day("2026-03-01"), "x\u001fy"), TestBooks.Recorder));
    }

    private static async Task<string> PledgeAsync(TestBooks books) =>
        (await new AnnouncePledge(books.Writer).RunAsync(new("pledge", "XA", Day("2026-01-02"), Eur("10.00"), null, "Pledge", null, "TFFV"),
            TestBooks.Recorder)).OrThrow().Code;

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        return books;
    }
}
