namespace FundsLedger.App.Storage;

/// <summary>In which order tables are filled so that whatever a row needs is there before it.</summary>
internal static class CopyOrder
{
    // What guards look at, and no foreign key tells. An entry's guard sums its postings; once a month is closed or an account reconciled,
    // nothing earlier is taken.
    private static readonly (string Table, string Before)[] Guarded =
    [
        ("entries", "postings"), ("entries", "funds"), ("period_events", "entries"), ("reconciliations", "entries"),
        ("reconciliations", "bank_matches"), ("bank_matches", "entries"), ("approvals_decided", "approvals_asked"),
        ("signing_requests", "approvals_asked"), ("signing_steps", "signing_requests"), ("signing_steps", "approvals_decided"),
        ("payment_batch_items", "signing_steps"), ("payment_batch_items", "payments"), ("payment_events", "payment_batch_items"),
        ("signing_steps", "payments"),
    ];

    /// <summary>Every table once, each after what it refers to; by name where nothing else tells.</summary>
    /// <param name="tables">All tables.</param>
    /// <param name="references">Pairs: a table, and one that its rows refer to at once (not only when the transaction ends).</param>
    /// <exception cref="InvalidOperationException">Some need each other in a circle.</exception>
    public static List<string> Of(IEnumerable<string> tables, IEnumerable<(string Table, string Before)> references)
    {
        var needs = tables.ToDictionary(table => table, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (table, before) in references.Concat(Guarded))
            if (table != before && needs.ContainsKey(before) && needs.TryGetValue(table, out var found)) found.Add(before);
        var order = new List<string>(needs.Count);
        while (needs.Count > 0)
        {
            var free = needs.Where(table => table.Value.Count == 0).Select(table => table.Key).Order(StringComparer.Ordinal).ToList();
            if (free.Count == 0)
                throw new InvalidOperationException("Tables refer to each other in a circle: " + string.Join(", ", needs.Keys));
            order.AddRange(free);
            foreach (var table in free) needs.Remove(table);
            foreach (var rest in needs.Values) rest.ExceptWith(free);
        }
        return order;
    }
}
