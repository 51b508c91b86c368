using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Export;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>Money that came for a pledge, as the file says.</summary>
internal sealed record PaymentInFile(int Line, string Key, DateOnly Date, Money Amount);

/// <summary>A pledge as the file says.</summary>
/// <param name="Donor">Code of the donor, or its name where the file has names only.</param>
/// <param name="Type">Kind of donor, where the file has names only.</param>
/// <param name="IsConfirmed">True where the file says that it was confirmed.</param>
/// <param name="IsWrittenOff">True where the file says that nobody expects it any more.</param>
internal sealed record PledgeInFile(int Line, string Key, string Donor, DonorType? Type, DateOnly Date, Money Amount, Rate? Rate,
    string? Fund, Description Description, string? Source, DateOnly? ExpectedOn, bool IsConfirmed, bool IsWrittenOff)
{
    public List<PaymentInFile> Payments { get; } = [];
}

/// <summary>Reads pledges from comma-separated text: in the columns of this program, or of the contribution feed of the Central Emergency
/// Response Fund.</summary>
internal sealed class PledgeFile(bool rounds)
{
    private const string FeedColumn = "pledge_amount_local";
    private const string AmountColumn = "amount";

    /// <summary>The lines whose amounts were rounded to the smallest unit of their currency, which happens only when asked for.</summary>
    public List<int> RoundedLines { get; } = [];

    public Outcome<List<PledgeInFile>> Read(TextReader text, string path)
    {
        try
        {
            using var rows = CsvReading.Read(text).GetEnumerator();
            if (!rows.MoveNext()) return new ImportFileIsEmpty(path);
            var columns = rows.Current.Cells.Select((name, place) => (Name: name.Trim(), place)).DistinctBy(column => column.Name)
                .ToDictionary(column => column.Name, column => column.place, StringComparer.Ordinal);
            var isFeed = columns.ContainsKey(FeedColumn);
            string[] needed = isFeed
                ? ["id", "donor", "donor_type", "fiscal_year", "status", "pledge_date", "pledge_currency", FeedColumn, "paid_date",
                    "paid_currency", "paid_amount_local"] : ["donor", "date", "currency", "amount"];
            if (Array.Find(needed, name => !columns.ContainsKey(name)) is { } missing) return new ImportColumnIsMissing(missing);
            var (count, pledges, byKey, alike) = (rows.Current.Cells.Count, new List<PledgeInFile>(),
                new Dictionary<string, PledgeInFile>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
            while (rows.MoveNext())
            {
                var row = rows.Current;
                if (row.Cells.Count != count) return new ImportLineIsRefused(row.Line, new ImportCellsAreOther(row.Cells.Count, count));
                string Cell(string name) => columns.TryGetValue(name, out var place) ? row.Cells[place].Trim() : "";
                var refusal = isFeed ? TakeFeedRow(row.Line, Cell, pledges, byKey) : TakeRow(row, Cell, pledges, alike);
                if (refusal is not null) return new ImportLineIsRefused(row.Line, refusal);
            }
            return pledges.Count == 0 ? new ImportFileIsEmpty(path) : pledges;
        }
        catch (FormatException fault)
        {
            return new ImportFileIsNotCsv(fault.Message);
        }
    }

    private Refusal? TakeRow(CsvRow row, Func<string, string> cell, List<PledgeInFile> pledges, Dictionary<string, int> alike)
    {
        if (ImportText.Day(cell("date")) is not { } date) return new ImportDateIsMalformed("date", ImportText.Cut(cell("date")));
        if (Currency.Find(cell("currency")) is not { } currency) return new ImportCurrencyIsUnknown(ImportText.Cut(cell("currency")));
        var amount = Amount(row.Line, AmountColumn, cell(AmountColumn), currency);
        if (amount.IsRefused) return amount.Refusal;
        DateOnly? expected = null;
        if (cell("expected_on").Length > 0 && (expected = ImportText.Day(cell("expected_on"))) is null)
            return new ImportDateIsMalformed("expected_on", ImportText.Cut(cell("expected_on")));
        Rate? rate = null;
        if (cell("rate").Length > 0 && (rate = Rate.Read(cell("rate"), currency, Currency.Eur)) is null)
            return new ImportRateIsMalformed(ImportText.Cut(cell("rate")));
        // Without a key of its own a row is named by its content, and equal rows by how often it stood there before: the same file again is
        // the same rows.
        var key = cell("key");
        if (key.Length == 0)
        {
            var content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', row.Cells))))[..32];
            var before = alike[content] = alike.GetValueOrDefault(content) + 1;
            key = string.Create(CultureInfo.InvariantCulture, $"row/{content}/no{before}");
        }
        pledges.Add(new PledgeInFile(row.Line, $"import/{key}", cell("donor"), null, date, amount.Value, rate, Absent(cell("fund")),
            Absent(cell("description")) is { } text ? text : Descriptions.ImportedPledge.Of(cell("donor")), Absent(cell("source")),
            expected, false, false));
        return null;
    }

    private Refusal? TakeFeedRow(int line, Func<string, string> cell, List<PledgeInFile> pledges, Dictionary<string, PledgeInFile> byKey)
    {
        if (ImportText.Day(cell("pledge_date")) is not { } date)
            return new ImportDateIsMalformed("pledge_date", ImportText.Cut(cell("pledge_date")));
        if (Currency.Find(cell("pledge_currency")) is not { } currency)
            return new ImportCurrencyIsUnknown(ImportText.Cut(cell("pledge_currency")));
        var amount = Amount(line, FeedColumn, cell(FeedColumn), currency);
        if (amount.IsRefused) return amount.Refusal;
        var key = $"import/cerf/{cell("id")}";
        var pledge = new PledgeInFile(line, key, cell("donor"), TypeOf(cell("donor_type")), date, amount.Value, null, null,
            Descriptions.ImportedContribution.Of(cell("donor"), cell("fiscal_year")),
            $"fiscal year {cell("fiscal_year")}; status {cell("status")}", null, cell("status") == "Pledge", cell("status") == "Write-Off");
        if (!byKey.TryGetValue(key, out var known))
        {
            byKey.Add(key, known = pledge);
            pledges.Add(pledge);
        }
        else if (known with { Line = line } is var same
            && (same.Donor, same.Date, same.Amount, same.Source) != (pledge.Donor, pledge.Date, pledge.Amount, pledge.Source))
                return new ImportRowContradicts(cell("id"));
        // A row without a payment names no currency, and its date is not one of payment.
        if (cell("paid_currency").Length == 0) return null;
        if (Currency.Find(cell("paid_currency")) is not { } paidCurrency)
            return new ImportCurrencyIsUnknown(ImportText.Cut(cell("paid_currency")));
        var paid = Amount(line, "paid_amount_local", cell("paid_amount_local"), paidCurrency);
        if (paid.IsRefused) return paid.Refusal;
        if (ImportText.Day(cell("paid_date")) is not { } paidOn)
            return new ImportDateIsMalformed("paid_date", ImportText.Cut(cell("paid_date")));
        known.Payments.Add(
            new PaymentInFile(line, string.Create(CultureInfo.InvariantCulture, $"{key}/paid/no{known.Payments.Count + 1}"), paidOn,
                paid.Value));
        return null;
    }

    private static DonorType TypeOf(string text) =>
        text switch { "Member State" or "Observer" => DonorType.State, "Regional Local Authority" => DonorType.Agency,
            "Private" => DonorType.Company, _ => DonorType.Ngo };

    /// <summary>Zeros beyond the smallest unit say nothing and are left out; other decimals are refused, or rounded half away from zero
    /// where that was asked for.</summary>
    private Outcome<Money> Amount(int line, string column, string text, Currency currency)
    {
        var (plain, fault) = WrittenSum.Plain(text, currency, NumberCustom.English);
        // The feed is written by a program, with a point before any number of decimals.
        if (fault == AmountFault.Ambiguous && column != AmountColumn) plain = text;
        if (plain is null)
            return new ImportAmountIsMalformed(column, ImportText.Cut(text));
        text = plain;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && text.Length - point - 1 > currency.Exponent)
        {
            var kept = text.TrimEnd('0');
            if (kept.Length < point + 1 + currency.Exponent) kept = text[..(point + 1 + currency.Exponent)];
            text = kept.EndsWith('.') ? kept[..^1] : kept;
        }
        var reading = Money.Read(text, currency);
        if (reading.Value is { } amount) return amount;
        if (reading.Fault != AmountFault.TooManyDecimals) return new ImportAmountIsMalformed(column, ImportText.Cut(text));
        if (!rounds) return new ImportDecimalsAreTooMany(column, ImportText.Cut(text), currency.Code, currency.Exponent);
        var whole = Money.Read(currency.Exponent == 0 ? text[..point] : text[..(point + 1 + currency.Exponent)], currency).Value;
        if (whole is null) return new ImportAmountIsMalformed(column, ImportText.Cut(text));
        RoundedLines.Add(line);
        return text[point + 1 + currency.Exponent] >= '5' ? whole.Value + new Money(text[0] == '-' ? -1 : 1, currency) : whole.Value;
    }

    private static string? Absent(string text) => text.Length == 0 ? null : text;
}
