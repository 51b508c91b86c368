using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Banking;

/// <summary>The number of a statement and of its page, as banks count; null parts where the bank does not count.</summary>
public readonly record struct StatementNumber(long? Number, int? Page)
{
    /// <summary>Not numbered.</summary>
    public static readonly StatementNumber None;

    /// <summary>As printed: <c>19321/1</c>, <c>315</c>, or nothing.</summary>
    public override string ToString() => Number is not { } number ? "" : Page is { } page
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}/{page}")
        : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A booked balance.</summary>
public sealed record StatementBalance(Money Amount, DateOnly Date);

/// <summary>What a statement says besides its lines. A null balance: the file holds none that is booked.</summary>
/// <param name="Account">The account as it is compared (<see cref="AccountNumber"/>): an IBAN, or the bank's own number.</param>
/// <param name="Currency">The account's currency.</param>
/// <param name="Reference">The statement's own id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Opening">Booked balance before the first line.</param>
/// <param name="Closing">Booked balance after the last line.</param>
/// <param name="AtLine">Line of the file on which it begins, from 1.</param>
public sealed record StatementHead(string Account, Currency Currency, string Reference, StatementNumber Number, StatementBalance? Opening,
    StatementBalance? Closing, int AtLine)
{
    /// <summary>What kind of file it came in.</summary>
    public StatementFormat Format { get; init; } = StatementFormat.Camt053;
}

/// <summary>Kinds of files that hold statements.</summary>
public enum StatementFormat
{
    /// <summary>ISO 20022: nothing that a payer writes can be taken for anything but text.</summary>
    Camt053,

    /// <summary>SWIFT: lines of text, in which a payer's words may look like more.</summary>
    Mt940,

    /// <summary>A table: a payer's words may look like fields where the bank does not quote them.</summary>
    Csv,
}

/// <summary>Counts a statement while its lines go by, so that the largest needs no more than a hash a line.</summary>
public sealed class StatementTally
{
    private readonly CanonicalWriter _bytes = new();
    private Int128 _sum;

    /// <summary>The lines' contents, in order.</summary>
    public List<ContentHash> Contents { get; } = [];

    /// <summary>What moved on which day, in order.</summary>
    public List<(DateOnly On, long Minor)> Moved { get; } = [];

    /// <summary>First and last booking date; null before the first line.</summary>
    public (DateOnly First, DateOnly Last)? Booked { get; private set; }

    /// <summary>The days on which lines of a foreign currency need a rate.</summary>
    public HashSet<DateOnly> ValueDates { get; } = [];

    /// <summary>Line of the file of the first entry whose details have another sum; null when all agree.</summary>
    public int? DetailsDisagreeAt { get; private set; }

    /// <summary>True when a line has another currency than the statement.</summary>
    public bool HasForeignLine { get; private set; }

    /// <summary>Takes a line.</summary>
    public ContentHash Add(BankLine line, StatementHead head, bool detailsAgree)
    {
        var content = line.Content(_bytes, head.Account);
        Contents.Add(content);
        Moved.Add((line.BookedOn, line.Amount.Minor));
        _sum += line.Amount.Minor;
        HasForeignLine |= line.Amount.Currency != head.Currency;
        Booked = Booked is not { } booked ? (line.BookedOn, line.BookedOn)
            : (line.BookedOn < booked.First ? line.BookedOn : booked.First, line.BookedOn > booked.Last ? line.BookedOn : booked.Last);
        ValueDates.Add(line.ValuedOn);
        if (!detailsAgree) DetailsDisagreeAt ??= line.AtLine;
        return content;
    }

    /// <summary>The statement as counted.</summary>
    public CountedStatement Finish(StatementHead head)
    {
        _bytes.Reset();
        _bytes.Text("fundsledger bank statement v1");
        _bytes.Text(head.Account);
        _bytes.Text(head.Currency.Code);
        _bytes.Text(head.Reference);
        _bytes.Text(head.Number.ToString());
        foreach (var balance in (StatementBalance?[])[head.Opening, head.Closing])
        {
            _bytes.Text(balance?.Amount.ToString());
            _bytes.Int64(balance?.Date.DayNumber ?? 0);
        }
        _bytes.List(Contents.Count);
        foreach (var content in Contents) _bytes.Bytes(content.ToBytes());
        return new CountedStatement(head, ContentHash.Of(_bytes), _sum, this);
    }
}

/// <summary>A statement read to its end.</summary>
/// <param name="Head">What it says.</param>
/// <param name="Content">What makes it this statement: head and lines.</param>
/// <param name="Sum">Sum of its lines in minor units; wide, because nothing has been believed yet.</param>
/// <param name="Lines">Its lines, counted.</param>
public sealed record CountedStatement(StatementHead Head, ContentHash Content, Int128 Sum, StatementTally Lines)
{
    /// <summary>Closing less opening less lines, in minor units: 0 when it foots; null where a balance is missing or in another
    /// currency.</summary>
    public Int128? Difference => Head is { Opening: { } opening, Closing: { } closing } && opening.Amount.Currency == Head.Currency
        && closing.Amount.Currency == Head.Currency
        ? (Int128)closing.Amount.Minor - opening.Amount.Minor - Sum : null;
}
