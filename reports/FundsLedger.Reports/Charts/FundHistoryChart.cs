using FundsLedger.Reports.Documents;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FundsLedger.Reports.Charts;

/// <summary>The course of a fund's available balance, with what may come: the same strokes as SVG and in the PDF. Drawn from doubles: a
/// picture, never a source of figures.</summary>
public static class FundHistoryChart
{
    /// <summary>Points across on a page.</summary>
    public const int UsualWidth = 660;

    private const int Height = 290;
    private const float RoomForTheLastMonth = 32;
    private const int PointsAMonth = 70;
    private const int PointsOfAmounts = 80;
    private const double CentsInThousand = 100_000d;

    /// <summary>The chart, without title: its heading stands in the document.</summary>
    /// <param name="history">What is drawn.</param>
    /// <param name="width">Points across; letters keep their size, so a narrower chart stays readable on a small screen.</param>
    /// <exception cref="ArgumentException">There is no balance to draw.</exception>
    public static Picture Draw(FundHistory history, int width = UsualWidth)
    {
        if (history.Available.Count == 0) throw new ArgumentException("A history has at least one balance.", nameof(history));
        ChartFonts.Register();
        return new Picture(width, Height, ChartSvg.Of(width, Height, history.AltText, canvas => Paint(canvas, history, width)),
            (canvas, area) =>
        {
            canvas.Save();
            canvas.ClipRect(area);
            var scale = Math.Min(area.Width / width, area.Height / Height);
            canvas.Translate(area.Left, area.Top);
            canvas.Scale(scale);
            Paint(canvas, history, width);
            canvas.Restore();
        });
    }

    private static void Paint(SKCanvas canvas, FundHistory history, int width)
    {
        using var legend = new ChartLegend(width);
        using var plot = new Plot();
        Look(plot);
        AddSpells(plot, legend, history);
        AddBalances(plot, legend, history);
        AddFan(plot, legend, history);
        AddProjections(plot, legend, history);
        AddFloor(plot, legend, history);
        SetAxes(plot, history, width);

        var area = new PixelRect(0, width, Height, legend.Height);
        // The library draws again when its own layout has moved, over what it drew before: a first, discarded drawing settles it.
        using var scratch = new SKPictureRecorder();
        plot.Render(scratch.BeginRecording(SKRect.Create(width, Height)), area);
        plot.Render(canvas, area);
        // After the plot, which wipes a canvas of pixels.
        legend.Draw(canvas);
    }

    private static void Look(Plot plot)
    {
        // The canvas is a page with other things on it.
        plot.RenderManager.RenderActions.RemoveAll(action => action is ScottPlot.Rendering.RenderActions.ClearCanvas);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Font.Set(ChartFonts.Family);
        plot.Axes.Color(ChartInk.Axis);
        plot.Grid.MajorLineColor = ChartInk.Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.IsVisible = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.TickLabelStyle.ForeColor = ChartInk.Text;
            axis.TickLabelStyle.FontSize = 12;
            axis.Label.ForeColor = ChartInk.Text;
            axis.Label.FontSize = 12;
            axis.Label.Bold = false;
            axis.MinorTickStyle.Length = 0;
        }
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Right.MinimumSize = RoomForTheLastMonth;
        plot.HideLegend();
    }

    private static void AddSpells(Plot plot, ChartLegend legend, FundHistory history)
    {
        // Never colour alone: the legend names the band, and a dotted line marks its start.
        if (history.Depleted.Count > 0) legend.AddArea(ChartWords.Depleted(history.Language), ChartInk.Depleted);
        foreach (var spell in history.Depleted)
        {
            var span = plot.Add.HorizontalSpan(X(spell.From), X(spell.To.AddDays(1)), ChartInk.Depleted);
            span.LineStyle.Width = 0;
        }
        // After all bands: the library keeps the dots for the next band, and Skia complains of them on the error stream.
        foreach (var spell in history.Depleted) plot.Add.VerticalLine(X(spell.From), 1.2f, ChartInk.DepletedMark, LinePattern.Dotted);
    }

    private static void AddBalances(Plot plot, ChartLegend legend, FundHistory history)
    {
        if (history.Cash.Count > 0)
        {
            Step(plot, history.Cash, ChartInk.Cash, 1.4f);
            legend.AddLine(ChartWords.Cash(history.Language), ChartInk.Cash, 1.4f);
        }
        var available = Step(plot, history.Available, ChartInk.Available, 2.2f);
        available.FillY = true;
        available.FillYColor = ChartInk.AvailableFill;
        legend.AddLine(ChartWords.Available(history.Language), ChartInk.Available, 2.2f);
    }

    private static ScottPlot.Plottables.Scatter Step(Plot plot, IReadOnlyList<BalancePoint> points, Color colour, float width)
    {
        var line =
            plot.Add.ScatterLine(points.Select(point => X(point.Day)).ToArray(), points.Select(point => Y(point.Cents)).ToArray(), colour);
        line.ConnectStyle = ConnectStyle.StepHorizontal;
        line.LineWidth = width;
        return line;
    }

    private static void AddFan(Plot plot, ChartLegend legend, FundHistory history)
    {
        if (history.Fan.Count < 2) return;
        var words = history.FanWords ?? throw new ArgumentException("A fan has names for its parts.", nameof(history));
        var days = history.Fan.Select(point => X(point.Day)).ToArray();
        Band(point => point.Low, point => point.High, ChartInk.FanWide, words.Wide);
        Band(point => point.LowerQuarter, point => point.UpperQuarter, ChartInk.FanMiddle, words.Middle);
        var median = plot.Add.ScatterLine(days, history.Fan.Select(point => Y(point.Median)).ToArray(), ChartInk.Projection);
        (median.LineWidth, median.LinePattern) = (1.8f, LinePattern.Dashed);
        legend.AddLine(words.Median, ChartInk.Projection, 1.8f, 8, 4);

        void Band(Func<FanPoint, long> low, Func<FanPoint, long> high, Color colour, string label)
        {
            var band = plot.Add.FillY(days, history.Fan.Select(point => Y(low(point))).ToArray(),
                history.Fan.Select(point => Y(high(point))).ToArray());
            band.FillColor = colour;
            band.LineWidth = 0;
            band.MarkerSize = 0;
            legend.AddArea(label, colour);
        }
    }

    private static void AddProjections(Plot plot, ChartLegend legend, FundHistory history)
    {
        (LinePattern Pattern, float[] Dashes)[] patterns = [(LinePattern.Dashed, [8, 4]), (LinePattern.Dotted, [2, 3])];
        foreach (var (place, projection) in history.Projections.Index())
        {
            var (pattern, dashes) = patterns[place % patterns.Length];
            var line = plot.Add.ScatterLine(projection.Points.Select(point => X(point.Day)).ToArray(),
                projection.Points.Select(point => Y(point.Cents)).ToArray(), ChartInk.Projection);
            line.LineWidth = 1.8f;
            line.LinePattern = pattern;
            legend.AddLine(projection.Label, ChartInk.Projection, 1.8f, dashes);
        }
    }

    private static void AddFloor(Plot plot, ChartLegend legend, FundHistory history)
    {
        if (history.FloorCents is not { } floor) return;
        plot.Add.HorizontalLine(Y(floor), 1.4f, ChartInk.Floor, LinePattern.DenselyDashed);
        legend.AddLine(ChartWords.Floor(history.Language), ChartInk.Floor, 1.4f, 6, 4);
    }

    private static void SetAxes(Plot plot, FundHistory history, int width)
    {
        var points = history.Available.Concat(history.Cash).Concat(history.Projections.SelectMany(projection => projection.Points))
            .Concat(history.Fan.SelectMany(point => (BalancePoint[])[new(point.Day, point.Low), new(point.Day, point.High)])).ToList();
        var (from, to) = (points.Min(point => point.Day), points.Max(point => point.Day));
        if (to <= from) to = from.AddDays(1);
        var lowest = Math.Min(0, points.Min(point => Y(point.Cents)));
        var highest = Math.Max(points.Max(point => Y(point.Cents)), history.FloorCents is { } floor ? Y(floor) : 0);
        if (highest <= lowest) highest = lowest + 1;

        var amounts = ChartTicks.Amounts(lowest, highest, history.Language);
        plot.Axes.Left.TickGenerator = new NumericManual([.. amounts.Select(tick => new Tick(tick.Position, tick.Label))]);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. ChartTicks.Months(from, to, history.Language, (width - PointsOfAmounts - (int)RoomForTheLastMonth) / PointsAMonth)
                .Select(tick => new Tick(X(tick.Day), tick.Label))]);
        plot.Axes.Left.Label.Text = ChartWords.Thousands(history.Language);
        plot.Axes.SetLimits(X(from), X(to), Math.Min(lowest, amounts[0].Position), Math.Max(highest * 1.04, amounts[^1].Position));
    }

    private static double X(DateOnly day) => day.DayNumber;

    private static double Y(long cents) => cents / CentsInThousand;
}
