using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Quarantine;

// The closed list, in order of precedence.

/// <summary>A refusal about a decision on a statement that was set aside.</summary>
public abstract record QuarantineRefusal(string Code, string Sentence) : BankRefusal(Code, Sentence);

public sealed record BankReasonIsMalformed() : QuarantineRefusal("bank_reason_is_malformed",
    "A decision needs a reason of 1 to 200 characters without control characters. Add it.");

public sealed record BankStatementIsUnknown(long Id) : QuarantineRefusal("bank_statement_is_unknown",
    $"There is no bank statement {Id}. Use the number from the list of statements.");

public sealed record BankStatementIsBooked(long Id, long As) : QuarantineRefusal("bank_statement_is_booked",
    $"Bank statement {Id} is booked already, as statement {As}. Reverse its entries if that was wrong.");

public sealed record BankStatementIsRefused(long Id) : QuarantineRefusal("bank_statement_is_refused",
    $"Two people have refused bank statement {Id} already. There is nothing to do.");

public sealed record BankStatementIsAsked(long Id, long Request) : QuarantineRefusal("bank_statement_is_asked",
    $"Request {Request} about bank statement {Id} waits for a second person. Have that one decided first.");

public sealed record BankStatementHasNoAccount(long Id, string Number, string Currency) : QuarantineRefusal("bank_statement_has_no_account",
    $"No bank account here has number {Number} in {Currency}. Say to which account statement {Id} belongs, or register the account.");

public sealed record BankStatementIsOfOtherFund(long Id, string Bank) : QuarantineRefusal("bank_statement_is_of_other_fund",
    $"Statement {Id} and bank account '{Bank}' belong to different funds, one of which is protected: nothing goes from one to the other. "
    + "Refuse the statement, and ask the bank for one of the right account.");

public sealed record BankStatementIsInOtherCurrency(long Id, string Bank, string Currency)
    : QuarantineRefusal("bank_statement_is_in_other_currency",
    $"Statement {Id} is in {Currency}, and bank account '{Bank}' is not. Choose an account in {Currency}, or refuse the statement.");

public sealed record BankStatementDoesNotFit(long Id, string Bank, string Difference) : QuarantineRefusal("bank_statement_does_not_fit",
    $"Statement {Id} does not continue the balance of bank account '{Bank}': {Difference} would be unexplained. If it is of that account "
    + "all the same, give the account this number as a further one, upload the file again, and have it accepted.");

public sealed record BankStatementCannotBeBooked(long Id, StatementFault Fault) : QuarantineRefusal("bank_statement_cannot_be_booked",
    $"Statement {Id} cannot be booked as it is: {Why(Fault)}")
{
    private static string Why(StatementFault fault) => fault switch
    {
        StatementFault.PeriodIsClosed => "a line that is not booked yet falls into a closed month. Have the month reopened, or refuse it.",
        StatementFault.IsReconciled => "a line that is not booked yet falls into a time that is reconciled and locked. Refuse it.",
        StatementFault.RateIsMissing => "no rate is entered for a day on which it has lines. Enter the rate first.",
        _ => "its balances or lines are in different currencies, or larger than a ledger holds. Refuse it, and ask the bank for another.",
    };
}

public sealed record BankStatementHasMoved(long Id) : QuarantineRefusal("bank_statement_has_moved",
    $"The account has moved on since this was asked: booking statement {Id} now would not do what was seen. Say no to it, and ask again.");
