using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>Files beside the repository that are never part of it.</summary>
internal static class SharedData
{
    /// <summary>Lines of a file under ../shared/data, or a skipped test.</summary>
    public static string[] Lines(params string[] parts)
    {
        var file = Repository?.Parent is { } beside ? Path.Combine([beside.FullName, "shared", "data", .. parts]) : null;
        Assert.SkipUnless(file is not null && File.Exists(file), $"../shared/data/{string.Join('/', parts)} is not there");
        return File.ReadAllLines(file!);
    }

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
