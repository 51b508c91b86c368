using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>A block of padding as kept.</summary>
internal readonly record struct PaddingBlock(long First, int Count, byte[] Seed);

/// <summary>One log while it is made again, leaf by leaf, and held against its tiles, its heads and its recorded edge.</summary>
internal sealed class CheckedLog(CheckNotes notes, LogAtStart start, Queue<PaddingBlock> paddings,
    Dictionary<(int Level, long Index), byte[]> tiles, IReadOnlyDictionary<string, ECDsa> keys)
{
    private readonly MerkleFrontier _tree = new();
    private readonly Queue<(LogHead Head, string KeyId, byte[] Signature)> _heads = new(start.Heads);

    /// <summary>Appends a leaf, and before it the padding that stands there.</summary>
    public void Append(ReadOnlySpan<byte> hash, long index)
    {
        Pad();
        AppendOne(hash, index);
    }

    /// <summary>Says what is missing at the end.</summary>
    public void End()
    {
        Pad();
        if (_tree.Size != start.Size || !start.Root.AsSpan().SequenceEqual(_tree.Root())
            || !start.Peaks.AsSpan().SequenceEqual(_tree.Save()))
            Found(CheckName.Log, "log_trees",
                $"Its head (size {Number(start.Size)}) is not the head of the leaves (size {Number(_tree.Size)}).");
        foreach (var (level, index) in tiles.Keys.Take(1)) Found(CheckName.Log, $"tile {level}/{Number(index)}",
            "There are no leaves below it.");
        foreach (var (head, _, _) in _heads.Take(1)) Found(CheckName.Heads, $"head of size {Number(head.Size)}", "The log is shorter.");
        foreach (var padding in paddings.Take(1)) Found(CheckName.Log, $"padding at leaf {Number(padding.First)}", "The log is shorter.");
    }

    private void Pad()
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        while (paddings.TryPeek(out var padding) && padding.First <= _tree.Size)
        {
            paddings.Dequeue();
            for (var index = padding.First; index < padding.First + padding.Count; index++)
            {
                Padding.Leaf(padding.Seed, index, hash);
                AppendOne(hash, index);
            }
        }
    }

    private void AppendOne(ReadOnlySpan<byte> hash, long index)
    {
        if (index != _tree.Size)
            Found(CheckName.Log, $"leaf {Number(index)}",
                $"The log has leaf {Number(_tree.Size)} next: one is missing, doubled or out of order.");
        notes.Looked(CheckName.Log);
        if (hash.Length != MerkleHash.Size) return; // found as a broken seal
        _tree.Append(hash, CheckTile);
        while (_heads.TryPeek(out var head) && head.Head.Size == _tree.Size) CheckHead(_heads.Dequeue());
    }

    private void CheckTile(int level, long index, ReadOnlySpan<byte> root)
    {
        if (!tiles.Remove((level, index), out var kept) || !root.SequenceEqual(kept))
            Found(CheckName.Log, $"tile {level}/{Number(index)}", "It is not the root of its leaves.");
    }

    private void CheckHead((LogHead Head, string KeyId, byte[] Signature) kept)
    {
        notes.Looked(CheckName.Heads);
        var subject = $"head of size {Number(kept.Head.Size)}";
        if (!kept.Head.Root.Span.SequenceEqual(_tree.Root()))
            Found(CheckName.Heads, subject, "Its root is not the root of the first leaves: history was changed after it was signed.");
        if (!keys.TryGetValue(kept.KeyId, out var key) || !kept.Head.Verify(key, kept.Signature))
            Found(CheckName.Heads, subject, "Its signature does not fit the kept public key.");
    }

    private void Found(CheckName name, string subject, string rule) =>
        notes.Found(name, $"{subject} of the log '{ClosedSet<LogClass>.Code(start.Log)}'", rule, CheckNotes.RestoreRepair);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
