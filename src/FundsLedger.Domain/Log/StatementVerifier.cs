using System.Globalization;
using System.Security.Cryptography;

namespace FundsLedger.Domain.Log;

/// <summary>An entry of the log as handed to the donor it concerns, with what proves its place in the tree.</summary>
/// <param name="LeafIndex">Index of the leaf in the log, from 0.</param>
/// <param name="LeafData">What the leaf is the hash of. In the first log: every field, with the salt among them. Since then: the hashes of
/// both parts (<see cref="TwoPartLeaf"/>).</param>
/// <param name="Salt">The salt on its own, to be shown; it must be found within what is shown.</param>
/// <param name="Proof">Inclusion proof (RFC 9162 §2.1.3) in the tree of the head it is handed over with.</param>
/// <param name="Shown">The fields that are shown.</param>
public sealed record SealedEntry(long LeafIndex, byte[] LeafData, byte[] Salt, byte[][] Proof, byte[]? Shown = null)
{
    /// <summary>An entry of two parts: the leaf follows from what is shown and the hash of what is not, so that neither can be
    /// changed.</summary>
    public static SealedEntry OfTwoParts(long leafIndex, byte[] shown, byte[] withheldHash, byte[] salt, byte[][] proof) =>
        new(leafIndex, TwoPartLeaf.Data(shown, withheldHash), salt, proof, shown);
}

/// <summary>What a verifier can find. A closed list.</summary>
public enum VerificationFindingKind
{
    /// <summary>The head is signed and every entry is in its tree.</summary>
    Fine,

    /// <summary>The head was not signed with this key, or was altered; nothing else was looked at.</summary>
    BadSignature,

    /// <summary>An entry is not in the signed tree, or was altered.</summary>
    EntryNotInTree,

    /// <summary>An entry's salt is not part of its data.</summary>
    SaltNotInEntry,

    /// <summary>The statement shows one entry of the log twice.</summary>
    EntryShownTwice,
}

/// <summary>One thing found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="EntryNumber">Which entry of the statement, counted from 1; null when it is about the whole statement.</param>
/// <param name="Sentence">The same in plain English.</param>
public sealed record VerificationFinding(VerificationFindingKind Kind, int? EntryNumber, string Sentence);

/// <summary>Everything found, in the statement's order; never empty: when all is well there is one finding that says so.</summary>
public sealed record VerificationResult(IReadOnlyList<VerificationFinding> Findings)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsFine => Findings is [{ Kind: VerificationFindingKind.Fine }];
}

/// <summary>Checks a statement offline, with nothing but the published public key.</summary>
public static class StatementVerifier
{
    /// <summary>Checks the head's signature, then that each entry is in the head's tree, once. Never throws for what a statement
    /// contains.</summary>
    /// <param name="head">The head the statement was made under.</param>
    /// <param name="signature">Its signature, 64 bytes (see <see cref="LogHead.Sign"/>).</param>
    /// <param name="key">The ledger's published public key, P-256.</param>
    /// <param name="entries">The statement's entries; may be empty.</param>
    public static VerificationResult Verify(LogHead head, byte[] signature, ECDsa key, IReadOnlyList<SealedEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(entries);
        // Without a good signature the root is anybody's, and a proof against it proves nothing.
        if (!head.Verify(key, signature))
            return new(
                [Whole(VerificationFindingKind.BadSignature, "The head is not signed with this key, or it was altered after signing.")]);

        var findings = new List<VerificationFinding>();
        var seen = new HashSet<long>();
        for (var place = 0; place < entries.Count; place++)
        {
            if (Fault(head, entries[place], seen) is { } kind) findings.Add(Entry(kind, place + 1));
        }
        return new(findings.Count > 0 ? findings : [Whole(VerificationFindingKind.Fine, FineSentence(entries.Count))]);
    }

    private static VerificationFindingKind? Fault(LogHead head, SealedEntry? entry, HashSet<long> seen)
    {
        if (entry?.LeafData is null
            || !MerkleProof.VerifyInclusion(MerkleHash.Leaf(entry.LeafData), entry.LeafIndex, head.Size, entry.Proof, head.Root.Span))
                return VerificationFindingKind.EntryNotInTree;
        if (entry.Salt is not { Length: > 0 } || (entry.Shown ?? entry.LeafData).AsSpan().IndexOf(entry.Salt) < 0)
            return VerificationFindingKind.SaltNotInEntry;
        return seen.Add(entry.LeafIndex) ? null : VerificationFindingKind.EntryShownTwice;
    }

    private static VerificationFinding Whole(VerificationFindingKind kind, string sentence) => new(kind, null, sentence);

    private static VerificationFinding Entry(VerificationFindingKind kind, int number)
    {
        var what = kind switch
        {
            VerificationFindingKind.EntryNotInTree => "is not in the signed log, or it was altered",
            VerificationFindingKind.SaltNotInEntry => "is in the signed log, but the salt shown with it is not its own",
            VerificationFindingKind.EntryShownTwice => "is in the signed log once but is shown more than once",
            VerificationFindingKind.Fine or VerificationFindingKind.BadSignature => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return new(kind, number, string.Create(CultureInfo.InvariantCulture, $"Entry {number} {what}."));
    }

    private static string FineSentence(int count) => count switch
    {
        0 => "The head is signed with this key; the statement shows no entries.",
        1 => "The head is signed with this key, and the entry is in its log.",
        _ => string.Create(CultureInfo.InvariantCulture, $"The head is signed with this key, and all {count} entries are in its log."),
    };
}
