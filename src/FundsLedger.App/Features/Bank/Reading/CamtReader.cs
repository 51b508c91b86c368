using System.Globalization;
using System.Text;
using System.Xml;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>ISO 20022 camt.053, versions 2 to 8, one entry in memory at a time.</summary>
internal sealed class CamtReader(XmlReader xml, string where, bool withRaw)
{
    private const string Family = "urn:iso:std:iso:20022:tech:xsd:camt.";
    private readonly XmlTree _tree = new(xml, where, withRaw);

    /// <summary>No type declaration, no entity of one's own, nothing fetched from anywhere.</summary>
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1024, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true, CheckCharacters = true,
    };

    private int Line => ((IXmlLineInfo)xml).LineNumber;

    public static IEnumerable<StatementEvent> Read(Stream content, string where, bool withRaw)
    {
        using var xml = XmlReader.Create(content, Settings);
        var events = new CamtReader(xml, where, withRaw).ReadDocument().GetEnumerator();
        using (events)
        {
            while (true)
            {
                bool more;
                try { more = events.MoveNext(); }
                catch (XmlException fault) { throw new BankFileException(Refusal(fault, where)); }
                if (!more) yield break;
                yield return events.Current;
            }
        }
    }

    private static BankFileRefusal Refusal(XmlException fault, string where)
    {
        var at = Fields.At(where, Math.Max(1, fault.LineNumber));
        if (fault.Message.Contains("DTD", StringComparison.Ordinal) || fault.Message.Contains("entity", StringComparison.OrdinalIgnoreCase)) return new BankFileHasDtd(at);
        if (fault.Message.Contains("encoding", StringComparison.OrdinalIgnoreCase)) return new BankFileEncodingIsWrong(at, "the encoding it declares");
        return new BankFileIsBroken(at, fault.Message.EndsWith('.') ? fault.Message : fault.Message + ".");
    }

    private IEnumerable<StatementEvent> ReadDocument()
    {
        xml.MoveToContent();
        Recognise();
        var statements = 0;
        if (!Enter("BkToCstmrStmt")) throw Incomplete("the statement message (BkToCstmrStmt)");
        var hasHeader = false;
        while (NextChild(1, out var name))
        {
            if (name == "Stmt")
            {
                if (!hasHeader) throw Incomplete("the message header (GrpHdr)");
                foreach (var item in ReadStatement()) yield return item;
                statements++;
            }
            else
            {
                hasHeader |= name == "GrpHdr";
                xml.Skip();
            }
        }
        // To the end of the file: what is cut off after the last statement is cut off all the same.
        while (xml.Read())
        {
        }
        if (statements == 0) throw Incomplete("a statement (Stmt)");
    }

    private void Recognise()
    {
        var space = xml.NamespaceURI;
        var message = space.StartsWith(Family, StringComparison.Ordinal) ? space[(Family.Length - 5)..] : space;
        if (xml.LocalName != "Document" || message == space) throw new BankFileException(new BankFileIsUnknown(where));
        if (message.StartsWith("camt.052.", StringComparison.Ordinal)) throw new BankFileException(new BankFileIsNoStatement(where, "camt.052, an account report within the day"));
        if (message.StartsWith("camt.054.", StringComparison.Ordinal)) throw new BankFileException(new BankFileIsNoStatement(where, "camt.054, a notification of single movements"));
        if (message is not ("camt.053.001.02" or "camt.053.001.03" or "camt.053.001.04" or "camt.053.001.05" or "camt.053.001.06" or "camt.053.001.07" or "camt.053.001.08"))
            throw new BankFileException(new BankFileVersionIsUnknown(where, Fields.Shown(message)));
    }

    private IEnumerable<StatementEvent> ReadStatement()
    {
        var (line, depth) = (Line, xml.Depth);
        var (reference, account, ownCurrency) = ("", "", (string?)null);
        var number = StatementNumber.None;
        StatementBalance? opening = null, closing = null;
        StatementBalance? previous = null;
        Currency? firstEntry = null;
        StatementHead? head = null;
        xml.Read();
        while (NextChild(depth, out var name))
        {
            switch (name)
            {
                case "Id": reference = Fields.Text(xml.ReadElementContentAsString().Trim()); break;
                case "ElctrncSeqNb": number = Numbered(number); break;
                case "StmtPgntn":
                    _tree.Load();
                    number = number with { Page = int.TryParse(_tree.Value(0, "PgNb"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : null };
                    break;
                case "Acct":
                    _tree.Load();
                    var id = _tree.Child(0, "Id");
                    account = AccountNumber.Of(_tree.Value(id, "IBAN") ?? _tree.Value(_tree.Child(id, "Othr"), "Id") ?? "");
                    ownCurrency = _tree.Value(0, "Ccy");
                    if (account.Length == 0) throw Incomplete("the account's number (Acct/Id)", _tree.LineOf(0));
                    break;
                case "Bal":
                    _tree.Load();
                    var kind = _tree.Value(_tree.Child(_tree.Child(0, "Tp"), "CdOrPrtry"), "Cd");
                    var balance = Balance();
                    if (kind == "OPBD") opening ??= balance;
                    else if (kind == "PRCD") previous ??= balance;
                    else if (kind == "CLBD") closing = balance;
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

        StatementHead Head()
        {
            if (reference.Length == 0) throw Incomplete("the statement's id (Stmt/Id)", line);
            if (account.Length == 0) throw Incomplete("the account (Stmt/Acct)", line);
            var start = opening ?? previous;
            var currency = ownCurrency is not null ? Fields.Currency(ownCurrency, where, line) : start?.Amount.Currency ?? closing?.Amount.Currency ?? firstEntry;
            return new StatementHead(account, currency ?? throw Incomplete("the account's currency", line), reference, number, start, closing, line);
        }

        StatementNumber Numbered(StatementNumber known) =>
            long.TryParse(xml.ReadElementContentAsString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var counted) ? known with { Number = counted } : known;
    }

    private StatementBalance Balance()
    {
        var (amount, line) = (_tree.Child(0, "Amt"), _tree.LineOf(0));
        var money = Fields.Amount(_tree.Value(amount) ?? throw Incomplete("an amount (Bal/Amt)", line), Fields.Currency(_tree.Attribute(amount), where, line), where, line);
        var date = _tree.Child(0, "Dt");
        return new StatementBalance(CamtEntry.Signed(_tree, 0, money, where), CamtEntry.Day(_tree, date, where) ?? throw Incomplete("a balance's date (Bal/Dt)", line));
    }

    private bool Enter(string name)
    {
        if (xml.IsEmptyElement) return false;
        xml.Read();
        xml.MoveToContent();
        if (xml.NodeType != XmlNodeType.Element || xml.LocalName != name || xml.IsEmptyElement) return false;
        xml.Read();
        return true;
    }

    /// <summary>Moves to the next element below the one at <paramref name="depth"/>; false at its end.</summary>
    private bool NextChild(int depth, out string name)
    {
        while (xml.NodeType != XmlNodeType.Element && xml.Depth > depth && !xml.EOF) xml.Read();
        name = xml.LocalName;
        return xml.NodeType == XmlNodeType.Element && xml.Depth > depth;
    }

    private BankFileException Incomplete(string missing, int? line = null) => new(new BankStatementIsIncomplete(Fields.At(where, line ?? Math.Max(1, Line)), missing));
}

/// <summary>One element of the file with everything below it, as a flat list that is used again for the next.</summary>
internal sealed class XmlTree(XmlReader xml, string where, bool withRaw)
{
    private const int MostNodes = 100_000;
    private const int Deepest = 64;
    private const int LongestText = 65_536;
    private readonly List<(int Depth, string Name, string? Value, string? Attribute, int Line)> _nodes = [];
    private readonly StringBuilder _raw = new();
    private char[] _text = new char[1024];

    /// <summary>The element as text, without the layout; empty for who only counts.</summary>
    public string Raw(int node)
    {
        if (!withRaw) return "";
        _raw.Clear();
        Write(node);
        return _raw.ToString();
    }

    /// <summary>Reads the present element to behind its end.</summary>
    public void Load()
    {
        _nodes.Clear();
        var top = xml.Depth;
        var lines = (IXmlLineInfo)xml;
        while (true)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (_nodes.Count == MostNodes || xml.Depth - top > Deepest) throw new BankFileException(new BankFileIsBroken(Fields.At(where, lines.LineNumber), "An element holds far more than a bank statement does."));
                    _nodes.Add((xml.Depth - top, xml.LocalName, null, xml.AttributeCount > 0 ? xml.GetAttribute("Ccy") : null, lines.LineNumber));
                    if (xml.Depth == top && xml.IsEmptyElement) { xml.Read(); return; }
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    var last = _nodes[^1];
                    _nodes[^1] = last with { Value = last.Value is null ? Text() : last.Value + Text() };
                    break;
                case XmlNodeType.EndElement when xml.Depth == top:
                    xml.Read();
                    return;
            }
            if (!xml.Read()) throw new BankFileException(new BankFileIsBroken(Fields.At(where, lines.LineNumber), "It ends within an element."));
        }
    }

    /// <summary>The text at the reader, in pieces: a text as long as the file must not be held.</summary>
    private string Text()
    {
        var length = 0;
        while (true)
        {
            var read = xml.ReadValueChunk(_text, length, _text.Length - length);
            if (read == 0) return Fields.Text(new string(_text, 0, length));
            length += read;
            if (length == LongestText) throw new BankFileException(new BankFileIsBroken(Fields.At(where, ((IXmlLineInfo)xml).LineNumber), "A text is far longer than a bank statement has."));
            if (length == _text.Length) Array.Resize(ref _text, Math.Min(LongestText, _text.Length * 2));
        }
    }

    /// <summary>The first child with a name, or -1; of -1 nothing is a child.</summary>
    public int Child(int parent, string name) => parent < 0 ? -1 : Next(parent, parent, name);

    /// <summary>The next child with the name after one.</summary>
    public int Next(int parent, int after, string name)
    {
        var depth = _nodes[parent].Depth;
        for (var node = after + 1; node < _nodes.Count && _nodes[node].Depth > depth; node++)
            if (_nodes[node].Depth == depth + 1 && _nodes[node].Name == name) return node;
        return -1;
    }

    /// <summary>The text of a node; null where there is none.</summary>
    public string? Value(int node) => node < 0 ? null : _nodes[node].Value?.Trim();

    /// <summary>The text of a child.</summary>
    public string? Value(int parent, string name) => Value(Child(parent, name));

    /// <summary>The currency beside an amount.</summary>
    public string? Attribute(int node) => node < 0 ? null : _nodes[node].Attribute;

    /// <summary>Line of the file.</summary>
    public int LineOf(int node) => node < 0 ? 0 : _nodes[node].Line;

    private int Write(int node)
    {
        var (depth, name, value, attribute, _) = _nodes[node];
        _raw.Append('<').Append(name);
        if (attribute is not null) _raw.Append(" Ccy=\"").Append(attribute).Append('"');
        _raw.Append('>').Append(value is null ? null : Escaped(value.Trim()));
        var next = node + 1;
        while (next < _nodes.Count && _nodes[next].Depth > depth) next = Write(next);
        _raw.Append("</").Append(name).Append('>');
        return next;
    }

    private static string Escaped(string text) => text.AsSpan().IndexOfAny('&', '<', '>') < 0 ? text
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
