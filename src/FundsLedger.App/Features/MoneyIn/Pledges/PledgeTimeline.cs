using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>Something that happened to a pledge, with the entry that says so.</summary>
/// <param name="Seq">The entry.</param>
/// <param name="Date">Effective date.</param>
/// <param name="Kind">What happened; for a reversal, what was taken back.</param>
/// <param name="IsReversal">True when the entry takes another back.</param>
/// <param name="IsReversed">True when the entry was itself taken back.</param>
/// <param name="FundCode">The book.</param>
/// <param name="IsUmbrella">True for the book of pledges not yet designated.</param>
/// <param name="Amount">Of the entry's debit side, in the pledge's currency.</param>
/// <param name="Description">What happened.</param>
/// <param name="Purpose">The purpose outside this ledger, where it was designated to one.</param>
/// <param name="ExpectedOn">When the money is expected, where that was said.</param>
/// <param name="ActorName">Who recorded it.</param>
public sealed record PledgeStep(long Seq, DateOnly Date, EntryKind Kind, bool IsReversal, bool IsReversed, string FundCode, bool IsUmbrella,
    Money Amount, Description Description, string? Purpose, DateOnly? ExpectedOn, string ActorName);

/// <summary>Reads what happened to a pledge, oldest first, from its entries.</summary>
public static class PledgeTimeline
{
    public static Task<List<PledgeStep>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string pledge,
        CancellationToken cancel = default) => connection.Command(null,
        """
        SELECT e.seq, e.effective_date, COALESCE(r.kind, e.kind), e.reverses_seq, (SELECT COUNT(*) FROM entries x
            WHERE x.reverses_seq = e.seq), e.fund_id, p.currency, p.amount_minor, e.description, v.purpose, v.expected_on, e.actor_name
        FROM entries e LEFT JOIN entries r ON r.seq = e.reverses_seq
        JOIN postings p ON p.entry_seq = e.seq AND p.line = (SELECT MIN(q.line) FROM postings q WHERE q.entry_seq = e.seq
            AND q.pledge = @pledge AND q.amount_minor > 0)
        LEFT JOIN pledge_events v ON v.entry_seq = e.seq AND v.pledge = @pledge
        WHERE e.seq IN (SELECT s.entry_seq FROM postings s WHERE s.pledge = @pledge) ORDER BY e.effective_date, e.seq
        """, ("@pledge", pledge))
            .RowsAsync(
                row =>
                    new PledgeStep(row.GetInt64(0), row.Date(1), ClosedSet<EntryKind>.Of(row.GetString(2)), !row.IsDBNull(3),
                        row.GetInt64(4) > 0, catalog.FundById(row.GetInt32(5)).Code, catalog.FundById(row.GetInt32(5)).IsUmbrella,
            new Money(row.GetInt64(7), Currency.Of(row.GetString(6))), Description.Read(row.GetString(8)), row.TextOrNull(9),
                row.IsDBNull(10) ? null : row.Date(10), row.GetString(11)), cancel);
}
