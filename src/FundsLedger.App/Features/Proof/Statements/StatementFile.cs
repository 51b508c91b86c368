using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>A receipt as the statement states it; amounts are decimal text.</summary>
/// <param name="Reference">Its code.</param>
/// <param name="Date">Day, ISO.</param>
/// <param name="Amount">In its currency.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Eur">Its value in EUR.</param>
/// <param name="LeafIndex">The leaf that proves it; in files of the first log the entry's id says which.</param>
/// <param name="EntryId">Only in files of the first log.</param>
public sealed record StatedReceipt(string Reference, string Date, string Amount, string Currency, string Eur, long? LeafIndex = null,
    string? EntryId = null);

/// <summary>What a statement states and the file proves.</summary>
public sealed record StatedFacts(string LedgerId, string Reference, string Donor, string DonorName, string Fund, string From, string To,
    string KnownAt, string IssuedAt, bool Synthetic,
    IReadOnlyList<StatedReceipt> Receipts, string TotalEur);

/// <summary>A signed head as it travels: base64 but for the hexadecimal root. The log is absent in files of the first one.</summary>
public sealed record StatedHead(long Size, string Root, string At, string KeyId, string Signature, string PublicKey, string? Log = null);

/// <summary>Proof that a receipt's entry is in the log: what is shown of it, the hash of what is not, and the path to the root,
/// base64.</summary>
/// <param name="LeafIndex">Its leaf.</param>
/// <param name="Path">The hashes beside the way to the root, lowest first.</param>
/// <param name="Shown">The sealed bytes that a donor may read, with their salt.</param>
/// <param name="Withheld">SHA-256 of the others.</param>
/// <param name="EntryId">Only in files of the first log.</param>
/// <param name="LeafData">Only in files of the first log: all sealed bytes.</param>
/// <param name="Salt">Only in files of the first log: the salt in them.</param>
public sealed record StatedProof(long LeafIndex, IReadOnlyList<string> Path, string? Shown = null, string? Withheld = null,
    string? EntryId = null, string? LeafData = null, string? Salt = null);

/// <summary>The file that goes with a statement, for <c>fundsledger verify-statement</c>: everything that is needed offline except the
/// published public key.</summary>
public sealed record StatementFile(string Format, string Code, JsonElement Statement, StatedHead Head, IReadOnlyList<StatedProof> Proofs)
{
    public const string FormatName = "fundsledger-statement/2";

    /// <summary>The files that were given from the first log: they stay good.</summary>
    public const string FirstFormatName = "fundsledger-statement/1";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, MaxDepth = ReadingBudget.DeepestJson,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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
            return JsonSerializer.Deserialize<StatementFile>(text, Json) is { Format: FormatName or FirstFormatName, Head: not null,
                Proofs: not null } file && file.Proofs.All(proof => proof is { Path: not null }) ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The log it was given from; null when it names none there is.</summary>
    public LogClass? Log() =>
        Format == FirstFormatName ? LogClass.First : ClosedSet<LogClass>.Find(Head.Log) is { } log and not LogClass.First ? log : null;

    /// <summary>The facts; null when a field is missing or of the wrong kind.</summary>
    public StatedFacts? Facts()
    {
        try
        {
            return Statement.ValueKind == JsonValueKind.Object && Statement.Deserialize<StatedFacts>(Json) is { Receipts: not null } facts
                && facts.Receipts.All(receipt => receipt is not null) ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToText() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Four groups of five digits. Hashed over the facts written without spaces, so that an editor's indentation changes
    /// nothing.</summary>
    public static string CodeOf(JsonElement statement)
    {
        var digits = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(statement, Compact))));
        return string.Join('-', Enumerable.Range(0, 4).Select(group => digits.Substring(group * 5, 5)));
    }
}
