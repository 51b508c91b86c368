using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Publication;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>A block as it was published, with its moment.</summary>
internal sealed record KeptBlock(PublishedBlock Block, long ReceivedEur, bool IsReceivedRounded, long ClosingEur, DateOnly PublishedOn,
    long RecordedAt);

/// <summary>What somebody gave, and whether they ever asked not to be named.</summary>
internal sealed record GiftOfYear(int Year, string Donor, bool IsConfidential, long Eur);

/// <summary>All that a publication is made of and judged by.</summary>
/// <param name="Years">The books by fiscal year. What was recorded after a year was published counts in the first year that was
/// not.</param>
/// <param name="Gifts">What was received, by donor and year.</param>
/// <param name="Blocks">What was published.</param>
/// <param name="Official">What the Court published; of a year and line the newest.</param>
internal sealed record PublicationFacts(IReadOnlyList<YearOfBooks> Years, IReadOnlyList<GiftOfYear> Gifts, IReadOnlyList<KeptBlock> Blocks,
    IReadOnlyList<OfficialFigure> Official)
{
    public IReadOnlyList<PublishedBlock> Published => [.. Blocks.Select(kept => kept.Block)];

    /// <summary>The first year of the next block; null where the books hold nothing.</summary>
    public int? NextYear => Blocks.Count > 0 ? Blocks[^1].Block.To + 1 : Years.Count > 0 ? Years[0].Year : null;

    /// <summary>How things stand without another publication: also what an official figure alone gives away.</summary>
    public AuditResult Standing => PublicationAudit.Of(Years, PublicationRule.Standard, Published, null, Official);

    public static async Task<PublicationFacts> ReadAsync(Ask ask, Fund fund, CancellationToken cancel)
    {
        var blocks = await (await ask("""
            SELECT first_year, last_year, spent_eur, total_eur, step_eur, is_official, received_eur, is_received_rounded, closing_eur,
                published_on, recorded_at FROM publications WHERE fund = @fund ORDER BY first_year
            """, ("@fund", fund.Code))).RowsAsync(row => new KeptBlock(new PublishedBlock(row.GetInt32(0), row.GetInt32(1),
                row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetBoolean(5)), row.GetInt64(6), row.GetBoolean(7), row.GetInt64(8),
                row.Date(9), row.GetInt64(10)), cancel);
        var official = (await (await ask(
            "SELECT year, line, eur, unit_eur FROM official_figures WHERE fund_id = @fund ORDER BY id", ("@fund", fund.Id)))
            .RowsAsync(row => new OfficialFigure(row.GetInt32(0), ClosedSet<OfficialLine>.Of(row.GetString(1)), row.GetInt64(2),
                row.GetInt64(3)), cancel)).GroupBy(figure => (figure.Year, figure.Line)).Select(group => group.Last())
            .OrderBy(figure => figure.Year).ToList();
        var confidential = (await (await ask("SELECT donor FROM donor_profiles WHERE is_confidential", [])).RowsAsync(
            row => row.GetString(0), cancel)).ToHashSet(StringComparer.Ordinal);
        var moves = await MovesAsync(ask, fund, cancel);
        var first = await FirstCommitmentsAsync(ask, fund, cancel);
        if (moves.Count == 0) return new PublicationFacts([], [], blocks, official);
        var byYear = moves.ToLookup(move => YearOf(move, blocks));
        var begins = byYear.Min(year => year.Key);
        var last = Math.Max(byYear.Max(year => year.Key), blocks.Count == 0 ? begins : blocks[^1].Block.To);
        return new PublicationFacts([.. Enumerable.Range(begins, last - begins + 1).Select(year => Of(year, byYear[year]))],
            [.. byYear.SelectMany(year => year.Where(move => move.IsGift).GroupBy(move => move.Donor!)
                .Select(gifts => new GiftOfYear(year.Key, gifts.Key, confidential.Contains(gifts.Key), gifts.Sum(gift => gift.Eur))))],
            blocks, official);

        YearOfBooks Of(int year, IEnumerable<Move> moved)
        {
            var all = moved.ToList();
            var received = all.Where(move => move.IsGift || move.IsOpening).Sum(move => move.Eur);
            var cases = all.Where(move => move.Commitment is not null).GroupBy(move => RootOf(move.Commitment!))
                .ToDictionary(one => one.Key, one => -one.Sum(move => move.Eur), StringComparer.Ordinal);
            // Whatever else moved cash is spending or lowers it: so the published balance stays within half a step of the cash.
            return new YearOfBooks(year, received, received - all.Sum(move => move.Eur) - cases.Values.Sum(), cases);
        }

        // What was carried over is the same case.
        string RootOf(string commitment)
        {
            while (first.TryGetValue(commitment, out var earlier)) commitment = earlier;
            return commitment;
        }
    }

    private static int YearOf(Move move, IReadOnlyList<KeptBlock> blocks)
    {
        var year = move.Date.Year;
        foreach (var kept in blocks)
            if (move.RecordedAt > kept.RecordedAt && year <= kept.Block.To) year = kept.Block.To + 1;
        return year;
    }

    private static async Task<List<Move>> MovesAsync(Ask ask, Fund fund, CancellationToken cancel) => await (await ask("""
        SELECT e.effective_date, e.recorded_at, p.donor, p.commitment, p.eur_minor, e.kind FROM accounts a
            JOIN postings p ON p.account_id = a.id JOIN entries e ON e.seq = p.entry_seq
        WHERE a.fund_id = @fund AND a.role = 'cash' ORDER BY e.seq
        """, ("@fund", fund.Id))).RowsAsync(row => new Move(row.Date(0), row.GetInt64(1), row.TextOrNull(2), row.TextOrNull(3),
            row.GetInt64(4), row.GetString(5) == "opening"), cancel);

    // A commitment that was carried over is set free and made anew under one key.
    private static async Task<Dictionary<string, string>> FirstCommitmentsAsync(Ask ask, Fund fund, CancellationToken cancel) =>
        (await (await ask("""
            SELECT c.code, p.commitment FROM commitments c JOIN entries n ON n.seq = c.entry_seq
                JOIN entries f ON f.idempotency_key || '/2' = n.idempotency_key JOIN postings p ON p.entry_seq = f.seq
            WHERE c.fund_id = @fund AND f.kind = 'release' AND p.commitment IS NOT NULL AND p.commitment <> c.code
            """, ("@fund", fund.Id))).RowsAsync(row => (row.GetString(0), row.GetString(1)), cancel))
        .GroupBy(pair => pair.Item1).ToDictionary(pair => pair.Key, pair => pair.First().Item2, StringComparer.Ordinal);

    private sealed record Move(DateOnly Date, long RecordedAt, string? Donor, string? Commitment, long Eur, bool IsOpening)
    {
        public bool IsGift => Donor is not null && Commitment is null && !IsOpening;
    }
}
