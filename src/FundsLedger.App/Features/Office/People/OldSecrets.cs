using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FundsLedger.App.Features.Office.People;

/// <summary>What earlier versions left readable in the books: keys of second factors beside the keys that protect them, and links in mails
/// that wait.</summary>
public static class OldSecrets
{
    private const string Bare = "xml NOT LIKE 'k1:%'";

    /// <summary>Encrypts what has to stay readable with the key outside the books, and removes the rest from the file too. Does nothing
    /// where that is done. Cookies given before are void: everybody signs in once more.</summary>
    /// <returns>How many second factors cannot be read, because the key is another than they were kept with: their owners need a recovery
    /// code, or an administrator.</returns>
    public static async Task<int> SealAsync(LedgerDatabase database, WebSettings settings, OutsideKey key, TimeProvider clock,
        CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var generators = await connection.Command(null, "SELECT id, code_key FROM people WHERE code_key IS NOT NULL")
            .RowsAsync(row => (Id: row.GetString(0), Key: row.GetString(1)), cancel);
        var bare =
            await connection.Command(null, $"SELECT xml FROM protection_keys WHERE {Bare}").RowsAsync(row => row.GetString(0), cancel);
        var old = generators.Where(generator => !OutsideKey.IsSealed(generator.Key)).ToList();
        if (old.Count + bare.Count > 0)
            await SealAsync(connection, database, old, OldProtection(bare, settings), key, clock, cancel);
        return generators.Count(
            generator => OutsideKey.IsSealed(generator.Key) && key.Unprotect(generator.Key, PeopleStore.GeneratorOf(generator.Id)) is null);
    }

    private static async Task SealAsync(DbConnection connection, LedgerDatabase database, List<(string Id, string Key)> old,
        IDataProtector protection, OutsideKey key, TimeProvider clock, CancellationToken cancel)
    {
        var onPostgres = database.IsOnPostgres;
        // Overwritten rows are overwritten in the file, too.
        if (!onPostgres) await connection.Command(null, "PRAGMA secure_delete = 1").RunAsync(cancel);
        await using (var writer = new LedgerWriter(database, clock))
        await using (var session = await writer.BeginAsync(BooksMaker.System, cancel))
        {
            if (!onPostgres) await (await session.WholeQuestionAsync("PRAGMA secure_delete = 1", [], cancel)).RunAsync(cancel);
            foreach (var (id, kept) in old)
                await session.ChangePowerAsync(PowerTable.People, id, "UPDATE people SET code_key = @key WHERE id = @id",
                    [("@id", id),
                        ("@key", Read(protection, kept) is { } plain ? key.Protect(plain, PeopleStore.GeneratorOf(id)) : null)], cancel);
            await session.CommitAsync(cancel);
        }
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            await connection.Command(transaction, $"DELETE FROM protection_keys WHERE {Bare}").RunAsync(cancel);
            await connection.Command(transaction,
                "UPDATE outbox SET payload = '', parked_at = @now, last_fault = @why WHERE done_at IS NULL AND payload LIKE "
                    + "'%/password?person=%'",
                ("@now", Microseconds.Of(clock.GetUtcNow())), ("@why", "Its link is of a kind that is void now: make a new one."))
                    .RunAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        await connection.Command(null, onPostgres ? "VACUUM people, protection_keys, outbox" : "PRAGMA wal_checkpoint(TRUNCATE)")
            .RunAsync(cancel);
    }

    private static string? Read(IDataProtector protection, string kept)
    {
        try
        {
            return protection.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The protection of earlier versions: keys as they stood in the books, in clear or under the certificate.</summary>
    private static IDataProtector OldProtection(List<string> keys, WebSettings settings)
    {
        var services = new ServiceCollection();
        var protection = services.AddLogging().AddDataProtection().SetApplicationName("FundsLedger").DisableAutomaticKeyGeneration();
        if (settings.CertificateFile.Length > 0)
            protection.UnprotectKeysWithAnyCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(settings.CertificateFile, settings.CertificatePassword));
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new Kept(keys));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("code-generators");
    }

    private sealed class Kept(List<string> keys) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => keys.ConvertAll(XElement.Parse);

        public void StoreElement(XElement element, string friendlyName) =>
            throw new NotSupportedException("The keys of before are read only.");
    }
}
