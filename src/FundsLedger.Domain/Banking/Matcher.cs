using System.Buffers;

namespace FundsLedger.Domain.Banking;

/// <summary>Suggests which promise a line of a bank statement meets. Everything is looked up, nothing is compared with everything, so that
/// a hundred thousand lines against fifty thousand claims take a second or two, also where all have one amount.</summary>
/// <remarks>Not for several threads at once: indexes are made when they are first asked for.</remarks>
public sealed class Matcher
{
    /// <summary>Days around the day it was expected.</summary>
    public const int DaysAround = 42;

    /// <summary>Most suggestions for one line.</summary>
    public const int MostSuggestions = 3;

    /// <summary>Most claims of one donor that are tried for sums.</summary>
    private const int MostSummed = 12;

    /// <summary>Most words over which a code may be spread: <c>XA - A - 2026 - 1</c>.</summary>
    private const int MostWords = 6;

    /// <summary>Shorter codes would be found in every text.</summary>
    private const int ShortestReference = 4;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" -/_.,:;()+#\t|\r\n\u00A0");

    private readonly Dictionary<string, List<Claim>> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Claim>>.AlternateLookup<ReadOnlySpan<char>> _byWords;
    private readonly HashSet<int> _referenceLengths = [];
    private readonly Dictionary<string, List<Claim>> _byDonor = new(StringComparer.Ordinal);
    private readonly Dictionary<Currency, ClaimIndex> _all = [];
    private readonly Dictionary<(List<Claim> Claims, Currency Currency), ClaimIndex> _indexes = [];
    private readonly Dictionary<string, string> _donorByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _donorByAccount;
    private readonly List<Claim> _claims;

    /// <summary>Indexes the claims.</summary>
    /// <param name="claims">Everything open in the fund.</param>
    /// <param name="donorByAccount">Donors by the accounts their money came from.</param>
    /// <param name="donors">Code and name of every donor.</param>
    public Matcher(IEnumerable<Claim> claims, IReadOnlyDictionary<string, string> donorByAccount, IEnumerable<KeyValuePair<string,
        string>> donors)
    {
        _donorByAccount = donorByAccount;
        _byWords = _byReference.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (code, name) in donors)
        {
            _names[code] = name;
            // Two donors of one name are told apart by a person.
            if (!_donorByName.TryAdd(Plain(name), code)) _donorByName[Plain(name)] = "";
        }
        _claims = [.. ClaimIndex.InOrder(claims)];
        foreach (var claim in _claims)
        {
            foreach (var reference in claim.References.Select(Plain).Where(reference => reference.Length >= ShortestReference))
            {
                Add(_byReference, reference, claim);
                _referenceLengths.Add(reference.Length);
            }
            Add(_byDonor, claim.Donor, claim);
        }
    }

    /// <summary>What a donor has open, the oldest due first.</summary>
    public IReadOnlyList<Claim> OfDonor(string donor) => _byDonor.GetValueOrDefault(donor) ?? [];

    /// <summary>What a bank takes on the way: at most 50 units, and at most one in two hundred.</summary>
    public static bool IsLessCharges(Money arrived, Money open) =>
        arrived.Currency == open.Currency && arrived.Minor < open.Minor && open.Minor - arrived.Minor <= 50L * open.Currency.MinorPerMajor
            && (open.Minor - arrived.Minor) * 200 <= open.Minor;

    /// <summary>Suggestions for many lines, told also which lines make a sum together.</summary>
    public Dictionary<long, IReadOnlyList<MatchSuggestion>> SuggestAll(IReadOnlyCollection<UnmatchedLine> lines)
    {
        var found = lines.ToDictionary(line => line.Id, Suggest);
        var parts = lines.Where(line => found[line.Id] is [{ Parts: [_], Reasons: var reasons }, ..]
            && reasons.Contains(MatchReason.PartOfPledge));
        foreach (var group in parts.GroupBy(line => found[line.Id][0].Parts[0].Claim, ReferenceEqualityComparer.Instance))
        {
            if (group.Count() < 2 || group.Aggregate((Int128)0, (sum, line) => sum
                + line.Amount.Minor) != ((Claim)group.Key!).Open.Minor) continue;
            foreach (var line in group)
            {
                var first = found[line.Id][0];
                found[line.Id] = [first with { Reasons = [.. first.Reasons, MatchReason.WithOtherLines], Strength = MatchStrength.Strong },
                    .. found[line.Id].Skip(1)];
            }
        }
        return found;
    }

    /// <summary>Suggestions for one line, the strongest first; none when nothing speaks for any.</summary>
    public IReadOnlyList<MatchSuggestion> Suggest(UnmatchedLine line)
    {
        var named = Named(line.Words);
        var (donor, donorReason) = DonorOf(line);
        var found = new List<MatchSuggestion>(MostSuggestions);
        if (named.Count > 0)
            foreach (var (claims, index) in ByDonor(named, line.Amount.Currency)
                .Take(MostSuggestions)) found.Add(OfNamed(line, claims[0], index, donor == claims[0].Donor ? donorReason : null));
        if (donor is not null && found.TrueForAll(suggestion => suggestion.Donor != donor)) found.Add(
            OfKnownDonor(line, donor, donorReason!.Value));
        if (found.Count == 0) found.AddRange(OfAmount(line));
        return found.Count < 2 ? found : [.. found.OrderByDescending(suggestion => suggestion.Strength).Take(MostSuggestions)];
    }

    /// <summary>The claims whose codes stand in a text, one list a code.</summary>
    private List<List<Claim>> Named(string text)
    {
        var named = new List<List<Claim>>();
        var letters = ArrayPool<char>.Shared.Rent(text.Length + 1);
        var starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        // All words one behind the other, without what stands between: several words are a piece of it, and a code may be written apart.
        var (length, words, isBetween) = (0, 0, true);
        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                isBetween |= Separators.Contains(letter);
                continue;
            }
            if (isBetween) starts[words++] = length;
            isBetween = false;
            letters[length++] = char.ToUpperInvariant(letter);
        }
        starts[words] = length;
        for (var first = 0; first < words; first++)
            for (var last = first + 1; last <= words && last <= first + MostWords; last++)
            {
                var word = letters.AsSpan(starts[first]..starts[last]);
                if (_referenceLengths.Contains(word.Length) && _byWords.TryGetValue(word, out var claims)
                    && !named.Contains(claims)) named.Add(claims);
            }
        ArrayPool<char>.Shared.Return(letters);
        ArrayPool<int>.Shared.Return(starts);
        return named;
    }

    private IEnumerable<(List<Claim> Claims, ClaimIndex Index)> ByDonor(List<List<Claim>> named, Currency currency)
    {
        // Almost always one code of one donor; then the list itself is asked, whose index is kept.
        if (named is [var only] && only.TrueForAll(claim => claim.Donor == only[0].Donor)) return [(only, IndexOf(only, currency))];
        return named.SelectMany(claims => claims).Distinct(ReferenceEqualityComparer.Instance).Cast<Claim>()
            .GroupBy(claim => claim.Donor, StringComparer.Ordinal).Select(claims => (claims.ToList(), new ClaimIndex(claims, currency)));
    }

    private (string? Donor, MatchReason? Reason) DonorOf(UnmatchedLine line)
    {
        var named = DonorNamed(line.PartyName);
        // An office pays for several: the name says for whom.
        if (line.PartyAccount.Length > 0 && _donorByAccount.TryGetValue(line.PartyAccount, out var donor)
            && (named is null || named == donor)) return (donor, MatchReason.DonorAccount);
        return named is null ? (null, null) : (named, MatchReason.DonorName);
    }

    /// <summary>The donor whose name a payer bears, or the one whose name stands in it (<c>Ministry of Foreign Affairs of Ireland</c>);
    /// null where none does, or several.</summary>
    public string? DonorNamed(string payer)
    {
        if (payer.Length == 0) return null;
        if (_donorByName.TryGetValue(Plain(payer), out var whole)) return whole.Length > 0 ? whole : null;
        var words = payer.Split([.. payer.Where(letter => !char.IsLetterOrDigit(letter)).Distinct()],
            StringSplitOptions.RemoveEmptyEntries);
        string? found = null;
        for (var first = 0; first < words.Length; first++)
            for (var count = Math.Min(MostWords, words.Length - first); count > 0; count--)
            {
                var name = Plain(string.Concat(words.AsSpan(first, count)));
                if (name.Length < ShortestReference || !_donorByName.TryGetValue(name, out var donor)) continue;
                if (donor.Length == 0 || (found is not null && found != donor)) return null;
                found = donor;
                // A longer name holds the shorter one: Papua New Guinea is not Guinea.
                first += count - 1;
                break;
            }
        return found;
    }

    private static MatchSuggestion OfNamed(UnmatchedLine line, Claim named, ClaimIndex index, MatchReason? donorReason)
    {
        var reasons = new List<MatchReason> { MatchReason.Reference };
        if (donorReason is { } more) reasons.Add(more);
        if (index.Oldest.IsEmpty) return new MatchSuggestion(named.Donor, named.DonorName, [], reasons, MatchStrength.Weak);
        // Who names it and pays too much means it all the same; a person says what the rest is.
        return Met(line, Agreeing(line, index, reasons) ?? Part(line, index, reasons) ?? [new ClaimPart(index.Oldest[0], line.Amount)],
            reasons);
    }

    private MatchSuggestion OfKnownDonor(UnmatchedLine line, string donor, MatchReason reason)
    {
        var reasons = new List<MatchReason> { reason };
        if (_byDonor.TryGetValue(donor, out var claims) && IndexOf(claims, line.Amount.Currency) is var index
            && (Agreeing(line, index, reasons) ?? Part(line, index, reasons) ?? Over(line, index)) is { } parts) return Met(line, parts,
            reasons);
        return new MatchSuggestion(donor, _names.GetValueOrDefault(donor, donor), [], reasons, reason == MatchReason.DonorAccount
            ? MatchStrength.Fair : MatchStrength.Weak);
    }

    private List<MatchSuggestion> OfAmount(UnmatchedLine line)
    {
        if (!_all.TryGetValue(line.Amount.Currency, out var index)) _all[line.Amount.Currency] = index =
            new ClaimIndex(_claims, line.Amount.Currency);
        var same = index.Exactly(line.Amount.Minor);
        var day = line.BookedOn.DayNumber;
        if (same.IsEmpty) return [];
        var isOnlyOne = ClaimIndex.CountAround(same, day, DaysAround) == 1;
        return [.. ClaimIndex.Nearest(same, day, MostSuggestions).Select(claim =>
        {
            var isDue = IsDue(claim, line);
            return new MatchSuggestion(claim.Donor, claim.DonorName, [new ClaimPart(claim, line.Amount)], isDue
                ? [MatchReason.Amount, DueReason(claim)] : [MatchReason.Amount], isDue && isOnlyOne ? MatchStrength.Fair
                : MatchStrength.Weak);
        })];
    }

    /// <summary>What the amount agrees with: one claim, several, or one less charges; null when none.</summary>
    private static List<ClaimPart>? Agreeing(UnmatchedLine line, ClaimIndex index, List<MatchReason> reasons)
    {
        if (index.Exactly(line.Amount.Minor) is { IsEmpty: false } same)
        {
            reasons.Add(MatchReason.Amount);
            return [new ClaimPart(ClaimIndex.Nearest(same, line.BookedOn.DayNumber, 1).First(), line.Amount)];
        }
        if (Summing(line.Amount, index.Oldest) is { } several)
        {
            reasons.AddRange([MatchReason.Amount, MatchReason.SeveralPledges]);
            return several.ConvertAll(claim => new ClaimPart(claim, claim.Open));
        }
        if (index.LessCharges(line.Amount) is not { } charged) return null;
        reasons.Add(MatchReason.AmountLessCharges);
        return [new ClaimPart(charged, line.Amount)];
    }

    /// <summary>What the amount is a part of; null when it is more than all of it.</summary>
    private static List<ClaimPart>? Part(UnmatchedLine line, ClaimIndex index, List<MatchReason> reasons)
    {
        // Under an agreement money meets the oldest instalments first, as far as it goes.
        if (index.Oldest is [{ Instalment.Agreement: var agreement }, ..] && index.Oldest[0].Open < line.Amount)
        {
            var (parts, rest) = (new List<ClaimPart>(), line.Amount);
            foreach (var claim in index.Oldest)
            {
                if (claim.Instalment?.Agreement != agreement) continue;
                parts.Add(new ClaimPart(claim, rest < claim.Open ? rest : claim.Open));
                rest -= parts[^1].Amount;
                if (!rest.IsZero) continue;
                reasons.AddRange([MatchReason.SeveralPledges, MatchReason.PartOfPledge]);
                return parts;
            }
        }
        if (index.Above(line.Amount.Minor) is not { } part) return null;
        reasons.Add(MatchReason.PartOfPledge);
        return [new ClaimPart(part, line.Amount)];
    }

    /// <summary>More than all that is owed under an agreement: the oldest instalment, and a person says what the rest is. More than a
    /// pledge that nobody named may as well be another gift.</summary>
    private static List<ClaimPart>? Over(UnmatchedLine line, ClaimIndex index) => index.Oldest is [{ Instalment: not null }, ..]
        ? [new ClaimPart(index.Oldest[0], line.Amount)] : null;

    private static MatchSuggestion Met(UnmatchedLine line, List<ClaimPart> parts, List<MatchReason> reasons)
    {
        if (parts.Find(part => IsDue(part.Claim, line)) is { } due) reasons.Add(DueReason(due.Claim));
        var (agrees, isSure) = (reasons.Contains(MatchReason.Amount) || reasons.Contains(MatchReason.AmountLessCharges),
            reasons[0] != MatchReason.DonorName);
        reasons.Sort();
        return new MatchSuggestion(parts[0].Claim.Donor, parts[0].Claim.DonorName, parts, reasons, agrees && isSure ? MatchStrength.Strong
            : agrees || isSure ? MatchStrength.Fair : MatchStrength.Weak);
    }

    /// <summary>Two or more claims that sum to the amount: the oldest so many, or any two; null when none do.</summary>
    private static List<Claim>? Summing(Money amount, ReadOnlySpan<Claim> claims)
    {
        if (claims.Length < 2) return null;
        var tried = claims[..Math.Min(claims.Length, MostSummed)];
        Int128 sum = 0;
        for (var count = 0; count < tried.Length; count++)
        {
            sum += tried[count].Open.Minor;
            if (count > 0 && sum == amount.Minor) return [.. tried[..(count + 1)]];
        }
        for (var first = 0; first < tried.Length; first++)
            for (var second = first + 1; second < tried.Length; second++)
                if ((Int128)tried[first].Open.Minor + tried[second].Open.Minor == amount.Minor) return [tried[first], tried[second]];
        return null;
    }

    private ClaimIndex IndexOf(List<Claim> claims, Currency currency)
    {
        if (!_indexes.TryGetValue((claims, currency), out var index)) _indexes[(claims, currency)] = index =
            new ClaimIndex(claims, currency);
        return index;
    }

    private static bool IsDue(Claim claim, UnmatchedLine line) => ClaimIndex.Distance(claim, line.BookedOn.DayNumber) <= DaysAround;

    private static MatchReason DueReason(Claim claim) => claim.Instalment is null ? MatchReason.DueDate : MatchReason.InstalmentDue;

    /// <summary>Capital letters and digits only: payers write <c>P 2026/0001</c>.</summary>
    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static void Add<TKey>(Dictionary<TKey, List<Claim>> index, TKey key, Claim claim) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var list)) index[key] = list = [];
        list.Add(claim);
    }
}
