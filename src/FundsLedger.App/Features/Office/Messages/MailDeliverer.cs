using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Reports.Letters;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace FundsLedger.App.Features.Office.Messages;

/// <summary>Sends mail by SMTP: plain text and HTML in one message, the picture inside.</summary>
public sealed partial class MailDeliverer(MailSettings settings, TimeProvider clock, ILinkMaker? links = null) : IDeliverer
{
    public string Kind => Outbox.Mail;

    public bool IsReady => settings.Host.Length > 0;

    public TimeSpan Timeout { get; init; } = ReadingBudget.Mail;

    /// <summary>Judges the server's certificate; null: as this computer's own list of authorities does.</summary>
    public RemoteCertificateValidationCallback? Certificates { get; init; }

    public async Task<Delivery> SendAsync(string id, string payload, CancellationToken cancel)
    {
        if (!MailboxAddress.TryParse(settings.From, out var from))
            return new Delivery(DeliveryResult.Unreachable, "The setting Mail:From is not an address.");
        if (settings is { User.Length: > 0, Security: MailSecurity.None } && !IsLoopback(settings.Host))
            return new Delivery(DeliveryResult.Unreachable, "The setting Mail:Security is None: a password is not sent in the clear.");
        if (Read(payload) is not var (to, mail))
            return new Delivery(DeliveryResult.Never, "The message cannot be read, or its recipient is not one address.");
        using (var tcp = new TcpClient())
        using (var client = new SmtpClient { Timeout = (int)Timeout.TotalMilliseconds, LocalDomain = DomainOf(from) })
        {
            if (Certificates is not null) client.ServerCertificateValidationCallback = Certificates;
            if (await ConnectAsync(client, tcp, cancel) is { } reason) return new Delivery(DeliveryResult.Unreachable, reason);
            if (await LinkedAsync(mail, cancel) is not { } letter)
                return new Delivery(DeliveryResult.Never, "The person may no longer have a link.");
            using var message = await ComposeAsync(id, letter, from, to);
            try
            {
                await client.SendAsync(message, cancel);
            }
            catch (SmtpCommandException refused)
            {
                // 4xx: greylisted, mailbox busy, too much at once. 5xx: no such mailbox, not wanted.
                return new Delivery((int)refused.StatusCode is >= 500 and < 600 ? DeliveryResult.Never : DeliveryResult.Later,
                    Said((int)refused.StatusCode, refused.Message));
            }
            catch (Exception fault) when (IsTransport(fault))
            {
                return new Delivery(DeliveryResult.Later, $"The connection broke while sending ({fault.GetType().Name}).");
            }
            // The message has been accepted: it does not matter whether the goodbye arrives.
            try { await client.DisconnectAsync(quit: true, cancel); }
            catch (Exception fault) when (IsTransport(fault) || fault is SmtpCommandException or OperationCanceledException) { }
            return Delivery.Done;
        }
    }

    /// <summary>Null when connected and signed in; else why not.</summary>
    private async Task<string?> ConnectAsync(SmtpClient client, TcpClient tcp, CancellationToken cancel)
    {
        try
        {
            await tcp.ConnectAsync(settings.Host, settings.Port, cancel);
            var connection = new CountedStream(tcp.GetStream(), ReadingBudget.LargestMailAnswers);
            await client.ConnectAsync(connection, settings.Host, settings.Port, settings.Security switch
            {
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => throw new InvalidOperationException(),
            }, cancel);
            if (settings.User.Length > 0) await client.AuthenticateAsync(settings.User, settings.Password, cancel);
            return null;
        }
        catch (SmtpCommandException refused)
        {
            return Said((int)refused.StatusCode, refused.Message);
        }
        catch (NotSupportedException)
        {
            return "The mail server does not offer the protection or the way to sign in that the settings ask for.";
        }
        catch (MailKit.Security.AuthenticationException)
        {
            return "The mail server does not accept the user and password.";
        }
        catch (Exception fault) when (IsTransport(fault))
        {
            return $"The mail server cannot be reached ({fault.GetType().Name}).";
        }
    }

    private static (MailboxAddress To, MailMessage Mail)? Read(string payload)
    {
        MailMessage? mail;
        try { mail = JsonSerializer.Deserialize<MailMessage>(payload, Outbox.Json); }
        catch (JsonException) { return null; }
        return mail is { Letter: not null } && MailboxAddress.TryParse(mail.To, out var to)
            && to.Address.Contains('@', StringComparison.Ordinal) ? (to, mail) : null;
    }

    /// <summary>The letter with its link, which is made now and kept nowhere else.</summary>
    private async Task<Letter?> LinkedAsync(MailMessage mail, CancellationToken cancel)
    {
        if (mail.LinkOf is not { } person) return mail.Letter;
        return links is not null && await links.PathForAsync(person, mail.To, cancel) is { } path
            ? mail.Letter with { Link = mail.Letter.Link! with { Path = path } } : null;
    }

    private async Task<MimeMessage> ComposeAsync(string id, Letter letter, MailboxAddress from, MailboxAddress to)
    {
        var domain = DomainOf(from);
        var pictureId = $"chart.{id}@{domain}";
        var page = new LetterPage(letter, letter.Link is { } link ? settings.LinksTo + link.Path : null,
            letter.Picture is null ? null : $"cid:{pictureId}");
        var body = new BodyBuilder { TextBody = LetterForms.Text(page), HtmlBody = await LetterForms.HtmlAsync(page) };
        if (letter.Picture is { } picture)
        {
            var part = body.LinkedResources.Add("chart.png", picture.Png, new ContentType("image", "png"));
            part.ContentId = pictureId;
        }
        var message = new MimeMessage(new[] { from }, new[] { to }, letter.Subject.ReplaceLineEndings(" "), body.ToMessageBody())
        {
            // The same at every attempt: a receiver that has it already may drop the repeat.
            MessageId = $"{id}@{domain}",
            Date = clock.GetUtcNow(),
        };
        // Robots answer no robots (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body!.Headers.Add(HeaderId.ContentLanguage, letter.Language);
        return message;
    }

    private static string DomainOf(MailboxAddress from) => from.Domain is { Length: > 0 } domain ? domain : "localhost";

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsTransport(Exception fault) =>
        fault is IOException or SocketException or SslHandshakeException or ProtocolException or TimeoutException
            or ServiceNotConnectedException;

    // Servers repeat the address in their answer; it stays out of what is kept and logged.
    private static string Said(int code, string answer)
    {
        var words = Address().Replace(answer.ReplaceLineEndings(" "), "[address]");
        return $"The mail server said {code}: {(words.Length > 200 ? words[..200] : words)}";
    }

    [GeneratedRegex(@"\S+@\S+")]
    private static partial Regex Address();
}
