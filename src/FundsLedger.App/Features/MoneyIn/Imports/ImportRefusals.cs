using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Imports;

// The closed list, in order of precedence. A row's own refusals follow after these, with the line they are about.

/// <summary>A refusal about a file to be imported.</summary>
public abstract record ImportRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record ImportFileIsMissing(string Path)
    : ImportRefusal("import_file_is_missing", $"There is no readable file '{Path}'. Check the path.");
public sealed record ImportFileIsTooLarge(string Path, long Most)
    : ImportRefusal("import_file_is_too_large", $"'{Path}' has more than {Most} bytes. Split it.");
public sealed record ImportEncodingIsOther()
    : ImportRefusal("import_encoding_is_other",
        "The file is not in UTF-8 from here on. Save it as UTF-8: in another encoding names would change unseen.");
public sealed record ImportFileIsNotCsv(string Why)
    : ImportRefusal("import_file_is_not_csv", $"The file is not comma-separated text as in RFC 4180: {Why}. Correct it.");
public sealed record ImportColumnIsMissing(string Column)
    : ImportRefusal("import_column_is_missing", $"The first line names no column '{Column}'. Add it; the others are optional.");
public sealed record ImportFileIsEmpty(string Path)
    : ImportRefusal("import_file_is_empty", $"'{Path}' holds no row. Nothing was imported.");
public sealed record ImportCellsAreOther(int Count, int Columns)
    : ImportRefusal("import_cells_are_other",
        $"The row has {Count} cells, the first line names {Columns} columns. Quote cells that hold commas.");
public sealed record ImportDateIsMalformed(string Column, string Text)
    : ImportRefusal("import_date_is_malformed", $"{Column} '{Text}' is not a day of the calendar in the form 2026-01-31. Correct it.");
public sealed record ImportCurrencyIsUnknown(string Text)
    : ImportRefusal("import_currency_is_unknown", $"'{Text}' is not a currency code of ISO 4217. Use three capital letters, e.g. EUR.");
public sealed record ImportAmountIsMalformed(string Column, string Text)
    : ImportRefusal("import_amount_is_malformed",
        $"{Column} '{Text}' is no amount, or can be read in two ways. Write it without marks between thousands, e.g. 1250.00.");
public sealed record ImportDecimalsAreTooMany(string Column, string Text, string Currency, int Most)
    : ImportRefusal("import_decimals_are_too_many",
        $"{Column} '{Text}' has more than the {Most} decimals of {Currency}. Nothing is rounded unasked: correct it, or ask for rounding "
            + $"with --round.");
public sealed record ImportRateIsMalformed(string Text)
    : ImportRefusal("import_rate_is_malformed", $"Rate '{Text}' is not a positive decimal with at most nine decimals. Correct it.");
public sealed record ImportRateIsMissing(string Currency, DateOnly Date)
    : ImportRefusal("import_rate_is_missing",
        $"There is no rate from {Currency} to EUR on or before {Date:yyyy-MM-dd}. Enter one, or add a column 'rate'.");
public sealed record ImportRowContradicts(string Key)
    : ImportRefusal("import_row_contradicts", $"Row '{Key}' stands in the file twice with different pledges. Keep one of them.");

/// <summary>A refusal with the line of the file it is about; nothing of the file was imported.</summary>
public sealed record ImportLineIsRefused(int Line, Refusal Why) : ImportRefusal(Why.Code, $"file line {Line}: {Why.Sentence}");
