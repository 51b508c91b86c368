using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The key outside the books and their backups: 256 random bits in a file that only its owner may read, made on first use. Secrets
/// in the books that must be readable are encrypted with it, so that the books alone reveal none.</summary>
public sealed class OutsideKey
{
    private const string Mark = "k1:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    private readonly byte[] _key;

    private OutsideKey(byte[] key) => _key = key;

    /// <summary>Where the key of these books is kept: as set, or beside them.</summary>
    public static string PathOf(LedgerDatabase database, WebSettings settings) =>
        settings.ProtectionKeyFile.Length > 0 ? Path.GetFullPath(settings.ProtectionKeyFile)
            : (database.Path ?? Path.GetFullPath("fundsledger")) + ".protection-key";

    /// <summary>The key in a file; makes one where there is none, and the folder for it.</summary>
    /// <exception cref="InvalidDataException">The file holds no key.</exception>
    public static OutsideKey At(string path)
    {
        if (!File.Exists(path)) Make(path);
        var bytes = new byte[KeyBytes];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var length) && length == KeyBytes
            ? new OutsideKey(bytes)
            : throw new InvalidDataException(
                $"'{path}' holds no protection key. Put the right file back; without it every second factor has to be set up again.");
    }

    /// <summary>True for what <see cref="Protect"/> made, with this key or another.</summary>
    public static bool IsSealed(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Encrypts a text for one purpose (AES-256-GCM); it opens for no other.</summary>
    public string Protect(string text, string purpose)
    {
        var (plain, sealedText) = (Encoding.UTF8.GetBytes(text), new byte[NonceBytes + Encoding.UTF8.GetByteCount(text) + TagBytes]);
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(Derive(purpose, KeyBytes), TagBytes);
        cipher.Encrypt(sealedText.AsSpan(0, NonceBytes), plain, sealedText.AsSpan(NonceBytes, plain.Length),
            sealedText.AsSpan(NonceBytes + plain.Length));
        return Mark + Base64Url.EncodeToString(sealedText);
    }

    /// <summary>The text; null when it was encrypted with another key or for another purpose, or was changed.</summary>
    public string? Unprotect(string text, string purpose)
    {
        if (!IsSealed(text) || !Base64Url.IsValid(text.AsSpan(Mark.Length))) return null;
        var sealedText = Base64Url.DecodeFromChars(text.AsSpan(Mark.Length));
        if (sealedText.Length < NonceBytes + TagBytes) return null;
        var plain = new byte[sealedText.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(Derive(purpose, KeyBytes), TagBytes);
        try
        {
            cipher.Decrypt(sealedText.AsSpan(0, NonceBytes), sealedText.AsSpan(NonceBytes, plain.Length),
                sealedText.AsSpan(NonceBytes + plain.Length), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Bytes derived from the key for a purpose; they reveal neither.</summary>
    public byte[] Derive(string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, length, info: Encoding.UTF8.GetBytes("fundsledger " + purpose));

    // Two processes may start at once: whoever moves its file into place first has made the key, and the other reads that one.
    private static void Make(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        using (var file = new StreamWriter(OwnersFile.Create(unfinished)))
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        try
        {
            File.Move(unfinished, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }
    }
}
