using FundsLedger.Domain;
using FundsLedger.Reports.Formatting;
using FundsLedger.Reports.Html;
using FundsLedger.Reports.Templates;

namespace FundsLedger.Reports.Documents.Reminder;

/// <summary>Something overdue, as the reminder lists it.</summary>
/// <param name="Reference">The agreement and instalment, or the pledge.</param>
/// <param name="Fund">Name of the fund in the reminder's language.</param>
/// <param name="DueOn">Day it was due.</param>
/// <param name="Days">Days overdue.</param>
/// <param name="Open">In the donor's currency.</param>
public sealed record ReminderItem(string Reference, string Fund, DateOnly DueOn, int Days, Money Open);

/// <summary>What a reminder says.</summary>
/// <param name="Language">"en" or "fr".</param>
/// <param name="Reference">By which it is quoted.</param>
/// <param name="DonorName">As printed.</param>
/// <param name="IsDiplomatic">True for a note verbale: States, their agencies and international organisations.</param>
/// <param name="AsOf">Day of the figures.</param>
/// <param name="Items">The longest overdue first; at least one.</param>
/// <param name="IsSynthetic">True in a demonstration.</param>
public sealed record ReminderData(string Language, string Reference, string DonorName, bool IsDiplomatic, DateOnly AsOf,
    DateTimeOffset CreatedAt, IReadOnlyList<ReminderItem> Items, bool IsSynthetic);

/// <summary>A reminder set in words: a note verbale, or a letter to who receives none. It is a draft; the program never sends it. PDF and
/// HTML are made of this and say the same.</summary>
public sealed record ReminderLetter
{
    public required ReminderData Data { get; init; }
    public required string Title { get; init; }
    public required string Subject { get; init; }
    public required string Author { get; init; }
    public required string Header { get; init; }
    public required string Footer { get; init; }
    public required string Banner { get; init; }

    /// <summary>How a letter begins; null for a note verbale, which begins with its compliments.</summary>
    public required string? Salutation { get; init; }

    public required string Opening { get; init; }
    public required Table Items { get; init; }
    public required string Request { get; init; }
    public required string Closing { get; init; }

    /// <summary>Left open: it is dated on the day somebody sends it.</summary>
    public required string PlaceAndDate { get; init; }

    /// <summary>Who initials or signs.</summary>
    public required string Hand { get; init; }

    /// <summary>Whom it goes to; at the foot of a note verbale.</summary>
    public required string Addressee { get; init; }

    public string Language => Data.Language;

    /// <summary>The letter in the words of its language.</summary>
    public static ReminderLetter Of(ReminderData data) =>
        Languages.IsFrench(data.Language) ? ReminderWording.French(data) : ReminderWording.English(data);

    /// <summary>For the PDF: the same words in the same order.</summary>
    public Document Document => new()
    {
        Title = Title,
        Subtitle = Data.IsDiplomatic ? null : Data.DonorName,
        Language = Language,
        Reference = Data.Reference,
        Subject = Subject,
        Author = Author,
        CreatedAt = Data.CreatedAt,
        Furniture = new Furniture(Header, Footer, Banner),
        Blocks =
        [
            .. Salutation is null ? Array.Empty<Block>() : [new Paragraph(Salutation)],
            new Paragraph(Opening), Items, new Paragraph(Request), new Paragraph(Closing), new Paragraph($"{PlaceAndDate}\n{Hand}"),
            .. Data.IsDiplomatic ? [new Paragraph(Addressee)] : Array.Empty<Block>(),
        ],
    };

    /// <summary>A fragment to stand in a page, from the template of its own: <c>Templates/Reminder.cshtml</c>.</summary>
    public Task<string> FragmentAsync() => TemplateEngine.Shared.RenderAsync("Reminder", this);

    /// <summary>A complete file, to keep.</summary>
    public async Task<string> PageAsync() => await TemplateEngine.Shared.RenderAsync("Page", new HtmlPage(Document, await FragmentAsync()));
}
