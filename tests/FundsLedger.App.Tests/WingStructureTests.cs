using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace FundsLedger.App.Tests;

/// <summary>
/// The application is built in storeys and its features in wings: every arrow points down or back.
/// See <c>src/ARCHITECTURE.md</c>, "The map".
/// </summary>
public sealed partial class WingStructureTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    // What may use what stands before it; what stands side by side may use each other. The last is the program itself.
    private static readonly string[][] Storeys = [["Storage"], ["Access"], ["Web", "Api", "Cli"], ["Features"], ["Host", ""]];
    private static readonly string[] Wings =
        ["Papers", "SignOff", "Books", "MoneyIn", "MoneyOut", "Bank", "Outlook", "Proof", "Office", "Demo"];

    // Arrows that point the wrong way and are borne with, "file → folder". The list may only become shorter: one no longer needed fails
    // too.
    private static readonly string[] Permitted = [];

    [Fact]
    public void Every_arrow_points_to_a_lower_storey_or_an_earlier_wing()
    {
        var arrows = App();
        Assert.True(arrows.All.Count > 500);
        Assert.Equal(Permitted, Wrong(arrows));
    }

    [Fact]
    public void No_operations_of_features_refer_to_each_other_in_a_circle()
    {
        var operations = App().All.Where(arrow => IsOperation(arrow.File))
            .Select(arrow => (From: FeatureOf(arrow.File), To: FeatureOf(arrow.To + "/")));
        Assert.Empty(Arrows.Circles(operations.Where(arrow => arrow.From != arrow.To && arrow.From.Length > 0 && arrow.To.Length > 0)));
    }

    [Fact]
    public void No_folders_of_the_reports_refer_to_each_other_in_a_circle()
    {
        // A template names the document it shows, and is not code that others are made of.
        var code = Sources("reports/FundsLedger.Reports").Where(source => source.Path.EndsWith(".cs", Exactly));
        var arrows = new Arrows("FundsLedger.Reports", code).All.Select(arrow => (From: FolderOf(arrow.File), arrow.To));
        Assert.Empty(Arrows.Circles(arrows.Where(arrow => arrow.To.Length > 0)));
    }

    [Fact]
    public void Only_the_host_knows_every_act_that_takes_two_people()
    {
        var lists = Sources("src/FundsLedger.App").Where(source => ListOfActs().IsMatch(source.Text));
        // The demonstration approves what it asks itself.
        Assert.Equal(["Features/Demo/DemoDiary.cs", "Host/Acts.cs"], lists.Select(source => source.Path).Order(StringComparer.Ordinal));
    }

    /// <summary>Accounts have names in the chart; digits stand there, in the demonstration, and in examples that people copy.</summary>
    [Fact]
    public void No_account_is_named_by_its_digits_outside_the_chart()
    {
        var code = Sources("src").Where(source => !source.Path.EndsWith("/Chart.cs", Exactly) && !source.Path.Contains("/Demo/", Exactly));
        var digits = code.Where(source => AccountDigits().IsMatch(Example().Replace(source.Text, "")));
        Assert.Empty(digits.Select(source => source.Path));
    }

    [Fact]
    public void Statements_to_the_database_get_accounts_as_parameters() =>
        Assert.DoesNotContain(Sources("src/FundsLedger.App"), source => source.Text.Contains("'{Chart.", Exactly));

    [Fact]
    public void Pages_tell_refusals_apart_by_type() =>
        Assert.DoesNotContain(Sources("src/FundsLedger.App"), source => ComparedCode().IsMatch(source.Text));

    [Theory]
    [InlineData("Features/Books/Journal/A.cs", "using FundsLedger.App.Features.MoneyIn.Pledges;", "a using")]
    [InlineData("Features/Books/Journal/A.cs", "return new MoneyIn.Pledges.PledgeIsUnknown();", "a part of the namespace")]
    [InlineData("Features/Books/Journal/A.cs", "new FundsLedger.App.Features.MoneyIn.Pledges.PledgeIsUnknown()", "the whole namespace")]
    [InlineData("Features/Books/Journal/A.cshtml", "@model FundsLedger.App.Features.MoneyIn.Pledges.PledgePage", "a page's model")]
    [InlineData("Storage/Reading/A.cs", "using FundsLedger.App.Features.MoneyIn.Pledges;", "a storey above")]
    [InlineData("Storage/Reading/A.cs", "public static void Of(CurrentActor actor)", "a name that needs no using")]
    [InlineData("Features/Demo/A.cs", "using FundsLedger.App.Host;", "the host")]
    public void An_arrow_that_points_the_wrong_way_is_seen(string file, string line, string how)
    {
        var space = file.StartsWith("Storage", Exactly) ? "FundsLedger.App.Storage" : "FundsLedger.App." + FolderOf(file).Replace('/', '.');
        var arrows = new Arrows("FundsLedger.App",
        [
            ("Features/MoneyIn/Pledges/Pledges.cs", "namespace FundsLedger.App.Features.MoneyIn.Pledges;"),
            ("Access/CurrentActor.cs", "namespace FundsLedger.App.Access;\npublic sealed class CurrentActor"),
            ("Host/Acts.cs", "namespace FundsLedger.App.Host;"),
            (file, file.EndsWith(".cs", Exactly) ? $"namespace {space};\n{line}" : line),
        ], "FundsLedger.App.Access");

        Assert.True(Wrong(arrows).Count == 1, how);
    }

    [Fact]
    public void A_circle_is_seen() => Assert.Equal(["a, b, c"], Arrows.Circles([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]));

    private static List<string> Wrong(Arrows arrows) =>
        [.. arrows.All.Where(arrow => !IsAllowed(arrow.File, arrow.To + "/")).Select(arrow => $"{arrow.File} → {arrow.To}").Order()];

    private static bool IsAllowed(string file, string to) =>
        Storey(file) != Storey(to) ? Storey(file) > Storey(to) : WingOf(file) < 0 || WingOf(to) < 0 || WingOf(file) >= WingOf(to);

    private static int Storey(string path) =>
        Array.FindIndex(Storeys, storey => storey.Contains(path.Contains('/', Exactly) ? path.Split('/')[0] : ""));

    private static int WingOf(string path) => path.Split('/') is ["Features", var wing, ..] ? Array.IndexOf(Wings, wing) : -1;

    /// <summary>Wing and feature, or the wing where it is one feature.</summary>
    private static string FeatureOf(string path) =>
        path.Split('/') is ["Features", var wing, .. var rest] && wing != "Shared" ? rest.Length > 1 ? $"{wing}/{rest[0]}" : wing : "";

    // Pages, endpoints and verbs are ways in: they may show a neighbour, within the order of the wings.
    private static bool IsOperation(string file) =>
        file.EndsWith(".cs", Exactly) && !WayIn().IsMatch(file);

    private static string FolderOf(string path) => path.Contains('/', Exactly) ? path[..path.LastIndexOf('/')] : "";

    private static Arrows App() => new("FundsLedger.App", Sources("src/FundsLedger.App"), "FundsLedger.App.Access");

    private static IEnumerable<(string Path, string Text)> Sources(string project, [CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", project));
        return Directory.EnumerateFiles(root, "*.cs*", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(root, path).Replace('\\', '/'), Full: path))
            .Where(file => Path.GetExtension(file.Path) is ".cs" or ".cshtml" && !NotOurs().IsMatch("/" + file.Path))
            .Select(file => (file.Path, File.ReadAllText(file.Full)));
    }

    [GeneratedRegex(@"(\.cshtml|Endpoints?|Verb)\.cs$")]
    private static partial Regex WayIn();

    [GeneratedRegex(@"new ApprovedActs\(|ApprovedActs All")]
    private static partial Regex ListOfActs();

    [GeneratedRegex("/(obj|bin|Migrations)/|_ViewImports")]
    private static partial Regex NotOurs();

    [GeneratedRegex(@"Example \{ get; \} =[^;]*;")]
    private static partial Regex Example();

    // Inside a text of JSON they are an example: a colon stands before.
    [GeneratedRegex("(?<!:)\"[1-9][0-9]{3}\"|'[1-9][0-9]{3}'")]
    private static partial Regex AccountDigits();

    [GeneratedRegex(@"efusal\.Code\s*(switch\b|==|is\s|\.StartsWith)")]
    private static partial Regex ComparedCode();
}
