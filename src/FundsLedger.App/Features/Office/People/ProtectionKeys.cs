using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Keeps the keys behind cookies, mail links and code generators in the database, so that every process over the same books knows them.</summary>
public sealed class ProtectionKeys(LedgerDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = Open();
        using var question = connection.Command(null, "SELECT xml FROM protection_keys ORDER BY id");
        using var rows = question.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read()) keys.Add(XElement.Parse(rows.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = Open();
        using var insert = connection.Command(null, "INSERT INTO protection_keys (id, xml) VALUES (@id, @xml)", ("@id", friendlyName), ("@xml", element.ToString(SaveOptions.DisableFormatting)));
        insert.ExecuteNonQuery();
    }

    /// <summary>Data protection over these books; encrypted at rest with a certificate where one is set.</summary>
    public static void Add(IServiceCollection services, WebSettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("FundsLedger")
            // Authenticated in one pass; every request opens a cookie and seals a form token.
            .UseCryptographicAlgorithms(new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM, ValidationAlgorithm = ValidationAlgorithm.HMACSHA256 });
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((options, keys) => options.XmlRepository = keys);
        if (settings.CertificateFile.Length == 0) return;
        protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(settings.CertificateFile, settings.CertificatePassword));
    }

    // The interface of data protection knows no waiting; it is asked once a day.
    private DbConnection Open() => database.OpenAsync().GetAwaiter().GetResult();
}
