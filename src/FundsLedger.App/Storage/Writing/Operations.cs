using System.Data.Common;
using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>What the operations share: one transaction each, and the same answer to the same question asked twice.</summary>
/// <remarks>
/// Idempotency, once for all: an operation first asks what its key has already written (<see cref="EarlierAsync"/>). If nothing, it tests
/// its refusals and draws new codes; if something, it takes codes and amounts from there, so that the same command makes the same draft and
/// the ledger itself tells a repeat from other input.
/// Fields that no entry holds are compared with the register rows (<see cref="RegisterOnceAsync"/>).
/// </remarks>
internal static class Operations
{
    /// <summary>Runs one operation in a transaction of its own: committed when it did something, rolled back when it was a repeat, was
    /// refused or failed.</summary>
    public static async Task<Outcome<T>> InOneTransactionAsync<T>(this LedgerWriter writer, Actor actor,
        Func<LedgerSession, Task<Outcome<T>>> operation, CancellationToken cancel)
        where T : IAnswer
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        var outcome = await operation(session);
        if (!outcome.IsRefused && !outcome.Value.IsRepeat) await session.CommitAsync(cancel);
        return outcome;
    }

    /// <summary>What an earlier call under this key wrote first, or null.</summary>
    public static async Task<Earlier?> EarlierAsync(this LedgerSession session, string key, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT e.seq, p.currency, p.amount_minor, p.eur_minor, p.pledge, p.commitment FROM entries e JOIN postings p ON p.entry_seq "
                + "= e.seq AND p.line = 1 WHERE e.idempotency_key = @key",
            [("@key", key)], cancel);
        var found = await question.RowsAsync(
            row =>
                new Earlier(row.GetInt64(0), new Money(row.GetInt64(2), Currency.Of(row.GetString(1))), row.GetInt64(3), row.TextOrNull(4),
                    row.TextOrNull(5)), cancel);
        return found is [var earlier] ? earlier : null;
    }

    /// <summary>Adds a register row with a new entry; on a repeat, compares it with the row that stands. A row of a numbered register is
    /// given the next number.</summary>
    /// <returns>False when the key was used before for another row: refuse with <see cref="KeyUsedForOtherInput"/>.</returns>
    public static async Task<bool> RegisterOnceAsync(this LedgerSession session, PostedEntry posted, IRegisterRow row,
        CancellationToken cancel)
    {
        if (posted.IsRepeat) return await session.HoldsAsync(posted.Seq, row, cancel);
        var table = Registers.Of(row.GetType());
        if (table.Key == "id") table.Number(row, await session.NextIdAsync(table, cancel));
        await session.RegisterAsync(row, cancel);
        return true;
    }

    /// <summary>True when the register holds this row, apart from number, instant and actor.</summary>
    public static async Task<bool> HoldsAsync(this LedgerSession session, long entrySeq, IRegisterRow row, CancellationToken cancel)
    {
        var table = Registers.Of(row.GetType());
        var values = table.StoredOf(row);
        var byEntry = table.Columns.Contains("entry_seq");
        var question = await session.QuestionAsync(
            $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} WHERE {(byEntry ? "entry_seq" : table.Key)} = @key",
            [("@key", byEntry ? entrySeq : values[table.KeyIndex])], cancel);
        var rows = await question.RowsAsync(
            known => table.Columns.Select((column, index) => column is "id" or "recorded_at" or "actor_id" or "actor_name"
            || Same(known, index, values[index])).All(same => same), cancel);
        return rows is [true];

        // The program's own descriptions may have been kept in an earlier wording.
        static bool Same(DbDataReader known, int index, object? value) =>
            Plain(known.IsDBNull(index) ? null : known.GetValue(index)) == Plain(value)
            || (value is string text && !known.IsDBNull(index) && Description.Read(known.GetString(index)).Means(Description.Read(text)));
        static string? Plain(object? value) =>
            value is bool flag ? (flag ? "1" : "0")
                : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
    }

    /// <summary>The next code of a register numbered within each year, e.g. <c>P-2023-0007</c>. Rows are never removed, so counting is
    /// numbering; the writer's lock makes it safe.</summary>
    public static async Task<string> NextCodeAsync(this LedgerSession session, RegisterTable table, string letter, int year,
        CancellationToken cancel)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{letter}-{year:0000}-");
        var question = await session.WholeQuestionAsync($"SELECT COUNT(*) FROM {table.Name} WHERE code LIKE @prefix",
            [("@prefix", prefix + "%")], cancel);
        return prefix + (await question.NumberAsync(cancel) + 1).ToString("0000", CultureInfo.InvariantCulture);
    }

    /// <summary>The next code of a donor's own things, e.g. <c>IE-P-2023-1</c>: numbered per donor and year, because a donor sees it and
    /// must not be able to count what others gave.</summary>
    public static async Task<string> NextCodeAsync(this LedgerSession session, RegisterTable table, string donor, string letter, int year,
        CancellationToken cancel)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{donor}-{letter}-{year:0000}-");
        var question = await session.WholeQuestionAsync($"SELECT COUNT(*) FROM {table.Name} WHERE donor = @donor AND code LIKE @prefix",
            [("@donor", donor), ("@prefix", prefix + "%")], cancel);
        return prefix + (await question.NumberAsync(cancel) + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The entries that a key and its continuations (<c>key/2</c>, <c>key/3</c> …) wrote before, in that order; empty for a new
    /// key. An operation that posts them again word for word is a repeat.</summary>
    public static async Task<List<EarlierEntry>> EarlierEntriesAsync(this LedgerSession session, string key, CancellationToken cancel)
    {
        // A malformed key was never written.
        if (LedgerRules.BrokenText(key) is not null || key.Length is 0 or > LedgerRules.LongestKey) return [];
        var keys = string.Join(", ", Enumerable.Range(2, MostEntries - 1).Select(number => $"@key || '/{number}'"));
        var question = await session.QuestionAsync(
            $"""
            SELECT e.seq, e.idempotency_key, e.fund_id, p.account_id, p.currency, p.amount_minor, p.eur_minor, p.donor, p.pledge,
                p.agreement, p.request, p.commitment, p.payment
            FROM entries e JOIN postings p ON p.entry_seq = e.seq WHERE e.idempotency_key IN (@key, {keys}) ORDER BY e.seq, p.line
            """, [("@key", key)], cancel);
        var catalog = session.Catalog;
        var lines = await question.RowsAsync(
            row =>
                (Seq: row.GetInt64(0), Key: row.GetString(1), Fund: catalog.FundById(row.GetInt32(2)).Code,
                    Posting: PostingReader.Read(row, 3, catalog)), cancel);
        // Another operation may have used such a key by chance; only what was written together belongs together.
        var together = lines.GroupBy(line => (line.Seq, line.Key, line.Fund))
            .Select(entry => new EarlierEntry(entry.Key.Seq, entry.Key.Key, entry.Key.Fund, [.. entry.Select(line => Draft(line.Posting))]))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        return together.Exists(entry => entry.Key == key) ? together : [];

        static LineDraft Draft(PlannedPosting posting) =>
            new(posting.Account.Code, posting.Amount, posting.Amount.Currency == Currency.Eur ? null : posting.EurMinor,
                posting.Dimensions == Dimensions.None ? null : posting.Dimensions);
    }

    /// <summary>Most entries that one key stands for.</summary>
    public const int MostEntries = 9;

    /// <summary>The debit-positive balance that a code has in the accounts of one role in one fund: minor units and cents.</summary>
    public static async Task<(long Minor, long Eur)> BalanceAboutAsync(this LedgerSession session, int fundId, AccountRole role,
        string dimension, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            $"SELECT COALESCE(SUM(p.amount_minor), 0), COALESCE(SUM(p.eur_minor), 0) FROM postings p JOIN accounts a ON a.id = "
                + $"p.account_id WHERE p.{dimension} = @code AND a.fund_id = @fund AND a.role = @role",
            [("@code", code), ("@fund", fundId), ("@role", ClosedSet<AccountRole>.Code(role))], cancel);
        return (await question.RowsAsync(row => (row.Sum(0), row.Sum(1)), cancel))[0];
    }

    /// <summary>The book of pledges not yet designated.</summary>
    public static Fund UmbrellaBook(this LedgerSession session) => session.Catalog.Funds.First(fund => fund.IsUmbrella);
}

/// <summary>What every operation answers.</summary>
public interface IAnswer
{
    /// <summary>True when the same had been asked before: this is the first answer again, and nothing was written.</summary>
    bool IsRepeat { get; }
}

/// <summary>An entry that a key has written before.</summary>
internal sealed record EarlierEntry(long Seq, string Key, string Fund, IReadOnlyList<LineDraft> Lines);

/// <summary>The first line of what a key has written before.</summary>
internal sealed record Earlier(long Seq, Money Amount, long EurMinor, string? Pledge, string? Commitment);
