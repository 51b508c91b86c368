using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A second reader for each format, naive on purpose, agrees with the product on files nobody wrote: the same accounts, balances,
/// days and amounts, or both refuse; and the product never asks for more memory than a file of that size deserves.</summary>
/// <remarks>Twenty thousand files in every run; in <c>tests/run long</c> a million, which goes on where it was stopped and leaves its
/// counts and finds beside where it keeps how far it came.</remarks>
[TriesMore]
public sealed class DifferentialTests
{
    /// <summary>Files of each format.</summary>
    private static readonly int Files = LongRun.IsLong ? 333_334 : 6_667;

    /// <summary>Bytes that reading any file may ask for, at once and again: buffers, and what the first of a kind sets up.</summary>
    private const long MostAllocated = 4_000_000;

    /// <summary>Bytes that reading may ask for beside, for one byte of the file.</summary>
    private const long MostForAByte = 400;

    [Fact]
    public Task Two_readers_of_MT940_agree() => MustAgreeAsync("mt940", files => files.Mt940(), NaiveMt940.Read, null);

    [Fact]
    public Task Two_readers_of_camt_agree() => MustAgreeAsync("camt", files => files.Camt(), NaiveCamt.Read, null);

    [Fact]
    public Task Two_readers_of_tables_agree() =>
        MustAgreeAsync("table", files => files.Csv(), content => NaiveCsv.Read(content, FuzzFiles.Mapping), FuzzFiles.Mapping);

    private static async Task MustAgreeAsync(string format, Func<FuzzFiles, byte[]> make, Func<byte[], string?> naive, CsvMapping? mapping)
    {
        var (tried, read) = (0, 0);
        await LongRun.PartsAsync($"differential-{format}", Files, part: 10_000, (from, to) =>
        {
            var (found, both, most, clock) = (new ConcurrentBag<string>(), 0, 0L, Stopwatch.StartNew());
            Parallel.For(from, to + 1, seed =>
            {
                var content = make(new FuzzFiles(seed));
                var (fault, isRead, asked) = Compare(content, naive, mapping);
                if (isRead) Interlocked.Increment(ref both);
                if (fault is not null) found.Add($"file {seed}: {fault}\n{Encoding.UTF8.GetString(content)}");
                InterlockedMax(ref most, asked);
            });
            Assert.True(found.IsEmpty, string.Join("\n\n", found.Take(3)));
            (tried, read) = (tried + to - from + 1, read + both);
            return string.Create(CultureInfo.InvariantCulture, $"files {from} to {to}: {both} read alike, {to - from + 1 - both} refused "
                + $"by both, at most {most:N0} bytes asked for, {clock.Elapsed.TotalSeconds:0} s");
        });
        // Files that everybody refuses prove little.
        if (tried > 0) Assert.InRange(read, tried / 4, tried);
    }

    private static (string? Fault, bool IsRead, long Asked) Compare(byte[] content, Func<byte[], string?> naive, CsvMapping? mapping)
    {
        string? ours;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try { ours = ReadStatement.OfProduct(new BankFile("f", () => new MemoryStream(content, writable: false)), mapping); }
        catch (Exception crash) { return ($"the product crashed: {crash}", false, 0); }
        var asked = GC.GetAllocatedBytesForCurrentThread() - before;
        if (asked > MostAllocated + MostForAByte * content.Length) return ($"the product asked for {asked} bytes", false, asked);
        var theirs = naive(content);
        return ours == theirs ? (null, ours is not null, asked) : ($"\nproduct: {ours}\nnaive: {theirs}", false, asked);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
    }
}
