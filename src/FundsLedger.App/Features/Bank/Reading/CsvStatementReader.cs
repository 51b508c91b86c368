using System.Globalization;
using System.Text;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>How the columns of a bank's CSV file are to be read; saved once by its code.</summary>
/// <param name="Code">Names it.</param>
/// <param name="Delimiter">Between fields: one of <c>, ; tab |</c>.</param>
/// <param name="Decimal">Decimal mark: point or comma. The other one and spaces may group thousands.</param>
/// <param name="DateFormat">E.g. <c>yyyy-MM-dd</c> or <c>dd.MM.yyyy</c>.</param>
/// <param name="Account">The account the file is of, where no column says it.</param>
/// <param name="Currency">Its currency, where no column says it.</param>
/// <param name="Columns">Heading of the column for each part: booked, valued, amount, debit, credit, currency, account, reference, party, party_account, text, balance.</param>
public sealed record CsvMapping(string Code, char Delimiter, char Decimal, string DateFormat, string Account, string Currency, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>The parts a column can be.</summary>
    public static readonly IReadOnlyList<string> Parts = ["booked", "valued", "amount", "debit", "credit", "currency", "account", "reference", "party", "party_account", "text", "balance"];
}

/// <summary>A CSV file, one statement for each run of lines of one account. Its balances come from the column of running balances: without one it can be looked at, and is set aside.</summary>
internal sealed class CsvStatementReader(string where, CsvMapping mapping)
{
    private readonly Dictionary<string, int> _columns = [];

    public static IEnumerable<StatementEvent> Read(Stream content, string where, CsvMapping mapping) => new CsvStatementReader(where, mapping).ReadRows(content);

    private sealed record Row(BankLine Line, string Account, Currency Currency, Money? Balance);

    private IEnumerable<StatementEvent> ReadRows(Stream content)
    {
        Row? first = null, last = null;
        foreach (var (number, fields, raw) in Records(TextLines.Read(content, where, TextEncoding.Utf8)))
        {
            if (_columns.Count == 0)
            {
                foreach (var (index, heading) in fields.Index()) _columns.TryAdd(heading.Trim(), index);
                foreach (var heading in mapping.Columns.Values.Where(heading => !_columns.ContainsKey(heading))) throw new BankFileException(new BankColumnIsMissing(Fields.At(where, number), heading));
                continue;
            }
            if (fields.All(string.IsNullOrWhiteSpace)) continue;
            var row = ReadRow(fields, raw, number);
            if (first is null || row.Account != first.Account || row.Currency != first.Currency)
            {
                if (first is not null) yield return new StatementEnds(Head(first, last!));
                first = row;
                yield return new StatementBegins(Head(row, row));
            }
            last = row;
            yield return new LineRead(row.Line, true);
        }
        if (first is null) throw new BankFileException(new BankStatementIsIncomplete(Fields.At(where, 1), "a line"));
        yield return new StatementEnds(Head(first, last!));
    }

    /// <summary>Banks write oldest first or newest first; the dates tell, and where there is one day only, the balances do.</summary>
    private static StatementHead Head(Row first, Row last)
    {
        var (oldest, newest) = first.Line.BookedOn <= last.Line.BookedOn ? (first, last) : (last, first);
        var opening = oldest.Balance is { } after ? new StatementBalance(after - oldest.Line.Amount, oldest.Line.BookedOn) : null;
        var closing = newest.Balance is { } end ? new StatementBalance(end, newest.Line.BookedOn) : null;
        return new StatementHead(first.Account, first.Currency, "", StatementNumber.None, opening, closing, first.Line.AtLine) { Format = StatementFormat.Csv };
    }

    private Row ReadRow(IReadOnlyList<string> fields, string raw, int line)
    {
        var account = AccountNumber.Of(Field("account") is { Length: > 0 } given ? given : mapping.Account);
        var currency = Fields.Currency(Field("currency") is { Length: > 0 } code ? code : mapping.Currency, where, line);
        if (account.Length == 0) throw new BankFileException(new BankStatementIsIncomplete(Fields.At(where, line), "the account"));
        var booked = Fields.Date(Field("booked"), mapping.DateFormat, where, line);
        var amount = Field("amount") is { Length: > 0 } signed ? Signed(signed, currency, line)
            : Field("credit") is { Length: > 0 } credit ? Signed(credit, currency, line)
            : Field("debit") is { Length: > 0 } debit ? -Absolute(Signed(debit, currency, line))
            : throw new BankFileException(new BankAmountIsWrong(Fields.At(where, line), ""));
        return new Row(new BankLine
        {
            BookedOn = booked, ValuedOn = Field("valued") is { Length: > 0 } valued ? Fields.Date(valued, mapping.DateFormat, where, line) : booked, Amount = amount, Kind = BankLineKind.Payment,
            Reference = Field("reference"), PartyName = Field("party"), PartyAccount = AccountNumber.Of(Field("party_account")), Text = Field("text"), AtLine = line, Raw = raw,
        }, account, currency, Field("balance") is { Length: > 0 } balance ? Signed(balance, currency, line) : null);

        string Field(string part) => mapping.Columns.TryGetValue(part, out var heading) && _columns[heading] is var index && index < fields.Count ? fields[index].Trim() : "";
    }

    private Money Signed(string text, Currency currency, int line)
    {
        var body = text.TrimStart('-', '+', '−');
        var grouping = mapping.Decimal == ',' ? '.' : ',';
        var plain = new StringBuilder();
        foreach (var letter in body)
        {
            if (letter == grouping || letter is ' ' or '\u00A0' or '\u202F' or '\'') continue;
            plain.Append(letter == mapping.Decimal ? '.' : letter);
        }
        var amount = Fields.Amount(plain.ToString(), currency, where, line);
        return text.StartsWith('-') || text.StartsWith('−') ? -amount : amount;
    }

    private static Money Absolute(Money money) => money.IsNegative ? -money : money;

    /// <summary>Fields may be quoted, doubled quotes stand for one, and a quoted field may run over lines.</summary>
    private IEnumerable<(int Line, List<string> Fields, string Raw)> Records(IEnumerable<(int Number, string Text)> lines)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var (isQuoted, begins, raw) = (false, 0, "");
        foreach (var (number, text) in lines)
        {
            if (!isQuoted) (begins, raw) = (number, text);
            else raw += "\n" + text;
            if (raw.Length > 65_536) throw new BankFileException(new BankFileIsBroken(Fields.At(where, begins), "A quoted field never ends."));
            for (var at = 0; at < text.Length; at++)
            {
                var letter = text[at];
                if (letter == '"' && isQuoted && at + 1 < text.Length && text[at + 1] == '"')
                {
                    field.Append('"');
                    at++;
                }
                else if (letter == '"' && (isQuoted || field.Length == 0)) isQuoted = !isQuoted;
                else if (letter == mapping.Delimiter && !isQuoted) Take();
                else field.Append(letter);
            }
            if (isQuoted)
            {
                field.Append(' ');
                continue;
            }
            Take();
            yield return (begins, fields, raw);
            fields = [];
        }
        if (isQuoted) throw new BankFileException(new BankFileIsBroken(Fields.At(where, begins), "A quoted field never ends."));

        void Take()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
