using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.SignOff;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>Requests about statements that wait for a second person.</summary>
internal static class StatementRequests
{
    /// <summary>The first about a statement; null where none waits.</summary>
    public static async Task<ApprovalStanding?> AboutAsync(DbConnection connection, long statement, CancellationToken cancel) =>
        (await ApprovalList.ReadAsync(connection, cancel: cancel)).Find(asked => DecideStatement.Acts.Any(act => act.Kind == asked.Kind)
            && asked.Subject == statement.ToString(CultureInfo.InvariantCulture));
}
