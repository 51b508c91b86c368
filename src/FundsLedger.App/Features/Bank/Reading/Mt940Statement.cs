using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>What was read of a statement's head, before its opening balance.</summary>
internal sealed class Mt940Head
{
    /// <summary>Line on which it begins; 0 before anything of it was read.</summary>
    public int Begins { get; private set; }

    public bool HasReference { get; private set; }

    public string Reference { get; private set; } = "";

    public string Account { get; private set; } = "";

    public StatementNumber Number { get; set; }

    public StatementBalance? Opening { get; set; }

    /// <summary>A reference begins a head, whatever was read before it.</summary>
    public void Restart(int line, string reference) =>
        (Begins, HasReference, Reference, Account, Number) = (line, true, reference.Trim(), "", StatementNumber.None);

    /// <summary>Some banks write no reference: then the account begins it.</summary>
    public void TakeAccount(int line, string account) => (Begins, Account) = (Begins == 0 ? line : Begins, account);
}

/// <summary>A statement that has opened: the movement that is being read, and the balance that perhaps closes it.</summary>
internal sealed class Mt940Statement(Mt940Head head)
{
    private Mt940Movement? _movement;
    private Int128 _sum;

    public StatementBalance? Closing { get; private set; }

    public StatementHead Head => new(head.Account, head.Opening!.Amount.Currency, head.Reference, head.Number, head.Opening, Closing,
        head.Begins) { Format = StatementFormat.Mt940 };

    /// <summary>True where opening balance and movements make the closing one.</summary>
    public bool Foots => Closing is { } closing && closing.Amount.Currency == head.Opening!.Amount.Currency && head.Opening.Amount.Minor
        + _sum == closing.Amount.Minor;

    /// <summary>True where the line at hand could be a payer's words.</summary>
    public bool CanContinue => _movement is { HasInformation: true };

    /// <summary>A movement begins; gives the one before.</summary>
    public LineRead? Begin(Mt940Movement movement)
    {
        var before = _movement?.Finish();
        _movement = movement;
        _sum += movement.Read.Amount.Minor;
        return before;
    }

    public void Inform(string text) => _movement?.Inform(text);

    public void Continue(string text) => _movement?.Continue(text);

    public void Close(StatementBalance closing) => Closing = closing;

    /// <summary>What was taken for the end was text.</summary>
    public void TakeBack(IEnumerable<(int Number, string Text)> lines)
    {
        Closing = null;
        foreach (var (_, text) in lines) _movement!.Continue(text);
    }

    public IEnumerable<StatementEvent> Finish()
    {
        if (_movement?.Finish() is { } last) yield return last;
        yield return new StatementEnds(Head);
    }
}

/// <summary>A movement (<c>:61:</c>) with what stands below it.</summary>
internal sealed class Mt940Movement(BankLine read, string text, string where)
{
    private readonly List<string> _raw = [text], _supplement = [], _information = [];
    private int _length = text.Length;

    public BankLine Read => read;

    public bool HasInformation { get; private set; }

    public void Inform(string text)
    {
        HasInformation = true;
        _information.Add(text[":86:".Length..]);
        Keep(text);
    }

    /// <summary>A line without a tag of its own, or one that only looks like a tag.</summary>
    public void Continue(string text)
    {
        (HasInformation ? _information : _supplement).Add(text);
        Keep(text);
    }

    public LineRead Finish() => new(Mt940Information.Apply(read, _supplement, _information) with { Raw = string.Join('\n', _raw) }, true);

    private void Keep(string text)
    {
        _raw.Add(text);
        _length += text.Length + 1;
        if (_length > ReadingBudget.LongestRecord) throw new BankFileException(new BankFileIsBroken(Fields.At(where, read.AtLine),
            "A movement holds far more than a bank statement does."));
    }
}
