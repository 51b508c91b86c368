using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.Messages;

/// <summary><c>outbox list|deliver|retry</c>.</summary>
internal static class OutboxVerb
{
    public static Command Make() => new("outbox",
        """
        Messages that wait to be sent. 'serve' sends them; without a mail server in the settings they wait.

        Examples:
          fundsledger outbox list --state parked
          fundsledger outbox deliver
          fundsledger outbox retry 0199b2c4-5f0e-7c11-8a40-6d5e3c2b1a09
        """) { List(), Deliver(), Retry() };

    private static Command List()
    {
        var (format, state) =
            (Arguments.Format(), new Option<OutboxState?>("--state") { Description = "waiting, parked or done (default: all)" });
        var verb = new Command("list", "The newest 200 messages, without their content.") { state, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var items = await new OutboxList(database, TimeProvider.System).OfAsync(parsed.GetValue(state), cancel: cancel);
            string[] headings = ["id", "kind", "state", "created_at", "attempts", "next_attempt_at", "done_at", "last_fault"];
            var rows = items.Select(
                item =>
                    (string[])[item.Id, item.Kind, ClosedSet<OutboxState>.Code(item.State), Output.Iso(item.CreatedAt)!,
                        item.Attempts.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Output.Iso(item.NextAttemptAt) ?? "", Output.Iso(item.DoneAt) ?? "", item.LastFault ?? ""]).ToList();
            Output.Write(parsed.GetValue(format), headings, rows, "attempts");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Deliver()
    {
        var verb = new Command("deliver",
            "Give every message that is due one attempt, as 'serve' does all the time. Exit code 1 when one could not be delivered.");
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var settings = AppSettings.Read();
            using var webhooks = new WebhookDeliverer(settings.Webhook, TimeProvider.System);
            using var log =
                LoggerFactory.Create(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var links = new PasswordLinks(new LedgerReads(database, TimeProvider.System), writer);
            var pass = await new OutboxDelivery(database, TimeProvider.System,
                [new MailDeliverer(settings.Mail, TimeProvider.System, links), webhooks],
                log.CreateLogger<OutboxDelivery>()).RunOnceAsync(cancel);
            await Console.Error.WriteLineAsync($"{pass.Sent} sent, {pass.Postponed} to be tried again, {pass.Parked} parked.");
            return pass is { Postponed: 0, Parked: 0 } ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }

    private static Command Retry()
    {
        var id = new Argument<string>("id") { Description = "Id of a parked message" };
        var verb = new Command("retry", "Try a parked message again from the beginning.") { id };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var outcome = await new OutboxList(database, TimeProvider.System).RetryAsync(parsed.GetRequiredValue(id), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await Console.Error.WriteLineAsync($"{outcome.Value} will be tried again.");
            return CommandLine.Good;
        }));
        return verb;
    }
}
