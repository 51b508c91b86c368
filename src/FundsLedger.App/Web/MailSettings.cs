using System.Text.Json.Serialization;

namespace FundsLedger.App.Web;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begins in the clear and must switch to TLS before anything else (port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>In the clear: for a server on this computer. A password is then sent to loopback only.</summary>
    None,
}

/// <summary>The mail server messages go to.</summary>
public sealed class MailSettings
{
    /// <summary>Name of the SMTP server. Empty: mail waits in the outbox.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<MailSecurity>))]
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>User to sign in as; empty: without.</summary>
    public string User { get; set; } = "";

    /// <summary>The sender, e.g. <c>FundsLedger &lt;funds@example.org&gt;</c>.</summary>
    public string From { get; set; } = "FundsLedger <fundsledger@localhost>";

    /// <summary>Address of the pages as readers of mail reach them, without a slash at its end; links begin with it. The pages' own
    /// settings say it.</summary>
    [JsonIgnore]
    public string LinksTo { get; private set; } = "http://127.0.0.1:5080";

    /// <summary>The user's password: from the environment variable <c>FUNDSLEDGER__Mail__Password</c> only, never from a file.</summary>
    [JsonIgnore]
    public string Password { get; private set; } = "";

    /// <summary>Sets where links lead.</summary>
    public MailSettings WithLinksTo(string url)
    {
        LinksTo = url.TrimEnd('/');
        return this;
    }

    /// <summary>Sets the password.</summary>
    public MailSettings WithPassword(string? password)
    {
        Password = password ?? "";
        return this;
    }
}

/// <summary>The program that is told what people are told.</summary>
public sealed class WebhookSettings
{
    /// <summary>Where messages are posted. Empty: they wait in the outbox.</summary>
    public string Url { get; set; } = "";

    /// <summary>What messages are signed with: from the environment variable <c>FUNDSLEDGER__Webhook__Secret</c> only. Without one nothing
    /// is sent.</summary>
    [JsonIgnore]
    public string Secret { get; private set; } = "";

    /// <summary>Sets the secret.</summary>
    public WebhookSettings WithSecret(string? secret)
    {
        Secret = secret ?? "";
        return this;
    }
}
