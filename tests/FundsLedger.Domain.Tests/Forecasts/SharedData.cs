using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>Files beside the repository that are never part of it.</summary>
internal static class SharedData
{
    /// <summary>Lines of a file under ../shared/data, or a skipped test.</summary>
    public static string[] Lines(params string[] parts)
    {
        var lines = TryLines(parts);
        Assert.SkipUnless(lines is not null, $"../shared/data/{string.Join('/', parts)} is not there");
        return lines!;
    }

    /// <summary>Lines of such a file, or null: for a test that looks at more than it.</summary>
    public static string[]? TryLines(params string[] parts) =>
        Repository?.Parent is { } beside && Path.Combine([beside.FullName, "shared", "data", .. parts]) is var file && File.Exists(file)
            ? File.ReadAllLines(file) : null;

    /// <summary>Path of a file of the repository.</summary>
    public static string InRepository(params string[] parts) => Path.Combine([Repository!.FullName, .. parts]);

    private static DirectoryInfo? Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FundsLedger.sln"))) folder = folder.Parent;
            return folder;
        }
    }
}
