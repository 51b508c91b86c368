using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>What of a pledge stands in one book.</summary>
/// <param name="FundCode">The book.</param>
/// <param name="IsUmbrella">True for the book of pledges not yet designated.</param>
/// <param name="Open">Not yet paid, withdrawn or passed on, in the pledge's currency.</param>
/// <param name="OpenEur">The same in cents.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="PaidEur">The same in cents, at the value the pledge was recorded with.</param>
/// <param name="Withdrawn">Withdrawn, lapsed or written down.</param>
/// <param name="WithdrawnEur">The same in cents.</param>
/// <param name="ExpectedOn">Day on which the open part is expected here.</param>
public sealed record PledgeInBook(string FundCode, bool IsUmbrella, Money Open, long OpenEur, Money Paid, long PaidEur, Money Withdrawn,
    long WithdrawnEur, DateOnly? ExpectedOn)
{
    /// <summary>Open and under a signed agreement.</summary>
    public required Money Signed { get; init; }

    /// <summary>The same in cents.</summary>
    public required long SignedEur { get; init; }

    /// <summary>Open and confirmed in writing, under no agreement.</summary>
    public required Money Confirmed { get; init; }

    /// <summary>How the last part of it in this book ended without money; null where none did.</summary>
    public required PledgeEnd? LastEnd { get; init; }

    /// <summary>All of the pledge that came into this book.</summary>
    public Money Share => Open + Paid + Withdrawn;

    /// <summary>How far the share of the pledge in this book has come.</summary>
    public PledgeStage Stage => new PledgeFigures
    {
        Open = Open, Paid = Paid, Ended = Withdrawn, Signed = Signed, Confirmed = Confirmed, Outside = Money.Zero(Open.Currency),
            LastEnd = LastEnd,
    }.Stage;
}

/// <summary>A part of a pledge designated to a purpose whose books are kept elsewhere.</summary>
public sealed record OutsidePart(string Purpose, Money Amount);

/// <summary>A pledge with what has become of it.</summary>
public sealed record PledgeStanding
{
    public required string Code { get; init; }
    public required string Donor { get; init; }
    public required string DonorName { get; init; }
    public required DateOnly AnnouncedOn { get; init; }
    public required Money Amount { get; init; }
    public required Description Description { get; init; }
    public required string? Source { get; init; }
    public required IReadOnlyList<PledgeInBook> Books { get; init; }

    /// <summary>The parts designated to purposes outside this ledger.</summary>
    public required IReadOnlyList<OutsidePart> OutsideParts { get; init; }

    /// <summary>Designated to purposes outside this ledger.</summary>
    public Money Outside => OutsideParts.Aggregate(Money.Zero(Amount.Currency), (sum, part) => sum + part.Amount);

    public Money Open => Sum(book => book.Open);

    public Money Paid => Sum(book => book.Paid);

    public Money Withdrawn => Sum(book => book.Withdrawn);

    /// <summary>Open and in no fund yet.</summary>
    public Money Undesignated => Sum(book => book.IsUmbrella ? book.Open : Money.Zero(Amount.Currency));

    /// <summary>What is open, in cents.</summary>
    public long OpenEur => Books.Sum(book => book.OpenEur);

    /// <summary>The next day on which money is expected for an open part.</summary>
    public DateOnly? ExpectedOn => Books.Where(book => !book.Open.IsZero).Min(book => book.ExpectedOn);

    /// <summary>How far the whole pledge has come.</summary>
    public PledgeStage Stage => new PledgeFigures { Open = Open, Paid = Paid, Ended = Withdrawn, Signed = Signed, Confirmed = Confirmed,
        Outside = Outside, LastEnd = LastEnd }.Stage;

    /// <summary>Open and under signed agreements.</summary>
    public Money Signed => Sum(book => book.Signed);

    /// <summary>Open and confirmed in writing, under no agreement.</summary>
    public Money Confirmed => Sum(book => book.Confirmed);

    /// <summary>How its last part ended without money; null where none did.</summary>
    public required PledgeEnd? LastEnd { get; init; }

    /// <summary>Days past the expected day; 0 when not overdue.</summary>
    public int DaysOverdue(DateOnly today) => AgeingRules.DaysOverdue(ExpectedOn, today);

    private Money Sum(Func<PledgeInBook, Money> part) => Books.Aggregate(Money.Zero(Amount.Currency), (sum, book) => sum + part(book));
}

/// <summary>Reads pledges and, from their postings, what has become of them.</summary>
public static class PledgeList
{
    /// <summary>All pledges, or one, or a donor's, as they stood at a moment (null: now); newest first. Of a limited reach, only what lies
    /// within.</summary>
    public static async Task<List<PledgeStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? code = null,
        string? donor = null, Moment? moment = null, Reach? reach = null, CancellationToken cancel = default)
    {
        var asOf = DateNumber.Of(moment?.AsOf ?? LedgerRules.LastDate);
        var known = await Balances.LastKnownSeqAsync(connection, moment ?? new Moment(LedgerRules.LastDate), cancel);
        var which = code is not null ? " AND p.pledge = @value"
            : donor is not null ? " AND p.pledge IN (SELECT g.code FROM pledges g WHERE g.donor = @value)" : "";
        if (reach?.OnlyDonors is not null)
            which += $" AND p.pledge IN (SELECT g.code FROM pledges g WHERE TRUE{Access.Reach.Rule(reach, "g.donor")})";
        var moves = (await connection.Command(null,
            $"""
            SELECT p.pledge, a.fund_id, COALESCE(r.kind, e.kind), SUM(p.amount_minor), SUM(p.eur_minor), a.code
            FROM postings p JOIN accounts a ON a.id = p.account_id JOIN entries e ON e.seq = p.entry_seq
                LEFT JOIN entries r ON r.seq = e.reverses_seq
            WHERE p.pledge IS NOT NULL AND a.role = 'pledges' AND p.effective_date <= @asOf AND p.entry_seq <= @known{which}
                GROUP BY p.pledge, a.fund_id, a.code, COALESCE(r.kind, e.kind)
            """, ("@value", code ?? donor), ("@asOf", asOf), ("@known", known))
                .RowsAsync(
                    row =>
                        new Move(row.GetString(0), row.GetInt32(1), ClosedSet<EntryKind>.Of(row.GetString(2)), row.Sum(3), row.Sum(4),
                            row.GetString(5)), cancel)).ToLookup(move => move.Pledge);
        var events = (await connection.Command(null,
            """
            SELECT v.pledge, v.kind, v.fund_id, v.amount_minor, v.expected_on, v.purpose FROM pledge_events v
            WHERE v.date <= @asOf AND v.entry_seq <= @known
              AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = v.entry_seq AND r.effective_date <= @asOf
                  AND r.seq <= @known) ORDER BY v.id
            """, ("@asOf", asOf), ("@known", known))
                .RowsAsync(
                    row =>
                        new Event(row.GetString(0), ClosedSet<PledgeEventKind>.Of(row.GetString(1)),
                            row.IsDBNull(2) ? null : row.GetInt32(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.Date(4),
                            row.TextOrNull(5)), cancel)).ToLookup(item => item.Pledge);
        var chosen = code is not null ? "AND g.code = @value" : donor is not null ? "AND g.donor = @value" : "";
        return await connection.Command(null,
            $"""
            SELECT g.code, g.donor, d.name, g.announced_on, g.currency, g.amount_minor, g.description, g.source FROM pledges g
                JOIN donors d ON d.code = g.donor
            WHERE g.announced_on <= @asOf {chosen}{Access.Reach.Rule(reach, "g.donor")}
            ORDER BY g.announced_on DESC, g.code DESC
            """, ("@value", code ?? donor), ("@asOf", asOf))
                .RowsAsync(row => Standing(row, catalog, moves[row.GetString(0)], events[row.GetString(0)]), cancel);
    }

    /// <summary>Pledges of a donor, with something in a fund, at a stage; what is null or empty asks for all.</summary>
    public static async Task<List<PledgeStanding>> FilteredAsync(DbConnection connection, LedgerCatalog catalog, string? donor,
        string? fund, PledgeStage? stage, Reach reach, CancellationToken cancel = default) =>
        [.. (await ReadAsync(connection, catalog, donor: donor, reach: reach, cancel: cancel)).Where(pledge =>
            (string.IsNullOrEmpty(fund)
                || pledge.Books.Any(book => book.FundCode == fund && !(book.Open.IsZero && book.Paid.IsZero && book.Withdrawn.IsZero)))
                && (stage is null || pledge.Stage == stage))];

    private sealed record Move(string Pledge, int FundId, EntryKind Kind, long Minor, long Eur, string Account);

    private sealed record Event(string Pledge, PledgeEventKind Kind, int? FundId, long Minor, DateOnly? ExpectedOn, string? Purpose);

    private static PledgeStanding Standing(DbDataReader row, LedgerCatalog catalog, IEnumerable<Move> moves, IEnumerable<Event> events)
    {
        var currency = Currency.Of(row.GetString(4));
        return new PledgeStanding
        {
            Code = row.GetString(0),
            Donor = row.GetString(1),
            DonorName = row.GetString(2),
            AnnouncedOn = row.Date(3),
            Amount = new Money(row.GetInt64(5), currency),
            Description = Description.Read(row.GetString(6)),
            Source = row.TextOrNull(7),
            LastEnd = LastEnd(events),
            OutsideParts = [.. events.Where(item => item.Kind == PledgeEventKind.DesignatedOutside)
                .Select(item => new OutsidePart(item.Purpose ?? "", new Money(item.Minor, currency)))],
            Books = [.. moves.GroupBy(move => move.FundId).OrderBy(book => book.Key).Select(book => new PledgeInBook(
                catalog.FundById(book.Key).Code, catalog.FundById(book.Key).IsUmbrella,
                new Money(book.Sum(move => move.Minor), currency), book.Sum(move => move.Eur),
                new Money(-book.Where(move => move.Kind == EntryKind.Fulfilment).Sum(move => move.Minor), currency),
                -book.Where(move => move.Kind == EntryKind.Fulfilment).Sum(move => move.Eur),
                new Money(-book.Where(move => move.Kind == EntryKind.Withdrawal).Sum(move => move.Minor), currency),
                -book.Where(move => move.Kind == EntryKind.Withdrawal).Sum(move => move.Eur),
                events.Where(item => item.FundId == book.Key).Max(item => item.ExpectedOn))
            {
                Signed = new Money(book.Where(move => move.Account == Chart.PledgesSigned).Sum(move => move.Minor), currency),
                SignedEur = book.Where(move => move.Account == Chart.PledgesSigned).Sum(move => move.Eur),
                Confirmed = new Money(book.Where(move => move.Account == Chart.PledgesConfirmed).Sum(move => move.Minor), currency),
                LastEnd = LastEnd(events.Where(item => item.FundId is { } fund ? fund == book.Key : catalog.FundById(book.Key).IsUmbrella)),
            })],
        };
    }

    private static PledgeEnd? LastEnd(IEnumerable<Event> events) => events.Select(item => item.Kind switch
    {
        PledgeEventKind.Withdrawn => PledgeEnd.Withdrawn, PledgeEventKind.Lapsed =>
            PledgeEnd.Lapsed, PledgeEventKind.WrittenDown => PledgeEnd.WrittenDown, _ => (PledgeEnd?)null,
    }).LastOrDefault(end => end is not null);
}

/// <summary>The same rows for a file that leaves the Registry, without the names, codes and texts of confidential donors.</summary>
public static class HiddenPledges
{
    public static PledgeStanding Of(this ConfidentialDonors hidden, PledgeStanding pledge) => !hidden.Hide(pledge.Donor) ? pledge
        : pledge with { Code = ConfidentialDonors.Code, Donor = ConfidentialDonors.Code, DonorName = "", Description = "", Source = null };
}
