using System.Globalization;

namespace FundsLedger.Domain.Banking.Orders;

// The closed list of why no payment file is made, in order of precedence: first the batch and who pays, then order by order.

/// <summary>A refusal of a payment file: nothing is written.</summary>
public abstract record PaymentFileRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

/// <summary>A refusal of one order of a payment file.</summary>
/// <param name="Code">Stable, in snake_case.</param>
/// <param name="Order">Its end-to-end id, or which order of the batch it is (from 1) where that id is none.</param>
/// <param name="Fault">Rule and repair.</param>
public abstract record OrderRefusal(string Code, string Order, string Fault) : PaymentFileRefusal(Code, $"Order {Order}: {Fault}");

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record BatchIsEmpty(string MessageId) : PaymentFileRefusal("batch_is_empty",
    $"Batch {MessageId} holds no payment, and a bank refuses such a file. Add a payment first.");
public sealed record BatchIdIsMalformed(string MessageId) : PaymentFileRefusal("batch_id_is_malformed",
    $"'{MessageId}' cannot be the id of a batch: {PaymentIds.Rule} Choose another.");
public sealed record BatchDayIsPast(string MessageId, DateOnly Day) : PaymentFileRefusal("batch_day_is_past", string.Create(
    CultureInfo.InvariantCulture,
    $"Batch {MessageId} asks the bank to pay on {Day:yyyy-MM-dd}, before the file was made. Take a later day."));
public sealed record BatchCurrencyIsNotPaid(string MessageId, string Currency, string Profile)
    : PaymentFileRefusal("batch_currency_is_not_paid",
    $"Batch {MessageId} is in {Currency}, which the bank profile '{Profile}' does not pay. Use a profile of the bank that does.");
public sealed record BatchSumIsTooLarge(string MessageId) : PaymentFileRefusal("batch_sum_is_too_large",
    $"The payments of batch {MessageId} together are above the largest amount. Divide it.");
public sealed record PayingBicIsWrong(string Bic) : PaymentFileRefusal("paying_bic_is_wrong",
    $"'{Bic}' is not the code (BIC) of a bank: eight or eleven capital letters and digits. Correct that of the account that pays.");
public sealed record PayingAccountIsWrong(string Number) : PaymentFileRefusal("paying_account_is_wrong",
    $"'{Number}' is not a number of an account from which this bank profile pays: a SEPA payment needs an IBAN with right check digits. "
        + "Correct that of the account that pays.");
public sealed record PayingNameIsWrong(string Fault) : PaymentFileRefusal("paying_name_is_wrong",
    $"The name of who pays cannot be sent: {Fault} Correct it with the bank account.");
public sealed record OrderIdIsMalformed(string Order, string Id) : OrderRefusal("order_id_is_malformed", Order,
    $"'{Id}' cannot be an id of it: {PaymentIds.Rule} Choose another.");
public sealed record OrderIdIsTwice(string Order, string Id) : OrderRefusal("order_id_is_twice", Order,
    $"the id '{Id}' stands twice in the batch, and nobody could tell which payment the bank answers. Give each its own.");
public sealed record OrderAmountIsNotPositive(string Order, string Amount) : OrderRefusal("order_amount_is_not_positive", Order,
    $"{Amount} cannot be paid: an amount is above zero. Correct it or leave the payment out.");
public sealed record OrderAmountIsTooLarge(string Order, string Amount, string Most) : OrderRefusal("order_amount_is_too_large", Order,
    $"{Amount} is above {Most}, the most that one payment may be. Divide it.");
public sealed record OrderCurrencyDiffers(string Order, string Currency, string OfBatch) : OrderRefusal("order_currency_differs", Order,
    $"it is in {Currency}, and its batch in {OfBatch}. Put it into a batch of its currency.");
public sealed record OrderNameIsMissing(string Order) : OrderRefusal("order_name_is_missing", Order,
    "the name of the account's holder is missing, and the bank compares it. Add the name that the payee's bank knows.");
public sealed record OrderAccountIsWrong(string Order, string Number) : OrderRefusal("order_account_is_wrong", Order,
    $"'{Number}' is no number of an account: an IBAN has right check digits, another number 1 to 34 letters, digits and plain signs, both "
        + "without blanks. Ask the payee.");
public sealed record OrderNeedsIban(string Order) : OrderRefusal("order_needs_iban", Order,
    "a SEPA payment goes to an IBAN. Ask the payee for it, or use another bank profile.");
public sealed record OrderBicIsWrong(string Order, string Bic) : OrderRefusal("order_bic_is_wrong", Order,
    $"'{Bic}' is not the code (BIC) of a bank: eight or eleven capital letters and digits. Ask the payee.");
public sealed record OrderBicIsMissing(string Order) : OrderRefusal("order_bic_is_missing", Order,
    "the code (BIC) of the payee's bank is missing, and this bank profile needs it. Ask the payee.");
public sealed record OrderAddressIsMissing(string Order) : OrderRefusal("order_address_is_missing", Order,
    "the payee's address is missing, and this bank profile needs it. Add at least town and country.");
public sealed record OrderAddressIsIncomplete(string Order, string Missing) : OrderRefusal("order_address_is_incomplete", Order,
    $"the address has no {Missing}, and banks refuse half an address. Complete it, or leave all of it out.");
public sealed record OrderCountryIsUnknown(string Order, string Country) : OrderRefusal("order_country_is_unknown", Order,
    $"'{Country}' is not a country of ISO 3166 in two capital letters. Correct the address.");
public sealed record OrderAddressDoesNotFit(string Order, int Lines, int Longest) : OrderRefusal("order_address_does_not_fit", Order,
    string.Create(CultureInfo.InvariantCulture,
    $"street and number do not fit in {Lines} lines of {Longest} characters. Shorten the street as the post would."));
public sealed record OrderLetterIsStrange(string Order, OrderField Field, StrangeLetter Letter)
    : OrderRefusal("order_letter_is_strange", Order, string.Create(CultureInfo.InvariantCulture,
    $"character {Letter.Position} of the {OrderWords.Of(Field)} is {Letter.Name}, which this bank does not take and for which there is no "
        + $"plain way to write it. Write the {OrderWords.Of(Field)} in Latin letters, as the payee's bank does."));
public sealed record OrderTextIsTooLong(string Order, OrderField Field, int Length, int Longest)
    : OrderRefusal("order_text_is_too_long", Order, string.Create(CultureInfo.InvariantCulture,
    $"the {OrderWords.Of(Field)} has {Length} characters as it is sent, and may have {Longest}. Shorten it."));
public sealed record OrderRemittanceHasSlashes(string Order) : OrderRefusal("order_remittance_has_slashes", Order,
    "the text for the payee begins or ends with '/' or holds '//', which banks refuse. Take the slash out.");
#pragma warning restore CS1591

/// <summary>A text of an order.</summary>
public enum OrderField
{
    /// <summary>Holder of the account.</summary>
    Name,

    /// <summary>Street of the address.</summary>
    Street,

    /// <summary>Number of the house.</summary>
    Number,

    /// <summary>Post code.</summary>
    PostCode,

    /// <summary>Town.</summary>
    Town,

    /// <summary>Text for the payee.</summary>
    Remittance,
}

internal static class OrderWords
{
    public static string Of(OrderField field) => field switch
    {
        OrderField.Name => "holder's name",
        OrderField.Street => "street",
        OrderField.Number => "number of the house",
        OrderField.PostCode => "post code",
        OrderField.Town => "town",
        OrderField.Remittance => "text for the payee",
    };
}
