using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

/// <summary>The index of <c>src/DECISIONS.md</c> names every decision once, in order, and says whether it still holds.</summary>
public sealed partial class DecisionsTests
{
    private static readonly string[] Statuses = ["in force", "changed in part", "replaced"];

    [Fact]
    public void The_index_names_every_decision_once_with_its_status()
    {
        var lines = Lines();
        var headings = lines.Select(line => Heading().Match(line)).Where(match => match.Success).ToList();
        var index = lines.Select(line => Entry().Match(line)).Where(match => match.Success).ToList();

        Assert.Equal(
            headings.Select(match => (match.Groups["date"].Value, match.Groups["title"].Value)),
            index.Select(match => (match.Groups["date"].Value, match.Groups["title"].Value)));
        Assert.All(index, match => Assert.Contains(match.Groups["status"].Value.Split(':')[0], Statuses));
    }

    [Fact]
    public void What_changes_or_replaces_a_decision_is_a_later_one()
    {
        var decisions = Lines().Select(line => Entry().Match(line)).Where(match => match.Success).ToList();
        var titles = decisions.ConvertAll(match => match.Groups["title"].Value);
        foreach (var (place, decision) in decisions.Index())
        {
            if (decision.Groups["status"].Value.Split(": ", 2) is not [_, var later]) continue;
            Assert.Contains(later, titles[(place + 1)..]);
        }
    }

    [GeneratedRegex(@"^## (?<date>\d{4}-\d\d-\d\d) · (?<title>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?<date>\d{4}-\d\d-\d\d) \| (?<title>.+) \| (?<status>[^|]+) \|$")]
    private static partial Regex Entry();

    private static string[] Lines([CallerFilePath] string here = "") =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "DECISIONS.md"));
}
