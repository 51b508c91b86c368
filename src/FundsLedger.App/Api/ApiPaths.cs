namespace FundsLedger.App.Api;

/// <summary>Addresses of the interface for programs.</summary>
public static class ApiPaths
{
    /// <summary>Where it begins; the next version that breaks somebody gets another.</summary>
    public const string Root = "/api/v1";

    /// <summary>True for addresses of the interface for programs, of whatever version.</summary>
    public static bool AreOf(HttpContext context) => context.Request.Path.StartsWithSegments("/api");
}
