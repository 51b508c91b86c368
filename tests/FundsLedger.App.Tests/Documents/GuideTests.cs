using System.Text.RegularExpressions;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

/// <summary>The guides in <c>src/docs</c>, the map and the README name files and classes that are there, and comments cite no document that
/// is not.</summary>
public sealed partial class GuideTests
{
    private const int MostWordsOfReadme = 600;

    // A file of the operator's, one beside a backup, and a property of the compiler's.
    private static readonly string[] Elsewhere = ["appsettings.json", "FILE.head.json", "UseSharedCompilation"];

    private static readonly IReadOnlyList<string> Guides =
        [.. House.Files.Where(file => Path.GetExtension(file) == ".md" && file.StartsWith("src/", StringComparison.Ordinal)), "README.md"];

    private static readonly HashSet<string> Words = [.. House.Files
        .Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" or ".csproj" or ".props")
        .SelectMany(file => Word().Matches(File.ReadAllText(House.At(file))).Select(match => match.Value))];

    [Fact]
    public void Every_file_that_a_guide_names_is_there() => House.MustFindNothing(Named(FileName())
        .Where(named => !Elsewhere.Contains(named.Code) && !IsThere(named.Code)).Select(named => $"{named.Guide}: {named.Code}"));

    [Fact]
    public void Every_class_and_method_that_a_guide_names_is_there() => House.MustFindNothing(Named(ClassName())
        .Where(named => !Elsewhere.Contains(named.Code) && !FileName().IsMatch(named.Code) && !named.Code.Split('.').All(Words.Contains))
        .Select(named => $"{named.Guide}: {named.Code}"));

    [Fact]
    public void Every_link_between_guides_leads_somewhere() => House.MustFindNothing(
        from guide in Guides
        from Match link in Link().Matches(File.ReadAllText(House.At(guide)))
        let target = Path.Combine(Path.GetDirectoryName(House.At(guide))!, link.Groups[1].Value)
        where !File.Exists(target) && !Directory.Exists(target)
        select $"{guide}: {link.Groups[1].Value}");

    [Fact]
    public void A_comment_cites_no_document_that_is_not_here() => House.MustFindNothing(
        from file in House.Files
        where Path.GetExtension(file) is ".cs" or ".cshtml" or ".css" or ".js" or ".sql" or ".csproj" or ".props"
        from Match cited in Cited().Matches(File.ReadAllText(House.At(file)))
        where !IsThere(cited.Value)
        select $"{file}: {cited.Value}");

    [Fact]
    public void The_README_is_read_in_three_minutes() =>
        Assert.InRange(File.ReadAllText(House.At("README.md")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 100,
            MostWordsOfReadme);

    private static bool IsThere(string name) => House.Files.Any(
        file => ("/" + file).EndsWith("/" + name, StringComparison.Ordinal)
            || ("/" + file).Contains("/" + name.TrimEnd('/') + "/", StringComparison.Ordinal));

    private static List<(string Guide, string Code)> Named(Regex form)
    {
        var named = Guides.SelectMany(guide => Code().Matches(Block().Replace(File.ReadAllText(House.At(guide)), ""))
            .Select(match => (guide, match.Groups[1].Value))).Where(code => form.IsMatch(code.Value)).ToList();
        Assert.True(named.Count > 10, "The guides were not found.");
        return named;
    }

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^(\w[\w./-]*\.(cs|cshtml|md|sql|css|js|py|props|csproj|sln|txt|json|png|svg)|(src|tests|reports|\.ci)/[\w./-]+)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Z][a-z]+([A-Z]\w*)+(\.\w+)*$")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\]\((?!\w+://)([^)#]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[\w-]+\.md\b")]
    private static partial Regex Cited();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
