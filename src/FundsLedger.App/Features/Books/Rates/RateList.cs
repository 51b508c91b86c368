using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>A rate as entered.</summary>
public sealed record EnteredRateLine(long Id, DateOnly Date, Rate Rate, string Source, string ActorName, DateTimeOffset RecordedAt);

/// <summary>Reads the rates entered.</summary>
public static class RateList
{
    /// <summary>At most so many, by the day they are for, newest first; of one day the latest entered first.</summary>
    public static Task<List<EnteredRateLine>> ReadAsync(DbConnection connection, int most, CancellationToken cancel = default) =>
        connection.Command(null,
            "SELECT id, date, currency, billionths, source, actor_name, recorded_at FROM rates ORDER BY date DESC, id DESC LIMIT @most",
            ("@most", most))
            .RowsAsync(
                row =>
                    new EnteredRateLine(row.GetInt64(0), row.Date(1),
                        new Rate(Currency.Of(row.GetString(2)), Currency.Eur, row.GetInt64(3)), row.GetString(4), row.GetString(5),
                        row.Instant(6)), cancel);
}
