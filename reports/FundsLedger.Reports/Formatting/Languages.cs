namespace FundsLedger.Reports.Formatting;

/// <summary>The two languages documents are written in; a third is a new column in every place that asks here.</summary>
public static class Languages
{
    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>French.</summary>
    public const string French = "fr";

    /// <summary>True for French.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither "en" nor "fr": a document in half a language is never made.</exception>
    public static bool IsFrench(string language) => language switch
    {
        French => true,
        English => false,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Documents are written in 'en' or 'fr'."),
    };
}
