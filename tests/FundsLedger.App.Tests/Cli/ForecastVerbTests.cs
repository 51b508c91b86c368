using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The back-test on files made here: what it reads, draws and refuses.</summary>
public sealed class ForecastVerbTests
{
    private static readonly string[] Vintages =
    [
        "snapshot,id,status,pledge_date,fiscal_year,paid_date",
        "2025-10-20,1,Pledge,2025-09-01,2025,", "2026-08-20,1,Fully Paid,2025-09-01,2025,2026-01-15",
        "2025-10-20,2,Pledge,2023-09-01,2023,", "2026-08-20,2,Pledge,2023-09-01,2023,",
    ];

    [Fact]
    public async Task A_backtest_reads_two_files_and_draws_a_picture()
    {
        var (data, vintages, picture) = (await FileAsync(Contributions()), await FileAsync(Vintages), TestServer.NewFile(".svg"));
        var result =
            await RunAsync("forecast", "backtest", "--data", data, "--vintages", vintages, "--picture", picture, "--format", "json");
        Assert.True(result.ExitCode == 0, result.Errors);
        using var report = JsonDocument.Parse(result.Output);
        var figures = report.RootElement.GetProperty("figures").EnumerateArray().ToList();
        var asked = figures.Single(figure => figure.GetProperty("measure").GetString() == "share paid");
        Assert.Equal((2, 0.5), (asked.GetProperty("count").GetInt32(), asked.GetProperty("value").GetDouble()));
        var bins = report.RootElement.GetProperty("reliability").GetArrayLength();
        Assert.True(bins > 3);
        var svg = XDocument.Load(picture);
        Assert.Equal(bins, svg.Descendants().Count(element => element.Name.LocalName == "circle"));
        Assert.NotEmpty(svg.Root!.Elements().First(element => element.Name.LocalName == "title").Value);
    }

    [Fact]
    public async Task Files_that_are_not_what_they_should_be_are_refused_with_the_column()
    {
        var data = await FileAsync(Contributions());
        var result = await RunAsync("forecast", "backtest", "--data", data, "--vintages", await FileAsync("snapshot,id", "2025-10-20,1"));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("contributions_unreadable", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'status'", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1,
            (await RunAsync("forecast", "backtest", "--data", await FileAsync("donor,paid_date,paid_usd", "A,2020-01-01,5"))).ExitCode);
        Assert.Equal(3, (await RunAsync("forecast", "backtest", "--data", data + ".none")).ExitCode);
        Assert.Equal(2, (await RunAsync("forecast", "--fund", "TFFV", "--cases-rise", "visits")).ExitCode);
        Assert.Equal(2, (await RunAsync("forecast", "--fund", "TFFV", "--pledge-arrives", "P=2026-02-30")).ExitCode);
    }

    /// <summary>Twelve synthetic donors over seven years; each misses some years.</summary>
    private static string[] Contributions() =>
    [
        "id,donor,paid_date,paid_usd",
        .. Enumerable.Range(0, 12 * 7).Where(gift => (gift * 7 + gift / 12) % 4 != 0)
            .Select(
                gift =>
                    string.Create(CultureInfo.InvariantCulture,
                        $"{gift},Donor {gift % 12},{2015 + gift / 12}-{1 + gift * 5 % 12:00}-{1 + gift % 28:00},{10_000 + 700 * gift}")),
    ];

    private static Task<ProgramResult> RunAsync(params string[] arguments) =>
        Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), arguments);

    private static async Task<string> FileAsync(params string[] lines)
    {
        var path = TestServer.NewFile(".csv");
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }
}
