using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Questions about agreements, inside a transaction.</summary>
internal static class AgreementFacts
{
    /// <summary>Events whose entry was not taken back.</summary>
    public const string Standing = "NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = v.entry_seq)";

    public static async Task<Agreement?> FindAgreementAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            $"""
            SELECT g.donor, g.pledge, g.fund_id, g.signed_on, g.currency, g.amount_minor, g.treatment, g.returns_balance, d.type,
                   (SELECT e.effective_date FROM entries e WHERE e.seq = g.entry_seq),
                   (SELECT COUNT(*) FROM instalment_events v WHERE v.agreement = g.code AND v.kind = 'closed' AND {Standing})
            FROM agreements g JOIN donors d ON d.code = g.donor WHERE g.code = @code
            """, [("@code", code)], cancel);
        var found = await question.RowsAsync(row => new Agreement(code, row.GetString(0), ClosedSet<DonorType>.Of(row.GetString(8)),
            row.GetString(1),
            row.GetInt32(2), row.Date(3), new Money(row.GetInt64(5), Currency.Of(row.GetString(4))),
                ClosedSet<ConditionalTreatment>.Of(row.GetString(6)),
            row.GetBoolean(7), row.GetInt64(10) > 0) { From = row.Date(9) }, cancel);
        return found is [var agreement] ? agreement : null;
    }

    /// <summary>The instalments in order.</summary>
    public static async Task<List<Instalment>> InstalmentsAsync(this LedgerSession session, Agreement agreement, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            $"""
            SELECT i.number, i.due_on, i.condition, SUM(v.amount_minor), SUM(CASE WHEN v.kind = 'paid' THEN -v.amount_minor ELSE 0 END),
                   SUM(CASE WHEN v.kind = 'condition_met' THEN 1 ELSE 0 END)
            FROM instalments i LEFT JOIN instalment_events v ON v.agreement = i.agreement AND v.number = i.number AND {Standing}
            WHERE i.agreement = @code GROUP BY i.number, i.due_on, i.condition ORDER BY i.number
            """, [("@code", agreement.Code)], cancel);
        return await question.RowsAsync(row =>
        {
            var hasCondition = row.TextOrNull(2) is not null;
            return new Instalment(row.GetInt32(0), row.Date(1), hasCondition, !hasCondition || row.Sum(5) > 0,
                new Money(row.Sum(3), agreement.Currency), new Money(row.Sum(4), agreement.Currency));
        }, cancel);
    }

    /// <summary>What the books carry for an agreement by account: debit positive, in its currency and in cents. As on a day where it was
    /// valued anew since and no less was there than now, so that what is typed late is cleared at what it was worth then; else as
    /// now.</summary>
    public static async Task<Func<string, OpenAmount>> CarriedAsync(this LedgerSession session, Agreement agreement, DateOnly day,
        CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT a.code, SUM(CASE WHEN p.currency = @currency THEN p.amount_minor ELSE 0 END), SUM(p.eur_minor),
                SUM(CASE WHEN p.currency = @currency AND p.effective_date <= @day THEN p.amount_minor ELSE 0 END),
                SUM(CASE WHEN p.effective_date <= @day THEN p.eur_minor ELSE 0 END),
                SUM(CASE WHEN p.effective_date > @day AND p.amount_minor = 0 THEN 1 ELSE 0 END)
            FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE p.agreement = @code AND a.fund_id = @fund AND a.kind <> 'memorandum' GROUP BY a.code
            """,
            [("@currency", agreement.Currency.Code), ("@code", agreement.Code), ("@fund", agreement.FundId), ("@day", DateNumber.Of(day))],
            cancel);
        var carried = (await question.RowsAsync(row => (Account: row.GetString(0), Now: Of(row.Sum(1), row.Sum(2)), Then: Of(row.Sum(3),
            row.Sum(4)),
            IsValuedSince: row.Sum(5) > 0), cancel))
            .ToDictionary(row => row.Account, row => row.IsValuedSince
                && Math.Abs(row.Then.Amount.Minor) >= Math.Abs(row.Now.Amount.Minor) ? row.Then : row.Now);
        return account => carried.TryGetValue(account, out var open) ? open : Of(0, 0);

        OpenAmount Of(long minor, long eur) => new(new Money(minor, agreement.Currency), eur);
    }

    /// <summary>What the books carry for the claim of an agreement on a day, and what is open of its pledge under agreements.</summary>
    public static async Task<CarriedClaim> ClaimAsync(this LedgerSession session, Agreement agreement, DateOnly day,
        CancellationToken cancel)
    {
        var carried = await session.CarriedAsync(agreement, day, cancel);
        return new CarriedClaim(carried(Chart.Receivable), -carried(Chart.DeferredUnpaid), await session.SignedAsync(agreement, cancel));
    }

    /// <summary>What is open of an agreement's pledge under agreements, in the agreement's fund.</summary>
    public static async Task<IReadOnlyList<OpenPart>> SignedAsync(this LedgerSession session, Agreement agreement, CancellationToken cancel)
    {
        var pledge = (await session.FindPledgeAsync(agreement.Pledge, cancel))!;
        return (await session.OpenByStageAsync(session.Catalog.FundById(agreement.FundId), pledge, cancel)).UnderAgreement();
    }

    /// <summary>The newest agreement that makes a pledge binding in a fund.</summary>
    public static async Task<string> FindAgreementOfAsync(this LedgerSession session, string pledge, int fundId, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT code FROM agreements WHERE pledge = @pledge AND fund_id = @fund ORDER BY entry_seq DESC LIMIT 1",
            [("@pledge", pledge), ("@fund", fundId)], cancel);
        return (await question.RowsAsync(row => row.GetString(0), cancel)).FirstOrDefault() ?? "";
    }

    /// <summary>True when the payment of this entry was recorded with this choice.</summary>
    public static async Task<bool> HasChosenAsync(this LedgerSession session, long entrySeq, string choice, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT DISTINCT evidence FROM instalment_events WHERE entry_seq = @seq AND kind = 'paid'", [("@seq", entrySeq)], cancel);
        return await question.RowsAsync(row => row.TextOrNull(0), cancel) is [var chosen] && chosen == choice;
    }

    /// <summary>The policy of a fiscal year: as last set, or what the standards of the year ask for.</summary>
    public static async Task<ConditionalTreatment> TreatmentAsync(this LedgerSession session, int year, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT treatment FROM recognition_policies WHERE fiscal_year = @year ORDER BY id DESC LIMIT 1", [("@year", year)], cancel);
        return await question.RowsAsync(row => ClosedSet<ConditionalTreatment>.Of(row.GetString(0)), cancel) is [var set] ? set
            : ConditionalTreatment.Deferred;
    }

    public static async Task RegisterEventAsync(this LedgerSession session, string agreement, InstalmentChange change, DateOnly date,
        long entrySeq,
        CancellationToken cancel) =>
        await session.RegisterAsync(new InstalmentEventRow
        {
            Id = await session.NextIdAsync(Registers.InstalmentEvents, cancel), Agreement = agreement, Number = change.Number,
            Kind = change.Kind, Date = date, AmountMinor = change.Amount.Minor, Evidence = change.Evidence, EntrySeq = entrySeq,
        }, cancel);
}
