namespace FundsLedger.Domain.Banking.Orders;

/// <summary>Payments that one file asks the bank to make: from one account, on one day, in one currency.</summary>
public sealed record PaymentBatch
{
    /// <summary>1 to 35 characters, never used before: the bank's answer and a batch booking name it. It is the id of the payment
    /// information too, because a file has one.</summary>
    public required string MessageId { get; init; }

    /// <summary>When the file was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who pays.</summary>
    public required PayingAccount Debtor { get; init; }

    /// <summary>The day on which the bank shall pay; not before the day on which the file was made.</summary>
    public required DateOnly PaidOn { get; init; }

    /// <summary>Currency of the account and of every order.</summary>
    public required Currency Currency { get; init; }

    /// <summary>At least one, in the order in which they are written.</summary>
    public required IReadOnlyList<PaymentOrder> Orders { get; init; }
}

/// <summary>The account from which is paid.</summary>
/// <param name="HolderName">As the bank knows it.</param>
/// <param name="Account">Its number.</param>
/// <param name="Bic">The bank's code, always needed of one's own bank.</param>
public sealed record PayingAccount(string HolderName, AccountOfParty Account, string Bic);

/// <summary>One payment of a batch.</summary>
public sealed record PaymentOrder
{
    /// <summary>Between us and our bank; 1 to 35 characters, once in a batch.</summary>
    public required string InstructionId { get; init; }

    /// <summary>Goes with the money to the payee and comes back with its answer; 1 to 35 characters, once in a batch.</summary>
    public required string EndToEndId { get; init; }

    /// <summary>What is paid; above zero, in the currency of the batch.</summary>
    public required Money Amount { get; init; }

    /// <summary>The holder of the account as the payee's bank knows it: what the verification of payee compares.</summary>
    public required string HolderName { get; init; }

    /// <summary>The payee's account.</summary>
    public required AccountOfParty Account { get; init; }

    /// <summary>The code of the payee's bank; null where the IBAN says it.</summary>
    public string? Bic { get; init; }

    /// <summary>The payee's address, complete; null to leave it out.</summary>
    public PostalAddress? Address { get; init; }

    /// <summary>What the payee shall read; null to say nothing.</summary>
    public string? Remittance { get; init; }
}

/// <summary>The number of an account, without blanks.</summary>
/// <param name="Form">How it is made.</param>
/// <param name="Number">An IBAN in capital letters, or 1 to 34 characters.</param>
public sealed record AccountOfParty(AccountForm Form, string Number)
{
    /// <summary>An IBAN.</summary>
    public static AccountOfParty Iban(string number) => new(AccountForm.Iban, number);

    /// <summary>A number that is no IBAN.</summary>
    public static AccountOfParty Other(string number) => new(AccountForm.Other, number);
}
