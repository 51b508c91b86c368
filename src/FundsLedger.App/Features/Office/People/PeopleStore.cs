using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Keeps people for ASP.NET Core Identity in the books' own database, with plain statements as everything else here.</summary>
/// <remarks>It locks nobody out: attempts are counted for each pair of account and network (<see cref="DoorTries"/>).
/// Whatever gives power is sealed as it changes (<see cref="PowerTable"/>).</remarks>
public sealed partial class PeopleStore(LedgerReads reads, LedgerWriter writer, OutsideKey secret) :
    IUserPasswordStore<PersonRow>, IUserEmailStore<PersonRow>, IUserSecurityStampStore<PersonRow>,
    IUserTwoFactorStore<PersonRow>, IUserAuthenticatorKeyStore<PersonRow>, IUserTwoFactorRecoveryCodeStore<PersonRow>,
    IUserPasskeyStore<PersonRow>
{
    private const string Columns =
        "id, user_name, email, name, language, donor, password_hash, security_stamp, code_key, has_codes, code_step, is_disabled, "
            + "is_demo, external_id, told_at, ask_again, created_at";

    public async Task<IdentityResult> CreateAsync(PersonRow user, CancellationToken cancellationToken)
    {
        await using var session = await writer.BeginAsync(Self(user), cancellationToken);
        await AddAsync(session, user, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(PersonRow user, CancellationToken cancellationToken)
    {
        await using var session = await writer.BeginAsync(Self(user), cancellationToken);
        await ChangeAsync(session, user, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return IdentityResult.Success;
    }

    /// <summary>Adds somebody within a transaction.</summary>
    internal static Task AddAsync(LedgerSession session, PersonRow user, CancellationToken cancel) =>
        session.ChangePowerAsync(PowerTable.People, user.Id,
            $"INSERT INTO people ({Columns}) VALUES (@id, @user, @email, @name, @language, @donor, @password, @stamp, @key, @codes, 0, "
                + $"@disabled, @demo, @external, @told, @again, @created)", Fields(user), cancel);

    /// <summary>Keeps somebody as they now are within a transaction.</summary>
    internal static Task ChangeAsync(LedgerSession session, PersonRow user, CancellationToken cancel) =>
        session.ChangePowerAsync(PowerTable.People, user.Id,
            "UPDATE people SET user_name = @user, email = @email, name = @name, language = @language, donor = @donor, password_hash = "
                + "@password, security_stamp = @stamp, code_key = @key, has_codes = @codes, is_disabled = @disabled, external_id = "
                + "@external, told_at = @told, ask_again = @again WHERE id = @id", Fields(user), cancel);

    /// <summary>Entries carry the ids of people: they are disabled, never removed.</summary>
    public Task<IdentityResult> DeleteAsync(PersonRow user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("People are disabled, not removed.");

    public Task<PersonRow?> FindByIdAsync(string userId, CancellationToken cancellationToken) => FindAsync("id", userId, cancellationToken);

    public Task<PersonRow?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindAsync("user_name", normalizedUserName, cancellationToken);

    public Task<PersonRow?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        FindAsync("user_name", normalizedEmail, cancellationToken);

    /// <summary>The person single sign-on knows by this issuer and subject.</summary>
    public Task<PersonRow?> FindByExternalIdAsync(string externalId, CancellationToken cancel) =>
        FindAsync("external_id", externalId, cancel);

    public Task<string> GetUserIdAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task SetUserNameAsync(PersonRow user, string? userName, CancellationToken cancellationToken) =>
        Set(() => user.UserName = userName!);

    public Task<string?> GetNormalizedUserNameAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.UserName);

    public Task SetNormalizedUserNameAsync(PersonRow user, string? normalizedName, CancellationToken cancellationToken) =>
        Set(() => user.UserName = normalizedName!);

    public Task SetEmailAsync(PersonRow user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email!);

    public Task<string?> GetEmailAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    /// <summary>An address counts as confirmed once its invitation was answered, which sets a password.</summary>
    public Task<bool> GetEmailConfirmedAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null || user.ExternalId is not null);

    public Task SetEmailConfirmedAsync(PersonRow user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetNormalizedEmailAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.UserName);

    public Task SetNormalizedEmailAsync(PersonRow user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Set(() => user.UserName = normalizedEmail!);

    public Task SetPasswordHashAsync(PersonRow user, string? passwordHash, CancellationToken cancellationToken) =>
        Set(() => user.PasswordHash = passwordHash);

    public Task<string?> GetPasswordHashAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(PersonRow user, string stamp, CancellationToken cancellationToken) =>
        Set(() => user.SecurityStamp = stamp);

    public Task<string?> GetSecurityStampAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task SetTwoFactorEnabledAsync(PersonRow user, bool enabled, CancellationToken cancellationToken) =>
        Set(() => user.HasCodes = enabled);

    public Task<bool> GetTwoFactorEnabledAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.HasCodes);

    public Task SetAuthenticatorKeyAsync(PersonRow user, string key, CancellationToken cancellationToken) =>
        Set(() => user.CodeKey = secret.Protect(key, GeneratorOf(user.Id)));

    /// <summary>The authenticator app's key; null when there is none, or when the key outside the books is another than it was encrypted
    /// with.</summary>
    public Task<string?> GetAuthenticatorKeyAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult(user.CodeKey is { } key ? secret.Unprotect(key, GeneratorOf(user.Id)) : null);

    /// <summary>Sets up somebody's authenticator app; the code of this step has been shown.</summary>
    public async Task SetGeneratorAsync(PersonRow user, string key, long step, CancellationToken cancel)
    {
        (user.CodeKey, user.HasCodes) = (secret.Protect(key, GeneratorOf(user.Id)), true);
        await writer.ChangePowerAsync(Self(user), PowerTable.People, user.Id,
            "UPDATE people SET code_key = @key, has_codes = @codes, code_step = @step WHERE id = @id",
            [("@id", user.Id), ("@key", user.CodeKey), ("@codes", true), ("@step", step)], cancel);
    }

    /// <summary>The purpose under which the key of an authenticator app is encrypted.</summary>
    internal static string GeneratorOf(string personId) => "generator " + personId;

    /// <summary>The purpose under which the refresh token of single sign-on is encrypted.</summary>
    internal static string AskingOf(string personId) => "asking again about " + personId;

    public async Task ReplaceCodesAsync(PersonRow user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        // Making a code out of its letters takes its time: nobody else's writing waits for it.
        var hashes = recoveryCodes.Select(code => CodeHash(user, code)).ToList();
        await using var session = await writer.BeginAsync(Self(user), cancellationToken);
        await session.ChangePowerAsync(PowerTable.RecoveryCodes, user.Id, "DELETE FROM recovery_codes WHERE person_id = @id",
            [("@id", user.Id)], cancellationToken);
        foreach (var hash in hashes)
            await session.ChangePowerAsync(PowerTable.RecoveryCodes, user.Id,
                "INSERT INTO recovery_codes (person_id, hash) VALUES (@id, @hash)", [("@id", user.Id), ("@hash", hash)], cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    /// <summary>Uses a code up; deleting it decides who was first.</summary>
    public async Task<bool> RedeemCodeAsync(PersonRow user, string code, CancellationToken cancellationToken)
    {
        var hash = CodeHash(user, code);
        return await writer.ChangePowerAsync(Self(user), PowerTable.RecoveryCodes, user.Id,
            "DELETE FROM recovery_codes WHERE person_id = @id AND hash = @hash", [("@id", user.Id), ("@hash", hash)],
            cancellationToken) == 1;
    }

    public async Task<int> CountCodesAsync(PersonRow user, CancellationToken cancellationToken)
    {
        await using var connection = await reads.OpenAsync(cancellationToken);
        return (int)await connection.Command(null, "SELECT COUNT(*) FROM recovery_codes WHERE person_id = @id", ("@id", user.Id))
            .NumberAsync(cancellationToken);
    }

    public void Dispose()
    {
        // Connections are opened and closed with each question.
    }

    private static string CodeHash(PersonRow user, string code) =>
        Convert.ToHexStringLower(
            Rfc2898DeriveBytes.Pbkdf2(code.Trim().ToUpperInvariant(), Encoding.UTF8.GetBytes("recovery " + user.Id), 20_000,
                HashAlgorithmName.SHA256, 32));

    private static (string, object?)[] Fields(PersonRow user) =>
    [
        ("@id", user.Id), ("@user", user.UserName), ("@email", user.Email), ("@name", user.Name), ("@language", user.Language),
        ("@donor", user.Donor), ("@password", user.PasswordHash), ("@stamp", user.SecurityStamp),
        ("@key", user.CodeKey), ("@codes", user.HasCodes), ("@disabled", user.IsDisabled), ("@demo", user.IsDemo),
        ("@external", user.ExternalId),
        ("@told", user.ToldAt is { } told ? Microseconds.Of(told) : null), ("@again", user.AskAgain),
        ("@created", Microseconds.Of(user.CreatedAt)),
    ];

    private static PersonRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0), UserName = row.GetString(1), Email = row.GetString(2), Name = row.GetString(3), Language = row.GetString(4),
        Donor = row.TextOrNull(5), PasswordHash = row.TextOrNull(6),
        SecurityStamp = row.GetString(7), CodeKey = row.TextOrNull(8), HasCodes = row.GetBoolean(9), CodeStep = row.GetInt64(10),
        IsDisabled = row.GetBoolean(11), IsDemo = row.GetBoolean(12), ExternalId = row.TextOrNull(13),
        ToldAt = row.IsDBNull(14) ? null : row.Instant(14), AskAgain = row.TextOrNull(15), CreatedAt = row.Instant(16),
    };

    private static Task Set(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    private async Task<PersonRow?> FindAsync(string column, string value, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null, $"SELECT {Columns} FROM people WHERE {column} = @value", ("@value", value))
            .RowsAsync(Read, cancel) is [var person] ? person : null;
    }

    private static Actor Self(PersonRow user) => new(user.Id, user.Name);
}
