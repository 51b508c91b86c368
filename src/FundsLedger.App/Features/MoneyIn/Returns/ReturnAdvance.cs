using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>Sets aside to go back what is left of money that came before an agreement which nobody signs, or a part of it: one person asks,
/// another approves. From there it is paid back like every contribution to be returned.</summary>
public sealed class ReturnAdvance(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Receipt">Code of the receipt of the advance.</param>
    /// <param name="Date">Day on which it is set aside; not before the money came.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    /// <param name="Amount">In the currency that came; null for all that is left.</param>
    public sealed record Command(string Key, string Receipt, DateOnly Date, string Reason, Money? Amount = null);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Receipt, DateOnly Date, string Currency, string Amount, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = ApprovedAct.Posting<Input>(ApprovalKind.ReturnAdvance, _ => "/returns", DoAsync) with
    {
        DetailsAsync = (reads, asked, cancel) => DonorDetails.OfReceiptAsync(reads, asked.Subject, cancel),
    };

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (!ShortText.IsValid(command.Reason)) return new ReturnTextIsMalformed("reason");
        var known = await session.AskedInputAsync<Input>(command.Key, Act, cancel);
        var advance = await session.FindAdvanceAsync(command.Receipt, cancel);
        var amount = command.Amount?.ToDecimalString() ?? known?.Amount ?? advance?.Carried.Amount.ToDecimalString() ?? "";
        var currency = command.Amount?.Currency.Code ?? known?.Currency ?? advance?.Carried.Amount.Currency.Code ?? "";
        var input = new Input(command.Receipt, command.Date, currency, amount, command.Reason);
        if (known is not null && known != input) return new KeyUsedForOtherInput(command.Key);
        if (known is null && Refuse(advance, input) is { } refusal) return refusal;
        return await session.AskAsync(command.Key, Act, command.Receipt, input, command.Reason, cancel);
    }, cancel);

    /// <summary>Does what was approved; refused when less is left than was asked for.</summary>
    internal static async Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, string askedBy,
        CancellationToken cancel)
    {
        var advance = await session.FindAdvanceAsync(input.Receipt, cancel);
        if (Refuse(advance, input) is { } refusal) return refusal;
        var amount = Money.Parse(input.Amount, Currency.Of(input.Currency));
        var eur = advance!.Carried.EurOf(amount);
        return await session.PostAsync(new EntryDraft
        {
            Key = key, Date = input.Date, Fund = session.Catalog.FundById(advance.FundId).Code, Kind = EntryKind.Return,
            Description = Descriptions.AdvanceToReturn.Of(advance.Receipt, input.Reason, askedBy), Reference = advance.Receipt,
            Lines =
            [
                ContributionLines.Line(Chart.Deferred, amount, eur, ReceiptBooking.AboutAdvance(advance.Donor, advance.Receipt)),
                ContributionLines.Line(Chart.ToReturn, -amount, -eur, new Dimensions(Donor: advance.Donor)),
            ],
        }, cancel);
    }

    private static Refusal? Refuse(OpenAdvance? advance, Input input)
    {
        if (advance is null) return new AdvanceIsUnknown(input.Receipt);
        if (advance.Carried.Amount.Minor <= 0) return new AdvanceIsSettled(input.Receipt);
        var (left, amount) = (advance.Carried.Amount, Money.Parse(input.Amount, Currency.Of(input.Currency)));
        if (amount.Currency != left.Currency) return new AdvanceCurrencyIsOther(advance.Receipt, left.Currency.Code);
        if (amount.Minor <= 0) return new ReturnAmountIsNotPositive(amount.ToString());
        if (input.Date < advance.ReceivedOn) return new ReturnDateIsTooEarly(advance.Donor, input.Date,
            Money.Zero(left.Currency).ToString());
        return amount > left ? new AdvanceHasLess(advance.Receipt, left.ToString()) : null;
    }
}
