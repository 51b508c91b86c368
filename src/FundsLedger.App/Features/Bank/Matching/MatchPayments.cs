using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>Why a line is taken to be a payment, the surest first. The codes are kept with the match.</summary>
public enum PaymentSign
{
    /// <summary>The line names its code: the end-to-end id.</summary>
    EndToEndId,

    /// <summary>The line names its batch, and the sum is that of the batch: the message's id.</summary>
    MessageId,

    /// <summary>The amount is the same, and it was sent shortly before.</summary>
    AmountAndDay,
}

/// <summary>Payments that a line may be, or that it may give back.</summary>
/// <param name="Payments">One, or all that are left of a batch.</param>
/// <param name="Sign">Why.</param>
/// <param name="IsReturn">True where the line gives them back.</param>
public sealed record PaymentHint(IReadOnlyList<PaymentStanding> Payments, PaymentSign Sign, bool IsReturn);

/// <summary>Says that a line is what the bank made of payments that were sent: executed, or given back.</summary>
public sealed class MatchPayments(LedgerWriter writer)
{
    private const int DaysApart = 15;

    /// <summary>Books the bank's execution of one payment, or of several that it booked in one sum; or the return of one.</summary>
    /// <param name="line">The line.</param>
    /// <param name="payments">Codes of the payments; their sum is the line's.</param>
    /// <param name="reason">Why, in words or codes.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Outcome<MatchedLines>> RunAsync(long line, IReadOnlyList<string> payments, string reason, Actor actor,
        CancellationToken cancel = default) => writer.InOneTransactionAsync<MatchedLines>(actor, async session =>
    {
        var waiting = await MatchLines.FindAsync(session, line, Waiting.Open, cancel);
        if (waiting.IsRefused) return waiting.Refusal;
        var (bank, found) = waiting.Value;
        var isReturn = !found.Line.Amount.IsNegative;
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var sum = Money.Zero(bank.Currency);
        foreach (var code in payments.Distinct(StringComparer.Ordinal))
        {
            var payment = (await PaymentList.ReadAsync(ask, session.Catalog, new PaymentFilter { Code = code }, cancel)).FirstOrDefault();
            if (payment is null || !IsOf(payment, bank)) return new PaymentIsUnknown(code);
            sum += isReturn ? payment.Amount : -payment.Amount;
        }
        if (sum != found.Line.Amount) return new BankSumsDiffer(found.Line.Amount.ToString(), sum.ToString());
        var entries = new List<long>();
        foreach (var code in payments.Distinct(StringComparer.Ordinal))
        {
            var moved = await BankSays.ApplyAsync(session, new BankSays.Command(code, isReturn ? PaymentEventKind.Returned
                : PaymentEventKind.Executed, found.Line.BookedOn, isReturn ? LineBooker.Short(found.Line.Text) ?? "returned by the bank"
                : null), isOfLine: true, cancel);
            if (moved.IsRefused) return moved.Refusal;
            entries.Add(moved.Value.Entry!.Value);
        }
        await MatchLines.RecordAsync(session, [.. entries.Select(entry => (line, entry))], isReturn ? MatchKind.Returned : MatchKind.Posted,
            reason, cancel);
        return new MatchedLines([line], [.. entries], IsRepeat: false);
    }, cancel);

    /// <summary>What a waiting line may be among the payments of its account, the surest first.</summary>
    internal static async Task<IReadOnlyList<PaymentHint>> HintsAsync(Ask ask, LedgerCatalog catalog, BankAccount bank, WaitingLine line,
        CancellationToken cancel)
    {
        var isReturn = !line.Line.Amount.IsNegative;
        var payments = (await PaymentList.ReadAsync(ask, catalog, new PaymentFilter { Bank = bank.Ledger.Code, OnlyOpen = !isReturn },
            cancel)).FindAll(payment => IsOf(payment, bank) && payment.Stage == (isReturn ? PaymentStage.Executed : PaymentStage.Sent));
        var amount = isReturn ? line.Line.Amount : -line.Line.Amount;
        var said = $"{line.Line.Reference} {line.Line.BankReference} {line.Line.Text}";
        var same = payments.FindAll(payment => payment.Amount == amount);
        if (same.Find(payment => said.Contains(payment.Code, StringComparison.Ordinal)) is { } named)
            return [new PaymentHint([named], PaymentSign.EndToEndId, isReturn)];
        if (isReturn) return [.. same.OrderByDescending(payment => payment.Since).Take(3).Select(payment =>
            new PaymentHint([payment], PaymentSign.AmountAndDay, IsReturn: true))];
        foreach (var batch in payments.Where(payment => payment.Batch is not null).GroupBy(payment => payment.Batch!,
            StringComparer.Ordinal))
            if (said.Contains(batch.Key, StringComparison.Ordinal)
                && batch.Aggregate(Money.Zero(amount.Currency), (sum, payment) => sum + payment.Amount) == amount)
                return [new PaymentHint([.. batch], PaymentSign.MessageId, IsReturn: false)];
        return [.. same.Where(payment => line.Line.BookedOn >= payment.Event(PaymentEventKind.Sent)!.On
            && line.Line.BookedOn <= payment.Event(PaymentEventKind.Sent)!.On.AddDays(DaysApart)).OrderBy(payment => payment.Since).Take(3)
            .Select(payment => new PaymentHint([payment], PaymentSign.AmountAndDay, IsReturn: false))];
    }

    private static bool IsOf(PaymentStanding payment, BankAccount bank) => payment.Row.FundId == bank.Fund.Id
        && payment.Row.Bank == bank.Ledger.Code && bank.Currency == Currency.Eur;
}
