using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>Records what no other operation does: transfers, exchanges, accruals, programme support, recoveries, interest and charges
/// without a bank line. Foreign money leaves an account at the average value the books carry for it on that day.</summary>
public sealed class RecordByHand(LedgerWriter writer)
{
    /// <summary>Days before the value date within which a rate says what foreign money is worth.</summary>
    private const int RateDays = 31;

    /// <param name="Key">Idempotency key.</param>
    /// <param name="Act">What happened.</param>
    /// <param name="Date">Value date.</param>
    /// <param name="Amount">More than nothing; of programme support, what was charged under the agreement.</param>
    /// <param name="Note">In words.</param>
    /// <param name="From">The account it leaves, or the expense that a recovery lowers.</param>
    /// <param name="To">The account it reaches, or the expense that is owed.</param>
    /// <param name="Received">Of an exchange, what arrived.</param>
    /// <param name="Agreement">Of programme support, the agreement.</param>
    /// <param name="Hundredths">Of programme support, hundredths of a per cent: 700 for 7 %. Needed where the agreement has no share on the
    /// value date; where it has one, that counts.</param>
    /// <param name="Item">Of a recovery or a decided transfer, what it is for: a code.</param>
    /// <param name="Commitment">Of an accrual, the commitment that set the money aside.</param>
    /// <param name="Reference">An outside reference.</param>
    public sealed record Command(string Key, HandAct Act, DateOnly Date, Money Amount, string Note, AccountInFund? From = null,
        AccountInFund? To = null,
        Money? Received = null, string? Agreement = null, int? Hundredths = null, string? Item = null, string? Commitment = null,
            string? Reference = null)
    {
        /// <summary>The funds it names.</summary>
        public IEnumerable<string> Funds => new[] { From?.Fund, To?.Fund }.OfType<string>();
    }

    public Task<Outcome<RecordedByHand>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    internal static async Task<Outcome<RecordedByHand>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var moved = await MovementAsync(session, command, earlier, cancel);
        if (moved.IsRefused) return earlier.Count == 0 ? moved.Refusal : new KeyUsedForOtherInput(command.Key);
        var written = new List<PostedEntry>();
        foreach (var draft in HandEntries.Of(moved.Value))
        {
            var posted = await session.PostAsync(draft, EntryRights.MovesBetweenFunds | EntryRights.Commits, cancel);
            if (posted.IsRefused) return posted.Refusal;
            written.Add(posted.Value);
        }
        return new RecordedByHand([.. written.Select(entry => entry.Seq)], written[0].IsRepeat);
    }

    private static async Task<Outcome<HandMovement>> MovementAsync(LedgerSession session, Command command, List<EarlierEntry> earlier,
        CancellationToken cancel)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        if (Refuse(command, catalog) is { } refusal) return refusal;
        var about = command.Item is null ? new Dimensions(Commitment: command.Commitment) : new Dimensions(Payment: command.Item);
        var to = command.To;
        var given = command.Amount;
        if (command.Agreement is { } code)
        {
            var found = await (await session.QuestionAsync("SELECT donor, pledge, fund_id FROM agreements WHERE code = @code", [("@code",
                code)], cancel))
                .RowsAsync(row => (Donor: row.GetString(0), Pledge: row.GetString(1), Fund: catalog.FundById(row.GetInt32(2)).Code),
                    cancel);
            if (found is not [var agreement]) return new HandAgreementIsUnknown(code);
            var share = await ShareAsync(session, command, code, cancel);
            if (share.IsRefused) return share.Refusal;
            (given, to) = (share.Value, new AccountInFund(agreement.Fund, Chart.ProgrammeSupport));
            about = new Dimensions(agreement.Donor, agreement.Pledge, code);
        }
        var values = new HandValues(session, catalog, command.Date, earlier, RateDays);
        var leaves = await values.LeavingAsync(command, given, cancel);
        if (leaves.IsRefused) return leaves.Refusal;
        var taken = command.Received ?? given;
        var arrives = command.Received is null ? leaves.Value : await values.ArrivingAsync(taken, given, leaves.Value, cancel);
        if (arrives.IsRefused) return arrives.Refusal;
        if (earlier.Count == 0 && await OpenAsync(session, catalog, command, cancel) is { } less) return less;
        return new HandMovement(command.Key, command.Act, command.Date, command.Note, command.Reference, command.From, to, given,
            leaves.Value, taken, arrives.Value, about);
    }

    /// <summary>The share of what was charged, to the nearest cent: the one that the agreement has on the day. Only where it has none is
    /// one told.</summary>
    private static async Task<Outcome<Money>> ShareAsync(LedgerSession session, Command command, string agreement,
        CancellationToken cancel)
    {
        var kept = await SupportFacts.FindSupportAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), agreement,
            command.Date, cancel);
        if (kept is { } term && command.Hundredths is { } told && told != term.Hundredths)
            return new HandShareIsOther(agreement, SupportShare.Text(term.Hundredths), term.From);
        if ((kept?.Hundredths ?? command.Hundredths) is not { } share) return new HandShareIsMissing(agreement, command.Date);
        return SupportShare.IsPossible(share) && SupportShare.Of(command.Amount, share) is { Minor: > 0 } part ? part
            : new HandShareIsOutOfRange();
    }

    /// <summary>A commitment that holds less than is owed under it; a person who owes less than comes back.</summary>
    private static async Task<Refusal?> OpenAsync(LedgerSession session, LedgerCatalog catalog, Command command, CancellationToken cancel)
    {
        if (command.Commitment is { } commitment)
        {
            var fund = catalog.Fund(command.To!.Fund)!;
            var open = await session.BalanceAboutAsync(fund.Id, AccountRole.Commitments, "commitment", commitment, cancel);
            if (open.Eur < command.Amount.Minor) return new HandCommitmentHoldsLess(commitment, Money.Eur(open.Eur).ToString());
        }
        if (command is { Act: HandAct.RecoveryReceived, Item: { } item }
            && await StandsAsync(command.To!.Fund, Chart.FromPersons, item) is var owed && owed < command.Amount)
            return new HandNothingToRecover(item, owed.ToString());
        // What one fund owes under a name is what the other gets under it, where both are of one decision.
        if (command is { Act: HandAct.FundTransferMoved, Item: { } decided })
        {
            var (gives, gets) = (-await StandsAsync(command.From!.Fund, Chart.DueToFunds, decided), await StandsAsync(command.To!.Fund,
                Chart.DueFromFunds, decided));
            var open = gives < gets ? gives : gets;
            if (open < command.Amount) return new HandNothingDecided(decided, open.ToString());
        }
        return null;

        async Task<Money> StandsAsync(string fund, string account, string about) => command.Amount with
        {
            Minor = await (await session.QuestionAsync(
                "SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = @fund "
                    + "AND a.code = @account AND p.payment = @item AND p.currency = @currency",
                [("@fund", catalog.Fund(fund)!.Id), ("@account", account), ("@item", about), ("@currency",
                    command.Amount.Currency.Code)], cancel)).NumberAsync(cancel),
        };
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog)
    {
        var (act, fields) = (ClosedSet<HandAct>.Code(command.Act), HandFields.Of(command.Act));
        foreach (var (name, isThere, isNeeded) in ((string, bool, bool)[])
            [("from", command.From is not null, fields.From is not null), ("to", command.To is not null, fields.To is not null),
                ("received", command.Received is not null, fields.Received),
                ("agreement", command.Agreement is not null, fields.Agreement), ("item", command.Item is not null, fields.Item)])
            if (isThere != isNeeded) return isNeeded ? new HandFieldIsMissing(act, name) : new HandFieldIsTooMuch(act, name);
        if (command.Hundredths is not null && !fields.Agreement) return new HandFieldIsTooMuch(act, "per_cent");
        if (command.Commitment is not null && !fields.Commitment) return new HandFieldIsTooMuch(act, "commitment");
        if (command.Amount.Minor <= 0) return new HandAmountIsNotPositive(command.Amount.ToString());
        if (command.Received is { Minor: <= 0 } received) return new HandAmountIsNotPositive(received.ToString());
        foreach (var fund in command.Funds)
            if (catalog.Fund(fund) is not { IsUmbrella: false }) return new HandFundIsUnknown(fund);
        if (command is { From: { } from, To: { } to })
        {
            if (from == to) return new HandAccountsAreAlike(from.ToString());
            if (from.Fund == to.Fund == BetweenFunds(command.Act)) return new HandFundsAreAlike(command.Act);
        }
        return Account(command.From, fields.From, command.Amount.Currency, catalog) ?? Account(command.To, fields.To, (command.Received
            ?? command.Amount).Currency, catalog)
            // Without a bank account: what is owed, shared or owed back is told in EUR; so is what moves between funds, whose balances are
            // in EUR.
            ?? ((fields.From ?? fields.To) != HandAccount.Bank || BetweenFunds(command.Act) ? NotEur(command, act) : null);
    }

    private static bool BetweenFunds(HandAct act) =>
        act is HandAct.FundTransfer or HandAct.FundTransferDecided or HandAct.FundTransferMoved;

    private static Refusal? NotEur(Command command, string act) => command.Amount.Currency == Currency.Eur ? null
        : new HandCurrencyIsOther(act, "EUR", command.Amount.Currency.Code);

    private static Refusal? Account(AccountInFund? named, HandAccount? needed, Currency currency, LedgerCatalog catalog)
    {
        if (named is null || needed is not { } what) return null;
        if (catalog.Account(catalog.Fund(named.Fund)!.Id, named.Code) is not { } account
            || !what.Takes(account)) return new HandAccountIsUnknown(named.ToString(), what.Words());
        return account.Currency is { } takes && takes != currency ? new HandCurrencyIsOther(named.ToString(), takes.Code, currency.Code)
            : null;
    }
}

/// <summary>The entries that were written, the first one first.</summary>
public sealed record RecordedByHand(IReadOnlyList<long> Entries, bool IsRepeat) : IAnswer
{
    /// <inheritdoc/>
    public override string ToString() => $"entries {string.Join(", ", Entries)}, IsRepeat = {IsRepeat}";
}
