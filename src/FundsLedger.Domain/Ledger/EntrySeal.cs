using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Ledger;

/// <summary>An entry as it was written, without its postings.</summary>
public sealed record EntryRecord
{
    /// <summary>Place in the gapless sequence, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>UUID v7.</summary>
    public required string Id { get; init; }

    /// <summary>Code of its fund.</summary>
    public required string FundCode { get; init; }

    /// <summary>Effective date.</summary>
    public required DateOnly EffectiveDate { get; init; }

    /// <summary>When it became known: UTC microseconds since 1970, never earlier than the entry before.</summary>
    public required long RecordedAt { get; init; }

    /// <summary>Why it was made.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Outside reference, or null.</summary>
    public required string? Reference { get; init; }

    /// <summary>Who made it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Where the evidence is, or null.</summary>
    public required string? SourceDocument { get; init; }

    /// <summary>Idempotency key.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of what was asked for.</summary>
    public required byte[] InputHash { get; init; }

    /// <summary>Place of the entry it reverses, or null.</summary>
    public required long? ReversesSeq { get; init; }

    /// <summary>UUID of the entry it reverses, or null.</summary>
    public required string? ReversesId { get; init; }

    /// <summary>Sixteen random bytes: without them the small set of likely dates and amounts could be tried out against the hash.</summary>
    public required byte[] Salt { get; init; }
}

/// <summary>The bytes that are hashed: every field, each with its length, so that no two contents share a hash and no field is left out. Only the sequence number stays out (the leaf's place says the same): a donor gets the leaf data of their own receipts, and two sequence numbers would count what happened in between.</summary>
public static class EntrySeal
{
    /// <summary>Bytes of salt per leaf.</summary>
    public const int SaltSize = 16;

    /// <summary>First field of an entry's leaf data.</summary>
    public const string Name = "fundsledger entry v1";

    /// <summary>Writes the leaf data of an entry and its postings.</summary>
    public static void Write(CanonicalWriter leaf, EntryRecord entry, IReadOnlyList<PlannedPosting> postings)
    {
        leaf.Reset();
        leaf.Text(Name);
        leaf.Bytes(entry.Salt);
        leaf.Text(entry.Id);
        leaf.Text(entry.FundCode);
        leaf.Int64(Day(entry.EffectiveDate));
        leaf.Int64(entry.RecordedAt);
        leaf.Text(ClosedSet<EntryKind>.Code(entry.Kind));
        leaf.Text(entry.Description);
        leaf.Text(entry.Reference);
        leaf.Text(entry.Actor.Id);
        leaf.Text(entry.Actor.Name);
        leaf.Text(entry.SourceDocument);
        leaf.Text(entry.Key);
        leaf.Bytes(entry.InputHash);
        leaf.Text(entry.ReversesId);
        leaf.List(postings.Count);
        for (var index = 0; index < postings.Count; index++)
        {
            var posting = postings[index];
            leaf.Text(posting.Account.Code);
            WriteAmounts(leaf, posting.Amount, posting.EurMinor);
            WriteDimensions(leaf, posting.Dimensions);
        }
    }

    /// <summary>Writes what a draft asks for, so that its hash tells a repeat from another request under the same key.</summary>
    public static void WriteInput(CanonicalWriter input, EntryDraft draft)
    {
        input.Reset();
        input.Text(draft.Fund);
        input.Int64(Day(draft.Date));
        input.Text(ClosedSet<EntryKind>.Code(draft.Kind));
        input.Text(draft.Description);
        input.Text(draft.Reference);
        input.Text(draft.SourceDocument);
        input.Text(draft.Reverses);
        input.List(draft.Lines.Count);
        for (var index = 0; index < draft.Lines.Count; index++)
        {
            var line = draft.Lines[index];
            input.Text(line.Account);
            input.Text(line.Fund);
            WriteAmounts(input, line.Amount, line.EurMinor);
            WriteDimensions(input, line.Dimensions ?? Dimensions.None);
        }
    }

    private static void WriteAmounts(CanonicalWriter bytes, Money amount, long? eurMinor)
    {
        bytes.Text(amount.Currency.Code);
        bytes.Int64(amount.Minor);
        if (eurMinor is { } eur) bytes.Int64(eur);
        else bytes.Null();
    }

    private static void WriteDimensions(CanonicalWriter bytes, Dimensions about)
    {
        bytes.Text(about.Donor);
        bytes.Text(about.Pledge);
        bytes.Text(about.Agreement);
        bytes.Text(about.Request);
        bytes.Text(about.Commitment);
        bytes.Text(about.Payment);
    }

    private static int Day(DateOnly date) => date.Year * 10000 + date.Month * 100 + date.Day;
}
