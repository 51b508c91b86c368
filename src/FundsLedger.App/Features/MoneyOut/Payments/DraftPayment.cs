using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Draws up a payment under a commitment. Nothing is owed and nothing leaves by it: others certify, approve and send exactly this,
/// and whatever must be different is another draft.</summary>
public sealed class DraftPayment(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Commitment">Code of the commitment.</param>
    /// <param name="Payee">Code of the payee; its newest version is paid.</param>
    /// <param name="Lines">Expense accounts, each once, and amounts in EUR.</param>
    /// <param name="RenderedOn">When what is paid for was rendered: the day of the expense.</param>
    /// <param name="PayOn">When the bank is to pay.</param>
    /// <param name="Bank">The account in EUR it leaves.</param>
    /// <param name="Text">To the payee; empty for none.</param>
    /// <param name="IsFinal">True to set free what the commitment still holds after it.</param>
    public sealed record Command(string Key, string Commitment, string Payee, IReadOnlyList<PaymentLine> Lines, DateOnly RenderedOn,
        DateOnly PayOn, string Bank = Chart.Bank, string Text = "", bool IsFinal = false)
    {
        /// <summary>The claim that is paid anew, after its payment came back; null for a new claim.</summary>
        public string? Claim { get; init; }

        /// <summary>Through which door.</summary>
        public PaymentSource Source { get; init; }
    }

    public Task<Outcome<DraftedPayment>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written.</summary>
    public static async Task<Outcome<DraftedPayment>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        if (await session.AskedInputAsync<PaymentInput>(command.Key, PayClaim.Act, cancel) is { } earlier)
            return await RepeatAsync(session, command, earlier, cancel);
        var commitment = LedgerRules.BrokenText(command.Commitment) is null
            ? await session.FindCommitmentAsync(command.Commitment, cancel) : null;
        var payee = await session.FindPayeeAsync(command.Payee, cancel);
        if (Refuse(command, session.Catalog, commitment, payee) is { } refusal) return refusal;
        var amount = command.Lines.Aggregate(Money.Eur(0), (sum, line) => sum + line.Amount);
        var newest = command.Claim is not { } claim ? null
            : (await PaymentList.ReadAsync(ask, session.Catalog, new PaymentFilter { Claim = claim }, cancel)).Find(one => one.IsNewest);
        if (command.Claim is { } named && newest is null) return new PaymentIsUnknown(named);
        if (newest is not null)
        {
            if (!PaymentRoad.TakesAnother(newest.Trail)) return new ClaimTakesNoOther(newest.Row.Claim, newest.Code);
            if ((newest.Row.Commitment, newest.Row.Lines, newest.Row.RenderedOn)
                != (command.Commitment, PaymentLine.Text(command.Lines), command.RenderedOn)) return new PaymentDiffersFromClaim(
                newest.Row.Claim);
        }
        else
        {
            var open = await session.OpenCommitmentAsync(commitment!, cancel);
            if (amount.Minor > open.Minor + (await PayRules.ReadAsync(ask, commitment!.Fund.Id, cancel)).ToleranceEur)
                return new PaymentExceedsCommitment(commitment.Code, open.ToString(), amount.ToString());
        }
        if (LedgerRules.BrokenText(command.Key) is not null || command.Key.Length is 0 or > LedgerRules.LongestKey)
            return new KeyIsMalformed(command.Key.Length);

        var code = PaymentCode.New(session.Chance, commitment!);
        var row = new PaymentRow
        {
            Code = code, Claim = newest?.Row.Claim ?? code, Attempt = (newest?.Row.Attempt ?? 0) + 1, FundId = commitment!.Fund.Id,
            Commitment = commitment.Code, Payee = payee!.Code, PayeeVersion = payee.Version, Bank = command.Bank,
            AmountEur = amount.Minor, Lines = PaymentLine.Text(command.Lines), IsFinal = newest is null && command.IsFinal,
            RenderedOn = command.RenderedOn, PayOn = command.PayOn,
            TextMark = await session.KeepTextAsync(code, command.Text, cancel), Source = command.Source, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        };
        await session.RegisterAsync(row, cancel);
        var asked = await session.AskAsync(command.Key, PayClaim.Act, code, PaymentInput.Of(row, commitment.Fund.Code, payee.MarkHex), "",
            cancel);
        return asked.IsRefused ? asked.Refusal : new DraftedPayment(code, row.Claim, asked.Value.Id, IsRepeat: false);
    }

    private static async Task<Outcome<DraftedPayment>> RepeatAsync(LedgerSession session, Command command, PaymentInput earlier,
        CancellationToken cancel)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var known = (await session.FindPaymentAsync(earlier.Payment, cancel))!;
        var (row, request) = (known.Row, await session.FindRequestAsync(ApprovalKind.Pay, known.Code, cancel));
        var isSame = (row.Commitment, row.Payee, row.Lines, row.RenderedOn, row.PayOn, row.Bank, row.Source)
            == (command.Commitment, command.Payee, PaymentLine.Text(command.Lines), command.RenderedOn, command.PayOn, command.Bank,
                command.Source)
            && row.IsFinal == (command.Claim is null && command.IsFinal) && (command.Claim ?? row.Code) == row.Claim
            && (await PaymentText.ReadAsync(ask, row, cancel) ?? command.Text) == command.Text;
        return isSame ? new DraftedPayment(row.Code, row.Claim, request!.Id, IsRepeat: true) : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog, CommitmentFact? commitment, PayeeVersion? payee)
    {
        if (commitment is null) return new PaymentIsWithoutCommitment(command.Commitment);
        if (!commitment.TakesWords) return new PaymentFundNamesNobody(commitment.Fund.Code);
        if (ClaimLines.Fault(command.Lines, command.Bank, catalog, commitment.Fund) is { } fault) return fault;
        if (payee is null || payee.FundCode != commitment.Fund.Code) return new PayeeIsUnknown(command.Payee);
        if (payee.Details is null) return payee.IsErased ? new PayeeIsErased(payee.Code) : new PayeeDetailsAreOther(payee.Code);
        if (command.Text.Length > PaymentText.Longest || LedgerRules.BrokenText(command.Text) is not null)
            return new PaymentTextIsMalformed(PaymentText.Longest);
        if (command.RenderedOn < commitment.CommittedOn) return new PaymentDateIsTooEarly(commitment.Code, commitment.CommittedOn);
        if (commitment.ExpiresOn is { } last && command.RenderedOn > last) return new PaymentIsAfterExpiry(commitment.Code, last);
        if (command.PayOn < command.RenderedOn) return new PaymentIsBeforeService(command.RenderedOn, command.PayOn);
        return command.PayOn < payee.PayableFrom ? new PayeeCoolsOff(payee.Code, payee.PayableFrom) : null;
    }
}

/// <summary>The payment's code, the claim's, and the number of the request that its officers sign.</summary>
public sealed record DraftedPayment(string Code, string Claim, long Request, bool IsRepeat) : IAnswer;
