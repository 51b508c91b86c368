namespace FundsLedger.Domain.Banking.Orders;

/// <summary>What a bank wants of a payment file beside the schema: the rules that a valid file can break.</summary>
public static class PaymentFileRules
{
    /// <summary>Most lines of an address that is not written in parts.</summary>
    public const int MostAddressLines = 2;

    /// <summary>Most characters of such a line.</summary>
    public const int LongestAddressLine = 70;

    /// <summary>Most characters of the text for the payee.</summary>
    public const int LongestRemittance = 140;

    /// <summary>The batch as the bank will get it, or the first rule that it breaks.</summary>
    public static Outcome<PreparedBatch> Prepare(PaymentBatch batch, BankProfile profile)
    {
        var (faults, prepared) = Read(batch, profile);
        return faults.Count > 0 ? faults[0] : prepared!;
    }

    /// <summary>Every rule that the batch breaks: first its own, then order by order.</summary>
    public static IReadOnlyList<PaymentFileRefusal> Faults(PaymentBatch batch, BankProfile profile) => Read(batch, profile).Faults;

    /// <summary>What the bank will get of one order, or every rule that it breaks: for whoever looks at one payment.</summary>
    public static (IReadOnlyList<PaymentFileRefusal> Faults, SentOrder Sent) Send(PaymentOrder order, BankProfile profile)
    {
        var reading = new OrderReading(order, PaymentIds.IsId(order.EndToEndId) ? order.EndToEndId : "1", profile);
        return (reading.Faults, reading.Sent);
    }

    private static (List<PaymentFileRefusal> Faults, PreparedBatch? Prepared) Read(PaymentBatch batch, BankProfile profile)
    {
        var faults = new List<PaymentFileRefusal>();
        if (!PaymentIds.IsId(batch.MessageId)) faults.Add(new BatchIdIsMalformed(Plain(batch.MessageId)));
        var id = Plain(batch.MessageId);
        if (batch.Orders.Count == 0) faults.Add(new BatchIsEmpty(id));
        if (batch.PaidOn < DateOnly.FromDateTime(batch.CreatedAt.UtcDateTime)) faults.Add(new BatchDayIsPast(id, batch.PaidOn));
        if (!profile.Pays(batch.Currency)) faults.Add(new BatchCurrencyIsNotPaid(id, batch.Currency.Code, profile.Code));
        var debtor = Debtor(batch.Debtor, profile, faults);

        var ids = (Instructions: new HashSet<string>(StringComparer.Ordinal), EndToEnds: new HashSet<string>(StringComparer.Ordinal));
        var (orders, sum) = (new List<SentOrder>(batch.Orders.Count), (Int128)0);
        foreach (var (index, order) in batch.Orders.Index())
        {
            var name = PaymentIds.IsId(order.EndToEndId) ? order.EndToEndId : $"{index + 1}";
            if (!ids.EndToEnds.Add(order.EndToEndId)) faults.Add(new OrderIdIsTwice(name, Plain(order.EndToEndId)));
            if (!ids.Instructions.Add(order.InstructionId)) faults.Add(new OrderIdIsTwice(name, Plain(order.InstructionId)));
            if (order.Amount.Currency != batch.Currency)
                faults.Add(new OrderCurrencyDiffers(name, order.Amount.Currency.Code, batch.Currency.Code));
            var reading = new OrderReading(order, name, profile);
            faults.AddRange(reading.Faults);
            orders.Add(reading.Sent);
            sum += order.Amount.Minor;
        }
        if (sum > Money.LargestMinor) faults.Add(new BatchSumIsTooLarge(id));
        return faults.Count > 0 ? (faults, null)
            : (faults, new PreparedBatch(batch, profile, debtor!, orders, new Money((long)sum, batch.Currency)));
    }

    private static SentText? Debtor(PayingAccount debtor, BankProfile profile, List<PaymentFileRefusal> faults)
    {
        if (!PaymentIds.IsBic(debtor.Bic)) faults.Add(new PayingBicIsWrong(Plain(debtor.Bic)));
        if (!PaymentIds.IsAccount(debtor.Account) || (profile.IsSepa && debtor.Account.Form != AccountForm.Iban))
            faults.Add(new PayingAccountIsWrong(Plain(debtor.Account.Number)));
        var reading = profile.Letters.Send(debtor.HolderName);
        var fault = reading.Strange is { } strange ? $"character {strange.Position} is {strange.Name}."
            : reading.Text!.Sent.Length == 0 ? "it is empty."
            : reading.Text.Sent.Length > profile.LongestName ? $"it has more than {profile.LongestName} characters."
            : null;
        if (fault is not null) faults.Add(new PayingNameIsWrong(fault));
        return reading.Text;
    }

    /// <summary>What was typed, as a message repeats it: short, and with nothing that a reader cannot see.</summary>
    internal static string Plain(string text) =>
        new([.. text.Take(40).Select(
            letter => letter is >= ' ' and <= '~' || (char.IsLetter(letter) && letter < '\u0250') ? letter : '?')]);
}
