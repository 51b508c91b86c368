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
        var now = Registers.All.Select(
            table =>
                $"{table.Name} [{string.Join(',', table.KeyColumns)}] {ClosedSet<RegisterMatter>.Code(table.Matter)}: {string.Join(' ', table.Columns)}");
        Assert.Equal(kept, now.Order(StringComparer.Ordinal));
    }

    private static string PathOf(string file, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, file);
}
