using System.Text.RegularExpressions;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>A CSV file, one statement for each run of lines of one account. Its balances come from the column of running balances: without
/// one it can be looked at, and is set aside.</summary>
internal sealed partial class CsvStatementReader(string where, CsvMapping mapping)
{
    private readonly Dictionary<string, int> _columns = [];
    private int _width;

    public static IEnumerable<StatementEvent> Read(Stream content, string where, CsvMapping mapping) =>
        new CsvStatementReader(where, mapping).ReadRows(content);

    private sealed record Row(BankLine Line, string Account, Currency Currency, Money? Balance);

    private IEnumerable<StatementEvent> ReadRows(Stream content)
    {
        // What is no UTF-8 is no reason to refuse the money.
        var encoding = mapping.Encoding == "windows-1252" ? TextEncoding.Windows : TextEncoding.Utf8OrWindows;
        CsvRun? run = null;
        CsvRecord? behind = null;
        foreach (var record in Table(CsvRecords.Read(TextLines.Read(content, where, encoding), mapping.Delimiter, where)))
        {
            if (record.Fields.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            // Lines behind the table say something about it; a line of the table that is damaged has others behind it, or begins with a
            // digit.
            if (IsBehindTable(record))
            {
                behind ??= record;
                continue;
            }
            if (behind is not null) throw new BankFileException(new BankDateIsWrong(Fields.At(where, behind.Line),
                Fields.Shown(Field(behind, "booked"))));
            var row = ReadRow(record);
            if (run is null || row.Account != run.Account || row.Currency != run.Currency)
            {
                if (run is not null) yield return new StatementEnds(run.Head());
                run = new CsvRun(row.Account, row.Currency, record.Line);
                run.Add(row.Line, row.Balance);
                yield return new StatementBegins(run.Head());
            }
            else run.Add(row.Line, row.Balance);
            yield return new LineRead(row.Line, true);
        }
        if (run is null) throw new BankFileException(new BankStatementIsIncomplete(Fields.At(where, 1), "a line"));
        yield return new StatementEnds(run.Head());
        if (behind is not null) yield return new PassedOver(Fields.At(where, behind.Line),
            new BankDateIsWrong(Fields.At(where, behind.Line), Fields.Shown(Field(behind, "booked"))));
    }

    /// <summary>The rows below the heading, which stands in one of the first lines: banks write about the account before it.</summary>
    private IEnumerable<CsvRecord> Table(IEnumerable<CsvRecord> records)
    {
        CsvRecord? nearest = null;
        var (most, tried) = (-1, 0);
        foreach (var record in records)
        {
            if (_columns.Count > 0)
            {
                if (mapping.Footer is { Length: > 0 } footer && record.Fields[0].Trim()
                    .StartsWith(footer, StringComparison.OrdinalIgnoreCase)) yield break;
                yield return record;
                continue;
            }
            var headings = record.Fields.ConvertAll(heading => heading.Trim());
            var found = mapping.Columns.Values.Count(wanted => headings.Contains(wanted.Trim(), StringComparer.OrdinalIgnoreCase));
            if (found > most) (nearest, most) = (record, found);
            if (found == mapping.Columns.Count)
            {
                _width = headings.Count;
                foreach (var (part, wanted) in mapping.Columns) _columns[part] =
                    headings.FindIndex(heading => string.Equals(heading, wanted.Trim(), StringComparison.OrdinalIgnoreCase));
            }
            else if (++tried == ReadingBudget.MostLinesBefore) break;
        }
        if (_columns.Count > 0) yield break;
        var there = nearest?.Fields.ConvertAll(heading => heading.Trim()) ?? [];
        throw new BankFileException(new BankColumnIsMissing(Fields.At(where, nearest?.Line ?? 1),
            mapping.Columns.Values.FirstOrDefault(wanted => !there.Contains(wanted.Trim(), StringComparer.OrdinalIgnoreCase)) ?? ""));
    }

    private bool IsBehindTable(CsvRecord record) =>
        Field(record, "booked") is var date && (date.Length == 0 || !char.IsAsciiDigit(date[0]));

    private string Field(CsvRecord record, string part) => _columns.TryGetValue(part, out var index) && index < record.Fields.Count
        ? record.Fields[index].Trim() : "";

    private Row ReadRow(CsvRecord record)
    {
        var line = record.Line;
        // A payer's words with the mark between fields in them would shift all that follows.
        if (record.Fields.Skip(_width).Any(field => !string.IsNullOrWhiteSpace(field))) throw new BankFileException(
            new BankRowIsTooWide(Fields.At(where, line), record.Fields.Count, _width));
        var account = AccountNumber.Of(Field(record, "account") is { Length: > 0 } given ? given : mapping.Account);
        var currency = Fields.Currency(Field(record, "currency") is { Length: > 0 } code ? code : mapping.Currency, where, line);
        if (account.Length == 0) throw new BankFileException(new BankStatementIsIncomplete(Fields.At(where, line), "the account"));
        var booked = Day(Field(record, "booked"), line);
        return new Row(new BankLine
        {
            BookedOn = booked, ValuedOn = Field(record, "valued") is { Length: > 0 } valued ? Day(valued, line)
            : booked, Amount = Amount(record, currency), Kind = BankLineKind.Payment,
            Reference = Field(record, "reference"), PartyName = Field(record, "party"),
            PartyAccount = AccountNumber.Of(Field(record, "party_account")), Text = Field(record, "text"), AtLine = line, Raw = record.Raw,
        }, account, currency, Field(record, "balance") is { Length: > 0 } balance ? Signed(balance, currency, line) : null);
    }

    /// <summary>One column with a sign of its own or in another column, or one for each side with nothing or zero in the other.</summary>
    private Money Amount(CsvRecord record, Currency currency)
    {
        var line = record.Line;
        if (Field(record, "amount") is { Length: > 0 } amount)
        {
            var money = Signed(amount, currency, line);
            if (!_columns.ContainsKey("sign")) return money;
            var word = Field(record, "sign");
            var isOut = SignWords.IsOut(word, mapping.Minus)
                ?? throw new BankFileException(new BankSignIsUnknown(Fields.At(where, line), Fields.Shown(word)));
            if (money.IsNegative && !isOut) throw new BankFileException(new BankAmountIsWrong(Fields.At(where, line),
                Fields.Shown($"{amount} {word}")));
            return isOut ? -Absolute(money) : money;
        }
        var (credit, debit) = (Field(record, "credit"), Field(record, "debit"));
        if (credit.Length + debit.Length == 0) throw new BankFileException(new BankAmountIsWrong(Fields.At(where, line), ""));
        var came = credit.Length > 0 ? Signed(credit, currency, line) : Money.Zero(currency);
        var went = debit.Length > 0 ? Absolute(Signed(debit, currency, line)) : Money.Zero(currency);
        return came.IsZero || went.IsZero ? came - went
            : throw new BankFileException(new BankAmountIsWrong(Fields.At(where, line), Fields.Shown($"{debit} {credit}")));
    }

    private Money Signed(string text, Currency currency, int line)
    {
        var body = text;
        bool? isOut = null;
        // CR and DR behind the sum.
        if (Suffix().Match(text) is { Success: true } suffix && SignWords.IsOut(suffix.Value, null) is { } said) (body, isOut) =
            (text[..suffix.Index], said);
        var (plain, fault) = WrittenSum.Plain(body, currency, mapping.Decimal);
        if (fault is not null || (isOut is not null && plain![0] == '-')) throw new BankFileException(
            new BankAmountIsWrong(Fields.At(where, line), Fields.Shown(text), mapping.Decimal));
        var amount = Fields.Amount(plain!.TrimStart('-'), currency, where, line);
        return plain[0] == '-' || isOut == true ? -amount : amount;
    }

    /// <summary>A day by the mapping's format; a time behind it says nothing.</summary>
    private DateOnly Day(string text, int line) =>
        Fields.Date(TimeBehind().Match(text) is { Success: true } time ? text.AsSpan(0, time.Index)
        : text, mapping.DateFormat, where, line);

    private static Money Absolute(Money money) => money.IsNegative ? -money : money;

    [GeneratedRegex(@"(?<=[\d.,]\s*)\b(CR|DR|DB|C|D)$", RegexOptions.IgnoreCase)]
    private static partial Regex Suffix();

    [GeneratedRegex(@"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$")]
    private static partial Regex TimeBehind();
}

/// <summary>The lines of one account that follow each other in a CSV file. Banks write oldest first or newest first, also within a day:
/// the running balances make a chain, and its two ends are where it opens and closes.</summary>
internal sealed class CsvRun(string account, Currency currency, int begins)
{
    private readonly Dictionary<long, int> _ends = [];
    private (BankLine Line, Money? Balance) _first, _last;
    private DateOnly _oldest = DateOnly.MaxValue, _newest = DateOnly.MinValue;
    private (int Oldest, int Newest) _links;
    private bool _isWhole = true;

    public string Account => account;

    public Currency Currency => currency;

    public void Add(BankLine line, Money? balance)
    {
        if (_first.Line is null) _first = (line, balance);
        else if (_last.Balance is { } before && balance is { } after)
        {
            if (after - line.Amount == before) _links.Oldest++;
            if (before - _last.Line.Amount == after) _links.Newest++;
        }
        _last = (line, balance);
        if (line.BookedOn < _oldest) _oldest = line.BookedOn;
        if (line.BookedOn > _newest) _newest = line.BookedOn;
        _isWhole &= balance is not null;
        if (balance is not { } closes) return;
        Count(closes.Minor - line.Amount.Minor, 1);
        Count(closes.Minor, -1);
    }

    public StatementHead Head()
    {
        var (opening, closing) = Ends();
        return new StatementHead(account, currency, "", StatementNumber.None, opening is { } start ? new StatementBalance(start, _oldest)
            : null, closing is { } end ? new StatementBalance(end, _newest) : null, begins) { Format = StatementFormat.Csv };
    }

    private (Money? Opening, Money? Closing) Ends()
    {
        if (_isWhole && _ends.Count == 2 && _ends.ContainsValue(1) && _ends.ContainsValue(-1))
            return (new Money(_ends.First(end => end.Value == 1).Key, currency),
                new Money(_ends.First(end => end.Value == -1).Key, currency));
        // A chain that ends where it began, or none: the first and the last line, by their days, else by what most of the balances say.
        var isOldestFirst = _first.Line.BookedOn != _last.Line.BookedOn ? _first.Line.BookedOn < _last.Line.BookedOn
            : _links.Oldest >= _links.Newest;
        var (old, young) = isOldestFirst ? (_first, _last) : (_last, _first);
        return (old.Balance is { } after ? after - old.Line.Amount : null, young.Balance);
    }

    private void Count(long node, int step)
    {
        var count = _ends.GetValueOrDefault(node) + step;
        if (count == 0) _ends.Remove(node);
        else _ends[node] = count;
    }
}
