using FundsLedger.Domain.Funds;

namespace FundsLedger.Domain.Ledger;

/// <summary>The rules of an entry, pure and in order of precedence. What passes <see cref="Plan"/> and <see cref="CheckBalances"/> may be
/// written; nothing is written before.</summary>
public static class LedgerRules
{
    /// <summary>Most characters of a key.</summary>
    public const int LongestKey = 100;

    /// <summary>Most characters of a description.</summary>
    public const int LongestDescription = 500;

    /// <summary>Most characters of a reference, a source document or a dimension's code.</summary>
    public const int LongestReference = 200;

    /// <summary>Most lines of one entry.</summary>
    public const int MostLines = 1000;

    /// <summary>First day of the books, inclusive.</summary>
    public static readonly DateOnly FirstDate = new(1998, 7, 17);

    /// <summary>Last day of the books, inclusive.</summary>
    public static readonly DateOnly LastDate = new(2199, 12, 31);

    /// <summary>Applies every rule that needs no balance.</summary>
    /// <param name="draft">The entry as asked for.</param>
    /// <param name="catalog">What it may refer to.</param>
    /// <param name="reversed">The entry that <see cref="EntryDraft.Reverses"/> names, when there is one.</param>
    /// <param name="rights">What the asking command may do that others may not.</param>
    /// <param name="today">The day of the knowledge instant; null where it is not asked about.</param>
    public static Outcome<EntryPlan> Plan(EntryDraft draft, LedgerCatalog catalog, ReversedEntry? reversed,
        EntryRights rights = EntryRights.None,
        DateOnly? today = null)
    {
        if (BrokenText(draft.Key) is not null || draft.Key.Length is 0 or > LongestKey) return new KeyIsMalformed(draft.Key.Length);
        if (catalog.Fund(draft.Fund) is not { } fund) return new FundIsUnknown(draft.Fund);
        if (draft.Date < FirstDate || draft.Date > LastDate) return new DateIsOutOfRange(draft.Date);
        if (CheckTexts(draft) is { } badText) return badText;

        var planned = draft.Kind == EntryKind.Reversal || draft.Reverses is not null
            ? PlanReversal(draft, fund, reversed, rights)
            : PlanLines(draft, fund, catalog, rights);
        if (planned.IsRefused) return planned;

        if (today is { } day && draft.Date > day && HappensOnItsDay(draft.Kind, planned.Value.Postings))
            return new DateIsAhead(draft.Date, day);
        if (catalog.ClosedThrough(fund.Id) is { } closed && draft.Date <= closed && !ClosesLastDay(draft, closed, rights))
            return new PeriodIsClosed(fund.Code, draft.Date, closed);
        foreach (var posting in planned.Value.Postings)
            // A line of zero amount values what is there: it moves nothing at the bank.
            if (!posting.Amount.IsZero && catalog.ReconciledThrough(posting.Account.Id) is { } reconciled
                && draft.Date <= reconciled) return new BankIsReconciled(posting.Account.Code, fund.Code, draft.Date, reconciled);
        return planned;
    }

    /// <summary>Applies the rules that look at balances: nothing that is counted by item is overdrawn, spending never exceeds what is
    /// available, and no bank account falls below zero.</summary>
    /// <returns>The refusal, or null when the entry may be written.</returns>
    public static LedgerRefusal? CheckBalances(EntryPlan plan, ILedgerBalances balances)
    {
        if (OverdrawnCommitment(plan, balances) is { } commitment) return commitment;
        if (OverdrawnPledge(plan, balances) is { } pledge) return pledge;
        if (OverdrawnReturn(plan, balances) is { } toReturn) return toReturn;
        if (ItemRules.AllowanceAboveClaim(plan, balances) is { } allowance) return allowance;
        if (ItemRules.Overdrawn(plan, balances) is { } item) return item;
        if (plan.MustBeCovered)
        {
            var change = plan.ChangeToCover;
            var (available, on) = balances.LowestAvailableFrom(plan.Fund, plan.Draft.Date);
            if (available + change < 0) return new AvailableIsTooLow(plan.Fund.Code, on, Money.Eur(available).ToString(),
                Money.Eur(-change).ToString());
        }
        return ItemRules.OverdrawnBank(plan, balances);
    }

    /// <summary>True of the closing of a year whose last month is closed already: it moves nothing but the year's result, on the last
    /// closed day.</summary>
    private static bool ClosesLastDay(EntryDraft draft, DateOnly closed, EntryRights rights) =>
        draft.Kind == EntryKind.Closing && draft.Date == closed && rights.HasFlag(EntryRights.ClosesYears);

    /// <summary>Position (from 1) of the first control or broken character, or null.</summary>
    public static int? BrokenText(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF') return at + 1;
            // Marks that turn the direction of writing would show a reader something else than what is recorded.
            if (letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')) return at + 1;
            if (!char.IsSurrogate(letter)) continue;
            if (!char.IsHighSurrogate(letter) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])) return at + 1;
            at++;
        }
        return null;
    }

    /// <summary>True for a text that can be somebody's or something's name: nothing in it is invisible, or two names would look alike and
    /// be two. What joins letters of a script stays.</summary>
    public static bool IsName(string text) =>
        BrokenText(text) is null && !string.IsNullOrWhiteSpace(text)
            && !text.AsSpan().ContainsAny('\u200B', '\u200E', '\u200F') && !text.AsSpan().ContainsAny('\u061C', '\u2060', '\uFEFF');

    /// <summary>True when a text of the draft holds a control or broken character. Such a draft is always refused by <see cref="Plan"/>,
    /// and cannot even be hashed or looked up.</summary>
    public static bool HasBrokenText(EntryDraft draft) =>
        IsBroken(draft.Key) || IsBroken(draft.Fund) || draft.Description.Texts.Any(IsBroken) || IsBroken(draft.Reference)
            || IsBroken(draft.SourceDocument) || IsBroken(draft.Reverses)
        || draft.Lines.Any(
            line => IsBroken(line.Account) || IsBroken(line.Fund) || (line.Dimensions is { } about && about.InOrder.Any(IsBroken)));

    private static bool IsBroken(string? text) => text is not null && BrokenText(text) is not null;

    /// <summary>True for what happens on its day and not before: money moves, an agreement is signed. What was only planned or expected may
    /// be dated ahead; so may opening balances, which bring what stands.</summary>
    public static bool HappensOnItsDay(EntryKind kind, IEnumerable<PlannedPosting> postings) => kind == EntryKind.Agreement
        || (kind != EntryKind.Opening && postings.Any(posting => posting.Account.Role == AccountRole.Cash));

    private static LedgerRefusal? CheckTexts(EntryDraft draft)
    {
        var description = draft.Description;
        if (description.Code is null && string.IsNullOrWhiteSpace(description.Stored)) return new DescriptionIsMissing();
        return CheckText("description", description.ToString(), LongestDescription)
            ?? description.Texts.Select(text => CheckText("description", text, LongestDescription))
                .FirstOrDefault(refusal => refusal is not null)
            ?? CheckText("reference", draft.Reference, LongestReference)
            ?? CheckText("source document", draft.SourceDocument, LongestReference);
    }

    private static LedgerRefusal? CheckText(string field, string? text, int longest) =>
        text is null ? null
        : text.Length > longest ? new TextIsTooLong(field, text.Length, longest)
        : BrokenText(text) is { } position ? new TextHasControlCharacters(field, position)
        : null;

    private static Outcome<EntryPlan> PlanLines(EntryDraft draft, Fund fund, LedgerCatalog catalog, EntryRights rights)
    {
        if (draft.Lines.Count < 2) return new LinesAreTooFew(draft.Lines.Count);
        if (draft.Lines.Count > MostLines) return new LinesAreTooMany(draft.Lines.Count);

        var postings = new PlannedPosting[draft.Lines.Count];
        for (var index = 0; index < postings.Length; index++)
        {
            var line = draft.Lines[index];
            if (CheckLine(index + 1, line, draft.Kind, fund, catalog, out var account) is { } refusal) return refusal;
            postings[index] =
                new PlannedPosting(account!, line.Amount, line.EurMinor ?? line.Amount.Minor, line.Dimensions ?? Dimensions.None);
        }
        if (CheckWhole(draft.Kind, postings) is { } unsound) return unsound;
        if (draft.Kind.Needs() is var needed && (rights & needed) != needed)
            return new KindIsReserved(ClosedSet<EntryKind>.Code(draft.Kind));
        return LineRules.Reserved(postings, draft.Kind, rights) is { } reserved ? reserved : new EntryPlan(draft, fund, postings,
            null) { Rights = rights };
    }

    private static LedgerRefusal? CheckLine(int number, LineDraft line, EntryKind kind, Fund fund, LedgerCatalog catalog,
        out Account? account)
    {
        account = null;
        if (line.Fund is not null && line.Fund != fund.Code) return new LineIsInAnotherFund(number, line.Fund, fund.Code);
        account = catalog.Account(fund.Id, line.Account);
        if (account is null) return new AccountIsUnknown(number, line.Account, fund.Code);
        if (account.Currency is { } takes && takes != line.Amount.Currency)
            return new CurrencyIsWrong(number, line.Account, takes.Code, line.Amount.Currency.Code);
        // Net assets are in EUR; what a closing moves that is worth nothing in sum still needs a second side.
        if (account.Kind == AccountKind.NetAssets && line.Amount.Currency != Currency.Eur && kind != EntryKind.Closing)
            return new CurrencyIsWrong(number, line.Account, Currency.Eur.Code, line.Amount.Currency.Code);
        if (line.Amount.IsZero && line.EurMinor is null or 0) return new LineIsEmpty(number);
        if (IsTooLarge(line.Amount.Minor) || IsTooLarge(line.EurMinor ?? 0)) return new AmountIsTooLarge(number);
        if (line.Amount.Currency == Currency.Eur ? line.EurMinor is { } eur && eur != line.Amount.Minor : OppositeSigns(line))
            return new EurContradictsAmount(number);
        if (line.EurMinor is null && line.Amount.Currency != Currency.Eur) return new EurIsMissing(number, line.Amount.Currency.Code);
        if (line.Dimensions is not { } about) return null;
        foreach (var code in about.InOrder)
            if (CheckText($"dimension of line {number}", code, LongestReference) is { } refusal) return refusal;
        return about.Donor is { } donor && !catalog.HasDonor(donor) ? new DonorIsUnknown(number, donor) : null;
    }

    private static bool IsTooLarge(long minor) => minor is > Money.LargestMinor or < -Money.LargestMinor;

    private static bool OppositeSigns(LineDraft line) => line.EurMinor is { } eur && Math.Sign(eur) * Math.Sign(line.Amount.Minor) < 0;

    private static LedgerRefusal? CheckWhole(EntryKind kind, PlannedPosting[] postings)
    {
        var memorandum = 0;
        long eur = 0;
        var foreign = false;
        foreach (ref readonly var posting in postings.AsSpan())
        {
            if (posting.Account.IsMemorandum) memorandum++;
            eur += posting.EurMinor;
            foreign |= posting.Amount.Currency != Currency.Eur;
        }
        if (memorandum != 0 && memorandum != postings.Length) return new MemorandumIsMixed();
        if (eur != 0) return new EntryIsUnbalanced("EUR", Money.Eur(eur).ToDecimalString());
        if (!foreign || kind.CrossesCurrencies()) return null;
        foreach (var currency in postings.GroupBy(posting => posting.Amount.Currency))
            if (currency.Sum(posting => posting.Amount.Minor) is var sum and not 0)
                return new EntryIsUnbalanced(currency.Key.Code, new Money(sum, currency.Key).ToDecimalString());
        return null;
    }

    private static Outcome<EntryPlan> PlanReversal(EntryDraft draft, Fund fund, ReversedEntry? reversed, EntryRights rights)
    {
        if (draft.Lines.Count > 0 || draft.Kind != EntryKind.Reversal) return new ReversalHasLines();
        if (reversed is null) return new ReversedEntryIsUnknown(draft.Reverses ?? "");
        if (reversed.FundCode != fund.Code) return new ReversalIsOfAnotherFund(reversed.Key, reversed.FundCode);
        if (reversed.Kind == EntryKind.Reversal) return new ReversalOfReversal(reversed.Key);
        if (reversed.IsReversed) return new EntryIsAlreadyReversed(reversed.Key);
        if (draft.Date < reversed.Date) return new ReversalIsBeforeEntry(reversed.Key, reversed.Date);
        if (reversed.Kind == EntryKind.Closing && !rights.HasFlag(EntryRights.ClosesYears))
            return new KindIsReserved(ClosedSet<EntryKind>.Code(reversed.Kind));
        PlannedPosting[] opposite =
            [.. reversed.Postings.Select(posting => posting with { Amount = -posting.Amount, EurMinor = -posting.EurMinor })];
        if (!rights.HasFlag(EntryRights.Pays) && LineRules.OfPayment(opposite) is { } paid) return new PaymentIsByHand(paid);
        if (LineRules.ReversalTakesTwo(reversed.Postings, opposite, rights)) return new ReversalTakesTwo(reversed.Key);
        return new EntryPlan(draft, fund, opposite, reversed) { Rights = rights };
    }

    private static CommitmentIsOverdrawn? OverdrawnCommitment(EntryPlan plan, ILedgerBalances balances)
    {
        foreach (var commitment in plan.Postings.Where(
            posting => posting.Account.Role == AccountRole.Commitments && posting.Dimensions.Commitment is not null)
                     .GroupBy(posting => posting.Dimensions.Commitment!, StringComparer.Ordinal))
        {
            var change = commitment.Sum(posting => posting.EurMinor);
            if (change >= 0) continue;
            var open = balances.OpenCommitment(plan.Fund.Id, commitment.Key);
            if (open + change < 0) return new CommitmentIsOverdrawn(commitment.Key, Money.Eur(open).ToString());
        }
        return null;
    }

    private static PledgeIsOverdrawn? OverdrawnPledge(EntryPlan plan, ILedgerBalances balances)
    {
        foreach (var pledge in plan.Postings.Where(
            posting => posting.Account.Role == AccountRole.Pledges && posting.Dimensions.Pledge is not null)
                     .GroupBy(posting => (Pledge: posting.Dimensions.Pledge!, posting.Amount.Currency)))
        {
            var change = pledge.Sum(posting => posting.Amount.Minor);
            if (change >= 0) continue;
            var open = balances.OpenPledge(plan.Fund.Id, pledge.Key.Pledge, pledge.Key.Currency);
            if (open + change < 0) return new PledgeIsOverdrawn(pledge.Key.Pledge, new Money(open, pledge.Key.Currency).ToString());
        }
        return null;
    }

    private static ReturnIsOverdrawn? OverdrawnReturn(EntryPlan plan, ILedgerBalances balances)
    {
        foreach (var waiting in plan.Postings.Where(
            posting => posting.Account.Code == Chart.ToReturn && posting.Dimensions.Donor is not null)
                     .GroupBy(posting => (Donor: posting.Dimensions.Donor!, posting.Amount.Currency)))
        {
            var change = waiting.Sum(posting => posting.Amount.Minor);
            if (change <= 0) continue;
            var open = balances.ToReturn(plan.Fund.Id, waiting.Key.Donor, waiting.Key.Currency);
            if (open < change)
                return new ReturnIsOverdrawn(waiting.Key.Donor, plan.Fund.Code, new Money(open, waiting.Key.Currency).ToString());
        }
        return null;
    }
}
