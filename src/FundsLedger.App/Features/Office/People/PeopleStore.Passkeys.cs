using System.Data.Common;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <content>Passkeys.</content>
public sealed partial class PeopleStore
{
    private const string PasskeyColumns =
        "credential_id, public_key, created_at, sign_count, transports, is_user_verified, is_backup_eligible, is_backed_up, "
            + "attestation_object, client_data, name";

    public Task AddOrUpdatePasskeyAsync(PersonRow user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        writer.ChangePowerAsync(Self(user), PowerTable.Passkeys, user.Id,
        $"""
        INSERT INTO passkeys ({PasskeyColumns}, person_id)
            VALUES (@id, @key, @created, @count, @transports, @verified, @eligible, @backed, @attestation, @client, @name, @person)
        ON CONFLICT (credential_id) DO UPDATE
            SET sign_count = excluded.sign_count, is_user_verified = excluded.is_user_verified, is_backed_up = excluded.is_backed_up,
            name = excluded.name WHERE passkeys.person_id = excluded.person_id
        """,
        [
            ("@id", passkey.CredentialId), ("@key", passkey.PublicKey), ("@created", Microseconds.Of(passkey.CreatedAt)),
            ("@count", (long)passkey.SignCount),
            ("@transports", passkey.Transports is { } transports ? string.Join(' ', transports) : null),
            ("@verified", passkey.IsUserVerified), ("@eligible", passkey.IsBackupEligible), ("@backed", passkey.IsBackedUp),
            ("@attestation", passkey.AttestationObject), ("@client", passkey.ClientDataJson), ("@name", passkey.Name ?? ""),
            ("@person", user.Id),
        ], cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PersonRow user, CancellationToken cancellationToken)
    {
        await using var connection = await reads.OpenAsync(cancellationToken);
        return await connection.Command(null, $"SELECT {PasskeyColumns} FROM passkeys WHERE person_id = @person ORDER BY created_at",
            ("@person", user.Id)).RowsAsync(ReadPasskey, cancellationToken);
    }

    public async Task<PersonRow?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var connection = await reads.OpenAsync(cancellationToken);
        return await connection.Command(null, "SELECT person_id FROM passkeys WHERE credential_id = @id", ("@id", credentialId))
            .RowsAsync(row => row.GetString(0), cancellationToken) is [var person] ? await FindByIdAsync(person, cancellationToken) : null;
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PersonRow user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var connection = await reads.OpenAsync(cancellationToken);
        return await connection.Command(null, $"SELECT {PasskeyColumns} FROM passkeys WHERE person_id = @person AND credential_id = @id",
            ("@person", user.Id), ("@id", credentialId)).RowsAsync(ReadPasskey, cancellationToken) is [var passkey] ? passkey : null;
    }

    public Task RemovePasskeyAsync(PersonRow user, byte[] credentialId, CancellationToken cancellationToken) =>
        writer.ChangePowerAsync(Self(user), PowerTable.Passkeys, user.Id,
            "DELETE FROM passkeys WHERE person_id = @person AND credential_id = @id", [("@person", user.Id), ("@id", credentialId)],
            cancellationToken);

    private static UserPasskeyInfo ReadPasskey(DbDataReader row) =>
        new(row.Blob(0), row.Blob(1), row.Instant(2), (uint)row.GetInt64(3),
            row.TextOrNull(4)?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7), row.Blob(8), row.Blob(9)) { Name = row.GetString(10) };
}
