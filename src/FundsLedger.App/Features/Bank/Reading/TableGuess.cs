using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>What a table seems to be, for somebody who looks at it and says so; nothing is ever read by a guess alone.</summary>
/// <param name="Encoding">utf-8 or windows-1252.</param>
/// <param name="Delimiter">Between fields.</param>
/// <param name="HeadingLine">Line of the file with the headings, from 1.</param>
/// <param name="Headings">As they stand.</param>
/// <param name="Rows">The first rows below them.</param>
/// <param name="Columns">The heading that each part seems to have; parts that nothing fits are left out.</param>
/// <param name="Decimal">The decimal mark; null where the table does not tell.</param>
/// <param name="DateFormat">The format of days; null where two fit, or none.</param>
/// <param name="Currency">Currency that a heading names; null where none does.</param>
/// <param name="Account">An IBAN that stands before the table; null where none does.</param>
public sealed record GuessedTable(
    string Encoding, char Delimiter, int HeadingLine, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyDictionary<string, string> Columns, char? Decimal, string? DateFormat, string? Currency, string? Account);

/// <summary>Looks at the beginning of a file that no mapping is named for.</summary>
public static partial class TableGuess
{
    private const int MostBytes = 65_536;
    private const int MostRows = 50;
    private const int ShownRows = 8;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "dd.MM.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "yyyyMMdd", "yyyy/MM/dd", "yyyy.MM.dd",
        "d.M.yyyy", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "dd.MM.yy", "dd/MM/yy", "MM/dd/yy", "dd MMM yyyy", "d MMM yyyy", "ddMMyyyy",
    ];

    /// <summary>What the file seems to be; null where it is no table of text.</summary>
    public static GuessedTable? Of(BankFile file)
    {
        byte[] start;
        using (var stream = file.Open())
        {
            start = new byte[MostBytes];
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        if (start.Length == 0 || start.Contains((byte)0) || start is [0x50, 0x4B, ..] or [0x1F, 0x8B, ..]) return null;
        var whole = start.Length < MostBytes ? start : start[..(Array.LastIndexOf(start, (byte)'\n') + 1)];
        var encoding = IsUtf8(whole) ? TextEncoding.Utf8 : TextEncoding.Windows;
        (char Delimiter, List<CsvRecord> Before, CsvRecord Heading, List<CsvRecord> Rows)? best = null;
        foreach (var delimiter in (char[])[';', ',', '\t', '|'])
        {
            if (Table(Records(whole, encoding, delimiter, file.Name)) is not { } table) continue;
            if (best is not { } other || table.Rows.Count * table.Heading.Fields.Count > other.Rows.Count * other.Heading.Fields.Count)
                best = (delimiter, table.Before, table.Heading, table.Rows);
        }
        if (best is not { } found) return null;
        var headings = found.Heading.Fields.ConvertAll(heading => heading.Trim());
        var columns = ColumnWords.Guess(headings);
        List<string> Values(params string[] parts) =>
        [
            .. parts.Where(columns.ContainsKey).SelectMany(part => found.Rows.Select(row => Field(row, headings.IndexOf(columns[part]))))
                .Where(value => value.Length > 0),
        ];
        return new GuessedTable(encoding == TextEncoding.Utf8 ? "utf-8" : "windows-1252", found.Delimiter, found.Heading.Line, headings,
            [.. found.Rows.Take(ShownRows).Select(row => row.Fields)], columns, Mark(Values("amount", "debit", "credit", "balance")),
            Format(Values("booked")), Named(headings),
            found.Before.SelectMany(record => record.Fields).SelectMany(field => Words().Split(field)).Select(AccountNumber.Of)
                .FirstOrDefault(AccountNumber.IsIban));
    }

    private static List<CsvRecord> Records(byte[] whole, TextEncoding encoding, char delimiter, string name)
    {
        var records = new List<CsvRecord>();
        try
        {
            foreach (var record in CsvRecords.Read(TextLines.Read(new MemoryStream(whole), name, encoding), delimiter, name))
            {
                records.Add(record);
                if (records.Count == ReadingBudget.MostLinesBefore + MostRows) break;
            }
        }
        catch (BankFileException)
        {
            // What was read until then may be enough.
        }
        return records;
    }

    /// <summary>The heading is the first line whose fields are words, before lines as wide of which one holds a day.</summary>
    private static (List<CsvRecord> Before, CsvRecord Heading, List<CsvRecord> Rows)? Table(List<CsvRecord> records)
    {
        for (var at = 0; at < Math.Min(records.Count, ReadingBudget.MostLinesBefore); at++)
        {
            var fields = records[at].Fields;
            if (fields.Count < 3 || fields.Count(field => field.Any(char.IsLetter)) * 2 < fields.Count || fields.Exists(IsDay)) continue;
            var rows = records.Skip(at + 1).TakeWhile(row => row.Fields.Count >= fields.Count - 1 && row.Fields.Exists(IsDay))
                .Take(MostRows).ToList();
            if (rows.Count > 0) return (records[..at], records[at], rows);
        }
        return null;
    }

    private static bool IsDay(string field) => field.Trim() is { Length: >= 6 and <= 20 } text && char.IsAsciiDigit(text[0])
        && Array.Exists(Formats, format => format.Length >= 8 && Reads(text, format));

    private static bool Reads(string text, string format) => DateOnly.TryParseExact(
        Time().Replace(text.Trim(), ""), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1990 and < 2100;

    /// <summary>The one format by which all are days; null where two read them as different days.</summary>
    private static string? Format(List<string> values)
    {
        if (values.Count == 0) return null;
        var fit = Array.FindAll(Formats, format => values.TrueForAll(value => Reads(value, format)));
        return fit.DistinctBy(format => string.Join('|', values.Select(value =>
            DateOnly.ParseExact(Time().Replace(value.Trim(), ""), format, CultureInfo.InvariantCulture)))).Skip(1).Any() ? null
                : fit.FirstOrDefault();
    }

    /// <summary>The one mark by which all are sums; null where both read them, differently or not.</summary>
    private static char? Mark(List<string> values)
    {
        if (values.Count == 0) return null;
        var (comma, point) = (values.TrueForAll(value => Reads(value, ',')), values.TrueForAll(value => Reads(value, '.')));
        return comma == point ? null : comma ? ',' : '.';

        static bool Reads(string value, char mark) => WrittenSum.Plain(Sides().Replace(value, ""), Domain.Currency.Eur, mark).Fault
            is null or Domain.AmountFault.Ambiguous;
    }

    private static string? Named(List<string> headings) => headings.SelectMany(heading => Words().Split(heading))
        .Select(word => Domain.Currency.Find(word)?.Code).FirstOrDefault(code => code is not null);

    private static string Field(CsvRecord row, int index) => index >= 0 && index < row.Fields.Count ? row.Fields[index].Trim() : "";

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return true;
        }
        catch (ArgumentException) { return false; }
    }

    [GeneratedRegex(@"[ T]\d{1,2}:\d{2}.*$")]
    private static partial Regex Time();

    [GeneratedRegex(@"\s*\b(CR|DR|DB|C|D)$", RegexOptions.IgnoreCase)]
    private static partial Regex Sides();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Words();
}

/// <summary>What banks call their columns.</summary>
internal static class ColumnWords
{
    /// <summary>Words of a part, the most certain first; a heading is looked for as a whole, then as a part of it.</summary>
    private static readonly (string Part, string[] Words)[] Known =
    [
        ("booked", ["booking date", "buchungstag", "buchungsdatum", "date comptable", "date de comptabilisation", "boekdatum",
            "boekingsdatum",
            "data księgowania", "posting date", "transaction date", "date opération", "date de l'opération", "data operacji", "datum",
            "date", "data", "fecha"]),
        ("valued", ["value date", "valuta", "valutadatum", "wertstellung", "date de valeur", "date valeur", "rentedatum", "data waluty",
            "valued"]),
        ("balance", ["balance after", "running balance", "saldo na mutatie", "saldo nach buchung", "solde après", "balance", "saldo",
            "solde",
            "kontostand", "saldo po operacji"]),
        ("sign", ["af bij", "debit/credit", "credit/debit", "dr/cr", "cr/dr", "d/c", "c/d", "soll/haben", "s/h", "sens", "direction"]),
        ("debit", ["debit", "débit", "soll", "belastung", "paid out", "money out", "withdrawals", "withdrawal", "sortie", "obciążenia",
            "afgeschreven"]),
        ("credit", ["credit", "crédit", "haben", "gutschrift", "paid in", "money in", "deposits", "deposit", "entrée", "uznania",
            "bijgeschreven"]),
        ("amount", ["amount", "betrag", "montant", "bedrag", "kwota", "importe", "umsatz"]),
        ("currency", ["currency", "währung", "devise", "monnaie", "munt", "muntsoort", "waluta", "ccy"]),
        ("party_account", ["counterparty account", "counterparty iban", "tegenrekening", "kontonummer/iban", "iban zahlungsbeteiligter",
            "compte contrepartie", "compte de la contrepartie", "rachunek kontrahenta", "payee account", "payer account", "party account"]),
        ("account", ["own account", "auftragskonto", "account number", "account", "rekening", "rekeningnummer", "konto", "compte",
            "numéro de compte", "rachunek", "iban"]),
        ("party", ["counterparty", "naam / omschrijving", "naam tegenpartij", "auftraggeber/empfänger", "name zahlungsbeteiligter",
            "beguenstigter/zahlungspflichtiger", "begünstigter/zahlungspflichtiger", "contrepartie", "payee", "payer", "name", "naam",
            "nom", "kontrahent", "party"]),
        ("reference", ["reference", "référence", "referenz", "kundenreferenz", "kenmerk", "betalingskenmerk", "end-to-end", "referencje",
            "ref"]),
        ("text", ["verwendungszweck", "mededelingen", "omschrijving", "remittance information", "communication", "libellé", "description",
            "details", "narrative", "memo", "text", "tytuł", "opis operacji", "opis", "buchungstext", "information"]),
    ];

    /// <summary>The heading that each part seems to have, each heading for one part.</summary>
    public static Dictionary<string, string> Guess(IReadOnlyList<string> headings)
    {
        var plain = headings.Select(Plain).ToList();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // Twice the same heading says nothing: which of them is meant, a person knows.
        var free = Enumerable.Range(0, plain.Count).Where(at => plain[at].Length > 0 && plain.Count(other => other == plain[at]) == 1)
            .ToHashSet();
        foreach (var isWhole in (bool[])[true, false])
            foreach (var (part, words) in Known)
                foreach (var word in words)
                {
                    if (found.ContainsKey(part)) break;
                    var at = plain.FindIndex(heading => isWhole ? heading == Plain(word) : Within(heading, Plain(word)));
                    if (at < 0 || !free.Remove(at)) continue;
                    found[part] = headings[at];
                }
        // One column of sums, or one for each side.
        if (found.ContainsKey("amount") && found.ContainsKey("debit") && found.ContainsKey("credit")) found.Remove("amount");
        if (!found.ContainsKey("amount")) found.Remove("sign");
        else if (!found.ContainsKey("debit") || !found.ContainsKey("credit"))
        {
            found.Remove("debit");
            found.Remove("credit");
        }
        return found;
    }

    private static bool Within(string heading, string word) => $" {heading} ".Contains($" {word} ", StringComparison.Ordinal);

    /// <summary>Small letters, one blank between words, and nothing of what stands in brackets.</summary>
    private static string Plain(string heading)
    {
        var open = heading.IndexOf('(', StringComparison.Ordinal);
        var text = new StringBuilder();
        foreach (var letter in open > 0 ? heading[..open] : heading)
            if (char.IsLetterOrDigit(letter)) text.Append(char.ToLowerInvariant(letter));
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        return text.ToString().TrimEnd();
    }
}
