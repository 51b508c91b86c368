using System.Globalization;
using System.Text;
using FundsLedger.Domain;
using FundsLedger.Reports.Export;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>One figure or fact of a statement by its place.</summary>
/// <param name="Section">Which table.</param>
/// <param name="Row">Which line of it.</param>
/// <param name="Field">Which column.</param>
/// <param name="Value">Exact: amounts as decimals with a point, days as ISO.</param>
public sealed record StatementFigure(string Section, string Row, string Field, string Value);

/// <summary>A statement's record as tables for programs and spreadsheets: the same names in every language.</summary>
public static class StatementSheets
{
    /// <summary>What stands in place of figures that are withheld for safety: they are not zero, and not unknown.</summary>
    public const string Withheld = "withheld";

    /// <summary>The tables, each with its key in the first column; a table without lines is left out.</summary>
    public static IReadOnlyList<Sheet> Of(StatementRecord record) =>
        [.. All(record).Where(sheet => sheet.Rows.Count > 0)];

    /// <summary>Every figure by its place, in the order of the tables. Two lines under one key are told apart by a number.</summary>
    public static IReadOnlyList<StatementFigure> FiguresOf(StatementRecord record)
    {
        var figures = new List<StatementFigure>();
        foreach (var sheet in Of(record))
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var row in sheet.Rows)
            {
                var times = seen[row[0]] = seen.GetValueOrDefault(row[0]) + 1;
                var key = times == 1 ? row[0] : string.Create(CultureInfo.InvariantCulture, $"{row[0]} ({times})");
                for (var place = 1; place < row.Count; place++)
                    if (row[place].Length > 0) figures.Add(new StatementFigure(sheet.Name, key, sheet.Columns[place], row[place]));
            }
        }
        return figures;
    }

    /// <summary>The figures as comma-separated text: section, row, field, value.</summary>
    public static string ToCsv(StatementRecord record)
    {
        var text = new StringBuilder(CsvText.Row(["section", "row", "field", "value"]));
        foreach (var figure in FiguresOf(record)) text.Append(CsvText.Row([figure.Section, figure.Row, figure.Field, figure.Value]));
        return text.ToString();
    }

    private static IEnumerable<Sheet> All(StatementRecord record) =>
    [
        new("statement", ["item", "value"], Particulars(record)),
        new("pledges", ["pledge", "date", "stage", "currency", "pledged", "eur", "paid_eur", "outstanding_eur", "age_days"],
            [.. record.Pledges.Select(line => Row(line.Reference, Day(line.Date), Code(line.Stage), line.Original.Currency.Code,
                Amount(line.Original), Amount(line.Eur), Amount(line.Paid), Amount(line.Outstanding), Number(line.AgeDays)))]),
        new("designations", ["pledge", "purpose", "in_ledger", "currency", "amount"],
            [.. record.Designations.Select(line => Row(line.PledgeReference, line.Purpose ?? "", line.IsInLedger ? "yes" : "no",
                line.Amount.Currency.Code, Amount(line.Amount)))]),
        new("agreements", ["agreement", "pledge", "signed_on", "currency", "amount", "paid", "written_off", "outstanding", "overdue",
            "closed_on"],
            [.. record.Agreements.Select(line => Row(line.Reference, line.Pledge, Day(line.SignedOn), line.Amount.Currency.Code,
                Amount(line.Amount), Amount(line.Paid), Amount(line.WrittenOff), Amount(line.Outstanding), Amount(line.Overdue),
                line.ClosedOn is { } day ? Day(day) : ""))]),
        new("instalments", ["instalment", "due_on", "currency", "amount", "paid", "outstanding", "days_since_due", "waits_for_condition"],
            [.. record.Instalments.Select(line => Row(line.AgreementReference, Day(line.Due), line.Amount.Currency.Code,
                Amount(line.Amount), Amount(line.Paid), Amount(line.Outstanding), Number(line.DaysSinceDue),
                line.WaitsForCondition ? "yes" : "no"))]),
        new("receipts", ["receipt", "date", "currency", "amount", "rate", "rate_date", "rate_source", "eur"],
            [.. record.Receipts.Select(line => Row(line.Reference, Day(line.Date), line.Original.Currency.Code, Amount(line.Original),
                line.Rate?.ToDecimalString() ?? "", line.RateDate is { } day ? Day(day) : "", line.RateSource ?? "",
                Amount(line.Eur)))]),
        new("returns", ["date", "currency", "amount"],
            [.. record.Returns.Select(line => Row(Day(line.Date), line.Amount.Currency.Code, Amount(line.Amount)))]),
        new("account", ["line", "eur", "year_before_eur"], [.. Account(record.Account)]),
        new("reconciliation", ["line", "eur"], [.. Reconciliation(record.Account?.Reconciliation)]),
    ];

    private static List<IReadOnlyList<string>> Particulars(StatementRecord record) =>
    [
        Row("fund", record.FundCode), Row("fund_name", record.FundName), Row("donor_name", record.DonorName), Row("from", Day(record.From)),
        Row("to", Day(record.To)), Row("as_of", Day(record.AsOf)), Row("known_at", Instant(record.KnownAt)),
        Row("audit", Code(record.Audit)), Row("provisional_from", record.ProvisionalFrom is { } day ? Day(day) : ""),
        Row("synthetic", record.IsSynthetic ? "yes" : "no"), Row("number", record.Issue?.Number ?? ""),
        Row("issued_at", record.Issue is null ? "" : Instant(record.IssuedAt)), Row("restates", record.Restates ?? ""),
    ];

    private static IEnumerable<IReadOnlyList<string>> Account(FundAccount? account)
    {
        if (account is null)
        {
            yield return Row(Withheld, Withheld, Withheld);
            yield break;
        }
        var before = account.Earlier?.Account;
        yield return Row("opening", Amount(account.Opening), Amount(before?.Opening));
        yield return Row("contributions", Amount(account.Contributions), Amount(before?.Contributions));
        yield return Row("interest", Amount(account.Interest), Amount(before?.Interest));
        foreach (var row in Lines("other", account.OtherChanges, before?.OtherChanges)) yield return row;
        yield return Row("total_sources", Amount(account.Sources), Amount(before?.Sources));
        foreach (var row in Lines("expense", account.Expenses, before?.Expenses)) yield return row;
        foreach (var row in Lines("charge", account.Charges, before?.Charges)) yield return row;
        yield return Row("refunds", Amount(account.Returned), Amount(before?.Returned));
        yield return Row("total_uses", Amount(account.Uses), Amount(before?.Uses));
        yield return Row("closing", Amount(account.Closing), Amount(before?.Closing));
        yield return Row("receivable", Amount(account.Receivable), Amount(before?.Receivable));
    }

    private static IEnumerable<IReadOnlyList<string>> Lines(string kind, IReadOnlyList<AccountLine> now,
        IReadOnlyList<AccountLine>? before) => StatementTables.Beside(now, before).Select(line =>
            Row($"{kind}: {line.Label}", Amount(line.Now), before is null ? "" : Amount(line.Before)));

    private static IEnumerable<IReadOnlyList<string>> Reconciliation(Reconciliation? worth)
    {
        if (worth is null) yield break;
        yield return Row("net_assets", Amount(worth.NetAssets));
        foreach (var line in worth.NotCash) yield return Row($"not_cash: {line.Label}", Amount(line.Amount));
        yield return Row("cash", Amount(worth.Cash));
        yield return Row("committed", Amount(worth.Committed));
        yield return Row("held", Amount(worth.Held));
        yield return Row("reserve", Amount(worth.Reserve));
        yield return Row("available", Amount(worth.Available));
    }

    private static IReadOnlyList<string> Row(params string[] cells) => cells;

    private static string Amount(Money? amount) => amount?.ToDecimalString() ?? "";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Code<T>(T value) where T : struct, Enum => ClosedSet<T>.Code(value);
}
