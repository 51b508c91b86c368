namespace FundsLedger.Reports.Documents;

/// <summary>Turns a document into a PDF. Two exist because one of them needs a library with a licence that not every body may
/// use.</summary>
public interface IPdfEngine
{
    /// <summary>Writes the PDF and says what could not be set as written. The stream need not seek and stays open.</summary>
    PdfReport Render(Document document, Stream output);
}

/// <summary>How the setting went: pages, and the letters no embedded face has, which stand in the file as �. Null where the engine cannot
/// tell.</summary>
public sealed record PdfReport(int? Pages, IReadOnlyList<string> MissingLetters);
