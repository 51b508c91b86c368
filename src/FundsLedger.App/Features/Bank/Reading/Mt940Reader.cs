using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>SWIFT MT940 as banks really send it: with or without SWIFT's envelope and reference, several messages in a file.</summary>
/// <remarks>
/// Text is text. Once a statement has opened, the account, its number and its reference are fixed: a payer's words may begin a line with
/// <c>:25:</c> or <c>:20:</c>, and banks pass them on. Only a movement (<c>:61:</c>) and a closing balance (<c>:62F:</c>) count there, and
/// of a
/// closing balance that is followed by more movements only one that foots: any other was text.
/// </remarks>
internal sealed class Mt940Reader(string where)
{
    private readonly Mt940Grammar _grammar = new(where);
    private readonly List<(int Number, string Text)> _behind = [];
    private Mt940Head _next = new();
    private Mt940Statement? _statement;

    /// <summary>True for text that begins as MT940 does, behind whatever a bank puts before it.</summary>
    public static bool Recognises(string start) => Mt940Grammar.Begins(start);

    public static IEnumerable<StatementEvent> Read(Stream content, string where) =>
        new Mt940Reader(where).ReadLines(Mt940Grammar.Joined(TextLines.Read(content, where, TextEncoding.Utf8OrWindows)));

    private IEnumerable<StatementEvent> ReadLines(IEnumerable<(int Number, string Text)> lines)
    {
        var (last, statements) = (1, 0);
        foreach (var (number, text) in lines)
        {
            last = number;
            if (_statement is not { } open)
            {
                if (!TakeHead(_next, number, text)) continue;
                yield return Open();
                continue;
            }
            if (open.Closing is null)
            {
                if (TakeBody(open, number, text) is { } read) yield return read;
                continue;
            }
            if (Mt940Grammar.Tag(text) is ("61" or "62F" or "62M") and var tag && Mt940Grammar.IsMeant(tag, text))
            {
                if (open.Foots)
                {
                    if (tag == "61") throw Incomplete(number, "the opening balance of the next statement (:60F:)");
                    continue;
                }
                // A whole head of another account is no text either way: somebody lost its opening balance.
                if (!open.CanContinue || (_next.HasReference && _next.Account.Length > 0
                    && _next.Account != open.Head.Account)) throw Incomplete(number, "the opening balance of the next statement (:60F:)");
                open.TakeBack(_behind);
                _next = new Mt940Head();
                _behind.Clear();
                if (TakeBody(open, number, text) is { } read) yield return read;
                continue;
            }
            if (_behind.Count == ReadingBudget.MostLinesBetween) throw new BankFileException(new BankFileIsBroken(Fields.At(where, number),
                "No statement begins for many lines."));
            _behind.Add((number, text));
            if (!TakeHead(_next, number, text)) continue;
            foreach (var item in open.Finish()) yield return item;
            statements++;
            yield return Open();
        }
        if (_statement is { } unfinished)
        {
            if (unfinished.Closing is null) throw Incomplete(last, "the closing balance (:62F:)");
            if (_next.HasReference && _next.Account.Length > 0) throw Incomplete(last, "the opening balance (:60F:)");
            foreach (var item in unfinished.Finish()) yield return item;
            statements++;
        }
        else if (_next.Begins > 0) throw Incomplete(last, "the opening balance (:60F:)");
        if (statements == 0) throw Incomplete(last, "a statement (:25:, :60F:, :62F:)");
    }

    private StatementBegins Open()
    {
        _statement = new Mt940Statement(_next);
        _next = new Mt940Head();
        _behind.Clear();
        return new StatementBegins(_statement.Head);
    }

    /// <summary>Takes what stands before an opening balance; true once that has come.</summary>
    private bool TakeHead(Mt940Head head, int line, string text)
    {
        if (_statement is null && Mt940Grammar.Named(text) is { } named) throw IsNoStatement(line, named);
        switch (Mt940Grammar.Tag(text))
        {
            case "20": head.Restart(line, Rest()); break;
            case "25" or "25P": head.TakeAccount(line, AccountNumber.Of(Rest())); break;
            case "28" or "28C": head.Number = Mt940Grammar.Number(Rest()); break;
            case "13D" or "34F" or "90C" or "90D" when _statement is null && head.Begins > 0:
                throw IsNoStatement(line, Mt940Grammar.WithinTheDay);
            case "32A" when _statement is null && head.Begins > 0: throw IsNoStatement(line, Mt940Grammar.OfOneMovement);
            case "60F" or "60M":
                if (head.Account.Length == 0 && _statement is not null) break; // a text about a balance, behind a statement that has closed
                if (head.Account.Length == 0) throw Incomplete(line, "the account (:25:)");
                head.Opening = _grammar.Balance(text, line);
                return true;
            case "61" or "62F" or "62M" when _statement is null:
                throw Incomplete(line, head.Begins > 0 ? "the opening balance (:60F:)" : "the beginning of a statement (:20:)");
        }
        return false;

        string Rest() => text[(text.IndexOf(':', 1) + 1)..];
    }

    /// <summary>Takes a line between opening and closing balance; gives the movement that it ends.</summary>
    private LineRead? TakeBody(Mt940Statement open, int line, string text)
    {
        var tag = Mt940Grammar.Tag(text);
        if (tag is "61" or "62F" or "62M" && (Mt940Grammar.IsMeant(tag, text) || !open.CanContinue))
        {
            if (tag == "61") return open.Begin(_grammar.Movement(text, line, open.Head.Currency));
            open.Close(_grammar.Balance(text, line));
            _behind.Add((line, text));
            return null;
        }
        if (tag == "86") open.Inform(text);
        else open.Continue(text);
        return null;
    }

    private BankFileException IsNoStatement(int line, string message) =>
        new(new BankFileIsNoStatement(Fields.At(where, line), message));

    private BankFileException Incomplete(int line, string missing) => new(new BankStatementIsIncomplete(Fields.At(where, line), missing));
}
