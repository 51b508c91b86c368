using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Ledger;

/// <summary>How entries were sealed in the first log, in one part: kept because statements were given from it, and because books are
/// verified before they are sealed again.</summary>
public static class FirstEntrySeal
{
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
        leaf.Int64(EntrySeal.Day(entry.EffectiveDate));
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
        EntrySeal.WritePostings(leaf, postings);
    }
}
