using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Settles a commitment of a protected fund, or a part of it: token, amount, day and bank account, and nothing that could name
/// anybody. One person asks, another approves; the bank is told outside this program.</summary>
public sealed class SettleRelocation(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Commitment">Its token.</param>
    /// <param name="Date">Value date.</param>
    /// <param name="Lines">Expense accounts and amounts in EUR.</param>
    /// <param name="Bank">The account in EUR it leaves.</param>
    /// <param name="IsFinal">True to set free what the commitment still holds after it.</param>
    public sealed record Command(string Key, string Commitment, DateOnly Date, IReadOnlyList<PaymentLine> Lines, string Bank = Chart.Bank,
        bool IsFinal = false);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Commitment, string Date, string Currency, string Amount, string Lines, string Bank, string Final);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = ApprovedAct.Posting<Input>(ApprovalKind.SettleRelocation, token => $"/commitments/{token}",
        (session, key, input, _, cancel) => PostAsync(session, new Command(key, input.Commitment, BookDay.Read(input.Date)!.Value,
            PaymentLine.Read(input.Lines), input.Bank, input.Final == "yes"), cancel));

    /// <summary>Asks. What the ledger would refuse is refused at once: it is tried in a transaction that is rolled back.</summary>
    public async Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        await using (var trial = await writer.BeginAsync(actor, cancel))
            if (!await trial.HasAskedAsync(command.Key, cancel)
                && (await PostAsync(trial, command, cancel)).Refusal is { } refusal) return refusal;
        return await writer.InOneTransactionAsync(actor, session => RequestAsync(session, command, cancel), cancel);
    }

    /// <summary>Records the request within the caller's transaction.</summary>
    internal static Task<Outcome<AskedApproval>> RequestAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var amount = command.Lines.Aggregate(Money.Eur(0), (sum, line) => sum + line.Amount);
        return session.AskAsync(command.Key, Act, command.Commitment, new Input(command.Commitment, Links.Iso(command.Date), "EUR",
            amount.ToDecimalString(), PaymentLine.Text(command.Lines), command.Bank, command.IsFinal ? "yes" : "no"), "", cancel);
    }

    private static async Task<Outcome<PostedEntry>> PostAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var commitment = LedgerRules.BrokenText(command.Commitment) is null
            ? await session.FindCommitmentAsync(command.Commitment, cancel) : null;
        if (Refuse(command, session.Catalog, commitment) is { } refusal) return refusal;
        var paid = command.Lines.Aggregate(Money.Eur(0), (sum, line) => sum + line.Amount);
        var open = await session.OpenCommitmentAsync(commitment!, cancel);
        if (paid > open) return new PaymentExceedsCommitment(command.Commitment, open.ToString(), paid.ToString());
        var settled = await session.PostAsync(CommitmentFacts.Release(command.Key, command.Date, commitment!, paid,
            (command.IsFinal ? Descriptions.SettledByLastPayment : Descriptions.SettledByPayment).Of()), cancel);
        if (settled.IsRefused) return settled.Refusal;
        var about = commitment!.About with { Payment = PaymentCode.New(session.Chance, commitment) };
        var left = await session.PostAsync(new EntryDraft
        {
            Key = command.Key + "/2", Date = command.Date, Fund = commitment.Fund.Code, Kind = EntryKind.Disbursement,
            Description = Descriptions.Payment.Of(),
            Lines = [.. command.Lines.Select(line => new LineDraft(line.Account, line.Amount, null, about)),
                new LineDraft(command.Bank, -paid, null, about)],
        }, EntryRights.Commits, cancel);
        if (left.IsRefused) return left.Refusal;
        if (command.IsFinal && open > paid)
        {
            var rest = await session.PostAsync(CommitmentFacts.Release(command.Key + "/3", command.Date, commitment, open - paid,
                Descriptions.RestSetFree.Of()), cancel);
            if (rest.IsRefused) return rest.Refusal;
        }
        return left;
    }

    private static PaymentRefusal? Refuse(Command command, LedgerCatalog catalog, CommitmentFact? commitment)
    {
        if (commitment is null) return new PaymentIsWithoutCommitment(command.Commitment);
        if (commitment.TakesWords) return new PaymentNamesAPayee(commitment.Fund.Code);
        if (ClaimLines.Fault(command.Lines, command.Bank, catalog, commitment.Fund) is { } fault) return fault;
        if (command.Date < commitment.CommittedOn) return new PaymentDateIsTooEarly(commitment.Code, commitment.CommittedOn);
        return commitment.ExpiresOn is { } last && command.Date > last ? new PaymentIsAfterExpiry(commitment.Code, last) : null;
    }
}
