using System.Runtime.CompilerServices;
using Xunit;

namespace FundsLedger.App.Tests;

/// <summary>What is written by hand can be read on one screen and compared line by line: no line is longer than 140 characters, none ends
/// in white space or begins with a tab, and every file ends with one newline.</summary>
public sealed class TidyTests
{
    private const int LongestLine = 140;

    // Not .sql: the text of a guard is compared, letter by letter, with the one in books made before.
    private static readonly string[] Code = [".cs", ".cshtml", ".css", ".js", ".py", ".sh", ".csproj", ".props", ".targets"];

    // Made by programs, or by EF Core from the model.
    private static readonly string[] NotByHand = ["/bin/", "/obj/", "/.git/", "/.demo/", "/Migrations/", "/TestResults/"];

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters() => Assert.Empty(Lines(Programs)
        .Where(line => line.Text.Length > LongestLine).Select(line => $"{line.Place}: {line.Text.Length} characters"));

    [Fact]
    public void No_line_ends_in_white_space_or_is_indented_by_tabs() => Assert.Empty(Lines(Texts)
        .Where(line => line.Text.TrimEnd() != line.Text || Indentation(line.Text).Contains('\t', StringComparison.Ordinal))
        .Select(line => line.Place));

    [Fact]
    public void Every_file_ends_with_one_newline() => Assert.Empty(Texts.Where(path => File.ReadAllText(path) is var text
        && (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal))).Select(Named));

    private static string Indentation(string line) => line[..^line.TrimStart().Length];

    private static IEnumerable<string> Programs =>
        Files.Where(path => Code.Contains(Path.GetExtension(path)) || Path.GetExtension(path).Length == 0 && IsScript(path));

    private static IEnumerable<string> Texts => Programs.Concat(Files.Where(path => Path.GetExtension(path) == ".md"));

    private static List<string> Files
    {
        get
        {
            var files = Directory.EnumerateFiles(House(), "*", SearchOption.AllDirectories).Where(
                path => !NotByHand.Any(part => ("/" + Named(path)).Contains(part, StringComparison.Ordinal))).ToList();
            Assert.True(files.Count > 500, "the house was not found");
            return files;
        }
    }

    private static bool IsScript(string path) => File.ReadLines(path).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true;

    private static IEnumerable<(string Place, string Text)> Lines(IEnumerable<string> paths) => paths.SelectMany(
        path => File.ReadLines(path).Select((text, index) => ($"{Named(path)}:{index + 1}", text)));

    private static string Named(string path) => Path.GetRelativePath(House(), path).Replace('\\', '/');

    private static string House([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
