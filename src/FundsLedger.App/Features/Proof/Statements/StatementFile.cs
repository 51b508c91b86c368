using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>A receipt as the statement states it; amounts are decimal text.</summary>
public sealed record StatedReceipt(string Reference, string Date, string Amount, string Currency, string Eur, string EntryId);

/// <summary>What a statement states and the file proves.</summary>
public sealed record StatedFacts(string LedgerId, string Reference, string Donor, string DonorName, string Fund, string From, string To, string KnownAt, string IssuedAt, bool Synthetic,
    IReadOnlyList<StatedReceipt> Receipts, string TotalEur);

/// <summary>A signed head as it travels: base64 but for the hexadecimal root.</summary>
public sealed record StatedHead(long Size, string Root, string At, string KeyId, string Signature, string PublicKey);

/// <summary>Proof that a receipt's entry is in the log: its sealed bytes with their salt, and the path to the root, base64.</summary>
public sealed record StatedProof(string EntryId, long LeafIndex, string LeafData, string Salt, IReadOnlyList<string> Path);

/// <summary>The file that goes with a statement, for <c>fundsledger verify-statement</c>: everything that is needed offline except the published public key.</summary>
public sealed record StatementFile(string Format, string Code, JsonElement Statement, StatedHead Head, IReadOnlyList<StatedProof> Proofs)
{
    public const string FormatName = "fundsledger-statement/1";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file for these facts; the code on paper is the first 20 hexadecimal digits of their hash.</summary>
    public static StatementFile Of(StatedFacts facts, StatedHead head, IReadOnlyList<StatedProof> proofs)
    {
        var statement = JsonSerializer.SerializeToElement(facts, Json);
        return new StatementFile(FormatName, CodeOf(statement), statement, head, proofs);
    }

    /// <summary>Reads a file; null when it is not one.</summary>
    public static StatementFile? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StatementFile>(text, Json) is { Format: FormatName, Head: not null, Proofs: not null } file && file.Proofs.All(proof => proof is { Path: not null }) ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The facts; null when a field is missing or of the wrong kind.</summary>
    public StatedFacts? Facts()
    {
        try
        {
            return Statement.ValueKind == JsonValueKind.Object && Statement.Deserialize<StatedFacts>(Json) is { Receipts: not null } facts && facts.Receipts.All(receipt => receipt is not null) ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToText() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Four groups of five digits. Hashed over the facts written without spaces, so that an editor's indentation changes nothing.</summary>
    public static string CodeOf(JsonElement statement)
    {
        var digits = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(statement, Compact))));
        return string.Join('-', Enumerable.Range(0, 4).Select(group => digits.Substring(group * 5, 5)));
    }
}
