using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A CSV of one account with one column of amounts and one of running balances, read the slow and simple way: all rows in memory,
/// in the order that makes a chain.</summary>
internal static class NaiveCsv
{
    private sealed record Row(DateOnly Day, long Minor, long? Balance);

    public static string? Read(byte[] content, CsvMapping mapping)
    {
        try
        {
            var text = Text(content);
            if (text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<')) return null;
            var rows = Rows(text.StartsWith('\uFEFF') ? text[1..] : text, mapping);
            var (oldest, newest) = (rows.Min(row => row.Day), rows.Max(row => row.Day));
            var (opening, closing) = Ends(rows);
            string Said(DateOnly day, long? minor) =>
                minor is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {minor} {mapping.Currency}");
            return new ReadStatement(Naive.Account(mapping.Account), mapping.Currency, Said(oldest, opening), Said(newest, closing),
                string.Join(", ", rows.Select(row => $"{row.Day:yyyy-MM-dd} {row.Minor}"))).ToString();
        }
        catch (Exception fault) when (fault is NaiveRefusal) { return null; }
    }

    /// <summary>Line by line, for each is in one encoding.</summary>
    private static string Text(byte[] content)
    {
        var (lines, start) = (new List<string>(), 0);
        for (var at = 0; at <= content.Length; at++)
        {
            if (at < content.Length && content[at] != '\n') continue;
            lines.Add(Naive.Line(content[start..at]));
            start = at + 1;
        }
        return string.Join('\n', lines);
    }

    private static (long? Opening, long? Closing) Ends(List<Row> rows)
    {
        if (rows.TrueForAll(row => row.Balance is not null))
        {
            // Where the chain begins nothing ends, and where it ends nothing begins.
            var begins = rows.ConvertAll(row => row.Balance!.Value - row.Minor);
            var ends = rows.ConvertAll(row => row.Balance!.Value);
            foreach (var end in ends.ToList())
                if (begins.Remove(end)) ends.Remove(end);
            if (begins is [var start] && ends is [var last]) return (start, last);
        }
        var isOldestFirst = rows[0].Day < rows[^1].Day || (rows[0].Day == rows[^1].Day && Links(rows, true) >= Links(rows, false));
        var (old, young) = isOldestFirst ? (rows[0], rows[^1]) : (rows[^1], rows[0]);
        return (old.Balance - old.Minor, young.Balance);
    }

    private static int Links(List<Row> rows, bool isOldestFirst) =>
        rows.Zip(rows.Skip(1)).Count(pair => pair.First.Balance is { } before && pair.Second.Balance is { } after
        && (isOldestFirst ? after - pair.Second.Minor == before : before - pair.First.Minor == after));

    private static List<Row> Rows(string text, CsvMapping mapping)
    {
        var records = Records(text, mapping.Delimiter);
        var heading = records.FindIndex(
            record => mapping.Columns.Values.All(
            column => record.Any(field => string.Equals(field.Trim(), column, StringComparison.OrdinalIgnoreCase))));
        if (heading is < 0 or >= 100) throw new NaiveRefusal("heading");
        var columns = mapping.Columns.ToDictionary(column => column.Key, column => records[heading]
            .FindIndex(field => string.Equals(field.Trim(), column.Value, StringComparison.OrdinalIgnoreCase)));
        var body = records.Skip(heading + 1).Where(record => record.Any(field => !string.IsNullOrWhiteSpace(field))).ToList();
        string Field(List<string> record, string part) => columns[part] < record.Count ? record[columns[part]].Trim() : "";
        while (body.Count > 0 && Field(body[^1], "booked") is var date && (date.Length == 0 || !char.IsAsciiDigit(date[0]))) body.RemoveAt(
            body.Count - 1);
        if (body.Count == 0) throw new NaiveRefusal("no rows");
        return body.ConvertAll(record =>
        {
            if (record.Skip(records[heading].Count).Any(field => !string.IsNullOrWhiteSpace(field))) throw new NaiveRefusal("wide");
            return new Row(Day(Field(record, "booked"), mapping.DateFormat), Sum(Field(record, "amount"), mapping),
                Field(record, "balance") is { Length: > 0 } balance ? Sum(balance, mapping) : null);
        });
    }

    private static DateOnly Day(string text, string format)
    {
        // A time behind the day says nothing.
        var cut = text.IndexOfAny([' ', 'T']);
        if (cut >= 0 && System.Text.RegularExpressions.Regex.IsMatch(text[cut..], @"^[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$")) text =
            text[..cut];
        return DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= new DateOnly(1998, 7, 17) && day <= new DateOnly(2199, 12, 31) ? day : throw new NaiveRefusal("day");
    }

    /// <summary>A sum letter by letter: its side in letters, a sign before or behind, or brackets; groups of three, each parted by the
    /// same mark; the decimal mark once.</summary>
    private static long Sum(string text, CsvMapping mapping)
    {
        var (body, isOut, signs) = (text, false, 0);
        bool? side = null;
        foreach (var word in (string[])["CR", "C", "DR", "DB", "D"])
            if (side is null && body.EndsWith(word, StringComparison.OrdinalIgnoreCase) && body.Length > word.Length
                && char.IsWhiteSpace(body[^(word.Length + 1)]) && body[..^word.Length].TrimEnd() is [.., (>= '0' and <= '9') or '.' or ','])
                (side, body) = (word[0] == 'D', body[..^word.Length].Trim());
        if (body.Count(letter => letter == '€') == 1 && body.IndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) is var first
            && (body.IndexOf('€') < first || body.LastIndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) < body.IndexOf('€')))
            body = body.Replace("€", "", StringComparison.Ordinal).Trim();
        if (body.StartsWith('(') && body.EndsWith(')') && body.Length > 1) (body, isOut, signs) = (body[1..^1].Trim(), true, 1);
        foreach (var sign in "-−–+")
        {
            if (body.StartsWith(sign)) (body, isOut, signs) = (body[1..].Trim(), sign != '+', signs + 1);
            if (body.EndsWith(sign)) (body, isOut, signs) = (body[..^1].Trim(), sign != '+', signs + 1);
        }
        if (signs > 1 || body.Length is 0 or > 40) throw new NaiveRefusal("sum");
        var parts = body.Split(mapping.Decimal);
        if (parts.Length > 2 || (parts.Length == 2 && (parts[1].Length == 0 || !parts[1].All(char.IsAsciiDigit)))) throw new NaiveRefusal(
            "sum");
        var marks = parts[0].Where(letter => !char.IsAsciiDigit(letter)).Distinct().ToList();
        if (marks.Count > 1 || (marks.Count == 1 && !"., \u00A0\u202F\u2009'’".Contains(marks[0]))) throw new NaiveRefusal("sum");
        var whole = parts[0];
        if (marks.Count == 1)
        {
            var groups = whole.Split(marks[0]);
            if (groups[0].Length is 0 or > 3 || groups[0][0] == '0' || groups.Skip(1)
                .Any(group => group.Length != 3)) throw new NaiveRefusal("groups");
            whole = string.Concat(groups);
        }
        // Perhaps thousands, by the other mark.
        if (parts is [{ Length: >= 1 and <= 3 } few, { Length: 3 }] && few[0] != '0' && few.All(char.IsAsciiDigit)
            && FundsLedger.Domain.Currency.Find(mapping.Currency)!.Exponent < 3) throw new NaiveRefusal("thousands");
        var minor = Naive.Minor(parts.Length == 2 ? $"{whole}.{parts[1]}" : whole, mapping.Currency);
        if (isOut && side is not null) throw new NaiveRefusal("two sides");
        return isOut || side == true ? -minor : minor;
    }

    private static List<List<string>> Records(string text, char delimiter)
    {
        var (records, record, field, isQuoted, atStart) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false, true);
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text.EndsWith('\r')) text = text[..^1];
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '\n' && isQuoted) field.Append(' ');
            else if (letter == '\n') End();
            else if (letter == '"' && isQuoted && at + 1 < text.Length && text[at + 1] == '"') field.Append(text[at++]);
            else if (letter == '"' && (isQuoted || field.Length == 0)) isQuoted = !isQuoted;
            else if (letter == delimiter && !isQuoted) Take();
            else field.Append(letter);
            atStart = letter == '\n' && !isQuoted;
        }
        if (isQuoted) throw new NaiveRefusal("quote");
        if (!atStart) End();
        return records;

        void Take()
        {
            record.Add(field.ToString());
            field.Clear();
        }

        void End()
        {
            Take();
            records.Add(record);
            record = [];
        }
    }
}
