namespace FundsLedger.Domain.Publication;

/// <summary>What a line of an audit is about.</summary>
public enum AuditSubject
{
    /// <summary>A published block, or the one that would be.</summary>
    Block,

    /// <summary>One fiscal year.</summary>
    Year,

    /// <summary>A day, a month or any other part of a year.</summary>
    PartOfYear,

    /// <summary>The years of a block that were not published by themselves, together.</summary>
    Withheld,

    /// <summary>One case.</summary>
    Case,

    /// <summary>A block without the case of the State that looks.</summary>
    WithoutOneCase,
}

/// <summary>The narrowest that somebody could know a sum.</summary>
/// <param name="Least">Cents, at least.</param>
/// <param name="Most">Cents, at most; null where nothing limits it.</param>
public readonly record struct Known(long Least, long? Most)
{
    /// <summary>True where this tells more than another.</summary>
    public bool IsNarrowerThan(Known other) => Least > other.Least || (Most is { } most && (other.Most is not { } wide || most < wide));

    /// <summary>True where it leaves less room than so many percent around the truth, on either side.</summary>
    public bool IsTighterThan(int percent, long truth) => 100 * (Fraction)Least > (100 - percent) * (Fraction)truth
        || (Most is { } most && (100 * (Fraction)most < (100 + percent) * (Fraction)truth || most == Least));
}

/// <summary>What could be known of something, before and after.</summary>
/// <param name="Subject">What kind of thing.</param>
/// <param name="From">First year.</param>
/// <param name="To">Last year, included.</param>
/// <param name="Case">The case, where it is about one.</param>
/// <param name="Before">What can be known today.</param>
/// <param name="After">What could be known.</param>
/// <param name="Host">The case whose State looks; null for everybody else.</param>
public sealed record AuditLine(AuditSubject Subject, int From, int To, string? Case, Known Before, Known After, string? Host = null);

/// <summary>Why something must not be published. The codes are stored and never change.</summary>
public enum AuditFault
{
    /// <summary>An official figure that the books do not agree with: nothing can be said.</summary>
    OfficialDiffers,

    /// <summary>A figure over too few cases.</summary>
    TooFewCases,

    /// <summary>A figure in which one case is most of it.</summary>
    OneCaseIsMost,

    /// <summary>A figure from which one State could work out another's case.</summary>
    CasesAreTooClose,

    /// <summary>A case could be known too well.</summary>
    CaseIsKnown,

    /// <summary>A sum could be worked out that itself must not be published.</summary>
    SumIsKnown,
}

/// <summary>A reason not to publish.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="From">First year.</param>
/// <param name="To">Last year, included.</param>
/// <param name="Case">The case, where it is about one.</param>
public sealed record AuditFinding(AuditFault Fault, int From, int To, string? Case = null);

/// <summary>What an audit found.</summary>
/// <param name="Lines">What could be known, line by line.</param>
/// <param name="Findings">Why it must not be published; none where it may.</param>
public sealed record AuditResult(IReadOnlyList<AuditLine> Lines, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Names how this is worked out: another way is another name.</summary>
    public const string Version = "publication-audit 1";

    /// <summary>True where nothing speaks against publishing.</summary>
    public bool IsClear => Findings.Count == 0;
}

/// <summary>
/// Before anything of a protected fund is published: what everybody, and each State that received a case, could work out of all that was
/// ever published, of what donors know and of the Court's own accounts. Nobody may know a case, or a sum that must not be published by
/// itself, more narrowly than the rule allows.
/// </summary>
/// <remarks>Receipts are taken to be known to the cent, and so is what belongs to no case. Whoever looks is taken to know which cases a
/// year has, but not that a year has none. A case costs nothing less than nothing: what came back is taken to be known. Ends of what is
/// known belong to it.</remarks>
public sealed class PublicationAudit
{
    private readonly int _first;
    private readonly PublicationRule _rule;
    private readonly long[] _other;
    private readonly long[] _receipts;
    private readonly Dictionary<string, long>[] _cases;
    private readonly List<string> _names;
    private readonly Dictionary<string, List<int>> _yearsOf;
    private readonly IReadOnlyList<OfficialFigure> _official;
    private readonly List<(int From, int To, long? Least, long? Most)> _before;
    private readonly List<(int From, int To, long? Least, long? Most)> _after;
    private readonly PublishedBlock? _next;
    private readonly List<PublishedBlock> _blocks;
    private readonly List<AuditLine> _lines = [];
    private readonly List<AuditFinding> _findings = [];

    private PublicationAudit(IReadOnlyList<YearOfBooks> years, PublicationRule rule, IReadOnlyList<PublishedBlock> published,
        PublishedBlock? next, IReadOnlyList<OfficialFigure> official)
    {
        (_first, _rule, _next, _official) = (years[0].Year, rule, next, official);
        _blocks = next is null ? [.. published] : [.. published, next];
        _receipts = [.. years.Select(year => year.ReceiptsEur)];
        _other = [.. years.Select(year => year.OtherEur + year.Cases.Values.Where(cents => cents < 0).Sum())];
        _cases = [.. years.Select(year => year.Cases.Where(one => one.Value > 0).ToDictionary(StringComparer.Ordinal))];
        _yearsOf = Enumerable.Range(0, _cases.Length).SelectMany(year => _cases[year].Keys.Select(name => (Name: name, Year: year)))
            .GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => group.Select(pair => pair.Year).ToList(),
                StringComparer.Ordinal);
        _names = [.. _yearsOf.Keys.Order(StringComparer.Ordinal)];
        (_before, _after) = (Told(published), Told(_blocks));
    }

    /// <summary>Looks at the next block, or where there is none at how things stand.</summary>
    /// <param name="years">The books, from the first year of the fund, without a gap.</param>
    /// <param name="rule">What has to hold.</param>
    /// <param name="published">What was published before, in order.</param>
    /// <param name="next">What would be published; null to look at what is.</param>
    /// <param name="official">What the Court published.</param>
    public static AuditResult Of(IReadOnlyList<YearOfBooks> years, PublicationRule rule, IReadOnlyList<PublishedBlock> published,
        PublishedBlock? next, IReadOnlyList<OfficialFigure> official)
    {
        if (years.Count == 0) return new AuditResult([], []);
        var audit = new PublicationAudit(years, rule, published, next, official);
        audit.Run();
        return new AuditResult(audit._lines, audit._findings);
    }

    /// <summary>What somebody could know of a set of case costs by year: everything that a single line says is one of these.</summary>
    /// <param name="years">As for <see cref="Of"/>, and so are the next three.</param>
    /// <param name="rule">As above.</param>
    /// <param name="published">As above.</param>
    /// <param name="official">As above.</param>
    /// <param name="costs">Cases and years.</param>
    /// <param name="host">The case whose State looks; null for everybody else.</param>
    public static Known OfCosts(IReadOnlyList<YearOfBooks> years, PublicationRule rule, IReadOnlyList<PublishedBlock> published,
        IReadOnlyList<OfficialFigure> official, IReadOnlyCollection<(string Case, int Year)> costs, string? host = null)
    {
        var audit = new PublicationAudit(years, rule, published, null, official);
        var asked = costs.Where(cost => cost.Case != host && audit._cases[cost.Year - audit._first].ContainsKey(cost.Case))
            .ToLookup(cost => cost.Year - audit._first, cost => cost.Case);
        var some = asked.Select(year => year.Key).Order().ToList();
        var whole = some.Where(year => asked[year].Distinct().Count() == audit.UnknownIn(year, host)).ToList();
        var sums = audit.Sums(audit._after, host);
        return new Known(sums.Least(whole), sums.Most(some));
    }

    private void Run()
    {
        if (_after.Exists(told => Enumerable.Range(told.From, told.To - told.From + 1).Sum(SpentIn) is var spent
            && (spent < told.Least || spent > told.Most)))
        {
            _findings.Add(new AuditFinding(AuditFault.OfficialDiffers, _first, _first + _cases.Length - 1));
            return;
        }
        if (_next is not null) JudgeCell(Places(_next.From, _next.To), isAllOfIt: true);
        var (before, after) = (Sums(_before, null), Sums(_after, null));
        LookAtSums(before, after);
        LookAtCases(before, after);
    }

    // Every run of years, and what is left of a block without the years that are known by themselves.
    private void LookAtSums(YearSums before, YearSums after)
    {
        foreach (var block in _blocks)
        {
            var places = Places(block.From, block.To);
            Line(AuditSubject.Block, places);
            foreach (var place in places) Line(AuditSubject.Year, [place]);
            foreach (var place in places)
                _lines.Add(new AuditLine(AuditSubject.PartOfYear, _first + place, _first + place, null,
                    new Known(0, before.Most([place])), new Known(0, after.Most([place]))));
            // Nobody was told them one by one, but their sum is what the block leaves when the others are taken off.
            var withheld = places.FindAll(place => !_official.Any(figure => figure.Line == OfficialLine.Spent
                && figure.Year == _first + place));
            if (withheld.Count == 0 || withheld.Count == places.Count) continue;
            Line(AuditSubject.Withheld, withheld);
            Judge(withheld);
        }
        for (var from = 0; from < _cases.Length; from++)
            for (var to = from; to < _cases.Length; to++) Judge([.. Enumerable.Range(from, to - from + 1)]);

        void Line(AuditSubject subject, List<int> places) => _lines.Add(new AuditLine(subject, _first + places[0], _first + places[^1],
            null, In(before, places), In(after, places)));

        void Judge(List<int> places)
        {
            var (was, known) = (In(before, places), In(after, places));
            if (!known.IsTighterThan(_rule.Percent, SumOf(places)) || (_next is not null && !known.IsNarrowerThan(was))) return;
            JudgeCell(places, isAllOfIt: false);
        }
    }

    private void LookAtCases(YearSums everybodyBefore, YearSums everybodyAfter)
    {
        var parts = _names.ToDictionary(name => name, PartsOf, StringComparer.Ordinal);
        var narrowest = new Dictionary<string, AuditLine>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in ((IEnumerable<string?>)_names).Prepend(null))
        {
            var (before, after) = host is null ? (everybodyBefore, everybodyAfter) : (Sums(_before, host), Sums(_after, host));
            foreach (var name in _names.Where(name => name != host))
                foreach (var places in parts[name])
                {
                    var alone = places.FindAll(place => UnknownIn(place, host) == 1);
                    var now = new Known(after.Least(alone), after.Most(places));
                    var isWhole = places.Count == _yearsOf[name].Count;
                    if (isWhole && (!narrowest.TryGetValue(name, out var line) || now.IsNarrowerThan(line.After)))
                        narrowest[name] = new AuditLine(AuditSubject.Case, _first + places[0], _first + places[^1], name,
                            new Known(before.Least(alone), before.Most(places)), now, host);
                    if (!now.IsTighterThan(_rule.Percent, places.Sum(place => _cases[place][name]))) continue;
                    if (_next is not null && !now.IsNarrowerThan(new Known(before.Least(alone), before.Most(places)))) continue;
                    if (known.Add(name))
                        _findings.Add(new AuditFinding(AuditFault.CaseIsKnown, _first + places[0], _first + places[^1], name));
                }
            if (host is null) continue;
            foreach (var block in _blocks.Where(block => _yearsOf[host].Exists(year => block.Years.Contains(_first + year))))
            {
                var places = Places(block.From, block.To);
                _lines.Add(new AuditLine(AuditSubject.WithoutOneCase, block.From, block.To, host, In(before, places), In(after, places),
                    host));
            }
        }
        _lines.AddRange(narrowest.Values);
    }

    // A case as a whole, in each year, and in each block.
    private List<List<int>> PartsOf(string name)
    {
        var years = _yearsOf[name];
        List<List<int>> parts = [years];
        if (years.Count == 1) return parts;
        parts.AddRange(years.Select(year => (List<int>)[year]));
        foreach (var block in _blocks)
            if (years.FindAll(year => block.Years.Contains(_first + year)) is { Count: > 1 } part && part.Count < years.Count)
                parts.Add(part);
        return parts;
    }

    private void JudgeCell(List<int> places, bool isAllOfIt)
    {
        var costs = places.SelectMany(place => _cases[place]).GroupBy(one => one.Key).Select(one => one.Sum(cost => cost.Value)).ToList();
        var faults = new List<AuditFault>();
        if (CellRules.HasTooFew(costs.Count, _rule.Cases)) faults.Add(AuditFault.TooFewCases);
        if (costs.Count > 0 && CellRules.IsDominated(costs, 1, _rule.SharePercent)) faults.Add(AuditFault.OneCaseIsMost);
        if (CellRules.IsTooClose(costs, _rule.Percent)) faults.Add(AuditFault.CasesAreTooClose);
        if (faults.Count == 0) return;
        var (from, to) = (_first + places[0], _first + places[^1]);
        if (isAllOfIt) _findings.AddRange(faults.Select(fault => new AuditFinding(fault, from, to)));
        else if (new AuditFinding(AuditFault.SumIsKnown, from, to) is var finding && !_findings.Contains(finding)) _findings.Add(finding);
    }

    private YearSums Sums(List<(int From, int To, long? Least, long? Most)> told, string? host)
    {
        var sums = new YearSums(_cases.Length);
        foreach (var (from, to, least, most) in told)
        {
            long taken = 0;
            for (var place = from; place <= to; place++)
                taken += _other[place] + (host is null ? 0 : _cases[place].GetValueOrDefault(host));
            sums.Know(from, to, least - taken, most - taken);
        }
        return sums;
    }

    // What is told of everything spent from one year to another.
    private List<(int From, int To, long? Least, long? Most)> Told(IEnumerable<PublishedBlock> blocks)
    {
        var told = new List<(int, int, long?, long?)>();
        long total = 0;
        foreach (var block in blocks)
        {
            // A total that did not rise says nothing of how little it was.
            if (!block.IsOfficial)
                told.Add((0, block.To - _first, block.TotalEur > total ? block.TotalEur - (block.StepEur / 2) : null,
                    block.TotalEur + (block.StepEur / 2)));
            total = block.TotalEur;
        }
        foreach (var figure in _official.Where(figure => figure.Year >= _first && figure.Year < _first + _cases.Length))
        {
            var place = figure.Year - _first;
            var received = _receipts.Take(place + 1).Sum();
            told.Add(figure.Line == OfficialLine.Spent ? (place, place, figure.Least, figure.Most)
                : (0, place, received - figure.Most, received - figure.Least));
        }
        return told;
    }

    private static Known In(YearSums sums, List<int> places) => new(sums.Least(places), sums.Most(places));

    private int UnknownIn(int place, string? host) => _cases[place].Count - (host is not null && _cases[place].ContainsKey(host) ? 1 : 0);

    private long SumOf(List<int> places) => places.Sum(place => _cases[place].Values.Sum());

    private long SpentIn(int place) => _other[place] + _cases[place].Values.Sum();

    private List<int> Places(int from, int to) => [.. Enumerable.Range(from - _first, to - from + 1)];
}
