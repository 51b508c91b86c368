using System.Collections.Frozen;
using System.Reflection;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Storage;

/// <summary>All registers, each with what it is about and how a row finds its fund. A new one stands in the file of its row.</summary>
public static partial class Registers
{
    // No field: registers stand in several files, and fields of one class in several files are set in no order.
    private static FundOfRow Fund => row => new((int?)row.Number("fund_id"));

    public static readonly RegisterTable Books = RegisterTable.Of<BooksRow>("books", RegisterMatter.Everybody);
    public static readonly RegisterTable Funds = RegisterTable.Of<FundRow>("funds", RegisterMatter.Everybody, unique: ["code"]);
    public static readonly RegisterTable FundSettings =
        RegisterTable.Of<FundSettingsRow>("fund_settings", RegisterMatter.Operation, Fund);
    public static readonly RegisterTable Accounts =
        RegisterTable.Of<AccountRow>("accounts", RegisterMatter.Operation, Fund, unique: ["fund_id,code"]);
    public static readonly RegisterTable Donors = RegisterTable.Of<DonorRow>("donors", RegisterMatter.Everybody);
    public static readonly RegisterTable Pledges =
        RegisterTable.Of<PledgeRow>("pledges", RegisterMatter.Contribution, row => row.Sorter.FundOfPledgeAsync(row.Text("code")!));
    public static readonly RegisterTable PledgeEvents =
        RegisterTable.Of<PledgeEventRow>("pledge_events", RegisterMatter.Contribution, Fund);
    public static readonly RegisterTable Receipts = RegisterTable.Of<ReceiptRow>("receipts", RegisterMatter.Contribution, Fund);
    public static readonly RegisterTable VisitRequests =
        RegisterTable.Of<VisitRequestRow>("visit_requests", RegisterMatter.Operation, Fund);
    public static readonly RegisterTable Commitments = RegisterTable.Of<CommitmentRow>("commitments", RegisterMatter.Operation, Fund);
    public static readonly RegisterTable Rates = RegisterTable.Of<RateRow>("rates", RegisterMatter.Internal);
    public static readonly RegisterTable PeriodEvents =
        RegisterTable.Of<PeriodEventRow>("period_events", RegisterMatter.Operation, Fund);

    public static readonly RegisterTable DonorProfiles = RegisterTable.Of<DonorProfileRow>("donor_profiles", RegisterMatter.Everybody);
    public static readonly RegisterTable GiftOffers =
        RegisterTable.Of<GiftOfferRow>("gift_offers", RegisterMatter.Contribution, Fund, unique: ["idempotency_key"]);
    public static readonly RegisterTable GiftDecisions =
        RegisterTable.Of<GiftDecisionRow>("gift_decisions", RegisterMatter.Contribution, row => row.Through(GiftOffers!, "offer"));

    public static readonly RegisterTable Agreements = RegisterTable.Of<AgreementRow>("agreements", RegisterMatter.Contribution, Fund);
    public static readonly RegisterTable Instalments =
        RegisterTable.Of<InstalmentRow>("instalments", RegisterMatter.Contribution, row => row.Through(Agreements!, "agreement"),
            unique: ["agreement,number"]);
    public static readonly RegisterTable InstalmentEvents =
        RegisterTable.Of<InstalmentEventRow>("instalment_events", RegisterMatter.Contribution,
            row => row.Through(Agreements!, "agreement"));
    public static readonly RegisterTable RecognitionPolicies =
        RegisterTable.Of<RecognitionPolicyRow>("recognition_policies", RegisterMatter.Everybody);
    public static readonly RegisterTable Reminders =
        RegisterTable.Of<ReminderRow>("reminders", RegisterMatter.Contribution, OfReminderAsync);
    public static readonly RegisterTable AlertRules = RegisterTable.Of<AlertRuleRow>("alert_rules", RegisterMatter.Operation, Fund);
    public static readonly RegisterTable AlertEvents = RegisterTable.Of<AlertEventRow>("alert_events", RegisterMatter.Internal);
    public static readonly RegisterTable Forecasts = RegisterTable.Of<ForecastRow>("forecasts", RegisterMatter.Internal);
    public static readonly RegisterTable ForecastScores = RegisterTable.Of<ForecastScoreRow>("forecast_scores", RegisterMatter.Internal);

    /// <summary>The public keys that signed heads.</summary>
    public static readonly RegisterTable LogKeys = RegisterTable.Of<LogKeyRow>("log_keys", RegisterMatter.Everybody);

    /// <summary>The signed heads: each is itself the next leaf, so that a removed one is missed.</summary>
    public static readonly RegisterTable LogHeads =
        RegisterTable.Of<LogHeadRow>("log_heads", RegisterMatter.Everybody, key: "tree,size");

    /// <summary>One row for each day on which something was audited: the digest of its rows in <c>audit_log</c>.</summary>
    public static readonly RegisterTable AuditDigests = RegisterTable.Of<AuditDigestRow>("audit_digests", RegisterMatter.Internal);

    /// <summary>Every register, by name: whatever stands as one here or in <see cref="BankTables"/>.</summary>
    public static IReadOnlyList<RegisterTable> All => Found.Value.Tables;

    private static readonly Lazy<(IReadOnlyList<RegisterTable> Tables, FrozenDictionary<Type, RegisterTable> ByRow)> Found = new(() =>
    {
        RegisterTable[] tables =
        [
            .. new[] { typeof(Registers), typeof(BankTables) }.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
                .Where(field => field.FieldType == typeof(RegisterTable)).Select(field => (RegisterTable)field.GetValue(null)!)
                .OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
        return (tables, tables.ToFrozenDictionary(table => table.RowType));
    });

    /// <summary>The register of a kind of row.</summary>
    public static RegisterTable Of(Type row) => Found.Value.ByRow[row];

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
        LogClass log => (int)log,
        AccountKind kind => ClosedSet<AccountKind>.Code(kind),
        AccountRole role => ClosedSet<AccountRole>.Code(role),
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
