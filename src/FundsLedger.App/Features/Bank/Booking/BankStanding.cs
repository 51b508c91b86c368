using System.Globalization;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>Where all bank accounts stand, moved on by each statement that is accepted: a dry run and the import judge by the
/// same.</summary>
internal sealed class BankStanding
{
    /// <summary>Rates of the United Nations hold for a month.</summary>
    private const int OldestRate = 31;

    private readonly Ask _ask;
    private readonly LedgerCatalog _catalog;
    private readonly Dictionary<string, AccountEnd> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(DateOnly Date, long Billionths, string Source)>> _rates = new(StringComparer.Ordinal);
    private readonly HashSet<ContentHash> _acceptedHere = [];
    private List<BankNumber> _further = [];

    private BankStanding(Ask ask, LedgerCatalog catalog, List<BankAccount> accounts) =>
        (_ask, _catalog, Accounts) = (ask, catalog, accounts);

    public IReadOnlyList<BankAccount> Accounts { get; }

    public static async Task<BankStanding> ReadAsync(Ask ask, LedgerCatalog catalog, CancellationToken cancel)
    {
        var standing = new BankStanding(ask, catalog, await (await ask(BankAccounts.Question))
            .RowsAsync(row => BankAccounts.Read(row, catalog), cancel));
        standing._further = await (await ask(BankNumbers.Question)).RowsAsync(BankNumbers.Read, cancel);
        foreach (var account in standing.Accounts) standing._ends[account.Code] = new AccountEnd(account.Currency, account.StartsOn,
            account.OpeningMinor);
        var last = await (await ask("SELECT bank_account, closed_on, closing_minor FROM bank_statements WHERE id IN (SELECT MAX(id) FROM "
            + "bank_statements WHERE outcome = 'accepted' GROUP BY bank_account)"))
            .RowsAsync(row => (Bank: row.GetString(0), On: row.Date(1), Minor: row.GetInt64(2)), cancel);
        foreach (var (bank, on, minor) in last) standing._ends[bank] = standing._ends[bank] with { ClosedOn = on, ClosingMinor = minor };
        foreach (var rate in await (await ask("SELECT currency, date, billionths, source FROM rates ORDER BY date, id"))
            .RowsAsync(row => (Currency: row.GetString(0), Date: row.Date(1), Billionths: row.GetInt64(2), Source: row.GetString(3)),
            cancel))
        {
            if (!standing._rates.TryGetValue(rate.Currency, out var list)) standing._rates[rate.Currency] = list = [];
            list.Add((rate.Date, rate.Billionths, rate.Source));
        }
        return standing;
    }

    /// <summary>The bank account a statement is of: by number and currency, else by number alone; an account's own number before the
    /// further ones that hold on the day on which the statement closes.</summary>
    public BankAccount? AccountOf(StatementHead head) =>
        AccountsOf(head) is var all && all.Find(account => account.Currency == head.Currency) is { } same
        ? same : all.FirstOrDefault();

    private List<BankAccount> AccountsOf(StatementHead head, bool atAnyTime = false)
    {
        var own = Accounts.Where(account => IsOf(account, head)).ToList();
        if (own.Exists(account => account.Currency == head.Currency)) return own;
        var day = head.Closing?.Date ?? head.Opening?.Date;
        var further = _further.Where(one => one.Number == head.Account && (atAnyTime || one.Holds(day)));
        return [.. own, .. further.Select(one => Accounts.First(account => account.Code == one.Bank))];
    }

    /// <summary>Where an account's accepted statements end.</summary>
    public AccountEnd EndOf(BankAccount account) => _ends[account.Code];

    private static bool IsOf(BankAccount account, StatementHead head) =>
        account.Number == head.Account || AccountNumber.Of(account.Number) == head.Account;

    /// <summary>True where an outgoing line's names must not be kept: the fund is protected, or nobody knows yet whose account it
    /// is.</summary>
    public bool HidesPayees(StatementHead head) =>
        // While a statement is read, its closing day is not known: what was ever a protected account's number counts as one.
        AccountsOf(head, atAnyTime: true) is not { Count: > 0 } all || all.Exists(account => !account.KeepsPayees);

    /// <summary>The rate of a day or the newest before it; null where the newest is older than a month.</summary>
    public QuotedRate? RateOn(Currency currency, DateOnly day)
    {
        if (currency == Currency.Eur) return new QuotedRate(new Rate(Currency.Eur, Currency.Eur, Rate.Scale), day, "EUR");
        if (!_rates.TryGetValue(currency.Code, out var list)) return null;
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].Date <= day) low = middle + 1;
            else high = middle;
        }
        return low > 0 && list[low - 1] is var found && day.DayNumber - found.Date.DayNumber <= OldestRate
            ? new QuotedRate(new Rate(currency, Currency.Eur, found.Billionths), found.Date, found.Source) : null;
    }

    /// <summary>The order in which a file's statements continue each other, from where the accounts end.</summary>
    public IReadOnlyList<int> OrderOf(IReadOnlyList<CountedStatement> statements) => StatementOrder.Of(statements,
        head => AccountOf(head) is { } account ? (account.Code, _ends[account.Code]) : null);

    /// <summary>Judges a statement and, when it is accepted, moves the account on.</summary>
    public async Task<StatementReport> JudgeAsync(CountedStatement statement, CancellationToken cancel)
    {
        var (head, account) = (statement.Head, AccountOf(statement.Head));
        var before = await (await _ask(
            """
            SELECT s.outcome, s.faults, s.id, (SELECT d.decision FROM bank_decisions d WHERE d.statement_id = s.id
                ORDER BY d.id DESC LIMIT 1)
            FROM bank_statements s WHERE s.content_hash = @hash ORDER BY s.id
            """, ("@hash", statement.Content.ToBytes())))
            .RowsAsync(row => (Outcome: row.GetString(0), Faults: row.GetString(1), Id: row.GetInt64(2), Decision: row.TextOrNull(3)),
                cancel);
        if (_acceptedHere.Contains(statement.Content) || before.Any(row => row.Outcome == "accepted"))
            return Report(StatementVerdict.AcceptedBefore, [], before.Where(row => row.Outcome == "accepted").Select(row => (long?)row.Id)
                .FirstOrDefault());
        if (before.FindLast(row => row.Decision == ClosedSet<StatementDecision>.Code(StatementDecision.Refuse)) is { Id: > 0 } refused)
            return Report(StatementVerdict.RefusedBefore, [], refused.Id);

        var faults = StatementRules.Judge(statement, account is null ? null : _ends[account.Code]);
        if (account is not null && account.Currency == head.Currency) AddBookFaults(faults, statement, account);
        if (faults.Count == 0 && await RepeatsBookedLinesAsync(account!, statement, cancel)) faults.Add(new(StatementFault.Overlap, 0));
        if (faults.Count > 0)
        {
            var known = faults.Any(fault => fault.Fault == StatementFault.Overlap) && account is not null
                ? await KnownLinesAsync(account, statement, cancel) : 0;
            return Report(before.Count > 0 && before[^1].Faults == Codes(faults) ? StatementVerdict.QuarantinedBefore
                : StatementVerdict.Quarantined, faults, before.Count > 0 ? before[^1].Id : null, known);
        }
        _ends[account!.Code] = new AccountEnd(account.Currency, head.Closing!.Date, head.Closing.Amount.Minor);
        _acceptedHere.Add(statement.Content);
        return Report(StatementVerdict.Accepted, [], null);

        StatementReport Report(StatementVerdict verdict, IReadOnlyList<FoundFault> found, long? id, long known = 0) =>
            new(head, account?.Currency == head.Currency ? account.Code : null, statement.Lines.Contents.Count, statement.Sum, verdict,
                found, known, id);
    }

    /// <summary>Faults as stored: codes, separated by blanks.</summary>
    public static string Codes(IEnumerable<FoundFault> faults) =>
        string.Join(' ', faults.Select(fault => ClosedSet<StatementFault>.Code(fault.Fault)));

    private void AddBookFaults(List<FoundFault> faults, CountedStatement statement, BankAccount account)
    {
        if (statement.Lines.Booked is not { } booked) return;
        if (_catalog.ClosedThrough(account.Fund.Id) is { } closed && booked.First <= closed) faults.Add(new(StatementFault.PeriodIsClosed));
        if (_catalog.ReconciledThrough(account.Ledger.Id) is { } reconciled
            && booked.First <= reconciled) faults.Add(new(StatementFault.IsReconciled));
        if (statement.Lines.ValueDates.Any(day => RateOn(account.Currency, day) is null)) faults.Add(new(StatementFault.RateIsMissing));
    }

    /// <summary>A statement whose lines sum to nothing fits behind itself too: the same movements on the same days, all booked already,
    /// are taken for the same statement in another form.</summary>
    private async Task<bool> RepeatsBookedLinesAsync(BankAccount account, CountedStatement statement, CancellationToken cancel)
    {
        if (statement.Sum != 0 || statement.Lines.Booked is not { } booked || booked.First > _ends[account.Code].ClosedOn) return false;
        var there = (await (await _ask("SELECT booked_on, amount_minor FROM bank_lines WHERE bank_account = @bank AND booked_on BETWEEN "
            + "@first AND @last AND identity IS NOT NULL", ("@bank", account.Code), ("@first", DateNumber.Of(booked.First)),
                ("@last", DateNumber.Of(booked.Last))))
            .RowsAsync(row => (row.Date(0), row.GetInt64(1)), cancel)).CountBy(moved => moved).ToDictionary();
        return statement.Lines.Moved.CountBy(moved => moved).All(moved => there.GetValueOrDefault(moved.Key) >= moved.Value);
    }

    /// <summary>How many of the lines are booked already, each occurrence for itself.</summary>
    private async Task<long> KnownLinesAsync(BankAccount account, CountedStatement statement, CancellationToken cancel)
    {
        if (statement.Lines.Booked is not { } booked) return 0;
        var there = (await (await _ask(BookedContents, ("@bank", account.Code), ("@first", DateNumber.Of(booked.First)),
            ("@last", DateNumber.Of(booked.Last))))
            .RowsAsync(row => ContentHash.Read(row.Blob(0)), cancel)).CountBy(content => content).ToDictionary();
        return statement.Lines.Contents.CountBy(content => content)
            .Sum(content => (long)Math.Min(content.Value, there.GetValueOrDefault(content.Key)));
    }

    internal const string BookedContents =
        "SELECT content_hash FROM bank_lines WHERE bank_account = @bank AND booked_on BETWEEN @first AND @last AND identity IS NOT NULL";
}
