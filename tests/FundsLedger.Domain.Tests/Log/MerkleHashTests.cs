using System.Security.Cryptography;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class MerkleHashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(100_000)]
    public void Leaf_is_the_hash_of_a_zero_byte_and_the_data(int length)
    {
        var data = Enumerable.Range(0, length).Select(place => (byte)(place % 251)).ToArray();

        Assert.Equal(SHA256.HashData([0, .. data]), MerkleHash.Leaf(data));
    }

    [Fact]
    public void Node_may_be_written_over_its_own_child()
    {
        var (left, right) = (NaiveTree.LeafHash(1), NaiveTree.LeafHash(2));
        var expected = SHA256.HashData([1, .. left, .. right]);

        MerkleHash.Node(left, right, right);

        Assert.Equal(expected, right);
    }

    [Fact]
    public void Children_of_other_lengths_are_refused()
    {
        var hash = new byte[32];
        Assert.Throws<ArgumentException>(() => MerkleHash.Node(hash.AsSpan(1), hash));
        Assert.Throws<ArgumentException>(() => MerkleHash.Node(hash, new byte[33]));
        Assert.Throws<ArgumentException>(() => MerkleHash.Leaf(hash, new byte[31]));
    }
}
