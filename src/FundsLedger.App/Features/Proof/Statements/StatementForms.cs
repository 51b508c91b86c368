using System.Text;
using System.Text.Json;
using FundsLedger.App.Api;
using FundsLedger.Domain;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Export;
using FundsLedger.Reports.Html;
using FundsLedger.Reports.Pdf;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>In which form a statement is given. Every form is made of the same record.</summary>
public enum StatementForm { Pdf, Html, Csv, Xlsx, Json }

/// <summary>A file: what it holds, what it is, and how its name ends.</summary>
public sealed record StatementOutput(byte[] Content, string Type, string Ending);

/// <summary>Makes the files of a statement.</summary>
public static class StatementForms
{
    /// <summary>The statement in a form. A PDF is refused when a letter in it cannot be printed.</summary>
    public static async Task<Outcome<StatementOutput>> InAsync(this DonorStatement statement, StatementForm form, string donor,
        CancellationToken cancel = default) => form switch
    {
        StatementForm.Pdf => Pdf(statement),
        StatementForm.Html => new StatementOutput(Encoding.UTF8.GetBytes(await HtmlRenderer.PageAsync(statement.Document)),
            "text/html; charset=utf-8", ".html"),
        // With the mark that tells a spreadsheet the encoding.
        StatementForm.Csv => new StatementOutput([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(StatementSheets.ToCsv(
            statement.Data))], "text/csv; charset=utf-8", ".csv"),
        StatementForm.Xlsx => new StatementOutput(await Workbook.ToBytesAsync(StatementSheets.Of(statement.Data), cancel),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        StatementForm.Json => new StatementOutput(JsonSerializer.SerializeToUtf8Bytes(ApiStatement.Of(donor, statement.Data),
            ApiJson.Options), "application/json", ".data.json"),
    };

    private static Outcome<StatementOutput> Pdf(DonorStatement statement) =>
        DonorStatementDocument.MissingLetters(statement.Document) is { Count: > 0 } missing ? Missing(missing)
        : new StatementOutput(PdfEngines.Default.ToBytes(statement.Document), "application/pdf", ".pdf");

    /// <summary>The refusal that names letters.</summary>
    internal static StatementLetterIsMissing Missing(IEnumerable<string> letters) =>
        new([.. letters.Select(Reports.Typefaces.EmbeddedFonts.NameOf)]);
}
