using FundsLedger.App.Features.Messages;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Reports.Letters;

namespace FundsLedger.App.Features.People;

/// <summary>Tells somebody by mail where to choose a password. Where no mail server is set, whoever asked passes the address on.</summary>
public sealed class Invitations(LedgerReads reads, PeopleDirectory people, MailSettings mail)
{
    /// <summary>Makes the address and sends it.</summary>
    /// <param name="person">To whom.</param>
    /// <param name="isNew">True for the first; false when another address is asked for.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when it goes by mail; otherwise the address's path, which is then kept nowhere.</returns>
    public async Task<string?> SendAsync(PersonRow person, bool isNew, CancellationToken cancel = default)
    {
        var link = await people.LinkAsync(person);
        // An address in an outbox that nobody empties would lie there after it ran out, and help nobody before.
        if (mail.Host.Length == 0) return link;
        var language = person.Language == "fr" ? "fr" : "en";
        var letter = new Letter
        {
            Language = language,
            Subject = Words.In(language, isNew ? "mail.invited_subject" : "mail.link_subject"),
            Paragraphs = [Words.In(language, isNew ? "mail.invited" : "mail.link"), Words.In(language, "mail.link_holds"), Words.In(language, "mail.not_expected")],
            Link = new LetterLink(Words.In(language, "mail.choose_password"), link),
        };
        await using var connection = await reads.OpenAsync(cancel);
        await Outbox.EnqueueAsync(connection, null, new MailMessage(person.Email, letter), reads.Clock.GetUtcNow(), cancel);
        return null;
    }
}
