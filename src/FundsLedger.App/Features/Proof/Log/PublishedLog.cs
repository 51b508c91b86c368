using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>What the ledger publishes of its log, so that statements can be verified: the public key, and the latest signed head.</summary>
public static class PublishedLog
{
    /// <summary>Maps <c>/log/key.pem</c> and <c>/log/head.txt</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/log/key.pem", (SigningKey key) => TypedResults.Text(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey) + "\n", "application/x-pem-file")).Needs(Operation.ReadPublic);
        routes.MapGet("/log/head.txt", async (LedgerReads reads, CancellationToken cancel) => TypedResults.Text(await HeadAsync(reads, cancel), "text/plain")).Needs(Operation.ReadPublic);
    }

    /// <summary>The signed text of the latest head and its signature; only a head's padded size is ever told.</summary>
    private static async Task<string> HeadAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await new LogTree(connection).LatestHeadAsync(cancel) is { } kept
            ? string.Create(CultureInfo.InvariantCulture, $"{kept.Head.SignedText().TrimEnd('\n')}\nkey {kept.KeyId}\nsignature {Convert.ToBase64String(kept.Signature)}\n")
            : "No head has been signed yet.\n";
    }
}
