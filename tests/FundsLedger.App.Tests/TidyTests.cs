using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests;

/// <summary>What is written by hand can be read on one screen and compared line by line: no line of code is longer than 140 characters,
/// none ends in white space or is indented by a tab, and every file ends with one newline.</summary>
public sealed class TidyTests
{
    private const int LongestLine = 140;

    // Not .sql: the text of a guard is compared, letter by letter, with the one in books made before.
    private static readonly string[] Code = [".cs", ".cshtml", ".css", ".js", ".py", ".sh", ".csproj", ".props", ".targets"];

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters() => House.MustFindNothing(Lines(Programs)
        .Where(line => line.Text.Length > LongestLine).Select(line => $"{line.Place}: {line.Text.Length} characters"));

    [Fact]
    public void No_line_ends_in_white_space_or_is_indented_by_a_tab() => House.MustFindNothing(Lines(Texts)
        .Where(line => line.Text.TrimEnd() != line.Text || Indentation(line.Text).Contains('\t', StringComparison.Ordinal))
        .Select(line => line.Place));

    [Fact]
    public void Every_file_ends_with_one_newline() => House.MustFindNothing(Texts.Where(file => File.ReadAllText(House.At(file)) is var text
        && (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal))));

    private static IEnumerable<string> Programs =>
        House.Files.Where(file => Code.Contains(Path.GetExtension(file)) || Path.GetExtension(file).Length == 0 && IsScript(file));

    private static IEnumerable<string> Texts => Programs.Concat(House.Files.Where(file => Path.GetExtension(file) == ".md"));

    private static bool IsScript(string file) =>
        File.ReadLines(House.At(file)).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true;

    private static string Indentation(string line) => line[..^line.TrimStart().Length];

    private static IEnumerable<(string Place, string Text)> Lines(IEnumerable<string> files)
    {
        var found = files.ToList();
        Assert.True(found.Count > 500, "The house was not found.");
        return found.SelectMany(file => File.ReadLines(House.At(file)).Select((text, index) => ($"{file}:{index + 1}", text)));
    }
}
