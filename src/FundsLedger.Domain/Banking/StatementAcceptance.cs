namespace FundsLedger.Domain.Banking;

/// <summary>What no line explains, taken in as a line of its own.</summary>
/// <param name="On">Day on which it is booked.</param>
/// <param name="Minor">Minor units; positive when the bank has more than the lines make.</param>
public sealed record UnexplainedMove(DateOnly On, long Minor);

/// <summary>A line of a statement that was set aside.</summary>
/// <param name="BookedOn">The bank's booking date.</param>
/// <param name="Minor">Minor units; positive when money came in.</param>
/// <param name="Content">What makes it this line and no other.</param>
public readonly record struct SetAsideLine(DateOnly BookedOn, long Minor, ContentHash Content);

/// <summary>
/// A statement that was set aside, as it would stand among the accepted ones. It opens where the account ends and books only lines that
/// are not booked yet; what then is still missing to the bank's own balances becomes lines of its own, so that nothing is hidden.
/// </summary>
/// <param name="Opening">Where the account ends before it.</param>
/// <param name="Closing">Where the account ends after it.</param>
/// <param name="NewLines">Places of the lines to book, from 0.</param>
/// <param name="KnownLines">How many lines are booked already.</param>
/// <param name="Unexplained">None to two: before its lines, and among them.</param>
/// <param name="ReachesBack">True where it covers days that are covered already.</param>
public sealed record StatementAcceptance(
    (DateOnly On, long Minor) Opening, (DateOnly On, long Minor) Closing, IReadOnlyList<int> NewLines, int KnownLines,
    IReadOnlyList<UnexplainedMove> Unexplained, bool ReachesBack)
{
    /// <summary>Works it out; null where a sum is larger than a ledger holds.</summary>
    /// <param name="head">What the statement says. A balance that it does not say is what the lines make.</param>
    /// <param name="lines">Its lines, in order.</param>
    /// <param name="booked">How often each content is booked on the account on the days of the lines.</param>
    /// <param name="end">Where the account ends; in the statement's currency.</param>
    public static StatementAcceptance? Of(
        StatementHead head, IReadOnlyList<SetAsideLine> lines, IReadOnlyDictionary<ContentHash, int> booked, AccountEnd end)
    {
        var (fresh, taken, sum) = (new List<int>(), new Dictionary<ContentHash, int>(), (Int128)0);
        for (var place = 0; place < lines.Count; place++)
        {
            var often = taken[lines[place].Content] = taken.GetValueOrDefault(lines[place].Content) + 1;
            if (often <= booked.GetValueOrDefault(lines[place].Content)) continue;
            fresh.Add(place);
            sum += lines[place].Minor;
        }
        var known = lines.Count - fresh.Count;
        var (opening, closing) = (head.Opening, head.Closing);
        var reachesBack = known > 0 || opening?.Date < end.ClosedOn || closing?.Date < end.ClosedOn;
        // What moved before its lines can be told only where it begins behind everything that is booked.
        var before = reachesBack || opening is null ? 0 : (Int128)opening.Amount.Minor - end.ClosingMinor;
        var last = lines.Count == 0 ? end.ClosedOn : lines.Max(line => line.BookedOn);
        var closedOn = Later(closing?.Date ?? last, end.ClosedOn);
        // A statement of a time that is over leaves the account where it is.
        var closes = closing is null ? end.ClosingMinor + before + sum
            : closing.Date < end.ClosedOn ? end.ClosingMinor : closing.Amount.Minor;
        var among = closes - end.ClosingMinor - before - sum;
        if (!Fits(before) || !Fits(among) || !Fits(closes)) return null;
        var unexplained = new List<UnexplainedMove>();
        var firstDay = end.ClosedOn < closedOn ? end.ClosedOn.AddDays(1) : closedOn;
        if (before != 0) unexplained.Add(new(Earlier(Later(opening!.Date, firstDay), closedOn), (long)before));
        if (among != 0) unexplained.Add(new(closing is { } day && day.Date < end.ClosedOn ? day.Date : closedOn, (long)among));
        return new(
            (end.ClosedOn, end.ClosingMinor), (closedOn, (long)closes), fresh, known, unexplained, reachesBack);
    }

    private static bool Fits(Int128 minor) => minor >= long.MinValue && minor <= long.MaxValue;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
