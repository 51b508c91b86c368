using FundsLedger.Domain;
using FundsLedger.Reports.Formatting;

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
public sealed record ReminderData(string Language, string Reference, string DonorName, bool IsDiplomatic, DateOnly AsOf, DateTimeOffset CreatedAt, IReadOnlyList<ReminderItem> Items, bool IsSynthetic);

/// <summary>Sets a reminder in words: a note verbale, or a letter to who receives none. It is a draft; the program never sends it.</summary>
public static class ReminderDocument
{
    /// <summary>The document for these items.</summary>
    public static Document Build(ReminderData data)
    {
        var french = Languages.IsFrench(data.Language);
        var totals = data.Items.GroupBy(item => item.Open.Currency).OrderBy(group => group.Key.Code, StringComparer.Ordinal)
            .Select(group => group.Aggregate(Money.Zero(group.Key), (sum, item) => sum + item.Open)).ToList();
        var asOf = DateText.Format(data.AsOf, data.Language);
        return new Document
        {
            Title = (data.IsDiplomatic, french) switch { (true, true) => "Note verbale", (true, false) => "Note verbale", (false, true) => "Lettre de rappel", (false, false) => "Reminder letter" },
            Subtitle = data.DonorName,
            Language = data.Language,
            Reference = data.Reference,
            Subject = french ? $"Contributions échues au {asOf}" : $"Contributions overdue on {asOf}",
            Author = french ? "Greffe de la Cour pénale internationale" : "Registry of the International Criminal Court",
            CreatedAt = data.CreatedAt,
            Furniture = new Furniture(french ? "Cour pénale internationale · Greffe" : "International Criminal Court · Registry", french ? "Projet, non envoyé" : "Draft, not sent",
                data.IsSynthetic ? (french ? "Projet · Chiffres synthétiques de démonstration" : "Draft · Synthetic figures for demonstration") : french ? "Projet" : "Draft"),
            Blocks =
            [
                new Paragraph(Opening(data, french, asOf), IsLead: false),
                Items(data, french, totals),
                new Paragraph(Request(data, french)),
                new Paragraph(Closing(data, french)),
                new Certification(french ? "La Haye, le" : "The Hague,", [new Signatory(french ? "Pour le Greffe" : "For the Registry", null, null, "Date")]),
            ],
        };
    }

    private static string Opening(ReminderData data, bool french, string asOf) => (data.IsDiplomatic, french) switch
    {
        (true, false) => $"The Registry of the International Criminal Court presents its compliments to {data.DonorName} and has the honour to refer to the contributions listed below, which according to its records had fallen due and were outstanding on {asOf}.",
        (true, true) => $"Le Greffe de la Cour pénale internationale présente ses compliments à : {data.DonorName}, et a l’honneur de se référer aux contributions énumérées ci-après qui, d’après ses registres, étaient échues et non versées au {asOf}.",
        (false, false) => $"The Registry of the International Criminal Court thanks {data.DonorName} for its support. According to our records the contributions listed below had fallen due and were outstanding on {asOf}.",
        (false, true) => $"Le Greffe de la Cour pénale internationale remercie {data.DonorName} de son soutien. D’après nos registres, les contributions énumérées ci-après étaient échues et non versées au {asOf}.",
    };

    private static string Request(ReminderData data, bool french) => (data.IsDiplomatic, french) switch
    {
        (true, false) => "The Registry would be grateful to receive the payment or, should it have been made in the meantime, its date and reference. Should circumstances have changed, the Registry would appreciate being informed of the date on which the payment may be expected.",
        (true, true) => "Le Greffe saurait gré de bien vouloir faire procéder au versement ou, s’il a été effectué entre-temps, d’en communiquer la date et la référence. Si les circonstances ont changé, le Greffe souhaiterait connaître la date à laquelle le versement peut être attendu.",
        (false, false) => "We would be grateful to receive the payment or, if it was made in the meantime, its date and reference. If circumstances have changed, please let us know when the payment may be expected.",
        (false, true) => "Nous vous saurions gré de bien vouloir procéder au versement ou, s’il a été effectué entre-temps, de nous en communiquer la date et la référence. Si les circonstances ont changé, veuillez nous indiquer quand le versement peut être attendu.",
    };

    private static string Closing(ReminderData data, bool french) => (data.IsDiplomatic, french) switch
    {
        (true, false) => $"The Registry of the International Criminal Court avails itself of this opportunity to renew to {data.DonorName} the assurances of its highest consideration.",
        (true, true) => $"Le Greffe de la Cour pénale internationale saisit cette occasion pour renouveler à : {data.DonorName}, les assurances de sa très haute considération.",
        (false, false) => "Yours faithfully",
        (false, true) => "Veuillez agréer l’expression de notre considération distinguée.",
    };

    private static Table Items(ReminderData data, bool french, List<Money> totals) => new(
        [Column.Fixed(french ? "Référence" : "Reference"), new Column(french ? "Fonds" : "Fund"), Column.Fixed(french ? "Échéance" : "Due"), Column.Amount(french ? "Jours de retard" : "Days overdue"), Column.Amount(french ? "Montant dû" : "Outstanding")],
        [.. data.Items.Select(item => new Row([item.Reference, item.Fund, DateText.Format(item.DueOn, data.Language), MoneyText.Whole(item.Days, data.Language), MoneyText.Format(item.Open, data.Language)])),
            .. totals.Skip(1).Select(total => new Row([french ? "Total" : "Total", "", "", "", MoneyText.Format(total, data.Language)], IsStrong: true))])
    {
        Caption = french ? "Contributions échues" : "Contributions overdue",
        Total = new Row(["Total", "", "", "", MoneyText.Format(totals[0], data.Language)], IsStrong: true),
    };
}
