using System.Security.Cryptography;

namespace FundsLedger.App.Storage;

/// <summary>Codes that tell neither an order nor a number of anything.</summary>
internal static class RandomCode
{
    /// <summary>Letters that cannot be misread.</summary>
    public const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Length = 10;

    /// <summary>Fifty random bits behind a prefix.</summary>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Letters, Length);
}
