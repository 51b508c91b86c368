using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Texts that cannot be written as UTF-8 or that a server does not take: refused like any other, never an exception.</summary>
public sealed class BrokenTextTests
{
    private static readonly EntryDraft Sound = Entry("2026-05-01 receipt TFFV", "1010 10.00", "4010 -10.00");

    [Theory, EveryDatabase]
    public async Task Text_with_half_a_surrogate_pair_is_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);

        await books.MustRefuseAsync("text_has_control_characters", Sound with { Description = "a\ud800b" });
        await books.MustRefuseAsync("text_has_control_characters", Sound with { Reference = "\udc00" });
        await books.MustRefuseAsync("text_has_control_characters", Sound with { SourceDocument = "\ud83d" });
        await books.MustRefuseAsync("text_has_control_characters",
            Sound with { Lines = [Line("1010 10.00"), Line("4010 -10.00") with { Dimensions = new Dimensions(Agreement: "\ud800") }] });
        await books.MustRefuseAsync("fund_is_unknown", Sound with { Fund = "\ud800" });
        await books.MustRefuseAsync("account_is_unknown",
            Sound with { Lines = [Line("1010 10.00") with { Account = "\ud800" }, Line("4010 -10.00")] });
        await books.MustRefuseAsync("line_is_in_another_fund",
            Sound with { Lines = [Line("1010 10.00") with { Fund = "\ud800" }, Line("4010 -10.00")] });
    }

    [Theory, EveryDatabase]
    public async Task Key_with_half_a_surrogate_pair_is_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        // Stored by a careless program, the broken half would become this character, and be taken for the same key.
        await books.MustPostAsync(Sound with { Key = "k\ufffd" });

        await books.MustRefuseAsync("key_is_malformed", Sound with { Key = "k\ud800" });
    }

    [Theory, EveryDatabase]
    public async Task Reversal_of_a_key_that_no_text_can_be_is_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Sound with { Key = "k\ufffd" });

        await books.MustRefuseAsync("reversed_entry_is_unknown", Reversal("2026-05-01", "TFFV", "a\0b"));
        await books.MustRefuseAsync("reversed_entry_is_unknown", Reversal("2026-05-01", "TFFV", "k\ud800"));
    }
}
