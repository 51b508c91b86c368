using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>Files beside the repository that are never part of it.</summary>
internal static class SharedData
{
    /// <summary>Lines of a file under ../shared/data, or a skipped test.</summary>
    public static string[] Lines(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FundsLedger.sln"))) folder = folder.Parent;
        var file = folder?.Parent is { } beside ? Path.Combine([beside.FullName, "shared", "data", .. parts]) : null;
        Assert.SkipUnless(file is not null && File.Exists(file), $"../shared/data/{string.Join('/', parts)} is not there");
        return File.ReadAllLines(file!);
    }
}
