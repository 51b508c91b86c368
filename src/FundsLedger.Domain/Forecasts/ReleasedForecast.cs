using System.Globalization;

namespace FundsLedger.Domain.Forecasts;

/// <summary>What may be said outside about how long a fund lasts: a forecast of the same model, but made from released figures and public
/// pledges only, and printed in bands too wide to be turned back into a balance.</summary>
/// <param name="AsOf">The end of the last released block: nothing later has a part in it.</param>
/// <param name="Horizons">By months: the chance in a band.</param>
/// <param name="LikelyBy">The half-year in which depletion becomes more likely than not, e.g. <c>2027-H1</c>; null when that lies beyond
/// the horizon or no probability may be given.</param>
/// <param name="RaiseEur">Cents to raise to last a year with nine chances in ten, a multiple of the rounding base; null when no probability
/// may be given or no sum reaches it.</param>
public sealed record ReleasedForecast(DateOnly AsOf, IReadOnlyList<(int Months, ChanceBand Band)> Horizons, string? LikelyBy,
    long? RaiseEur)
{
    /// <summary>Runs the model on the released view.</summary>
    /// <param name="released">Only what everybody may know.</param>
    /// <param name="roundingBaseEur">Cents, above zero: the base by which the fund's figures are released.</param>
    /// <remarks>The seed comes from what is released alone, so that the answer does not change while nothing is released. Refused: a base
    /// that is not above zero, and whatever the engine refuses.</remarks>
    public static Outcome<ReleasedForecast> Of(ReleasedFigures released, long roundingBaseEur)
    {
        if (roundingBaseEur <= 0) return new RoundingBaseIsNotPositive(roundingBaseEur);
        if (released.BooksFor() is not { } books) return new ReleasedFiguresAreInconsistent(released.AsOf);
        var seed = RandomStream.PurposeOf(
            string.Create(CultureInfo.InvariantCulture,
                $"released {released.Fund} {released.AsOf:yyyy-MM-dd} {ForecastModel.Standard.Version}"));
        var outcome = Forecaster.Of(books, new ForecastSettings { Seed = seed });
        if (outcome.IsRefused) return outcome.Refusal;
        if (outcome.Value is not ForecastWithProbability forecast) return new ReleasedForecast(released.AsOf, [], null, null);
        var year = forecast.ToRaise.FirstOrDefault(sum => sum.Months == 12);
        return new ReleasedForecast(released.AsOf,
            [.. forecast.Depletion.Select(depletion => (depletion.Months, ChanceBand.Of(depletion.Chance)))],
            forecast.Dates.FirstOrDefault(date => date.Level == 0.5)?.By is { } day ? HalfYear(day) : null,
            year?.Eur is { } sum ? RoundUp(sum, roundingBaseEur) : null);
    }

    private static string HalfYear(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}-H{(day.Month <= 6 ? 1 : 2)}");

    private static long RoundUp(long eur, long unit) => checked((eur + unit - 1) / unit * unit);
}

/// <summary>A chance in steps of ten points: from, included, to, excluded (the last one included).</summary>
/// <param name="FromPercent">0, 10 … 90.</param>
public readonly record struct ChanceBand(int FromPercent)
{
    /// <summary>The band's end.</summary>
    public int ToPercent => FromPercent + 10;

    /// <summary>The band a chance lies in.</summary>
    public static ChanceBand Of(double chance) => new(Math.Clamp((int)Math.Floor(chance * 10 + 1e-9), 0, 9) * 10);

    /// <summary><c>40–50 %</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FromPercent}–{ToPercent} %");
}

/// <summary>A block of one or more fiscal years as it was released.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="SpentEur">Released spending, a multiple of the rounding base.</param>
/// <param name="ClosingEur">Released closing balance.</param>
public sealed record ReleasedBlock(DateOnly From, DateOnly To, long SpentEur, long ClosingEur);

/// <summary>All that everybody may know of a fund.</summary>
/// <param name="Fund">Its code.</param>
/// <param name="FloorEur">The smallest useful commitment, in cents: a public setting.</param>
/// <param name="Blocks">Released blocks, oldest first, without gap or overlap; at least one.</param>
/// <param name="Gifts">Contributions that were announced in public; those after the last block are left out.</param>
/// <param name="Pledges">Pledges that were announced in public and are not known to be paid.</param>
public sealed record ReleasedFigures(string Fund, long FloorEur, IReadOnlyList<ReleasedBlock> Blocks, IReadOnlyList<PastGift> Gifts,
    IReadOnlyList<PledgeDue> Pledges)
{
    /// <summary>The end of the last released block.</summary>
    public DateOnly AsOf => Blocks.Count == 0 ? DateOnly.MinValue : Blocks[^1].To;

    /// <summary>The books as an outsider could write them: the released balance, and spending spread evenly as in the released years. Null
    /// when the blocks are empty or do not follow each other.</summary>
    internal ForecastBooks? BooksFor()
    {
        if (Blocks.Count == 0 || Blocks.Any(block => block.To < block.From || block.SpentEur < 0)
            || Blocks.Skip(1).Zip(Blocks, (next, last) => next.From != last.To.AddDays(1)).Any(gap => gap)) return null;
        var days = Blocks[^1].To.DayNumber - Blocks[0].From.DayNumber + 1;
        var spent = Blocks.Aggregate((Int128)0, (sum, block) => sum + block.SpentEur);
        var perYear = (long)Int128.Min(spent * 365 / days, long.MaxValue);
        return new ForecastBooks
        {
            Fund = Fund, AsOf = AsOf, BalanceEur = Blocks[^1].ClosingEur, FloorEur = FloorEur, PlannedSpendingPerYearEur = perYear,
            UsedPerYearEur = perYear,
            Gifts = [.. Gifts.Where(gift => gift.On <= AsOf)], Pledges = Pledges,
        };
    }
}

/// <summary>A rounding base of zero or less rounds nothing.</summary>
public sealed record RoundingBaseIsNotPositive(long Cents)
    : Refusal("rounding_base_not_positive",
        string.Create(CultureInfo.InvariantCulture, $"Released figures are rounded to a base above zero, not to {Cents} cents."));

/// <summary>Released blocks are missing, overlap or leave a gap.</summary>
public sealed record ReleasedFiguresAreInconsistent(DateOnly AsOf)
    : Refusal("released_figures_inconsistent",
        string.Create(CultureInfo.InvariantCulture,
            $"The blocks released up to {AsOf:yyyy-MM-dd} are missing, overlap or leave a gap: a forecast starts from one row of blocks."));
