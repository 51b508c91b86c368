using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Storage;

/// <summary>All registers, each with what it is about and how a row finds its fund.</summary>
public static class Registers
{
    private static readonly FundOfRow Fund = row => new((int?)row.Number("fund_id"));

    public static readonly RegisterTable Books = new("books", "id", RegisterMatter.Everybody, null,
        "id", "ledger_id", "is_demo", "functional_currency", "created_at");
    public static readonly RegisterTable Funds = new("funds", "id", RegisterMatter.Everybody, null,
        "id", "code", "name_en", "name_fr", "is_umbrella");
    public static readonly RegisterTable FundSettings = new("fund_settings", "id", RegisterMatter.Operation, Fund,
        "id", "fund_id", "valid_from", "is_protected", "smallest_useful_commitment", "continuing_support_reserve", "lead_time_months",
        "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Accounts = new("accounts", "id", RegisterMatter.Operation, Fund,
        "id", "fund_id", "code", "name_en", "name_fr", "kind", "role", "currency");
    public static readonly RegisterTable Donors = new("donors", "code", RegisterMatter.Everybody, null,
        "code", "name", "type", "language", "is_synthetic");
    public static readonly RegisterTable Pledges = new("pledges", "code", RegisterMatter.Contribution, row => row.Sorter.FundOfPledgeAsync(row.Text("code")!),
        "code", "donor", "announced_on", "currency", "amount_minor", "description", "source", "recorded_at");
    public static readonly RegisterTable PledgeEvents = new("pledge_events", "id", RegisterMatter.Contribution, Fund,
        "id", "pledge", "kind", "date", "amount_minor", "fund_id", "purpose", "expected_on", "entry_seq");
    public static readonly RegisterTable Receipts = new("receipts", "code", RegisterMatter.Contribution, Fund,
        "code", "fund_id", "donor", "pledge", "received_on", "currency", "amount_minor", "eur_minor", "rate_billionths", "rate_date",
        "rate_source", "reference", "entry_seq");
    public static readonly RegisterTable VisitRequests = new("visit_requests", "code", RegisterMatter.Operation, Fund,
        "code", "fund_id", "detainee_code", "visitor_count", "relation_classes", "window_from", "window_to", "asked_eur",
        "received_on");
    public static readonly RegisterTable Commitments = new("commitments", "code", RegisterMatter.Operation, Fund,
        "code", "fund_id", "request", "amount_eur", "committed_on", "expires_on", "entry_seq");
    public static readonly RegisterTable Rates = new("rates", "id", RegisterMatter.Internal, null,
        "id", "currency", "date", "billionths", "source", "actor_id", "actor_name", "recorded_at");
    public static readonly RegisterTable PeriodEvents = new("period_events", "id", RegisterMatter.Operation, Fund,
        "id", "fund_id", "action", "closed_through", "reason", "actor_id", "actor_name", "second_actor_id", "second_actor_name",
        "recorded_at");

    public static readonly RegisterTable DonorProfiles = new("donor_profiles", "id", RegisterMatter.Everybody, null,
        "id", "donor", "parent", "language", "is_confidential", "is_under_review", "review_reason", "recorded_at", "actor_id",
        "actor_name");
    public static readonly RegisterTable GiftOffers = new("gift_offers", "code", RegisterMatter.Contribution, Fund,
        "code", "donor", "fund_id", "offered_on", "currency", "amount_minor", "rate_billionths", "description", "source",
        "idempotency_key", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable GiftDecisions = new("gift_decisions", "id", RegisterMatter.Contribution, row => row.Through(GiftOffers!, "offer"),
        "id", "offer", "decision", "date", "reason", "pledge", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable SigningRequests = new("signing_requests", "id", RegisterMatter.Internal, null,
        "id", "kind", "subject", "plan", "payload", "payload_hash", "idempotency_key", "recorded_at");
    public static readonly RegisterTable SigningSteps = new("signing_steps", "id", RegisterMatter.Internal, null,
        "id", "request", "number", "step", "role", "decision", "reason", "payload_hash", "outcome", "entry_seq", "recorded_at", "actor_id",
        "actor_name");

    /// <summary>Until there were more than two steps: kept, and added to no more.</summary>
    public static readonly RegisterTable ApprovalsAsked = new("approvals_asked", "id", RegisterMatter.Internal, null,
        "id", "kind", "subject", "input", "reason", "idempotency_key", "recorded_at", "actor_id", "actor_name");

    /// <summary>Numbered like what was asked: one decision each.</summary>
    public static readonly RegisterTable ApprovalsDecided = new("approvals_decided", "id", RegisterMatter.Internal, null,
        "id", "is_approved", "reason", "entry_seq", "recorded_at", "actor_id", "actor_name");

    public static readonly RegisterTable Agreements = new("agreements", "code", RegisterMatter.Contribution, Fund,
        "code", "donor", "pledge", "fund_id", "signed_on", "currency", "amount_minor", "rate_billionths", "treatment", "earmark",
        "reporting", "notice_days", "returns_balance", "reference", "recorded_at", "entry_seq");
    public static readonly RegisterTable Instalments = new("instalments", "id", RegisterMatter.Contribution, row => row.Through(Agreements!, "agreement"),
        "id", "agreement", "number", "due_on", "condition");
    public static readonly RegisterTable InstalmentEvents = new("instalment_events", "id", RegisterMatter.Contribution, row => row.Through(Agreements!, "agreement"),
        "id", "agreement", "number", "kind", "date", "amount_minor", "evidence", "entry_seq");
    public static readonly RegisterTable RecognitionPolicies = new("recognition_policies", "id", RegisterMatter.Everybody, null,
        "id", "fiscal_year", "standard", "treatment", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Reminders = new("reminders", "id", RegisterMatter.Contribution, OfReminderAsync,
        "id", "donor", "language", "as_of", "items", "text_hash", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable AlertRules = new("alert_rules", "id", RegisterMatter.Operation, Fund,
        "id", "fund_id", "kind", "fires_at", "clears_below", "escalates_at", "pass_on_after_days", "is_on", "recorded_at", "actor_id",
        "actor_name");
    public static readonly RegisterTable AlertEvents = new("alert_events", "id", RegisterMatter.Internal, null,
        "id", "fund_id", "kind", "episode", "step", "measure", "note", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Forecasts = new("forecasts", "id", RegisterMatter.Internal, null,
        "id", "fund_id", "as_of", "ledger_head", "model_version", "seed", "horizon_months", "paths", "content", "recorded_at",
        "actor_id", "actor_name");
    public static readonly RegisterTable ForecastScores = new("forecast_scores", "id", RegisterMatter.Internal, null,
        "id", "forecast_id", "months", "content", "recorded_at");

    /// <summary>The public keys that signed heads.</summary>
    public static readonly RegisterTable LogKeys = new("log_keys", "key_id", RegisterMatter.Everybody, null,
        "key_id", "public_key");

    /// <summary>The signed heads: each is itself the next leaf, so that a removed one is missed.</summary>
    public static readonly RegisterTable LogHeads = new("log_heads", "tree,size", RegisterMatter.Everybody, null,
        "tree", "size", "root", "at", "key_id", "signature");

    /// <summary>One row for each day on which something was audited: the digest of its rows in <c>audit_log</c>.</summary>
    public static readonly RegisterTable AuditDigests = new("audit_digests", "id", RegisterMatter.Internal, null,
        "id", "first_row", "last_row", "digest", "at");

    /// <summary>Every register, by name.</summary>
    public static readonly IReadOnlyList<RegisterTable> All =
        [Accounts, AlertEvents, AlertRules, AuditDigests, Books, Commitments, Donors, ForecastScores, Forecasts, FundSettings, Funds, LogHeads, LogKeys, PeriodEvents, PledgeEvents, Pledges, Rates, Receipts, VisitRequests,
            SigningRequests, SigningSteps, Agreements, ApprovalsAsked, ApprovalsDecided, DonorProfiles, GiftDecisions, GiftOffers, InstalmentEvents, Instalments, RecognitionPolicies, Reminders, .. BankTables.Registers];

    /// <summary>The fund of what a reminder lists; the protected one where it lists several.</summary>
    private static async ValueTask<int?> OfReminderAsync(RowFacts row)
    {
        int? found = null;
        foreach (var item in row.Text("items")!.Split(", "))
        {
            var code = item.Split(" / ")[0];
            var fund = await row.Sorter.FundOfAsync(Agreements, code) ?? await row.Sorter.FundOfPledgeAsync(code);
            if (found is null || row.Sorter.StandingOf(fund) == FundStanding.Protected) found = fund ?? found;
        }
        return found;
    }

    /// <summary>A value as the tables keep it: dates as yyyymmdd, instants as microseconds, closed sets by their codes.</summary>
    public static object? Stored(object? value) => value switch
    {
        DateOnly date => DateNumber.Of(date),
        DateTimeOffset instant => Microseconds.Of(instant),
        AccountKind kind => ClosedSet<AccountKind>.Code(kind),
        AccountRole role => ClosedSet<AccountRole>.Code(role),
        Description description => description.Stored,
        DonorType type => ClosedSet<DonorType>.Code(type),
        PledgeEventKind kind => ClosedSet<PledgeEventKind>.Code(kind),
        PeriodAction action => ClosedSet<PeriodAction>.Code(action),
        GiftDecision decision => ClosedSet<GiftDecision>.Code(decision),
        ApprovalKind kind => ClosedSet<ApprovalKind>.Code(kind),
        SigningStep step => ClosedSet<SigningStep>.Code(step),
        SigningDecision decision => ClosedSet<SigningDecision>.Code(decision),
        SigningState state => ClosedSet<SigningState>.Code(state),
        InstalmentEventKind kind => ClosedSet<InstalmentEventKind>.Code(kind),
        ConditionalTreatment treatment => ClosedSet<ConditionalTreatment>.Code(treatment),
        _ => BankTables.Stored(value),
    };
}
