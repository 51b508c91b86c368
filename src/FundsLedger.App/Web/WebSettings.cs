namespace FundsLedger.App.Web;

/// <summary>How the pages are served.</summary>
public sealed class WebSettings
{
    /// <summary>Address to listen on. Loopback only until people sign in: whoever reaches the port acts for the Registry.</summary>
    public string Url { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Host names a request may carry. Anything else is refused, so that a page elsewhere cannot reach the books by renaming its own host to this machine.</summary>
    public string AllowedHosts { get; set; } = "localhost;127.0.0.1;[::1]";

    /// <summary>True to log every request on standard error.</summary>
    public bool LogsRequests { get; set; }
}
