using System.Globalization;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>A part of a line for one pledge or one instalment, or a gift without either.</summary>
/// <param name="Pledge">The pledge it meets; of an instalment, the agreement's.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="Instalment">The instalment it meets; null for what is promised under no agreement.</param>
/// <param name="Difference">What it means that the part is more or less than the instalment, needed exactly where it is; or more than is
/// open of the pledge.</param>
/// <param name="IsAdvance">True for money that came before its agreement is signed; it names no claim.</param>
public sealed record LinePart(string? Pledge, Money Amount, InstalmentOf? Instalment = null, PaymentDifference? Difference = null,
    bool IsAdvance = false)
{
    /// <summary>The parts that a suggestion means. What is less than an instalment leaves the rest due; what more is, a person has to
    /// say.</summary>
    /// <param name="suggestion">What was suggested.</param>
    /// <param name="whole">The line.</param>
    /// <param name="above">What the person said of a part that is more than its claim.</param>
    public static IReadOnlyList<LinePart> Of(MatchSuggestion suggestion, Money whole, PaymentDifference? above = null) =>
        suggestion.Parts.Count == 0 ? [new LinePart(null, whole)]
        : [.. suggestion.Parts.Select(part => new LinePart(part.Claim.Pledge, part.Amount, part.Claim.Instalment, IsAbove(part) ? above
            : part.Claim.Instalment is not null && part.Amount < part.Claim.Open ? PaymentDifference.StaysDue : null))];

    /// <summary>True of a suggested part that is more than its claim: a person says what the rest is.</summary>
    public static bool IsAbove(ClaimPart part) => part.Amount > part.Claim.Open;
}

/// <summary>What a line that is no entry yet is posted as.</summary>
public enum PostAs { Unidentified, Charge, Interest }

/// <summary>Decides what lines are. Nothing is decided by itself: each call is a person's decision, and a rule is made only where they say
/// "always".</summary>
public sealed class MatchLines(LedgerWriter writer)
{
    /// <summary>Money that waits is this donor's.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Donor">Who gave it.</param>
    /// <param name="Parts">What it meets; the amounts sum to the line.</param>
    /// <param name="Always">True to take money from the same account for this donor's from now on.</param>
    /// <param name="Reason">Why, in words or codes.</param>
    public sealed record Identification(long Line, string Donor, IReadOnlyList<LinePart> Parts, bool Always, string Reason);

    /// <summary>Gives money in unidentified receipts to its donor.</summary>
    public Task<Outcome<MatchedLines>> IdentifyAsync(Identification command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => IdentifyAsync(session, command, cancel), cancel);

    /// <summary>Says that lines are entries that stand in the ledger already: one to one, or several on either side with one sum.</summary>
    public Task<Outcome<MatchedLines>> LinkAsync(IReadOnlyList<long> lines, IReadOnlyList<long> entries, string reason, Actor actor,
        CancellationToken cancel = default) => writer.InOneTransactionAsync<MatchedLines>(actor, async session =>
    {
        var found = new List<(BankAccount Bank, WaitingLine Line)>();
        foreach (var line in lines.Distinct())
        {
            var waiting = await FindAsync(session, line, Waiting.Open, cancel);
            if (waiting.IsRefused) return waiting.Refusal;
            found.Add(waiting.Value);
        }
        var bank = found[0].Bank;
        if (found.FirstOrDefault(other => other.Bank.Code != bank.Code) is { Bank: not null } strange) return new BankLineIsUnknown(
            strange.Line.Id);
        var open = (await OpenEntries.ReadAsync(Asking(session, cancel), bank, LedgerRules.FirstDate, LedgerRules.LastDate, cancel))
            .ToDictionary(entry => entry.Seq);
        foreach (var entry in entries)
            if (!open.ContainsKey(entry)) return new BankEntryIsNotOpen(entry, bank.Code);
        var (ofLines, ofEntries) = (Sum(found.Select(item => item.Line.Line.Amount)),
            Sum(entries.Distinct().Select(entry => open[entry].Amount)));
        if (ofLines != ofEntries) return new BankSumsDiffer(ofLines.ToString(), ofEntries.ToString());
        await RecordAsync(session, [.. found.SelectMany(item => entries.Distinct().Select(entry => (item.Line.Id, entry)))],
            MatchKind.Recorded, reason, cancel);
        return new MatchedLines([.. lines], [.. entries], IsRepeat: false);

        Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero(bank.Currency), (sum, amount) => sum + amount);
    }, cancel);

    /// <summary>Posts a line that is no entry yet.</summary>
    public Task<Outcome<MatchedLines>> PostAsync(long line, PostAs kind, string reason, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<MatchedLines>(actor, async session =>
    {
        var waiting = await FindAsync(session, line, Waiting.Open, cancel);
        if (waiting.IsRefused) return waiting.Refusal;
        var (bank, found) = waiting.Value;
        var standing = await BankStanding.ReadAsync(Asking(session, cancel), session.Catalog, cancel);
        using var booker = new LineBooker(session, standing, bank, true, "matching", 0, 0);
        var treatment = kind switch { PostAs.Charge => LineTreatment.Charged, PostAs.Interest => LineTreatment.Interest,
            _ => LineTreatment.Unidentified };
        var posted = await session.PostAsync(booker.Draft(found.Line, treatment, await KeyAsync(session, line, cancel)),
            EntryRights.FollowsBank, cancel);
        if (posted.IsRefused) return posted.Refusal;
        await RecordAsync(session, [(line, posted.Value.Seq)], MatchKind.Posted, reason, cancel);
        return new MatchedLines([line], [posted.Value.Seq], IsRepeat: false);
    }, cancel);

    /// <summary>Says that a line takes an earlier entry back, and reverses that entry with everything built on it; dated as the bank
    /// booked it.</summary>
    public Task<Outcome<MatchedLines>> ReturnAsync(long line, long entry, string reason, Actor actor,
        CancellationToken cancel = default) => writer.InOneTransactionAsync<MatchedLines>(actor, async session =>
    {
        var waiting = await FindAsync(session, line, Waiting.Open, cancel);
        if (waiting.IsRefused) return waiting.Refusal;
        var (bank, found) = waiting.Value;
        var key = await KeyAsync(session, line, cancel);
        var moved = await (await session.QuestionAsync(
            "SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p WHERE p.entry_seq = @seq AND +p.account_id = @account",
            [("@seq", entry), ("@account", bank.Ledger.Id)], cancel)).NumberAsync(cancel);
        if (moved == 0) return new BankEntryIsNotOpen(entry, bank.Code);
        if (moved != -found.Line.Amount.Minor) return new BankSumsDiffer(found.Line.Amount.ToString(), new Money(-moved, bank.Currency)
            .ToString());
        // Money that the bank returns may have been given to its donor already: that entry is reversed first, and the pledge or instalment
        // is outstanding again.
        var built = await (await session.QuestionAsync(
            """
            SELECT e.seq FROM entries e WHERE NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = e.seq) AND e.reverses_seq IS NULL
                AND (e.seq = @seq
                OR e.seq IN (SELECT m.entry_seq FROM bank_matches m WHERE m.kind = 'identified' AND m.line_id IN (
                    SELECT l.id FROM bank_lines l WHERE l.entry_seq = @seq UNION SELECT b.line_id FROM bank_matches b
                        WHERE b.entry_seq = @seq AND b.kind <> 'identified'))) ORDER BY e.seq DESC
            """, [("@seq", entry)], cancel)).RowsAsync(row => row.GetInt64(0), cancel);
        var reversal = 0L;
        foreach (var (index, reversed) in built.Index())
        {
            var posted = await ReverseEntry.TakeBackAsync(session,
                new ReversalAsked($"{key}/{(char)('a' + index)}", reversed, found.Line.BookedOn, Descriptions.TakenBackByBank.Of(bank.Code),
                LineBooker.Short(found.Line.Reference, found.Line.BankReference)), cancel);
            if (posted.IsRefused) return posted.Refusal;
            if (reversed == entry) reversal = posted.Value.Seq;
        }
        if (reversal == 0) return new BankEntryIsNotOpen(entry, bank.Code);
        await RecordAsync(session, [(line, reversal)], MatchKind.Returned, reason, cancel);
        return new MatchedLines([line], [reversal], IsRepeat: false);
    }, cancel);

    /// <summary>Takes a rule back; money from that account waits for a person again.</summary>
    public Task<Outcome<MatchedLines>> ForgetRuleAsync(string bank, string partyAccount, Actor actor,
        CancellationToken cancel = default) => writer.InOneTransactionAsync<MatchedLines>(actor, async session =>
    {
        var rules = await BankRules.ReadAsync(Asking(session, cancel), bank, cancel);
        if (!rules.ContainsKey(partyAccount)) return new MatchedLines([], [], IsRepeat: true);
        await session.RegisterAsync(new BankRuleRow
        {
            Id = await session.NextIdAsync(Registers.BankRules, cancel), BankAccount = bank, PartyAccount = partyAccount,
            RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new MatchedLines([], [], IsRepeat: false);
    }, cancel);

    internal static async Task<Outcome<MatchedLines>> IdentifyAsync(LedgerSession session, Identification command, CancellationToken cancel)
    {
        var waiting = await FindAsync(session, command.Line, Waiting.Suspended, cancel);
        if (waiting.IsRefused) return await RepeatAsync(session, command, cancel) is { } repeat ? repeat : waiting.Refusal;
        if (await MarkLines.IsMarkedAsync(session, waiting.Value, cancel)) return new BankLineIsNotOfThisFund(command.Line);
        var (bank, found) = waiting.Value;
        if (found.Line.Amount.IsNegative || found.Suspended!.Value.Minor <= 0) return new BankLineIsMoneyOut(command.Line);
        if (command.Always && found.Line.PartyAccount.Length == 0) return new BankRuleNeedsAccount(command.Line);
        var sum = command.Parts.Aggregate(Money.Zero(bank.Currency), (total, part) => total + part.Amount);
        if (sum != found.Suspended.Value || command.Parts.Any(part => part.Amount.Minor <= 0)) return new BankSumsDiffer(
            found.Suspended.Value.ToString(), sum.ToString());

        var rate = bank.Currency == Currency.Eur ? null : await RateAsync(session, found, bank.Currency, cancel);
        var eur = Allocation.ByWeight(Money.Eur(found.SuspendedEur), [.. command.Parts.Select(part => part.Amount.Minor)]);
        var date = session.Catalog.ClosedThrough(bank.Fund.Id) is { } closed && found.Line.BookedOn <= closed
            ? DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime) : found.Line.BookedOn;
        var key = await KeyAsync(session, command.Line, cancel);
        var entries = new List<long>();
        foreach (var (index, part) in command.Parts.Index())
        {
            var receipt = await RecordReceipt.ApplyAsync(session, new RecordReceipt.Command(command.Parts.Count == 1 ? key
                : $"{key}/{(char)('a' + index)}", bank.Fund.Code, command.Donor, date, part.Amount, bank.Ledger.Code, rate, part.Pledge,
                LineBooker.Short(found.Line.Reference, found.Line.BankReference), part.Instalment?.Agreement, part.Instalment?.Number,
                    part.Difference, eur[index].Minor) { IsOfBankLine = true, IsAdvance = part.IsAdvance }, cancel);
            if (receipt.IsRefused) return receipt.Refusal;
            entries.Add(receipt.Value.Entry.Seq);
        }
        await RecordAsync(session, [.. entries.Select(entry => (command.Line, entry))], MatchKind.Identified, command.Reason, cancel);
        if (command.Always)
            await session.RegisterAsync(new BankRuleRow
            {
                Id = await session.NextIdAsync(Registers.BankRules, cancel), BankAccount = bank.Code,
                PartyAccount = found.Line.PartyAccount, Donor = command.Donor, RecordedAt = session.Instant,
                ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            }, cancel);
        return new MatchedLines([command.Line], [.. entries], IsRepeat: false);
    }

    /// <summary>The same decision a second time (a form sent twice) gets the first answer.</summary>
    private static async Task<MatchedLines?> RepeatAsync(LedgerSession session, Identification command, CancellationToken cancel)
    {
        var there = await (await session.QuestionAsync(
            """
            SELECT m.entry_seq, c.donor, c.pledge, c.amount_minor, (SELECT v.agreement || '/' || v.number FROM instalment_events v
                WHERE v.entry_seq = m.entry_seq AND v.kind = 'paid' ORDER BY v.id LIMIT 1),
                   (SELECT v.evidence FROM instalment_events v WHERE v.entry_seq = m.entry_seq AND v.kind = 'paid' ORDER BY v.id LIMIT 1),
                       e.description
            FROM bank_matches m JOIN receipts c ON c.entry_seq = m.entry_seq JOIN entries e ON e.seq = m.entry_seq
            WHERE m.line_id = @line AND m.kind = 'identified' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = m.entry_seq)
                ORDER BY m.id
            """, [("@line", command.Line)], cancel)).RowsAsync(row =>
                new IdentifiedPart(row.GetInt64(0), row.GetString(1), row.TextOrNull(2), row.GetInt64(3), row.TextOrNull(4),
                row.TextOrNull(5), Description.Read(row.GetString(6))), cancel);
        var isSame = there.Count > 0 && there.Count == command.Parts.Count && there.Zip(command.Parts)
            .All(pair => pair.First.Is(command.Donor, pair.Second));
        return isSame ? new MatchedLines([command.Line], [.. there.Select(row => row.Seq)], IsRepeat: true) : null;
    }

    /// <summary>A part of a line as it was recorded. Of an instalment the choice stands beside it, of anything else in what the receipt is
    /// called.</summary>
    private sealed record IdentifiedPart(long Seq, string Donor, string? Pledge, long Minor, string? Instalment, string? Choice,
        Description Called)
    {
        public bool Is(string donor, LinePart part) => (Donor, Pledge, Minor, Instalment) == (donor, part.Pledge, part.Amount.Minor,
            part.Instalment?.ToString())
            && (part.Instalment is { } owed ? Choice == PaymentSplit.ChoiceOf(owed.Number, part.Difference)
                : Called.Means(part.IsAdvance ? ReceiptBooking.CalledAdvance(donor)
                    : ReceiptBooking.CalledForPledge(donor, part.Pledge, part.Difference)));
    }

    internal static async Task<Outcome<(BankAccount Bank, WaitingLine Line)>> FindAsync(LedgerSession session, long line, Waiting which,
        CancellationToken cancel)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        var code = await (await session.QuestionAsync("SELECT bank_account FROM bank_lines WHERE id = @line AND identity IS NOT NULL",
            [("@line", line)], cancel)).RowsAsync(row => row.GetString(0), cancel);
        if (code is not [var bankCode]) return new BankLineIsUnknown(line);
        var bank = (await (await session.QuestionAsync(BankAccounts.Question, [], cancel))
            .RowsAsync(row => BankAccounts.Read(row, catalog), cancel)).Single(account => account.Code == bankCode);
        var found = await WaitingLines.ReadAsync(Asking(session, cancel), catalog, bank, which, line: line, cancel: cancel);
        return found is [var waiting] ? (bank, waiting) : new BankLineIsSettled(line);
    }

    /// <summary>The rate its entry was valued with: the newest that was known when it was posted.</summary>
    internal static async Task<QuotedRate?> RateAsync(LedgerSession session, WaitingLine line, Currency currency, CancellationToken cancel)
    {
        var found = await (await session.QuestionAsync(
            "SELECT billionths, date, source FROM rates WHERE currency = @currency AND date <= @day AND recorded_at <= (SELECT "
                + "recorded_at FROM entries WHERE seq = @seq) ORDER BY date DESC, id DESC LIMIT 1",
            [("@currency", currency.Code), ("@day", DateNumber.Of(line.Line.ValuedOn)), ("@seq", line.SuspenseSeq)], cancel))
                .RowsAsync(row => new QuotedRate(new Rate(currency, Currency.Eur, row.GetInt64(0)), row.Date(1), row.GetString(2)), cancel);
        return found.FirstOrDefault();
    }

    internal static async Task<string> KeyAsync(LedgerSession session, long line, CancellationToken cancel)
    {
        var earlier = await (await session.QuestionAsync("SELECT COUNT(DISTINCT group_key) FROM bank_matches WHERE line_id = @line",
            [("@line", line)], cancel)).NumberAsync(cancel);
        return string.Create(CultureInfo.InvariantCulture, $"bank/line/{line}/{earlier + 1}");
    }

    internal static async Task RecordAsync(LedgerSession session, List<(long Line, long Entry)> pairs, MatchKind kind, string reason,
        CancellationToken cancel)
    {
        var group = "M-" + (await session.NextIdAsync(Registers.BankMatches, cancel)).ToString(CultureInfo.InvariantCulture);
        foreach (var (line, entry) in pairs)
            await session.RegisterAsync(new BankMatchRow
            {
                Id = await session.NextIdAsync(Registers.BankMatches, cancel), GroupKey = group, LineId = line, EntrySeq = entry,
                Kind = kind, Reason = LineBooker.Short(reason) ?? "by hand", RecordedAt = session.Instant, ActorId = session.Actor.Id,
                ActorName = session.Actor.Name,
            }, cancel);
    }

    private static Ask Asking(LedgerSession session, CancellationToken cancel) => (text, parameters) =>
        session.QuestionAsync(text, parameters, cancel);
}

/// <summary>What was matched with what.</summary>
public sealed record MatchedLines(long[] Lines, long[] Entries, bool IsRepeat) : IAnswer;
