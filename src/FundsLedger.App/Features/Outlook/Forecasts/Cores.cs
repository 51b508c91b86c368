using FundsLedger.Domain.Forecasts;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>The cores of this computer, for forecasts: Domain itself knows no threads.</summary>
internal static class Cores
{
    /// <summary>Parts side by side.</summary>
    public static readonly PartRunner SideBySide = (parts, part) => Parallel.For(0, parts, part);
}
