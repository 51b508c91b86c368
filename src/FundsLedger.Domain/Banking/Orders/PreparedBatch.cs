namespace FundsLedger.Domain.Banking.Orders;

/// <summary>A batch that keeps every rule of its bank profile, with all texts as the bank will get them.</summary>
public sealed class PreparedBatch
{
    internal PreparedBatch(PaymentBatch batch, BankProfile profile, SentText debtorName, IReadOnlyList<SentOrder> orders, Money sum) =>
        (Batch, Profile, DebtorName, Orders, Sum) = (batch, profile, debtorName, orders, sum);

    /// <summary>What was asked.</summary>
    public PaymentBatch Batch { get; }

    /// <summary>The bank's wishes that it keeps.</summary>
    public BankProfile Profile { get; }

    /// <summary>Who pays.</summary>
    public SentText DebtorName { get; }

    /// <summary>The orders, in the order of the batch.</summary>
    public IReadOnlyList<SentOrder> Orders { get; }

    /// <summary>All amounts together: the control sum of the file.</summary>
    public Money Sum { get; }
}

/// <summary>An order as the bank will get it.</summary>
/// <param name="Order">What was asked.</param>
/// <param name="Texts">Every text that is sent, by its field, in the order of the closed set: what whoever approves is shown.</param>
/// <param name="AddressLines">Street and number in lines, where the profile writes them so; none elsewhere.</param>
public sealed record SentOrder(PaymentOrder Order, IReadOnlyList<SentField> Texts, IReadOnlyList<string> AddressLines)
{
    /// <summary>True where the bank gets a text otherwise than it was written.</summary>
    public bool IsChanged => Texts.Any(text => text.Text.IsChanged);

    /// <summary>What is sent of one field; null where nothing is.</summary>
    public string? Sent(OrderField wanted) => Texts.FirstOrDefault(text => text.Field == wanted)?.Text.Sent;
}

/// <summary>A text of an order, as written and as sent.</summary>
public sealed record SentField(OrderField Field, SentText Text);
