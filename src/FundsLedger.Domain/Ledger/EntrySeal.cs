using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Ledger;

/// <summary>An entry as it was written, without its postings.</summary>
public sealed record EntryRecord
{
    /// <summary>Place in the gapless sequence, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>UUID: v4, or v7 where it was written before identifiers ceased to tell the time.</summary>
    public required string Id { get; init; }

    /// <summary>Code of its fund.</summary>
    public required string FundCode { get; init; }

    /// <summary>Effective date.</summary>
    public required DateOnly EffectiveDate { get; init; }

    /// <summary>When it became known: UTC microseconds since 1970, never earlier than the entry before.</summary>
    public required long RecordedAt { get; init; }

    /// <summary>Why it was made.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>What happened, as it is kept (<see cref="Ledger.Description.Stored"/>).</summary>
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

    /// <summary>Its place among everything that was ever written, entries and register rows of every log, from 1.</summary>
    public required long Place { get; init; }

    /// <summary>Sixteen random bytes in the part that is shown: without them the small set of likely dates and amounts could be tried out
    /// against the hash.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Sixteen random bytes in the part that is not.</summary>
    public required byte[] WithheldSalt { get; init; }
}

/// <summary>The bytes that are hashed: every field, each with its length, so that no two contents share a hash and no field is left out, in
/// two parts. A donor gets the first of their own receipts; what tells when and by whom the books were kept stands in the second. Sequence
/// number and place stand in neither: they count what happens in other funds, and no leaf of one log may follow anything in
/// another.</summary>
public static class EntrySeal
{
    /// <summary>First field of the part that is shown.</summary>
    public const string ShownName = "fundsledger entry v2";

    /// <summary>First field of the part that is not.</summary>
    public const string WithheldName = "fundsledger entry v2 withheld";

    /// <summary>Writes both parts of an entry and its postings.</summary>
    /// <param name="leaf">Written from its beginning.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="actorMark">What stands for the actor's name (<see cref="PersonMark"/>).</param>
    /// <param name="postings">Its postings, in order.</param>
    public static void Write(TwoPartWriter leaf, EntryRecord entry, ReadOnlySpan<byte> actorMark, IReadOnlyList<PlannedPosting> postings)
    {
        WriteShown(leaf.Shown, entry, postings);
        WriteWithheld(leaf.Withheld, entry, actorMark);
    }

    /// <summary>Writes the part that its donor may read: fund, date, kind, text, reference, and the postings.</summary>
    public static void WriteShown(CanonicalWriter shown, EntryRecord entry, IReadOnlyList<PlannedPosting> postings)
    {
        shown.Reset();
        shown.Text(ShownName);
        shown.Bytes(entry.Salt);
        shown.Text(entry.FundCode);
        shown.Int64(Day(entry.EffectiveDate));
        shown.Text(ClosedSet<EntryKind>.Code(entry.Kind));
        shown.Text(entry.Description);
        shown.Text(entry.Reference);
        WritePostings(shown, postings);
    }

    /// <summary>Writes the part that stays in the house: id, instant, actor, evidence, key, and which entry is reversed.</summary>
    public static void WriteWithheld(CanonicalWriter withheld, EntryRecord entry, ReadOnlySpan<byte> actorMark)
    {
        withheld.Reset();
        withheld.Text(WithheldName);
        withheld.Bytes(entry.WithheldSalt);
        withheld.Text(entry.Id);
        withheld.Int64(entry.RecordedAt);
        withheld.Text(entry.Actor.Id);
        withheld.Bytes(actorMark);
        withheld.Text(entry.SourceDocument);
        withheld.Text(entry.Key);
        withheld.Bytes(entry.InputHash);
        withheld.Text(entry.ReversesId);
    }

    internal static void WritePostings(CanonicalWriter bytes, IReadOnlyList<PlannedPosting> postings)
    {
        bytes.List(postings.Count);
        for (var index = 0; index < postings.Count; index++)
        {
            var posting = postings[index];
            bytes.Text(posting.Account.Code);
            WriteAmounts(bytes, posting.Amount, posting.EurMinor);
            WriteDimensions(bytes, posting.Dimensions);
        }
    }

    /// <summary>Writes what a draft asks for, so that its hash tells a repeat from another request under the same key.</summary>
    public static void WriteInput(CanonicalWriter input, EntryDraft draft)
    {
        input.Reset();
        input.Text(draft.Fund);
        input.Int64(Day(draft.Date));
        input.Text(ClosedSet<EntryKind>.Code(draft.Kind));
        input.Text(draft.Description.Stored);
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

    internal static int Day(DateOnly date) => date.Year * 10000 + date.Month * 100 + date.Day;
}
