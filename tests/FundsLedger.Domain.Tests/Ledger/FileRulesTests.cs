using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Ledger;

/// <summary>The table of what one person may post by a file says what the rules do, and the documentation says what the table
/// says.</summary>
public sealed class FileRulesTests
{
    [Fact]
    public void The_documentation_prints_the_table()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FundsLedger.sln"))) folder = folder.Parent!;
        var printed = File.ReadAllText(Path.Combine(folder.FullName, "src", "docs", "command-line.md")).ReplaceLineEndings("\n");

        Assert.Contains(FileRules.ToMarkdown(), printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_of_the_table_is_what_the_ledger_answers() =>
        Assert.All(FileRules.All, rule => Assert.Equal((rule.Does, rule.Refusal ?? "passes"), (rule.Does,
            LedgerRulesTests.AskByFile(rule))));

    [Fact]
    public void Every_right_that_a_file_has_not_stands_in_the_table()
    {
        var refused = FileRules.All.Select(rule => rule.Refusal).ToHashSet();

        Assert.All((string[])["kind_is_reserved", "claim_is_lowered", "paying_back_takes_two", "commitment_is_by_hand",
            "transfer_takes_both_legs"],
            code => Assert.Contains(code, refused));
    }
}
