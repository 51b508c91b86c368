using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>An entry that may be a line, or that a line may take back.</summary>
public sealed record EntryHint(OpenEntry Entry, bool IsReturn);

/// <summary>A waiting line with what is suggested.</summary>
/// <param name="Waiting">The line.</param>
/// <param name="Donors">Whose it may be.</param>
/// <param name="Entries">Which entry it may be.</param>
/// <param name="Payments">Which payments it may be what the bank made of.</param>
public sealed record LineChoice(WaitingLine Waiting, IReadOnlyList<MatchSuggestion> Donors, IReadOnlyList<EntryHint> Entries,
    IReadOnlyList<PaymentHint> Payments);

/// <summary>The lines of a bank account that wait, with suggestions and their reasons; one click accepts.</summary>
[Needs(Operation.ReadBank), Needs(Operation.RecordBank, "POST")]
public sealed class MatchingPage(PageLanguage words, CurrentActor actor, LedgerReads reads, MatchLines match, MarkLines mark,
    MatchPayments payments)
    : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Code { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string? Show { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public int Number { get; set; } = 1;

    public BankAccount Bank { get; private set; } = null!;
    public IReadOnlyList<LineChoice> Lines { get; private set; } = [];
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];
    public IReadOnlyList<Claim> Claims { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Rules { get; private set; } = new Dictionary<string, string>();
    public bool HasMore { get; private set; }

    /// <summary>What was said of the lines shown, where they are not of this fund.</summary>
    public IReadOnlyDictionary<long, MarkedWaitingLine> Marks { get; private set; } = new Dictionary<long, MarkedWaitingLine>();

    /// <summary>How many are not of this fund.</summary>
    public long Elsewhere { get; private set; }

    /// <summary>True where the reader may record in another fund too, and take a line there.</summary>
    public bool TakesElsewhere { get; private set; }

    /// <summary>Its statements set aside about which nobody has decided.</summary>
    public IReadOnlyList<KeptStatement> SetAside { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    /// <summary>A donor for money that waits: as suggested, or as chosen.</summary>
    public async Task<IActionResult> OnPostIdentifyAsync(long line, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Accept();
        var choice = Lines.FirstOrDefault(item => item.Waiting.Id == line);
        if (choice is null) return await AgainAsync(new BankSuggestionIsGone(line));
        var suggested = int.TryParse(Form["suggestion"], System.Globalization.CultureInfo.InvariantCulture, out var index) && index >= 0
            && index < choice.Donors.Count ? choice.Donors[index] : null;
        // What was shown is what is accepted: the form says donor and pledges, and they must still be suggested.
        if (suggested is not null && Suggestions.Told(suggested) != Form["told"]) return await AgainAsync(new BankSuggestionIsGone(line));
        var donor = suggested?.Donor ?? Form.Choice("donor", Donors.Select(donor => donor.Code));
        var whole = choice.Waiting.Suspended ?? choice.Waiting.Line.Amount;
        IReadOnlyList<LinePart> parts = suggested is not null ? LinePart.Of(suggested, whole, Difference) : [ByHand(whole)];
        if (Form.IsFaulty) return Page();
        var reason = suggested is null ? "by hand" : Suggestions.Reason(suggested);
        return Done(await match.IdentifyAsync(new(line, donor, parts, Form["always"] == "yes", reason), Acting.Actor, cancel),
            "status.bank_identified", line);
    }

    public async Task<IActionResult> OnPostLinkAsync(long line, long entry, CancellationToken cancel) =>
        await LoadAsync(cancel)
            ? Done(await match.LinkAsync([line], [await Reads.NumberInJournalAsync(entry, cancel)], "amount", Acting.Actor, cancel),
                "status.bank_linked", line)
            : NotFound();

    public async Task<IActionResult> OnPostReturnAsync(long line, long entry, CancellationToken cancel) =>
        await LoadAsync(cancel)
            ? Done(await match.ReturnAsync(line, await Reads.NumberInJournalAsync(entry, cancel), "returned", Acting.Actor, cancel),
                "status.bank_returned", line)
            : NotFound();

    /// <summary>What the bank made of payments: as suggested, or those whose codes were typed.</summary>
    public async Task<IActionResult> OnPostPayAsync(long line, string? codes, CancellationToken cancel) =>
        await LoadAsync(cancel)
            ? Done(await payments.RunAsync(line, (codes ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries), "by hand",
                Acting.Actor, cancel), "status.bank_paid", line)
            : NotFound();

    public async Task<IActionResult> OnPostPostAsync(long line, string? kind, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        var chosen = ClosedSet<PostAs>.Find(kind) ?? PostAs.Unidentified;
        return Done(await match.PostAsync(line, chosen, "by hand", Acting.Actor, cancel), "status.bank_posted", line);
    }

    /// <summary>That a line is not of this fund, or that this is taken back.</summary>
    public async Task<IActionResult> OnPostMarkAsync(long line, bool back, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Accept();
        var reason = Form.Text("reason", 200);
        if (Form.IsFaulty) return Page();
        return Finish(await mark.RunAsync(new(line, back ? LineMark.TakenBack : LineMark.NotOfThisFund, reason), Acting.Actor, cancel),
            done => new Status(back ? "status.bank_mark_back" : "status.bank_marked", Words.No(done.Line), null),
            _ => Links.To($"/bank/{Code}", ("show", Show))) ?? Page();
    }

    public async Task<IActionResult> OnPostForgetAsync(string account, CancellationToken cancel) =>
        await LoadAsync(cancel) ? Done(await match.ForgetRuleAsync(Code, account, Acting.Actor, cancel), "status.bank_rule_forgotten", 0)
            : NotFound();

    /// <summary>What money before its agreement is called in a form: no code of a claim.</summary>
    public const string Advance = "-";

    /// <summary>What a claim is called in a form: its instalment, or its pledge.</summary>
    public static string NameOf(Claim claim) => claim.Instalment?.ToString() ?? claim.Pledge;

    /// <summary>The part that a person chose; a choice that is no longer open is left to the ledger to refuse.</summary>
    private LinePart ByHand(Money whole)
    {
        if (Form["pledge"].Length == 0) return new LinePart(null, whole);
        if (Form["pledge"] == Advance) return new LinePart(null, whole, IsAdvance: true);
        var claim = Claims.FirstOrDefault(claim => NameOf(claim) == Form["pledge"]);
        return claim is null ? new LinePart(Form["pledge"], whole, null, Difference)
            : new LinePart(claim.Pledge, whole, claim.Instalment, Difference);
    }

    /// <summary>What the person says of a difference; null where they say nothing.</summary>
    private PaymentDifference? Difference =>
        Form["difference"].Length == 0 ? null
        : ClosedSet<PaymentDifference>.Find(Form.Choice("difference", ClosedSet<PaymentDifference>.Codes));

    /// <summary>What was typed about a line when its form was refused, so that nothing is typed twice; empty for the other forms.</summary>
    /// <param name="line">The line.</param>
    /// <param name="suggestion">The suggestion whose form it is; null for the form by hand.</param>
    /// <param name="field">Name of the field.</param>
    public string Typed(long line, int? suggestion, string field) =>
        Form["line"] == Invariant(line) && Form["suggestion"] == (suggestion is { } index ? Invariant(index) : "") ? Form[field] : "";

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private IActionResult Done(Outcome<MatchedLines> outcome, string said, long line) =>
        Finish(outcome, done => new Status(said, Words.No(line), done.Entries.Length > 0 ? done.Entries[0] : null),
            _ => Links.To($"/bank/{Code}", ("show", Show))) ?? Page();

    private Task<IActionResult> AgainAsync(Refusal refusal)
    {
        Form.Note(refusal);
        return Task.FromResult<IActionResult>(Page());
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Number = Math.Clamp(Number, 1, 100_000);
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if ((await BankAccounts.ReadAsync(connection, catalog, cancel))
            .FirstOrDefault(account => account.Code == Code) is not { } bank) return false;
        Bank = bank;
        SetAside = await BankLists.StatementsAsync(connection, bank: bank.Code, most: 20, waiting: true, cancel: cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var which = Show switch { "open" => Waiting.Open, "unidentified" => Waiting.Unidentified, "elsewhere" => Waiting.NotOfThisFund,
            _ => Waiting.Any };
        Elsewhere = (await WaitingLines.CountAsync(ask, catalog, bank, Waiting.NotOfThisFund, cancel: cancel)).Count;
        TakesElsewhere = LineMarks.RecordsElsewhere(Acting, catalog, bank);
        if (which == Waiting.NotOfThisFund) Marks = (await LineMarks.ReadAsync(connection, catalog, bank, Acting, Pager.Length,
            (Number - 1) * Pager.Length, cancel)).ToDictionary(marked => marked.Waiting.Id);
        var waiting = await WaitingLines.ReadAsync(ask, catalog, bank, which, most: Pager.Length + 1, skip: (Number - 1) * Pager.Length,
            cancel: cancel);
        HasMore = waiting.Count > Pager.Length;
        var book = await MatchBook.ReadAsync(ask, catalog, bank, cancel);
        Rules = await BankRules.ReadAsync(ask, bank.Code, cancel);
        Donors = await DonorList.ReadAsync(connection, cancel: cancel);
        Claims = [.. Donors.SelectMany(donor => book.OfDonor(donor.Code)).OrderBy(NameOf, StringComparer.Ordinal)];
        var shown = waiting.Take(Pager.Length).ToList();
        var suggested = book.Matcher.SuggestAll([.. shown.Where(line => !line.IsOpen && !line.Line.Amount.IsNegative && which
            != Waiting.NotOfThisFund)
            .Select(line => line.Unmatched)]);
        var open = shown.Any(line => line.IsOpen)
            ? await OpenEntries.ReadAsync(ask, bank, Domain.Ledger.LedgerRules.FirstDate, Domain.Ledger.LedgerRules.LastDate, cancel) : [];
        var choices = new List<LineChoice>();
        foreach (var line in shown) choices.Add(new LineChoice(line, suggested.GetValueOrDefault(line.Id) ?? [], line.IsOpen
            ? await HintsAsync(ask, bank, line, open, cancel) : [], line.IsOpen ? await MatchPayments.HintsAsync(ask, catalog, bank, line,
                cancel) : []));
        Lines = choices;
        return true;
    }

    private static async Task<IReadOnlyList<EntryHint>> HintsAsync(Ask ask, BankAccount bank, WaitingLine line, List<OpenEntry> open,
        CancellationToken cancel)
    {
        var same = open.Where(entry => entry.Amount == line.Line.Amount)
            .OrderBy(entry => Math.Abs(entry.Date.DayNumber - line.Line.BookedOn.DayNumber)).Take(3)
            .Select(entry => new EntryHint(entry, IsReturn: false)).ToList();
        if (line.Line.Kind != BankLineKind.Return && same.Count > 0) return same;
        var opposite = await (await ask(
            """
            SELECT p.entry_seq, e.effective_date, e.description, e.reference FROM postings p JOIN entries e ON e.seq = p.entry_seq
            WHERE p.account_id = @account AND p.amount_minor = @amount AND e.effective_date <= @day AND e.reverses_seq IS NULL
                AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = e.seq) ORDER BY e.effective_date DESC, e.seq DESC LIMIT 3
            """, ("@account", bank.Ledger.Id), ("@amount", -line.Line.Amount.Minor), ("@day", DateNumber.Of(line.Line.BookedOn))))
            .RowsAsync(row => new EntryHint(new OpenEntry(row.GetInt64(0), row.Date(1), -line.Line.Amount,
                Description.Read(row.GetString(2)), row.TextOrNull(3), null), IsReturn: true), cancel);
        return [.. same, .. opposite];
    }
}
