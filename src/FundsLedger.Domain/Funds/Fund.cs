namespace FundsLedger.Domain.Funds;

/// <summary>A book of its own: one of the Court's voluntary funds, or the book of pledges not yet designated.</summary>
/// <param name="Id">Storage number.</param>
/// <param name="Code">Capital letters, e.g. <c>TFFV</c>.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="NameFr">Name in French.</param>
/// <param name="IsUmbrella">True for the book of pledges not yet designated, which has memorandum accounts only.</param>
/// <param name="Settings">Versions of the settings, oldest first; at least one.</param>
public sealed record Fund(int Id, string Code, string NameEn, string NameFr, bool IsUmbrella, IReadOnlyList<FundSettings> Settings)
{
    /// <summary>The settings in force on a day; before the first version, the first.</summary>
    public FundSettings SettingsOn(DateOnly day) => Settings.LastOrDefault(version => version.ValidFrom <= day) ?? Settings[0];

    /// <summary>The settings in force now.</summary>
    public FundSettings Current => Settings[^1];

    /// <summary>The name in a language: <c>fr</c>, else English.</summary>
    public string Name(string language) => language == "fr" ? NameFr : NameEn;
}

/// <summary>What the Registry decided for a fund, valid until the next version.</summary>
/// <param name="ValidFrom">First day, inclusive.</param>
/// <param name="IsProtected">True where a figure could give a person away: what may be shown then is asked of <see cref="Disclosure"/>
/// alone.</param>
/// <param name="SmallestUsefulCommitment">Cents; with less than this available the fund is <em>depleted</em>.</param>
/// <param name="ContinuingSupportReserve">Cents set aside for support that goes on; never available.</param>
/// <param name="LeadTimeMonths">Months a donor needs from being asked to paying.</param>
public sealed record FundSettings(DateOnly ValidFrom, bool IsProtected, long SmallestUsefulCommitment, long ContinuingSupportReserve,
    int LeadTimeMonths);
