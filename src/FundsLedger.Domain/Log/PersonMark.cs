using System.Security.Cryptography;

namespace FundsLedger.Domain.Log;

/// <summary>What stands in a leaf for a person's name: a commitment that nobody can guess without its salt. Name and salt can be erased and
/// every leaf still proves.</summary>
public static class PersonMark
{
    /// <summary>SHA-256 over salt and name in the canonical encoding.</summary>
    /// <param name="salt">Random, of <see cref="TwoPartLeaf.SaltSize"/> bytes, one for each person and spelling.</param>
    /// <param name="name">The name as printed.</param>
    public static byte[] Of(ReadOnlySpan<byte> salt, string name)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger person v1");
        bytes.Bytes(salt);
        bytes.Text(name);
        return SHA256.HashData(bytes.WrittenSpan);
    }
}
