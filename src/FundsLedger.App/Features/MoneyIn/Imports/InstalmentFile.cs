using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Export;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>Reads the instalments of an agreement from comma-separated text with the columns <c>due_on</c>, <c>amount</c> and, optionally,
/// <c>condition</c>; all or nothing.</summary>
public static class InstalmentFile
{
    /// <summary>Bytes that no plan needs.</summary>
    public const int LargestBytes = ReadingBudget.LargestInstalments;

    /// <summary>The instalments in the file's order; that they add up is asked when the agreement is signed.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="path">Its name, for the refusal.</param>
    /// <param name="currency">The agreement's.</param>
    /// <param name="numbers">How who made it writes numbers.</param>
    public static Outcome<IReadOnlyList<InstalmentTerm>> Read(byte[] bytes, string path, Currency currency, NumberCustom numbers)
    {
        if (bytes.Length > LargestBytes) return new ImportFileIsTooLarge(path, LargestBytes);
        var text = ImportText.Decode(bytes);
        if (text.IsRefused) return text.Refusal;
        try
        {
            using var rows = CsvReading.Read(new StringReader(text.Value)).GetEnumerator();
            if (!rows.MoveNext()) return new ImportFileIsEmpty(path);
            var columns = rows.Current.Cells.Select(name => name.Trim()).ToList();
            if (Array.Find(["due_on", "amount"], name => !columns.Contains(name)) is { } missing) return new ImportColumnIsMissing(missing);
            var terms = new List<InstalmentTerm>();
            while (rows.MoveNext())
            {
                var row = rows.Current;
                if (row.Cells.Count != columns.Count)
                    return new ImportLineIsRefused(row.Line, new ImportCellsAreOther(row.Cells.Count, columns.Count));
                var term = Term(Cell("due_on"), Cell("amount"), Cell("condition"), currency, numbers);
                if (term.IsRefused) return new ImportLineIsRefused(row.Line, term.Refusal);
                terms.Add(term.Value);
                if (terms.Count > InstalmentPlan.Most)
                    return new ImportLineIsRefused(row.Line, new InstalmentsAreTooManyOrNone(terms.Count));

                string Cell(string name) => columns.IndexOf(name) is var place and >= 0 ? row.Cells[place].Trim() : "";
            }
            return terms.Count == 0 ? new ImportFileIsEmpty(path) : terms;
        }
        catch (FormatException fault)
        {
            return new ImportFileIsNotCsv(fault.Message);
        }
    }

    private static Outcome<InstalmentTerm> Term(string due, string amount, string condition, Currency currency, NumberCustom numbers)
    {
        if (ImportText.Day(due) is not { } day) return new ImportDateIsMalformed("due_on", ImportText.Cut(due));
        var reading = WrittenSum.Read(amount, currency, numbers);
        if (reading.Fault == AmountFault.TooManyDecimals)
            return new ImportDecimalsAreTooMany("amount", ImportText.Cut(amount), currency.Code, currency.Exponent);
        if (reading.Value is not { } read) return new ImportAmountIsMalformed("amount", ImportText.Cut(amount));
        return new InstalmentTerm(day, read, condition.Length == 0 ? null : condition);
    }
}
