using System.Text.RegularExpressions;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Storage;

/// <summary>The books as seen by a reader who may know of some funds only. Each table with records of a fund has a temporary view on the
/// connection that leaves out the other funds, so that no question can show what is hidden, however it is written.</summary>
/// <remarks>Where a page asks, the views bear the tables' names. Where an act looks something up in its own transaction they are called
/// <c>seen_…</c>, because the same connection writes the tables.</remarks>
public static partial class SeenTables
{
    private const string Acting = "seen_";
    private const string OpenTree = "1";

    // A paper is seen by whoever sees what it belongs to.
    private const string PapersOfSeen = """
        ((t.subject = 'pledge' AND t.code NOT IN «hidden_pledges») OR (t.subject = 'agreement' AND t.code IN «agreements»)
            OR (t.subject = 'offer' AND t.code IN (SELECT x.code FROM «base».gift_offers x WHERE x.fund_id IS NULL OR x.fund_id IN «funds»))
            OR (t.subject = 'request' AND t.code IN (SELECT x.code FROM «base».visit_requests x WHERE x.fund_id IN «funds»))
            OR (t.subject = 'receipt' AND t.code IN (SELECT x.code FROM «base».receipts x WHERE x.fund_id IN «funds»))
            OR (t.subject = 'approval' AND t.code NOT IN (SELECT CAST(h.id AS TEXT) FROM «hidden_approvals» h)))
        """;

    private static readonly string OfSeenPaper =
        $"t.paper_id IN (SELECT p.id FROM «base».papers p WHERE {PapersOfSeen.Replace("t.", "p.", StringComparison.Ordinal)})";

    // Tables named before those whose views ask them. «funds», «banks» … are replaced by the funds and what belongs to them.
    private static readonly (string Table, string[] Numbered, string Rule)[] Rules =
    [
        ("funds", [], "t.id IN «funds»"),
        ("fund_settings", [], "t.fund_id IN «funds»"),
        ("accounts", [], "t.fund_id IN «funds»"),
        ("period_events", [], "t.fund_id IN «funds»"),
        ("visit_requests", [], "t.fund_id IN «funds»"),
        ("visit_costs", [], "t.fund_id IN «funds»"),
        ("request_costs", [], "t.request IN «requests»"),
        ("request_findings", [], "t.request IN «requests»"),
        ("request_decisions", [], "t.request IN «requests»"),
        ("contribution_orders", ["entry_seq"], "t.fund_id IN «funds»"),
        ("queue_orders", [], "t.fund_id IN «funds»"),
        ("commitments", ["entry_seq"], "t.fund_id IN «funds»"),
        ("payees", [], "t.fund_id IN «funds»"),
        ("payee_details", [], "t.payee IN (SELECT x.payee FROM «base».payees x WHERE x.fund_id IN «funds»)"),
        ("payments", [], "t.fund_id IN «funds»"),
        ("payment_texts", [], "t.payment IN «payments»"),
        ("payment_events", ["entry_seq"], "t.payment IN «payments»"),
        ("payment_batches", [], "t.fund_id IN «funds»"),
        ("payment_batch_items", [], "t.payment IN «payments»"),
        ("payment_rules", [], "t.fund_id IN «funds»"),
        ("official_figures", [], "t.fund_id IN «funds»"),
        ("publication_audits", [], "t.fund_id IN «funds»"),
        ("alert_rules", [], "t.fund_id IN «funds»"),
        ("alert_events", [], "t.fund_id IN «funds»"),
        ("forecasts", [], "t.fund_id IN «funds»"),
        ("forecast_scores", [], "t.forecast_id IN (SELECT x.id FROM «base».forecasts x WHERE x.fund_id IN «funds»)"),
        ("receipts", ["entry_seq"], "t.fund_id IN «funds»"),
        ("agreements", ["entry_seq"], "t.fund_id IN «funds»"),
        ("support_shares", [], "t.agreement IN «agreements»"),
        ("instalments", [], "t.agreement IN «agreements»"),
        ("instalment_events", ["entry_seq"], "t.agreement IN «agreements»"),
        ("gift_offers", [], "(t.fund_id IS NULL OR t.fund_id IN «funds»)"),
        ("gift_decisions", [], "t.offer IN (SELECT x.code FROM «base».gift_offers x WHERE x.fund_id IS NULL OR x.fund_id IN «funds»)"),
        ("pledges", [], "t.code NOT IN «hidden_pledges»"),
        ("pledge_events", ["entry_seq"], "(t.fund_id IN «funds» OR (t.fund_id IS NULL AND t.pledge NOT IN «hidden_pledges»))"),
        ("reminders", [], """
            NOT EXISTS (SELECT 1 FROM «base».agreements x WHERE x.fund_id NOT IN «funds»
                AND ', ' || t.items || ' ' LIKE '%, ' || x.code || ' %')
            AND NOT EXISTS (SELECT 1 FROM «base».pledges x WHERE x.code IN «hidden_pledges»
                AND ', ' || t.items || ' ' LIKE '%, ' || x.code || ' %')
            """),
        ("statement_drafts", [], "t.fund_id IN «funds»"),
        ("issued_statements", [], "t.fund_id IN «funds»"),
        ("bank_accounts", [], "t.account_id IN «accounts»"),
        ("bank_statements", [], "t.bank_account IN «banks»"),
        ("bank_lines", ["entry_seq"], "t.bank_account IN «banks»"),
        ("bank_matches", ["entry_seq"], "t.line_id IN (SELECT x.id FROM «base».bank_lines x WHERE x.bank_account IN «banks»)"),
        ("line_marks", [], "t.line_id IN (SELECT x.id FROM «base».bank_lines x WHERE x.bank_account IN «banks»)"),
        ("bank_rules", [], "t.bank_account IN «banks»"),
        ("bank_numbers", [], "t.bank_account IN «banks»"),
        ("bank_decisions", [], "t.statement_id IN (SELECT x.id FROM «base».bank_statements x WHERE x.bank_account IN «banks»)"),
        ("reconciliations", [], "t.bank_account IN «banks»"),
        ("approvals_asked", [], "t.id NOT IN «hidden_approvals»"),
        ("approvals_decided", ["entry_seq"], "t.id NOT IN «hidden_approvals»"),
        ("signing_requests", [], "t.id NOT IN «hidden_approvals»"),
        ("signing_steps", ["entry_seq"], "t.request NOT IN «hidden_approvals»"),
        ("papers", [], PapersOfSeen),
        ("paper_erasures", [], OfSeenPaper),
        ("paper_contents", [], OfSeenPaper),
        ("daily_totals", [], "t.account_id IN «accounts»"),
    ];

    // Of a request x with its kind, subject and input: it belongs to the fund of its subject; a return names its fund in its own fields.
    private const string IsHiddenRequest = """
        (x.kind = 'end_pledge' AND x.subject IN «hidden_pledges»)
        OR (x.kind IN ('accept_gift', 'return_gift') AND x.subject IN (SELECT o.code FROM «base».gift_offers o
            WHERE o.fund_id NOT IN «funds»))
        OR (x.kind IN ('write_off_receivable', 'return_balance', 'set_allowance') AND x.subject NOT IN «agreements»)
        OR (x.kind = 'return_advance' AND x.subject NOT IN (SELECT o.code FROM «base».receipts o
            WHERE o.fund_id IN «funds»))
        OR (x.kind IN ('accept_statement', 'refuse_statement', 'assign_statement') AND x.subject NOT IN
            (SELECT CAST(o.id AS TEXT) FROM «base».bank_statements o WHERE o.bank_account IN «banks»))
        OR (x.kind = 'reverse_entry' AND x.subject NOT IN (SELECT CAST(o.seq AS TEXT) FROM «base».entries o
            WHERE o.fund_id IN «funds»))
        OR (x.kind IN ('pay', 'abandon_claim') AND x.subject NOT IN «payments»)
        OR (x.kind = 'send_batch' AND x.subject NOT IN (SELECT o.code FROM «base».payment_batches o
            WHERE o.fund_id IN «funds»))
        OR (x.kind = 'change_payee' AND x.subject NOT IN (SELECT o.payee FROM «base».payees o WHERE o.fund_id IN «funds»))
        OR (x.kind = 'settle_relocation' AND x.subject NOT IN (SELECT o.code FROM «base».commitments o
            WHERE o.fund_id IN «funds»))
        OR (x.kind IN ('decide_request', 'reverse_indigence') AND x.subject NOT IN «requests»)
        OR (x.kind IN ('change_payment_rules', 'enter_official_figure', 'clear_publication')
            AND x.subject NOT IN (SELECT o.code FROM «base».funds o WHERE o.id IN «funds»))
        OR (x.kind IN ('pay_back', 'issue_statement') AND NOT EXISTS (SELECT 1 FROM «base».funds o WHERE o.id IN «funds»
            AND x.input LIKE '%"fund":"' || o.code || '"%'))
        """;

    private const string HiddenApprovals = $"""
        (SELECT x.id FROM (SELECT a.id, a.kind, a.subject, a.input FROM «base».approvals_asked a
            UNION ALL SELECT s.id, s.kind, s.subject, s.payload FROM «base».signing_requests s) x WHERE {IsHiddenRequest})
        """;

    private static readonly IReadOnlySet<string> Names =
        new HashSet<string>([.. Rules.Select(rule => rule.Table), "entries", "postings"], StringComparer.Ordinal);

    /// <summary>The tables of which there is a view.</summary>
    public static IReadOnlyCollection<string> All => (IReadOnlyCollection<string>)Names;

    /// <summary>What a connection is told so that it shows these funds alone.</summary>
    /// <param name="seen">The funds.</param>
    /// <param name="hasOwnNumbers">Entries are called by their place in the log of the open funds: their number in the journal counts what
    /// the reader may not know of. Only for readers who see no protected fund.</param>
    /// <param name="isOnPostgres">Which database.</param>
    /// <param name="schema">Where the tables are.</param>
    /// <param name="columns">The columns of each table, in order.</param>
    /// <param name="isForActing">For an act's own transaction; it writes what it looks up, so numbers stay.</param>
    public static string Views(FundsCovered seen, bool hasOwnNumbers, bool isOnPostgres, string schema, ILookup<string, string> columns,
        bool isForActing)
    {
        var prefix = isForActing ? Acting : "";
        var mapsNumbers = hasOwnNumbers && !isForActing;
        var parts = Rules.Where(rule => columns.Contains(rule.Table))
            .Select(
                rule => View(rule.Table, Select(rule.Table, column => rule.Numbered.Contains(column)), $"«base».{rule.Table} t", rule.Rule))
                    .ToList();
        parts.Add(
            View("entries", Select("entries", column => column is "seq" or "reverses_seq"), "«base».entries t",
                mapsNumbers ? $"t.fund_id IN «funds» AND t.tree = {OpenTree}" : "t.fund_id IN «funds»"));
        parts.Add(mapsNumbers
            ? View("postings", Select("postings", column => column == "entry_seq", "e.leaf_index"),
                "«base».postings t JOIN «base».entries e ON e.seq = t.entry_seq", $"e.fund_id IN «funds» AND e.tree = {OpenTree}")
            : View("postings", Select("postings", _ => false), "«base».postings t", "t.account_id IN «accounts»"));
        if (mapsNumbers)
            parts.Add(
                View("ledger_state",
                    string.Join(", ",
                        columns["ledger_state"]
                            .Select(
                                column =>
                                    column == "last_seq"
                                        ? $"COALESCE((SELECT MAX(x.leaf_index) FROM «base».entries x WHERE x.tree = "
                                            + $"{OpenTree}), 0) AS last_seq" : $"t.{column}")), "«base».ledger_state t", "TRUE"));
        return Put(string.Join("\n", parts), seen, $"{schema}.");

        string View(string table, string what, string from, string rule) => $"""
            DROP VIEW IF EXISTS {(isOnPostgres ? "pg_temp" : "temp")}.{prefix}{table};
            CREATE TEMP VIEW {prefix}{table} AS SELECT {what} FROM {from} WHERE {rule};
            """;

        string Select(string table, Func<string, bool> isNumber, string? number = null) =>
            string.Join(", ", columns[table].Select(column => Column(table, column, isNumber(column), number)));

        string Column(string table, string column, bool isNumber, string? number)
        {
            if (!mapsNumbers) return $"t.{column}";
            // The subject of an approval may be the number of an entry.
            if (table is "approvals_asked" or "signing_requests" && column == "subject")
                return $"CASE WHEN t.kind = 'reverse_entry' THEN (SELECT CAST(x.leaf_index AS TEXT) FROM «base».entries x WHERE "
                    + $"CAST(x.seq AS TEXT) = t.subject) ELSE t.subject END AS subject";
            if (!isNumber && (table, column) != ("entries", "place")) return $"t.{column}";
            if (column == "seq") return "t.leaf_index AS seq";
            // The place counts every log.
            if (table == "entries" && column == "place") return "t.leaf_index AS place";
            return $"{number ?? $"(SELECT x.leaf_index FROM «base».entries x WHERE x.seq = t.{column})"} AS {column}";
        }
    }

    /// <summary>Counts one where a request is hidden from who may know of these funds; of <c>@kind</c>, <c>@subject</c> and
    /// <c>@input</c>.</summary>
    public static string HiddenRequest(FundsCovered seen) => Put(
        $"SELECT COUNT(*) FROM (SELECT @kind AS kind, @subject AS subject, @input AS input) x WHERE {IsHiddenRequest}", seen, "");

    private static string Put(string text, FundsCovered seen, string tables)
    {
        var codes = string.Join(", ", seen.Codes.Where(code => FundCode().IsMatch(code)).Select(code => $"'{code}'"));
        return text.Replace("«hidden_approvals»", HiddenApprovals, StringComparison.Ordinal)
            .Replace("«hidden_pledges»",
                "(SELECT h.pledge FROM «base».pledge_events h WHERE h.fund_id IS NOT NULL GROUP BY h.pledge HAVING MAX(CASE WHEN "
                    + "h.fund_id IN «funds» THEN 1 ELSE 0 END) = 0)", StringComparison.Ordinal)
            .Replace("«agreements»", "(SELECT g.code FROM «base».agreements g WHERE g.fund_id IN «funds»)", StringComparison.Ordinal)
            .Replace("«payments»", "(SELECT y.code FROM «base».payments y WHERE y.fund_id IN «funds»)", StringComparison.Ordinal)
            .Replace("«requests»", "(SELECT v.code FROM «base».visit_requests v WHERE v.fund_id IN «funds»)", StringComparison.Ordinal)
            .Replace("«banks»", "(SELECT b.code FROM «base».bank_accounts b WHERE b.account_id IN «accounts»)",
                StringComparison.Ordinal)
            .Replace("«accounts»", "(SELECT c.id FROM «base».accounts c WHERE c.fund_id IN «funds»)", StringComparison.Ordinal)
            .Replace("«funds»",
                $"(SELECT f.id FROM «base».funds f WHERE f.is_umbrella{(codes.Length == 0 ? "" : $" OR f.code IN ({codes})")})",
                StringComparison.Ordinal)
            .Replace("«base».", tables, StringComparison.Ordinal);
    }

    /// <summary>A question as it is asked of the views of an act.</summary>
    public static string Asked(string question) =>
        Source()
            .Replace(question,
                match =>
                    Names.Contains(match.Groups["table"].Value) ? $"{match.Groups["before"].Value}{Acting}{match.Groups["table"].Value}"
                        : match.Value);

    [GeneratedRegex(@"(?<before>\b(?:FROM|JOIN)\s+)(?<table>[a-z_]+)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Source();

    [GeneratedRegex("^[A-Z0-9-]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex FundCode();
}
