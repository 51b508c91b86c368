namespace FundsLedger.Domain.Forecasts;

/// <summary>A question put to a forecast: what if this came about? Everything not named keeps its random numbers, so that the difference
/// between two answers is the change and not chance.</summary>
public sealed record WhatIf
{
    /// <summary>No change.</summary>
    public static WhatIf Nothing { get; } = new();

    /// <summary>Open pledges, by id, that arrive in full on a day after the as-of date (beyond the horizon: not within it).</summary>
    public IReadOnlyDictionary<string, DateOnly> PledgesArrive { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>Kinds of case, by name, that come up this many per cent more often; −100 (none at all) to 1000.</summary>
    public IReadOnlyDictionary<string, int> CasesRisePercent { get; init; } = new Dictionary<string, int>();

    /// <summary>Streams of running support, by id, that do not end within the horizon; the name of a kind of case stands for the support of
    /// its coming cases.</summary>
    public IReadOnlyCollection<string> SupportContinues { get; init; } = [];

    /// <summary>Donors who pay neither gifts nor open pledges any more, except pledges named in <see cref="PledgesArrive"/>.</summary>
    public IReadOnlyCollection<string> DonorsStop { get; init; } = [];

    /// <summary>True where nothing is supposed.</summary>
    public bool IsNothing => PledgesArrive.Count + CasesRisePercent.Count + SupportContinues.Count + DonorsStop.Count == 0;

    /// <summary>The first thing in it that the books do not know or the model cannot take, or null. Order: pledges, cases, support,
    /// donors.</summary>
    internal Refusal? Fault(ForecastBooks books)
    {
        foreach (var (id, on) in PledgesArrive)
        {
            if (!books.Pledges.Any(pledge => pledge.Id == id)) return new WhatIfIsUnknown("open pledge", id);
            if (on <= books.AsOf) return new ArrivalIsNotAhead(id, on);
        }
        foreach (var (name, percent) in CasesRisePercent)
        {
            if (!books.Cases.Any(kind => kind.Name == name)) return new WhatIfIsUnknown("kind of case", name);
            if (percent is < -100 or > 1000) return new RiseIsOutOfRange(name, percent);
        }
        if (SupportContinues.FirstOrDefault(
            id =>
                !books.Support.Any(stream => stream.Id == id)
                    && !books.Cases.Any(kind => kind.Name == id && kind.Support is not null)) is { } support)
            return new WhatIfIsUnknown("support", support);
        return DonorsStop.FirstOrDefault(
            donor => !books.Gifts.Any(gift => gift.Donor == donor) && !books.Pledges.Any(pledge => pledge.Donor == donor)) is { } stranger
            ? new WhatIfIsUnknown("donor", stranger) : null;
    }
}

/// <summary>A what-if names something that is not in the books.</summary>
public sealed record WhatIfIsUnknown(string What, string Name)
    : Refusal("what_if_unknown", $"No {What} in these books is called '{Name}': name one that the forecast knows.");

/// <summary>A pledge is supposed to have arrived already.</summary>
public sealed record ArrivalIsNotAhead(string Pledge, DateOnly On)
    : Refusal("arrival_not_ahead",
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Pledge {Pledge} cannot be supposed to arrive on {On:yyyy-MM-dd}: take a day after the as-of date, or record the receipt."));

/// <summary>Cases are supposed to rise beyond what the model takes.</summary>
public sealed record RiseIsOutOfRange(string Kind, int Percent)
    : Refusal("rise_out_of_range",
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind} cannot rise by {Percent} %: take -100 to 1000."));
