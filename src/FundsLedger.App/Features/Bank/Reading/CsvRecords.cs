using System.Text;
using FundsLedger.App.Storage.Outside;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">Line of the file on which it begins.</param>
/// <param name="Fields">Its fields, as they stand.</param>
/// <param name="Raw">The row as it stands.</param>
internal sealed record CsvRecord(int Line, List<string> Fields, string Raw);

/// <summary>Rows of a CSV file: fields may be quoted, doubled quotes stand for one, and a quoted field may run over lines.</summary>
internal static class CsvRecords
{
    public static IEnumerable<CsvRecord> Read(IEnumerable<(int Number, string Text)> lines, char delimiter, string where)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var raw = new StringBuilder();
        var (isQuoted, begins) = (false, 0);
        foreach (var (number, text) in lines)
        {
            if (!isQuoted) begins = number;
            raw.Append(raw.Length == 0 ? "" : "\n").Append(text);
            if (raw.Length > ReadingBudget.LongestRecord) throw new BankFileException(new BankFileIsBroken(Fields.At(where, begins),
                "A quoted field never ends."));
            for (var at = 0; at < text.Length; at++)
            {
                var letter = text[at];
                if (letter == '"' && isQuoted && at + 1 < text.Length && text[at + 1] == '"')
                {
                    field.Append('"');
                    at++;
                }
                else if (letter == '"' && (isQuoted || field.Length == 0)) isQuoted = !isQuoted;
                else if (letter == delimiter && !isQuoted) Take();
                else field.Append(letter);
            }
            if (isQuoted)
            {
                field.Append(' ');
                continue;
            }
            Take();
            yield return new CsvRecord(begins, fields, raw.ToString());
            fields = [];
            raw.Clear();
        }
        if (isQuoted) throw new BankFileException(new BankFileIsBroken(Fields.At(where, begins), "A quoted field never ends."));

        void Take()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
