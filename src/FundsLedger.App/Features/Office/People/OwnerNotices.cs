using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Reports.Letters;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Tells somebody by mail that others try to sign in as them; once a day at most.</summary>
public sealed class OwnerNotices(LedgerReads reads, MailSettings mail, DoorTries tries)
{
    /// <summary>Writes the mail after the answer has gone out. For a name without an account as much is written, and nothing is
    /// sent.</summary>
    /// <param name="context">The request that was the last guess.</param>
    /// <param name="name">What was typed as the name.</param>
    /// <param name="person">Whose account it is; null for nobody's.</param>
    /// <param name="hasPassword">True when the guesser has the right password already.</param>
    public void Leave(HttpContext context, string name, PersonRow? person, bool hasPassword)
    {
        var (network, at) = (DoorTries.NetworkOf(context), reads.Clock.GetUtcNow());
        context.Response.OnCompleted(async () =>
        {
            if (!(await tries.TakeAsync(Door.Notice, name, "")).IsOpen || mail.Host.Length == 0 || person is null || person.IsDemo
                || person.IsDisabled) return;
            var words = new PageLanguage();
            words.Choose(person.Language);
            var letter = new Letter
            {
                Language = words.Code, Subject = words["mail.guesses_subject"],
                Paragraphs = [words["mail.guesses", person.Name, network, words.Instant(at)],
                    words[hasPassword ? "mail.guesses_password_known" : "mail.guesses_nothing_to_do"]],
            };
            await using var connection = await reads.OpenAsync();
            await Outbox.EnqueueAsync(connection, null, new MailMessage(person.Email, letter), at, reads.Chance);
        });
    }
}
