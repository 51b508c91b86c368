using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Journal;

// What a journal file can be refused for before the ledger's own rules are asked, in order of precedence.

public abstract record JournalRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record FileIsMissing(string Path) : JournalRefusal("file_is_missing", $"There is no readable file '{Path}'. Check the path.");
public sealed record FileIsEmpty(string Path)
    : JournalRefusal("file_is_empty", $"'{Path}' holds no entry. Nothing was posted; check that the export was complete.");
public sealed record FileIsTooLarge(string Path, long Bytes)
    : JournalRefusal("file_is_too_large",
        $"'{Path}' has {Bytes} bytes or more; at most {PostFile.LargestFile} are taken at once. Split it at line ends.");
public sealed record LineIsTooLong(int Line)
    : JournalRefusal("line_is_too_long",
        $"Line {Line} has more than {PostFile.LongestLine} bytes. Check that entries end with a line feed, or split the entry.");
public sealed record LineIsNotJson(string Why)
    : JournalRefusal("line_is_not_json", $"This is not one JSON object: {Why}. Write one entry per line.");
public sealed record FieldIsUnknown(string Field, string Known)
    : JournalRefusal("field_is_unknown", $"'{EntryFields.Cut(Field)}' is not a field of an entry. Use: {Known}.");
public sealed record FieldIsRepeated(string Field) : JournalRefusal("field_is_repeated", $"'{Field}' stands twice. Keep one of them.");
public sealed record FieldIsNotText(string Field, string Wanted = "text in quotation marks (amounts too, so that no program rounds them)")
    : JournalRefusal("field_is_not_text", $"'{Field}' must be {Wanted}.");
public sealed record FieldIsMissing(string Field) : JournalRefusal("field_is_missing", $"'{Field}' is missing. Add it.");
public sealed record DateIsMalformed(string Text)
    : JournalRefusal("date_is_malformed", $"'{Text}' is not a date of the form 2026-01-31. Correct it.");
public sealed record KindIsUnknown(string Kind, string Known)
    : JournalRefusal("kind_is_unknown", $"'{Kind}' is not a kind of entry. Use one of: {Known}.");
public sealed record CurrencyIsUnknown(int Line, string Currency)
    : JournalRefusal("currency_is_unknown",
        $"Line {Line}: '{Currency}' is not a currency code of ISO 4217. Use three capital letters, e.g. EUR.");
public sealed record AmountIsMalformed(int Line, string Field, string Text)
    : JournalRefusal("amount_is_malformed",
        $"Line {Line}: {Field} '{Text}' is not plain decimal text such as -1250.00. Write digits, at most one point, and a minus for "
            + $"credits.");
public sealed record DecimalsAreTooMany(int Line, string Field, string Text, string Currency, int Most)
    : JournalRefusal("decimals_are_too_many",
        $"Line {Line}: {Field} '{Text}' has more than the {Most} decimals of {Currency}. Nothing is rounded here: correct the amount.");

/// <summary>A refusal with the line of the file it is about.</summary>
public sealed record FileLineIsRefused(int Line, string? Key, Refusal Why)
    : JournalRefusal(Why.Code, $"file line {Line}{(Key is null ? "" : $" (key {EntryFields.Cut(Key)})")}: {Why.Sentence}");

/// <summary>A file takes back a part of what one operation wrote.</summary>
public sealed record ReversalLeavesALeg(string Key) : JournalRefusal("reversal_leaves_a_leg",
    $"Entry '{EntryFields.Cut(Key)}' is one of several that one operation wrote, and the others would stay. Reverse the operation on its "
        + $"page, by the API, or all of its entries in one file.");

/// <summary>The reason of a reversal is malformed; it keeps the code of malformed texts about pledges.</summary>
public sealed record ReversalReasonIsMalformed()
    : JournalRefusal("pledge_text_is_malformed",
        "The pledge's reason is empty, longer than 200 characters or holds control characters. Correct it.");

/// <summary>An entry asked for by its number that is not there.</summary>
public sealed record EntryIsUnknown(long Seq) : JournalRefusal("entry_is_unknown", $"There is no entry {Seq}. Look it up in the journal.");
