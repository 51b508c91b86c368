using System.Text.Json;
using System.Text.RegularExpressions;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

/// <summary><c>src/docs/licences.md</c> names every package of the lock files, with its version and the licence that the package itself
/// declares.</summary>
public sealed partial class LicencesTests
{
    [Fact]
    public void Every_package_of_the_lock_files_stands_in_the_licences()
    {
        var program = Locked(file => !file.StartsWith("tests/", StringComparison.Ordinal));
        var tests = Locked(file => file.StartsWith("tests/", StringComparison.Ordinal)).Except(program);

        Assert.Equal(program.Order(StringComparer.Ordinal), Told("## Packages of the program").Order(StringComparer.Ordinal));
        Assert.Equal(tests.Order(StringComparer.Ordinal), Told("## Packages of the tests alone").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_licence_is_the_one_that_the_package_declares()
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var compared = 0;
        foreach (var row in Rows(Text))
        {
            var name = row.Groups["name"].Value.ToLowerInvariant();
            var declaration = Path.Combine(folder, name, row.Groups["version"].Value.ToLowerInvariant(), name + ".nuspec");
            if (!File.Exists(declaration) || Declared().Match(File.ReadAllText(declaration)) is not { Success: true } declared) continue;
            Assert.Equal((name, declared.Groups[1].Value), (name, row.Groups["licence"].Value));
            compared++;
        }
        Assert.True(compared > 80, $"only {compared} packages were found in {folder}");
    }

    private static string Text => File.ReadAllText(House.At("src/docs/licences.md"));

    private static IEnumerable<Match> Rows(string text) => Row().Matches(text);

    private static IEnumerable<string> Told(string heading)
    {
        var part = Text.Split(heading)[1].Split("\n## ")[0];
        return Rows(part).Select(row => $"{row.Groups["name"].Value} {row.Groups["version"].Value}");
    }

    private static HashSet<string> Locked(Func<string, bool> isOf)
    {
        var files = House.Files.Where(file => Path.GetFileName(file) == "packages.lock.json" && isOf(file)).ToList();
        Assert.NotEmpty(files);
        return [.. files.SelectMany(Packages)];
    }

    private static List<string> Packages(string file)
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(House.At(file)));
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}")];
    }

    [GeneratedRegex(@"^\| (?<name>[\w.-]+) \| (?<version>\d[\w.-]*) \| (?<licence>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"<license type=""expression""[^>]*>([^<]+)<")]
    private static partial Regex Declared();
}
