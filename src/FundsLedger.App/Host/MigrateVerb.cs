using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Host;

/// <summary><c>migrate</c>: makes books, or brings them to the present shape.</summary>
internal static class MigrateVerb
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public static Command Make()
    {
        var verb = new Command("migrate",
            """
            Make the books where there are none, or bring them to the present shape; the database's own guards are installed again.
            Make a backup first.

            Examples:
              fundsledger migrate --db books.db
              fundsledger migrate --db "Host=localhost;Database=fundsledger;Username=fundsledger"
            """);
        verb.SetAction(async (parsed, cancel) =>
        {
            await using var database = LedgerDatabase.At(CommandLine.Where(parsed));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(LongestWait);
            var found = 0;
            try
            {
                found = await BooksMaker.MigrateAsync(database, TimeProvider.System, cancel: patience.Token);
            }
            catch (InvalidDataException damage)
            {
                await Console.Error.WriteLineAsync($"fundsledger: {damage.Message}");
                return CommandLine.Broken;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync(
                    "fundsledger: another migration holds the lock, or one was killed. When none is running, delete the row of table "
                        + "__EFMigrationsLock and try again.");
                return CommandLine.Broken;
            }
            var settings = AppSettings.Read().Web;
            await OldSecrets.SealAsync(database, settings, OutsideKey.At(OutsideKey.PathOf(database, settings)), TimeProvider.System,
                cancel);
            using var key = SigningKey.At(SigningKey.PathOf(database));
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            await new SealHead(writer, key).RunIfDueAsync(cancel);
            if (found > 0)
                await Console.Error.WriteLineAsync(
                    $"{found} rows that let somebody do something (people, roles, tokens, recipients of alerts) are sealed as they were "
                        + "found: nothing proves how they came there. Look through 'fundsledger users list' once. From now on each change "
                        + "is sealed.");
            await Console.Error.WriteLineAsync(
                $"{database.ShownName} is ready. Key {key.KeyId} signs its log; keep "
                    + $"{SigningKey.PathOf(database)} and {OutsideKey.PathOf(database, settings)} safe and apart from backups.");
            if (PublicationStore.LoginStatements(database) is { Count: > 0 } statements)
                await Console.Error.WriteLineAsync(
                    "What is published of protected funds is read by a login of its own. To make it, and then name it in the setting "
                        + $"Publication:Login:\n  {string.Join("\n  ", statements)}");
            return CommandLine.Good;
        });
        return verb;
    }
}
