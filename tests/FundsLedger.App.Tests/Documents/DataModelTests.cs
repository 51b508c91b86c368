using System.Runtime.CompilerServices;
using System.Text;
using FundsLedger.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

/// <summary>The picture in <c>src/docs/data-model.md</c> is drawn from the model, so that it cannot tell of tables that are gone.</summary>
public sealed class DataModelTests
{
    private const string Begin = "<!-- drawn from the model -->", End = "<!-- end of what is drawn -->";

    /// <summary>What a column of this name points at: most rows name others by a code, which no key of the database needs to
    /// know.</summary>
    private static readonly Dictionary<string, string> PointsAt = new(StringComparer.Ordinal)
    {
        ["fund_id"] = "funds", ["account_id"] = "accounts", ["donor"] = "donors", ["pledge"] = "pledges", ["offer"] = "gift_offers",
        ["agreement"] = "agreements", ["request"] = "visit_requests", ["commitment"] = "commitments", ["entry_seq"] = "entries",
        ["bank_account"] = "bank_accounts", ["statement_id"] = "bank_statements", ["line_id"] = "bank_lines", ["person_id"] = "people",
        ["forecast_id"] = "forecasts",
    };

    [Fact]
    public void The_picture_of_the_tables_is_what_the_model_says()
    {
        var file = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src", "docs", "data-model.md");
        var text = File.ReadAllText(file);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= 0 && to > from, $"{file} has lost its two marks.");

        var drawn = Draw();

        if (text[(from + Begin.Length)..to].Trim() == drawn.Trim()) return;
        var proposal = Path.Combine(Path.GetTempPath(), "data-model.md");
        File.WriteAllText(proposal, text[..(from + Begin.Length)] + "\n\n" + drawn + "\n" + text[to..]);
        Assert.Fail($"The tables changed. Compare {proposal} with src/docs/data-model.md and copy it there.");
    }

    private static string Draw()
    {
        using var model = new SqliteLedgerDb(new DbContextOptionsBuilder<SqliteLedgerDb>().UseSqlite("Data Source=:memory:").Options);
        var tables = model.Model.GetEntityTypes().OrderBy(type => type.GetTableName(), StringComparer.Ordinal).ToList();
        var text = new StringBuilder("```mermaid\nerDiagram\n");
        foreach (var (from, to) in tables.SelectMany(Arrows).Distinct()
            .OrderBy(arrow => arrow.From + " " + arrow.To, StringComparer.Ordinal))
            text.Append("    ").Append(to).Append(" ||--o{ ").Append(from).Append(" : \"\"\n");
        text.Append("```\n\n| table | columns |\n|---|---|\n");
        foreach (var table in tables)
        {
            var keys = table.FindPrimaryKey()!.Properties;
            var columns = table.GetProperties()
                .OrderBy(column => keys.Contains(column) ? 0 : 1)
                .ThenBy(column => column.GetColumnName(), StringComparer.Ordinal)
                .Select(column => keys.Contains(column) ? $"**{column.GetColumnName()}**" : column.GetColumnName());
            text.Append("| `").Append(table.GetTableName()).Append("` | ").AppendJoin(", ", columns).Append(" |\n");
        }
        return text.ToString();
    }

    private static IEnumerable<(string From, string To)> Arrows(IEntityType table)
    {
        var own = table.GetTableName()!;
        var byName = table.GetProperties().Select(column => PointsAt.GetValueOrDefault(column.GetColumnName()));
        var byKey = table.GetForeignKeys().Select(key => key.PrincipalEntityType.GetTableName());
        return byName.Concat(byKey).Where(other => other is not null && other != own).Select(other => (own, other!));
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
