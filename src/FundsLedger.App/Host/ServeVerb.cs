using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Reports.Templates;

namespace FundsLedger.App.Host;

/// <summary><c>serve</c>: the pages over existing books.</summary>
internal static class ServeVerb
{
    public static Option<string?> Url() =>
        new("--url") { Description = "Address to serve on (default: the setting Web:Url)", HelpName = "URL" };

    public static Command Make()
    {
        var url = Url();
        var verb = new Command("serve",
            """
            Serve the pages over existing books, on this computer only.

            Examples:
              fundsledger serve --db books.db
              fundsledger serve --db "Host=localhost;Database=fundsledger;Username=fundsledger" --url http://127.0.0.1:8080
            """) { url };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            if ((await Shape.MissingAsync(database, cancel)).Count > 0)
            {
                await Console.Error.WriteLineAsync(
                    "fundsledger: these books have another shape than this version needs. Make a backup, then run 'fundsledger migrate'.");
                return CommandLine.Refused;
            }
            return await RunAsync(database, parsed.GetValue(url), cancel);
        }));
        return verb;
    }

    public static async Task<int> RunAsync(LedgerDatabase database, string? url, CancellationToken cancel)
    {
        var settings = AppSettings.Read();
        if (url is not null) settings.Web.Url = url;
        var outside = OutsideKey.PathOf(database, settings.Web);
        var unreadable = await OldSecrets.SealAsync(database, settings.Web, OutsideKey.At(outside), TimeProvider.System, cancel);
        if (unreadable > 0)
            await Console.Error.WriteLineAsync(
                $"fundsledger: {unreadable} second factors were kept with another key than {outside}. Put the right file there; without "
                    + $"it their owners sign in with a recovery code or a passkey.");
        await using (var writer = new LedgerWriter(database, TimeProvider.System))
            await PowerSeals.FollowSettingsAsync(writer, PowerSeals.SignOnGroups, settings.Web.SingleSignOn.Roles, cancel);
        await using (var store = new PublicationStore(database, settings.Publication.Login))
            if (await store.ReachesAsync(cancel) is { Count: > 0 } more) return CommandLine.Refuse(new PublicationLoginReachesMore(more));
        using var key = SigningKey.At(SigningKey.PathOf(database));
        await using var app = WebHost.Build(database, TimeProvider.System, settings.Web, key, [], settings.Mail, settings.Webhook,
            papers: settings.Papers, payments: settings.Payments, publication: settings.Publication);
        await app.StartAsync(cancel);
        foreach (var address in app.Urls)
            await Console.Error.WriteLineAsync($"FundsLedger serves {database.ShownName} on {address} (Ctrl+C stops)");
        // The first template takes seconds to compile: nobody should wait for it in front of their first statement.
        _ = Task.Run(TemplateEngine.Shared.WarmUpAsync, cancel);
        await app.WaitForShutdownAsync(cancel);
        return CommandLine.Good;
    }
}

/// <summary>A login for what everybody may read that reads something else.</summary>
public sealed record PublicationLoginReachesMore(IReadOnlyList<string> Tables) : Refusal("publication_login_reaches_more",
    $"The login of the setting Publication:Login may read or change {string.Join(", ", Tables.Take(5))}, and must read 'publications' "
        + "alone. Take those rights from it; 'fundsledger migrate' prints what it needs.");
