namespace FundsLedger.Domain.Banking.Orders;

/// <summary>A bank's answer to a payment file (pain.002), as it was read.</summary>
public sealed record PaymentStatusReport
{
    /// <summary>The bank's id of the answer.</summary>
    public required string MessageId { get; init; }

    /// <summary>When the bank wrote it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The file that it answers.</summary>
    public required string OriginalMessageId { get; init; }

    /// <summary>Name of that message, <c>pain.001.001.09</c>.</summary>
    public required string OriginalMessageName { get; init; }

    /// <summary>What is said of the whole file.</summary>
    public required StatusOfMany Group { get; init; }

    /// <summary>What is said of each payment information.</summary>
    public required IReadOnlyList<StatusOfPaymentInformation> Payments { get; init; }
}

/// <summary>What a bank says of several payments at once.</summary>
/// <param name="Status">Null where it says nothing.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Count">How many payments the original had, by the bank; null where it does not say.</param>
/// <param name="Sum">Their amounts as the bank wrote them, without a currency; null where it does not say.</param>
/// <param name="Counted">How many have each status.</param>
public sealed record StatusOfMany(PaymentStatus? Status, IReadOnlyList<StatusReason> Reasons, int? Count, string? Sum,
    IReadOnlyList<CountedStatus> Counted);

/// <summary>How many payments have a status.</summary>
public sealed record CountedStatus(PaymentStatus Status, int Count);

/// <summary>What a bank says of one payment information.</summary>
/// <param name="OriginalId">Its id.</param>
/// <param name="All">Of all its payments.</param>
/// <param name="Orders">Of single ones.</param>
public sealed record StatusOfPaymentInformation(string OriginalId, StatusOfMany All, IReadOnlyList<StatusOfOrder> Orders);

/// <summary>What a bank says of one payment.</summary>
public sealed record StatusOfOrder
{
    /// <summary>The payment's instruction id, where the bank repeats it.</summary>
    public string? InstructionId { get; init; }

    /// <summary>The payment's end-to-end id, where the bank repeats it.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>Null where the bank says nothing of this payment alone.</summary>
    public PaymentStatus? Status { get; init; }

    /// <summary>Why.</summary>
    public required IReadOnlyList<StatusReason> Reasons { get; init; }

    /// <summary>What the verification of the payee gave; null where none is told.</summary>
    public PayeeAnswer? Verification { get; init; }

    /// <summary>The bank's own reference; null where it gives none.</summary>
    public string? BankReference { get; init; }

    /// <summary>The amount that the bank repeats; null where it does not.</summary>
    public Money? Amount { get; init; }

    /// <summary>Line of the file, from 1.</summary>
    public int AtLine { get; init; }
}

/// <summary>Why a status is what it is.</summary>
/// <param name="Code">A code of ISO 20022 such as <c>AC04</c>, or the bank's own word; empty where there is only a text.</param>
/// <param name="IsBanksOwn">True for the bank's own word.</param>
/// <param name="Text">What the bank adds; empty where it adds nothing.</param>
public sealed record StatusReason(string Code, bool IsBanksOwn, string Text);
