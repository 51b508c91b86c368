namespace FundsLedger.App.Web;

/// <summary>One field of a form, for the partial <c>_Field</c>. Label and hint are keys of sentences.</summary>
public sealed record Field(Form Form, string Name, string Label)
{
    /// <summary>text, short, date, month, amount, number, code, email, password, area or select.</summary>
    public string Kind { get; init; } = "text";

    public string? Hint { get; init; }

    /// <summary>The label's own text, where it is no sentence of the pages but data.</summary>
    public string? Text { get; init; }

    public bool IsOptional { get; init; }

    /// <summary>What a browser may fill in.</summary>
    public string Autocomplete { get; init; } = "off";

    /// <summary>Value and shown text, for a select.</summary>
    public IEnumerable<(string Value, string Text)> Options { get; init; } = [];

    public int Longest { get; init; } = 500;

    public string Id => $"f-{Name}";
}

/// <summary>A figure with its name, for the partial <c>_Figure</c>.</summary>
public sealed record Figure(string Label, Microsoft.AspNetCore.Html.IHtmlContent Value)
{
    public string? Note { get; init; }

    /// <summary>Where the postings behind it are.</summary>
    public string? Href { get; init; }

    /// <summary>The operation at <see cref="Href"/>: without the right to it, or with one to a part of what the figure counts, it is no
    /// link.</summary>
    public Operation Needs { get; init; } = Operation.ReadAccounts;

    public bool IsMain { get; init; }
}

/// <summary>Links to the pages of a list, for the partial <c>_Pager</c>.</summary>
public sealed record Pager(string? First, string? Next)
{
    /// <summary>Rows on a page of a numbered list.</summary>
    public const int Length = 50;

    /// <summary>The links of a numbered list; pages count from 1.</summary>
    public static Pager Of(HttpRequest request, int page, int rows) => new(
        page > 1 ? Links.With(request, "p", null) : null,
        rows > (long)page * Length
            ? Links.With(request, "p", (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)) : null);

    /// <summary>The rows of one page; none where the list ends before it.</summary>
    public static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> rows, int page) =>
        (page - 1L) * Length >= rows.Count ? [] : [.. rows.Skip((page - 1) * Length).Take(Length)];
}
