using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Templates;

namespace FundsLedger.Reports.Html;

/// <summary>A document as HTML: the same blocks as in the PDF, in <c>Templates/Document.cshtml</c>.</summary>
/// <remarks>
/// Class names for the style sheet: <c>document</c> (the whole), <c>document-banner</c>, <c>document-head</c>, <c>document-subtitle</c>,
/// <c>document-foot</c>, <c>lead</c>, <c>note</c>, <c>callout</c>, <c>callout-title</c>, <c>key-figures</c>, <c>key-figure</c> (dl cards:
/// dt label, dd.value, dd.remark), <c>particulars</c>, <c>definitions</c> (dl), <c>table-scroll</c> (around a table), <c>figures</c> (the
/// table), <c>end</c> (cells at the end side), <c>nowrap</c>, <c>strong</c> (row), <c>chart</c> (figure), <c>certification</c>,
/// <c>signatories</c>, <c>signatory</c>, <c>verification</c>, <c>verification-code</c>, <c>qr</c> (svg); inside a chart's svg the classes
/// of <see cref="Charts.ChartInk"/>.
/// </remarks>
public static class HtmlRenderer
{
    /// <summary>A fragment (an <c>article</c>, headings from h2 down) to stand in a page.</summary>
    public static Task<string> FragmentAsync(Document document) => TemplateEngine.Shared.RenderAsync("Document", document);

    /// <summary>A complete file with its own style sheet, to keep or send.</summary>
    public static async Task<string> PageAsync(Document document) =>
        await TemplateEngine.Shared.RenderAsync("Page", new HtmlPage(document, await FragmentAsync(document)));
}

/// <summary>A document and its fragment, as the model of the complete file.</summary>
public sealed record HtmlPage(Document Document, string Fragment);
