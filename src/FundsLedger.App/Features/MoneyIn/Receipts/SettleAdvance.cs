using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>What is left of money that came before its agreement.</summary>
/// <param name="Receipt">Code of the receipt.</param>
/// <param name="Donor">Who gave it.</param>
/// <param name="FundId">The fund that holds it.</param>
/// <param name="ReceivedOn">Value date.</param>
/// <param name="Carried">In the currency that came, and what the books carry for it.</param>
public sealed record OpenAdvance(string Receipt, string Donor, int FundId, DateOnly ReceivedOn, OpenAmount Carried);

/// <summary>Settles money that came before its agreement: on signature it pays what is due under it, and is withheld no longer except until
/// a condition is met.</summary>
public sealed class SettleAdvance(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Receipt">Code of the receipt of the advance.</param>
    /// <param name="Agreement">The agreement that was signed about it.</param>
    /// <param name="Date">Day it is settled; not before the signature, nor before the money came.</param>
    /// <param name="Difference">What it means that it is more or less than the first open instalment. Left out: what is less stays due,
    /// what
    /// is more goes on to the next.</param>
    public sealed record Command(string Key, string Receipt, string Agreement, DateOnly Date, PaymentDifference? Difference = null);

    public Task<Outcome<RecordedReceipt>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<RecordedReceipt>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var agreement = await session.FindAgreementAsync(command.Agreement, cancel);
        var advance = await session.FindAdvanceAsync(command.Receipt, cancel);
        if (Refuse(command, agreement, advance) is { } refusal)
            return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        var isKnown = earlier.Count > 0;
        if (!isKnown && advance!.Carried.Amount.Minor <= 0) return new AdvanceIsSettled(command.Receipt);
        // What was settled then is read from there: nothing of it is left now.
        var settled = !isKnown ? advance! : advance! with { Carried = Taken(earlier[0]) };
        var difference = command.Difference;
        if (difference is null && !isKnown)
        {
            var due = PaymentSplit.TargetOf(agreement!.Code, await session.InstalmentsAsync(agreement, cancel), null);
            if (due.IsRefused) return due.Refusal;
            difference = DifferenceOf(await WorthAsync(session, settled, agreement, due.Value, command.Date, cancel), due.Value.Open);
        }
        else if (difference is null) difference = await KeptDifferenceAsync(session, earlier[0].Seq, cancel);
        return await RecordReceipt.ApplyAsync(session, new RecordReceipt.Command(command.Key,
            session.Catalog.FundById(advance!.FundId).Code, advance.Donor, command.Date, settled.Carried.Amount, "", null,
            Reference: command.Receipt, Agreement: command.Agreement, Difference: difference) { Settles = settled }, cancel);
    }

    private static Refusal? Refuse(Command command, Agreement? agreement, OpenAdvance? advance)
    {
        if (agreement is null) return new AgreementIsUnknown(command.Agreement);
        if (advance is null || advance.Donor != agreement.Donor || advance.FundId != agreement.FundId)
            return new AdvanceIsUnknown(command.Receipt);
        return command.Date < advance.ReceivedOn || command.Date < agreement.From
            ? new AgreementDateIsTooEarly(agreement.Code, agreement.From > advance.ReceivedOn ? agreement.From : advance.ReceivedOn) : null;
    }

    private static OpenAmount Taken(EarlierEntry entry)
    {
        var line = entry.Lines.First(line => line.Account == Chart.Deferred && line.Dimensions is { Agreement: null });
        return new OpenAmount(line.Amount, line.EurMinor ?? line.Amount.Minor);
    }

    private static PaymentDifference? DifferenceOf(Money? worth, Money open) => worth is not { } paid || paid == open ? null
        : paid < open ? PaymentDifference.StaysDue : PaymentDifference.NextInstalment;

    /// <summary>What it pays of an instalment; null where the rate for that is missing, which the receipt says.</summary>
    private static async Task<Money?> WorthAsync(LedgerSession session, OpenAdvance advance, Agreement agreement, Instalment due,
        DateOnly date, CancellationToken cancel)
    {
        var rate = PaymentWorth.NeedsRate(advance.Carried.Amount, agreement.Currency)
            ? await session.FindFreshRateAsync(agreement.Currency, date, cancel) : null;
        return rate is null && PaymentWorth.NeedsRate(advance.Carried.Amount, agreement.Currency) ? null
            : PaymentWorth.In(advance.Carried.Amount, advance.Carried.EurMinor, due.Open, rate?.Rate);
    }

    /// <summary>What was taken for the difference when it was settled.</summary>
    private static async Task<PaymentDifference?> KeptDifferenceAsync(LedgerSession session, long seq, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT evidence FROM instalment_events WHERE entry_seq = @seq AND kind = 'paid' ORDER BY id LIMIT 1", [("@seq", seq)], cancel);
        var kept = await question.RowsAsync(row => row.TextOrNull(0), cancel);
        return kept is [{ } choice] ? ClosedSet<PaymentDifference>.Find(choice[(choice.LastIndexOf(' ') + 1)..]) : null;
    }
}

/// <summary>Questions about advances, inside a transaction or outside.</summary>
public static class AdvanceFacts
{
    /// <summary>The advance with this receipt's code, with what is left of it; null where the receipt is none.</summary>
    internal static async Task<OpenAdvance?> FindAdvanceAsync(this LedgerSession session, string receipt, CancellationToken cancel) =>
        await ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), receipt, cancel) is [var advance] ? advance
            : null;

    /// <summary>Every advance of which something is left, as a reader sees them.</summary>
    public static async Task<List<OpenAdvance>> OpenAsync(System.Data.Common.DbConnection connection, Reach? reach,
        CancellationToken cancel) => (await ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
            null, cancel, reach)).FindAll(advance => advance.Carried.Amount.Minor > 0);

    /// <summary>Every advance, or the one with this receipt's code, with what is left of it: the longest waiting first.</summary>
    internal static async Task<List<OpenAdvance>> ReadAsync(Ask ask, string? receipt, CancellationToken cancel, Reach? reach = null)
    {
        var question = await ask(
            $"""
            SELECT c.code, c.donor, c.fund_id, c.received_on, c.currency, -SUM(p.amount_minor), -SUM(p.eur_minor)
            FROM receipts c JOIN accounts a ON a.fund_id = c.fund_id AND a.code = @deferred
                JOIN postings p ON p.account_id = a.id AND p.payment = c.code AND p.agreement IS NULL AND p.donor = c.donor
            WHERE {(receipt is null ? "1 = 1" : "c.code = @receipt")}{Access.Reach.Rule(reach, "c.donor")}
            GROUP BY c.code, c.donor, c.fund_id, c.received_on, c.currency ORDER BY c.received_on, c.code
            """, ("@deferred", Chart.Deferred), ("@receipt", receipt));
        return await question.RowsAsync(row => new OpenAdvance(row.GetString(0), row.GetString(1), row.GetInt32(2), row.Date(3),
            new OpenAmount(new Money(row.Sum(5), Currency.Of(row.GetString(4))), row.Sum(6))), cancel);
    }
}
