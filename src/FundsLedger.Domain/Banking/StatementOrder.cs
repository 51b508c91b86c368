namespace FundsLedger.Domain.Banking;

/// <summary>The order in which statements of one file are judged: banks also write the newest first, pack days as they come, or a last page
/// before the first. The balances tell.</summary>
public static class StatementOrder
{
    /// <summary>Statements above which a file is taken as it stands.</summary>
    public const int Most = 400;

    /// <summary>Places of the statements in the order in which each continues the one before. What continues nothing keeps its place, and
    /// so does every statement of a file that is in order.</summary>
    /// <param name="statements">As they stand in the file.</param>
    /// <param name="accountOf">The account of a statement, with where it ends; null where no account has its number.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<CountedStatement> statements,
        Func<StatementHead, (string Code, AccountEnd End)?> accountOf)
    {
        var order = Enumerable.Range(0, statements.Count).ToArray();
        if (statements.Count is < 2 or > Most) return order;
        foreach (var account in order.GroupBy(place => accountOf(statements[place].Head)?.Code).Where(group => group.Key is not null)
            .Select(group => group.ToList()).ToList())
        {
            var chain = Chain(statements, account, accountOf(statements[account[0]].Head)!.Value.End);
            // The chain takes the places that its statements had.
            foreach (var (place, statement) in chain.Order().Zip(chain).ToList()) order[place] = statement;
        }
        return order;
    }

    /// <summary>The statements that continue each other from where the account ends; of several the earliest, for a day without movements
    /// fits behind every other.</summary>
    private static List<int> Chain(IReadOnlyList<CountedStatement> statements, List<int> places, AccountEnd end)
    {
        var (chain, rest) = (new List<int>(), places.ToList());
        while (rest.Count > 0)
        {
            var next = rest.Where(place => StatementRules.Judge(statements[place], end).Count == 0)
                .OrderBy(place => statements[place].Head.Closing!.Date).ThenBy(place => statements[place].Head.Opening!.Date)
                .Select(place => (int?)place).FirstOrDefault();
            if (next is not { } found) break;
            chain.Add(found);
            rest.Remove(found);
            var closing = statements[found].Head.Closing!;
            end = end with { ClosedOn = closing.Date, ClosingMinor = closing.Amount.Minor };
        }
        return chain;
    }
}
