using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>A table of facts that entries refer to. Its rows are written once, through <see cref="LedgerSession.RegisterAsync"/>, and each is a leaf of the same log as the entries.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">The column that names a row.</param>
/// <param name="Columns">All columns, in the order in which they are sealed.</param>
public sealed record RegisterTable(string Name, string Key, params string[] Columns)
{
    /// <summary>Where the key stands among the columns.</summary>
    public int KeyIndex { get; } = Array.IndexOf(Columns, Key);

    /// <summary>True where the key is a text, not a number.</summary>
    public bool HasTextKey { get; } = Key is "code" or "key_id";

    /// <summary>Writes the leaf data of a row as stored (numbers, texts, bytes, nulls).</summary>
    public void WriteLeaf(CanonicalWriter leaf, ReadOnlySpan<byte> salt, IReadOnlyList<object?> stored)
    {
        leaf.Reset();
        leaf.Text("fundsledger register v1");
        leaf.Bytes(salt);
        leaf.Text(Name);
        leaf.List(stored.Count);
        foreach (var value in stored)
        {
            switch (value)
            {
                case null or DBNull: leaf.Null(); break;
                case bool flag: leaf.Int64(flag ? 1 : 0); break;
                case int number: leaf.Int64(number); break;
                case long number: leaf.Int64(number); break;
                case string text: leaf.Text(text); break;
                case byte[] bytes: leaf.Bytes(bytes); break;
                default: throw new ArgumentException($"{Name}: a {value.GetType()} is not stored in a register.", nameof(stored));
            }
        }
    }
}

/// <summary>All registers.</summary>
public static class Registers
{
    public static readonly RegisterTable Books = new("books", "id", "id", "ledger_id", "is_demo", "functional_currency", "created_at");
    public static readonly RegisterTable Funds = new("funds", "id", "id", "code", "name_en", "name_fr", "is_umbrella");
    public static readonly RegisterTable FundSettings = new("fund_settings", "id", "id", "fund_id", "valid_from", "is_protected",
        "smallest_useful_commitment", "continuing_support_reserve", "lead_time_months", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Accounts = new("accounts", "id", "id", "fund_id", "code", "name_en", "name_fr", "kind", "role", "currency");
    public static readonly RegisterTable Donors = new("donors", "code", "code", "name", "type", "language", "is_synthetic");
    public static readonly RegisterTable Pledges = new("pledges", "code", "code", "donor", "announced_on", "currency", "amount_minor", "description", "source", "recorded_at");
    public static readonly RegisterTable PledgeEvents = new("pledge_events", "id", "id", "pledge", "kind", "date", "amount_minor", "fund_id", "purpose", "expected_on", "entry_seq");
    public static readonly RegisterTable Receipts = new("receipts", "code", "code", "fund_id", "donor", "pledge", "received_on", "currency", "amount_minor",
        "eur_minor", "rate_billionths", "rate_date", "rate_source", "reference", "entry_seq");
    public static readonly RegisterTable VisitRequests = new("visit_requests", "code", "code", "fund_id", "detainee_code", "visitor_count", "relation_classes",
        "window_from", "window_to", "asked_eur", "received_on");
    public static readonly RegisterTable Commitments = new("commitments", "code", "code", "fund_id", "request", "amount_eur", "committed_on", "expires_on", "entry_seq");
    public static readonly RegisterTable Rates = new("rates", "id", "id", "currency", "date", "billionths", "source", "actor_id", "actor_name", "recorded_at");
    public static readonly RegisterTable PeriodEvents = new("period_events", "id", "id", "fund_id", "action", "closed_through", "reason", "actor_id", "actor_name",
        "second_actor_id", "second_actor_name", "recorded_at");

    public static readonly RegisterTable DonorProfiles = new("donor_profiles", "id", "id", "donor", "parent", "language", "is_confidential", "is_under_review", "review_reason", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable GiftOffers = new("gift_offers", "code", "code", "donor", "fund_id", "offered_on", "currency", "amount_minor", "rate_billionths", "description", "source",
        "idempotency_key", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable GiftDecisions = new("gift_decisions", "id", "id", "offer", "decision", "date", "reason", "pledge", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable ApprovalsAsked = new("approvals_asked", "id", "id", "kind", "subject", "input", "reason", "idempotency_key", "recorded_at", "actor_id", "actor_name");

    /// <summary>Numbered like what was asked: one decision each.</summary>
    public static readonly RegisterTable ApprovalsDecided = new("approvals_decided", "id", "id", "is_approved", "reason", "entry_seq", "recorded_at", "actor_id", "actor_name");

    public static readonly RegisterTable Agreements = new("agreements", "code", "code", "donor", "pledge", "fund_id", "signed_on", "currency", "amount_minor", "rate_billionths", "treatment", "earmark", "reporting",
        "notice_days", "returns_balance", "reference", "recorded_at", "entry_seq");
    public static readonly RegisterTable Instalments = new("instalments", "id", "id", "agreement", "number", "due_on", "condition");
    public static readonly RegisterTable InstalmentEvents = new("instalment_events", "id", "id", "agreement", "number", "kind", "date", "amount_minor", "evidence", "entry_seq");
    public static readonly RegisterTable RecognitionPolicies = new("recognition_policies", "id", "id", "fiscal_year", "standard", "treatment", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Reminders = new("reminders", "id", "id", "donor", "language", "as_of", "items", "text_hash", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable AlertRules = new("alert_rules", "id", "id", "fund_id", "kind", "fires_at", "clears_below", "escalates_at", "pass_on_after_days", "is_on", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable AlertEvents = new("alert_events", "id", "id", "fund_id", "kind", "episode", "step", "measure", "note", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Forecasts = new("forecasts", "id", "id", "fund_id", "as_of", "ledger_head", "model_version", "seed", "horizon_months", "paths", "content", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable ForecastScores = new("forecast_scores", "id", "id", "forecast_id", "months", "content", "recorded_at");

    /// <summary>The public keys that signed heads.</summary>
    public static readonly RegisterTable LogKeys = new("log_keys", "key_id", "key_id", "public_key");

    /// <summary>The signed heads: each is itself the next leaf, so that a removed one is missed.</summary>
    public static readonly RegisterTable LogHeads = new("log_heads", "size", "size", "root", "at", "key_id", "signature");

    /// <summary>One row for each day on which something was audited: the digest of its rows in <c>audit_log</c>.</summary>
    public static readonly RegisterTable AuditDigests = new("audit_digests", "id", "id", "first_row", "last_row", "digest", "at");

    /// <summary>Every register, by name.</summary>
    public static readonly IReadOnlyList<RegisterTable> All =
        [Accounts, AlertEvents, AlertRules, AuditDigests, Books, Commitments, Donors, ForecastScores, Forecasts, FundSettings, Funds, LogHeads, LogKeys, PeriodEvents, PledgeEvents, Pledges, Rates, Receipts, VisitRequests,
            Agreements, ApprovalsAsked, ApprovalsDecided, DonorProfiles, GiftDecisions, GiftOffers, InstalmentEvents, Instalments, RecognitionPolicies, Reminders, .. BankTables.Registers];

    /// <summary>A value as the tables keep it: dates as yyyymmdd, instants as microseconds, closed sets by their codes.</summary>
    public static object? Stored(object? value) => value switch
    {
        DateOnly date => DateNumber.Of(date),
        DateTimeOffset instant => Microseconds.Of(instant),
        AccountKind kind => ClosedSet<AccountKind>.Code(kind),
        AccountRole role => ClosedSet<AccountRole>.Code(role),
        DonorType type => ClosedSet<DonorType>.Code(type),
        PledgeEventKind kind => ClosedSet<PledgeEventKind>.Code(kind),
        PeriodAction action => ClosedSet<PeriodAction>.Code(action),
        GiftDecision decision => ClosedSet<GiftDecision>.Code(decision),
        ApprovalKind kind => ClosedSet<ApprovalKind>.Code(kind),
        InstalmentEventKind kind => ClosedSet<InstalmentEventKind>.Code(kind),
        ConditionalTreatment treatment => ClosedSet<ConditionalTreatment>.Code(treatment),
        _ => BankTables.Stored(value),
    };
}
