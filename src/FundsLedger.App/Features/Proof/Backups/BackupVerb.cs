using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Proof.Backups;

/// <summary><c>backup FILE</c>: consistent while the server runs.</summary>
internal static class BackupVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The backup to write; FILE.head.json beside it records its log head" };
        var verb = new Command("backup",
            """
            Write a backup of the books while they are in use. A backup of a PostgreSQL ledger is a SQLite file too.
            The signing key and the protection key are not in it: keep them apart.

            Examples:
              fundsledger backup 2026-11-23.backup
              fundsledger backup 2026-11-23.backup --db "Host=localhost;Database=fundsledger;Username=fundsledger"
            """) { file };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var outcome = await Output.WithProgressAsync("Backing up",
                progress => new Backup(database).RunAsync(parsed.GetRequiredValue(file), progress, cancel));
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await Console.Error.WriteLineAsync(
                $"{parsed.GetRequiredValue(file)} holds {outcome.Value.Entries} entries; log head {outcome.Value}.");
            return CommandLine.Good;
        }));
        return verb;
    }
}

/// <summary><c>restore FILE</c>: into a place without books.</summary>
internal static class RestoreVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The backup; FILE.head.json must lie beside it" };
        var verb = new Command("restore",
            """
            Restore a backup into --db, where no books may be yet: a SQLite path or an empty PostgreSQL database.
            Refused when the backup's check finds anything, or its log head is not the recorded one.

            Examples:
              fundsledger restore 2026-11-23.backup --db restored.db
              fundsledger restore 2026-11-23.backup --db "Host=localhost;Database=fundsledger;Username=fundsledger"
            """) { file };
        verb.SetAction(async (parsed, cancel) =>
        {
            await using var target = LedgerDatabase.At(CommandLine.Where(parsed));
            var outcome = await Output.WithProgressAsync("Restoring",
                progress => new Restore(target, TimeProvider.System).RunAsync(parsed.GetRequiredValue(file), progress, cancel));
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await Console.Error.WriteLineAsync(
                $"{target.ShownName} holds {outcome.Value.Entries} entries; its log head is the recorded one: {outcome.Value}.");
            return CommandLine.Good;
        });
        return verb;
    }
}
