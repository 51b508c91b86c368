using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>The salt of the mark of one row that gives power, for as long as the row is there.</summary>
public sealed class PowerSaltRow
{
    public required string Place { get; set; }
    public required string Item { get; set; }
    public required byte[] Salt { get; set; }
}

/// <summary>A row that gives power as it stands: its name among the changes, and what is sealed of it.</summary>
/// <param name="Item">Its key, or a hash of it.</param>
/// <param name="Values">Numbers, texts, bytes and nulls, in the order of <see cref="PowerTable.Columns"/>.</param>
internal sealed record PowerRow(string Item, IReadOnlyList<object?> Values)
{
    /// <summary>What stands for the row in the log.</summary>
    public byte[] Mark(string place, byte[] salt)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger power v1");
        bytes.Bytes(salt);
        bytes.Text(place);
        bytes.Text(Item);
        bytes.List(Values.Count);
        foreach (var value in Values)
        {
            switch (value)
            {
                case null: bytes.Null(); break;
                case long number: bytes.Int64(number); break;
                case byte[] blob: bytes.Bytes(blob); break;
                default: bytes.Text((string)value); break;
            }
        }
        return SHA256.HashData(bytes.WrittenSpan);
    }

    public bool IsAs(PowerRow other) => Values.SequenceEqual(other.Values, ValueComparer.Instance);

    private sealed class ValueComparer : IEqualityComparer<object?>
    {
        public static readonly ValueComparer Instance = new();

        bool IEqualityComparer<object?>.Equals(object? one, object? other) =>
            one is byte[] bytes && other is byte[] others ? bytes.AsSpan().SequenceEqual(others) : Equals(one, other);

        public int GetHashCode(object? value) => value?.GetHashCode() ?? 0;
    }
}

/// <summary>A table that changes and whose rows let somebody do something: who may sign in and how, as what, for whom, who is told. Each
/// change of the columns named here is a row of <see cref="Registers.PowerChanges"/> in the same transaction, and <c>check</c> compares
/// both ways.</summary>
public sealed class PowerTable
{
    private PowerTable(string name, string keys, string columns, string said, string of, string? live = null, bool hidesKey = false) =>
        (Name, Keys, Columns, Said, Of, Live, HidesKey) = (name, keys.Split(' '), columns.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            said.Split(' ', StringSplitOptions.RemoveEmptyEntries), of, live, hidesKey);

    public static readonly PowerTable People = new("people", "id",
        "user_name email name donor password_hash code_key has_codes is_disabled is_demo external_id told_at", "donor is_disabled", "id");

    public static readonly PowerTable Roles = new("person_roles", "person_id role",
        "funds until granted_by granted_at delegated_by", "funds until", "person_id");

    public static readonly PowerTable RecoveryCodes = new("recovery_codes", "person_id hash", "", "", "person_id", hidesKey: true);

    public static readonly PowerTable Passkeys = new("passkeys", "credential_id", "person_id public_key", "", "person_id", hidesKey: true);

    /// <summary>An ended session opens nothing; taken for open again, it is one that nobody began.</summary>
    public static readonly PowerTable Sessions = new("sessions", "id", "person_id begun_at ends_at confirmed_at method issuer_session",
        "method", "person_id", live: "ended_at IS NULL", hidesKey: true);

    public static readonly PowerTable PasswordLinks = new("password_links", "hash", "person_id ends_at", "", "person_id", hidesKey: true);

    public static readonly PowerTable Tokens = new("api_tokens", "id", "person_id hash scopes method expires_at", "scopes", "person_id",
        live: "revoked_at IS NULL");

    public static readonly PowerTable AlertRecipients = new("alert_recipients", "id",
        "address language audience fund_id is_second wants_digest", "audience fund_id is_second wants_digest", "id");

    /// <summary>Every such table.</summary>
    public static readonly IReadOnlyList<PowerTable> All =
        [People, Roles, RecoveryCodes, Passkeys, Sessions, PasswordLinks, Tokens, AlertRecipients];

    public string Name { get; }

    /// <summary>The columns of the key.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The columns beside the key that give power. Others (when something was last used, a language) change unsealed.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Those of them that stand readable in the log: they name nobody.</summary>
    public IReadOnlyList<string> Said { get; }

    /// <summary>The column that says whose a row is.</summary>
    public string Of { get; }

    /// <summary>Which rows give power; null for all.</summary>
    public string? Live { get; }

    /// <summary>True where the key is what a secret is checked against.</summary>
    public bool HidesKey { get; }

    /// <summary>The rows that give power: of one person, or, with null, all.</summary>
    /// <param name="ask">Puts the question.</param>
    /// <param name="of">Whose, by <see cref="Of"/>.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task<Dictionary<string, PowerRow>> ReadAsync(Ask ask, object? of, CancellationToken cancel)
    {
        var columns = Keys.Concat(Columns).ToList();
        string?[] rules = [Live, of is null ? null : $"{Of} = @of"];
        var where = string.Join(" AND ", rules.OfType<string>());
        var question = $"SELECT {string.Join(", ", columns)} FROM {Name}{(where.Length == 0 ? "" : $" WHERE {where}")}";
        var rows = await (await ask(question, of is null ? [] : [("@of", of)])).RowsAsync(Read, cancel);
        return rows.ToDictionary(row => row.Item, StringComparer.Ordinal);
    }

    /// <summary>What is said of a row, or of its change, without naming anybody.</summary>
    internal string Say(PowerRow? before, PowerRow? after)
    {
        var row = after ?? before!;
        var said = Columns.Index().Where(column => Said.Contains(column.Item) && row.Values[column.Index] is not null)
            .Select(column => $"{column.Item}={Convert.ToString(row.Values[column.Index], CultureInfo.InvariantCulture)}");
        var changed = before is null || after is null ? []
            : Columns.Index().Where(column => !Equals(before.Values[column.Index], after.Values[column.Index])
                && !Said.Contains(column.Item)).Select(column => column.Item);
        return string.Join(' ', said.Concat(changed));
    }

    private PowerRow Read(DbDataReader row)
    {
        var key = string.Join('/', Enumerable.Range(0, Keys.Count).Select(place => Text(row.GetValue(place))));
        if (HidesKey) key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return new PowerRow(key, [.. Enumerable.Range(Keys.Count, Columns.Count).Select(place => Value(row, place))]);
    }

    private static string Text(object key) =>
        key is byte[] bytes ? Convert.ToHexStringLower(bytes) : Convert.ToString(key, CultureInfo.InvariantCulture)!;

    // Both databases give the same: SQLite knows no booleans, and PostgreSQL tells short numbers from long ones.
    private static object? Value(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetValue(column) switch
    {
        bool flag => flag ? 1L : 0L,
        int number => (long)number,
        var value => value,
    };
}
