using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>What the ledger publishes of its logs, so that statements can be verified: the public key, and the latest signed heads. Of the
/// protected log nothing: whoever may check the books sees it on the page of the system.</summary>
public static class PublishedLog
{
    /// <summary>Maps <c>/log/key.pem</c> and <c>/log/head.txt</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/log/key.pem",
            (SigningKey key) => TypedResults.Text(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey) + "\n", "application/x-pem-file"))
                .Needs(Operation.ReadPublic);
        routes.MapGet("/log/head.txt",
            async (LedgerReads reads, CancellationToken cancel) => TypedResults.Text(await HeadsAsync(reads, cancel), "text/plain"))
                .Needs(Operation.ReadPublic);
    }

    /// <summary>The signed text and signature of the latest head of each published log, one after another with an empty line between; only
    /// a head's padded size is ever told.</summary>
    private static async Task<string> HeadsAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var texts = new List<string>();
        foreach (var log in ClosedSet<LogClass>.Codes.Select(ClosedSet<LogClass>.Of).Where(log => log.IsPublished()))
            if (await new LogTree(connection, log).LatestHeadAsync(cancel) is { } kept) texts.Add(Text(kept));
        return texts.Count == 0 ? "No head has been signed yet.\n" : string.Join('\n', texts);
    }

    private static string Text(KeptHead kept) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{kept.Head.SignedText().TrimEnd('\n')}\nkey {kept.KeyId}\nsignature {Convert.ToBase64String(kept.Signature)}\n");
}
