using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Office.Tokens;

/// <summary>What a program may do with a token.</summary>
public enum TokenScope
{
    /// <summary>Ask.</summary>
    Read,

    /// <summary>Ask and record.</summary>
    Write,
}

/// <summary>A token as its owner sees it in the list; the token itself is kept nowhere.</summary>
public sealed record TokenLine(string Id, string Name, TokenScope Scope, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt, string UsedFrom, DateTimeOffset? RevokedAt);

/// <summary>A token just made: the only moment at which it can be read.</summary>
public sealed record NewToken(string Id, string Secret, DateTimeOffset ExpiresAt);

/// <summary>Tokens with which programs act for people. A token may do what its owner may at the moment of each request, and nothing once
/// the owner is disabled.</summary>
public sealed class Tokens(LedgerReads reads, LedgerWriter writer, AuditLog audit)
{
    /// <summary>What every token begins with, so that one lying about in a file is recognised.</summary>
    public const string Prefix = "fl_";

    /// <summary>Tokens in force that one person may have.</summary>
    public const int Most = 20;

    /// <summary>Characters of a name.</summary>
    public const int LongestName = 60;

    /// <summary>How many days a token may last.</summary>
    public static readonly IReadOnlyList<int> Lifetimes = [30, 90, 365];

    private const int SecretBytes = 32;
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(SecretBytes);
    private static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(5);

    /// <summary>Asks for a token.</summary>
    /// <param name="Key">The form's key: sent twice, it makes one token.</param>
    /// <param name="Name">What it is for, in its owner's words.</param>
    /// <param name="Scope">What it may do.</param>
    /// <param name="Days">How long it lasts: one of <see cref="Lifetimes"/>.</param>
    public sealed record Command(string Key, string Name, TokenScope Scope, int Days);

    /// <summary>Makes one for the owner of a session.</summary>
    public async Task<Outcome<NewToken>> MakeAsync(Command command, OpenSession session, CancellationToken cancel = default)
    {
        var name = command.Name.Trim();
        if (name.Length > LongestName || !LedgerRules.IsName(name)) return new TokenNameIsMalformed(name.Length);
        if (!Lifetimes.Contains(command.Days)) return new TokenLifetimeIsNotOffered(command.Days);
        // A program cannot make itself another token, and a password alone makes none where the roles ask for a second factor.
        if (session.Scopes is not null || session.LacksSecondFactor) return new TokenNeedsSecondFactor();
        var now = reads.Clock.GetUtcNow();
        var held = await ListAsync(session.Person.Id, cancel);
        if (held.Count(token => token.RevokedAt is null && token.ExpiresAt > now) >= Most) return new TokensAreTooMany();
        var id = "t-" + HashOf($"{session.Person.Id} {command.Key}")[..24];
        if (held.Any(token => token.Id == id)) return new TokenIsAlreadyMade();

        var (secret, ends) = (Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)), now.AddDays(command.Days));
        var made = await writer.ChangePowerAsync(new Actor(session.Person.Id, session.Person.Name), PowerTable.Tokens, session.Person.Id,
            "INSERT INTO api_tokens (id, person_id, name, hash, scopes, method, created_at, expires_at) VALUES (@id, @person, @name, "
                + "@hash, @scopes, @method, @now, @ends) ON CONFLICT (id) DO NOTHING",
            [("@id", id), ("@person", session.Person.Id), ("@name", name), ("@hash", HashOf(secret)),
                ("@scopes", ClosedSet<TokenScope>.Code(command.Scope)), ("@method", ClosedSet<SignInMethod>.Code(session.Method)),
                ("@now", Microseconds.Of(now)), ("@ends", Microseconds.Of(ends))], cancel);
        if (made == 0) return new TokenIsAlreadyMade();
        await audit.NoteAsync(
            new AuditNote(new Actor(session.Person.Id, session.Person.Name), AuditAct.TokenMade, id,
                string.Create(CultureInfo.InvariantCulture, $"{ClosedSet<TokenScope>.Code(command.Scope)} {command.Days}")), cancel);
        return new NewToken(id, secret, ends);
    }

    /// <summary>The session a token opens for one request, or null: unknown, revoked, expired, its owner disabled, or made with a password
    /// alone by somebody whose roles now need a second factor.</summary>
    public async Task<OpenSession?> FindAsync(string secret, string place = "", CancellationToken cancel = default)
    {
        if (secret.Length != Length || !secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var now = reads.Clock.GetUtcNow();
        await using var connection = await reads.OpenAsync(cancel);
        var rows = await connection.Command(null,
            """
            SELECT p.id, p.name, p.language, p.donor, t.id, t.scopes, t.method, t.created_at, t.used_at, r.role, r.until, r.funds,
                p.external_id IS NOT NULL, p.told_at FROM api_tokens t JOIN people p ON p.id = t.person_id
                LEFT JOIN person_roles r ON r.person_id = p.id
            WHERE t.hash = @hash AND t.revoked_at IS NULL AND t.expires_at > @now AND NOT p.is_disabled
            """, ("@hash", HashOf(secret)), ("@now", Microseconds.Of(now)))
            .RowsAsync(
                row =>
                    (PersonId: row.GetString(0), Name: row.GetString(1), Language: row.GetString(2), Donor: row.TextOrNull(3),
                        Id: row.GetString(4), Scope: row.GetString(5), Method: row.GetString(6),
                CreatedAt: row.Instant(7), UsedAt: row.IsDBNull(8) ? (DateTimeOffset?)null : row.Instant(8),
                Role: Sessions.RoleIn(row, 9, now),
                Told: row.GetBoolean(12) ? new IssuerWord(row.IsDBNull(13) ? null : row.Instant(13)) : null), cancel);
        if (rows.Count == 0) return null;
        var first = rows[0];
        var person = new Person(first.PersonId, first.Name, first.Language, [.. rows.Select(row => row.Role?.Role).OfType<Role>()],
            await Sessions.DonorsAsync(connection, first.Donor, cancel)) { Funds = Sessions.FundsOf(rows.Select(row => row.Role)) };
        if (ClosedSet<SignInMethod>.Find(first.Method) is not { } method
            || new OpenSession("", person, method, first.CreatedAt).LacksSecondFactor) return null;
        if (first.UsedAt is null || now - first.UsedAt > UseNotedEvery)
            await connection.Command(null, "UPDATE api_tokens SET used_at = @now, used_from = @place WHERE id = @id",
                ("@now", Microseconds.Of(now)), ("@place", place), ("@id", first.Id)).RunAsync(cancel);
        return new OpenSession(first.Id, person, SignInMethod.ApiToken, first.CreatedAt,
            ScopesOf(ClosedSet<TokenScope>.Of(first.Scope))) { Told = first.Told };
    }

    /// <summary>A person's tokens, the latest made first; those that ended are still shown.</summary>
    public async Task<List<TokenLine>> ListAsync(string personId, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null,
            "SELECT id, name, scopes, created_at, expires_at, used_at, used_from, revoked_at FROM api_tokens WHERE person_id = @person "
                + "ORDER BY created_at DESC, id", ("@person", personId))
            .RowsAsync(
                row =>
                    new TokenLine(row.GetString(0), row.GetString(1), ClosedSet<TokenScope>.Of(row.GetString(2)), row.Instant(3),
                        row.Instant(4), row.IsDBNull(5) ? null : row.Instant(5), row.GetString(6), row.IsDBNull(7) ? null : row.Instant(7)),
                        cancel);
    }

    /// <summary>Ends one of a person's own tokens at once; another's is left alone.</summary>
    /// <returns>False when there was nothing to end.</returns>
    public async Task<bool> RevokeAsync(string id, Person owner, CancellationToken cancel = default)
    {
        var ended = await writer.ChangePowerAsync(new Actor(owner.Id, owner.Name), PowerTable.Tokens, owner.Id,
            "UPDATE api_tokens SET revoked_at = @now WHERE id = @id AND person_id = @person AND revoked_at IS NULL",
            [("@now", Microseconds.Of(reads.Clock.GetUtcNow())), ("@id", id), ("@person", owner.Id)], cancel);
        if (ended == 0) return false;
        await audit.NoteAsync(new AuditNote(new Actor(owner.Id, owner.Name), AuditAct.TokenRevoked, id), cancel);
        return true;
    }

    /// <summary>The hash under which a token is kept: it has 256 random bits, so that nothing slower than SHA-256 is needed.</summary>
    internal static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static FrozenSet<string> ScopesOf(TokenScope scope) => scope == TokenScope.Write ? ["read", "write"] : ["read"];
}
