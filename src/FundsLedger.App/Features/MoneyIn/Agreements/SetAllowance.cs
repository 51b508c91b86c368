using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Sets the allowance on what an agreement has open, up or down: one person asks and says why, another approves exactly what was
/// seen. Money and write-offs take off it what is no longer owed by themselves.</summary>
public sealed class SetAllowance(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Agreement">Code of the agreement.</param>
    /// <param name="Date">Day of the entry.</param>
    /// <param name="Amount">The whole allowance from then on, in the agreement's currency; nothing for none.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Agreement, DateOnly Date, Money Amount, string Reason);

    /// <summary>What two people decide: the allowance as it was seen, and as it shall be.</summary>
    internal sealed record Input(string Agreement, DateOnly Date, string Currency, string Before, string Amount, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act =
        ApprovedAct.Posting<Input>(ApprovalKind.SetAllowance, agreement => $"/agreements/{agreement}", DoAsync) with
    {
        DetailsAsync = (reads, asked, cancel) => DonorDetails.OfAgreementAsync(reads, asked.Subject, cancel),
    };

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (await session.FindAgreementAsync(command.Agreement, cancel) is not { } agreement)
            return new AgreementIsUnknown(command.Agreement);
        if (!ShortText.IsValid(command.Reason)) return new AgreementTextIsMalformed("reason");
        if (command.Date < agreement.From) return new AgreementDateIsTooEarly(agreement.Code, agreement.From);
        if (await session.AskedInputAsync<Input>(command.Key, Act, cancel) is { } known)
            return (known.Agreement, known.Date, known.Currency, known.Amount, known.Reason) == (command.Agreement, command.Date,
                command.Amount.Currency.Code, command.Amount.ToDecimalString(), command.Reason)
                ? await session.AskAsync(command.Key, Act, agreement.Code, known, command.Reason, cancel)
                : new KeyUsedForOtherInput(command.Key);
        var standing = await StandingAllowance.ReadAsync(session, agreement, command.Date, cancel);
        if (Refuse(agreement, standing, command.Amount) is { } refusal) return refusal;
        // Books made by earlier versions may not have these accounts yet: better said now than to whoever approves.
        foreach (var account in (string[])[Chart.ReceivableAllowance, Chart.Impairment])
            if (session.Catalog.Account(agreement.FundId, account) is null)
                return new AccountIsUnknown(1, account, session.Catalog.FundById(agreement.FundId).Code);
        return await session.AskAsync(command.Key, Act, agreement.Code, new Input(agreement.Code, command.Date, agreement.Currency.Code,
            standing.Allowance.Amount.ToDecimalString(), command.Amount.ToDecimalString(), command.Reason), command.Reason, cancel);
    }, cancel);

    /// <summary>Does what was approved; refused when the allowance has moved since it was asked for.</summary>
    internal static async Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, string askedBy,
        CancellationToken cancel)
    {
        var agreement = (await session.FindAgreementAsync(input.Agreement, cancel))!;
        var target = Money.Parse(input.Amount, Currency.Of(input.Currency));
        var standing = await StandingAllowance.ReadAsync(session, agreement, input.Date, cancel);
        if (standing.Allowance.Amount.ToDecimalString() != input.Before)
            return new AllowanceHasMoved(agreement.Code, input.Before, standing.Allowance.Amount.ToString());
        if (Refuse(agreement, standing, target) is { } refusal) return refusal;
        return await session.PostAsync(new EntryDraft
        {
            Key = key, Date = standing.NotBefore(input.Date), Fund = session.Catalog.FundById(agreement.FundId).Code,
            Kind = EntryKind.Adjustment, Description = Descriptions.AllowanceSet.Of(agreement.Code, input.Reason, askedBy),
            Lines = Allowance.Lines(agreement.About, standing.Allowance, target, standing.Owed),
        }, EntryRights.LowersClaims, cancel);
    }

    private static AgreementRefusal? Refuse(Agreement agreement, StandingAllowance standing, Money target)
    {
        if (target.Currency != agreement.Currency) return new AllowanceCurrencyIsOther(agreement.Code, agreement.Currency.Code);
        if (target.IsNegative || target > standing.Owed.Amount)
            return new AllowanceIsOutOfRange(agreement.Code, standing.Owed.Amount.ToString());
        return target == standing.Allowance.Amount ? new AllowanceIsAsBefore(agreement.Code, target.ToString()) : null;
    }
}

/// <summary>The allowance on an agreement, and what is owed under it without a condition; both above zero.</summary>
/// <param name="Allowance">As it is carried.</param>
/// <param name="Owed">On 1100, less what is deferred until a condition is met.</param>
/// <param name="LastMoved">The last day on which the allowance moved; null where there never was one.</param>
internal sealed record StandingAllowance(OpenAmount Allowance, OpenAmount Owed, DateOnly? LastMoved)
{
    /// <summary>The day, or the last on which the allowance moved where that is later: on no day is it less than nothing, in whatever order
    /// things are typed.</summary>
    public DateOnly NotBefore(DateOnly day) => LastMoved is { } last && last > day ? last : day;

    public static async Task<StandingAllowance> ReadAsync(LedgerSession session, Agreement agreement, DateOnly day,
        CancellationToken cancel)
    {
        var carried = await session.CarriedAsync(agreement, day, cancel);
        var (receivable, deferred) = (carried(Chart.Receivable), -carried(Chart.DeferredUnpaid));
        var question = await session.QuestionAsync(
            """
            SELECT COALESCE(SUM(p.amount_minor), 0), COALESCE(SUM(p.eur_minor), 0), MAX(p.effective_date)
            FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE p.agreement = @code AND a.fund_id = @fund AND a.code = @allowance AND p.currency = @currency
            """, [("@code", agreement.Code), ("@fund", agreement.FundId), ("@allowance", Chart.ReceivableAllowance),
                ("@currency", agreement.Currency.Code)], cancel);
        var (allowance, last) = (await question.RowsAsync(row => (new OpenAmount(new Money(-row.Sum(0), agreement.Currency), -row.Sum(1)),
            row.IsDBNull(2) ? (DateOnly?)null : row.Date(2)), cancel))[0];
        return new StandingAllowance(allowance, new OpenAmount(receivable.Amount - deferred.Amount, receivable.EurMinor
            - deferred.EurMinor), last);
    }

    /// <summary>Takes off what the allowance has too much once less is owed. It is posted before the entry that lowers the claim, under a
    /// key of the same operation, so that they go back together.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="draft">The entry that lowers the claim.</param>
    /// <param name="number">Its place among the entries of the operation.</param>
    /// <param name="agreement">The agreement.</param>
    /// <param name="leftOf">What is left of the allowance, by the allowance and what is owed before.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Refusal?> ReleaseAsync(LedgerSession session, EntryDraft draft, int number, Agreement agreement,
        Func<Money, Money, Money> leftOf, CancellationToken cancel)
    {
        var standing = await ReadAsync(session, agreement, draft.Date, cancel);
        if (standing.Allowance.Amount.IsZero) return null;
        var lines = Domain.Contributions.Allowance.Lines(agreement.About, standing.Allowance,
            leftOf(standing.Allowance.Amount, standing.Owed.Amount), standing.Owed);
        if (lines.Length == 0) return null;
        return (await session.PostAsync(draft with
        {
            Key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{draft.Key}/{number}"),
            Date = standing.NotBefore(draft.Date), Kind = EntryKind.Adjustment, Lines = lines,
            Description = Descriptions.AllowanceReleased.Of(agreement.Code),
        }, EntryRights.LowersClaims, cancel)).Refusal;
    }
}
