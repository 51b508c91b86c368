using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class TwoPartLeafTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(index => (byte)index)];
    private static readonly byte[] OtherSalt = [.. Enumerable.Range(16, 16).Select(index => (byte)index)];
    private static readonly byte[] Mark = PersonMark.Of(OtherSalt, "Anna Muster");

    private static readonly EntryRecord Entry = new()
    {
        Seq = 7, Id = "3f2f6b1e-0000-4000-8000-000000000001", FundCode = "SFR", EffectiveDate = new DateOnly(2026, 3, 4),
        RecordedAt = 1_767_225_600_000_000, Kind = EntryKind.Receipt,
        Description = "Receipt from XA", Reference = "NV 12", Actor = new Actor("p-12", "Anna Muster"), SourceDocument = "scan-9.pdf",
        Key = "k-1", InputHash = new byte[32],
        ReversesSeq = null, ReversesId = null, Place = 19, Salt = Salt, WithheldSalt = OtherSalt,
    };

    // Computed by an independent program from the format as described.
    [Fact]
    public void Leaf_and_mark_are_as_an_independent_program_computes_them()
    {
        var leaf = new TwoPartWriter();
        leaf.Shown.Text("fundsledger entry v2");
        leaf.Shown.Bytes(Salt);
        leaf.Shown.Text("SFR");
        leaf.Withheld.Text("fundsledger entry v2 withheld");
        leaf.Withheld.Bytes(OtherSalt);

        Assert.Equal("50209ff1ca41e14a9df8fb67677ae3abccde432fda22482cca6197f8e8d69782", Convert.ToHexStringLower(leaf.LeafHash()));
        Assert.Equal("fbc748990e723d5bbc0f18a7d163febfb7a36e80a0ac819fec24b6b1ce5a1312",
            Convert.ToHexStringLower(PersonMark.Of(Salt, "Anna Muster")));
    }

    [Fact]
    public void Whoever_has_the_shown_part_and_the_other_hash_gets_the_same_leaf()
    {
        var leaf = Sealed(Entry, Mark);

        Assert.Equal(leaf.LeafHash(),
            MerkleHash.Leaf(TwoPartLeaf.Data(leaf.Shown.WrittenSpan, TwoPartLeaf.Hash(leaf.Withheld.WrittenSpan))));
    }

    [Fact]
    public void Nothing_that_tells_who_or_when_stands_in_the_shown_part()
    {
        var before = Sealed(Entry, Mark);
        var after = Sealed(Entry with
        {
            Seq = 8, Id = "other", RecordedAt = 1, Actor = new Actor("p-13", "Bo"), SourceDocument = "x", Key = "k-2",
            InputHash = [.. Enumerable.Repeat((byte)1, 32)],
            ReversesSeq = 3, ReversesId = "some", Place = 20, WithheldSalt = Salt,
        }, PersonMark.Of(Salt, "Bo"));

        Assert.Equal(before.Shown.WrittenSpan.ToArray(), after.Shown.WrittenSpan.ToArray());
        Assert.NotEqual(before.LeafHash(), after.LeafHash());
    }

    [Fact]
    public void Neither_part_holds_a_number_that_counts_what_happens_elsewhere() =>
        Assert.Equal(Sealed(Entry, Mark).LeafHash(), Sealed(Entry with { Seq = 8, Place = 21, ReversesSeq = 2 }, Mark).LeafHash());

    [Fact]
    public void No_part_holds_a_persons_name()
    {
        var leaf = Sealed(Entry, Mark);
        byte[] both = [.. leaf.Shown.WrittenSpan, .. leaf.Withheld.WrittenSpan];

        Assert.Equal(-1, both.AsSpan().IndexOf("Anna"u8));
    }

    public static TheoryData<string> Fields =>
        ["date", "fund", "kind", "description", "reference", "salt", "id", "instant", "actor", "mark", "document", "key", "input",
            "reverses", "withheld salt", "line"];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_changes_the_leaf(string field)
    {
        var lines = new PlannedPosting[]
            { new(new Account(1, 2, "1010", "Bank", "Banque", AccountKind.Asset, AccountRole.Cash, null), Money.Eur(5), 5,
                new Dimensions(Donor: "XA")) };
        var changed = field switch
        {
            "date" => Entry with { EffectiveDate = Entry.EffectiveDate.AddDays(1) },
            "fund" => Entry with { FundCode = "TFFV" },
            "kind" => Entry with { Kind = EntryKind.Return },
            "description" => Entry with { Description = "x" },
            "reference" => Entry with { Reference = null },
            "salt" => Entry with { Salt = OtherSalt },
            "id" => Entry with { Id = "x" },
            "instant" => Entry with { RecordedAt = 0 },
            "actor" => Entry with { Actor = new Actor("x", "Anna Muster") },
            "document" => Entry with { SourceDocument = null },
            "key" => Entry with { Key = "x" },
            "input" => Entry with { InputHash = [1] },
            "reverses" => Entry with { ReversesId = "x" },
            "withheld salt" => Entry with { WithheldSalt = Salt },
            _ => Entry,
        };
        var otherLines = field == "line" ? [lines[0] with { Dimensions = new Dimensions(Donor: "XB") }] : lines;

        Assert.NotEqual(Sealed(Entry, Mark, lines).LeafHash(),
            Sealed(changed, field == "mark" ? PersonMark.Of(OtherSalt, "Bo") : Mark, otherLines).LeafHash());
    }

    [Fact]
    public void Same_name_under_another_salt_has_another_mark() => Assert.NotEqual(PersonMark.Of(Salt, "Anna Muster"), Mark);

    private static TwoPartWriter Sealed(EntryRecord entry, byte[] mark, params PlannedPosting[] lines)
    {
        var leaf = new TwoPartWriter();
        EntrySeal.Write(leaf, entry, mark, lines);
        return leaf;
    }
}
