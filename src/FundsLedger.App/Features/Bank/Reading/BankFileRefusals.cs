using System.Globalization;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Bank.Reading;

// The closed list of why a file is refused. A refused file leaves nothing behind: one thing that cannot be read makes the rest doubtful.

/// <summary>A refusal of a bank file. Its sentence begins with the file, the document in it where it is packed, and the line.</summary>
public abstract record BankFileRefusal(string Code, string Where, string Sentence) : Refusal(Code, $"{Where}: {Sentence}");

public sealed record BankFileIsMissing(string Where)
    : BankFileRefusal("bank_file_is_missing", Where, "There is no such file. Check the path.");
public sealed record BankFileIsEmpty(string Where)
    : BankFileRefusal("bank_file_is_empty", Where, "The file is empty. Fetch it from the bank again.");
public sealed record BankFileIsTooLarge(string Where, long Limit)
    : BankFileRefusal("bank_file_is_too_large", Where,
    string.Create(CultureInfo.InvariantCulture,
    $"It holds more than {Limit:N0} bytes, or was packed to blow up. Ask the bank for a shorter time."));
public sealed record BankFileIsUnknown(string Where)
    : BankFileRefusal("bank_file_is_unknown", Where,
    "It is neither camt.053 nor MT940 nor a CSV file with a saved mapping. Check that it is a bank statement; for CSV, name the mapping.");
public sealed record BankFileIsBroken(string Where, string Fault)
    : BankFileRefusal("bank_file_is_broken", Where, $"It cannot be read to its end: {Fault} Fetch it from the bank again.");
public sealed record BankFileHasDtd(string Where)
    : BankFileRefusal("bank_file_has_dtd", Where,
    "It declares a document type or entities, which no bank statement does and which can do harm; nothing was resolved. Ask who sent it.");
public sealed record BankFileEncodingIsWrong(string Where, string Encoding)
    : BankFileRefusal("bank_file_encoding_is_wrong", Where,
    $"It is not written in {Encoding}, as it should be. Save or fetch it in {Encoding}.");
public sealed record BankFileIsNoStatement(string Where, string Message)
    : BankFileRefusal("bank_file_is_no_statement", Where,
    $"It is a {Message}: it has no final booked balances, so nothing can be booked from it. Upload the camt.053 or MT940 of the day.");
public sealed record BankFileVersionIsUnknown(string Where, string Message)
    : BankFileRefusal("bank_file_version_is_unknown", Where,
    $"'{Message}' is not a version that is read: camt.053.001.01 to camt.053.001.14 are. Ask the bank for one of them.");
public sealed record BankStatementIsIncomplete(string Where, string Missing)
    : BankFileRefusal("bank_statement_is_incomplete", Where, $"{Missing} is missing. Fetch the file from the bank again.");
public sealed record BankAmountIsWrong(string Where, string Text, char? Mark = null)
    : BankFileRefusal("bank_amount_is_wrong", Where, Mark is { } mark
        ? $"'{Text}' is not an amount with '{mark}' before its decimals, as the mapping says. Check the mapping, or fetch the file from "
            + "the bank again; nothing is guessed."
        : $"'{Text}' is not an amount. Fetch the file from the bank again; nothing is guessed.");
public sealed record BankAmountHasTooManyDecimals(string Where, string Text, string Currency)
    : BankFileRefusal("bank_amount_has_too_many_decimals", Where,
    $"'{Text}' has more decimals than {Currency} has, and nothing is rounded. Ask the bank to correct it.");
public sealed record BankDateIsWrong(string Where, string Text)
    : BankFileRefusal("bank_date_is_wrong", Where,
    $"'{Text}' is no day of the calendar, or lies outside the books. Ask the bank to correct it.");
public sealed record BankCurrencyIsUnknown(string Where, string Text)
    : BankFileRefusal("bank_currency_is_unknown", Where, $"'{Text}' is not a currency of ISO 4217. Ask the bank to correct it.");
public sealed record BankFileMixesFunds(string Where, string Account) : BankFileRefusal("bank_file_mixes_funds", Where,
    $"It holds statements of a protected fund beside those of other accounts, and the one of {Account} does not fit the books. In a text "
        + "file a payer's words could look like another account's, so all of it must fit or nothing is taken. Ask the bank for a file "
        + "for each account.");
public sealed record BankMappingIsUnknown(string Where, string Mapping)
    : BankFileRefusal("bank_mapping_is_unknown", Where, $"There is no mapping '{Mapping}'. Use the code of a saved one, or save it first.");
public sealed record BankRowIsTooWide(string Where, int Fields, int Columns) : BankFileRefusal("bank_row_is_too_wide", Where, string.Create(
    CultureInfo.InvariantCulture, $"The line has {Fields} fields under {Columns} headings: a text holds the mark that parts them, and "
        + $"what stands where is not certain. Ask the bank to put texts in quotes."));
public sealed record BankSignIsUnknown(string Where, string Word)
    : BankFileRefusal("bank_sign_is_unknown", Where,
    $"'{Word}' says neither that money came nor that it went. Name the bank's words in the mapping.");
public sealed record BankColumnIsMissing(string Where, string Column)
    : BankFileRefusal("bank_column_is_missing", Where,
    $"There is no column '{Column}', which the mapping names. Choose another mapping, or check the file.");

/// <summary>Stops the reading of a file.</summary>
public sealed class BankFileException(BankFileRefusal refusal) : Exception(refusal.Sentence)
{
    /// <summary>Why.</summary>
    public BankFileRefusal Refusal => refusal;
}
