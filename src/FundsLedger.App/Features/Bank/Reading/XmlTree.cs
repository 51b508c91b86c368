using System.Text;
using System.Xml;
using FundsLedger.App.Storage.Outside;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>One element of the file with everything below it, as a flat list that is used again for the next.</summary>
internal sealed class XmlTree(BudgetedXml xml, bool withRaw)
{
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
        var (top, pieces) = (xml.Depth, 0);
        while (true)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (_nodes.Count == ReadingBudget.MostElements) throw xml.TooMuch(
                        "An element holds far more than a bank statement does.");
                    _nodes.Add((xml.Depth - top, xml.Name, null, xml.Attribute("Ccy"), xml.Line));
                    if (xml.Depth == top && xml.IsEmptyElement)
                    {
                        xml.Advance();
                        return;
                    }
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    // Text after a child belongs to the parent. Somebody who splits one text by many children only wants us to join it: the
                    // pieces are limited.
                    var node = _nodes.FindLastIndex(each => each.Depth == xml.Depth - top - 1);
                    if (_nodes[node].Value is not null && ++pieces > ReadingBudget.MostPieces) throw xml.TooMuch(
                        "A text is in far more pieces than in a bank statement.");
                    var value = _nodes[node].Value + Text();
                    if (value.Length > ReadingBudget.LongestToken) throw xml.TooMuch("A text is far longer than a bank statement has.");
                    _nodes[node] = _nodes[node] with { Value = value };
                    break;
                case XmlNodeType.EndElement when xml.Depth == top:
                    xml.Advance();
                    return;
            }
            if (!xml.Advance()) throw xml.TooMuch("It ends within an element.");
        }
    }

    /// <summary>The text at the reader, in pieces: a text as long as the file must not be held.</summary>
    private string Text()
    {
        var length = 0;
        while (true)
        {
            var read = xml.ReadText(_text, length, _text.Length - length);
            if (read == 0) return Fields.Text(new string(_text, 0, length));
            length += read;
            if (length == ReadingBudget.LongestToken) throw xml.TooMuch("A text is far longer than a bank statement has.");
            if (length == _text.Length) Array.Resize(ref _text, Math.Min(ReadingBudget.LongestToken, _text.Length * 2));
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

    /// <summary>All children with a name, in order.</summary>
    public IEnumerable<int> Children(int parent, string name)
    {
        for (var child = Child(parent, name); child >= 0; child = Next(parent, child, name)) yield return child;
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
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
