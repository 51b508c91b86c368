using FundsLedger.Domain;
using FundsLedger.Reports.Formatting;

namespace FundsLedger.Reports.Documents.Reminder;

/// <summary>The words of a reminder in its two languages.</summary>
internal static class ReminderWording
{
    // The date is written in by hand when the note goes out.
    private const string Open = "……………………";

    public static ReminderLetter English(ReminderData data)
    {
        var asOf = DateText.Format(data.AsOf, data.Language).Replace(' ', '\u00A0');
        return new ReminderLetter
        {
            Data = data,
            Title = data.IsDiplomatic ? "Note verbale" : "Reminder",
            Subject = $"Contributions overdue on {asOf}",
            Author = "Registry of the International Criminal Court",
            Header = "International Criminal Court · Registry",
            Footer = "Draft, not sent",
            Banner = data.IsSynthetic ? "Draft · Synthetic figures for demonstration" : "Draft",
            Salutation = data.IsDiplomatic ? null : "Dear Sir or Madam,",
            Opening = data.IsDiplomatic
                ? $"The Registry of the International Criminal Court presents its compliments to {data.DonorName} and has the honour to "
                    + $"refer to the contributions listed below, which according to its records had fallen due and were outstanding on "
                    + $"{asOf}."
                : $"The Registry of the International Criminal Court thanks {data.DonorName} for its support. According to our records "
                    + $"the contributions listed below had fallen due and were outstanding on {asOf}.",
            Items = Table(data, ["Reference", "Fund", "Due", "Days overdue", "Outstanding"], "Contributions overdue"),
            Request = data.IsDiplomatic
                ? "The Registry would be grateful to receive the payment or, should it have been made in the meantime, its date and "
                    + "reference. Should circumstances have changed, the Registry would appreciate being informed of the date on which "
                    + "the payment may be expected."
                : "We would be grateful to receive the payment or, if it was made in the meantime, its date and reference. If "
                    + "circumstances have changed, please let us know when the payment may be expected.",
            Closing = data.IsDiplomatic
                ? $"The Registry of the International Criminal Court avails itself of this opportunity to renew to "
                    + $"{data.DonorName} the assurances of its highest consideration." : "Yours faithfully,",
            PlaceAndDate = $"The Hague, {Open}",
            Hand = data.IsDiplomatic ? "Initials and seal of the Registry" : "For the Registry",
            Addressee = $"To: {data.DonorName}",
        };
    }

    public static ReminderLetter French(ReminderData data)
    {
        var asOf = DateText.Format(data.AsOf, data.Language).Replace(' ', '\u00A0');
        return new ReminderLetter
        {
            Data = data,
            Title = data.IsDiplomatic ? "Note verbale" : "Lettre de rappel",
            Subject = $"Contributions échues au {asOf}",
            Author = "Greffe de la Cour pénale internationale",
            Header = "Cour pénale internationale · Greffe",
            Footer = "Projet, non envoyé",
            Banner = data.IsSynthetic ? "Projet · Chiffres fictifs de démonstration" : "Projet",
            Salutation = data.IsDiplomatic ? null : "Madame, Monsieur,",
            Opening = data.IsDiplomatic
                ? $"Le Greffe de la Cour pénale internationale présente ses compliments au donateur suivant\u00A0: "
                    + $"{data.DonorName}, et a l’honneur de se référer aux contributions énumérées ci-après qui, d’après ses registres, "
                    + $"étaient échues et non versées au {asOf}."
                : $"Le Greffe de la Cour pénale internationale remercie {data.DonorName} de son soutien. D’après nos registres, les "
                    + $"contributions énumérées ci-après étaient échues et non versées au {asOf}.",
            Items = Table(data, ["Référence", "Fonds", "Échéance", "Jours de retard", "Montant dû"], "Contributions échues"),
            Request = data.IsDiplomatic
                ? "Le Greffe saurait gré de bien vouloir faire procéder au versement ou, s’il a été effectué entre-temps, d’en "
                    + "communiquer la date et la référence. Si les circonstances ont changé, le Greffe souhaiterait connaître la date à "
                    + "laquelle le versement peut être attendu."
                : "Nous vous saurions gré de bien vouloir procéder au versement ou, s’il a été effectué entre-temps, de nous en "
                    + "communiquer la date et la référence. Si les circonstances ont changé, veuillez nous indiquer quand le versement "
                    + "peut être attendu.",
            Closing = data.IsDiplomatic
                ? "Le Greffe de la Cour pénale internationale saisit cette occasion pour renouveler les assurances de sa très haute "
                    + "considération."
                : "Veuillez agréer, Madame, Monsieur, l’expression de notre considération distinguée.",
            PlaceAndDate = $"La Haye, le {Open}",
            Hand = data.IsDiplomatic ? "Paraphe et sceau du Greffe" : "Pour le Greffe",
            Addressee = $"Destinataire\u00A0: {data.DonorName}",
        };
    }

    private static Table Table(ReminderData data, string[] heads, string caption)
    {
        // One total a currency: amounts of different currencies are never added.
        var totals = data.Items.GroupBy(item => item.Open.Currency).OrderBy(group => group.Key.Code, StringComparer.Ordinal)
            .Select(
                group =>
                    new Row(
                        ["Total", "", "", "",
                            MoneyText.Format(group.Aggregate(Money.Zero(group.Key), (sum, item) => sum + item.Open), data.Language)],
                            IsStrong: true)).ToList();
        return new Table(
            [Column.Fixed(heads[0]), new Column(heads[1]), Column.Fixed(heads[2]), Column.Amount(heads[3]), Column.Amount(heads[4])],
            [.. data.Items.Select(
                item =>
                    new Row(
                        [item.Reference, item.Fund, DateText.Format(item.DueOn, data.Language), MoneyText.Whole(item.Days, data.Language),
                            MoneyText.Format(item.Open, data.Language)])), .. totals.SkipLast(1)])
        { Caption = caption, Total = totals[^1] };
    }
}
