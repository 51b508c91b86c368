using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>An instalment with what has become of it, in the agreement's currency.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Condition">What must be met first; null where nothing must.</param>
/// <param name="MetOn">Day on which that was met.</param>
/// <param name="Agreed">As agreed, with what was moved here or raised.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="WrittenOff">Written off by two people.</param>
/// <param name="Open">Agreed, neither paid nor written off.</param>
public sealed record InstalmentStanding(int Number, DateOnly DueOn, string? Condition, DateOnly? MetOn, Money Agreed, Money Paid,
    Money WrittenOff, Money Open)
{
    /// <summary>True while something must be met before it is due, whatever its day.</summary>
    public bool WaitsForCondition => Condition is not null && MetOn is null;

    /// <summary>Days past the due day; 0 when not overdue, nothing is open or its condition is not met.</summary>
    public int DaysOverdue(DateOnly on) => Open.IsZero ? 0 : AgeingRules.DaysOverdue(DueOn, on, WaitsForCondition);
}

/// <summary>An agreement with its terms and instalments.</summary>
public sealed record AgreementStanding
{
    public required string Code { get; init; }
    public required string Donor { get; init; }
    public required string DonorName { get; init; }
    public required string Pledge { get; init; }
    public required string FundCode { get; init; }
    public required DateOnly SignedOn { get; init; }
    public required Money Amount { get; init; }
    public required Rate Rate { get; init; }
    public required ConditionalTreatment Treatment { get; init; }
    public required string? Earmark { get; init; }
    public required string? Reporting { get; init; }
    public required int? NoticeDays { get; init; }
    public required bool ReturnsBalance { get; init; }
    public required string? Reference { get; init; }
    public required long EntrySeq { get; init; }
    public required DateOnly? ClosedOn { get; init; }
    public required IReadOnlyList<InstalmentStanding> Instalments { get; init; }

    /// <summary>The shares of programme support in what is charged under it, in the order of their days; empty where none is set.</summary>
    public IReadOnlyList<SupportTerm> Support { get; init; } = [];

    /// <summary>Cents of programme support charged under it so far. It tells what the fund did: nothing for a donor's eyes.</summary>
    public long SupportChargedEur { get; init; }

    /// <summary>What of it is called unlikely to be paid, in its currency. Nothing for a donor's eyes either.</summary>
    public Money Allowance { get; init; } = Money.Zero(Currency.Eur);

    /// <summary>The share in force on a day; null where none is set yet.</summary>
    public SupportTerm? SupportOn(DateOnly day) => Support.LastOrDefault(term => term.From <= day);

    public Money Open => Sum(one => one.Open);

    public Money Paid => Sum(one => one.Paid);

    public Money WrittenOff => Sum(one => one.WrittenOff);

    private Money Sum(Func<InstalmentStanding, Money> part) =>
        Instalments.Aggregate(Money.Zero(Amount.Currency), (sum, one) => sum + part(one));
}

/// <summary>Reads agreements.</summary>
public static class AgreementList
{
    /// <summary>All agreements, or one, or a donor's, or a pledge's, as they stood at a moment (null: now); newest first.</summary>
    public static async Task<List<AgreementStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? code = null,
        string? donor = null, string? pledge = null, Moment? moment = null, Reach? reach = null, CancellationToken cancel = default)
    {
        var asOf = DateNumber.Of(moment?.AsOf ?? LedgerRules.LastDate);
        var known = await Balances.LastKnownSeqAsync(connection, moment ?? new Moment(LedgerRules.LastDate), cancel);
        (string, object?)[] parameters = [("@asOf", asOf), ("@known", known), ("@code", code), ("@donor", donor), ("@pledge", pledge)];
        var which = (code is null ? "" : " AND g.code = @code") + (donor is null ? "" : " AND g.donor = @donor")
            + (pledge is null ? "" : " AND g.pledge = @pledge");
        var events = (await connection.Command(null,
            """
            SELECT v.agreement, v.number, v.kind, v.date, v.amount_minor FROM instalment_events v
            WHERE v.date <= @asOf AND v.entry_seq <= @known AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = v.entry_seq
                AND r.effective_date <= @asOf AND r.seq <= @known)
            """, parameters)
                .RowsAsync(
                    row =>
                        new Event(row.GetString(0), row.GetInt32(1), ClosedSet<InstalmentEventKind>.Of(row.GetString(2)), row.Date(3),
                            row.GetInt64(4)), cancel)).ToLookup(item => item.Agreement);
        var terms =
            (await connection.Command(null, "SELECT agreement, number, due_on, condition FROM instalments ORDER BY agreement, number")
            .RowsAsync(row => (Agreement: row.GetString(0), Number: row.GetInt32(1), DueOn: row.Date(2), Condition: row.TextOrNull(3)),
                cancel)).ToLookup(term => term.Agreement, term => (term.Number, term.DueOn, term.Condition));
        Ask ask = (text, given) => Task.FromResult(connection.Command(null, text, given));
        var support = (await SupportFacts.ReadAsync(ask, code, cancel)).ToLookup(term => term.Agreement);
        var charged = await SupportFacts.ChargedAsync(ask, code, asOf, known, cancel);
        var allowances = await AllowanceList.ReadAsync(connection, asOf, known, code, cancel);
        var found = await connection.Command(null,
            $"""
            SELECT g.code, g.donor, d.name, g.pledge, g.fund_id, g.signed_on, g.currency, g.amount_minor, g.rate_billionths, g.treatment,
                g.earmark, g.reporting, g.notice_days, g.returns_balance, g.reference, g.entry_seq
            FROM agreements g JOIN donors d ON d.code = g.donor WHERE g.signed_on <= @asOf
                AND g.entry_seq <= @known{which}{Access.Reach.Rule(reach, "g.donor")}
            AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = g.entry_seq AND r.effective_date <= @asOf AND r.seq <= @known)
                ORDER BY g.signed_on DESC, g.entry_seq DESC
            """, parameters).RowsAsync(row => Standing(row, catalog, terms[row.GetString(0)], [.. events[row.GetString(0)]]), cancel);
        return found.ConvertAll(agreement => agreement with
        {
            Support = [.. support[agreement.Code].Where(term => DateNumber.Of(term.From) <= asOf)],
            SupportChargedEur = charged.TryGetValue(agreement.Code, out var sum) ? sum.Eur : 0,
            Allowance = allowances.TryGetValue(agreement.Code, out var doubt) ? doubt.Amount : Money.Zero(agreement.Amount.Currency),
        });
    }

    private sealed record Event(string Agreement, int Number, InstalmentEventKind Kind, DateOnly Date, long Minor);

    private static AgreementStanding Standing(DbDataReader row, LedgerCatalog catalog,
        IEnumerable<(int Number, DateOnly DueOn, string? Condition)> terms, List<Event> events)
    {
        var currency = Currency.Of(row.GetString(6));
        return new AgreementStanding
        {
            Code = row.GetString(0), Donor = row.GetString(1), DonorName = row.GetString(2), Pledge = row.GetString(3),
            FundCode = catalog.FundById(row.GetInt32(4)).Code, SignedOn = row.Date(5),
            Amount = new Money(row.GetInt64(7), currency), Rate = new Rate(currency, Currency.Eur, row.GetInt64(8)),
            Treatment = ClosedSet<ConditionalTreatment>.Of(row.GetString(9)),
            Earmark = row.TextOrNull(10), Reporting = row.TextOrNull(11), NoticeDays = row.IsDBNull(12) ? null : row.GetInt32(12),
            ReturnsBalance = row.GetBoolean(13), Reference = row.TextOrNull(14), EntrySeq = row.GetInt64(15),
            ClosedOn = events.Find(item => item.Kind == InstalmentEventKind.Closed)?.Date,
            Instalments = [.. terms.Select(term => Instalment(term, currency, events.FindAll(item => item.Number == term.Number)))],
        };
    }

    private static InstalmentStanding Instalment((int Number, DateOnly DueOn, string? Condition) term, Currency currency,
        List<Event> events)
    {
        return new InstalmentStanding(term.Number, term.DueOn, term.Condition,
            events.Find(item => item.Kind == InstalmentEventKind.ConditionMet)?.Date,
            Sum(InstalmentEventKind.Scheduled, InstalmentEventKind.Moved, InstalmentEventKind.Raised), -Sum(InstalmentEventKind.Paid),
            -Sum(InstalmentEventKind.WrittenOff), new Money(events.Sum(item => item.Minor), currency));

        Money Sum(params ReadOnlySpan<InstalmentEventKind> kinds)
        {
            var set = kinds.ToArray();
            return new Money(events.Where(item => set.Contains(item.Kind)).Sum(item => item.Minor), currency);
        }
    }
}

/// <summary>The same rows for a file that leaves the Registry, without the names, codes and texts of confidential donors.</summary>
public static class HiddenAgreements
{
    public static AgreementStanding Of(this ConfidentialDonors hidden, AgreementStanding agreement) =>
        !hidden.Hide(agreement.Donor) ? agreement
        : agreement with { Code = ConfidentialDonors.Code, Donor = ConfidentialDonors.Code, DonorName = "",
            Pledge = ConfidentialDonors.Code, Earmark = null, Reporting = null, Reference = null,
            Instalments = [.. agreement.Instalments.Select(one => one with { Condition = one.Condition is null ? null
            : ConfidentialDonors.Code })] };
}
