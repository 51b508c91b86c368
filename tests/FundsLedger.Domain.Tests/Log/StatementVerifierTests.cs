using System.Security.Cryptography;
using FundsLedger.Domain.Log;
using Xunit;
using static FundsLedger.Domain.Log.VerificationFindingKind;

namespace FundsLedger.Domain.Tests.Log;

public sealed class StatementVerifierTests : IDisposable
{
    private const int Size = 21;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly NaiveTree _tree = new([.. Enumerable.Range(0, Size).Select(index => NaiveTree.LeafHash(LeafData(index)))]);
    private readonly LogHead _head;
    private readonly byte[] _signature;

    public StatementVerifierTests()
    {
        _head = new("tffv", LogClass.First, Size, _tree.Root(Size), new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
        _signature = _head.Sign(_key);
    }

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Statement_as_it_was_made_is_fine()
    {
        var result = Verify(Sealed(3), Sealed(20), Sealed(0));

        Assert.True(result.IsFine);
        Assert.Equal([new(Fine, null, "The head is signed with this key, and all 3 entries are in its log.")], result.Findings);
    }

    [Fact]
    public void Statement_with_one_entry_or_none_is_fine()
    {
        Assert.Equal("The head is signed with this key, and the entry is in its log.", Verify(Sealed(3)).Findings.Single().Sentence);
        Assert.Equal("The head is signed with this key; the statement shows no entries.", Verify().Findings.Single().Sentence);
    }

    [Fact]
    public void Bad_signature_is_the_only_finding_because_nothing_else_can_be_trusted()
    {
        var result =
            StatementVerifier.Verify(_head with { Size = Size + 1 }, _signature, _key, [Sealed(3), Sealed(4) with { LeafIndex = 5 }]);

        Assert.False(result.IsFine);
        Assert.Equal([new(BadSignature, null, "The head is not signed with this key, or it was altered after signing.")], result.Findings);
        Assert.Equal(BadSignature, StatementVerifier.Verify(_head, [], _key, []).Findings.Single().Kind);
        Assert.Equal(BadSignature, StatementVerifier.Verify(_head, null!, _key, []).Findings.Single().Kind);
    }

    [Fact]
    public void One_flipped_bit_anywhere_in_an_entry_is_found()
    {
        var entry = Sealed(13);
        var altered = Flips.Of(entry.LeafData).Select(changed => entry with { LeafData = changed })
            .Concat(Flips.Of(entry.Proof).Select(changed => entry with { Proof = changed }))
            .Concat(Flips.Of(entry.Salt).Select(changed => entry with { Salt = changed }))
            .Concat(Enumerable.Range(0, 64).Select(bit => entry with { LeafIndex = entry.LeafIndex ^ (1L << bit) }));

        Assert.DoesNotContain(altered, changed => Verify(changed).IsFine);
    }

    [Fact]
    public void Every_wrong_entry_is_named_by_its_number_in_the_statement()
    {
        var result = Verify(Sealed(1), Sealed(2) with { LeafData = LeafData(7) }, Sealed(3), Sealed(4) with { Salt = Salt(5) }, Sealed(1));

        Assert.False(result.IsFine);
        Assert.Equal(
            [
                new(EntryNotInTree, 2, "Entry 2 is not in the signed log, or it was altered."),
                new(SaltNotInEntry, 4, "Entry 4 is in the signed log, but the salt shown with it is not its own."),
                new(EntryShownTwice, 5, "Entry 5 is in the signed log once but is shown more than once."),
            ],
            result.Findings);
    }

    [Fact]
    public void Hostile_statement_is_a_finding_and_never_an_exception()
    {
        SealedEntry[] hostile =
        [
            null!,
            new(0, null!, null!, null!),
            Sealed(0) with { Proof = null! },
            Sealed(0) with { Proof = [null!] },
            Sealed(0) with { Proof = new byte[100_000][] },
            Sealed(0) with { LeafIndex = long.MinValue },
            Sealed(0) with { LeafData = [] },
        ];

        Assert.Equal(hostile.Select(_ => EntryNotInTree), Verify(hostile).Findings.Select(finding => finding.Kind));
        Assert.Equal([SaltNotInEntry, SaltNotInEntry],
            Verify(Sealed(0) with { Salt = null! }, Sealed(0) with { Salt = [] }).Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void One_flipped_bit_in_either_part_of_an_entry_of_two_parts_is_found()
    {
        var (shown, withheld) = (LeafData(5), TwoPartLeaf.Hash(LeafData(6)));
        var tree = new NaiveTree(
            [.. Enumerable.Range(0, 9)
                .Select(index => index == 5 ? MerkleHash.Leaf(TwoPartLeaf.Data(shown, withheld)) : NaiveTree.LeafHash(index))]);
        var head = new LogHead("tffv", LogClass.Contributions, 9, tree.Root(9), _head.At);
        var signature = head.Sign(_key);
        var altered =
            Flips.Of(shown).Select(changed => Of(changed, withheld)).Concat(Flips.Of(withheld).Select(changed => Of(shown, changed)));

        Assert.True(StatementVerifier.Verify(head, signature, _key, [Of(shown, withheld)]).IsFine);
        Assert.DoesNotContain(altered, changed => StatementVerifier.Verify(head, signature, _key, [changed]).IsFine);
        Assert.Equal(SaltNotInEntry,
            StatementVerifier.Verify(head, signature, _key, [Of(shown, withheld) with { Salt = Salt(1) }]).Findings.Single().Kind);

        SealedEntry Of(byte[] first, byte[] second) => SealedEntry.OfTwoParts(5, first, second, Salt(5), tree.Inclusion(5, 9));
    }

    private VerificationResult Verify(params SealedEntry[] entries) => StatementVerifier.Verify(_head, _signature, _key, entries);

    private SealedEntry Sealed(int index) => new(index, LeafData(index), Salt(index), _tree.Inclusion(index, Size));

    private static byte[] Salt(int index) => SHA256.HashData(BitConverter.GetBytes(index))[..16];

    private static byte[] LeafData(int index)
    {
        var writer = new CanonicalWriter();
        writer.Text("receipt");
        writer.Int64(index);
        writer.Bytes(Salt(index));
        return writer.WrittenSpan.ToArray();
    }
}
