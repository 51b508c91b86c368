using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FundsLedger.Domain;
using Xunit;

namespace FundsLedger.App.Tests;

/// <summary>The house keeps its shape: what refers to what, what Domain may use, who writes to the journal, and how long a file
/// is.</summary>
public sealed partial class StructureTests
{
    private const int LongestFile = 350;

    // What Domain must not know: files, network, threads, clocks, chance, the console, other programs, databases.
    private static readonly string[] ForbiddenNamespaces =
        ["System.IO", "System.Net", "System.Threading", "System.Data", "System.Diagnostics.Process", "System.Timers", "Microsoft"];
    private static readonly string[] ForbiddenTypes = ["System.Console", "System.TimeProvider", "System.Random",
        "System.Diagnostics.Stopwatch", "System.Security.Cryptography.RandomNumberGenerator", "System.TimeZoneInfo"];
    private static readonly string[] ForbiddenMembers =
        ["get_Now", "get_UtcNow", "get_Today", "NewGuid", "CreateVersion7", "get_TickCount", "get_TickCount64", "GetEnvironmentVariable"];

    [Fact]
    public void App_uses_Reports_and_Domain_Reports_uses_Domain_and_Domain_uses_nothing()
    {
        Assert.Equal(["FundsLedger.Domain", "FundsLedger.Reports"], References("src/FundsLedger.App/FundsLedger.App.csproj"));
        Assert.Equal(["FundsLedger.Domain"], References("reports/FundsLedger.Reports/FundsLedger.Reports.csproj"));
        Assert.Empty(References("src/FundsLedger.Domain/FundsLedger.Domain.csproj"));
        Assert.DoesNotContain("PackageReference", File.ReadAllText(InHouse("src/FundsLedger.Domain/FundsLedger.Domain.csproj")),
            StringComparison.Ordinal);
        Assert.All(typeof(Money).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

        static IEnumerable<string> References(string project) =>
            XDocument.Load(InHouse(project)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Domain_reads_no_file_no_clock_and_no_chance_and_waits_for_nothing()
    {
        using var file = new PEReader(File.OpenRead(typeof(Money).Assembly.Location));
        var assembly = file.GetMetadataReader();
        var types = assembly.TypeReferences.Select(handle => assembly.GetTypeReference(handle))
            .Select(type => (Namespace: assembly.GetString(type.Namespace), Name: assembly.GetString(type.Name))).ToList();
        var members = assembly.MemberReferences.Select(handle => assembly.GetString(assembly.GetMemberReference(handle).Name));

        Assert.True(types.Count > 30);
        Assert.DoesNotContain(types,
            type =>
                ForbiddenTypes.Contains($"{type.Namespace}.{type.Name}")
                    || ForbiddenNamespaces.Any(
                        forbidden => type.Namespace == forbidden || type.Namespace.StartsWith(forbidden + ".", StringComparison.Ordinal)));
        Assert.Empty(members.Intersect(ForbiddenMembers));
    }

    [Fact]
    public void One_place_per_database_writes_entries_and_postings()
    {
        // The one between gives entries of older books their seal in the log of their class; it changes nothing they say.
        Assert.Equal(["PostgresEntryStore.cs", "SealAgain.cs", "SqliteEntryStore.cs"], FilesWith(WritesToJournal()));
        // The second copies whole backups.
        Assert.Equal(["PostgresEntryStore.cs", "TableCopy.cs"], FilesWith(CopiesIn()));

        static IEnumerable<string> FilesWith(Regex text) =>
            Sources().Where(path => text.IsMatch(File.ReadAllText(path))).Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void No_source_file_is_too_long_to_be_read_at_a_sitting() =>
        Assert.DoesNotContain(Sources().Select(path => (File: Path.GetFileName(path), Lines: File.ReadLines(path).Count())),
            source => source.Lines > LongestFile);

    // What keeps the mark, the form that sets it, and the one place that answers what follows from it.
    [Fact]
    public void Only_the_disclosure_question_asks_whether_a_fund_is_protected() =>
        Assert.Equal(["BooksMaker.cs", "ChangeFundSettings.cs", "Disclosure.cs", "Fund.cs", "FundSettings.cs", "Index.cshtml",
            "Index.cshtml.cs"],
            Sources("*.cs*").Where(path => File.ReadAllText(path).Contains("IsProtected", StringComparison.Ordinal))
                .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    // A form that says itself where it goes gets no token by itself, and whatever it sends is then refused as too old.
    [Fact]
    public void Every_form_that_names_its_address_carries_a_token() =>
        Assert.Empty(Sources("*.cshtml").SelectMany(path => FormWithAddress().Matches(File.ReadAllText(path))
            .Where(form => !form.Value.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal)
                && !form.Value.Contains("AntiForgeryToken()", StringComparison.Ordinal))
            .Select(form => $"{Path.GetFileName(path)}: {form.Value}")));

    [GeneratedRegex("""<form\b(?=[^>]*method="post")[^>]*\saction=[^>]*>\s*(@Html\.\w+\(\))?""")]
    private static partial Regex FormWithAddress();

    private static List<string> Sources(string pattern = "*.cs")
    {
        var sources = ((string[])["src", "reports"]).SelectMany(
            folder => Directory.EnumerateFiles(InHouse(folder), pattern, SearchOption.AllDirectories))
            .Where(
                path =>
                    !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
                        && !path.Contains("/Migrations/", StringComparison.Ordinal)).ToList();
        Assert.True(sources.Count > 60);
        return sources;
    }

    private static string InHouse(string path, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", path);

    [GeneratedRegex(@"\b(INSERT(\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|COPY|UPDATE|DELETE\s+FROM)\s+""?(entries|postings)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex WritesToJournal();

    [GeneratedRegex(@"BeginBinaryImport|BeginTextImport|BeginRawBinaryCopy")]
    private static partial Regex CopiesIn();
}
