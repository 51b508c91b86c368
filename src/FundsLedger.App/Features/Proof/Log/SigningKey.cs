using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>The key that signs the log's heads: ECDSA P-256, in a file that only its owner may read. Never in the database, never in a
/// backup, never in a log.</summary>
public sealed class SigningKey : IDisposable
{
    private SigningKey(ECDsa key)
    {
        Key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        KeyId = IdOf(PublicKey);
    }

    public ECDsa Key { get; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the public key: what people compare.</summary>
    public string KeyId { get; }

    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16];

    /// <summary>Where the key of a SQLite file is kept unless the settings say otherwise: beside it.</summary>
    public static string PathBeside(string database) => database + ".signing-key.pem";

    /// <summary>Where the key of these books is kept: as set, or beside them.</summary>
    internal static string PathOf(LedgerDatabase database) =>
        AppSettings.Read().Log.SigningKeyFile is { Length: > 0 } set ? set : PathBeside(database.Path ?? Path.GetFullPath("fundsledger"));

    /// <summary>The key in a file; makes one where there is none, and the folder for it.</summary>
    public static SigningKey At(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new SigningKey(key);
        }
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        using (var file = new StreamWriter(OwnersFile.Create(path))) file.Write(key.ExportPkcs8PrivateKeyPem());
        return new SigningKey(key);
    }

    public void Dispose() => Key.Dispose();
}
