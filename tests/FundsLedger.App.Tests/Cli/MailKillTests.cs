using System.Diagnostics;
using System.Globalization;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Messages;
using FundsLedger.App.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The built program is killed at random moments while it hands letters to a real mail server: every letter arrives, and a kill
/// sends at most one of them again, under the same id.</summary>
[TakesMinutes, TriesMore]
public sealed class MailKillTests
{
    private static readonly int Letters = LongRun.IsLong ? 250 : 80;
    private static readonly int Kills = LongRun.IsLong ? 20 : 6;

    [Theory, EveryDatabase]
    public async Task Every_letter_arrives_though_its_sender_is_killed_again_and_again(DatabaseKind on)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        var left = new List<string>();
        for (var letter = 0; letter < Letters; letter++) left.Add(await Postroom.LeaveAsync(books, $"reader{letter}@example.org"));
        var chance = new Random(20261128);
        for (var kill = 0; kill < Kills; kill++) await KillAsync(books, server, afterSteps: chance.Next(0, 30));
        var early = await ReceivedAsync(server);

        using (var last = Start(books, server)) await EndAsync(last, exitCode: 0);
        // What the killed ones had claimed is theirs until their leases end.
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        await new OutboxDelivery(books.Database, later, [new MailDeliverer(server.Settings, later)], new KeptLog()).RunOnceAsync();

        var received = await ReceivedAsync(server);
        Assert.Equal(left.Order(StringComparer.Ordinal), received.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(early.Count, 5, Letters - 5);
        Assert.InRange(received.Values.Sum(times => times - 1), 0, Kills);
        Assert.Equal(Letters,
            await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE done_at IS NOT NULL AND parked_at IS NULL AND payload = ''"));
    }

    /// <summary>Kills the program when the server has seen it take some steps more.</summary>
    private static async Task KillAsync(TestBooks books, MailServer server, int afterSteps)
    {
        while (server.Steps.TryRead(out _)) { }
        using var process = Start(books, server);
        var ended = process.WaitForExitAsync();
        for (var step = 0; step < afterSteps && !ended.IsCompleted; step++) await Task.WhenAny(server.Steps.ReadAsync().AsTask(), ended);
        process.Kill();
        await EndAsync(process, exitCode: 137);
    }

    private static async Task EndAsync(Process process, int exitCode)
    {
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exitCode, $"{process.ExitCode}: {errors}");
    }

    private static Process Start(TestBooks books, MailServer server)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fundsledger"),
            ["outbox", "deliver", "--db", books.Where]) { RedirectStandardError = true };
        foreach (var (name, value) in ((string, string)[])[("Host", server.Settings.Host),
            ("Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Security", "None"), ("From", server.Settings.From)])
            start.Environment[$"FUNDSLEDGER__Mail__{name}"] = value;
        return Process.Start(start)!;
    }

    /// <summary>How often each letter arrived, by its id.</summary>
    private static async Task<Dictionary<string, int>> ReceivedAsync(MailServer server) =>
        (await server.ReceivedAsync()).CountBy(mail => mail.MessageId!.Split('@')[0]).ToDictionary(StringComparer.Ordinal);
}
