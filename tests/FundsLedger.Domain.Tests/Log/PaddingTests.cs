using System.Security.Cryptography;
using CsCheck;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class PaddingTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

    [Theory]
    [InlineData(0, 0, 256, 256)]
    [InlineData(1, 0, 256, 255)]
    [InlineData(255, 0, 256, 1)]
    [InlineData(256, 0, 256, 0)]
    [InlineData(257, 0, 256, 255)]
    [InlineData(256, 256, 256, 256)]
    [InlineData(512, 256, 256, 0)]
    [InlineData(300, 300, 256, 212)]
    [InlineData(7, 7, 1, 1)]
    [InlineData(8, 7, 1, 0)]
    public void Size_grows_to_the_next_multiple_and_never_stays(long size, long lastHeadSize, int block, long needed) =>
        Assert.Equal(needed, Padding.LeavesNeeded(size, lastHeadSize, block));

    [Fact]
    public void Weeks_with_none_and_with_up_to_a_block_of_events_look_the_same() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 1000], Gen.Double.Unit).Sample((block, blocks, share) =>
        {
            var last = (long)block * blocks;
            var size = last + (long)(block * share);

            Assert.Equal(last + block, size + Padding.LeavesNeeded(size, last, block));
            Assert.Equal(last + block, last + block + Padding.LeavesNeeded(last + block, last, block));
        });

    [Fact]
    public void Nonsense_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.LeavesNeeded(1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.LeavesNeeded(1, 2, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.LeavesNeeded(1, -1, 5));
    }

    [Fact]
    public void Padding_leaf_is_made_again_from_the_seed_and_the_index()
    {
        byte[] message = [.. "FundsLedger padding leaf v1\0"u8, 0, 0, 0, 0, 0, 0, 1, 2];

        Assert.Equal(NaiveTree.LeafHash(HMACSHA256.HashData(Seed, message)), Leaf(Seed, 258));
        Assert.Equal(Leaf(Seed, 258), Leaf(Seed, 258));
    }

    [Fact]
    public void Padding_leaf_differs_with_index_and_seed()
    {
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(index => Convert.ToHexString(Leaf(Seed, index))).Distinct().Count());
        Assert.DoesNotContain(Flips.Of(Seed), other => Leaf(other, 5).AsSpan().SequenceEqual(Leaf(Seed, 5)));
    }

    [Fact]
    public void Short_seed_and_negative_index_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Leaf(Seed[1..], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leaf(Seed, -1));
    }

    private static byte[] Leaf(byte[] seed, long index)
    {
        var hash = new byte[MerkleHash.Size];
        Padding.Leaf(seed, index, hash);
        return hash;
    }
}
