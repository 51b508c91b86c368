using FundsLedger.Reports.Typefaces;
using ScottPlot;
using SkiaSharp;

namespace FundsLedger.Reports.Charts;

/// <summary>Gives the chart library the embedded faces: it would otherwise look for the machine's, of which a server has none.</summary>
internal sealed class ChartFonts : IFontResolver
{
    public const string Family = EmbeddedFonts.Family;

    private static readonly Lazy<bool> Registered = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new ChartFonts());
        Fonts.Default = Family;
        Fonts.Sans = Family;
        return true;
    });

    private ChartFonts()
    {
    }

    public static void Register() => _ = Registered.Value;

    // The library keeps what it is given and never disposes of it, so the shared faces may be handed out.
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        Own(fontName, weight >= FontWeight.SemiBold);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Own(fontName, bold);

    private static SKTypeface? Own(string fontName, bool isBold) =>
        fontName == Family ? (isBold ? EmbeddedFonts.Bold : EmbeddedFonts.Regular) : null;
}
