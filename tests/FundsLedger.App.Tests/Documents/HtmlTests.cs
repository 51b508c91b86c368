using System.Globalization;
using System.Xml.Linq;
using FundsLedger.Domain;
using AngleSharp.Html.Parser;
using FundsLedger.Reports.Charts;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Documents.Reminder;
using FundsLedger.Reports.Html;
using FundsLedger.Reports.Letters;
using FundsLedger.Reports.Templates;
using FundsLedger.App.Tests.Messages;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

public sealed class HtmlTests
{
    [Fact]
    public async Task Every_embedded_template_renders_a_sample()
    {
        var document = DonorStatementDocument.Build(SampleStatement.Data());
        var samples = new Dictionary<string, Func<Task<string>>>
        {
            ["Document"] = () => HtmlRenderer.FragmentAsync(document),
            ["Letter"] = () => LetterForms.HtmlAsync(new LetterPage(Postroom.Letter("en"), "https://example.org/", "cid:chart")),
            ["Page"] = () => HtmlRenderer.PageAsync(document),
            ["Reminder"] = () =>
                ReminderLetter.Of(
                    new("fr", "NV-1", "State A (synthetic)", true, new DateOnly(2026, 7, 1), DateTimeOffset.UnixEpoch,
                        [new("IE-P-2026-1", "TFFV", new DateOnly(2026, 5, 1), 61, Money.Eur(100_00))], true)).FragmentAsync(),
        };
        await TemplateEngine.Shared.WarmUpAsync();
        Assert.Equal(TemplateEngine.Names, samples.Keys.Order(StringComparer.Ordinal));
        foreach (var render in samples.Values) Assert.NotEmpty(await render());
    }

    [Fact]
    public async Task What_a_donor_is_called_is_never_markup()
    {
        var data = SampleStatement.Data() with { DonorName = "<script>alert(1)</script> & \"Sons\"", Notes = ["<b>x</b>"] };
        var html = new HtmlParser().ParseDocument(await HtmlRenderer.PageAsync(DonorStatementDocument.Build(data)));
        Assert.Empty(html.QuerySelectorAll("script, b"));
        Assert.Equal("<script>alert(1)</script> & \"Sons\"", html.QuerySelector(".document-subtitle")!.TextContent);
    }

    [Fact]
    public async Task The_fragment_obeys_a_strict_content_security_policy()
    {
        var html =
            new HtmlParser().ParseDocument(await HtmlRenderer.FragmentAsync(DonorStatementDocument.Build(SampleStatement.Data("fr"))));
        Assert.Empty(html.QuerySelectorAll("[style], style, script, link, img, [onload]"));
        Assert.Equal("fr", html.QuerySelector("article.document")!.GetAttribute("lang"));
        Assert.All(html.QuerySelectorAll("table thead th"), head => Assert.Equal("col", head.GetAttribute("scope")));
        Assert.Equal(2, html.QuerySelectorAll("svg[role=img] > title").Length);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void A_chart_scales_has_words_and_repeats_exactly(string language)
    {
        var svg = SampleStatement.Chart(language).Svg;
        var element = new HtmlParser().ParseDocument(svg).QuerySelector("svg")!;
        Assert.Equal(svg, SampleStatement.Chart(language).Svg);
        Assert.Equal("The balance fell & rose <twice>.", element.QuerySelector("title")!.TextContent);
        Assert.Null(element.GetAttribute("width"));
        Assert.Equal("0 0 660 290", element.GetAttribute("viewBox"));
        Assert.DoesNotContain("style=", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("font-family", svg, StringComparison.Ordinal);
        Assert.Contains("class=\"chart-available\"", svg, StringComparison.Ordinal);
        Assert.Contains(language == "fr" ? "Plus petit engagement utile" : "Smallest useful commitment", element.TextContent,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 430), InlineData("fr", 430), InlineData("en", 660), InlineData("fr", 660)]
    public void Names_of_months_under_a_chart_do_not_touch(string language, int width)
    {
        for (var years = 1; years <= 12; years++)
        {
            var picture = FundHistoryChart.Draw(
                new FundHistory { Language = language, AltText = "x",
                    Available = [new(new(2023, 11, 28), 30_000_000), new(new DateOnly(2023, 11, 28).AddYears(years), 20_000_000)] }, width);
            var names = XElement.Parse(picture.Svg).Descendants()
                .Where(element => element.Name.LocalName == "text" && element.Value.Contains(" 20", StringComparison.Ordinal))
                .Select(text => (From: Left(text), To: Left(text) + Number(text, "textLength"))).OrderBy(name => name.From).ToList();
            Assert.True(names.Count > 1);
            Assert.All(names.Zip(names.Skip(1)),
                pair => Assert.True(pair.First.To + 4 < pair.Second.From, $"{years} years: {pair.First.To} and {pair.Second.From}"));
        }

        static double Left(XElement text) =>
            Number(text, "x")
                + double.Parse(text.Attribute("transform")!.Value["translate(".Length..].Split(' ', ',')[0], CultureInfo.InvariantCulture);
        static double Number(XElement text, string name) => double.Parse(text.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-50)]
    [InlineData(4_000_000_000_000)]
    public void A_history_of_one_day_is_a_chart_too(long cents)
    {
        var picture =
            FundHistoryChart.Draw(new FundHistory { Language = "fr", AltText = "x", Available = [new(new DateOnly(2026, 2, 28), cents)] });
        Assert.Contains("<path", picture.Svg, StringComparison.Ordinal);
    }
}
