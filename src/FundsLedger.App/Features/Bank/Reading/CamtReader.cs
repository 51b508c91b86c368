using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>ISO 20022 camt.053, versions 1 to 14, alone or in a wrapper, one entry in memory at a time.</summary>
internal sealed partial class CamtReader(BudgetedXml xml, string where, bool withRaw)
{
    private readonly XmlTree _tree = new(xml, withRaw);

    public static IEnumerable<StatementEvent> Read(Stream content, byte[] start, string where, bool withRaw)
    {
        using var xml = new BudgetedXml(content, start, where);
        using var events = new CamtReader(xml, where, withRaw).ReadDocument().GetEnumerator();
        while (true)
        {
            bool more;
            try { more = events.MoveNext(); }
            catch (XmlException fault) { throw new BankFileException(xml.Refusal(fault)); }
            if (!more) yield break;
            yield return events.Current;
        }
    }

    /// <summary>Every document of the file, alone or within what banks and networks wrap it in.</summary>
    private IEnumerable<StatementEvent> ReadDocument()
    {
        if (!xml.Find("Document")) throw new BankFileException(new BankFileIsUnknown(where));
        do
        {
            Recognise();
            foreach (var item in ReadMessage()) yield return item;
        }
        // To the end of the file: what is cut off after the last statement is cut off all the same.
        while (xml.Find("Document"));
    }

    private IEnumerable<StatementEvent> ReadMessage()
    {
        if (!xml.Enter() || !xml.IsElement || xml.Name is not ("BkToCstmrStmt" or "BkToCstmrStmtV01")
            || xml.IsEmptyElement) throw Incomplete("the statement message (BkToCstmrStmt)");
        var (hasHeader, statements, depth) = (false, 0, xml.Depth);
        xml.Enter();
        while (xml.NextChild(depth))
        {
            if (xml.Name == "Stmt")
            {
                if (!hasHeader) throw Incomplete("the message header (GrpHdr)");
                foreach (var item in ReadStatement()) yield return item;
                statements++;
            }
            else
            {
                hasHeader |= xml.Name == "GrpHdr";
                xml.Skip();
            }
        }
        if (statements == 0) throw Incomplete("a statement (Stmt)");
    }

    /// <summary>Says what the document is, and refuses what is none of ours.</summary>
    private void Recognise()
    {
        var match = Message().Match(xml.Namespace);
        switch (match.Groups["message"].Value)
        {
            case "camt.053": break;
            case "camt.052": throw new BankFileException(new BankFileIsNoStatement(where, "camt.052, an account report within the day"));
            case "camt.054": throw new BankFileException(new BankFileIsNoStatement(where, "camt.054, a notification of single movements"));
            default: throw new BankFileException(new BankFileIsUnknown(where));
        }
        if (int.Parse(match.Groups["version"].Value, NumberStyles.None,
            CultureInfo.InvariantCulture) is < 1 or > 14) throw new BankFileException(new BankFileVersionIsUnknown(where,
            match.Groups["all"].Value));
    }

    private IEnumerable<StatementEvent> ReadStatement()
    {
        var (line, depth) = (xml.Line, xml.Depth);
        var (reference, account, ownCurrency) = ("", "", (string?)null);
        var number = StatementNumber.None;
        var (balances, isLastPage) = (new CamtBalances(), true);
        Currency? firstEntry = null;
        StatementHead? head = null;
        xml.Advance();
        while (xml.NextChild(depth))
        {
            switch (xml.Name)
            {
                case "Id": reference = Value(); break;
                case "ElctrncSeqNb": number = long.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var counted)
                    ? number with { Number = counted } : number; break;
                case "StmtPgntn":
                    _tree.Load();
                    number = number with { Page = int.TryParse(_tree.Value(0, "PgNb"), NumberStyles.None, CultureInfo.InvariantCulture,
                        out var page) ? page : null };
                    isLastPage = _tree.Value(0, "LastPgInd") is not ("false" or "0");
                    break;
                case "Acct":
                    _tree.Load();
                    var id = _tree.Child(0, "Id");
                    account = AccountNumber.Of(_tree.Value(id, "IBAN") ?? _tree.Value(_tree.Child(id, "Othr"), "Id")
                        ?? _tree.Value(_tree.Child(id, "PrtryAcct"), "Id") ?? _tree.Value(id, "BBAN") ?? "");
                    ownCurrency = _tree.Value(0, "Ccy");
                    if (account.Length == 0) throw Incomplete("the account's number (Acct/Id)", _tree.LineOf(0));
                    break;
                case "Bal":
                    _tree.Load();
                    var type = _tree.Child(0, "Tp");
                    balances.Take(_tree.Value(_tree.Child(type, "CdOrPrtry"), "Cd") ?? _tree.Value(type, "Cd"), Balance());
                    break;
                case "Ntry":
                    _tree.Load();
                    firstEntry ??= Fields.Currency(_tree.Attribute(_tree.Child(0, "Amt")), where, _tree.LineOf(0));
                    if (head is null) yield return new StatementBegins(head = Head());
                    foreach (var read in CamtEntry.Read(_tree, where)) yield return read;
                    break;
                default: xml.Skip(); break;
            }
        }
        if (head is null) yield return new StatementBegins(Head());
        yield return new StatementEnds(Head());

        string Value()
        {
            _tree.Load();
            return _tree.Value(0) ?? "";
        }

        StatementHead Head()
        {
            if (reference.Length == 0) throw Incomplete("the statement's id (Stmt/Id)", line);
            if (account.Length == 0) throw Incomplete("the account (Stmt/Acct)", line);
            var (opening, closing) = balances.Of(number.Page, isLastPage);
            var currency = ownCurrency is not null ? Fields.Currency(ownCurrency, where, line)
                : opening?.Amount.Currency ?? closing?.Amount.Currency ?? firstEntry;
            return new StatementHead(account, currency ?? throw Incomplete("the account's currency", line), reference, number, opening,
                closing, line);
        }
    }

    private StatementBalance Balance()
    {
        var (amount, line) = (_tree.Child(0, "Amt"), _tree.LineOf(0));
        var money = Fields.Amount(_tree.Value(amount) ?? throw Incomplete("an amount (Bal/Amt)", line),
            Fields.Currency(_tree.Attribute(amount), where, line), where, line);
        var date = _tree.Child(0, "Dt");
        return new StatementBalance(CamtEntry.Signed(_tree, 0, money, where), CamtEntry.Day(_tree, date, where)
            ?? throw Incomplete("a balance's date (Bal/Dt)", line));
    }

    private BankFileException Incomplete(string missing, int? line = null) =>
        new(new BankStatementIsIncomplete(Fields.At(where, line ?? xml.Line), missing));

    [GeneratedRegex(@"^urn:iso:std:iso:20022:tech:xsd:(?<all>(?<message>[a-z]{4}\.\d{3})\.001\.(?<version>\d{2}))$")]
    private static partial Regex Message();
}

/// <summary>The booked balances of a statement. A page in between opens or closes with an interim one (ITBD).</summary>
internal sealed class CamtBalances
{
    private readonly List<StatementBalance> _interim = [];
    private StatementBalance? _opening, _previous, _closing;

    public void Take(string? kind, StatementBalance balance)
    {
        if (kind == "OPBD") _opening ??= balance;
        else if (kind == "PRCD") _previous ??= balance;
        else if (kind == "CLBD") _closing = balance;
        else if (kind == "ITBD") _interim.Add(balance);
    }

    /// <summary>Where a page opens and closes: banks that repeat the whole statement's balances on every page give the interim ones too,
    /// and those count.</summary>
    public (StatementBalance? Opening, StatementBalance? Closing) Of(int? page, bool isLastPage)
    {
        var beginsWithin = page > 1 && _interim.Count > 0 && (isLastPage || _interim.Count > 1 || _opening is null);
        return (beginsWithin ? _interim[0] : _opening ?? _previous, !isLastPage && _interim.Count > 0 ? _interim[^1] : _closing);
    }
}
