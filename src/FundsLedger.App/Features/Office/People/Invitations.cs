using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Sends somebody the link to choose a password: by mail or, without a mail server, through whoever asked.</summary>
public sealed class Invitations(PeopleDirectory people, MailSettings mail)
{
    /// <summary>Makes the address and sends it.</summary>
    /// <param name="person">To whom.</param>
    /// <param name="isNew">True for the first; false when another address is asked for.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when it goes by mail; otherwise the address's path, which is kept nowhere: in an outbox that nobody empties it would
    /// lie long after it expired.</returns>
    public async Task<string?> SendAsync(PersonRow person, bool isNew, CancellationToken cancel = default)
    {
        if (mail.Host.Length == 0) return await people.LinkAsync(person);
        await people.SendLinkAsync(person, isNew, cancel);
        return null;
    }
}
