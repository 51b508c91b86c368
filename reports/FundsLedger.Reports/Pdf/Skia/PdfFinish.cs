using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Adds to Skia's file what Skia has no call for: language, bookmarks, the title in the window's bar; and takes out the clock,
/// from which Skia makes the file's id. The additions are an incremental update (ISO 32000-1 §7.5.6), so nothing Skia wrote has to
/// move.</summary>
internal static partial class PdfFinish
{
    public static byte[] Finish(byte[] skia, string language, IReadOnlyList<Bookmark> bookmarks)
    {
        // Latin-1 maps every byte to one character and back: offsets stay true.
        var text = Encoding.Latin1.GetString(skia);
        text = WithStableId(text);
        return Encoding.Latin1.GetBytes(text + Update(text, language, bookmarks));
    }

    // The id becomes a hash of the content, in both places: XMP's in the same length, so that no offset moves; the trailer's may grow, for
    // nothing follows it.
    private static string WithStableId(string text)
    {
        var blank = XmpId().Replace(FileId().Replace(text, ""), "");
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(blank)).AsSpan(0, 16));
        if (FileId().Count(text) != 1 || XmpId().Count(text) == 0) throw new InvalidOperationException("The PDF's id is not where it was.");
        text = FileId().Replace(text, $"/ID [<{hash}> <{hash}>]");
        return XmpId().Replace(text, $"uuid:{Guid.ParseExact(hash, "N"):D}");
    }

    private static string Update(string text, string language, IReadOnlyList<Bookmark> bookmarks)
    {
        var trailer = text[text.LastIndexOf("trailer", StringComparison.Ordinal)..];
        var previous = Number(StartXref().Match(trailer));
        var size = Number(Size().Match(trailer));
        var root = Number(Root().Match(trailer));

        var objects = new SortedDictionary<int, string>();
        foreach (var (number, body) in Outline(bookmarks, size)) objects.Add(number, body);
        objects.Add(root, Catalog(text, root, language, bookmarks.Count == 0 ? null : size));

        var update = new StringBuilder("\n");
        var offsets = new SortedDictionary<int, int>();
        foreach (var (number, body) in objects)
        {
            offsets.Add(number, text.Length + update.Length);
            update.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");
        }
        var xref = text.Length + update.Length;
        update.Append("xref\n");
        foreach (var (number, offset) in offsets) update.Append(CultureInfo.InvariantCulture, $"{number} 1\n{offset:D10} 00000 n \n");

        var dictionary = trailer["trailer".Length..trailer.IndexOf("startxref", StringComparison.Ordinal)].Trim();
        dictionary = Size()
            .Replace(dictionary,
                string.Create(CultureInfo.InvariantCulture, $"/Size {Math.Max(size, objects.Keys.Last() + 1)}\n/Prev {previous}"));
        return update.Append(CultureInfo.InvariantCulture, $"trailer\n{dictionary}\nstartxref\n{xref}\n%%EOF\n").ToString();
    }

    private static string Catalog(string text, int root, string language, int? outlines)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"\n{root} 0 obj\n");
        var start = text.LastIndexOf(head, StringComparison.Ordinal) + head.Length;
        var end = text.IndexOf("endobj", start, StringComparison.Ordinal);
        var catalog = text[start..end].Trim();
        if (!catalog.StartsWith("<<", StringComparison.Ordinal) || !catalog.EndsWith(">>", StringComparison.Ordinal))
            throw new InvalidOperationException("The PDF's catalog is not where its trailer says.");
        var outline =
            outlines is { } number ? string.Create(CultureInfo.InvariantCulture, $"/Outlines {number} 0 R\n/PageMode /UseOutlines\n") : "";
        return $"{catalog[..^2]}\n/Lang ({language})\n/ViewerPreferences <</DisplayDocTitle true>>\n{outline}>>";
    }

    // One root, then every bookmark; a deeper level hangs under the last shallower one before it.
    private static IEnumerable<(int Number, string Body)> Outline(IReadOnlyList<Bookmark> bookmarks, int first)
    {
        if (bookmarks.Count == 0) yield break;
        var parents = Parents(bookmarks);
        var children = Enumerable.Range(-1, bookmarks.Count + 1)
            .ToDictionary(node => node, node => parents.Index().Where(pair => pair.Item == node).Select(pair => pair.Index).ToList());
        string At(int node) => string.Create(CultureInfo.InvariantCulture, $"{first + 1 + node} 0 R");
        string Family(int node) =>
            children[node] is { Count: > 0 } own
                ? string.Create(CultureInfo.InvariantCulture, $"/First {At(own[0])} /Last {At(own[^1])} /Count {own.Count}") : "";

        yield return (first,
            string.Create(CultureInfo.InvariantCulture,
                $"<</Type /Outlines /First {At(children[-1][0])} /Last {At(children[-1][^1])} /Count {bookmarks.Count}>>"));
        for (var node = 0; node < bookmarks.Count; node++)
        {
            var siblings = children[parents[node]];
            var place = siblings.IndexOf(node);
            var before = place > 0 ? $"/Prev {At(siblings[place - 1])}" : "";
            var after = place + 1 < siblings.Count ? $"/Next {At(siblings[place + 1])}" : "";
            var links = $"/Parent {At(parents[node])} {before} {after} {Family(node)}";
            yield return (first + 1 + node,
                $"<</Title {TextString(bookmarks[node].Text)} {links} /Dest /{bookmarks[node].Name}>>");
        }
    }

    private static List<int> Parents(IReadOnlyList<Bookmark> bookmarks)
    {
        var parents = new List<int>();
        for (var node = 0; node < bookmarks.Count; node++)
        {
            var parent = node - 1;
            while (parent >= 0 && bookmarks[parent].Level >= bookmarks[node].Level) parent--;
            parents.Add(parent);
        }
        return parents;
    }

    private static string TextString(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static int Number(Match match) => match.Success
        ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("The PDF's trailer is not as expected.");

    // Skia writes each half as hex or as a literal string, whichever is shorter.
    [GeneratedRegex(@"/ID \[(?:<[0-9A-Fa-f]*>|\((?:\\.|[^\\()])*\)|\s)+\]", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex FileId();

    [GeneratedRegex(@"uuid:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}", RegexOptions.CultureInvariant)]
    private static partial Regex XmpId();

    [GeneratedRegex(@"startxref\s+([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex StartXref();

    [GeneratedRegex(@"/Size ([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Size();

    [GeneratedRegex(@"/Root ([0-9]+) 0 R", RegexOptions.CultureInvariant)]
    private static partial Regex Root();
}
