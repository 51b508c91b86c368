using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Documents.Reminder;

namespace FundsLedger.App.Features.MoneyIn.Reminders;

// The closed list, in order of precedence.

/// <summary>A refusal about reminders.</summary>
public abstract record ReminderRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record ReminderDonorIsUnknown(string Donor)
    : ReminderRefusal("reminder_donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code.");
public sealed record NothingIsOverdue(string Donor, DateOnly AsOf)
    : ReminderRefusal("nothing_is_overdue", $"Nothing of '{Donor}' is overdue on {AsOf:yyyy-MM-dd}. Nobody needs to be reminded.");

/// <summary>Drafts a reminder of everything overdue in the donor's language, and keeps on record that it was drafted. It is never sent by
/// the program.</summary>
public sealed class DraftReminder(LedgerWriter writer, LedgerReads reads)
{
    /// <param name="Donor">Code of the donor.</param>
    /// <param name="AsOf">Day of the figures.</param>
    /// <param name="Language"><c>en</c> or <c>fr</c>; null for the donor's.</param>
    public sealed record Command(string Donor, DateOnly AsOf, string? Language = null);

    /// <summary>The draft; recorded once: the same text on the same day again is a repeat.</summary>
    public async Task<Outcome<DraftedReminder>> RunAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        var made = await MakeAsync(command, cancel);
        if (made.IsRefused) return made.Refusal;
        var (letter, references) = made.Value;
        var language = letter.Language;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(await letter.FragmentAsync()));
        return await writer.InOneTransactionAsync<DraftedReminder>(actor, async session =>
        {
            var question = await session.QuestionAsync(
                "SELECT id, text_hash FROM reminders WHERE donor = @donor AND language = @language AND as_of = @asOf ORDER BY id DESC "
                    + "LIMIT 1",
                [("@donor", command.Donor), ("@language", language), ("@asOf", DateNumber.Of(command.AsOf))], cancel);
            if (await question.RowsAsync(row => (Id: row.GetInt64(0), Hash: row.Blob(1)), cancel) is [var known]
                && known.Hash.AsSpan().SequenceEqual(hash)) return new DraftedReminder(known.Id, letter, IsRepeat: true);
            var id = await session.NextIdAsync(Registers.Reminders, cancel);
            await session.RegisterAsync(new ReminderRow
            {
                Id = id, Donor = command.Donor, Language = language, AsOf = command.AsOf, Items = references, TextHash = hash,
                RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            }, cancel);
            return new DraftedReminder(id, letter, IsRepeat: false);
        }, cancel);
    }

    /// <summary>The draft alone, with nothing recorded: for looking at it first.</summary>
    public async Task<Outcome<ReminderLetter>> PreviewAsync(Command command, CancellationToken cancel = default)
    {
        var made = await MakeAsync(command, cancel);
        return made.IsRefused ? made.Refusal : made.Value.Letter;
    }

    private async Task<Outcome<(ReminderLetter Letter, string References)>> MakeAsync(Command command, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await DonorList.ReadAsync(connection, command.Donor, cancel: cancel) is not [var donor])
            return new ReminderDonorIsUnknown(command.Donor);
        if (command.Language is not (null or "en" or "fr")) return new DonorLanguageIsUnknown(command.Language);
        var language = command.Language ?? donor.Language;
        var overdue = (await AgeingList.ItemsAsync(connection, catalog, new Moment(command.AsOf), command.Donor, cancel: cancel))
            .FindAll(item => item.Days > 0);
        if (overdue.Count == 0) return new NothingIsOverdue(command.Donor, command.AsOf);
        var isDemo = await connection.Command(null, "SELECT COUNT(*) FROM books WHERE is_demo").NumberAsync(cancel) > 0;
        var items = overdue.ConvertAll(
            item =>
                new ReminderItem(ReferenceOf(item), catalog.Fund(item.FundCode)!.Name(language), item.DueOn!.Value, item.Days, item.Open));
        var reference = string.Create(CultureInfo.InvariantCulture, $"{donor.Code}/reminder/{command.AsOf:yyyyMMdd}");
        var isDiplomatic = donor.Type is DonorType.State or DonorType.Agency or DonorType.InternationalOrganisation;
        return (ReminderLetter.Of(
            new ReminderData(language, reference, donor.Name, isDiplomatic, command.AsOf, reads.Clock.GetUtcNow(), items, isDemo)),
            string.Join(", ", items.Select(item => item.Reference)));
    }

    private static string ReferenceOf(OpenItem item) =>
        item.Agreement is null ? item.Pledge : string.Create(CultureInfo.InvariantCulture, $"{item.Agreement} / {item.Instalment}");
}

/// <summary>The reminder's number on record, and the draft.</summary>
public sealed record DraftedReminder(long Id, ReminderLetter Letter, bool IsRepeat) : IAnswer;
