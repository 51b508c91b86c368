using System.Data.Common;
using System.Globalization;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>Puts a question to the books in the transaction at hand.</summary>
internal delegate Task<DbCommand> AskBooks(string text, (string Name, object? Value)[] parameters, CancellationToken cancel);

/// <summary>Finds out in which log register rows belong: the same where they are written, checked, and sealed again.</summary>
internal sealed class LogSorter(AskBooks ask, CancellationToken cancel)
{
    private readonly Dictionary<(string Table, string Key), int?> _known = [];
    private readonly HashSet<int> _protected = [];

    /// <summary>The entries written last, by number: a register row is mostly about one of them, which need not be in the database
    /// yet.</summary>
    public (long Seq, string? Id)[] Recent { get; } = new (long, string?)[16];

    /// <summary>Treats a fund as protected from now on: in the log, protection is never lifted.</summary>
    public void Protect(int fundId) => _protected.Add(fundId);

    /// <summary>How a fund stands towards outsiders.</summary>
    public FundStanding StandingOf(int? fundId) =>
        fundId is not { } id ? FundStanding.None : _protected.Contains(id) ? FundStanding.Protected : FundStanding.Open;

    /// <summary>The log of a row. A row that makes a fund protected is already one of a protected fund.</summary>
    public async ValueTask<LogClass> ClassOfAsync(RegisterTable table, IReadOnlyList<object?> stored)
    {
        var row = new RowFacts(this, table, stored);
        if (table == Registers.FundSettings && row.Number("is_protected") == 1) Protect((int)row.Number("fund_id")!.Value);
        // A head is sealed in its own log; the last head of the closed log in the open one.
        if (table == Registers.LogHeads)
            return (LogClass)row.Number("tree")!.Value is var log && log == LogClass.First ? LogClass.Open : log;
        if (table == Registers.AuditMinutes)
            return row.Number("tree") == (int)LogClass.Open ? LogClass.Open : LogClass.Protected;
        return LogClasses.OfRow(table.Matter, StandingOf(await table.FundAsync(row)));
    }

    /// <summary>The values of a row as they are sealed: an entry is named by its id.</summary>
    public async ValueTask<IReadOnlyList<object?>> ForSealAsync(RegisterTable table, IReadOnlyList<object?> stored)
    {
        if (table.EntryColumn is not { } column || stored[column] is null or DBNull) return stored;
        var values = stored.ToArray();
        var seq = Convert.ToInt64(stored[column], CultureInfo.InvariantCulture);
        values[column] = Recent[seq % Recent.Length] is var (known, id) && known == seq ? id
            : (await RowsAsync("SELECT id FROM entries WHERE seq = @key", seq, row => row.GetString(0))).FirstOrDefault();
        return values;
    }

    /// <summary>The fund of another register's row, by its key; null where there is no such row.</summary>
    public async ValueTask<int?> FundOfAsync(RegisterTable table, object? key)
    {
        if (key is null) return null;
        var name = Convert.ToString(key, CultureInfo.InvariantCulture)!;
        if (_known.TryGetValue((table.Name, name), out var known)) return known;
        var rows = await RowsAsync($"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} WHERE {table.Key} = @key", key,
            row => Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? null : row.GetValue(column)).ToList());
        if (rows is not [var stored]) return null;
        return _known[(table.Name, name)] = await table.FundAsync(new RowFacts(this, table, stored));
    }

    /// <summary>Rows by one value, <c>@key</c>.</summary>
    public async Task<List<T>> RowsAsync<T>(string text, object? key, Func<DbDataReader, T> read) =>
        await (await ask(text, [("@key", key)], cancel)).RowsAsync(read, cancel);

    /// <summary>The fund whose book first named a pledge: where it was announced.</summary>
    public async ValueTask<int?> FundOfPledgeAsync(string code)
    {
        if (_known.TryGetValue(("postings", code), out var known)) return known;
        var funds = await RowsAsync(
            "SELECT e.fund_id FROM postings p JOIN entries e ON e.seq = p.entry_seq WHERE p.pledge = @key ORDER BY p.entry_seq LIMIT 1",
            code, row => row.GetInt32(0));
        if (funds is not [var fund]) return null;
        return _known[("postings", code)] = fund;
    }
}

/// <summary>One register row, while its fund is sought.</summary>
internal sealed class RowFacts(LogSorter sorter, RegisterTable table, IReadOnlyList<object?> stored)
{
    public LogSorter Sorter => sorter;

    /// <summary>A whole number, or null.</summary>
    public long? Number(string column) => table.Value(stored, column) switch
    {
        null or DBNull => null,
        bool flag => flag ? 1 : 0,
        var value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>A text, or null.</summary>
    public string? Text(string column) => table.Value(stored, column) as string;

    /// <summary>The fund of the row that a column refers to.</summary>
    public ValueTask<int?> Through(RegisterTable other, string column) => sorter.FundOfAsync(other, table.Value(stored, column));
}
