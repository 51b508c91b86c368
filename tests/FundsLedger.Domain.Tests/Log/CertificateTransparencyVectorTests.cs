using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

/// <summary>The eight-leaf reference tree that Certificate Transparency implementations share; its numbers were recomputed with another
/// program.</summary>
public sealed class CertificateTransparencyVectorTests
{
    private static readonly string[] Leaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private const string Leaf0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private const string Leaf1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private const string Leaf4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private const string Leaves0To1 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
    private const string Leaves2To3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private const string Leaves4To5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private const string Leaves6To7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private const string Leaves0To3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private const string Leaves4To7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

    [Fact]
    public void Every_size_has_its_published_root()
    {
        var frontier = new MerkleFrontier();
        Assert.Equal(Roots[0], Convert.ToHexStringLower(MerkleHash.EmptyRoot));
        Assert.Equal(Roots[0], Hex(frontier.Root()));
        for (var size = 1; size <= Leaves.Length; size++)
        {
            frontier.Append(LeafHash(size - 1));
            Assert.Equal(Roots[size], Hex(frontier.Root()));
            Assert.Equal(Roots[size], Hex(MerkleProof.RootAt(size, Subtree)));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8, Leaf1, Leaves2To3, Leaves4To7)]
    [InlineData(5, 8, Leaf4, Leaves6To7, Leaves0To3)]
    [InlineData(2, 3, Leaves0To1)]
    [InlineData(1, 5, Leaf0, Leaves2To3, Leaf4)]
    public void Published_inclusion_proofs_are_made_and_accepted(int index, int size, params string[] published)
    {
        var proof = MerkleProof.Inclusion(index, size, Subtree);

        Assert.Equal(published, proof.Select(Hex));
        Assert.True(MerkleProof.VerifyInclusion(LeafHash(index), index, size, proof, Convert.FromHexString(Roots[size])));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8, Leaf1, Leaves2To3, Leaves4To7)]
    [InlineData(6, 8, Leaves4To5, Leaves6To7, Leaves0To3)]
    [InlineData(2, 5, Leaves2To3, Leaf4)]
    public void Published_consistency_proofs_are_made_and_accepted(int oldSize, int newSize, params string[] published)
    {
        var proof = MerkleProof.Consistency(oldSize, newSize, Subtree);

        Assert.Equal(published, proof.Select(Hex));
        Assert.True(
            MerkleProof.VerifyConsistency(oldSize, Convert.FromHexString(Roots[oldSize]), newSize, Convert.FromHexString(Roots[newSize]),
                proof));
    }

    private static byte[] LeafHash(int index) => MerkleHash.Leaf(Convert.FromHexString(Leaves[index]));

    private static byte[] Subtree(int level, long index) => level == 0
        ? LeafHash((int)index)
        : MerkleHash.Node(Subtree(level - 1, 2 * index), Subtree(level - 1, 2 * index + 1));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
