using System.Buffers.Text;
using System.Security.Cryptography;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Links at which people choose a password: good once, for three days, until the next password. The books keep their hash alone;
/// the link itself exists in the mail, or on the screen of whoever made it.</summary>
public sealed class PasswordLinks(LedgerReads reads) : ILinkMaker
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
        await using var connection = await reads.OpenAsync(cancel);
        await connection.Command(null,
            "INSERT INTO password_links (hash, person_id, made_at, ends_at) VALUES (@hash, @person, @now, @ends)",
            ("@hash", Sessions.IdOf(secret)), ("@person", personId), ("@now", Microseconds.Of(now)),
            ("@ends", Microseconds.Of(now + Lifetime))).RunAsync(cancel);
        await connection.Command(null,
            "DELETE FROM password_links WHERE person_id = @person AND (ends_at <= @now OR hash NOT IN (SELECT hash FROM password_links "
                + "WHERE person_id = @person ORDER BY made_at DESC LIMIT @most))",
            ("@person", personId), ("@now", Microseconds.Of(now)), ("@most", MostAtOnce)).RunAsync(cancel);
        return Web.Links.To("/password", ("token", secret));
    }

    /// <summary>The path for a mail that is being sent; null when the person may no longer come in.</summary>
    public async Task<string?> PathForAsync(string personId, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null, "SELECT COUNT(*) FROM people WHERE id = @id AND NOT is_disabled AND NOT is_demo",
            ("@id", personId)).NumberAsync(cancel) == 1 ? await MakeAsync(personId, cancel) : null;
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
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null, "DELETE FROM password_links WHERE hash = @hash AND ends_at > @now",
            ("@hash", Sessions.IdOf(secret)), ("@now", Microseconds.Of(reads.Clock.GetUtcNow()))).RunAsync(cancel) == 1;
    }

    /// <summary>Voids every link of somebody.</summary>
    public async Task VoidAsync(string personId, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        await connection.Command(null, "DELETE FROM password_links WHERE person_id = @person", ("@person", personId)).RunAsync(cancel);
    }
}
