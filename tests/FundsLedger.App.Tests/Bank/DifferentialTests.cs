using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A second reader for each format, naive on purpose, agrees with the product on files nobody wrote: the same accounts, balances,
/// days and amounts, or both refuse.</summary>
/// <remarks>Twenty thousand files in every run; in <c>tests/run long</c> a million.</remarks>
[TriesMore]
public sealed class DifferentialTests
{
    private static readonly int Files = LongRun.IsLong ? 1_000_000 : 20_000;

    [Fact]
    public void Two_readers_of_MT940_agree() => MustAgree(files => files.Mt940(), NaiveMt940.Read, null);

    [Fact]
    public void Two_readers_of_camt_agree() => MustAgree(files => files.Camt(), NaiveCamt.Read, null);

    [Fact]
    public void Two_readers_of_tables_agree() =>
        MustAgree(files => files.Csv(), content => NaiveCsv.Read(content, FuzzFiles.Mapping), FuzzFiles.Mapping);

    private static void MustAgree(Func<FuzzFiles, byte[]> make, Func<byte[], string?> naive, CsvMapping? mapping)
    {
        var (differing, readByBoth) = (new ConcurrentBag<string>(), 0);
        Parallel.For(0, Files / 3, (seed, loop) =>
        {
            var content = make(new FuzzFiles(seed));
            var ours = ReadStatement.OfProduct(new BankFile("f", () => new MemoryStream(content, writable: false)), mapping);
            var theirs = naive(content);
            if (ours == theirs)
            {
                if (ours is not null) Interlocked.Increment(ref readByBoth);
                return;
            }
            differing.Add(string.Create(CultureInfo.InvariantCulture,
                $"file {seed}\nproduct: {ours}\nnaive: {theirs}\n{Encoding.UTF8.GetString(content)}"));
            if (differing.Count >= 3) loop.Stop();
        });
        Assert.Empty(differing);
        // Files that everybody refuses prove little.
        Assert.InRange(readByBoth, Files / 3 / 4, Files);
    }
}
