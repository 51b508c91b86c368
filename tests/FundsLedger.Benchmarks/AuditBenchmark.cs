using System.Globalization;
using FundsLedger.Domain.Publication;

namespace FundsLedger.Benchmarks;

/// <summary>The audit before a publication: thirty published years with two hundred cases, of which each takes up to three years and some
/// come back later.</summary>
internal sealed class AuditBenchmark : Benchmark
{
    private const double Most = 2;
    private const int Years = 30;
    private const int Cases = 200;

    public override string Name => "audit of a publication";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var (years, published, next) = Books();
        var (seconds, lines) = (new List<double>(), 0);
        for (var round = 0; round < 3; round++)
            seconds.Add(await Bench.SecondsAsync(() =>
            {
                lines = PublicationAudit.Of(years, PublicationRule.Standard, published, next, []).Lines.Count;
                return Task.CompletedTask;
            }));
        seconds.Sort();
        return [new Measured(string.Create(CultureInfo.InvariantCulture, $"audit of {Years} published years with {Cases} cases"),
            string.Create(CultureInfo.InvariantCulture, $"{seconds[1]:0.00} s, {lines} lines"), "–", "–",
            string.Create(CultureInfo.InvariantCulture, $"< {Most:0} s"), seconds[1] < Most)];
    }

    private static (List<YearOfBooks>, List<PublishedBlock>, PublishedBlock) Books()
    {
        var dice = new Random(30);
        var cases = Enumerable.Range(0, Years).Select(_ => new Dictionary<string, long>(StringComparer.Ordinal)).ToList();
        for (var name = 0; name < Cases; name++)
        {
            var first = dice.Next(Years);
            for (var year = first; year < Math.Min(Years, first + 1 + dice.Next(3)); year++) cases[year][$"c{name}"] = dice.Next(1_000_000,
                6_000_000);
            if (dice.Next(5) == 0) cases[dice.Next(Years)][$"c{name}"] = dice.Next(100_000, 1_000_000);
        }
        List<YearOfBooks> years = [.. cases.Select((year, place) => new YearOfBooks(1996 + place, 50_000_000, 120_000, year))];
        var published = new List<PublishedBlock>();
        foreach (var year in years)
            published.Add(PublicationFigures.Next(years, PublicationRule.Standard, published, [], year.Year, year.Year));
        var next = published[^1];
        published.RemoveAt(Years - 1);
        return (years, published, next);
    }
}
