using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FundsLedger.Benchmarks.Bare;

/// <summary>The least a page can be: ASP.NET Core, a Razor page and a layout like ours, filled from memory. No sign-in, no rights, no
/// books, no headers of its own.</summary>
internal static class BareSite
{
    public const string ChildVerb = "bare-site";

    /// <summary>Serves <c>/</c> until it is ended.</summary>
    /// <param name="url">Where to listen.</param>
    /// <param name="bytes">How long the page is to be.</param>
    public static async Task<int> RunAsync(string url, string bytes)
    {
        BarePage.Fill(int.Parse(bytes, CultureInfo.InvariantCulture));
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--urls", url] });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Bare");
        // Only this page: the application's own would come along with its assembly.
        builder.Services.AddMvcCore().ConfigureApplicationPartManager(parts =>
        {
            foreach (var other in parts.ApplicationParts.Where(
                part => !part.Name.StartsWith("FundsLedger.Benchmarks", StringComparison.Ordinal)).ToList())
                    parts.ApplicationParts.Remove(other);
        });
        await using var site = builder.Build();
        site.MapRazorPages();
        await site.RunAsync();
        return 0;
    }
}

/// <summary>A table row of the bare page.</summary>
public sealed record BareRow(string Code, string Name, string Amount, string Date);

/// <summary>The bare page: as many rows as make it as long as the one it is compared with.</summary>
public sealed class BarePage : PageModel
{
    // What the layout and one row come to, near enough: the benchmark prints both lengths.
    private const int Shell = 2_050;
    private const int RowLength = 207;

    public static IReadOnlyList<BareRow> Rows { get; private set; } = [];

    public static void Fill(int bytes) => Rows = [.. Enumerable.Range(1, Math.Max(1, (bytes - Shell) / RowLength)).Select(number =>
        new BareRow(string.Create(CultureInfo.InvariantCulture, $"SYN-P-2026-{number}"), "A synthetic donor",
            string.Create(CultureInfo.InvariantCulture, $"EUR {number},000.00"), "23 Nov 2026"))];
}
