using ScottPlot;

namespace FundsLedger.Reports.Charts;

/// <summary>A chart's colours: each keeps a contrast of at least 3 to 1 on white and on a dark page, and each has a class by which a style
/// sheet may change it.</summary>
public static class ChartInk
{
    internal static readonly Color Text = Color.FromHex("#5A6673");
    internal static readonly Color Axis = Color.FromHex("#7A8691");
    internal static readonly Color Grid = Color.FromHex("#98A3AD").WithAlpha(.35);
    internal static readonly Color Available = Color.FromHex("#2F73B0");
    internal static readonly Color AvailableFill = Color.FromHex("#2F73B1").WithAlpha(.14);
    internal static readonly Color Cash = Color.FromHex("#7C8894");
    internal static readonly Color Floor = Color.FromHex("#B4622A");
    internal static readonly Color Depleted = Color.FromHex("#C24A4A").WithAlpha(.20);
    internal static readonly Color DepletedMark = Color.FromHex("#C24A4B");
    internal static readonly Color FanWide = Color.FromHex("#3E7FBA").WithAlpha(.20);
    internal static readonly Color FanMiddle = Color.FromHex("#3E7FBB").WithAlpha(.32);
    internal static readonly Color Projection = Color.FromHex("#3E7FB9");

    /// <summary>The class of each colour in a chart's SVG: a style sheet sets <c>color</c> on it.</summary>
    public static IReadOnlyDictionary<string, string> Classes { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["#5A6673"] = "chart-ink",
        ["#7A8691"] = "chart-axis",
        ["#98A3AD"] = "chart-grid",
        ["#2F73B0"] = "chart-available",
        ["#2F73B1"] = "chart-area",
        ["#7C8894"] = "chart-cash",
        ["#B4622A"] = "chart-floor",
        ["#C24A4A"] = "chart-depleted",
        ["#C24A4B"] = "chart-depleted-mark",
        ["#3E7FB9"] = "chart-projection",
        ["#3E7FBA"] = "chart-fan",
        ["#3E7FBB"] = "chart-fan",
    };
}
