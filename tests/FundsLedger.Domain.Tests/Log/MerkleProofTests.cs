using System.Numerics;
using CsCheck;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class MerkleProofTests
{
    [Fact]
    public void Every_leaf_of_a_tree_of_any_size_has_the_defined_proof_and_it_is_accepted() =>
        Gen.Int[1, 2000].Sample(size =>
        {
            var tree = NaiveTree.WithLeaves(size);
            var root = MerkleProof.RootAt(size, tree.Subtree);
            Assert.Equal(tree.Root(size), root);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleProof.Inclusion(index, size, tree.Subtree);
                Assert.Equal(tree.Inclusion(index, size), proof);
                Assert.True(MerkleProof.VerifyInclusion(tree.LeafHashes[index], index, size, proof, root));
            }
        }, iter: 20);

    [Fact]
    public void Every_pair_of_sizes_up_to_64_has_the_defined_consistency_proof_and_it_is_accepted()
    {
        var tree = NaiveTree.WithLeaves(64);
        for (var newSize = 1; newSize <= 64; newSize++)
        {
            for (var oldSize = 1; oldSize <= newSize; oldSize++)
            {
                var proof = MerkleProof.Consistency(oldSize, newSize, tree.Subtree);
                Assert.Equal(tree.Consistency(oldSize, newSize), proof);
                Assert.True(MerkleProof.VerifyConsistency(oldSize, tree.Root(oldSize), newSize, tree.Root(newSize), proof));
            }
        }
    }

    [Fact]
    public void One_flipped_bit_in_leaf_proof_or_root_is_found() =>
        Gen.Int[1, 2000].SelectMany(size => Gen.Int[0, size - 1], (size, index) => (size, index)).Sample((size, index) =>
        {
            var tree = NaiveTree.WithLeaves(size);
            var (leaf, root, proof) = (tree.LeafHashes[index], tree.Root(size), tree.Inclusion(index, size));

            Assert.DoesNotContain(Flips.Of(leaf), changed => MerkleProof.VerifyInclusion(changed, index, size, proof, root));
            Assert.DoesNotContain(Flips.Of(root), changed => MerkleProof.VerifyInclusion(leaf, index, size, proof, changed));
            Assert.DoesNotContain(Flips.Of(proof), changed => MerkleProof.VerifyInclusion(leaf, index, size, changed, root));
        }, iter: 20);

    [Fact]
    public void Any_other_index_is_found()
    {
        const int size = 61;
        var tree = NaiveTree.WithLeaves(size);
        for (var index = 0; index < size; index++)
        {
            var proof = tree.Inclusion(index, size);
            for (var other = -1; other <= size; other++)
            {
                Assert.Equal(other == index, MerkleProof.VerifyInclusion(tree.LeafHashes[index], other, size, proof, tree.Root(size)));
            }
        }
    }

    /// <summary>RFC 9162's proofs do not bind the size; the signed head does. This pins down exactly how far that goes.</summary>
    [Fact]
    public void Any_other_size_is_found_unless_the_leaf_has_the_same_path_in_it()
    {
        const int largest = 40;
        var tree = NaiveTree.WithLeaves(largest);
        for (var size = 1; size <= largest; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = tree.Inclusion(index, size);
                for (var other = index + 1; other <= 2 * largest; other++)
                {
                    var samePath = NaiveTree.Turns(index, size).SequenceEqual(NaiveTree.Turns(index, other));
                    Assert.Equal(samePath, MerkleProof.VerifyInclusion(tree.LeafHashes[index], index, other, proof, tree.Root(size)));
                }
            }
        }
    }

    [Fact]
    public void One_flipped_bit_in_a_consistency_proof_or_its_roots_is_found() =>
        Gen.Int[2, 300].SelectMany(size => Gen.Int[1, size - 1], (size, old) => (old, size)).Sample((oldSize, newSize) =>
        {
            var tree = NaiveTree.WithLeaves(newSize);
            var (oldRoot, newRoot, proof) = (tree.Root(oldSize), tree.Root(newSize), tree.Consistency(oldSize, newSize));

            Assert.DoesNotContain(Flips.Of(oldRoot), changed => MerkleProof.VerifyConsistency(oldSize, changed, newSize, newRoot, proof));
            Assert.DoesNotContain(Flips.Of(newRoot), changed => MerkleProof.VerifyConsistency(oldSize, oldRoot, newSize, changed, proof));
            Assert.DoesNotContain(Flips.Of(proof), changed => MerkleProof.VerifyConsistency(oldSize, oldRoot, newSize, newRoot, changed));
        }, iter: 20);

    [Fact]
    public void New_size_that_belongs_to_a_taller_tree_is_found()
    {
        var tree = NaiveTree.WithLeaves(32);
        for (var newSize = 2; newSize <= 32; newSize++)
        {
            var tallest = (int)BitOperations.RoundUpToPowerOf2((uint)newSize);
            for (var oldSize = 1; oldSize < newSize; oldSize++)
            {
                var proof = tree.Consistency(oldSize, newSize);
                for (var other = tallest + 1; other <= 4 * tallest; other++)
                {
                    Assert.False(MerkleProof.VerifyConsistency(oldSize, tree.Root(oldSize), other, tree.Root(newSize), proof));
                }
            }
        }
    }

    [Fact]
    public void Proof_of_another_length_is_found()
    {
        var tree = NaiveTree.WithLeaves(50);
        var root = tree.Root(50);
        var inclusion = tree.Inclusion(20, 50);
        var consistency = tree.Consistency(20, 50);

        byte[][][] inclusions = [[], inclusion[1..], inclusion[..^1], [.. inclusion, root], [root, .. inclusion]];
        byte[][][] consistencies = [[], consistency[1..], consistency[..^1], [.. consistency, root], [root, .. consistency]];
        Assert.DoesNotContain(inclusions, changed => MerkleProof.VerifyInclusion(tree.LeafHashes[20], 20, 50, changed, root));
        Assert.DoesNotContain(consistencies, changed => MerkleProof.VerifyConsistency(20, tree.Root(20), 50, root, changed));
    }

    [Fact]
    public void Rewritten_history_has_no_consistency_proof()
    {
        var honest = NaiveTree.WithLeaves(20);
        var rewritten = new NaiveTree([.. honest.LeafHashes.Select((hash, index) => index == 3 ? NaiveTree.LeafHash(999) : hash)]);

        Assert.False(MerkleProof.VerifyConsistency(12, honest.Root(12), 20, rewritten.Root(20), rewritten.Consistency(12, 20)));
        Assert.False(MerkleProof.VerifyConsistency(20, honest.Root(20), 20, rewritten.Root(20), []));
    }

    [Fact]
    public void Empty_tree_is_the_beginning_of_every_tree()
    {
        var tree = NaiveTree.WithLeaves(5);

        Assert.Empty(MerkleProof.Consistency(0, 5, tree.Subtree));
        Assert.True(MerkleProof.VerifyConsistency(0, MerkleHash.EmptyRoot, 5, tree.Root(5), []));
        Assert.False(MerkleProof.VerifyConsistency(0, tree.Root(1), 5, tree.Root(5), []));
        Assert.False(MerkleProof.VerifyConsistency(0, MerkleHash.EmptyRoot, 5, tree.Root(5), [tree.Root(1)]));
    }

    [Fact]
    public void Proofs_hold_in_trees_as_large_as_numbers_go() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample((one, other) =>
        {
            var (oldSize, newSize) = (Math.Min(one, other), Math.Max(one, other));
            var (oldRoot, newRoot) = (MerkleProof.RootAt(oldSize, TreeOfEqualLeaves), MerkleProof.RootAt(newSize, TreeOfEqualLeaves));

            Assert.True(
                MerkleProof.VerifyConsistency(oldSize, oldRoot, newSize, newRoot,
                    MerkleProof.Consistency(oldSize, newSize, TreeOfEqualLeaves)));
            Assert.True(
                MerkleProof.VerifyInclusion(TreeOfEqualLeaves(0, 0), oldSize - 1, newSize,
                    MerkleProof.Inclusion(oldSize - 1, newSize, TreeOfEqualLeaves), newRoot));
        });

    [Fact]
    public void Hostile_proofs_are_false_and_never_an_exception() =>
        Gen.Select(Number, Number, Gen.Null(Proof), Hash, Hash).Sample((first, second, proof, one, other) =>
        {
            Assert.False(MerkleProof.VerifyInclusion(one, first, second, proof, other) && !one.AsSpan().SequenceEqual(other));
            Assert.False(MerkleProof.VerifyConsistency(first, one, second, other, proof) && !one.AsSpan().SequenceEqual(other));
        }, iter: 20_000);

    [Fact]
    public void Impossible_proofs_are_not_made()
    {
        var tree = NaiveTree.WithLeaves(5);

        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(5, 5, tree.Subtree));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(-1, 5, tree.Subtree));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(0, 0, tree.Subtree));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(6, 5, tree.Subtree));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(-1, 5, tree.Subtree));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.RootAt(-1, tree.Subtree));
        Assert.Throws<InvalidOperationException>(() => MerkleProof.RootAt(3, (_, _) => new byte[31]));
    }

    private static readonly byte[][] RootsOfEqualLeaves =
        [.. Enumerable.Range(0, 63)
            .Select(level => Enumerable.Range(0, level).Aggregate(NaiveTree.LeafHash(0), (child, _) => MerkleHash.Node(child, child)))];

    private static byte[] TreeOfEqualLeaves(int level, long index) => RootsOfEqualLeaves[level];

    private static readonly Gen<long> Number =
        Gen.OneOf(new IGen<long>[] { Gen.Long, Gen.Long[-2, 70], Gen.Long[long.MaxValue - 2, long.MaxValue], Gen.Const(long.MinValue) });

    private static readonly Gen<byte[]> Hash =
        Gen.Frequency(new (int, IGen<byte[]>)[] { (8, Gen.Byte.Array[32]), (1, Gen.Byte.Array[0, 40]), (1, Gen.Const(new byte[32])) });

    private static readonly Gen<byte[][]> Proof = Gen.OneOf(new IGen<byte[][]>[]
    {
        Gen.Byte.Array[32].Array[0, 70],
        Gen.Null(Hash, 0.1).Select(hash => hash!).Array[0, 70],
    });
}
