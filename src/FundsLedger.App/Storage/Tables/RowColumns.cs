using System.Collections.Concurrent;
using System.Reflection;
using FundsLedger.Domain.Log;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FundsLedger.App.Storage;

/// <summary>The properties of a row as columns, in the order in which they are declared: so they are written and sealed, for ever, and a
/// new one comes last.</summary>
internal class RowColumns(Type row)
{
    private readonly PropertyInfo[] _properties = [.. row.GetProperties().OrderBy(property => property.MetadataToken)];

    /// <summary>The columns: the properties in snake_case.</summary>
    public string[] Names => field ??= [.. _properties.Select(property => ColumnName.Of(property.Name))];

    /// <summary>The property behind a column.</summary>
    public PropertyInfo this[int column] => _properties[column];

    /// <summary>A row's values as they are stored.</summary>
    public object?[] StoredOf(object row) => Array.ConvertAll(_properties, property => StoredValue.Of(property.GetValue(row)));
}

/// <inheritdoc cref="RowColumns"/>
internal sealed class RowColumns<TRow>() : RowColumns(typeof(TRow));

/// <summary>A value as the tables keep it: dates as yyyymmdd, instants as microseconds, closed sets by their codes.</summary>
internal static class StoredValue
{
    private static readonly ConcurrentDictionary<Type, ValueConverter> Codes = new();

    public static object? Of(object? value) => value switch
    {
        DateOnly date => DateNumber.Of(date),
        DateTimeOffset instant => Microseconds.Of(instant),
        LogClass log => (int)log,
        Enum code => CodesOf(code.GetType())!.ConvertToProvider(code),
        _ => value,
    };

    /// <summary>How a property of this type is kept: a closed set by its codes. Null for anything else, and for the logs, which are
    /// numbers.</summary>
    public static ValueConverter? CodesOf(Type property)
    {
        var type = Nullable.GetUnderlyingType(property) ?? property;
        return !type.IsEnum || type == typeof(LogClass) ? null
            : Codes.GetOrAdd(type, set => (ValueConverter)Activator.CreateInstance(typeof(EnumCode<>).MakeGenericType(set))!);
    }
}
