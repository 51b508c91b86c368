using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>An agreement as registered.</summary>
internal sealed record AgreementFact(string Code, string Donor, string Pledge, int FundId, DateOnly SignedOn, Money Amount, ConditionalTreatment Treatment, bool ReturnsBalance, DonorType DonorType, bool IsClosed)
{
    /// <summary>What its entries are about.</summary>
    public Dimensions About => new(Donor: Donor, Pledge: Pledge, Agreement: Code);

    public Currency Currency => Amount.Currency;

    /// <summary>The revenue account of its donor.</summary>
    public string Income => AgreementFacts.IncomeOf(DonorType);
}

/// <summary>An instalment with what is open of it and what came in for it.</summary>
/// <param name="IsRecognised">True once it depends on nothing: it had no condition, or the condition is met.</param>
internal sealed record InstalmentFact(int Number, DateOnly DueOn, bool HasCondition, bool IsRecognised, Money Open, Money Paid);

/// <summary>Questions about agreements, inside a transaction.</summary>
internal static class AgreementFacts
{
    /// <summary>Events whose entry was not taken back.</summary>
    public const string Standing = "NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = v.entry_seq)";

    public static string IncomeOf(DonorType type) => type is DonorType.State or DonorType.Agency ? "4010" : "4020";

    public static async Task<AgreementFact?> FindAgreementAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            $"""
            SELECT g.donor, g.pledge, g.fund_id, g.signed_on, g.currency, g.amount_minor, g.treatment, g.returns_balance, d.type,
                   (SELECT COUNT(*) FROM instalment_events v WHERE v.agreement = g.code AND v.kind = 'closed' AND {Standing})
            FROM agreements g JOIN donors d ON d.code = g.donor WHERE g.code = @code
            """, [("@code", code)], cancel);
        var found = await question.RowsAsync(row => new AgreementFact(code, row.GetString(0), row.GetString(1), row.GetInt32(2), row.Date(3), new Money(row.GetInt64(5), Currency.Of(row.GetString(4))),
            ClosedSet<ConditionalTreatment>.Of(row.GetString(6)), row.GetBoolean(7), ClosedSet<DonorType>.Of(row.GetString(8)), row.GetInt64(9) > 0), cancel);
        return found is [var agreement] ? agreement : null;
    }

    /// <summary>The instalments in order.</summary>
    public static async Task<List<InstalmentFact>> InstalmentsAsync(this LedgerSession session, AgreementFact agreement, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            $"""
            SELECT i.number, i.due_on, i.condition, SUM(v.amount_minor), SUM(CASE WHEN v.kind = 'paid' THEN -v.amount_minor ELSE 0 END), SUM(CASE WHEN v.kind = 'condition_met' THEN 1 ELSE 0 END)
            FROM instalments i LEFT JOIN instalment_events v ON v.agreement = i.agreement AND v.number = i.number AND {Standing}
            WHERE i.agreement = @code GROUP BY i.number, i.due_on, i.condition ORDER BY i.number
            """, [("@code", agreement.Code)], cancel);
        return await question.RowsAsync(row => new InstalmentFact(row.GetInt32(0), row.Date(1), row.TextOrNull(2) is not null, row.TextOrNull(2) is null || row.Sum(5) > 0,
            new Money(row.Sum(3), agreement.Currency), new Money(row.Sum(4), agreement.Currency)), cancel);
    }

    /// <summary>What the books carry for an agreement on one account: debit positive, in its currency and in cents.</summary>
    public static async Task<OpenPledge> CarriedAsync(this LedgerSession session, AgreementFact agreement, string account, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT SUM(CASE WHEN p.currency = @currency THEN p.amount_minor ELSE 0 END), SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE p.agreement = @code AND a.fund_id = @fund AND a.code = @account
            """, [("@currency", agreement.Currency.Code), ("@code", agreement.Code), ("@fund", agreement.FundId), ("@account", account)], cancel);
        return (await question.RowsAsync(row => new OpenPledge(new Money(row.Sum(0), agreement.Currency), row.Sum(1)), cancel))[0];
    }

    /// <summary>A line in the agreement's or another currency with its value.</summary>
    public static LineDraft Line(string account, Money amount, long eurMinor, Dimensions? about) => new(account, amount, amount.Currency == Currency.Eur ? null : eurMinor, about);

    /// <summary>The difference between two values of the same foreign amount: EUR moves, the amount does not. None where there is no difference.</summary>
    /// <param name="currency">The foreign currency.</param>
    /// <param name="debitEur">Cents to debit; a debit is a loss, a credit a gain.</param>
    /// <param name="about">Whose it is.</param>
    public static LineDraft[] Difference(Currency currency, long debitEur, Dimensions about) =>
        debitEur == 0 ? [] : [new LineDraft(debitEur > 0 ? "5930" : "4200", currency == Currency.Eur ? Money.Eur(debitEur) : Money.Zero(currency), currency == Currency.Eur ? null : debitEur, about)];

    /// <summary>The newest agreement that makes a pledge binding in a fund.</summary>
    public static async Task<string> FindAgreementOfAsync(this LedgerSession session, string pledge, int fundId, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT code FROM agreements WHERE pledge = @pledge AND fund_id = @fund ORDER BY entry_seq DESC LIMIT 1", [("@pledge", pledge), ("@fund", fundId)], cancel);
        return (await question.RowsAsync(row => row.GetString(0), cancel)).FirstOrDefault() ?? "";
    }

    /// <summary>True when the payment of this entry was recorded with this choice.</summary>
    public static async Task<bool> HasChosenAsync(this LedgerSession session, long entrySeq, string choice, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT DISTINCT evidence FROM instalment_events WHERE entry_seq = @seq AND kind = 'paid'", [("@seq", entrySeq)], cancel);
        return await question.RowsAsync(row => row.TextOrNull(0), cancel) is [var chosen] && chosen == choice;
    }

    /// <summary>The policy of a fiscal year: as last set, or what the standards of the year ask for.</summary>
    public static async Task<ConditionalTreatment> TreatmentAsync(this LedgerSession session, int year, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT treatment FROM recognition_policies WHERE fiscal_year = @year ORDER BY id DESC LIMIT 1", [("@year", year)], cancel);
        return await question.RowsAsync(row => ClosedSet<ConditionalTreatment>.Of(row.GetString(0)), cancel) is [var set] ? set : ConditionalTreatment.Deferred;
    }

    public static async Task RegisterEventAsync(this LedgerSession session, string agreement, int number, InstalmentEventKind kind, DateOnly date, long amount, string? evidence, long entrySeq, CancellationToken cancel) =>
        await session.RegisterAsync(Registers.InstalmentEvents, [await session.NextIdAsync(Registers.InstalmentEvents, cancel), agreement, number, kind, date, amount, evidence, entrySeq], cancel);
}
