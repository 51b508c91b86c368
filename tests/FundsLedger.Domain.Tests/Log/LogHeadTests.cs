using System.Security.Cryptography;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class LogHeadTests : IDisposable
{
    private static readonly LogHead Head =
        new("tffv-2026", LogClass.First, 1024, NaiveTree.LeafHash([]), new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Signed_text_is_fixed_for_ever() => Assert.Equal(
        """
        FundsLedger log head v1
        ledger: tffv-2026
        size: 1024
        root: 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        at: 2026-01-05T00:00:00.000000Z

        """.ReplaceLineEndings("\n"), Head.SignedText());

    [Theory]
    [InlineData(LogClass.Open, "open")]
    [InlineData(LogClass.Contributions, "contributions")]
    [InlineData(LogClass.Protected, "protected")]
    public void Head_of_each_log_signs_its_own_origin(LogClass log, string origin) => Assert.Equal(
        $"""
        FundsLedger log head v2
        origin: tffv-2026/{origin}
        size: 1024
        root: 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        at: 2026-01-05T00:00:00.000000Z

        """.ReplaceLineEndings("\n"), (Head with { Class = log }).SignedText());

    [Fact]
    public void Head_of_one_log_is_not_the_head_of_another()
    {
        foreach (var signed in Enum.GetValues<LogClass>())
        {
            var signature = (Head with { Class = signed }).Sign(_key);
            foreach (var claimed in Enum.GetValues<LogClass>())
                Assert.Equal(claimed == signed, (Head with { Class = claimed }).Verify(_key, signature));
        }
        AssertRefused(Head with { Class = (LogClass)9 });
    }

    [Fact]
    public void Instant_is_signed_in_utc_to_the_microsecond()
    {
        var at = new DateTimeOffset(2026, 7, 6, 2, 0, 0, TimeSpan.FromHours(2)).AddMicroseconds(12);

        Assert.EndsWith("\nat: 2026-07-06T00:00:00.000012Z\n", (Head with { At = at }).SignedText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Head_signed_with_the_key_verifies_with_its_public_half_alone()
    {
        using var published = ECDsa.Create();
        published.ImportSubjectPublicKeyInfo(_key.ExportSubjectPublicKeyInfo(), out _);

        var signature = Head.Sign(_key);

        Assert.Equal(64, signature.Length);
        Assert.True(Head.Verify(published, signature));
        Assert.True((Head with { At = Head.At.ToOffset(TimeSpan.FromHours(1)) }).Verify(published, signature));
    }

    [Fact]
    public void One_flipped_bit_anywhere_is_found()
    {
        var signature = Head.Sign(_key);

        Assert.DoesNotContain(Flips.Of(signature), changed => Head.Verify(_key, changed));
        Assert.DoesNotContain(Flips.Of(Head.Root.ToArray()), changed => (Head with { Root = changed }).Verify(_key, signature));
        for (var bit = 0; bit < 64; bit++) Assert.False((Head with { Size = Head.Size ^ (1L << bit) }).Verify(_key, signature));
        Assert.False((Head with { LedgerId = "tffv-2027" }).Verify(_key, signature));
        Assert.False((Head with { At = Head.At.AddMicroseconds(1) }).Verify(_key, signature));
        Assert.False((Head with { At = Head.At.AddTicks(1) }).Verify(_key, signature));
    }

    [Fact]
    public void Another_key_or_no_real_signature_is_found()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var signature = Head.Sign(_key);

        Assert.False(Head.Verify(other, signature));
        Assert.False(Head.Verify(larger, signature));
        Assert.Throws<ArgumentException>(() => Head.Sign(larger));
        foreach (var length in new[] { 0, 1, 63, 65, 72, 100_000 }) Assert.False(Head.Verify(_key, new byte[length]));
        Assert.False(Head.Verify(_key, new byte[64]));
        Assert.False(Head.Verify(_key, [.. Enumerable.Repeat((byte)0xff, 64)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("tffv\nsize: 9")]
    [InlineData("tffv\r")]
    [InlineData("tffvé")]
    public void Name_that_could_pretend_to_be_another_line_is_neither_signed_nor_verified(string? name) =>
        AssertRefused(Head with { LedgerId = name! });

    [Fact]
    public void Head_that_is_not_well_formed_is_neither_signed_nor_verified()
    {
        AssertRefused(Head with { LedgerId = new string('x', 101) });
        AssertRefused(Head with { Size = -1 });
        AssertRefused(Head with { Root = new byte[31] });
        AssertRefused(Head with { Root = default });
        AssertRefused(Head with { At = Head.At.AddTicks(1) });
    }

    [Fact]
    public void Heads_are_equal_by_the_bytes_of_their_root()
    {
        var same = Head with { Root = Head.Root.ToArray() };
        Assert.Equal(Head, same);
        Assert.Equal(Head.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Head, Head with { Root = NaiveTree.LeafHash(2) });
    }

    private void AssertRefused(LogHead head)
    {
        Assert.False(head.IsWellFormed);
        Assert.Throws<InvalidOperationException>(() => head.Sign(_key));
        Assert.False(head.Verify(_key, new byte[64]));
    }
}
