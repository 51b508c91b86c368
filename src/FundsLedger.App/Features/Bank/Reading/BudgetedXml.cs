using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>XML from outside, read forward within <see cref="ReadingBudget"/>: no type declaration, no entity of one's own, nothing
/// fetched from anywhere, not too deep, no endless word.</summary>
internal sealed class BudgetedXml : IDisposable
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1024, IgnoreComments = true,
        IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
        // A letter that XML has not is damage in a text, and is marked there.
        CheckCharacters = false, CloseInput = false,
    };

    private readonly string _where;
    private readonly BudgetedText _text;
    private readonly XmlReader _xml;

    public BudgetedXml(Stream content, byte[] start, string where)
    {
        _where = where;
        _text = new BudgetedText(content, XmlEncoding.Of(start, where), where);
        _xml = XmlReader.Create(_text, Settings);
    }

    public XmlNodeType NodeType => _xml.NodeType;
    public string Name => _xml.LocalName;
    public string Namespace => _xml.NamespaceURI;
    public int Depth => _xml.Depth;
    public bool IsElement => _xml.NodeType == XmlNodeType.Element;
    public bool IsEmptyElement => _xml.IsEmptyElement;

    /// <summary>Line of the file, from 1.</summary>
    public int Line => Math.Max(1, ((IXmlLineInfo)_xml).LineNumber) + _text.BlankLines;

    public string? Attribute(string name) => _xml.AttributeCount > 0 ? _xml.GetAttribute(name) : null;

    public int ReadText(char[] into, int from, int most) => _xml.ReadValueChunk(into, from, most);

    /// <summary>Moves to the next node; false at the end.</summary>
    public bool Advance()
    {
        if (!_xml.Read()) return false;
        return _xml.Depth <= ReadingBudget.Deepest ? true
            : throw TooMuch("Elements stand within each other far deeper than in a bank statement.");
    }

    /// <summary>Moves to the next element of a name, from where it stands; false at the end.</summary>
    public bool Find(string name)
    {
        while (!_xml.EOF && !(IsElement && Name == name))
            if (!Advance()) return false;
        return !_xml.EOF;
    }

    /// <summary>Moves into the element it stands on; false where that is empty.</summary>
    public bool Enter() => !IsEmptyElement && Advance();

    /// <summary>Moves to the next element below one at a depth; false at its end.</summary>
    public bool NextChild(int depth)
    {
        while (!IsElement && _xml.Depth > depth && !_xml.EOF) Advance();
        return IsElement && _xml.Depth > depth;
    }

    /// <summary>Moves behind the element it stands on.</summary>
    public void Skip()
    {
        var depth = _xml.Depth;
        if (IsElement && !IsEmptyElement)
            while (Advance() && _xml.Depth > depth)
            {
            }
        Advance();
    }

    public BankFileException TooMuch(string fault) => new(new BankFileIsBroken(Fields.At(_where, Line), fault));

    public BankFileRefusal Refusal(XmlException fault)
    {
        var at = Fields.At(_where, Math.Max(1, fault.LineNumber) + _text.BlankLines);
        if (fault.Message.Contains("DTD", StringComparison.Ordinal)
            || fault.Message.Contains("entity", StringComparison.OrdinalIgnoreCase)) return new BankFileHasDtd(at);
        var message = Fields.Shown(fault.Message);
        return new BankFileIsBroken(at, message.EndsWith('.') ? message : message + ".");
    }

    public void Dispose()
    {
        _xml.Dispose();
        _text.Dispose();
    }
}

/// <summary>In which letters an XML file is written: by its first bytes, else by what it declares, else UTF-8. Bytes that are no letter
/// there become the mark of a damaged one.</summary>
internal static partial class XmlEncoding
{
    public static Encoding Of(byte[] start, string where)
    {
        switch (start)
        {
            case [0xEF, 0xBB, 0xBF, ..]: return Encoding.UTF8;
            case [0xFF, 0xFE, ..] or [0x3C, 0x00, not 0x00, 0x00, ..]: return Encoding.Unicode;
            case [0xFE, 0xFF, ..] or [0x00, 0x3C, 0x00, not 0x00, ..]: return Encoding.BigEndianUnicode;
        }
        if (Declared().Match(Encoding.Latin1.GetString(start)) is not { Success: true } match) return Encoding.UTF8;
        return match.Groups[1].Value.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" => Encoding.UTF8,
            "UTF-16" or "UTF-16LE" or "UTF-16BE" => throw new BankFileException(
                new BankFileIsBroken(Fields.At(where, 1), "It says that it has two bytes a letter, and has not.")),
            // windows-1252 holds Latin-1, and is what those mean who say Latin-1.
            "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" or "CP1252" => TextLines.Windows,
            var other => CodePagesEncodingProvider.Instance.GetEncoding(other)
                ?? throw new BankFileException(new BankFileEncodingIsWrong(where, "UTF-8")),
        };
    }

    [GeneratedRegex("""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")]
    private static partial Regex Declared();
}

/// <summary>Decoded text that refuses a word, a tag or a text without end, before anybody holds it.</summary>
internal sealed class BudgetedText(Stream content, Encoding encoding, string where) : TextReader
{
    private readonly StreamReader _text = new(content, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 16_384,
        leaveOpen: true);
    private int _run;
    private int _line = 1;
    private bool _hasBegun;

    /// <summary>Lines before the first that is not blank. XML forbids them before its declaration; they say nothing, and are left
    /// out.</summary>
    public int BlankLines { get; private set; }

    public override int Peek() => _text.Peek();

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var count = _text.Read(buffer);
        while (!_hasBegun && count > 0)
        {
            var blank = buffer[..count].IndexOfAnyExcept(" \t\r\n");
            _hasBegun = blank >= 0;
            BlankLines += buffer[..(_hasBegun ? blank : count)].Count('\n');
            if (_hasBegun) buffer[blank..count].CopyTo(buffer);
            count = _hasBegun ? count - blank : _text.Read(buffer);
            _line = BlankLines + 1;
        }
        foreach (ref var letter in buffer[..count])
        {
            // Letters that XML has not: damage in a text, and marked there.
            if (letter is (< ' ' and not ('\t' or '\n' or '\r')) or '\uFFFE' or '\uFFFF') letter = BankLine.DamagedLetter;
            if (letter is '<' or '>') _run = 0;
            else if (letter == '\n') _line++;
            else if (letter is not (' ' or '\t' or '\r') && ++_run > ReadingBudget.LongestToken) throw new BankFileException(
                new BankFileIsBroken(Fields.At(where, _line), "A text is far longer than a bank statement has."));
        }
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _text.Dispose();
        base.Dispose(disposing);
    }
}
