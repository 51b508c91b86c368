using System.Collections.Frozen;
using System.Security.Cryptography;

namespace FundsLedger.App.Web;

/// <summary>The style sheet, the script and the icon: held in the executable, served under names that change with their content.</summary>
public static class Assets
{
    private sealed record Asset(string Url, string Type, byte[] Content, string Tag);

    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>The address of an asset by its plain name, e.g. <c>site.css</c>.</summary>
    public static string Url(string name) => All[name].Url;

    /// <summary>Serves every asset for a year: another content has another address.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in All.Values)
            routes.MapGet(asset.Url, (HttpContext context) => Answer(context, asset)).ExcludeFromDescription().Needs(Operation.ReadPublic)
                .DisableRateLimiting();
        routes.MapGet("/favicon.ico", () => Results.Redirect(Url("icon.svg"))).ExcludeFromDescription().Needs(Operation.ReadPublic);
    }

    private static IResult Answer(HttpContext context, Asset asset)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, asset.Type, entityTag: new(asset.Tag));
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        const string folder = "wwwroot/";
        var assembly = typeof(Assets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var print = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
            var (plain, kind) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
            var type = kind switch { ".css" => "text/css; charset=utf-8", ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml", _ => throw new NotSupportedException($"{name} has no media type.") };
            return KeyValuePair.Create(name[folder.Length..], new Asset($"/assets/{plain}.{print}{kind}", type, content, $"\"{print}\""));
        }).ToFrozenDictionary(StringComparer.Ordinal);
    }
}
