using System.Data.Common;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>The check <c>power</c>: whoever may sign in, as what, for whom and how, and whoever is told, came there through the program.
/// The tables are compared with the sealed changes both ways.</summary>
public static class PowerCheck
{
    private const string Repair =
        "Somebody may have made themselves somebody else. Disable the account, look what was done under it, and restore the last good "
            + "backup.";

    internal static async Task RunAsync(DbConnection connection, CheckNotes notes, CancellationToken cancel)
    {
        await using var picture = await connection.BeginReadAsync(cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(picture, text, parameters));
        var last = (await (await ask(
            "SELECT place, item, mark FROM power_changes WHERE id IN (SELECT MAX(id) FROM power_changes GROUP BY place, item)"))
            .RowsAsync(row => (Place: row.GetString(0), Item: row.GetString(1), Mark: row.IsDBNull(2) ? null : row.Blob(2)), cancel))
            .ToDictionary(row => (row.Place, row.Item), row => row.Mark);
        var salts = (await (await ask("SELECT place, item, salt FROM power_salts"))
            .RowsAsync(row => (Place: row.GetString(0), Item: row.GetString(1), Salt: row.Blob(2)), cancel))
            .ToDictionary(row => (row.Place, row.Item), row => row.Salt);
        if (!last.ContainsKey((PowerSeals.Everything, "")))
            notes.Found(CheckName.Power, "what gives power", "Nobody has sealed yet what was found.", "Run 'fundsledger migrate'.");
        foreach (var table in PowerTable.All)
        {
            var rows = await table.ReadAsync(ask, of: null, cancel);
            notes.Looked(CheckName.Power, rows.Count);
            foreach (var row in rows.Values)
            {
                var key = (table.Name, row.Item);
                if (last.GetValueOrDefault(key) is not { } mark)
                    notes.Found(CheckName.Power, $"{table.Name} row {row.Item}", "It gives power and did not come through the program.",
                        Repair);
                else if (!salts.TryGetValue(key, out var salt) || !mark.AsSpan().SequenceEqual(row.Mark(table.Name, salt)))
                    notes.Found(CheckName.Power, $"{table.Name} row {row.Item}", "It is not as it was sealed when it was last changed.",
                        Repair);
            }
            foreach (var ((_, item), _) in last.Where(row => row.Key.Place == table.Name && row.Value is not null
                && !rows.ContainsKey(row.Key.Item)))
                notes.Found(CheckName.Power, $"{table.Name} row {item}", "It was given and never taken, and is gone.", Repair);
        }
        foreach (var (id, place, item) in await (await ask("SELECT id, place, item FROM power_changes WHERE NOT was_sealed ORDER BY id"))
            .RowsAsync(row => (row.GetInt64(0), row.GetString(1), row.GetString(2)), cancel))
            notes.Found(CheckName.Power, $"{place} row {item}", $"It was not as sealed when change {id} was made to it.", Repair);
    }

    /// <summary>Groups of single sign-on whose roles in the settings are others than those sealed when pages were last served.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> FindInSettingsAsync(LedgerDatabase database,
        IReadOnlyDictionary<string, string> groups, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var sealedNow = (await connection.Command(null, """
            SELECT c.item, c.mark, s.salt FROM power_changes c JOIN power_salts s ON s.place = c.place AND s.item = c.item
            WHERE c.place = @place AND c.id IN (SELECT MAX(id) FROM power_changes GROUP BY place, item)
            """, ("@place", PowerSeals.SignOnGroups))
            .RowsAsync(row => (Item: row.GetString(0), Mark: row.IsDBNull(1) ? null : row.Blob(1), Salt: row.Blob(2)), cancel))
            .ToDictionary(row => row.Item, StringComparer.Ordinal);
        return [.. groups.Keys.Union(sealedNow.Keys).Order(StringComparer.Ordinal).Where(group =>
                !groups.TryGetValue(group, out var role) || !sealedNow.TryGetValue(group, out var kept) || kept.Mark is null
                || !kept.Mark.AsSpan().SequenceEqual(new PowerRow(group, [role]).Mark(PowerSeals.SignOnGroups, kept.Salt)))
            .Select(group => new CheckFinding($"the group {group} of single sign-on",
                "The settings give it another role than was sealed when the pages were last served.",
                "If the change is meant, start 'fundsledger serve' again: it is sealed then. Otherwise put the settings right."))];
    }
}
