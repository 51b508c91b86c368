using System.Text.RegularExpressions;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Whatever comes from outside has an end: a file that states no length, a line, what stands within each other.</summary>
public sealed partial class OutsideTests
{
    private const int Deep = 5_000;

    [Fact]
    public async Task A_file_without_an_end_is_given_up_after_what_it_may_cost()
    {
        const int Most = 1_000_000;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Null(await OutsideFile.BytesAsync("/dev/zero", Most));
        Assert.Null(await OutsideFile.TextAsync(new Endless(), Most));
        // What is read doubles as it grows; two files were read.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 8L * Most + 16_000_000);
        Assert.Throws<FormatException>(() => OutsideFile.Line(new StreamReader(new Endless()), 65_536, "it"));
    }

    [Fact]
    public async Task A_file_of_exactly_what_is_permitted_is_read()
    {
        Assert.Equal(1_000, (await OutsideFile.BytesAsync(new MemoryStream(new byte[1_000]), 1_000))!.Length);
        Assert.Null(await OutsideFile.BytesAsync(new MemoryStream(new byte[1_001]), 1_000));
        using var lines = new StringReader("one\r\ntwo\n\nlast");
        Assert.Equal(["one", "two", "", "last", null],
            Enumerable.Range(0, 5).Select(_ => OutsideFile.Line(lines, 4, "it")));
    }

    [Theory, InlineData("pledges"), InlineData("entries")]
    public async Task A_device_given_as_a_file_is_refused_and_not_read_for_ever(string kind)
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var code = kind == "pledges"
            ? (await new ImportPledges(books.Writer).RunAsync(new("/dev/zero"), TestBooks.Recorder)).Refusal?.Code
            : (await new PostFile(books.Writer).RunAsync("/dev/zero", TestBooks.Recorder)).Refusal?.Code;
        Assert.Equal(kind == "pledges" ? "import_file_is_too_large" : "line_is_too_long", code);
    }

    [Fact]
    public void A_statement_of_nested_lists_is_no_statement()
    {
        var nested = "{\"format\":" + new string('[', Deep) + new string(']', Deep) + "}";
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(StatementFile.Read(nested));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public async Task A_head_of_nested_lists_or_without_an_end_is_no_head()
    {
        var place = TestServer.NewFile(".head.json");
        await File.WriteAllTextAsync(place, "{\"logs\":" + new string('[', Deep) + new string(']', Deep) + "}");
        Assert.Null(await RecordedHead.ReadAsync(place, default));
        await File.WriteAllTextAsync(place, "{\"ledger_id\":\"" + new string('x', 70_000) + "\"}");
        Assert.Null(await RecordedHead.ReadAsync(place, default));
    }

    /// <summary>One place reads files and answers whole; the others are the program's own files and texts.</summary>
    [Fact]
    public void Nothing_from_outside_is_read_to_its_end_without_a_budget()
    {
        HashSet<string> own = ["OutsideFile.cs", "Words.cs", "Guards.cs", "SigningKey.cs", "OutsideKey.cs", "Shell.cs", "BankUploads.cs"];
        var source = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src", "FundsLedger.App");
        var faults = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !own.Contains(Path.GetFileName(file)))
            .SelectMany(file => Reading().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}"));
        Assert.Empty(faults);
    }

    [GeneratedRegex(@"ReadAll(Text|Bytes|Lines)(Async)?\(|File\.ReadLines\(|ReadToEnd(Async)?\(|ReadAs(String|ByteArray)Async\("
        + @"|\.ReadLine\(")]
    private static partial Regex Reading();

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)'x', offset, count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
