namespace FundsLedger.App.Features.SignOff;

/// <summary>Requests and their steps as questions read them: those of now, and those of the time when one asked and another decided, which
/// stand in registers of their own and read as requests of two steps.</summary>
internal static class SigningSql
{
    /// <summary>A table of id, kind, subject, plan, payload, payload_hash (null in those of before) and idempotency_key.</summary>
    public const string Requests =
        """
        (SELECT id, kind, subject, plan, payload, payload_hash, idempotency_key FROM signing_requests
        UNION ALL SELECT id, kind, subject, 'ask>decide', input, NULL, idempotency_key FROM approvals_asked)
        """;

    /// <summary>A table of request, number, step, role, decision, reason, payload_hash, outcome, entry_seq, recorded_at, actor_id and
    /// actor_name.</summary>
    public const string Steps =
        """
        (SELECT request, number, step, role, decision, reason, payload_hash, outcome, entry_seq, recorded_at, actor_id, actor_name
            FROM signing_steps
        UNION ALL SELECT id, 1, 'ask', NULL, 'signed', reason, NULL, NULL, NULL, recorded_at, actor_id, actor_name FROM approvals_asked
        UNION ALL SELECT id, 2, 'decide', NULL, CASE WHEN is_approved THEN 'signed' ELSE 'refused' END, reason, NULL,
            CASE WHEN is_approved THEN 'done' ELSE 'refused' END, entry_seq, recorded_at, actor_id, actor_name FROM approvals_decided)
        """;

    /// <summary>True of a request that is not over.</summary>
    /// <param name="id">The column that names it.</param>
    public static string IsOpen(string id) => $"{id} NOT IN (SELECT o.request FROM {Steps} o WHERE o.outcome IS NOT NULL)";

    /// <summary>The number of the open request under a key, as a value of a question; null where none is open.</summary>
    /// <param name="key">The key in SQL.</param>
    public static string OpenUnder(string key) => $"(SELECT q.id FROM {Requests} q WHERE q.idempotency_key = {key} AND {IsOpen("q.id")})";
}
