using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>The fields of a mapping as pages, programs and the command line write them.</summary>
internal static class MappingForm
{
    /// <summary>What parts fields, by the words of forms: a tab is hard to type.</summary>
    public static readonly IReadOnlyList<string> Delimiters = [";", ",", "tab", "|"];

    public static string Word(char delimiter) => delimiter == '\t' ? "tab" : delimiter.ToString();

    public static char Delimiter(string word) => word == "tab" ? '\t' : word[0];

    /// <summary>The mapping that was typed; what is missing is noted in the form.</summary>
    public static CsvMapping? Read(Form form)
    {
        var (code, delimiter, mark, dates) = (form.Text("code", 20), form.Choice("delimiter", Delimiters),
            form.Choice("decimal", [".", ","]), form.Text("dates", 20));
        var columns = CsvMapping.Parts.Where(part => form[$"column_{part}"].Length > 0)
            .ToDictionary(part => part, part => form.Text($"column_{part}", 100), StringComparer.Ordinal);
        return form.IsFaulty ? null
            : new CsvMapping(code, Delimiter(delimiter), mark[0], dates, form["account"], form["currency"].ToUpperInvariant(), columns)
            {
                Encoding = form["encoding"] == "windows-1252" ? "windows-1252" : null,
                Minus = form["minus"].Length > 0 ? form.Text("minus", 100) : null,
                Footer = form["footer"].Length > 0 ? form.Text("footer", 100) : null,
            };
    }
}

/// <summary>The fields of a mapping on a page.</summary>
/// <param name="Form">What was typed.</param>
/// <param name="Headings">Of the file it is made for; null where there is none.</param>
/// <param name="Accounts">Numbers of accounts to choose from, with what they are called; null where a number is typed.</param>
public sealed record MappingFields(Form Form, IReadOnlyList<string>? Headings = null,
    IReadOnlyList<(string Value, string Text)>? Accounts = null);
