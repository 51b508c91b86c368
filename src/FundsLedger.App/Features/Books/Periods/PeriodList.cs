using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary>A closing or reopening as recorded.</summary>
public sealed record PeriodEventLine(string FundCode, PeriodAction Action, DateOnly ClosedThrough, string Reason, string ActorName,
    string? SecondActorName, DateTimeOffset RecordedAt);

/// <summary>Reads closings and reopenings.</summary>
public static class PeriodList
{
    /// <summary>All of them, the latest first.</summary>
    public static Task<List<PeriodEventLine>> ReadAsync(DbConnection connection, LedgerCatalog catalog,
        CancellationToken cancel = default) =>
        connection.Command(null,
            "SELECT fund_id, action, closed_through, reason, actor_name, second_actor_name, recorded_at FROM period_events ORDER BY "
                + "id DESC")
            .RowsAsync(
                row =>
                    new PeriodEventLine(catalog.FundById(row.GetInt32(0)).Code, ClosedSet<PeriodAction>.Of(row.GetString(1)), row.Date(2),
                        row.GetString(3), row.GetString(4), row.TextOrNull(5), row.Instant(6)), cancel);
}
