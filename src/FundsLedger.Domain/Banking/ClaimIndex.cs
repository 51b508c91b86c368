namespace FundsLedger.Domain.Banking;

/// <summary>Claims of one currency, found by amount and by day without looking at each.</summary>
internal sealed class ClaimIndex
{
    private readonly Claim[] _byDue;
    private readonly long[] _mostUpTo;
    private readonly Claim[] _byAmount;
    private readonly long[] _amounts;

    /// <param name="claims">In any currency; only those of <paramref name="currency"/> are kept, in the order of <see
    /// cref="InOrder"/>.</param>
    /// <param name="currency">Of the lines that ask.</param>
    public ClaimIndex(IEnumerable<Claim> claims, Currency currency)
    {
        _byDue = [.. InOrder(claims.Where(claim => claim.Open.Currency == currency))];
        _byAmount = [.. _byDue.OrderBy(claim => claim.Open.Minor)];
        _amounts = Array.ConvertAll(_byAmount, claim => claim.Open.Minor);
        _mostUpTo = new long[_byDue.Length];
        var most = long.MinValue;
        for (var at = 0; at < _byDue.Length; at++) _mostUpTo[at] = most = Math.Max(most, _byDue[at].Open.Minor);
    }

    /// <summary>The oldest due first; what nobody expects on a day comes last.</summary>
    public ReadOnlySpan<Claim> Oldest => _byDue;

    /// <summary>The order in which claims are met.</summary>
    public static IEnumerable<Claim> InOrder(IEnumerable<Claim> claims) =>
        claims.OrderBy(Due).ThenBy(claim => claim.Pledge, StringComparer.Ordinal)
            .ThenBy(claim => claim.Instalment?.Agreement, StringComparer.Ordinal).ThenBy(claim => claim.Instalment?.Number ?? 0);

    /// <summary>Those of exactly this amount, the oldest due first.</summary>
    public ReadOnlySpan<Claim> Exactly(long minor)
    {
        var first = First(_amounts, minor);
        return _byAmount.AsSpan(first, FirstAbove(_amounts, minor) - first);
    }

    /// <summary>The claim that was paid less charges on the way: the smallest above the amount, for what the next larger lacks is
    /// more.</summary>
    public Claim? LessCharges(Money arrived) =>
        FirstAbove(_amounts, arrived.Minor) is var at && at < _byAmount.Length && Matcher.IsLessCharges(arrived, _byAmount[at].Open)
        ? _byAmount[at] : null;

    /// <summary>The oldest of which the amount is a part.</summary>
    public Claim? Above(long minor) => FirstAbove(_mostUpTo, minor) is var at && at < _byDue.Length ? _byDue[at] : null;

    /// <summary>Of claims in the order of their days, those nearest to a day; of two as near, the earlier.</summary>
    public static IEnumerable<Claim> Nearest(ReadOnlySpan<Claim> claims, int day, int most)
    {
        var after = FirstDue(claims, day);
        var near = new List<Claim>(2 * most);
        // Claims of one day stand together; of them the first ones are taken, not the last.
        for (var end = after; end > 0 && near.Count < most;)
        {
            var start = FirstDue(claims, Due(claims[end - 1]));
            for (var at = start; at < end && at < start + most; at++) near.Add(claims[at]);
            end = start;
        }
        for (var at = after; at < claims.Length && at < after + most; at++) near.Add(claims[at]);
        return near.OrderBy(claim => Distance(claim, day)).Take(most);
    }

    /// <summary>How many of claims in the order of their days are expected around a day.</summary>
    public static int CountAround(ReadOnlySpan<Claim> claims, int day, int daysAround) =>
        FirstDue(claims, day + daysAround + 1) - FirstDue(claims, day - daysAround);

    /// <summary>Days between a day and the one it is expected on.</summary>
    public static int Distance(Claim claim, int day) => claim.DueOn is { } due ? Math.Abs(due.DayNumber - day) : int.MaxValue;

    private static int Due(Claim claim) => claim.DueOn?.DayNumber ?? int.MaxValue;

    private static int FirstDue(ReadOnlySpan<Claim> claims, int day)
    {
        var (low, high) = (0, claims.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Due(claims[middle]) < day) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static int FirstAbove(ReadOnlySpan<long> ascending, long number) =>
        number == long.MaxValue ? ascending.Length : First(ascending, number + 1);

    /// <summary>The first place in ascending numbers that is not below one.</summary>
    private static int First(ReadOnlySpan<long> ascending, long number)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < number) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
