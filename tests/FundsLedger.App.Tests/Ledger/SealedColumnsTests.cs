using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Columns are told by the properties of a row. Whoever moves or renames one would break every proof given before: this says
/// so.</summary>
public sealed class SealedColumnsTests
{
    [Fact]
    public void What_is_sealed_of_a_row_stays_as_it_was()
    {
        var kept = File.ReadAllLines(PathOf("sealed-columns.txt")).Where(line => !line.StartsWith('#')).ToList();
        var now = Registers.All.Select(table =>
        {
            var (key, columns) = (string.Join(',', table.KeyColumns), string.Join(' ', table.Columns));
            return $"{table.Name} [{key}] {ClosedSet<RegisterMatter>.Code(table.Matter)}: {columns}";
        });
        Assert.Equal(kept, now.Order(StringComparer.Ordinal));
    }

    private static string PathOf(string file, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, file);
}
