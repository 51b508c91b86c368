using Microsoft.Extensions.Configuration;

namespace FundsLedger.App.Web;

/// <summary>Everything that can be set, with its default; <c>appsettings.example.json</c> shows all of it. Read from
/// <c>appsettings.json</c> in the working directory, then from environment variables that begin with <c>FUNDSLEDGER__</c>
/// (<c>FUNDSLEDGER__Log__SigningKeyFile</c>).</summary>
public sealed class AppSettings
{
    /// <summary>Where the books are: the path of a SQLite file, or a PostgreSQL connection string (<c>Host=…</c>). Put a password into the
    /// environment, not into the file.</summary>
    public string Database { get; set; } = "fundsledger.db";

    /// <summary>The verifiable log.</summary>
    public LogSettings Log { get; set; } = new();

    /// <summary>The pages.</summary>
    public WebSettings Web { get; set; } = new();

    /// <summary>Papers that are attached to things.</summary>
    public PaperSettings Papers { get; set; } = new();

    /// <summary>Who pays, for the files that ask banks to.</summary>
    public PaymentSettings Payments { get; set; } = new();

    /// <summary>What is published of protected funds.</summary>
    public PublicationSettings Publication { get; set; } = new();

    /// <summary>The mail server; its password comes from the environment only.</summary>
    public MailSettings Mail { get; set; } = new();

    /// <summary>The program that is told what people are told; its secret comes from the environment only.</summary>
    public WebhookSettings Webhook { get; set; } = new();

    public static AppSettings Read()
    {
        var settings = new AppSettings();
        new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables("FUNDSLEDGER__").Build().Bind(settings);
        settings.Mail.WithPassword(Environment.GetEnvironmentVariable("FUNDSLEDGER__Mail__Password")).WithLinksTo(settings.Web.UsedUrl);
        settings.Webhook.WithSecret(Environment.GetEnvironmentVariable("FUNDSLEDGER__Webhook__Secret"));
        return settings;
    }
}

public sealed class LogSettings
{
    /// <summary>The private key that signs the log's heads, PEM, readable by its owner only; made on first use. Empty: beside a SQLite
    /// file, or <c>fundsledger.signing-key.pem</c> in the working directory.</summary>
    public string SigningKeyFile { get; set; } = "";
}

public sealed class PaperSettings
{
    /// <summary>The most that <see cref="MostMegabytes"/> can be.</summary>
    public const int Largest = 25;

    /// <summary>Most megabytes of one file, 1 to 25.</summary>
    public int MostMegabytes { get; set => field = Math.Clamp(value, 1, Largest); } = 10;
}

public sealed class PublicationSettings
{
    /// <summary>On PostgreSQL the connection string of a login that may read the table of what is published and nothing else;
    /// <c>migrate</c> prints the statements that make it, and nothing is served while it can read more. Empty: nothing of a protected fund
    /// is told. Not used on SQLite. Put it into the environment.</summary>
    public string Login { get; set; } = "";
}

public sealed class PaymentSettings
{
    /// <summary>The holder of the accounts that pay, as their banks know it. Empty: no payment file is made.</summary>
    public string HolderName { get; set; } = "";

    /// <summary>Each account that pays, by the code of the bank account in the books.</summary>
    public Dictionary<string, PayingBankSettings> Banks { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of one account; null where nothing is set.</summary>
    public PayingBankSettings? Of(string bank) => Banks.GetValueOrDefault(bank);
}

public sealed class PayingBankSettings
{
    /// <summary>The bank's code (BIC).</summary>
    public string Bic { get; set; } = "";

    /// <summary>What the bank wants of a file: <c>sepa</c>, <c>sepa_older</c> or <c>world</c>.</summary>
    public string Profile { get; set; } = "sepa";
}
