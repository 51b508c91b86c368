using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Backups;

/// <summary>Compares the books with a head kept elsewhere: an older copy of the whole file is sound in itself, and only something outside
/// it can tell.</summary>
public static class OlderCopy
{
    private const string Repair =
        "Somebody put an older or another file in the books' place. Stop, keep it as evidence, and restore the newest backup.";

    /// <summary>What the kept head has and the books lack; empty where they have all of it.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> FindAsync(LedgerDatabase database, string file, CancellationToken cancel)
    {
        if (await RecordedHead.ReadAsync(file, cancel) is not { } kept)
            return [new CheckFinding(file, "It is missing or no head.", "Give the .head.json of a backup.")];
        var here = await RecordedHead.OfAsync(database, cancel);
        if (here.LedgerId != kept.LedgerId)
            return [new CheckFinding(file, $"It is of ledger {kept.LedgerId}, these books are {here.LedgerId}.", Repair)];
        var findings = new List<CheckFinding>();
        if (here.Entries < kept.Entries)
            findings.Add(new CheckFinding("the journal", $"It has {here.Entries} entries and had {kept.Entries}.", Repair));
        await using var connection = await database.OpenAsync(cancel);
        foreach (var recorded in kept.Logs.Where(log => log.Size > 0))
        {
            var size = here.Logs.FirstOrDefault(log => log.Log == recorded.Log)?.Size ?? 0;
            if (size < recorded.Size)
                findings.Add(new CheckFinding($"log {recorded.Log}", $"It has {size} leaves and had {recorded.Size}.", Repair));
            else if (ClosedSet<LogClass>.Find(recorded.Log) is { } log && !await IsBeginningAsync(log, recorded))
                findings.Add(
                    new CheckFinding($"log {recorded.Log}", $"Its first {recorded.Size} leaves are not those of the head.", Repair));
        }
        return findings;

        async Task<bool> IsBeginningAsync(LogClass log, RecordedLog recorded) =>
            await Task.Run(
                () => Convert.ToHexStringLower(MerkleProof.RootAt(recorded.Size, new LogTree(connection, log).Subtrees())) == recorded.Root,
                cancel);
    }
}
