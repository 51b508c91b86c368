namespace FundsLedger.Domain.Forecasts;

/// <summary>Prior assumptions of the donor-renewal model, from 83 small donors of the UN Central Emergency Response Fund 2005–2026; our
/// policy where no source is named.</summary>
public sealed record ForecastModel
{
    /// <summary>The model in use.</summary>
    public static ForecastModel Standard { get; } = new();

    /// <summary>Name and version; part of the seed and of every stored forecast.</summary>
    public string Version { get; init; } = "drm-3";

    /// <summary>Weight of the compound-Poisson second opinion in [0, 1].</summary>
    public double SecondOpinion { get; init; } = 0.5;

    /// <summary>Chance of payment of a signed agreement.</summary>
    public PriorCounts SignedAgreement { get; init; } = new(19, 1);

    /// <summary>Chance of payment of a written pledge.</summary>
    public PriorCounts Written { get; init; } = new(9, 1);

    /// <summary>Chance of payment of an announced pledge.</summary>
    public PriorCounts Announced { get; init; } = new(6, 4);

    /// <summary>Delay from due to paid, of a pledge that stands open. Of all payments 30 % come in time, but most of those on the day of
    /// the pledge or before it was recorded, and such a pledge is never open; of those that are, 29 of 313 did (one half of the reference
    /// donors, up to a million).</summary>
    public DelayLaw Delay { get; init; } = new(0.1, 4.1, 1.6);

    /// <summary>Chance that a pledge is paid in part only; the part is then uniform from a tenth to all.</summary>
    public double PartPayment { get; init; } = 0.03;

    /// <summary>Chance of giving in a year after one with a gift (CERF small donors: 520 of 739).</summary>
    public PriorCounts GivesAgain { get; init; } = new(3.5, 1.5);

    /// <summary>Chance of giving again after one year without a gift, after two, and after three or more: those who return do so soon. From
    /// one half of the reference donors only (46 of 90, 10 of 41, 15 of 77), each worth five results, so that the other half can judge
    /// it.</summary>
    public IReadOnlyList<PriorCounts> ComesBack { get; init; } = [new(2.5, 2.5), new(1.25, 3.75), new(1, 4)];

    /// <summary>A result loses this share of its weight for every year of age: 0.8^age.</summary>
    public double YearWeight { get; init; } = 0.8;

    /// <summary>Weight of a donor's own past annual totals: 0.4^age; chosen on the same half of the reference donors as
    /// <see cref="ComesBack"/>.</summary>
    public double TotalWeight { get; init; } = 0.4;

    /// <summary>Mean of the log change of a donor's annual amount against one of its earlier ones: a third give the same again, and the
    /// median change is none.</summary>
    public double AmountDrift { get; init; }

    /// <summary>Standard deviation of that change.</summary>
    public double AmountSpread { get; init; } = 0.4;

    /// <summary>Chance of each month, January first, of a gift whose donor's months are unknown.</summary>
    public IReadOnlyList<double> Season { get; init; } = [0.10, 0.10, 0.10, 0.10, 0.065, 0.065, 0.06, 0.055, 0.055, 0.055, 0.055, 0.19];

    /// <summary>Gifts the seasonal prior is worth.</summary>
    public double SeasonCounts { get; init; } = 2;

    /// <summary>New donors: prior count, and prior years.</summary>
    public (double Count, double Years) NewDonors { get; init; } = (0.5, 1);

    /// <summary>Spread of the log amount of a donor never seen, around the fund's median gift.</summary>
    public double UnknownGiftSpread { get; init; } = 1.2;

    /// <summary>An unknown gift is at most this many times the largest ever received.</summary>
    public double UnknownGiftCap { get; init; } = 3;

    /// <summary>Coefficient of variation k of the common shock on all gifts without a pledge.</summary>
    public double CommonShock { get; init; } = 0.3;

    /// <summary>Gifts a year of the second opinion: prior count, and prior years. No years: half a year without a gift would lower the rate
    /// of a two-year history by a fifth, whatever the fund (Jeffreys' prior).</summary>
    public (double Count, double Years) GiftRate { get; init; } = (0.5, 0);

    /// <summary>Weight of the pseudo-gift (pseudo-cost) in the Bayesian bootstrap.</summary>
    public double PseudoWeight { get; init; } = 0.5;

    /// <summary>Coefficient of variation of paid ÷ committed.</summary>
    public double CommitmentSpread { get; init; } = 0.15;

    /// <summary>Chance that a commitment is cancelled.</summary>
    public PriorCounts Cancelled { get; init; } = new(1, 9);

    /// <summary>Cases of a kind: prior count, and prior exposure in years.</summary>
    public (double Count, double Years) CaseRate { get; init; } = (0.5, 0.5);

    /// <summary>Spread of the log cost of a pseudo-case around the median cost; our policy: costs vary less than gifts.</summary>
    public double UnknownCostSpread { get; init; } = 0.5;

    /// <summary>Mean yearly inflation of costs.</summary>
    public double Inflation { get; init; } = 0.02;

    /// <summary>Standard deviation of that mean, one draw per path.</summary>
    public double InflationSpread { get; init; } = 0.01;

    /// <summary>Yearly standard deviation of the log rate of a foreign currency without history.</summary>
    public double CurrencySpread { get; init; } = 0.08;

    /// <summary>Prior of a class of pledges.</summary>
    public PriorCounts Of(PledgeFirmness firmness) => firmness switch
    {
        PledgeFirmness.SignedAgreement => SignedAgreement,
        PledgeFirmness.Written => Written,
        PledgeFirmness.Announced => Announced,
    };
}
