using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Codes of an authenticator app (RFC 6238: SHA-1, six digits, steps of 30 seconds). Each is taken once: none of the last step
/// taken, or of one before it.</summary>
public sealed class OneTimeCodes(LedgerReads reads, OutsideKey secret) : IUserTwoFactorTokenProvider<PersonRow>
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int KeyBytes = 20;
    private const int StepSeconds = 30;

    // A clock that is up to half a minute wrong on either side.
    private const int Window = 1;

    /// <summary>Which step a code is of, or null when of none near now.</summary>
    public static long? StepOf(string key, string code, DateTimeOffset now)
    {
        if (code.Length != 6 || !code.All(char.IsAsciiDigit)) return null;
        var (bytes, middle, found) = (Bytes(key), now.ToUnixTimeSeconds() / StepSeconds, (long?)null);
        for (var step = middle - Window; step <= middle + Window; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(bytes, step)), Encoding.ASCII.GetBytes(code)))
                found = step;
        return found;
    }

    /// <summary>The key offered to a new authenticator app: the same as long as nothing changes, so that looking at it twice stores nothing
    /// and changes nothing.</summary>
    public string KeyFor(PersonRow person, string session)
    {
        var bits = new BigInteger(secret.Derive($"generator of {person.Id} in {session} after {person.SecurityStamp}", KeyBytes),
            isUnsigned: true, isBigEndian: true);
        return string.Concat(Enumerable.Range(0, KeyBytes * 8 / 5).Reverse().Select(place => Letters[(int)((bits >> (place * 5)) & 31)]));
    }

    public Task<string> GenerateAsync(string purpose, UserManager<PersonRow> manager, PersonRow user) =>
        throw new NotSupportedException("Codes come from people's own generators.");

    /// <summary>True once for a code: one statement takes it, so that of two requests at the same time only one gets in.</summary>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<PersonRow> manager, PersonRow user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } key || StepOf(key, token, reads.Clock.GetUtcNow()) is not { } step)
            return false;
        await using var connection = await reads.OpenAsync();
        return await connection.Command(null, "UPDATE people SET code_step = @step WHERE id = @id AND code_step < @step", ("@step", step),
            ("@id", user.Id)).RunAsync() == 1;
    }

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<PersonRow> manager, PersonRow user) =>
        Task.FromResult(user.CodeKey is not null);

    private static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // what generators compute
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("000000",
            CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var (bytes, bits, count) = (new List<byte>(KeyBytes), 0, 0);
        foreach (var letter in key)
        {
            var value = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0) return [];
            (bits, count) = ((bits << 5) | value, count + 5);
            if (count < 8) continue;
            bytes.Add((byte)(bits >> (count -= 8)));
            bits &= (1 << count) - 1;
        }
        return [.. bytes];
    }
}
