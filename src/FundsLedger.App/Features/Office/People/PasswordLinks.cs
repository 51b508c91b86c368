using System.Buffers.Text;
using System.Security.Cryptography;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Links at which people choose a password: good once, for three days, until the next password. The books keep their hash alone;
/// the link itself exists in the mail, or on the screen of whoever made it.</summary>
public sealed class PasswordLinks(LedgerReads reads, LedgerWriter writer) : ILinkMaker
{
    /// <summary>How long a link holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    // A mail that was sent twice holds two links, and both work; nobody needs more than a few at once.
    private const int MostAtOnce = 5;
    private const int SecretBytes = 32;

    /// <summary>Makes one and gives its path.</summary>
    public async Task<string> MakeAsync(string personId, CancellationToken cancel = default)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = reads.Clock.GetUtcNow();
        await using var session = await writer.BeginAsync(Self(personId), cancel);
        await session.ChangePowerAsync(PowerTable.PasswordLinks, personId,
            "INSERT INTO password_links (hash, person_id, made_at, ends_at) VALUES (@hash, @person, @now, @ends)",
            [("@hash", Sessions.IdOf(secret)), ("@person", personId), ("@now", Microseconds.Of(now)),
                ("@ends", Microseconds.Of(now + Lifetime))], cancel);
        await session.ChangePowerAsync(PowerTable.PasswordLinks, personId,
            "DELETE FROM password_links WHERE person_id = @person AND (ends_at <= @now OR hash NOT IN (SELECT hash FROM password_links "
                + "WHERE person_id = @person ORDER BY made_at DESC LIMIT @most))",
            [("@person", personId), ("@now", Microseconds.Of(now)), ("@most", MostAtOnce)], cancel);
        await session.CommitAsync(cancel);
        return Web.Links.To("/password", ("token", secret));
    }

    /// <summary>The path for a mail that is being sent; null when the person may no longer come in, or the mail goes to another address
    /// than theirs: a message in the outbox is sealed by nothing, a person's address is.</summary>
    public async Task<string?> PathForAsync(string personId, string address, CancellationToken cancel)
    {
        bool isTheirs;
        await using (var connection = await reads.OpenAsync(cancel))
            isTheirs = await connection.Command(null,
                "SELECT COUNT(*) FROM people WHERE id = @id AND email = @address AND NOT is_disabled AND NOT is_demo",
                ("@id", personId), ("@address", address)).NumberAsync(cancel) == 1;
        return isTheirs ? await MakeAsync(personId, cancel) : null;
    }

    /// <summary>Whose link this is; null when it is unknown, expired or used.</summary>
    public async Task<string?> FindAsync(string secret, CancellationToken cancel = default)
    {
        if (secret.Length != Base64Url.GetEncodedLength(SecretBytes) || LedgerRules.BrokenText(secret) is not null) return null;
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null, "SELECT person_id FROM password_links WHERE hash = @hash AND ends_at > @now",
            ("@hash", Sessions.IdOf(secret)), ("@now", Microseconds.Of(reads.Clock.GetUtcNow())))
            .RowsAsync(row => row.GetString(0), cancel) is [var person] ? person : null;
    }

    /// <summary>Uses a link up; deleting it decides who was first.</summary>
    public async Task<bool> SpendAsync(string secret, CancellationToken cancel = default)
    {
        return await FindAsync(secret, cancel) is { } person
            && await writer.ChangePowerAsync(Self(person), PowerTable.PasswordLinks, person,
                "DELETE FROM password_links WHERE hash = @hash AND ends_at > @now",
                [("@hash", Sessions.IdOf(secret)), ("@now", Microseconds.Of(reads.Clock.GetUtcNow()))], cancel) == 1;
    }

    /// <summary>Voids every link of somebody.</summary>
    public Task VoidAsync(string personId, CancellationToken cancel = default) =>
        writer.ChangePowerAsync(Self(personId), PowerTable.PasswordLinks, personId,
            "DELETE FROM password_links WHERE person_id = @person", [("@person", personId)], cancel);

    private static Actor Self(string personId) => new(personId, personId);
}
