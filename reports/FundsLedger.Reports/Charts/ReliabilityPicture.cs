using System.Globalization;
using System.Text;
using FundsLedger.Domain.Forecasts.Backtests;

namespace FundsLedger.Reports.Charts;

/// <summary>Forecast chances against how often it then happened, as a picture for a file: on the diagonal forecasts are right, below it
/// they overstate the risk. Bins with few cases are left hollow.</summary>
public static class ReliabilityPicture
{
    private const double Left = 70, Top = 30, Side = 400, Width = 520, Height = 500;
    private const int Few = 100;

    /// <summary>The picture as SVG, readable alone: its own white ground, title and labels.</summary>
    public static string Svg(IReadOnlyList<ReliabilityBin> bins, string title)
    {
        var svg = new StringBuilder();
        svg.Append(
            string.Create(CultureInfo.InvariantCulture,
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
                    + $"{Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" font-family=\"sans-serif\" "
                    + $"font-size=\"12\">\n"));
        svg.Append(CultureInfo.InvariantCulture,
            $"<title>{Escaped(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        // Within a tenth of the diagonal: what the back-test asks for.
        svg.Append(CultureInfo.InvariantCulture,
            $"<path d=\"M{X(0)} {Y(0)}L{X(0)} {Y(.1)}L{X(.9)} {Y(1)}L{X(1)} {Y(1)}L{X(1)} {Y(.9)}L{X(.1)} {Y(0)}Z\" fill=\"#2f73b0\" "
                + $"fill-opacity=\"0.12\"/>\n");
        for (var tenth = 0; tenth <= 10; tenth += 2)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{X(tenth / 10.0)} {Y(0)}V{Y(1)}M{X(0)} {Y(tenth / 10.0)}H{X(1)}\" stroke=\"#d5dbe0\" fill=\"none\"/>\n");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{X(tenth / 10.0)}\" y=\"{Y(0) + 18}\" text-anchor=\"middle\" fill=\"#3a444d\">{tenth * 10} %</text>\n");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{X(0) - 8}\" y=\"{Y(tenth / 10.0) + 4}\" text-anchor=\"end\" fill=\"#3a444d\">{tenth * 10} %</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture,
            $"<path d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\" stroke=\"#7a8691\" stroke-dasharray=\"5 4\" fill=\"none\"/>\n");
        if (bins.Count > 0)
        {
            var points = bins.Select(bin => string.Create(CultureInfo.InvariantCulture, $"{X(bin.MeanForecast)} {Y(bin.Happened)}"));
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{string.Join('L', points)}\" stroke=\"#2f73b0\" stroke-width=\"1.5\" fill=\"none\"/>\n");
        }
        foreach (var bin in bins)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<circle cx=\"{X(bin.MeanForecast)}\" cy=\"{Y(bin.Happened)}\" r=\"5\" "
                    + $"fill=\"{(bin.Count >= Few ? "#2f73b0" : "#ffffff")}\" stroke=\"#2f73b0\"/>\n");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{X(bin.MeanForecast) + 9}\" y=\"{Y(bin.Happened) + (bin.Happened < 0.05 ? -8 : 14)}\" fill=\"#5a6673\">n "
                    + $"{bin.Count}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{X(.5)}\" y=\"{Y(0) + 40}\" text-anchor=\"middle\" fill=\"#1f2830\">forecast chance of depletion within 12 "
                + $"months</text>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text transform=\"translate(18 {Y(.5)}) rotate(-90)\" text-anchor=\"middle\" fill=\"#1f2830\">share of cases in which it "
                + $"happened</text>\n");
        return svg.Append("</svg>\n").ToString();
    }

    private static double X(double share) => Math.Round(Left + share * Side, 1);

    private static double Y(double share) => Math.Round(Top + (1 - share) * Side, 1);

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
