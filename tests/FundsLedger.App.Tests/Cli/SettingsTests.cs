using System.Text.Json;
using FundsLedger.App.Web;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The example shows every setting with its default, and nothing else.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void The_example_binds_and_names_every_setting_with_its_default()
    {
        var path = Path.Combine(Root(), "appsettings.example.json");
        var bound = new AppSettings { Database = "", Web = new() { Url = "", AllowedHosts = "", LogsRequests = true },
            Mail = new() { Host = "?", Port = 0, Security = MailSecurity.Tls, User = "?", From = "" }, Webhook = new() { Url = "?" } };
        new ConfigurationBuilder().AddJsonFile(path).Build().Bind(bound, options => options.ErrorOnUnknownConfiguration = true);
        var example = JsonSerializer.Serialize(bound);
        Assert.Equal(JsonSerializer.Serialize(new AppSettings()), example);
        using var written = JsonDocument.Parse(File.ReadAllText(path));
        using var all = JsonDocument.Parse(JsonSerializer.Serialize(new AppSettings()));
        Assert.Equal(Names(all.RootElement).Order(StringComparer.Ordinal), Names(written.RootElement).Order(StringComparer.Ordinal));
    }

    internal static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FundsLedger.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static IEnumerable<string> Names(JsonElement element, string prefix = "") => element.ValueKind != JsonValueKind.Object
        ? [prefix]
        : element.EnumerateObject().SelectMany(property => Names(property.Value, $"{prefix}:{property.Name}"));
}
