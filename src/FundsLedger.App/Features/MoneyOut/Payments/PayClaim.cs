using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>The acts of a payment's officers before the bank signatory: certified, approved, each by somebody else and over the same
/// payload.
/// Certifying is when the expense is owed and its commitment settles; approving moves nothing.</summary>
internal static class PayClaim
{
    /// <summary>Drafted by one, certified by another, approved by a third.</summary>
    public static readonly ApprovedAct Act = new(ApprovalKind.Pay, payment => $"/payments/{payment}",
        (_, _, _, _) => Task.FromResult<Outcome<DoneAct>>(new DoneAct(null)))
    {
        Plan = SigningPlan.InOrder(SigningStep.Draft, SigningStep.Certify, SigningStep.Approve),
        NeedOf = step => step == SigningStep.Certify ? Operation.CertifyPayments : Operation.ApprovePayments,
        OnStepAsync = StepAsync,
        OnRefusedAsync = async (session, asked, reason, cancel) =>
            await session.FindPaymentAsync(asked.Subject, cancel) is { } payment
                ? (await UndoAsync(session, payment, reason, cancel)).Refusal : new PaymentIsUnknown(asked.Subject),
        DetailsAsync = PaymentDetails.OfAsync,
    };

    /// <summary>Takes a payment back before it was sent: the expense is not owed, and its commitment holds the money again.</summary>
    public static async Task<Outcome<DoneAct>> UndoAsync(LedgerSession session, PaymentStanding payment, string reason,
        CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(session.Instant.UtcDateTime);
        long? first = null;
        if (payment.Row.Attempt == 1 && payment.Event(PaymentEventKind.Certified) is not null)
        {
            var (row, fund) = (payment.Row, payment.FundCode);
            // The expense first: what it gives back is set aside again.
            foreach (var (index, key) in CertificationKeys(row.Code).Index())
            {
                if (!await session.IsKeyUsedAsync(key, cancel)) continue;
                var back = await session.PostAsync(new EntryDraft
                {
                    Key = $"{StepKey(row.Code, "withdrawn")}{(index == 0 ? "" : $"/{index + 1}")}", Date = today, Fund = fund,
                    Kind = EntryKind.Reversal, Description = Descriptions.CertificationWithdrawn.Of(row.Code, reason), Reverses = key,
                }, EntryRights.Commits | EntryRights.Pays, cancel);
                if (back.IsRefused) return back.Refusal;
                first ??= back.Value.Seq;
            }
        }
        await session.HappenedAsync(payment.Row, PaymentEventKind.Withdrawn, today, reason, first, cancel);
        return new DoneAct(first);
    }

    /// <summary>Refused where what stands is not what was drafted and signed, where its payee's details are, or where the payee is paid
    /// elsewhere by now.</summary>
    public static async Task<Refusal?> FaultAsync(LedgerSession session, PaymentStanding payment, PaymentInput signed, DateOnly? payDay,
        CancellationToken cancel)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var versions = await PayeeBook.VersionsAsync(ask, session.Catalog, payment.Row.Payee, cancel);
        if (versions.Find(one => one.Version == payment.Row.PayeeVersion) is not { } payee) return new PayeeIsUnknown(payment.Row.Payee);
        if (PaymentInput.Of(payment.Row, payment.FundCode, payee.MarkHex) != signed
            || await PaymentText.ReadAsync(ask, payment.Row, cancel) is null) return new PaymentIsOther(payment.Code);
        if (payee.Details is not { } details) return payee.IsErased ? new PayeeIsErased(payee.Code) : new PayeeDetailsAreOther(payee.Code);
        if (versions[0].Details?.PaysTheSame(details) != true) return new PayeeVersionIsOld(payee.Code, payee.Version, versions[0].Version);
        return payDay is { } day && day < payee.PayableFrom ? new PayeeCoolsOff(payee.Code, payee.PayableFrom) : null;
    }

    /// <summary>The key of the first entry of a step.</summary>
    public static string StepKey(string payment, string step) => $"payment/{payment}/{step}";

    private static string[] CertificationKeys(string payment) => [StepKey(payment, "certified") + "/2", StepKey(payment, "certified"),
        StepKey(payment, "certified") + "/3", StepKey(payment, "raised")];

    private static async Task<Refusal?> StepAsync(LedgerSession session, ApprovalStanding asked, SigningStep step, CancellationToken cancel)
    {
        if (await session.FindPaymentAsync(asked.Subject, cancel) is not { } payment) return new PaymentIsUnknown(asked.Subject);
        if (await FaultAsync(session, payment, asked.Read<PaymentInput>(), null, cancel) is { } fault) return fault;
        if (step != SigningStep.Certify) return payment.Stage == PaymentStage.Certified ? null : Elsewhere(payment);
        if (!PaymentRoad.May(payment.Trail, PaymentEventKind.Certified)) return Elsewhere(payment);
        var today = DateOnly.FromDateTime(session.Instant.UtcDateTime);
        if (payment.Row.Attempt > 1)
        {
            await session.HappenedAsync(payment.Row, PaymentEventKind.Certified, today, null, null, cancel);
            return null;
        }
        return await CertifyAsync(session, payment, today, cancel);
    }

    public static PaymentIsElsewhere Elsewhere(PaymentStanding payment) => new(payment.Code, PaymentList.CodeOf(payment.Stage));

    private static async Task<Refusal?> CertifyAsync(LedgerSession session, PaymentStanding payment, DateOnly today,
        CancellationToken cancel)
    {
        var (row, amount) = (payment.Row, payment.Amount);
        var commitment = (await session.FindCommitmentAsync(row.Commitment, cancel))!;
        if (row.RenderedOn > today) return new DateIsAhead(row.RenderedOn, today);
        if (commitment.ExpiresOn is { } last && row.RenderedOn > last) return new PaymentIsAfterExpiry(commitment.Code, last);
        var open = await session.OpenCommitmentAsync(commitment, cancel);
        var about = commitment.About with { Payment = row.Claim };
        if (amount > open)
        {
            var rules = await PayRules.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), row.FundId, cancel);
            if (amount.Minor > open.Minor + rules.ToleranceEur)
                return new PaymentExceedsCommitment(commitment.Code, open.ToString(), amount.ToString());
            // Within the tolerance it is set aside first, from what is available.
            var raised = await session.PostAsync(new EntryDraft
            {
                Key = StepKey(row.Code, "raised"), Date = row.RenderedOn, Fund = payment.FundCode, Kind = EntryKind.Commitment,
                Description = Descriptions.CommitmentRaised.Of(commitment.Code),
                Lines = [new(Chart.Commitments, amount - open, null, commitment.About),
                    new(Chart.CommitmentsContra, open - amount, null, commitment.About)],
            }, EntryRights.Commits, cancel);
            if (raised.IsRefused) return raised.Refusal;
        }
        var key = StepKey(row.Code, "certified");
        var settled = await session.PostAsync(CommitmentFacts.Release(key, row.RenderedOn, commitment, amount,
            (row.IsFinal ? Descriptions.SettledByLastPayment : Descriptions.SettledByPayment).Of()), cancel);
        if (settled.IsRefused) return settled.Refusal;
        var owed = await session.PostAsync(new EntryDraft
        {
            Key = key + "/2", Date = row.RenderedOn, Fund = payment.FundCode, Kind = EntryKind.Certification,
            Description = Descriptions.ClaimCertified.Of(row.Code, commitment.Code), Reference = row.Code,
            Lines = [.. payment.Lines.Select(line => new LineDraft(line.Account, line.Amount, null, about)),
                new LineDraft(Chart.Payables, -amount, null, about)],
        }, EntryRights.Commits | EntryRights.Pays, cancel);
        if (owed.IsRefused) return owed.Refusal;
        if (row.IsFinal && open > amount)
        {
            var rest = await session.PostAsync(CommitmentFacts.Release(key + "/3", row.RenderedOn, commitment, open - amount,
                Descriptions.RestSetFree.Of()), cancel);
            if (rest.IsRefused) return rest.Refusal;
        }
        await session.HappenedAsync(row, PaymentEventKind.Certified, row.RenderedOn, null, owed.Value.Seq, cancel);
        return null;
    }
}

/// <summary>Writes down what happened to a payment. The one place that does.</summary>
internal static class PaymentEvents
{
    public static async Task HappenedAsync(this LedgerSession session, PaymentRow row, PaymentEventKind kind, DateOnly on, string? reason,
        long? entry, CancellationToken cancel) => await session.RegisterAsync(new PaymentEventRow
        {
            Id = await session.NextIdAsync(Registers.PaymentEvents, cancel), Payment = row.Code, Kind = kind, HappenedOn = on,
            Reason = reason, EntrySeq = entry, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
}
