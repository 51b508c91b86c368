using System.Globalization;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Tests.Support;

/// <summary>Writes rows as lists of values, in the order of the columns: a test that attacks every register knows no row by name.</summary>
public static class WrittenRows
{
    public static Task RegisterAsync(this LedgerSession session, RegisterTable table, object?[] values, CancellationToken cancel = default)
    {
        var row = (IRegisterRow)Activator.CreateInstance(table.RowType)!;
        var properties = table.RowType.GetProperties().OrderBy(property => property.MetadataToken).ToArray();
        if (values.Length != properties.Length)
            throw new ArgumentException($"{table.Name} has {properties.Length} columns.", nameof(values));
        foreach (var (property, value) in properties.Zip(values)) property.SetValue(row,
            As(value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        return session.RegisterAsync(row, cancel);
    }

    private static object? As(object? value, Type type) => value switch
    {
        null => null,
        long microseconds when type == typeof(DateTimeOffset) => Microseconds.Read(microseconds),
        int or long when type.IsEnum => Enum.ToObject(type, value),
        int or long => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        _ => value,
    };
}
