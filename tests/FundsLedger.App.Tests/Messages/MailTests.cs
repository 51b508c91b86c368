using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using MimeKit;
using Xunit;

namespace FundsLedger.App.Tests.Messages;

/// <summary>Mail as a real SMTP server receives it, or does not.</summary>
public sealed class MailTests
{
    [Theory, EveryDatabase("en"), EveryDatabase("fr")]
    public async Task Mail_arrives_once_as_text_and_html_with_the_picture_inside(DatabaseKind on, string language)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        var id = await Postroom.LeaveAsync(books, "Reader <reader@example.org>", language);
        var delivery = Postroom.Delivery(books, new MailDeliverer(server.Settings, books.Clock));
        Assert.Equal(new OutboxPass(1, 0, 0), await delivery.RunOnceAsync());
        Assert.Equal(new OutboxPass(0, 0, 0), await delivery.RunOnceAsync());

        var letter = Postroom.Letter(language);
        var mail = Assert.Single(await server.ReceivedAsync());
        Assert.Equal(($"{id}@example.org", letter.Subject, books.Clock.GetUtcNow()), (mail.MessageId, mail.Subject, mail.Date));
        Assert.Equal(("reader@example.org", "funds@example.org"),
            (mail.To.Mailboxes.Single().Address, mail.From.Mailboxes.Single().Address));
        Assert.Equal((language, "auto-generated"), (mail.Body!.Headers[HeaderId.ContentLanguage], mail.Headers["Auto-Submitted"]));
        Assert.Contains(letter.Paragraphs[0], mail.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("https://funds.example.org/alerts?fund=TFFV&x=1\n", mail.TextBody.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Contains($"[{letter.Picture!.AltText}]", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{language}\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<nothing>", mail.HtmlBody, StringComparison.Ordinal);
        var picture = mail.BodyParts.OfType<MimePart>().Single(part => part.ContentType.IsMimeType("image", "png"));
        Assert.Contains($"src=\"cid:{picture.ContentId}\"", mail.HtmlBody, StringComparison.Ordinal);
        using var content = new MemoryStream();
        await picture.Content!.DecodeToAsync(content);
        Assert.Equal(Postroom.Png, content.ToArray());
    }

    [Fact]
    public async Task A_mail_server_whose_greeting_never_ends_is_given_up_after_a_megabyte()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var id = await Postroom.LeaveAsync(books, "reader@example.org");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sent = 0L;
        var talking = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var piece = new byte[65_536];
            Array.Fill(piece, (byte)'x');
            // It ends after all, or a failing test would not.
            try { for (; sent < 256L * 1024 * 1024; sent += piece.Length) await client.GetStream().WriteAsync(piece); }
            catch (IOException) { }
        });
        var settings = new MailSettings { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, From = "f@example.org",
            Security = MailSecurity.None };
        Assert.Equal(new OutboxPass(0, 1, 0),
            await Postroom.Delivery(books, new MailDeliverer(settings, books.Clock)).RunOnceAsync());
        await talking;
        Assert.InRange(sent, 65_536, 32L * 1024 * 1024);
        Assert.StartsWith("Waiting 1", await Postroom.StateAsync(books, id), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Without_a_server_in_the_settings_mail_waits_untouched(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await Postroom.LeaveAsync(books, "reader@example.org");
        var before = await books.EveryRowAsync();
        Assert.Equal(new OutboxPass(0, 0, 0),
            await Postroom.Delivery(books, new MailDeliverer(new MailSettings(), books.Clock)).RunOnceAsync());
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task A_server_that_is_down_costs_one_message_a_pass_and_all_arrive_when_it_is_back(DatabaseKind on)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        for (var reader = 0; reader < 3; reader++) await Postroom.LeaveAsync(books, $"reader{reader}@example.org");
        var down = server.Settings;
        down.Port = ClosedPort();
        Assert.Equal(new OutboxPass(0, 1, 0), await Postroom.Delivery(books, new MailDeliverer(down, books.Clock)).RunOnceAsync());
        books.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new OutboxPass(3, 0, 0),
            await Postroom.Delivery(books, new MailDeliverer(server.Settings, books.Clock)).RunOnceAsync());
        Assert.Equal(3, (await server.ReceivedAsync()).Count);
    }

    [Theory, EveryDatabase]
    public async Task Unknown_recipients_are_parked_greylisted_ones_retried_and_no_address_is_kept_or_logged(DatabaseKind on)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        var unknown = await Postroom.LeaveAsync(books, "unknown@example.org");
        var grey = await Postroom.LeaveAsync(books, "grey@example.org");
        var noAddress = await Postroom.LeaveAsync(books, "nobody");
        var log = new KeptLog();
        var delivery = Postroom.Delivery(books, log, new MailDeliverer(server.Settings, books.Clock));
        Assert.Equal(new OutboxPass(0, 1, 2), await delivery.RunOnceAsync());
        Assert.Equal(("Parked 1", "Parked 1", "Waiting 1"),
            (await Postroom.StateAsync(books, unknown), await Postroom.StateAsync(books, noAddress),
                await Postroom.StateAsync(books, grey)));
        Assert.Equal(new OutboxPass(0, 0, 0), await delivery.RunOnceAsync());
        books.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new OutboxPass(1, 0, 0), await delivery.RunOnceAsync());

        var faults = (await new OutboxList(books.Database, books.Clock).OfAsync()).Select(item => item.LastFault).OfType<string>().ToList();
        Assert.Contains("The mail server said 550: 5.1.1 [address] User unknown", faults);
        Assert.NotEmpty(log.Lines);
        Assert.All(faults.Concat(log.Lines), line => Assert.DoesNotContain("example.org", line, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_server_that_never_answers_is_given_up(DatabaseKind on)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        var id = await Postroom.LeaveAsync(books, "slow@example.org");
        var pass = Postroom.Delivery(books, new MailDeliverer(server.Settings, books.Clock)).RunOnceAsync();
        while (!pass.IsCompleted)
        {
            books.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(pass, Task.Delay(20));
        }
        Assert.Equal(new OutboxPass(0, 1, 0), await pass);
        Assert.Equal("Waiting 1", await Postroom.StateAsync(books, id));
    }

    [Theory, EveryDatabase]
    public async Task A_connection_cut_after_the_message_sends_it_again_under_the_same_id(DatabaseKind on)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        var id = await Postroom.LeaveAsync(books, "cut@example.org");
        var delivery = Postroom.Delivery(books, new MailDeliverer(server.Settings, books.Clock));
        Assert.Equal(new OutboxPass(0, 1, 0), await delivery.RunOnceAsync());
        books.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new OutboxPass(0, 1, 0), await delivery.RunOnceAsync());
        Assert.Equal([$"{id}@example.org", $"{id}@example.org"], (await server.ReceivedAsync()).Select(mail => mail.MessageId));
    }

    [Theory, EveryDatabase]
    public async Task A_password_is_sent_only_after_starttls_to_a_server_we_trust(DatabaseKind on)
    {
        var (certificate, pem, key) = await CertificateAsync();
        await using var server = await MailServer.StartAsync(pem, key, "ledger", "right");
        await using var open = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        var id = await Postroom.LeaveAsync(books, "reader@example.org");

        MailSettings At(MailServer there, string password) =>
            new MailSettings { Host = "localhost", Port = there.Port, From = "funds@example.org", User = "ledger",
                Security = MailSecurity.StartTls }.WithPassword(password);
        async Task<string> TryAsync(MailDeliverer deliverer)
        {
            await Postroom.Delivery(books, deliverer).RunOnceAsync();
            books.Clock.Advance(TimeSpan.FromHours(1));
            return (await new OutboxList(books.Database, books.Clock).OfAsync()).Single(
                item => item.Id == id) is { State: OutboxState.Done } ? "sent"
                    : (await new OutboxList(books.Database, books.Clock).OfAsync()).Single().LastFault!;
        }
        Assert.Contains("SslHandshakeException", await TryAsync(new MailDeliverer(At(server, "right"), books.Clock)),
            StringComparison.Ordinal);
        Assert.Contains("does not offer the protection", await TryAsync(new MailDeliverer(At(open, "right"), books.Clock)),
            StringComparison.Ordinal);
        Assert.Contains("does not accept the user",
            await TryAsync(
                new MailDeliverer(At(server, "wrong"),
                    books.Clock) { Certificates = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() }),
                    StringComparison.Ordinal);
        Assert.Contains("not sent in the clear",
            await TryAsync(
                new MailDeliverer(
                    new MailSettings { Host = "mail.example.org", User = "ledger", Security = MailSecurity.None }.WithPassword("right"),
                    books.Clock)), StringComparison.Ordinal);
        Assert.Equal("sent",
            await TryAsync(
                new MailDeliverer(At(server, "right"),
                    books.Clock) { Certificates = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() }));
        Assert.Single(await server.ReceivedAsync());
        Assert.Empty(await open.ReceivedAsync());
    }

    private static async Task<(X509Certificate2 Certificate, string Pem, string Key)> CertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(TestServer.Opened, TestServer.Opened.AddYears(50));
        var (pem, keyFile) = (TestServer.NewFile(".pem"), TestServer.NewFile(".key"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificate, pem, keyFile);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
