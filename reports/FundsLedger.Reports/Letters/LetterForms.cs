using System.Text;
using FundsLedger.Reports.Formatting;
using FundsLedger.Reports.Templates;

namespace FundsLedger.Reports.Letters;

/// <summary>A letter with what its forms need beside it.</summary>
/// <param name="Letter">What it says.</param>
/// <param name="Url">The link's full address; null without a link.</param>
/// <param name="PictureSource">What the img element names, e.g. <c>cid:…</c>; null without a picture.</param>
public sealed record LetterPage(Letter Letter, string? Url, string? PictureSource)
{
    /// <summary>The standing last line, in the letter's language.</summary>
    public string Footer => Languages.IsFrench(Letter.Language)
        ? "Ce message est envoyé automatiquement par FundsLedger. Merci de ne pas y répondre."
        : "FundsLedger sends this message by itself. Please do not answer it.";
}

/// <summary>The two forms of a letter.</summary>
public static class LetterForms
{
    private const int Width = 72;

    /// <summary>Plain text, wrapped at 72 characters, lines ended by CR LF.</summary>
    public static string Text(LetterPage page)
    {
        var (letter, text) = (page.Letter, new StringBuilder());
        if (letter.Banner is { } banner) Add(text, $"*** {banner} ***");
        foreach (var paragraph in letter.Paragraphs) Add(text, paragraph);
        if (letter.Figures.Count > 0)
        {
            foreach (var figure in letter.Figures)
                text.Append(figure.Label).Append(Languages.IsFrench(letter.Language) ? " : " : ": ").Append(figure.Value).Append("\r\n");
            text.Append("\r\n");
        }
        if (letter.Picture is { } picture) Add(text, $"[{picture.AltText}]");
        // An address is never broken: half of it leads nowhere.
        if (letter.Link is { } link)
            text.Append(link.Label).Append(Languages.IsFrench(letter.Language) ? " :\r\n" : ":\r\n").Append(page.Url).Append("\r\n\r\n");
        // The line that mail programs take for the start of a signature.
        text.Append("-- \r\n");
        Add(text, page.Footer);
        return text.ToString().TrimEnd() + "\r\n";
    }

    /// <summary>HTML for mail programs: tables and inline styles, because many of them know nothing else.</summary>
    public static Task<string> HtmlAsync(LetterPage page) => TemplateEngine.Shared.RenderAsync("Letter", page);

    private static void Add(StringBuilder text, string paragraph)
    {
        var line = 0;
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line > 0 && line + 1 + word.Length > Width)
            {
                text.Append("\r\n");
                line = 0;
            }
            if (line > 0) text.Append(' ');
            text.Append(word);
            line += word.Length + (line > 0 ? 1 : 0);
        }
        text.Append("\r\n\r\n");
    }
}
