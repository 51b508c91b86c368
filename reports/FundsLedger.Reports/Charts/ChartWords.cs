using FundsLedger.Reports.Formatting;

namespace FundsLedger.Reports.Charts;

/// <summary>The words of charts, in both languages.</summary>
internal static class ChartWords
{
    public static string Available(string language) => Either(language, "Available", "Disponible");

    public static string Cash(string language) => Either(language, "Cash", "Trésorerie");

    public static string Floor(string language) => Either(language, "Smallest useful commitment", "Plus petit engagement utile");

    public static string Depleted(string language) => Either(language, "Depleted", "Épuisé");

    public static string Thousands(string language) => Either(language, "EUR thousand", "milliers d’EUR");

    private static string Either(string language, string english, string french) => Languages.IsFrench(language) ? french : english;
}
