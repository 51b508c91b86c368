using System.Collections.Frozen;

namespace FundsLedger.Domain;

/// <summary>A currency of ISO 4217 with the number of decimals its minor unit has (0, 2 or 3).</summary>
public sealed class Currency
{
    private const string ZeroDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY " +
        "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS " +
        "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR " +
        "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD " +
        "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";

    // Given up since 2006, but amounts promised in them stand in older records.
    private const string TwoDecimalsWithdrawn = "CYP EEK HRK LTL LVL MTL SIT SKK";

    private static readonly FrozenDictionary<string, Currency> All =
        Listed(ZeroDecimals, 0).Concat(Listed(TwoDecimals, 2)).Concat(Listed(TwoDecimalsWithdrawn, 2)).Concat(Listed(ThreeDecimals, 3))
            .ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>The euro: the currency the books are kept in.</summary>
    public static readonly Currency Eur = All["EUR"];

    private Currency(string code, int exponent)
    {
        Code = code;
        Exponent = exponent;
        MinorPerMajor = exponent switch { 0 => 1, 2 => 100, 3 => 1000, _ => throw new ArgumentOutOfRangeException(nameof(exponent)) };
    }

    /// <summary>Three capital letters, as in ISO 4217.</summary>
    public string Code { get; }

    /// <summary>Decimals of the minor unit: 0 (JPY), 2 (EUR) or 3 (KWD).</summary>
    public int Exponent { get; }

    /// <summary>Minor units in one major unit: 1, 100 or 1000.</summary>
    public int MinorPerMajor { get; }

    /// <summary>The currency with this exact code, or null: the caller knows what to say of an unknown one.</summary>
    public static Currency? Find(string? code) => code is not null && All.TryGetValue(code, out var found) ? found : null;

    /// <summary>The currency with this exact code.</summary>
    /// <exception cref="ArgumentException">The code is not in ISO 4217's list: stored data is damaged.</exception>
    public static Currency Of(string code) =>
        Find(code) ?? throw new ArgumentException($"'{code}' is not a currency code of ISO 4217.", nameof(code));

    /// <summary>Every known currency, in order of code.</summary>
    public static IEnumerable<Currency> List => All.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static IEnumerable<Currency> Listed(string codes, int exponent) =>
        codes.Split(' ').Select(code => new Currency(code, exponent));
}
