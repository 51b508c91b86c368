using System.Globalization;
using System.Text;
using FundsLedger.Domain.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FundsLedger.App.Storage;

/// <summary>Finds the fund that a register row is about: by the row itself, or through what it refers to.</summary>
internal delegate ValueTask<int?> FundOfRow(RowFacts row);

/// <summary>A row of a register: written once, through <see cref="LedgerSession.RegisterAsync"/>. Its properties are its columns; a new one
/// comes last, because in their order they are sealed.</summary>
public interface IRegisterRow;

/// <summary>What a property is called as a column.</summary>
internal static class ColumnName
{
    /// <summary>The name in snake_case.</summary>
    public static string Of(string property)
    {
        var column = new StringBuilder();
        foreach (var letter in property)
        {
            if (char.IsUpper(letter) && column.Length > 0) column.Append('_');
            column.Append(char.ToLowerInvariant(letter));
        }
        return column.ToString();
    }
}

/// <summary>A table of facts that entries refer to. Its rows are written once, through <see cref="LedgerSession.RegisterAsync"/>, and each
/// is a leaf of the log of its class.</summary>
public sealed class RegisterTable
{
    // Columns that tell when and by whom a row was recorded are never shown to a donor, in whatever register they stand.
    private static readonly HashSet<string> Withheld =
        new(StringComparer.Ordinal) { "id", "entry_seq", "recorded_at", "created_at", "actor_id", "second_actor_id", "idempotency_key",
            "actor_name", "second_actor_name" };

    private readonly FundOfRow? _fund;
    private readonly int[] _shown;
    private readonly int[] _withheld;
    private readonly Dictionary<int, int> _personOf;

    private readonly RowColumns _row;

    private RegisterTable(Type row, string name, RegisterMatter matter, FundOfRow? fund, string? key, string[]? unique,
        Action<ModelBuilder>? more)
    {
        (_row, MapMore) = (new RowColumns(row), more);
        var columns = _row.Names;
        (RowType, Name, KeyColumns, Matter, Columns, _fund) = (row, name, (key ?? columns[0]).Split(','), matter, columns, fund);
        Unique = unique ?? [];
        var places = Enumerable.Range(0, columns.Length).ToList();
        _personOf = places.Where(place => PersonOf(place) is not null)
            .ToDictionary(place => place, place => Array.IndexOf(columns, PersonOf(place)));
        _shown = [.. places.Where(place => !IsWithheld(place) && !IsLeftOut(place))];
        _withheld = [.. places.Where(place => IsWithheld(place) && !IsLeftOut(place))];
    }

    /// <summary>A register whose columns are the properties of its row, in their order.</summary>
    /// <param name="name">The table.</param>
    /// <param name="matter">What its rows are about: in which log they are sealed, and what an outsider could see change.</param>
    /// <param name="fund">How a row finds its fund; null where it is about none.</param>
    /// <param name="key">The columns of the key; null where it is the first column.</param>
    /// <param name="unique">Other columns, or several joined by a comma, that no two rows share.</param>
    /// <param name="map">What the database keeps beside that: what a row refers to, other indexes.</param>
    internal static RegisterTable Of<TRow>(string name, RegisterMatter matter, FundOfRow? fund = null, string? key = null,
        string[]? unique = null, Action<EntityTypeBuilder<TRow>>? map = null) where TRow : class, IRegisterRow =>
        new(typeof(TRow), name, matter, fund, key, unique, map is null ? null : model => map(model.Entity<TRow>()));

    /// <summary>What a row is.</summary>
    public Type RowType { get; }

    /// <summary>The table.</summary>
    public string Name { get; }

    /// <summary>The column that names a row, or the columns.</summary>
    public string[] KeyColumns { get; }

    /// <summary>What else no two rows share: columns, or several joined by a comma.</summary>
    public IReadOnlyList<string> Unique { get; }

    /// <summary>The keys by which a row could be replaced: its own, what else is unique, and SQLite's rowid where the key is not that
    /// number.</summary>
    public string[] ReplacedBy =>
        [string.Join(',', KeyColumns), .. Unique, .. HasTextKey || KeyColumns.Length > 1 ? (string[])["rowid"] : []];

    /// <summary>Makes the table known to EF Core, with its keys.</summary>
    internal void MapTable(ModelBuilder model)
    {
        var table = model.Entity(RowType).ToTable(Name);
        table.HasKey(PropertiesOf(KeyColumns));
        foreach (var unique in Unique) table.HasIndex(PropertiesOf(unique.Split(','))).IsUnique();
    }

    /// <summary>What it refers to, and its other indexes, once every table has its key; null where there are none.</summary>
    internal Action<ModelBuilder>? MapMore { get; }

    private string[] PropertiesOf(IEnumerable<string> columns) =>
        [.. columns.Select(column => _row[Array.IndexOf(Columns, column)].Name)];

    /// <summary>The one column that names a row.</summary>
    public string Key => KeyColumns[0];

    /// <summary>All columns, in the order in which they are written and sealed.</summary>
    public string[] Columns { get; }

    /// <summary>What its rows are about.</summary>
    public RegisterMatter Matter { get; }

    /// <summary>Where the key stands among the columns.</summary>
    public int KeyIndex => Array.IndexOf(Columns, Key);

    /// <summary>True where the key is a text, not a number.</summary>
    public bool HasTextKey => Key is "code" or "key_id";

    /// <summary>The key of a row as text: what its seal is found by.</summary>
    public string KeyOf(IReadOnlyList<object?> stored) =>
        string.Join('/',
            KeyColumns.Select(column => Convert.ToString(stored[Array.IndexOf(Columns, column)], CultureInfo.InvariantCulture)));

    /// <summary>The same in SQL.</summary>
    public string KeyText(string alias) =>
        string.Join(" || '/' || ", KeyColumns.Select(column => HasTextKey ? $"{alias}.{column}" : $"CAST({alias}.{column} AS TEXT)"));

    /// <summary>The values of the key's columns; null where the text is no key of this table.</summary>
    public object[]? ReadKey(string key)
    {
        if (HasTextKey) return [key];
        var parts = key.Split('/');
        var numbers = new object[KeyColumns.Length];
        if (parts.Length != numbers.Length) return null;
        for (var part = 0; part < parts.Length; part++)
        {
            if (!long.TryParse(parts[part], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)) return null;
            numbers[part] = number;
        }
        return numbers;
    }

    /// <summary>The values of a row as they are stored, in the order of the columns.</summary>
    internal object?[] StoredOf(IRegisterRow row) => _row.StoredOf(row);

    /// <summary>Numbers a row of a register whose key is a running number.</summary>
    internal void Number(IRegisterRow row, long number) =>
        _row[KeyIndex].SetValue(row, Convert.ChangeType(number, _row[KeyIndex].PropertyType, CultureInfo.InvariantCulture));

    /// <summary>A column's value in a row.</summary>
    public object? Value(IReadOnlyList<object?> stored, string column) => stored[Array.IndexOf(Columns, column)];

    /// <summary>The fund a row is about; null where it is about none, or about one that is not known.</summary>
    internal ValueTask<int?> FundAsync(RowFacts row) => _fund is null ? new((int?)null) : _fund(row);

    /// <summary>The names of persons in a row, with whom they belong to.</summary>
    internal IEnumerable<(string Subject, string Name)> PersonsIn(IReadOnlyList<object?> stored)
    {
        foreach (var (name, subject) in _personOf)
            if (stored[name] is string printed) yield return ((string)stored[subject]!, printed);
    }

    /// <summary>Writes both parts of a row as stored (numbers, texts, bytes, nulls).</summary>
    /// <param name="leaf">Written from its beginning.</param>
    /// <param name="seal">Its salts.</param>
    /// <param name="stored">One value per column, as <see cref="LogSorter.ForSealAsync"/> gives them.</param>
    /// <param name="marks">What stands for a person's name.</param>
    internal void Write(TwoPartWriter leaf, RowSeal seal, IReadOnlyList<object?> stored, Func<string, string, byte[]> marks)
    {
        leaf.Shown.Reset();
        leaf.Shown.Text("fundsledger register v2");
        leaf.Shown.Bytes(seal.Salt);
        leaf.Shown.Text(Name);
        leaf.Shown.List(_shown.Length);
        foreach (var place in _shown) WriteValue(leaf.Shown, stored[place]);
        leaf.Withheld.Reset();
        leaf.Withheld.Text("fundsledger register v2 withheld");
        leaf.Withheld.Bytes(seal.WithheldSalt);
        leaf.Withheld.List(_withheld.Length);
        foreach (var place in _withheld)
        {
            if (_personOf.TryGetValue(place, out var subject) && stored[place] is string name)
                leaf.Withheld.Bytes(marks((string)stored[subject]!, name));
            else WriteValue(leaf.Withheld, stored[place]);
        }
    }

    internal void WriteValue(CanonicalWriter bytes, object? value)
    {
        switch (value)
        {
            case null or DBNull: bytes.Null(); break;
            case bool flag: bytes.Int64(flag ? 1 : 0); break;
            case int number: bytes.Int64(number); break;
            case long number: bytes.Int64(number); break;
            case string text: bytes.Text(text); break;
            case byte[] blob: bytes.Bytes(blob); break;
            default: throw new ArgumentException($"{Name}: a {value.GetType()} is not stored in a register.", nameof(value));
        }
    }

    /// <summary>True where the running number is left out of the seal: it counts the rows of all funds, and the row may stand in a log that
    /// must not. The order of the leaves binds the numbers, because they only grow.</summary>
    internal bool IsNumberLeftOut => Matter != RegisterMatter.Internal && Key == "id" && KeyColumns.Length == 1;

    /// <summary>The column that names an entry by its number, which counts the entries of all funds; the entry's id is sealed in its place.
    /// Null where there is none.</summary>
    internal int? EntryColumn =>
        Matter != RegisterMatter.Internal && Array.IndexOf(Columns, "entry_seq") is var place and >= 0 ? place : null;

    /// <summary>True for a column that is not sealed: a running number (see above), or a head's signature, which the public key proves and
    /// which is different each time.</summary>
    private bool IsLeftOut(int place) =>
        (IsNumberLeftOut && Columns[place] == Key) || (Name == "log_heads" && Columns[place] == "signature");

    private bool IsWithheld(int place) => Withheld.Contains(Columns[place]) || _personOf.ContainsKey(place);

    /// <summary>The column that says whose name a column holds; null where it holds no person's.</summary>
    private string? PersonOf(int place) => (Name, Columns[place]) switch
    {
        (_, "actor_name") => "actor_id",
        (_, "second_actor_name") => "second_actor_id",
        ("donors", "name") => "code",
        _ => null,
    };
}

/// <summary>The salts of a register row.</summary>
internal sealed record RowSeal(byte[] Salt, byte[] WithheldSalt);
