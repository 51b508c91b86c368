namespace FundsLedger.Domain.Banking;

/// <summary>Money that somebody promised and that is still to come: a pledge's open part, or an instalment.</summary>
/// <param name="Pledge">Code of the pledge it meets.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorName">Name of the donor.</param>
/// <param name="Open">What is still to come.</param>
/// <param name="DueOn">Day on which it is expected; null when nobody said.</param>
/// <param name="References">Codes by which a payer may name it.</param>
public sealed record Claim(string Pledge, string Donor, string DonorName, Money Open, DateOnly? DueOn, IReadOnlyList<string> References);

/// <summary>A line whose donor is sought.</summary>
/// <param name="Id">Its number.</param>
/// <param name="BookedOn">When it arrived.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="PartyName">Payer's name.</param>
/// <param name="PartyAccount">Payer's account, normal form.</param>
/// <param name="Words">References and text.</param>
public sealed record UnmatchedLine(long Id, DateOnly BookedOn, Money Amount, string PartyName, string PartyAccount, string Words);

/// <summary>Why a match is suggested: a closed list.</summary>
public enum MatchReason
{
    /// <summary>The payer names the pledge.</summary>
    Reference,

    /// <summary>Money from this account was this donor's before.</summary>
    DonorAccount,

    /// <summary>The payer has the donor's name.</summary>
    DonorName,

    /// <summary>The amount is what is open.</summary>
    Amount,

    /// <summary>The amount is what is open less charges on the way.</summary>
    AmountLessCharges,

    /// <summary>It came within six weeks of the day it was expected.</summary>
    DueDate,

    /// <summary>One line pays several.</summary>
    SeveralPledges,

    /// <summary>The amount is a part of what is open.</summary>
    PartOfPledge,

    /// <summary>With other lines of the donor it makes what is open.</summary>
    WithOtherLines,
}

/// <summary>How much a suggestion can be relied on; a person decides in any case.</summary>
public enum MatchStrength
{
    /// <summary>One sign, or several candidates.</summary>
    Weak,

    /// <summary>Two independent signs.</summary>
    Fair,

    /// <summary>The payer or the account says who, and the amount agrees.</summary>
    Strong,
}

/// <summary>A part of a line for one pledge.</summary>
public sealed record ClaimPart(Claim Claim, Money Amount);

/// <summary>A donor and what of theirs a line would meet.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorName">Name of the donor.</param>
/// <param name="Parts">What it meets; the amounts sum to the line. Empty: a gift without pledge.</param>
/// <param name="Reasons">Why, in the order of the closed list.</param>
/// <param name="Strength">How much to rely on it.</param>
public sealed record MatchSuggestion(string Donor, string DonorName, IReadOnlyList<ClaimPart> Parts, IReadOnlyList<MatchReason> Reasons, MatchStrength Strength);

/// <summary>Suggests which promise a line of a bank statement meets. Everything is looked up, nothing is compared with everything, so that a hundred thousand lines against fifty thousand claims take seconds.</summary>
public sealed class Matcher
{
    /// <summary>Days around the day it was expected.</summary>
    public const int DaysAround = 42;

    /// <summary>Most suggestions for one line.</summary>
    public const int MostSuggestions = 3;

    /// <summary>Most claims of one donor that are tried for sums.</summary>
    private const int MostSummed = 12;

    private readonly Dictionary<string, List<Claim>> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Claim>> _byDonor = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Currency, long Minor), List<Claim>> _byAmount = [];
    private readonly Dictionary<string, string> _donorByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _donorByAccount;

    /// <summary>Indexes the claims.</summary>
    /// <param name="claims">Everything open in the fund.</param>
    /// <param name="donorByAccount">Donors by the accounts their money came from.</param>
    /// <param name="donors">Code and name of every donor.</param>
    public Matcher(IEnumerable<Claim> claims, IReadOnlyDictionary<string, string> donorByAccount, IEnumerable<KeyValuePair<string, string>> donors)
    {
        _donorByAccount = donorByAccount;
        foreach (var (code, name) in donors)
        {
            _names[code] = name;
            // Two donors of one name are told apart by a person.
            if (!_donorByName.TryAdd(Plain(name), code)) _donorByName[Plain(name)] = "";
        }
        foreach (var claim in claims.OrderBy(claim => claim.DueOn ?? DateOnly.MaxValue).ThenBy(claim => claim.Pledge, StringComparer.Ordinal))
        {
            foreach (var reference in claim.References.Select(Plain).Where(reference => reference.Length >= 4)) Add(_byReference, reference, claim);
            Add(_byDonor, claim.Donor, claim);
            Add(_byAmount, (claim.Open.Currency.Code, claim.Open.Minor), claim);
        }
    }

    /// <summary>What a donor has open, the oldest due first.</summary>
    public IReadOnlyList<Claim> OfDonor(string donor) => _byDonor.GetValueOrDefault(donor) ?? [];

    /// <summary>What a bank takes on the way: at most 50 units, and at most one in two hundred.</summary>
    public static bool IsLessCharges(Money arrived, Money open) =>
        arrived.Currency == open.Currency && arrived.Minor < open.Minor && open.Minor - arrived.Minor <= 50L * open.Currency.MinorPerMajor && (open.Minor - arrived.Minor) * 200 <= open.Minor;

    /// <summary>Suggestions for many lines, told also which lines make a sum together.</summary>
    public Dictionary<long, IReadOnlyList<MatchSuggestion>> SuggestAll(IReadOnlyCollection<UnmatchedLine> lines)
    {
        var found = lines.ToDictionary(line => line.Id, Suggest);
        foreach (var group in lines.Where(line => found[line.Id] is [{ Parts: [_], Reasons: var reasons }, ..] && reasons.Contains(MatchReason.PartOfPledge)).GroupBy(line => found[line.Id][0].Parts[0].Claim))
        {
            if (group.Count() < 2 || group.Aggregate((Int128)0, (sum, line) => sum + line.Amount.Minor) != group.Key.Open.Minor) continue;
            foreach (var line in group)
            {
                var first = found[line.Id][0];
                found[line.Id] = [first with { Reasons = [.. first.Reasons, MatchReason.WithOtherLines], Strength = MatchStrength.Strong }, .. found[line.Id].Skip(1)];
            }
        }
        return found;
    }

    /// <summary>Suggestions for one line, the strongest first; none when nothing speaks for any.</summary>
    public IReadOnlyList<MatchSuggestion> Suggest(UnmatchedLine line)
    {
        var named = Named(line);
        var (donor, donorReason) = DonorOf(line);
        var found = new List<MatchSuggestion>();
        foreach (var claims in named.GroupBy(claim => claim.Donor, StringComparer.Ordinal).Take(MostSuggestions))
            if (WithClaims(line, [.. claims], MatchReason.Reference, donor == claims.Key ? donorReason : null) is { } suggestion) found.Add(suggestion);
        if (donor is not null && found.All(suggestion => suggestion.Donor != donor)) found.Add(OfKnownDonor(line, donor, donorReason!.Value));
        if (found.Count == 0) found.AddRange(OfAmount(line));
        return [.. found.OrderByDescending(suggestion => suggestion.Strength).Take(MostSuggestions)];
    }

    private List<Claim> Named(UnmatchedLine line)
    {
        var named = new List<Claim>();
        foreach (var word in Words(line.Words))
            if (_byReference.TryGetValue(word, out var claims)) named.AddRange(claims.Where(claim => !named.Contains(claim)));
        return named;
    }

    private (string? Donor, MatchReason? Reason) DonorOf(UnmatchedLine line)
    {
        if (line.PartyAccount.Length > 0 && _donorByAccount.TryGetValue(line.PartyAccount, out var donor)) return (donor, MatchReason.DonorAccount);
        return line.PartyName.Length > 0 && _donorByName.TryGetValue(Plain(line.PartyName), out var named) && named.Length > 0 ? (named, MatchReason.DonorName) : (null, null);
    }

    private MatchSuggestion OfKnownDonor(UnmatchedLine line, string donor, MatchReason reason)
    {
        var open = OfDonor(donor).Where(claim => claim.Open.Currency == line.Amount.Currency).ToList();
        var exact = open.Where(claim => claim.Open == line.Amount).OrderBy(claim => Distance(claim, line)).FirstOrDefault();
        if (exact is not null) return WithClaims(line, [exact], reason, null)!;
        if (Summing(line.Amount, open) is { } several) return WithClaims(line, several, reason, null)!;
        if (open.FirstOrDefault(claim => IsLessCharges(line.Amount, claim.Open)) is { } charged) return WithClaims(line, [charged], reason, null)!;
        // Oldest first, as far as the money goes; what is over is a gift.
        return open.FirstOrDefault(claim => line.Amount < claim.Open) is { } part ? WithClaims(line, [part], reason, null)!
            : new MatchSuggestion(donor, _names.GetValueOrDefault(donor, donor), [], [reason], reason == MatchReason.DonorAccount ? MatchStrength.Fair : MatchStrength.Weak);
    }

    private IEnumerable<MatchSuggestion> OfAmount(UnmatchedLine line)
    {
        if (!_byAmount.TryGetValue((line.Amount.Currency.Code, line.Amount.Minor), out var claims)) yield break;
        var near = claims.Count <= 50 ? claims.OrderBy(claim => Distance(claim, line)).ToList() : claims;
        foreach (var claim in near.Take(MostSuggestions))
        {
            var isDue = Distance(claim, line) <= DaysAround;
            MatchReason[] reasons = isDue ? [MatchReason.Amount, MatchReason.DueDate] : [MatchReason.Amount];
            yield return new MatchSuggestion(claim.Donor, claim.DonorName, [new ClaimPart(claim, line.Amount)], reasons, isDue && claims.Count(other => Distance(other, line) <= DaysAround) == 1 ? MatchStrength.Fair : MatchStrength.Weak);
        }
    }

    private static MatchSuggestion? WithClaims(UnmatchedLine line, IReadOnlyList<Claim> claims, MatchReason reason, MatchReason? second)
    {
        var open = claims.Where(claim => claim.Open.Currency == line.Amount.Currency).ToList();
        var reasons = new List<MatchReason> { reason };
        if (second is { } more) reasons.Add(more);
        if (open.Count == 0) return new MatchSuggestion(claims[0].Donor, claims[0].DonorName, [], reasons, MatchStrength.Weak);
        var several = Summing(line.Amount, open);
        var exact = open.FirstOrDefault(claim => claim.Open == line.Amount);
        List<ClaimPart> parts;
        var agrees = true;
        if (exact is not null) (parts, _) = ([new ClaimPart(exact, line.Amount)], Note(MatchReason.Amount));
        else if (several is not null) (parts, _) = ([.. several.Select(claim => new ClaimPart(claim, claim.Open))], Note(MatchReason.Amount, MatchReason.SeveralPledges));
        else if (open.FirstOrDefault(claim => IsLessCharges(line.Amount, claim.Open)) is { } charged) (parts, _) = ([new ClaimPart(charged, line.Amount)], Note(MatchReason.AmountLessCharges));
        else
        {
            agrees = false;
            var part = open.FirstOrDefault(claim => line.Amount < claim.Open) ?? open[0];
            (parts, _) = ([new ClaimPart(part, line.Amount)], line.Amount < part.Open && Note(MatchReason.PartOfPledge));
        }
        if (parts.Any(part => Distance(part.Claim, line) <= DaysAround)) reasons.Add(MatchReason.DueDate);
        var strength = agrees && reason is (MatchReason.Reference or MatchReason.DonorAccount) ? MatchStrength.Strong : agrees || reason != MatchReason.DonorName ? MatchStrength.Fair : MatchStrength.Weak;
        return new MatchSuggestion(parts[0].Claim.Donor, parts[0].Claim.DonorName, parts, [.. reasons.Order()], strength);

        bool Note(params MatchReason[] noted)
        {
            reasons.AddRange(noted);
            return true;
        }
    }

    /// <summary>Two or more claims that sum to the amount: the oldest so many, or any two; null when none do.</summary>
    private static List<Claim>? Summing(Money amount, IReadOnlyList<Claim> claims)
    {
        if (claims.Count is < 2) return null;
        var tried = claims.Take(MostSummed).ToList();
        Int128 sum = 0;
        for (var count = 0; count < tried.Count; count++)
        {
            sum += tried[count].Open.Minor;
            if (count > 0 && sum == amount.Minor) return tried[..(count + 1)];
        }
        for (var first = 0; first < tried.Count; first++)
            for (var second = first + 1; second < tried.Count; second++)
                if ((Int128)tried[first].Open.Minor + tried[second].Open.Minor == amount.Minor) return [tried[first], tried[second]];
        return null;
    }

    private static int Distance(Claim claim, UnmatchedLine line) => claim.DueOn is { } due ? Math.Abs(due.DayNumber - line.BookedOn.DayNumber) : int.MaxValue;

    /// <summary>Capital letters and digits only: payers write <c>P 2026/0001</c>.</summary>
    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Every run of one to three words, without what stands between: a code may be written apart.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var words = text.Split((char[])[' ', '-', '/', '_', '.', ',', ':', ';', '(', ')', '+', '#', '\t', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var first = 0; first < words.Length; first++)
        {
            var run = "";
            for (var last = first; last < words.Length && last < first + 3; last++)
            {
                run += Plain(words[last]);
                if (run.Length >= 4) yield return run;
            }
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<Claim>> index, TKey key, Claim claim) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var list)) index[key] = list = [];
        list.Add(claim);
    }
}
