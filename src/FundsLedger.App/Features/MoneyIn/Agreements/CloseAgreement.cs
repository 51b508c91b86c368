using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Closes an agreement that has nothing open: computes what of its money was not used and, where its clause says so, sets that
/// aside to be returned. One person proposes, another approves exactly the figures proposed.</summary>
public sealed class CloseAgreement(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Agreement">Code of the agreement.</param>
    /// <param name="Date">Day through which use and interest count, inclusive, and of the entry.</param>
    /// <param name="Reason">Why it ends, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Agreement, DateOnly Date, string Reason);

    /// <summary>What two people decide: what was received, earned and used is in EUR; what goes back is in the agreement's currency, with
    /// its value.</summary>
    internal sealed record Input(string Agreement, DateOnly Date, string Received, string Interest, string Used, string Currency,
        string Returned, string ReturnedEur, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.ReturnBalance, agreement => $"/agreements/{agreement}",
        (session, key, asked, cancel) => DoAsync(session, key, asked.Read<Input>(), asked.AskedBy, cancel))
    {
        DetailsAsync = (reads, asked, cancel) => DonorDetails.OfAgreementAsync(reads, asked.Subject, cancel),
    };

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (await session.FindAgreementAsync(command.Agreement, cancel) is not { } agreement)
            return new AgreementIsUnknown(command.Agreement);
        if (!ShortText.IsValid(command.Reason)) return new AgreementTextIsMalformed("reason");
        if (command.Date < agreement.From) return new AgreementDateIsTooEarly(agreement.Code, agreement.From);
        if (await session.AskedInputAsync<Input>(command.Key, Act, cancel) is { } known)
            return (known.Agreement, known.Date, known.Reason) == (command.Agreement, command.Date, command.Reason)
                ? await session.AskAsync(command.Key, Act, agreement.Code, known, command.Reason, cancel)
                : new KeyUsedForOtherInput(command.Key);
        if (await RefuseAsync(session, agreement, cancel) is { } refusal) return refusal;
        // Only when it is asked: what moves until somebody approves was not there to be counted, and what is dated before the day changes
        // the figures.
        if (await LastMoveAsync(session, agreement, cancel) is { } last
            && command.Date < last) return new AgreementClosesTooEarly(agreement.Code, last);
        return await session.AskAsync(command.Key, Act, agreement.Code,
            await ProposeAsync(session, agreement, command.Date, command.Reason, cancel), command.Reason, cancel);
    }, cancel);

    /// <summary>Does what was approved; refused when the figures have moved since, because somebody else's figures were seen.</summary>
    internal static async Task<Outcome<DoneAct>> DoAsync(LedgerSession session, string key, Input input, string askedBy,
        CancellationToken cancel)
    {
        var agreement = (await session.FindAgreementAsync(input.Agreement, cancel))!;
        if (await RefuseAsync(session, agreement, cancel) is { } refusal) return refusal;
        if (await ProposeAsync(session, agreement, input.Date, input.Reason, cancel) is var now && now != input)
            return new UnspentBalanceHasMoved(agreement.Code, $"{input.Returned} {input.Currency}", $"{now.Returned} {now.Currency}");
        var returned = Money.Parse(input.Returned, agreement.Currency);
        var seq = await EntrySeqAsync(session, agreement, cancel);
        if (!returned.IsZero)
        {
            var posted = await session.PostAsync(new EntryDraft
            {
                Key = key, Date = input.Date, Fund = session.Catalog.FundById(agreement.FundId).Code, Kind = EntryKind.Return,
                Description = Descriptions.BalanceToReturn.Of(agreement.Code, input.Reason, askedBy),
                Lines = Refund.Lines(agreement.Income, new OpenAmount(returned, Money.Parse(input.ReturnedEur, Currency.Eur).Minor),
                    await RevenueOfYearAsync(session, agreement, input.Date, cancel), agreement.About),
            }, cancel);
            if (posted.IsRefused) return posted.Refusal;
            seq = posted.Value.Seq;
        }
        await session.RegisterEventAsync(agreement.Code, new(0, InstalmentEventKind.Closed, Money.Zero(agreement.Currency), input.Reason),
            input.Date, seq, cancel);
        return new DoneAct(returned.IsZero ? null : seq);
    }

    /// <summary>What was revenue under the agreement in a day's year, through that day.</summary>
    private static async Task<Money> RevenueOfYearAsync(LedgerSession session, Agreement agreement, DateOnly date,
        CancellationToken cancel) => new(await (await session.QuestionAsync(
        """
        SELECT COALESCE(-SUM(p.amount_minor), 0) FROM accounts a JOIN postings p ON p.account_id = a.id
        WHERE a.fund_id = @fund AND a.code = @income AND p.agreement = @code AND p.currency = @currency
            AND p.effective_date BETWEEN @from AND @to
        """, [("@fund", agreement.FundId), ("@income", agreement.Income), ("@code", agreement.Code), ("@currency", agreement.Currency.Code),
            ("@from", DateNumber.Of(new DateOnly(date.Year, 1, 1))), ("@to", DateNumber.Of(date))], cancel)).NumberAsync(cancel),
        agreement.Currency);

    private static async Task<AgreementRefusal?> RefuseAsync(LedgerSession session, Agreement agreement, CancellationToken cancel)
    {
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        var instalments = await session.InstalmentsAsync(agreement, cancel);
        return instalments.Find(one => !one.Open.IsZero) is { } open
            ? new AgreementHasOpenInstalments(agreement.Code, open.Number, open.Open.ToString()) : null;
    }

    private static async Task<Input> ProposeAsync(LedgerSession session, Agreement agreement, DateOnly date, string reason,
        CancellationToken cancel)
    {
        var days = (await DaysAsync(session, agreement, date, cancel)).ToList();
        var obligations = await ObligationsAsync(session, agreement, date, cancel);
        var unspent = UnspentBalance.Of(days, date, obligations);
        // Shares of several agreements are rounded one by one and can together exceed what is there by a cent; nobody gets a cent that is
        // not there.
        var left = days.Sum(day => day.AgreementIn + day.OtherIn + day.Interest - day.Used) - obligations;
        var worth = agreement.ReturnsBalance ? Math.Max(0, Math.Min(unspent.Unspent, left)) : 0;
        var returned = await InOwnCurrencyAsync(session, agreement, worth, unspent.Received, cancel);
        return new Input(agreement.Code, date, Text(unspent.Received), Text(unspent.Interest), Text(unspent.Used), agreement.Currency.Code,
            returned.ToDecimalString(), Text(returned.IsZero ? 0 : worth), reason);

        static string Text(long cents) => Money.Eur(cents).ToDecimalString();
    }

    /// <summary>The balance to be returned in the agreement's currency, the legal amount: at the rate its own money was worth on arrival,
    /// so that exchange differences since then stay the fund's.</summary>
    private static async Task<Money> InOwnCurrencyAsync(LedgerSession session, Agreement agreement, long worth, long received,
        CancellationToken cancel)
    {
        if (agreement.Currency == Currency.Eur) return Money.Eur(worth);
        if (worth == 0 || received <= 0) return Money.Zero(agreement.Currency);
        Int128 paid = (await session.InstalmentsAsync(agreement, cancel)).Sum(one => one.Paid.Minor);
        return new Money((long)((paid * worth + received / 2) / received), agreement.Currency);
    }

    /// <summary>The fund's money by day, without contributions to be returned (2200), which are not the fund's to spend: what came under
    /// the agreement, other receipts, interest, and everything else. Exchange differences on the agreement's own money are in what it was
    /// worth on arrival.</summary>
    /// <remarks>Own is what met the agreement; of a payment that was too high, the part that was a separate gift or was returned is not.
    /// What is returned to another donor is that donor's money and no use of the fund's.</remarks>
    private static async Task<IEnumerable<FundDay>> DaysAsync(LedgerSession session, Agreement agreement, DateOnly date,
        CancellationToken cancel)
    {
        // What came before its agreement is nobody's to spend either, until a signature says whose pool it joins.
        const string IsMoney = "a.role = 'cash' OR a.code = @to_return OR (a.code = @deferred AND p.agreement IS NULL AND p.payment IS "
            + "NOT NULL)";
        var question = await session.QuestionAsync(
            $"""
            SELECT p.effective_date, COALESCE(r.kind, e.kind), CASE WHEN p.agreement = @code THEN 1 ELSE 0 END,
                CASE WHEN {IsMoney} THEN 1 ELSE 0 END, SUM(p.eur_minor)
            FROM accounts a JOIN postings p ON p.account_id = a.id JOIN entries e ON e.seq = p.entry_seq
                LEFT JOIN entries r ON r.seq = e.reverses_seq
            WHERE a.fund_id = @fund AND p.effective_date <= @to AND ({IsMoney}
                OR (p.agreement = @code AND a.kind <> 'memorandum' AND COALESCE(r.kind, e.kind) = 'receipt'))
            GROUP BY p.effective_date, COALESCE(r.kind, e.kind), CASE WHEN p.agreement = @code THEN 1 ELSE 0 END,
                CASE WHEN {IsMoney} THEN 1 ELSE 0 END
            """, [("@code", agreement.Code), ("@fund", agreement.FundId), ("@to", DateNumber.Of(date)), ("@to_return", Chart.ToReturn),
                ("@deferred", Chart.Deferred)], cancel);
        var moves = await question.RowsAsync(
            row =>
                (Date: row.Date(0), Kind: ClosedSet<EntryKind>.Of(row.GetString(1)), IsOwn: row.GetInt32(2) == 1,
                    IsMoney: row.GetInt32(3) == 1, Eur: row.Sum(4)), cancel);
        return moves.GroupBy(move => move.Date).OrderBy(day => day.Key).Select(day =>
        {
            // The other side of what came in says what it was for: it is the claim met, with the difference to what that was carried at.
            var own = -day.Where(move => move is { IsOwn: true, IsMoney: false }).Sum(move => move.Eur);
            var ownBack = Money(move => move.IsOwn && move.Kind == EntryKind.Return);
            return new FundDay(day.Key, own + ownBack,
                Money(move => move.Kind is EntryKind.Receipt or EntryKind.Opening) - own
                    + Money(move => !move.IsOwn && move.Kind == EntryKind.Return),
                Money(move => move.Kind == EntryKind.Interest),
                -Money(move => move.Kind is not (EntryKind.Receipt or EntryKind.Opening or EntryKind.Interest or EntryKind.Return)));

            long Money(Func<(DateOnly Date, EntryKind Kind, bool IsOwn, bool IsMoney, long Eur), bool> which) =>
                day.Where(move => move.IsMoney && which(move)).Sum(move => move.Eur);
        });
    }

    /// <summary>What the fund owed or had set aside on a day and not paid, in cents: it is used before anything is surplus.</summary>
    private static async Task<long> ObligationsAsync(LedgerSession session, Agreement agreement, DateOnly date, CancellationToken cancel) =>
        await (await session.QuestionAsync(
        """
        SELECT COALESCE(SUM(CASE WHEN a.role = 'commitments' THEN p.eur_minor ELSE -p.eur_minor END), 0) FROM accounts a
            JOIN postings p ON p.account_id = a.id
        WHERE a.fund_id = @fund AND p.effective_date <= @to AND (a.role = 'commitments' OR a.code IN (@payables, @sent, @due))
        """, [("@fund", agreement.FundId), ("@to", DateNumber.Of(date)), ("@payables", Chart.Payables),
            ("@sent", Chart.PaymentsSent), ("@due", Chart.DueToFunds)],
            cancel)).NumberAsync(cancel);

    /// <summary>The last day on which the fund's money moved, or what it owes or had set aside; null where nothing ever did.</summary>
    private static async Task<DateOnly?> LastMoveAsync(LedgerSession session, Agreement agreement, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT MAX(p.effective_date) FROM accounts a JOIN postings p ON p.account_id = a.id
            WHERE a.fund_id = @fund AND (a.role IN ('cash', 'commitments') OR a.code IN (@payables, @sent, @due))
            """, [("@fund", agreement.FundId), ("@payables", Chart.Payables),
            ("@sent", Chart.PaymentsSent), ("@due", Chart.DueToFunds)], cancel);
        return await question.RowsAsync(row => row.IsDBNull(0) ? (DateOnly?)null : row.Date(0), cancel) is [var last] ? last : null;
    }

    private static async Task<long> EntrySeqAsync(LedgerSession session, Agreement agreement, CancellationToken cancel) =>
        await (await session.QuestionAsync("SELECT entry_seq FROM agreements WHERE code = @code", [("@code", agreement.Code)],
            cancel)).NumberAsync(cancel);
}
