namespace FundsLedger.Domain.Banking.Orders;

/// <summary>An order as it was sent, to which a bank's answer is compared.</summary>
public sealed record OrderThatWasSent(string InstructionId, string EndToEndId, Money Amount);

/// <summary>A batch as it was sent.</summary>
/// <param name="MessageId">Id of the message and of its payment information.</param>
/// <param name="Version">Version of the message.</param>
/// <param name="Orders">Every order, once.</param>
public sealed record BatchThatWasSent(string MessageId, PainVersion Version, IReadOnlyList<OrderThatWasSent> Orders);

/// <summary>What an answer says of one order of the batch.</summary>
/// <param name="Order">The order.</param>
/// <param name="Status">Of the payment; null where the answer leaves it open.</param>
/// <param name="Verification">Of the payee; null where the answer tells none.</param>
/// <param name="Reasons">Why: the order's own, else those of what it is part of.</param>
/// <param name="BankReference">The bank's own reference; null where it gives none.</param>
public sealed record OrderAnswer(OrderThatWasSent Order, PaymentStatus? Status, PayeeAnswer? Verification,
    IReadOnlyList<StatusReason> Reasons, string? BankReference);

/// <summary>A bank's answer that was taken.</summary>
/// <param name="MessageId">The bank's id of the answer: the same answer comes twice under the same id.</param>
/// <param name="CreatedAt">When the bank wrote it.</param>
/// <param name="Orders">Every order of the batch, in its order.</param>
public sealed record BatchAnswer(string MessageId, DateTimeOffset CreatedAt, IReadOnlyList<OrderAnswer> Orders);

/// <summary>Takes a bank's answer to a batch, whole or not at all.</summary>
public static class PaymentStatusRules
{
    /// <summary>What the answer says of every order of the batch, in the order of the batch; or why the answer is not taken. What the bank
    /// says of all counts for each, unless it says that they differ: then an order that it does not name is left open.</summary>
    public static Outcome<BatchAnswer> Apply(PaymentStatusReport report, BatchThatWasSent batch)
    {
        if (report.OriginalMessageId != batch.MessageId)
            return new AnswerIsForOtherBatch(PaymentFileRules.Plain(report.OriginalMessageId), batch.MessageId);
        var sentAs = PaymentFile.MessageName(batch.Version);
        if (!report.OriginalMessageName.StartsWith("pain.001", StringComparison.Ordinal)
            || (report.OriginalMessageName.Length > "pain.001".Length && report.OriginalMessageName != sentAs))
            return new AnswerNamesOtherMessage(PaymentFileRules.Plain(report.OriginalMessageName), sentAs);
        // A file of one payment information may be answered with the word that stands for none.
        if (report.Payments.FirstOrDefault(part => part.OriginalId != batch.MessageId && part.OriginalId != "NOTPROVIDED") is { } other)
            return new AnswerNamesOtherPaymentInformation(PaymentFileRules.Plain(other.OriginalId), batch.MessageId);
        var answers = new Answers(report, batch);
        var refusal = report.Payments.Select(part => part.All).Prepend(report.Group).Select(many => Totals(many, batch, answers))
            .FirstOrDefault(found => found is not null) ?? answers.Refusal;
        return refusal is not null ? refusal : new BatchAnswer(report.MessageId, report.CreatedAt, answers.Orders);
    }

    private static PaymentStatusRefusal? Totals(StatusOfMany many, BatchThatWasSent batch, Answers answers)
    {
        if (many.Count is { } count && count != batch.Orders.Count)
            return new AnswerCountDiffers(batch.MessageId, count, batch.Orders.Count);
        if (many.Sum is { } told && SumOf(batch) is var sum && Read(told, sum.Currency) != sum)
            return new AnswerSumDiffers(batch.MessageId, PaymentFileRules.Plain(told), sum.ToString());
        var total = 0L;
        foreach (var counted in many.Counted)
        {
            total += counted.Count;
            if (total > batch.Orders.Count || counted.Count < answers.Listed(counted.Status))
                return new AnswerCountsTooMany(batch.MessageId, ClosedSet<PaymentStatus>.Code(counted.Status));
        }
        return null;
    }

    private static Money SumOf(BatchThatWasSent batch) =>
        batch.Orders.Aggregate(Money.Zero(batch.Orders[0].Amount.Currency), (sum, order) => sum + order.Amount);

    /// <summary>A sum that a bank wrote with more or fewer zeros than the currency has decimals.</summary>
    private static Money? Read(string told, Currency currency)
    {
        var text = told.Contains('.', StringComparison.Ordinal) ? told.TrimEnd('0').TrimEnd('.') : told;
        return Money.Read(text, currency).Value;
    }

    /// <summary>The orders with what is said of them.</summary>
    private sealed class Answers
    {
        private readonly Dictionary<string, (StatusOfOrder Told, StatusOfMany All)> _told = new(StringComparer.Ordinal);

        public Answers(PaymentStatusReport report, BatchThatWasSent batch)
        {
            var byEnd = batch.Orders.ToDictionary(order => order.EndToEndId, StringComparer.Ordinal);
            var byInstruction = batch.Orders.ToDictionary(order => order.InstructionId, StringComparer.Ordinal);
            foreach (var part in report.Payments)
            {
                if (part.All.Status is { } ofPart && report.Group.Status is { } ofFile && Disagree(ofPart, ofFile))
                    Refusal ??= new AnswersDisagree(batch.MessageId, ClosedSet<PaymentStatus>.Code(ofPart),
                        ClosedSet<PaymentStatus>.Code(ofFile));
                foreach (var told in part.Orders)
                    Refusal ??= Take(told, part.All, Find(told, byEnd, byInstruction), batch.MessageId,
                        report.Group.Status);
            }
            if (Refusal is null) Orders = [.. batch.Orders.Select(order => Answer(order, report))];
        }

        public PaymentStatusRefusal? Refusal { get; private set; }

        public IReadOnlyList<OrderAnswer> Orders { get; } = [];

        /// <summary>How many orders are named with a status.</summary>
        public int Listed(PaymentStatus status) => _told.Values.Count(each => each.Told.Status == status);

        // Both ids that the bank repeats must be those of one order.
        private static OrderThatWasSent? Find(StatusOfOrder told, Dictionary<string, OrderThatWasSent> byEnd,
            Dictionary<string, OrderThatWasSent> byInstruction)
        {
            var end = told.EndToEndId is null ? null : byEnd.GetValueOrDefault(told.EndToEndId);
            var instruction = told.InstructionId is null ? null : byInstruction.GetValueOrDefault(told.InstructionId);
            return told.EndToEndId is not null && told.InstructionId is not null ? end == instruction ? end : null : end ?? instruction;
        }

        private PaymentStatusRefusal? Take(StatusOfOrder told, StatusOfMany all, OrderThatWasSent? order, string batch,
            PaymentStatus? ofFile)
        {
            var name = PaymentFileRules.Plain(told.EndToEndId ?? told.InstructionId ?? "");
            if (order is null) return new AnsweredOrderIsUnknown(name, batch);
            if (!_told.TryAdd(order.EndToEndId, (told, all))) return new AnsweredOrderIsTwice(name, batch);
            if (told.Amount is { } amount && amount != order.Amount)
                return new AnsweredAmountDiffers(name, amount.ToString(), order.Amount.ToString());
            foreach (var above in (PaymentStatus?[])[all.Status, ofFile])
                if (told.Status is { } status && above is { } ofAll && Disagree(status, ofAll))
                    return new AnswersDisagree(name, ClosedSet<PaymentStatus>.Code(status), ClosedSet<PaymentStatus>.Code(ofAll));
            return null;
        }

        // What is rejected or taken back whole holds nothing that is accepted.
        private static bool Disagree(PaymentStatus one, PaymentStatus all) =>
            all is PaymentStatus.Rejected or PaymentStatus.Cancelled && one != all && !PaymentStatuses.IsVerification(one);

        private OrderAnswer Answer(OrderThatWasSent order, PaymentStatusReport report)
        {
            (StatusOfOrder Told, StatusOfMany All)? found = _told.TryGetValue(order.EndToEndId, out var told) ? told : null;
            // The nearest that says something counts: the order, its payment information, the file.
            var part = found?.All ?? (report.Payments.Count == 1 ? report.Payments[0].All : null);
            var (status, reasons) = found is { Told.Status: { } own } && !PaymentStatuses.IsVerification(own)
                ? (own, found.Value.Told.Reasons)
                : OfAll(part) ?? OfAll(report.Group) ?? ((PaymentStatus?)null, (IReadOnlyList<StatusReason>)[]);
            if (found is { Told.Reasons.Count: > 0 }) reasons = found.Value.Told.Reasons;
            var verification = found?.Told.Verification ?? Verified(part) ?? Verified(report.Group);
            return new OrderAnswer(order, status, verification, reasons, found?.Told.BankReference);
        }

        private static (PaymentStatus? Status, IReadOnlyList<StatusReason> Reasons)? OfAll(StatusOfMany? many) =>
            many?.Status is not { } status || PaymentStatuses.IsVerification(status) ? null
            : PaymentStatuses.IsMixed(status) ? (null, []) : (status, many.Reasons);

        private static PayeeAnswer? Verified(StatusOfMany? many) =>
            many?.Status == PaymentStatus.Verified ? new PayeeAnswer(PayeeVerification.Match, null) : null;
    }
}
