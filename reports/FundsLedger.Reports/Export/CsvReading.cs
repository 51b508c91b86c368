using System.Text;

namespace FundsLedger.Reports.Export;

/// <summary>A row of a file: its first line, from 1, and its cells.</summary>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Reads comma-separated text as in RFC 4180: quotes around cells with commas, line ends or doubled quotes. Empty lines are left
/// out.</summary>
public static class CsvReading
{
    /// <summary>The rows in order.</summary>
    /// <exception cref="FormatException">A quote is not closed, or something follows a closing quote.</exception>
    public static IEnumerable<CsvRow> Read(TextReader text)
    {
        var (cells, cell, line, first) = (new List<string>(), new StringBuilder(), 1, 1);
        var (isQuoted, wasQuoted) = (false, false);
        while (text.Read() is var next and >= 0)
        {
            var letter = (char)next;
            if (letter == '\n') line++;
            if (isQuoted)
            {
                if (letter != '"') cell.Append(letter);
                else if (text.Peek() == '"') cell.Append((char)text.Read());
                else (isQuoted, wasQuoted) = (false, true);
                continue;
            }
            switch (letter)
            {
                case '"' when cell.Length == 0 && !wasQuoted: isQuoted = true; break;
                case ',': EndCell(); break;
                case '\r' when text.Peek() == '\n': break;
                case '\n':
                    EndCell();
                    if (cells is not [""]) yield return new CsvRow(first, [.. cells]);
                    cells.Clear();
                    first = line;
                    break;
                default:
                    if (wasQuoted) throw new FormatException($"line {line}: something follows a closing quote");
                    cell.Append(letter);
                    break;
            }
        }
        if (isQuoted) throw new FormatException($"line {first}: a quote is not closed");
        if (cells.Count > 0 || cell.Length > 0 || wasQuoted)
        {
            EndCell();
            yield return new CsvRow(first, [.. cells]);
        }

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
            wasQuoted = false;
        }
    }
}
