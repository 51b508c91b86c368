using System.Data.Common;
using System.Xml.Linq;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Keeps the keys behind cookies and form tokens in the database, so that every process over the same books knows them; each is
/// encrypted with the key outside the books. One that is not, or with another key, counts for nothing.</summary>
public sealed class ProtectionKeys(LedgerDatabase database, OutsideKey secret) : IXmlRepository
{
    private const string Purpose = "protection keys";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = Open();
        using var question = connection.Command(null, "SELECT xml FROM protection_keys ORDER BY id");
        using var rows = question.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
            if (secret.Unprotect(rows.GetString(0), Purpose) is { } xml) keys.Add(XElement.Parse(xml));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = Open();
        using var insert = connection.Command(null, "INSERT INTO protection_keys (id, xml) VALUES (@id, @xml)", ("@id", friendlyName),
            ("@xml", secret.Protect(element.ToString(SaveOptions.DisableFormatting), Purpose)));
        insert.ExecuteNonQuery();
    }

    /// <summary>Data protection over these books.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("FundsLedger")
            // Authenticated in one pass; every request opens a cookie and seals a form token.
            .UseCryptographicAlgorithms(
                new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM, ValidationAlgorithm = ValidationAlgorithm.HMACSHA256 });
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((options, keys) => options.XmlRepository = keys);
    }

    // The interface of data protection knows no waiting; it is asked once a day.
    private DbConnection Open() => database.OpenAsync().GetAwaiter().GetResult();
}
