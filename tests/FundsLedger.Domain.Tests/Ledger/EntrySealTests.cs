using System.Security.Cryptography;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Ledger;

/// <summary>No field of an entry can be changed without its leaf, and a kept leaf is never computed in another way.</summary>
public sealed class EntrySealTests
{
    private static readonly Account Cash =
        new(1, 1, "1010", "Cash", "Trésorerie", AccountKind.Asset, AccountRole.Cash, Currency.Eur);

    private static readonly Account Income =
        new(2, 1, "4010", "Contributions", "Contributions", AccountKind.Revenue, AccountRole.None, null);

    private static readonly Dimensions About = new("SYN-A", "SYN-A-P-1", "SYN-A-A-1", "R-1", "C-1", "P-1");

    private static readonly EntryRecord Entry = new()
    {
        Seq = 7, Id = "3f2f6b1e-0000-4000-8000-000000000001", FundCode = "TFFV", EffectiveDate = new DateOnly(2026, 3, 4),
        RecordedAt = 1_767_225_600_000_000, Kind = EntryKind.Receipt, Description = "Receipt from SYN-A", Reference = "NV 12",
        Actor = new Actor("p-12", "Anna Muster"), SourceDocument = "scan-9.pdf", Key = "k-1", InputHash = Bytes(32, 3),
        ReversesSeq = 5, ReversesId = "3f2f6b1e-0000-4000-8000-000000000009", Place = 19, Salt = Bytes(16, 1), WithheldSalt = Bytes(16, 2),
    };

    private static readonly PlannedPosting[] Postings =
        [new(Cash, Money.Eur(1250), 1250, About), new(Income, Money.Eur(-1250), -1250, About with { Payment = null })];

    private static readonly EntryDraft Draft = new()
    {
        Key = "k-1", Date = new DateOnly(2026, 3, 4), Fund = "TFFV", Kind = EntryKind.Receipt, Description = Description.Typed("A receipt"),
        Reference = "NV 12", SourceDocument = "scan-9.pdf", Reverses = null,
        Lines = [new("1010", Money.Eur(1250), 1250, About, "TFFV"), new("4010", Money.Eur(-1250))],
    };

    /// <summary>Each field of the part that is shown, changed; then of the part that is withheld.</summary>
    public static TheoryData<string, EntryRecord, bool> Changed => new()
    {
        { "fund", Entry with { FundCode = "SFR" }, true },
        { "date", Entry with { EffectiveDate = new DateOnly(2026, 3, 5) }, true },
        { "kind", Entry with { Kind = EntryKind.Adjustment }, true },
        { "description", Entry with { Description = "Receipt from SYN-B" }, true },
        { "reference", Entry with { Reference = null }, true },
        { "salt", Entry with { Salt = Bytes(16, 9) }, true },
        { "salt of what is withheld", Entry with { WithheldSalt = Bytes(16, 9) }, false },
        { "id", Entry with { Id = "3f2f6b1e-0000-4000-8000-000000000002" }, false },
        { "instant", Entry with { RecordedAt = Entry.RecordedAt + 1 }, false },
        { "actor", Entry with { Actor = new Actor("p-13", "Anna Muster") }, false },
        { "evidence", Entry with { SourceDocument = "scan-8.pdf" }, false },
        { "key", Entry with { Key = "k-2" }, false },
        { "what was asked for", Entry with { InputHash = Bytes(32, 4) }, false },
        { "what it reverses", Entry with { ReversesId = null }, false },
    };

    [Theory, MemberData(nameof(Changed))]
    public void A_changed_field_changes_the_part_it_stands_in_and_the_leaf(string field, EntryRecord changed, bool isShown)
    {
        var (before, after) = (Sealed(Entry, Postings), Sealed(changed, Postings));

        Assert.True(before.LeafHash().AsSpan().SequenceEqual(after.LeafHash()) is false, field);
        Assert.Equal(isShown, !before.Shown.WrittenSpan.SequenceEqual(after.Shown.WrittenSpan));
        Assert.Equal(!isShown, !before.Withheld.WrittenSpan.SequenceEqual(after.Withheld.WrittenSpan));
    }

    public static TheoryData<string, PlannedPosting> ChangedLines => new()
    {
        { "account", Postings[0] with { Account = Income } },
        { "amount", Postings[0] with { Amount = Money.Eur(1251) } },
        { "currency", Postings[0] with { Amount = new Money(1250, Currency.Of("USD")) } },
        { "value in EUR", Postings[0] with { EurMinor = 1251 } },
        { "donor", Postings[0] with { Dimensions = About with { Donor = null } } },
        { "pledge", Postings[0] with { Dimensions = About with { Pledge = null } } },
        { "agreement", Postings[0] with { Dimensions = About with { Agreement = null } } },
        { "request", Postings[0] with { Dimensions = About with { Request = null } } },
        { "commitment", Postings[0] with { Dimensions = About with { Commitment = null } } },
        { "payment", Postings[0] with { Dimensions = About with { Payment = null } } },
    };

    [Theory, MemberData(nameof(ChangedLines))]
    public void A_changed_line_changes_the_leaf(string field, PlannedPosting changed) =>
        Assert.True(!Sealed(Entry, Postings).LeafHash().AsSpan().SequenceEqual(Sealed(Entry, [changed, Postings[1]]).LeafHash()), field);

    [Fact]
    public void Lines_in_another_order_have_another_leaf() =>
        Assert.NotEqual(Sealed(Entry, Postings).LeafHash(), Sealed(Entry, [Postings[1], Postings[0]]).LeafHash());

    [Fact]
    public void The_name_of_the_actor_stands_in_the_leaf_by_its_mark()
    {
        var leaf = new TwoPartWriter();
        EntrySeal.Write(leaf, Entry, PersonMark.Of(Bytes(16, 5), "Bo"), Postings);

        Assert.NotEqual(Sealed(Entry, Postings).LeafHash(), leaf.LeafHash());
    }

    // Computed once by a program of another language from a description of the format; books were sealed so.
    [Fact]
    public void A_leaf_that_was_kept_is_computed_in_the_same_way_for_ever() =>
        Assert.Equal("d7fe9b3e2ef2f7e9e9afc2de962b9f28d3f45da15a3f0bda5967f2f2d483e178",
            Convert.ToHexStringLower(Sealed(Entry, Postings).LeafHash()));

    public static TheoryData<string, EntryDraft> OtherRequests => new()
    {
        { "fund", Draft with { Fund = "SFR" } },
        { "date", Draft with { Date = new DateOnly(2026, 3, 5) } },
        { "kind", Draft with { Kind = EntryKind.Adjustment } },
        { "description", Draft with { Description = Description.Typed("Another") } },
        { "reference", Draft with { Reference = null } },
        { "evidence", Draft with { SourceDocument = null } },
        { "what it reverses", Draft with { Reverses = "k-0" } },
        { "account of a line", Draft with { Lines = [Draft.Lines[0] with { Account = "1011" }, Draft.Lines[1]] } },
        { "amount of a line", Draft with { Lines = [Draft.Lines[0] with { Amount = Money.Eur(1251) }, Draft.Lines[1]] } },
        { "value of a line", Draft with { Lines = [Draft.Lines[0] with { EurMinor = null }, Draft.Lines[1]] } },
        { "fund of a line", Draft with { Lines = [Draft.Lines[0] with { Fund = null }, Draft.Lines[1]] } },
        { "what a line is about", Draft with { Lines = [Draft.Lines[0] with { Dimensions = null }, Draft.Lines[1]] } },
        { "number of lines", Draft with { Lines = [Draft.Lines[0]] } },
    };

    [Theory, MemberData(nameof(OtherRequests))]
    public void Another_request_under_the_same_key_is_told_from_a_repeat(string field, EntryDraft other) =>
        Assert.True(!Asked(Draft).AsSpan().SequenceEqual(Asked(other)), field);

    private static byte[] Asked(EntryDraft draft)
    {
        var input = new CanonicalWriter();
        EntrySeal.WriteInput(input, draft);
        return SHA256.HashData(input.WrittenSpan);
    }

    private static TwoPartWriter Sealed(EntryRecord entry, IReadOnlyList<PlannedPosting> postings)
    {
        var leaf = new TwoPartWriter();
        EntrySeal.Write(leaf, entry, PersonMark.Of(Bytes(16, 5), "Anna Muster"), postings);
        return leaf;
    }

    private static byte[] Bytes(int count, byte value) => [.. Enumerable.Repeat(value, count)];
}
