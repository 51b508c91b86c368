using System.Buffers.Text;
using System.Collections.Frozen;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Office.People;

/// <summary>A session as its owner sees it in the list.</summary>
public sealed record SessionLine(string Id, DateTimeOffset BegunAt, DateTimeOffset SeenAt, SignInMethod Method, string Browser,
    string Place);

/// <summary>What a session is told by: the browser's own words, and the network address it speaks from.</summary>
public sealed record Visit(string Browser, string Place)
{
    /// <summary>The visit a request belongs to.</summary>
    public static Visit Of(HttpContext context) =>
        new(context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress?.ToString() ?? "");
}

/// <summary>Who is signed in where. Asked on every request, so that taking a role or ending a session counts at once, in every
/// process.</summary>
/// <remarks>Each session is sealed as it begins, changes and ends: <c>check</c> finds one that nobody began.</remarks>
public sealed class Sessions(LedgerReads reads, LedgerWriter writer)
{
    /// <summary>A session ends after this, whatever happens.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>A session nobody uses ends after this.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(2);

    /// <summary>Open sessions that one person may have; one more ends the session that was unused for longest.</summary>
    public const int Most = 10;

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Begins one and gives the secret that opens it.</summary>
    /// <param name="personId">Whose.</param>
    /// <param name="method">How they signed in.</param>
    /// <param name="from">The browser and the network address it speaks from.</param>
    /// <param name="issuerSession">What the issuer of single sign-on calls it, or null.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<string> BeginAsync(string personId, SignInMethod method, Visit from, string? issuerSession = null,
        CancellationToken cancel = default)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = reads.Clock.GetUtcNow();
        await using var session = await writer.BeginAsync(Self(personId), cancel);
        await session.ChangePowerAsync(PowerTable.Sessions, personId,
            "INSERT INTO sessions (id, person_id, begun_at, seen_at, ends_at, confirmed_at, method, browser, place, issuer_session) "
                + "VALUES (@id, @person, @now, @now, @ends, @now, @method, @browser, @place, @issuer)",
            [("@id", IdOf(secret)), ("@person", personId), ("@now", Microseconds.Of(now)), ("@ends", Microseconds.Of(now + Longest)),
                ("@method", ClosedSet<SignInMethod>.Code(method)), ("@browser", Shortened(from.Browser)), ("@place", from.Place),
                ("@issuer", issuerSession)], cancel);
        // A person of the demonstration may be many people at once.
        if (method != SignInMethod.Demonstration) await session.ChangePowerAsync(PowerTable.Sessions, personId,
            "UPDATE sessions SET ended_at = @now WHERE person_id = @person AND ended_at IS NULL AND id NOT IN (SELECT id FROM sessions "
                + "WHERE person_id = @person AND ended_at IS NULL ORDER BY seen_at DESC, begun_at DESC LIMIT @most)",
            [("@now", Microseconds.Of(now)), ("@person", personId), ("@most", Most)], cancel);
        await session.CommitAsync(cancel);
        return secret;
    }

    /// <summary>The session a secret opens, or null: unknown, ended, too old, or its owner was disabled.</summary>
    public async Task<OpenSession?> FindAsync(string secret, string place = "", CancellationToken cancel = default)
    {
        var (id, now) = (IdOf(secret), reads.Clock.GetUtcNow());
        await using var connection = await reads.OpenAsync(cancel);
        var rows = await connection.Command(null,
            """
            SELECT p.id, p.name, p.language, p.donor, s.method, s.confirmed_at, s.seen_at, r.role, r.until, r.funds, b.last_seq,
                b.catalog_version - b.quiet_version, b.open_version, p.external_id IS NOT NULL, p.told_at
                FROM sessions s CROSS JOIN ledger_state b JOIN people p ON p.id = s.person_id LEFT JOIN person_roles r ON r.person_id = p.id
            WHERE s.id = @id AND s.ended_at IS NULL AND s.ends_at > @now AND s.seen_at > @idle AND NOT p.is_disabled
            """, ("@id", id), ("@now", Microseconds.Of(now)), ("@idle", Microseconds.Of(now - LongestIdle)))
            .RowsAsync(
                row =>
                    (PersonId: row.GetString(0), Name: row.GetString(1), Language: row.GetString(2), Donor: row.TextOrNull(3),
                        Method: row.GetString(4), ConfirmedAt: row.Instant(5), SeenAt: row.Instant(6), Role: RoleIn(row, 7, now),
                        Books: BooksState.Read(row, 10),
                Told: row.GetBoolean(13) ? new IssuerWord(row.IsDBNull(14) ? null : row.Instant(14)) : null), cancel);
        if (rows.Count == 0) return null;
        var first = rows[0];
        if (now - first.SeenAt > SeenEvery)
            await connection.Command(null, "UPDATE sessions SET seen_at = @now, place = @place WHERE id = @id",
                ("@now", Microseconds.Of(now)), ("@place", place), ("@id", id)).RunAsync(cancel);
        var person = new Person(first.PersonId, first.Name, first.Language, [.. rows.Select(row => row.Role?.Role).OfType<Role>()],
            await DonorsAsync(connection, first.Donor, cancel)) { Funds = FundsOf(rows.Select(row => row.Role)) };
        return new OpenSession(id, person, ClosedSet<SignInMethod>.Of(first.Method), first.ConfirmedAt) { Books = first.Books,
            Told = first.Told };
    }

    /// <summary>The donors a representative speaks for: one, and the agencies under it.</summary>
    internal static async Task<FrozenSet<string>> DonorsAsync(DbConnection connection, string? donor, CancellationToken cancel) =>
        donor is null ? []
        : [.. await connection.Command(null, """
            SELECT code FROM donors WHERE code = @donor
            UNION SELECT f.donor FROM donor_profiles f WHERE f.parent = @donor
                AND f.id = (SELECT MAX(g.id) FROM donor_profiles g WHERE g.donor = f.donor)
            """, ("@donor", donor)).RowsAsync(row => row.GetString(0), cancel)];

    /// <summary>The role in a row with the funds it is for, unless it is none or has run out: three columns from this one on.</summary>
    internal static (Role Role, FundsCovered Funds)? RoleIn(DbDataReader row, int column, DateTimeOffset now) =>
        row.IsDBNull(column) || (!row.IsDBNull(column + 1) && row.Instant(column + 1) <= now)
            || ClosedSet<Role>.Find(row.GetString(column)) is not { } role ? null
            : (role, FundsCovered.Read(row.GetString(column + 2)));

    /// <summary>The funds of those roles that are not for every fund.</summary>
    internal static FrozenDictionary<Role, FundsCovered> FundsOf(IEnumerable<(Role Role, FundsCovered Funds)?> held) =>
        held.OfType<(Role Role, FundsCovered Funds)>().Where(one => !one.Funds.IsAll).ToFrozenDictionary(one => one.Role, one => one.Funds);

    /// <summary>Notes that the person has just confirmed who they are, or used a second factor.</summary>
    public async Task ConfirmAsync(string id, SignInMethod method, CancellationToken cancel = default)
    {
        if (await OwnerAsync(id, cancel) is { } owner)
            await ChangeAsync("UPDATE sessions SET confirmed_at = @now, method = @value WHERE id = @id", owner, id,
                ClosedSet<SignInMethod>.Code(method), cancel);
    }

    /// <summary>Ends one session.</summary>
    public async Task EndAsync(string id, CancellationToken cancel = default)
    {
        if (await OwnerAsync(id, cancel) is { } owner)
            await ChangeAsync("UPDATE sessions SET ended_at = @now WHERE id = @id AND ended_at IS NULL", owner, id, null, cancel);
    }

    /// <summary>Ends one of a person's own sessions; another's is left alone.</summary>
    public Task EndOwnAsync(string personId, string id, CancellationToken cancel = default) =>
        ChangeAsync("UPDATE sessions SET ended_at = @now WHERE id = @id AND person_id = @value AND ended_at IS NULL", personId, id,
            personId, cancel);

    /// <summary>Signs somebody out everywhere, but for the session given.</summary>
    public Task EndAllAsync(string personId, string? but = null, CancellationToken cancel = default) =>
        ChangeAsync("UPDATE sessions SET ended_at = @now WHERE person_id = @value AND id <> @id AND ended_at IS NULL", personId, but ?? "",
            personId, cancel);

    /// <summary>Ends the session that the issuer of single sign-on calls so.</summary>
    public Task EndOfIssuerAsync(string personId, string issuerSession, CancellationToken cancel = default) =>
        ChangeAsync("UPDATE sessions SET ended_at = @now WHERE person_id = @value AND issuer_session = @id AND ended_at IS NULL",
            personId, issuerSession, personId, cancel);

    /// <summary>A person's open sessions, the latest used first.</summary>
    public async Task<List<SessionLine>> ListAsync(string personId, CancellationToken cancel = default)
    {
        var now = reads.Clock.GetUtcNow();
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null,
            "SELECT id, begun_at, seen_at, method, browser, place FROM sessions WHERE person_id = @person AND ended_at IS NULL AND "
                + "ends_at > @now AND seen_at > @idle ORDER BY seen_at DESC",
            ("@person", personId), ("@now", Microseconds.Of(now)), ("@idle", Microseconds.Of(now - LongestIdle)))
            .RowsAsync(
                row =>
                    new SessionLine(row.GetString(0), row.Instant(1), row.Instant(2), ClosedSet<SignInMethod>.Of(row.GetString(3)),
                        row.GetString(4), row.GetString(5)), cancel);
    }

    internal static string IdOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private async Task ChangeAsync(string statement, string personId, string id, string? value, CancellationToken cancel) =>
        await writer.ChangePowerAsync(Self(personId), PowerTable.Sessions, personId, statement,
            [("@now", Microseconds.Of(reads.Clock.GetUtcNow())), ("@id", id), ("@value", value)], cancel);

    private async Task<string?> OwnerAsync(string id, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return (await connection.Command(null, "SELECT person_id FROM sessions WHERE id = @id", ("@id", id))
            .RowsAsync(row => row.GetString(0), cancel)).FirstOrDefault();
    }

    private static Actor Self(string personId) => new(personId, personId);

    // "Firefox on Linux" is what a person needs to tell two sessions apart; no more of the header is kept.
    private static string Shortened(string browser)
    {
        var program = ((string[])["Firefox", "Edg", "Chromium", "Chrome", "Safari", "curl"]).FirstOrDefault(
            name => browser.Contains(name, StringComparison.Ordinal));
        var system = ((string[])["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"]).FirstOrDefault(
            name => browser.Contains(name, StringComparison.Ordinal));
        return (program, system) switch { (null, null) => "–", (null, _) => system, (_, null) => program,
            _ => $"{(program == "Edg" ? "Edge" : program)} / {system}" };
    }
}
