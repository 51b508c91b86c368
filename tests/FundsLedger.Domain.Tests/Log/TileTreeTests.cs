using CsCheck;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class TileTreeTests
{
    [Fact]
    public void Subtrees_from_tiles_are_the_defined_ones() =>
        Gen.Int[1, 2000].Sample(size =>
        {
            var store = new Store(size);
            var tiles = store.Open();
            for (var level = 0; 1 << level <= size; level++)
            {
                for (var index = 0; (index + 1) << level <= size; index++)
                    Assert.Equal(store.Tree.Subtree(level, index), tiles.RootOf(level, index));
            }
        }, iter: 10);

    [Fact]
    public void Proof_in_a_large_tree_reads_few_hashes_and_no_group_twice()
    {
        const int size = 200_001;
        var store = new Store(size);
        var tiles = store.Open();

        var proof = MerkleProof.Inclusion(123_456, size, tiles.RootOf);

        Assert.True(MerkleProof.VerifyInclusion(store.Tree.LeafHashes[123_456], 123_456, size, proof, store.Tree.Root(size)));
        Assert.Equal(store.Tree.Root(size), MerkleProof.RootAt(size, tiles.RootOf));
        Assert.InRange(store.HashesRead, 1, 1500);
        Assert.Equal(store.Reads.Distinct(), store.Reads);
    }

    [Fact]
    public void Log_that_grew_since_its_last_group_was_read_is_read_again()
    {
        var store = new Store(300) { Visible = 257 };
        var tiles = store.Open();
        Assert.Equal(store.Tree.Root(257), MerkleProof.RootAt(257, tiles.RootOf));

        store.Visible = 300;

        Assert.Equal(store.Tree.Root(300), MerkleProof.RootAt(300, tiles.RootOf));
    }

    [Fact]
    public void Proofs_stay_right_when_more_groups_are_asked_for_than_are_kept()
    {
        var store = new Store(300 * 256);
        var tiles = store.Open();
        for (var group = 0; group < 300; group++) Assert.Equal(store.Tree.Subtree(3, group * 32 + 5), tiles.RootOf(3, group * 32 + 5));
        Assert.Equal(store.Tree.Subtree(2, 1), tiles.RootOf(2, 1));
    }

    [Fact]
    public void Missing_or_damaged_hashes_are_reported()
    {
        var store = new Store(100);
        Assert.Throws<InvalidOperationException>(() => store.Open().RootOf(0, 100));
        Assert.Throws<InvalidOperationException>(() => store.Open().RootOf(5, 3));
        Assert.Throws<InvalidOperationException>(() => store.Open().RootOf(8, 0));
        Assert.Throws<InvalidOperationException>(() => new TileTree((_, _) => [new byte[31]], store.Tiles).RootOf(0, 0));
        Assert.Throws<InvalidOperationException>(() => new TileTree((_, _) => new byte[257][], store.Tiles).RootOf(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Open().RootOf(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Open().RootOf(0, -1));
    }

    private sealed class Store(int size)
    {
        public NaiveTree Tree { get; } = NaiveTree.WithLeaves(size);
        public int Visible { get; set; } = size;
        public List<(int Level, long First)> Reads { get; } = [];
        public int HashesRead { get; private set; }

        public TileTree Open() => new(Leaves, Tiles);

        public byte[][] Tiles(int level, long firstIndex, int count)
        {
            Assert.True(level > 0 && level % 8 == 0);
            return Rows(level, firstIndex, count);
        }

        private byte[][] Leaves(long firstLeaf, int count) => Rows(0, firstLeaf, count);

        private byte[][] Rows(int level, long first, int count)
        {
            Assert.InRange(count, 1, 256);
            var rows = new List<byte[]>();
            for (var index = first; index < first + count && (index + 1) << level <= Visible; index++) rows.Add(Tree.Subtree(level, index));
            Reads.Add((level, first));
            HashesRead += rows.Count;
            return [.. rows];
        }
    }
}
