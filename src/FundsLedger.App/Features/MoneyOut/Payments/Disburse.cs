using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Pays under a commitment, which is released by the same amount, and with the last payment its unused balance too.</summary>
public sealed class Disburse(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Commitment">Code of the commitment.</param>
    /// <param name="Date">Value date.</param>
    /// <param name="Lines">Expense accounts and amounts in EUR.</param>
    /// <param name="Bank">Code of the bank account in EUR it is paid from.</param>
    /// <param name="IsFinal">True to set free what the commitment still holds after this payment.</param>
    /// <param name="Reference">The bank's reference; null where the fund is protected.</param>
    public sealed record Command(string Key, string Commitment, DateOnly Date, IReadOnlyList<PaymentLine> Lines, string Bank = Chart.Bank,
        bool IsFinal = false, string? Reference = null);

    public Task<Outcome<Disbursed>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<Disbursed>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        var commitment = await session.FindCommitmentAsync(command.Commitment, cancel);
        if (Refuse(command, session.Catalog, commitment) is { } refusal)
            return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        var paid = command.Lines.Aggregate(Money.Eur(0), (sum, line) => sum + line.Amount);
        var open = await session.OpenCommitmentAsync(commitment!, cancel);
        if (earlier is null && paid > open) return new PaymentExceedsCommitment(command.Commitment, open.ToString(), paid.ToString());

        var payment = earlier is null ? PaymentCode.New(session.Chance, commitment!)
            : await EarlierCodeAsync(session, command.Key, commitment!, cancel);
        var settled = await session.PostAsync(CommitmentFacts.Release(command.Key, command.Date, commitment!, paid,
            (command.IsFinal ? Descriptions.SettledByLastPayment : Descriptions.SettledByPayment).Of()), cancel);
        if (settled.IsRefused) return settled.Refusal;
        var disbursed = await session.PostAsync(PaymentEntry.Of(command, commitment!, paid, payment), EntryRights.Commits, cancel);
        if (disbursed.IsRefused) return disbursed.Refusal;
        if (disbursed.Value.IsRepeat != settled.Value.IsRepeat) return new KeyUsedForOtherInput(command.Key);
        if (command.IsFinal && !settled.Value.IsRepeat && open > paid)
        {
            var rest = await session.PostAsync(CommitmentFacts.Release(command.Key + "/3", command.Date, commitment!, open - paid,
                Descriptions.RestSetFree.Of()), cancel);
            if (rest.IsRefused) return rest.Refusal;
        }
        return new Disbursed(payment, disbursed.Value);
    }

    /// <summary>The code that an earlier call under this key gave its payment; a new one where the key stands for something else, which is
    /// then refused.</summary>
    private static async Task<string> EarlierCodeAsync(LedgerSession session, string key, CommitmentFact commitment,
        CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT p.payment FROM entries e JOIN postings p ON p.entry_seq = e.seq AND p.line = 1 WHERE e.idempotency_key = @key",
            [("@key", PaymentEntry.KeyOf(key))], cancel);
        return (await question.RowsAsync(row => row.TextOrNull(0), cancel)).FirstOrDefault() ?? PaymentCode.New(session.Chance, commitment);
    }

    private static DisbursementRefusal? Refuse(Command command, LedgerCatalog catalog, CommitmentFact? commitment)
    {
        if (commitment is null) return new PaymentIsWithoutCommitment(command.Commitment);
        if (!commitment.TakesWords && command.Reference is not null) return new PaymentTextIsNotAllowed(commitment.Fund.Code);
        if (command.Lines.Count == 0) return new PaymentIsEmpty();
        for (var index = 0; index < command.Lines.Count; index++)
        {
            var (account, amount) = command.Lines[index];
            if (amount.Currency != Currency.Eur || amount.Minor is <= 0 or > Money.LargestMinor)
                return new PaymentAmountIsWrong(index + 1, amount.ToString());
            if (catalog.Account(commitment.Fund.Id, account) is not { Kind: AccountKind.Expense })
                return new PaymentIsForNoExpense(index + 1, account, commitment.Fund.Code);
        }
        if (catalog.Account(commitment.Fund.Id, command.Bank) is not { Role: AccountRole.Cash } bank || bank.Currency is { } takes
            && takes != Currency.Eur)
            return new PaymentBankIsWrong(command.Bank, commitment.Fund.Code);
        if (command.Date < commitment.CommittedOn) return new PaymentDateIsTooEarly(commitment.Code, commitment.CommittedOn);
        return commitment.ExpiresOn is { } last && command.Date > last ? new PaymentIsAfterExpiry(commitment.Code, last) : null;
    }
}

/// <summary>The payment's code and the entry of the payment itself.</summary>
public sealed record Disbursed(string Payment, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
