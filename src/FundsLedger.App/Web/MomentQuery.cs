using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Web;

/// <summary>The two axes of time as a page's address carries them: <c>asOf</c> and <c>knownAt</c>. What cannot be read falls back to now,
/// and is said.</summary>
public sealed record MomentQuery(Moment Moment, string AsOf, string KnownAt, string? FaultKey)
{
    /// <summary>True when the page shows something other than now.</summary>
    public bool IsPast(DateOnly today) => Moment.KnownAt is not null || Moment.AsOf != today;

    public static MomentQuery Read(HttpRequest request, LedgerReads reads)
    {
        var (asOf, knownAt) = (request.Query["asOf"].ToString().Trim(), request.Query["knownAt"].ToString().Trim());
        string? fault = null;
        var day = reads.Today;
        if (asOf.Length > 0) (day, fault) = BookDay.Read(asOf) is { } read ? (read, fault) : (day, "moment.not_a_date");
        DateTimeOffset? instant = null;
        if (knownAt.Length > 0)
        {
            if (DateTimeOffset.TryParse(knownAt, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var known)) instant = known;
            else fault = "moment.not_an_instant";
        }
        var moment = new Moment(day, instant);
        if (fault is null && reads.Check(moment) is not null) (moment, fault) = (moment with { KnownAt = null }, "moment.ahead");
        return new MomentQuery(moment, asOf, knownAt, fault);
    }
}
