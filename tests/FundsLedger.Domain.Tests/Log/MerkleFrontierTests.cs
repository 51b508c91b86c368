using CsCheck;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class MerkleFrontierTests
{
    [Fact]
    public void Root_is_the_defined_one_after_every_append()
    {
        var tree = NaiveTree.WithLeaves(600);
        var frontier = new MerkleFrontier();
        for (var size = 0; size < 600; size++)
        {
            Assert.Equal(tree.Root(size), frontier.Root());
            frontier.Append(tree.LeafHashes[size]);
            Assert.Equal(size + 1, frontier.Size);
        }
    }

    [Fact]
    public void Frontier_saved_and_loaded_anywhere_goes_on_as_if_never_stopped() =>
        Gen.Select(Gen.Int[0, 2000], Gen.Int[0, 300]).Sample((before, after) =>
        {
            var tree = NaiveTree.WithLeaves(before + after);
            var saved = Grown(tree, new(), before).Save();

            var loaded = MerkleFrontier.Load(before, saved);

            Assert.Equal(tree.Root(before), loaded.Root());
            Assert.Equal(saved, loaded.Save());
            Assert.Equal(tree.Root(before + after), Grown(tree, loaded, after).Root());
        }, iter: 20);

    [Fact]
    public void Saved_peaks_are_the_largest_subtree_first()
    {
        var tree = NaiveTree.WithLeaves(11);

        var saved = Grown(tree, new(), 11).Save();

        Assert.Equal([.. tree.Subtree(3, 0), .. tree.Subtree(1, 4), .. tree.Subtree(0, 10)], saved);
    }

    [Fact]
    public void Every_complete_256_leaves_are_told_once_in_order_with_their_root()
    {
        var tree = NaiveTree.WithLeaves(66_000);
        var told = new List<(int Level, long Index, string Root)>();

        Grown(tree, new(), 66_000, (level, index, root) => told.Add((level, index, Convert.ToHexString(root))));

        var expected = Enumerable.Range(0, 257).Select(index => (8, (long)index, Convert.ToHexString(tree.Subtree(8, index)))).ToList();
        expected.Insert(256, (16, 0L, Convert.ToHexString(tree.Subtree(16, 0))));
        Assert.Equal(expected, told);
    }

    [Fact]
    public void Sink_that_fails_leaves_the_frontier_as_it_was()
    {
        var tree = NaiveTree.WithLeaves(256);
        var frontier = Grown(tree, new(), 255);
        var before = frontier.Save();

        Assert.Throws<IOException>(() => frontier.Append(tree.LeafHashes[255], (_, _, _) => throw new IOException("disk full")));

        Assert.Equal(255, frontier.Size);
        Assert.Equal(before, frontier.Save());
        frontier.Append(tree.LeafHashes[255]);
        Assert.Equal(tree.Root(256), frontier.Root());
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(1, 0)]
    [InlineData(3, 32)]
    [InlineData(3, 63)]
    [InlineData(3, 96)]
    [InlineData(-1, 0)]
    [InlineData(long.MinValue, 32)]
    public void Saved_bytes_that_do_not_fit_the_size_are_refused(long size, int length) =>
        Assert.Throws<FormatException>(() => MerkleFrontier.Load(size, new byte[length]));

    [Fact]
    public void Largest_possible_tree_refuses_another_leaf()
    {
        var full = MerkleFrontier.Load(long.MaxValue, new byte[63 * 32]);

        Assert.Throws<OverflowException>(() => full.Append(new byte[32]));
        Assert.Equal(long.MaxValue, full.Size);
    }

    [Fact]
    public void Leaf_data_in_place_of_a_hash_is_refused() =>
        Assert.Throws<ArgumentException>(() => new MerkleFrontier().Append(new byte[31]));

    private static MerkleFrontier Grown(NaiveTree tree, MerkleFrontier frontier, int leaves, TileSink? onTile = null)
    {
        for (var added = 0; added < leaves; added++) frontier.Append(tree.LeafHashes[(int)frontier.Size], onTile);
        return frontier;
    }
}
