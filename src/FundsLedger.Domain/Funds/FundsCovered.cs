namespace FundsLedger.Domain.Funds;

/// <summary>The funds that something is for: all of them, or those named. The book of pledges not yet designated is always among
/// them.</summary>
public sealed record FundsCovered
{
    private const string Everything = "*";

    private FundsCovered(string text) => Text = text;

    /// <summary>Every fund, those to come too.</summary>
    public static FundsCovered All { get; } = new(Everything);

    /// <summary>No fund but the book of pledges not yet designated.</summary>
    public static FundsCovered None { get; } = new("");

    /// <summary>As it is kept: <c>*</c>, or codes in order with a space between them. Equal where the funds are.</summary>
    public string Text { get; }

    /// <summary>True for every fund.</summary>
    public bool IsAll => Text == Everything;

    /// <summary>The codes named, in order; none where it is all of them.</summary>
    public IReadOnlyList<string> Codes => IsAll ? [] : Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>These funds.</summary>
    public static FundsCovered Of(IEnumerable<string> codes) =>
        new(string.Join(' ', codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));

    /// <summary>From its kept form.</summary>
    public static FundsCovered Read(string text) => text == Everything ? All : Of(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>True when the fund is among them.</summary>
    public bool Covers(Fund fund) => IsAll || fund.IsUmbrella || Codes.Contains(fund.Code);

    /// <summary>These and those.</summary>
    public FundsCovered And(FundsCovered other) => IsAll || other.IsAll ? All : Of(Codes.Concat(other.Codes));
}
