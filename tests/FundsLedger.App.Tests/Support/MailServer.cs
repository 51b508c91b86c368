using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using FundsLedger.App.Web;
using MimeKit;
using Xunit;

namespace FundsLedger.App.Tests.Support;

/// <summary>A real SMTP server of our own on a free port of this computer.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly Lazy<Task<bool>> IsThere = new(LookAsync);

    private readonly Process _process;
    private readonly string _folder;

    private readonly Channel<string> _steps = Channel.CreateUnbounded<string>();

    private MailServer(Process process, string folder, int port)
    {
        (_process, _folder, Port) = (process, folder, port);
        _ = ListenAsync();
    }

    public int Port { get; }

    /// <summary>Settings that lead here, without protection.</summary>
    public MailSettings Settings =>
        new MailSettings { Host = "127.0.0.1", Port = Port, Security = MailSecurity.None,
            From = "FundsLedger <funds@example.org>" }.WithLinksTo("https://funds.example.org/");

    /// <summary>Starts a server; skips the test when the program is not there.</summary>
    /// <param name="more">Certificate and key as PEM files, then user and password.</param>
    public static async Task<MailServer> StartAsync(params string[] more)
    {
        Assert.SkipUnless(await IsThere.Value, "No python3-aiosmtpd: it is not installed. Run tests/run as root, which installs it.");
        var folder = Directory.CreateTempSubdirectory("fundsledger-mail-").FullName;
        var start = new ProcessStartInfo(Python,
            [Path.Combine(Cli.SettingsTests.Root(), "tests/FundsLedger.App.Tests/Support/mail-server.py"), folder, .. more])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync();
        return new MailServer(process, folder, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    /// <summary>What clients do there as they do it: come, name a recipient, hand a message over. It ends with the server.</summary>
    public ChannelReader<string> Steps => _steps.Reader;

    /// <summary>Everything received so far, in order.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ReceivedAsync()
    {
        var messages = new List<MimeMessage>();
        foreach (var file in Directory.EnumerateFiles(_folder, "*.eml").Order(StringComparer.Ordinal))
            messages.Add(await MimeMessage.LoadAsync(file));
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Somebody must read, or the server would wait for room in the pipe.
    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } step) await _steps.Writer.WriteAsync(step);
        _steps.Writer.Complete();
    }

    private static async Task<bool> LookAsync()
    {
        if (!File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
