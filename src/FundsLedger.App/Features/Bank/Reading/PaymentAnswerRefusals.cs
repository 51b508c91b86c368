namespace FundsLedger.App.Features.Bank.Reading;

// Why a bank's answer to a payment file cannot be read; a broken file, one with a type declaration and the like are refused as any other.

public sealed record PaymentAnswerIsNone(string Where) : BankFileRefusal("payment_answer_is_none", Where,
    "It is no answer to a payment file (pain.002). Fetch the status report of the batch from the bank.");
public sealed record PaymentAnswerVersionIsUnknown(string Where, string Message)
    : BankFileRefusal("payment_answer_version_is_unknown", Where,
    $"'{Message}' is not a version that is read: pain.002.001.03 and pain.002.001.10 are. Ask the bank for one of them.");
public sealed record PaymentAnswerIsIncomplete(string Where, string Missing) : BankFileRefusal("payment_answer_is_incomplete", Where,
    $"{Missing} is missing. Fetch the file from the bank again.");
public sealed record PaymentAnswerIsDoubled(string Where) : BankFileRefusal("payment_answer_is_doubled", Where,
    "It answers two payment files at once. Ask the bank for a file for each.");
public sealed record PaymentStatusIsUnknown(string Where, string Status) : BankFileRefusal("payment_status_is_unknown", Where,
    $"'{Status}' is no status of a payment that is known here, and nothing is guessed. Ask the bank what it means.");
public sealed record PaymentCountIsWrong(string Where, string Text) : BankFileRefusal("payment_count_is_wrong", Where,
    $"'{Text}' is no count of payments. Fetch the file from the bank again.");
public sealed record PaymentAnswerMomentIsWrong(string Where, string Text) : BankFileRefusal("payment_answer_moment_is_wrong", Where,
    $"'{Text}' is no moment of the calendar. Fetch the file from the bank again.");
