using CsCheck;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class CanonicalEncodingTests
{
    [Fact]
    public void Bytes_of_each_kind_are_fixed_for_ever()
    {
        var writer = new CanonicalWriter();
        writer.Null();
        writer.Int64(-2);
        writer.Text("é€");
        writer.Bytes([7, 8]);
        writer.List(1);
        writer.Text("");

        Assert.Equal("00" + "01fffffffffffffffe" + "0200000005c3a9e282ac" + "03000000020708" + "0400000001" + "0200000000",
            Convert.ToHexStringLower(writer.WrittenSpan));
    }

    [Fact]
    public void Everything_written_is_read_back() =>
        Fields.Sample(fields => Assert.Equal(fields, Read(Written(fields))));

    [Fact]
    public void Different_fields_never_give_the_same_bytes() =>
        Gen.Select(Fields, Fields)
            .Sample((one, other) => Assert.Equal(one.SequenceEqual(other), Written(one).AsSpan().SequenceEqual(Written(other))),
                iter: 20_000);

    [Theory]
    [MemberData(nameof(Lookalikes))]
    public void Fields_that_look_alike_give_different_bytes(object?[] one, object?[] other) =>
        Assert.NotEqual(Written(one), Written(other));

    public static TheoryData<object?[], object?[]> Lookalikes => new()
    {
        { [null], [""] },
        { ["ab", "c"], ["a", "bc"] },
        { ["a", null], ["a"] },
        { ["1"], [1L] },
        { [0L], [null] },
        { ["a"], [Raw("a"u8)] },
        { [new ListOf(2), "a", "b"], [new ListOf(1), "a", "b"] },
        { [new ListOf(0)], [] },
        { [new ListOf(1), new ListOf(1), "a"], [new ListOf(1), "a"] },
        { ["é"], ["e\u0301"] },
    };

    [Fact]
    public void Writer_used_again_starts_from_nothing()
    {
        var writer = new CanonicalWriter();
        writer.Text(new string('x', 5000));
        writer.Reset();
        Assert.True(writer.WrittenSpan.IsEmpty);

        writer.Int64(5);

        Assert.Equal(Written([5L]), writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Broken_text_is_refused_and_writes_nothing()
    {
        var writer = new CanonicalWriter();
        Assert.ThrowsAny<ArgumentException>(() => writer.Text("a\ud800b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.List(-1));
        Assert.True(writer.WrittenSpan.IsEmpty);
    }

    [Theory]
    [InlineData("05")]
    [InlineData("ff")]
    [InlineData("01")]
    [InlineData("0100000000000000")]
    [InlineData("02000000")]
    [InlineData("0200000001")]
    [InlineData("02ffffffff61")]
    [InlineData("027fffffff61")]
    [InlineData("0200000001ff")]
    [InlineData("0200000002c080")]
    [InlineData("0200000003eda080")]
    [InlineData("03000000020a")]
    [InlineData("04ffffffff")]
    [InlineData("047fffffff0000")]
    [InlineData("0400000001")]
    public void Malformed_bytes_are_refused(string hex) => Assert.Throws<FormatException>(() => Read(Convert.FromHexString(hex)));

    [Fact]
    public void Every_beginning_of_an_encoding_is_refused_or_ends_between_two_values() =>
        Fields.Sample(fields =>
        {
            var whole = Written(fields);
            for (var length = 0; length < whole.Length; length++)
            {
                object?[] read;
                try { read = Read(whole[..length]); }
                catch (FormatException) { continue; }
                Assert.Equal(fields[..read.Length], read);
            }
        }, iter: 50);

    [Fact]
    public void Random_bytes_are_read_to_the_same_bytes_or_refused() =>
        Gen.Select(Gen.Byte[0, 5], Gen.Byte.Array[0, 30]).Sample((tag, rest) =>
        {
            byte[] bytes = [tag, .. rest];
            object?[] read;
            try { read = Read(bytes); }
            catch (FormatException) { return; }
            Assert.Equal(bytes, Written(read));
        }, iter: 20_000);

    [Fact]
    public void Reading_another_kind_or_past_the_end_or_stopping_early_is_refused()
    {
        var bytes = Written([1L]);
        Assert.Throws<FormatException>(() => new CanonicalReader(bytes).Text());
        Assert.Throws<FormatException>(() => new CanonicalReader(bytes).Bytes().Length);
        Assert.Throws<FormatException>(() => new CanonicalReader(bytes).List());
        Assert.Throws<FormatException>(() => new CanonicalReader(bytes).Null());
        Assert.Throws<FormatException>(() => new CanonicalReader(bytes).End());
        Assert.Throws<FormatException>(() => new CanonicalReader([]).Int64());
        new CanonicalReader([]).End();
    }

    private sealed record ListOf(int Count);

    // A list of numbers compares by value where an array would not.
    private sealed record RawBytes(string Hex);

    private static RawBytes Raw(ReadOnlySpan<byte> bytes) => new(Convert.ToHexString(bytes));

    private static readonly Gen<object?> Field = Gen.OneOf(new IGen<object?>[]
    {
        Gen.Long.Select(value => (object?)value),
        Gen.Char['\0', '\ud7ff'].Array[0, 6].Select(text => (object?)new string(text)),
        Gen.Byte.Array[0, 6].Select(bytes => (object?)Raw(bytes)),
        Gen.Int[0, 5].Select(rare => new object?[] { null, "", "a", "\U0001f4b6", "\0", new ListOf(0) }[rare]),
    });

    private static readonly Gen<object?[]> Fields = Field.Array[0, 4];

    private static byte[] Written(object?[] fields)
    {
        var writer = new CanonicalWriter();
        foreach (var field in fields)
        {
            switch (field)
            {
                case long number: writer.Int64(number); break;
                case RawBytes raw: writer.Bytes(Convert.FromHexString(raw.Hex)); break;
                case ListOf list: writer.List(list.Count); break;
                default: writer.Text((string?)field); break;
            }
        }
        return writer.WrittenSpan.ToArray();
    }

    private static object?[] Read(byte[] bytes)
    {
        var reader = new CanonicalReader(bytes);
        var fields = new List<object?>();
        while (!reader.IsAtEnd)
        {
            fields.Add(reader.Next switch
            {
                CanonicalTag.Int64 => reader.Int64(),
                CanonicalTag.Bytes => Raw(reader.Bytes()),
                CanonicalTag.List => new ListOf(reader.List()),
                CanonicalTag.Text or CanonicalTag.Null => reader.Text(),
            });
        }
        reader.End();
        return [.. fields];
    }
}
