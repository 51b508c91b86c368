using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.People;

/// <summary>One login per role, for demonstration books and no others: they open with one click, without a password.</summary>
public static class DemoPeople
{
    /// <summary>Id, printed name and role.</summary>
    public static IReadOnlyList<(string Id, string Name, Role Role, string? Donor, string Funds)> All { get; } =
    [
        ("demo-recorder", "Recorder (demo)", Role.Recorder, null, "*"),
        ("demo-recorder-visits", "Recorder of family visits (demo)", Role.Recorder, null, "TFFV"),
        ("demo-certifier", "Certifying officer (demo)", Role.CertifyingOfficer, null, "*"),
        ("demo-approver", "Approving officer (demo)", Role.ApprovingOfficer, null, "*"),
        ("demo-signatory", "Bank signatory (demo)", Role.BankSignatory, null, "*"),
        ("demo-protector", "Protection officer (demo)", Role.ProtectionOfficer, null, "*"),
        ("demo-auditor", "Auditor (demo)", Role.Auditor, null, "*"),
        ("demo-facilitator", "Facilitator (demo)", Role.Facilitator, null, "*"),
        ("demo-state", "Representative of Ireland (demo)", Role.StateRepresentative, "IE", "*"),
        ("demo-administrator", "Administrator (demo)", Role.Administrator, null, "*"),
    ];

    /// <summary>Puts them into demonstration books that lack them.</summary>
    /// <exception cref="InvalidOperationException">The books are not a demonstration.</exception>
    public static async Task EnsureAsync(LedgerDatabase database, TimeProvider clock, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        if (!(await connection.Command(null, "SELECT is_demo FROM books").RowsAsync(row => row.GetBoolean(0), cancel)).Contains(true))
            throw new InvalidOperationException("These books are not a demonstration: nobody gets in without showing who they are.");
        var now = Microseconds.Of(clock.GetUtcNow());
        var known = await connection.Command(null, "SELECT id FROM people").RowsAsync(row => row.GetString(0), cancel);
        var missing = All.ExceptBy(known, person => person.Id).ToList();
        if (missing.Count == 0) return;
        await using var writer = new LedgerWriter(database, clock);
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        foreach (var (id, name, role, donor, funds) in missing)
        {
            await session.ChangePowerAsync(PowerTable.People, id,
                "INSERT INTO people (id, user_name, email, name, language, donor, security_stamp, has_codes, code_step, is_disabled, "
                    + "is_demo, created_at) VALUES (@id, @email, @email, @name, '', @donor, @id, @no, 0, @no, @yes, @now)",
                [("@id", id), ("@email", $"{id}@demo.invalid"), ("@name", name), ("@donor", donor), ("@no", false), ("@yes", true),
                    ("@now", now)], cancel);
            await session.ChangePowerAsync(PowerTable.Roles, id,
                "INSERT INTO person_roles (person_id, role, funds, granted_by, granted_at) VALUES (@id, @role, @funds, 'system', @now)",
                [("@id", id), ("@role", ClosedSet<Role>.Code(role)), ("@funds", funds), ("@now", now)], cancel);
        }
        await session.CommitAsync(cancel);
    }
}
