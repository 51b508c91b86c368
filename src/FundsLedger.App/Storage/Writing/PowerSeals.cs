using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>Changes tables that give power, and seals what changed in the same transaction: there is no moment at which a role counts and
/// no leaf tells of it.</summary>
public static class PowerSeals
{
    /// <summary>The place of the row with which sealing begins.</summary>
    public const string Everything = "everything";

    /// <summary>The part of the settings that says which role a group of single sign-on has.</summary>
    public const string SignOnGroups = "sign_on_groups";

    private const int SaltSize = 32;

    /// <summary>Runs one statement on a table, and seals whatever it changed in the rows of one person.</summary>
    /// <param name="session">Whoever acts in it is who changed it.</param>
    /// <param name="table">The table.</param>
    /// <param name="of">Whose rows it may change; a statement must touch no others.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many rows the statement touched.</returns>
    public static async Task<int> ChangePowerAsync(this LedgerSession session, PowerTable table, object of, string statement,
        (string Name, object? Value)[] parameters, CancellationToken cancel = default)
    {
        var before = await table.ReadAsync(Asking(session, cancel), of, cancel);
        var touched = await (await session.WholeQuestionAsync(statement, parameters, cancel)).RunAsync(cancel);
        var after = await table.ReadAsync(Asking(session, cancel), of, cancel);
        foreach (var item in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.GetValueOrDefault(item), after.GetValueOrDefault(item));
            if (was is null || now is null || !was.IsAs(now))
                await SealAsync(session, table.Name, was, now, table.Say(was, now), cancel);
        }
        return touched;
    }

    /// <summary>The same in a transaction of its own.</summary>
    public static async Task<int> ChangePowerAsync(this LedgerWriter writer, Actor actor, PowerTable table, object of, string statement,
        (string Name, object? Value)[] parameters, CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        var touched = await session.ChangePowerAsync(table, of, statement, parameters, cancel);
        if (touched > 0) await session.CommitAsync(cancel);
        return touched;
    }

    /// <summary>Seals what gives power as it is found, once for each set of books: from then on every change is sealed.</summary>
    /// <returns>How many rows were found; null where sealing had begun before.</returns>
    public static async Task<int?> BeginAsync(LedgerDatabase database, TimeProvider clock, IChance? chance, CancellationToken cancel)
    {
        await using (var connection = await database.OpenAsync(cancel))
            if (await connection.Command(null, "SELECT COUNT(*) FROM power_changes").NumberAsync(cancel) > 0) return null;
        await using var writer = new LedgerWriter(database, clock, chance);
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        var found = 0;
        foreach (var table in PowerTable.All)
        {
            var rows = await table.ReadAsync(Asking(session, cancel), of: null, cancel);
            foreach (var row in rows.Values.OrderBy(row => row.Item, StringComparer.Ordinal))
            {
                await WriteAsync(session, table.Name, row.Item, row, PowerChange.Found, table.Say(null, row), true, cancel);
                found++;
            }
        }
        await session.RegisterAsync(await RowAsync(session, Everything, "", PowerChange.Begun,
            FormattableString.Invariant($"{found} rows that give power were there and are sealed as they were found"), null, true, cancel),
            cancel);
        await session.CommitAsync(cancel);
        return found;
    }

    /// <summary>Seals a part of the settings that gives power where it differs from what was sealed last.</summary>
    /// <param name="writer">Writes a transaction if there is anything to seal.</param>
    /// <param name="place">Which part.</param>
    /// <param name="settings">What each of its entries says.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task FollowSettingsAsync(LedgerWriter writer, string place, IReadOnlyDictionary<string, string> settings,
        CancellationToken cancel)
    {
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        var known = await (await session.WholeQuestionAsync("SELECT DISTINCT item FROM power_changes WHERE place = @place",
            [("@place", place)], cancel)).RowsAsync(row => row.GetString(0), cancel);
        var isNew = false;
        foreach (var item in known.Union(settings.Keys).Order(StringComparer.Ordinal))
        {
            var now = settings.TryGetValue(item, out var text) ? new PowerRow(item, [text]) : null;
            var mark = await LastMarkAsync(session, place, item, cancel);
            if (now is null ? mark is null : mark is not null && await SaltAsync(session, place, item, cancel) is { } salt
                && mark.AsSpan().SequenceEqual(now.Mark(place, salt))) continue;
            await WriteAsync(session, place, item, now, now is null ? PowerChange.Taken : mark is null ? PowerChange.Given
                : PowerChange.Changed, text ?? "", true, cancel);
            isNew = true;
        }
        if (isNew) await session.CommitAsync(cancel);
    }

    private static Ask Asking(LedgerSession session, CancellationToken cancel) =>
        (text, parameters) => session.WholeQuestionAsync(text, parameters, cancel);

    private static async Task SealAsync(LedgerSession session, string place, PowerRow? before, PowerRow? after, string said,
        CancellationToken cancel)
    {
        var item = (after ?? before)!.Item;
        var mark = await LastMarkAsync(session, place, item, cancel);
        var salt = await SaltAsync(session, place, item, cancel);
        // Whoever changes a row that somebody had changed behind the books' back must not make it good.
        var wasSealed = before is null ? mark is null
            : mark is not null && salt is not null && mark.AsSpan().SequenceEqual(before.Mark(place, salt));
        await WriteAsync(session, place, item, after,
            after is null ? PowerChange.Taken : before is null ? PowerChange.Given : PowerChange.Changed, said, wasSealed, cancel);
    }

    private static async Task WriteAsync(LedgerSession session, string place, string item, PowerRow? now, PowerChange change, string said,
        bool wasSealed, CancellationToken cancel)
    {
        await (await session.WholeQuestionAsync("DELETE FROM power_salts WHERE place = @place AND item = @item",
            [("@place", place), ("@item", item)], cancel)).RunAsync(cancel);
        byte[]? mark = null;
        if (now is not null)
        {
            var salt = session.Chance.Bytes(ChanceUse.PowerSalt, LogClass.Protected, place, SaltSize);
            await (await session.WholeQuestionAsync("INSERT INTO power_salts (place, item, salt) VALUES (@place, @item, @salt)",
                [("@place", place), ("@item", item), ("@salt", salt)], cancel)).RunAsync(cancel);
            mark = now.Mark(place, salt);
        }
        await session.RegisterAsync(await RowAsync(session, place, item, change, said, mark, wasSealed, cancel), cancel);
    }

    private static async Task<PowerChangeRow> RowAsync(LedgerSession session, string place, string item, PowerChange change, string said,
        byte[]? mark, bool wasSealed, CancellationToken cancel) => new()
    {
        Id = await session.NextIdAsync(Registers.PowerChanges, cancel), Place = place, Item = item, Change = change, Said = said,
        Mark = mark, WasSealed = wasSealed, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
    };

    private static async Task<byte[]?> LastMarkAsync(LedgerSession session, string place, string item, CancellationToken cancel)
    {
        var last = await (await session.WholeQuestionAsync(
            "SELECT mark FROM power_changes WHERE place = @place AND item = @item ORDER BY id DESC LIMIT 1",
            [("@place", place), ("@item", item)], cancel)).RowsAsync(row => row.IsDBNull(0) ? null : row.Blob(0), cancel);
        return last is [var mark] ? mark : null;
    }

    private static async Task<byte[]?> SaltAsync(LedgerSession session, string place, string item, CancellationToken cancel) =>
        (await (await session.WholeQuestionAsync("SELECT salt FROM power_salts WHERE place = @place AND item = @item",
            [("@place", place), ("@item", item)], cancel)).RowsAsync(row => row.Blob(0), cancel)).FirstOrDefault();
}
