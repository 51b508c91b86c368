using System.Security.Cryptography;
using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.SignOff;

/// <summary>What binds every step to the same content: SHA-256 over all that is decided. A list of the fields that matter would one day
/// miss one; this leaves out nothing.</summary>
/// <param name="Hex">64 hexadecimal digits in lower case.</param>
public readonly record struct PayloadHash(string Hex)
{
    /// <summary>The 32 bytes as they are stored.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <summary>The hash of a request.</summary>
    /// <param name="kind">Code of what is done in the end.</param>
    /// <param name="subject">Code of what it is about.</param>
    /// <param name="plan">The steps it needs.</param>
    /// <param name="payload">Exactly what is done, as it is kept.</param>
    public static PayloadHash Of(string kind, string subject, SigningPlan plan, string payload)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger request v1");
        bytes.Text(kind);
        bytes.Text(subject);
        bytes.Text(plan.Text);
        bytes.Text(payload);
        return Of(SHA256.HashData(bytes.WrittenSpan));
    }

    /// <summary>A hash as it was stored.</summary>
    public static PayloadHash Of(ReadOnlySpan<byte> stored) => new(Convert.ToHexStringLower(stored));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
