using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Access;

/// <summary>Says which log seals an audit row: the open one for acts of people who have no right in a protected fund, of which the row
/// names none; in doubt the protected one, whose size nobody outside sees.</summary>
/// <remarks>It goes by who acts and by the words alone. Whether something is there under a name must not decide: a stranger who asks for it
/// would see it in which log grew.</remarks>
internal sealed class AuditClasses(DbConnection connection, DbTransaction transaction)
{
    // These may be about anybody: whose address was typed, and was it right.
    private static readonly HashSet<AuditAct> AtTheDoor = [AuditAct.SignInFailed, AuditAct.LockedOut, AuditAct.PasswordResetAsked];

    private readonly Dictionary<string, bool> _rights = new(StringComparer.Ordinal);
    private List<string>? _protected;

    public async Task<LogClass> OfAsync(AuditNote note)
    {
        if (AtTheDoor.Contains(note.Act)) return LogClass.Protected;
        _protected ??= await connection.Command(transaction,
            "SELECT code FROM funds WHERE id IN (SELECT fund_id FROM fund_settings WHERE is_protected)").RowsAsync(row => row.GetString(0));
        if (_protected.Exists(code => note.Subject.Contains(code, StringComparison.OrdinalIgnoreCase)
            || note.Outcome.Contains(code, StringComparison.OrdinalIgnoreCase))) return LogClass.Protected;
        if (note.Actor == AuditLog.Stranger) return LogClass.Open;
        if (!_rights.TryGetValue(note.Actor.Id, out var hasRights))
            _rights[note.Actor.Id] = hasRights = await HasRightsAsync(note.Actor.Id);
        return hasRights ? LogClass.Protected : LogClass.Open;
    }

    /// <summary>True for whoever may know of a protected fund, and for whoever is not known here.</summary>
    private async Task<bool> HasRightsAsync(string personId)
    {
        var held = await connection.Command(transaction, "SELECT role, funds FROM person_roles WHERE person_id = @id", ("@id", personId))
            .RowsAsync(row => (Role: ClosedSet<Role>.Find(row.GetString(0)), Funds: FundsCovered.Read(row.GetString(1))));
        return held.Count == 0 || held.Exists(one => one.Role is not { } role || !(AccessTable.Outsiders.Contains(role)
            || (AccessTable.CarryFunds.Contains(role) && !one.Funds.IsAll && !_protected!.Exists(one.Funds.Codes.Contains))));
    }
}
