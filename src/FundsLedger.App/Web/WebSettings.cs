namespace FundsLedger.App.Web;

/// <summary>How the pages are served.</summary>
public sealed class WebSettings
{
    /// <summary>Address to listen on; <c>https://…</c> needs <see cref="CertificateFile"/>.</summary>
    public string Url { get; set; } = "http://127.0.0.1:5080";

    /// <summary>The address people use, e.g. <c>https://ledger.example.org</c>, behind a proxy too: links in mail begin with it, passkeys
    /// belong to its host, and cookies are for HTTPS only when it says so. Empty: as asked for.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Host names a request may carry. Anything else is refused, so that a page elsewhere cannot reach the books by renaming its
    /// own host to this machine.</summary>
    public string AllowedHosts { get; set; } = "localhost;127.0.0.1;[::1]";

    /// <summary>Addresses of the proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, with semicolons; nobody
    /// else's are.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>The key that encrypts second factors and cookies' keys in the books, readable by its owner only; made on first use. Empty:
    /// beside a SQLite file, or <c>fundsledger.protection-key</c> in the working directory. Every process over the same books needs the
    /// same.</summary>
    public string ProtectionKeyFile { get; set; } = "";

    /// <summary>PKCS#12 file outside the web root: serves HTTPS.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>Its password; from the environment only.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>Requests a person, or a stranger's address, may make in a minute on average.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Attempts to sign in that one address may make in a minute on average.</summary>
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>True to log every request on standard error.</summary>
    public bool LogsRequests { get; set; }

    /// <summary>Registry single sign-on.</summary>
    public SingleSignOnSettings SingleSignOn { get; set; } = new();

    /// <summary>The address people use: the public one, else the one it listens on.</summary>
    internal string UsedUrl => PublicUrl.Length > 0 ? PublicUrl : Url;

    /// <summary>True where people come by HTTPS: cookies are for it alone, and browsers are told to use nothing else.</summary>
    internal bool IsHttps => UsedUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The host of <see cref="PublicUrl"/>; null when none is set.</summary>
    internal string? PublicHost => PublicUrl.Length > 0 ? new Uri(PublicUrl).Host : null;
}

/// <summary>Single sign-on by OpenID Connect. Off while <see cref="Authority"/> is empty.</summary>
public sealed class SingleSignOnSettings
{
    /// <summary>Name on the button.</summary>
    public string Name { get; set; } = "Registry";

    /// <summary>The issuer's address, HTTPS.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>From the environment only.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The claim that lists groups.</summary>
    public string GroupClaim { get; set; } = "groups";

    /// <summary>Group → role, e.g. <c>"registry-finance": "recorder:TFFV"</c>; <c>recorder:TFFV+SFR</c> is for two funds,
    /// <c>recorder</c> for every fund. People keep exactly the roles of their groups, from each sign-in on.</summary>
    public Dictionary<string, string> Roles { get; set; } = [];

    /// <summary>For how many minutes a group counts without the issuer's having said it again. Then it is asked; where it cannot be,
    /// sessions end and tokens rest until the next sign-in.</summary>
    public int RecheckMinutes { get; set; } = 60;

    /// <summary>True to ask the issuer for a refresh token (the scope <c>offline_access</c>), with which it is asked again without the
    /// person.</summary>
    public bool AsksAgain { get; set; } = true;
}
