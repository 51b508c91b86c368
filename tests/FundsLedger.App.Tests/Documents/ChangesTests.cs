using System.Globalization;
using System.Text.RegularExpressions;
using FundsLedger.App.Features.Office.SystemPages;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

/// <summary><c>src/CHANGELOG.md</c> is dated, newest first, and ends at the version that the program says it is.</summary>
public sealed partial class ChangesTests
{
    [Fact]
    public void The_newest_version_of_the_changes_is_the_one_of_the_program() =>
        Assert.Equal(Versions()[0].Version.ToString(3), SystemReader.Version);

    [Fact]
    public void Changes_are_dated_and_stand_newest_first()
    {
        var versions = Versions();

        Assert.Equal(versions.OrderByDescending(version => version.Version), versions);
        var days = versions.ConvertAll(version => version.On);
        Assert.Equal(days.OrderDescending(), days);
    }

    private static List<(Version Version, DateOnly On)> Versions()
    {
        var versions = Heading().Matches(File.ReadAllText(House.At("src/CHANGELOG.md"))).Select(match => (
            Version.Parse(match.Groups["version"].Value),
            DateOnly.ParseExact(match.Groups["on"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture))).ToList();
        Assert.NotEmpty(versions);
        return versions;
    }

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+) · (?<on>\d{4}-\d\d-\d\d)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
