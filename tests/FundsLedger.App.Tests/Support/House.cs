using System.Runtime.CompilerServices;
using Xunit;

namespace FundsLedger.App.Tests.Support;

/// <summary>The files of the repository, as they lie beside the tests' source.</summary>
internal static class House
{
    // What programs make; EF Core makes migrations from the model.
    private static readonly string[] NotByHand = ["/bin/", "/obj/", "/.git/", "/.demo/", "/Migrations/", "/TestResults/", "/sbom/"];

    /// <summary>Full path of what is named from the root of the repository.</summary>
    public static string At(string path) => Path.Combine(Root(), path);

    /// <summary>Full path of other people's samples, which lie beside the repository and are never part of it: a second layer behind our
    /// own. Where they are not there, the test is skipped.</summary>
    public static string Shared(string path)
    {
        var shared = Path.GetFullPath(Path.Combine(Root(), "..", "shared", "data", path));
        Assert.SkipUnless(Path.Exists(shared), $"../shared/data/{path} is not there.");
        return shared;
    }

    /// <summary>Everything written by hand, named from the root with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Directory.EnumerateFiles(Root(), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root(), path).Replace('\\', '/'))
        .Where(name => !NotByHand.Any(part => ("/" + name).Contains(part, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal)];

    /// <summary>Fails with every finding on a line of its own.</summary>
    public static void MustFindNothing(IEnumerable<string> findings)
    {
        var found = findings.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
