using System.Globalization;

namespace FundsLedger.Domain.Banking.Orders;

// The closed list of why a bank's answer is not taken, in order of precedence: it is taken whole or not at all.

/// <summary>A refusal of an answer to a payment file.</summary>
public abstract record PaymentStatusRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record AnswerIsForOtherBatch(string Named, string Batch) : PaymentStatusRefusal("answer_is_for_other_batch",
    $"The answer is to the file '{Named}', and not to batch {Batch}. Take it to the batch that it names.");
public sealed record AnswerNamesOtherMessage(string Named, string Sent) : PaymentStatusRefusal("answer_names_other_message",
    $"The answer is to a message {Named}, and the batch was sent as {Sent}. Ask the bank what it read.");
public sealed record AnswerNamesOtherPaymentInformation(string Named, string Batch)
    : PaymentStatusRefusal("answer_names_other_payment_information",
    $"The answer speaks of the payment information '{Named}', which batch {Batch} does not hold. Ask the bank.");
public sealed record AnswerCountDiffers(string Batch, int Told, int Sent) : PaymentStatusRefusal("answer_count_differs", string.Create(
    CultureInfo.InvariantCulture, $"The answer says that batch {Batch} had {Told} payments, and {Sent} were sent. Ask the bank."));
public sealed record AnswerSumDiffers(string Batch, string Told, string Sent) : PaymentStatusRefusal("answer_sum_differs",
    $"The answer says that the payments of batch {Batch} were {Told} together, and {Sent} were sent. Ask the bank.");
public sealed record AnswerCountsTooMany(string Batch, string Status) : PaymentStatusRefusal("answer_counts_too_many",
    $"The answer counts otherwise than it lists the payments of batch {Batch} that are '{Status}', or counts more than were sent. Ask the "
        + "bank.");
public sealed record AnsweredOrderIsUnknown(string Order, string Batch) : PaymentStatusRefusal("answered_order_is_unknown",
    $"The answer speaks of a payment '{Order}', which batch {Batch} does not hold. Nothing of it is taken. Ask the bank.");
public sealed record AnsweredOrderIsTwice(string Order, string Batch) : PaymentStatusRefusal("answered_order_is_twice",
    $"The answer speaks twice of payment '{Order}' of batch {Batch}. Ask the bank which of them is right.");
public sealed record AnsweredAmountDiffers(string Order, string Told, string Sent) : PaymentStatusRefusal("answered_amount_differs",
    $"The answer gives {Told} for payment '{Order}', of which {Sent} was ordered. Ask the bank.");
public sealed record AnswersDisagree(string Order, string One, string Other) : PaymentStatusRefusal("answers_disagree",
    $"Payment '{Order}' is '{One}' by the answer, and what it is part of is '{Other}'. Ask the bank which of them is right.");
#pragma warning restore CS1591
