using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>Whom to write to at a donor.</summary>
public sealed record DonorContact(long Id, string Name, string Office, string Address);

/// <summary>Adds and erases contacts. They are no register: a person's name and address must be erasable, so they are never
/// sealed.</summary>
public sealed class DonorContacts(LedgerWriter writer)
{
    /// <summary>Its content is its key: the same contact twice is a repeat.</summary>
    public sealed record Command(string Donor, string Name, string Office, string Address);

    public Task<Outcome<ChangedContact>> AddAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<ChangedContact>(actor, async session =>
    {
        if (!session.Catalog.HasDonor(command.Donor)) return new DonorIsNotKnown(command.Donor);
        if (!LedgerRules.IsName(command.Name) || !ShortText.IsValid(command.Name) || !ShortText.IsValid(command.Office)
            || !ShortText.IsValid(command.Address))
            return new DonorContactIsMalformed(command.Donor);
        (string, object?)[] values =
            [("@donor", command.Donor), ("@name", command.Name), ("@office", command.Office), ("@address", command.Address)];
        var same = await (await session.QuestionAsync(
            "SELECT id FROM donor_contacts WHERE donor = @donor AND name = @name AND office = @office AND address = @address", values,
            cancel)).RowsAsync(row => row.GetInt64(0), cancel);
        if (same is [var known, ..]) return new ChangedContact(known, IsRepeat: true);
        var id = await (await session.QuestionAsync("SELECT COALESCE(MAX(id), 0) + 1 FROM donor_contacts", [], cancel)).NumberAsync(cancel);
        await (await session.QuestionAsync(
            "INSERT INTO donor_contacts (id, donor, name, office, address) VALUES (@id, @donor, @name, @office, @address)",
            [("@id", id), .. values], cancel)).RunAsync(cancel);
        return new ChangedContact(id, IsRepeat: false);
    }, cancel);

    /// <summary>Erases a contact; one that is not there was erased before.</summary>
    public Task<Outcome<ChangedContact>> EraseAsync(string donor, long id, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<ChangedContact>(actor, async session =>
        new ChangedContact(id,
            IsRepeat: await (await session.QuestionAsync("DELETE FROM donor_contacts WHERE id = @id AND donor = @donor",
                [("@id", id), ("@donor", donor)], cancel)).RunAsync(cancel) == 0), cancel);

    /// <summary>A donor's contacts.</summary>
    public static Task<List<DonorContact>> ReadAsync(DbConnection connection, string donor, CancellationToken cancel = default) =>
        connection.Command(null, "SELECT id, name, office, address FROM donor_contacts WHERE donor = @donor ORDER BY id", ("@donor", donor))
            .RowsAsync(row => new DonorContact(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3)), cancel);
}

/// <summary>The contact's number.</summary>
public sealed record ChangedContact(long Id, bool IsRepeat) : IAnswer;
