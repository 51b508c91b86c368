using System.Collections.Frozen;
using System.Reflection;

namespace FundsLedger.App.Storage;

/// <summary>All registers: a file each in this folder, with the row, what it is about, how it finds its fund, and what the database keeps
/// beside it.</summary>
public static partial class Registers
{
    private static readonly Lazy<(IReadOnlyList<RegisterTable> Tables, FrozenDictionary<Type, RegisterTable> ByRow)> Found = new(() =>
    {
        RegisterTable[] tables =
        [
            .. typeof(Registers).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.FieldType == typeof(RegisterTable)).Select(field => (RegisterTable)field.GetValue(null)!)
                .OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
        return (tables, tables.ToFrozenDictionary(table => table.RowType));
    });

    /// <summary>Every register, by name.</summary>
    public static IReadOnlyList<RegisterTable> All => Found.Value.Tables;

    // No field: the fields of one class in several files are set in no order.
    private static FundOfRow Fund => row => new((int?)row.Number("fund_id"));

    /// <summary>The register of a kind of row.</summary>
    public static RegisterTable Of(Type row) => Found.Value.ByRow[row];
}
