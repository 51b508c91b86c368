using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>Records money that arrived, and meets the pledge it was promised with or the agreement it is owed under.</summary>
public sealed class RecordReceipt(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Fund">The fund that received it.</param>
    /// <param name="Donor">Who gave it.</param>
    /// <param name="Date">Value date.</param>
    /// <param name="Amount">In the currency that arrived.</param>
    /// <param name="Bank">The bank account's code; its currency must be the amount's.</param>
    /// <param name="Rate">To EUR; needed where the currency is not EUR, ignored where it is.</param>
    /// <param name="Pledge">The pledge it meets, up to what is open under no agreement; null for a gift not announced, and where an agreement is named.</param>
    /// <param name="Reference">The bank's reference.</param>
    /// <param name="SuspendedEur">For money that waits in unidentified receipts: the cents it waits at. It is taken from there, and the bank account only says where it arrived.</param>
    /// <param name="Agreement">The agreement it is owed under.</param>
    /// <param name="Instalment">The instalment it is for; null for the first with anything open.</param>
    /// <param name="Difference">What a payment above or below its instalment means, needed exactly where it differs; or what a payment above its pledge means, needed where both are in one currency. Below its pledge it may say that the rest stays due.</param>
    public sealed record Command(string Key, string Fund, string Donor, DateOnly Date, Money Amount, string Bank, QuotedRate? Rate = null, string? Pledge = null, string? Reference = null,
        string? Agreement = null, int? Instalment = null, PaymentDifference? Difference = null, long? SuspendedEur = null);

    public Task<Outcome<RecordedReceipt>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<RecordedReceipt>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var donor = await session.FindDonorTypeAsync(command.Donor, cancel);
        var pledge = command.Pledge is { } named ? await session.FindPledgeAsync(named, cancel) : null;
        if (Refuse(command, await session.RefreshCatalogAsync(cancel), donor, pledge) is { } refusal) return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        var fund = session.Catalog.Fund(command.Fund)!;
        var used = UsedRate(command);
        var eur = command.SuspendedEur is { } cents ? Money.Eur(cents) : command.Amount.Currency == Currency.Eur ? command.Amount : command.Amount.At(used.Rate);
        var receipt = new ReceiptInHand(command, fund, donor!.Value, pledge, used, eur);
        return command.Agreement is null ? await ForPledgeAsync(session, receipt, earlier, cancel) : await ForAgreementAsync(session, receipt, earlier, cancel);
    }

    private static async Task<Outcome<RecordedReceipt>> ForPledgeAsync(LedgerSession session, ReceiptInHand receipt, List<EarlierEntry> earlier, CancellationToken cancel)
    {
        var (command, pledge, isKnown) = (receipt.Command, receipt.Pledge, earlier.Count > 0);
        List<StagePart> parts = pledge is null ? [] : [.. (await session.OpenByStageAsync(receipt.Fund, pledge, cancel)).Where(part => part.Amount.Minor > 0)];
        var unsigned = parts.FindAll(part => part.Account != "8013");
        if (!isKnown && pledge is not null && unsigned.Count == 0)
            return parts.Count > 0 ? new ReceiptNeedsAgreement(pledge.Code, await session.FindAgreementOfAsync(pledge.Code, receipt.Fund.Id, cancel)) : new ReceiptPledgeHasNothingOpen(pledge.Code, receipt.Fund.Code);
        var open = pledge is null ? (OpenPledge?)null : new OpenPledge(new Money(unsigned.Sum(part => part.Amount.Minor), pledge.Currency), unsigned.Sum(part => part.EurMinor));
        // What was open then is not open now: what was more is read from what was written.
        var over = isKnown ? PledgeReceipt.OverOf(earlier[0], command) : PledgeReceipt.Over(command, open?.Amount);
        if (over.IsRefused) return over.Refusal;
        if (over.Value.IsNegative || over.Value >= command.Amount) return new KeyUsedForOtherInput(command.Key);

        var posted = await session.PostAsync(ReceiptEntries.Arrival(command, receipt.Eur.Minor, receipt.DonorType, over.Value), cancel);
        if (posted.IsRefused) return posted.Refusal;
        if (pledge is not null && !posted.Value.IsRepeat)
        {
            var met = pledge.Currency != command.Amount.Currency ? open!.Value.MetBy(receipt.Eur.Minor) : command.Amount - over.Value;
            // A payment worth less than the smallest unit of the pledge's currency meets nothing of it.
            var fulfilled = met.IsZero ? posted : await session.PostAsync(ReceiptEntries.Fulfilment(command, pledge, unsigned.Take(met)), cancel);
            if (fulfilled.IsRefused) return fulfilled.Refusal;
        }
        return await RegisterAsync(session, receipt, command.Pledge, posted.Value, cancel);
    }

    private static async Task<Outcome<RecordedReceipt>> ForAgreementAsync(LedgerSession session, ReceiptInHand receipt, List<EarlierEntry> earlier, CancellationToken cancel)
    {
        var command = receipt.Command;
        if (await session.FindAgreementAsync(command.Agreement!, cancel) is not { } agreement) return earlier.Count == 0 ? new AgreementIsUnknown(command.Agreement!) : new KeyUsedForOtherInput(command.Key);
        if (earlier.Count > 0)
        {
            // What was open then is not open now: the first answer is told again from what was written.
            var description = $"Receipt from {command.Donor} under agreement {agreement.Code}";
            var again = await session.PostAsync(new EntryDraft { Key = command.Key, Date = command.Date, Fund = command.Fund, Kind = EntryKind.Receipt, Description = description, Reference = command.Reference, Lines = earlier[0].Lines }, cancel);
            if (again.IsRefused) return again.Refusal;
            return await session.HasChosenAsync(again.Value.Seq, AgreementReceipt.ChoiceOf(command), cancel) ? await RegisterAsync(session, receipt, agreement.Pledge, again.Value, cancel) : new KeyUsedForOtherInput(command.Key);
        }
        if (command.Pledge is not null && command.Pledge != agreement.Pledge) return new AgreementPledgeIsOther(command.Pledge);
        var split = await AgreementReceipt.SplitAsync(session, command, receipt.Fund, agreement, receipt.Eur.Minor, cancel);
        if (split.IsRefused) return split.Refusal;
        PostedEntry? first = null;
        foreach (var draft in await AgreementReceipt.DraftsAsync(session, command, agreement, split.Value, receipt.Eur.Minor, cancel))
        {
            var posted = await session.PostAsync(draft, EntryRights.LowersClaims, cancel);
            if (posted.IsRefused) return posted.Refusal;
            first ??= posted.Value;
        }
        var recorded = await RegisterAsync(session, receipt, agreement.Pledge, first!, cancel);
        if (recorded.IsRefused) return recorded;
        return await AgreementReceipt.RegisterAsync(session, command, agreement, split.Value, recorded.Value.Code, first!.Seq, cancel) is { } refusal ? refusal : recorded;
    }

    private static async Task<Outcome<RecordedReceipt>> RegisterAsync(LedgerSession session, ReceiptInHand receipt, string? pledge, PostedEntry posted, CancellationToken cancel)
    {
        var command = receipt.Command;
        var code = await session.FindReceiptCodeAsync(posted.Seq, cancel) ?? await session.NextCodeAsync(Registers.Receipts, command.Donor, "R", command.Date.Year, cancel);
        object?[] row = [code, receipt.Fund.Id, command.Donor, pledge, command.Date, command.Amount.Currency.Code, command.Amount.Minor, receipt.Eur.Minor,
            receipt.Used.Rate.Billionths, receipt.Used.Date, receipt.Used.Source, command.Reference, posted.Seq];
        return await session.RegisterOnceAsync(posted, Registers.Receipts, row, cancel) ? new RecordedReceipt(code, receipt.Eur, posted) : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog, DonorType? donor, PledgeFact? pledge)
    {
        if (command.Amount.Minor <= 0) return new ReceiptAmountIsNotPositive(command.Amount.ToString());
        if (catalog.Fund(command.Fund) is not { } fund) return new FundIsUnknown(command.Fund);
        if (donor is null) return new ReceiptDonorIsUnknown(command.Donor);
        if (catalog.Account(fund.Id, command.Bank) is not { Role: AccountRole.Cash } bank) return new ReceiptBankIsUnknown(command.Bank, fund.Code);
        var currency = command.Amount.Currency;
        if (bank.Currency is { } takes && takes != currency) return new ReceiptBankTakesOtherCurrency(bank.Code, takes.Code, currency.Code);
        if (currency != Currency.Eur && (command.Rate is not { } quoted || quoted.Rate.Source != currency || quoted.Rate.Target != Currency.Eur || !PledgeFacts.IsShortText(quoted.Source)))
            return new ReceiptRateIsMissing(currency.Code);
        if (command.Pledge is not null && pledge is null) return new ReceiptPledgeIsUnknown(command.Pledge);
        return pledge is not null && pledge.Donor != command.Donor ? new ReceiptPledgeIsOfAnotherDonor(pledge.Code, pledge.Donor) : null;
    }

    private static QuotedRate UsedRate(Command command) => command.Amount.Currency != Currency.Eur ? command.Rate! : new(new Rate(Currency.Eur, Currency.Eur, Rate.Scale), command.Date, "EUR");

    private sealed record ReceiptInHand(Command Command, Fund Fund, DonorType DonorType, PledgeFact? Pledge, QuotedRate Used, Money Eur);
}

/// <summary>The receipt's code, its value in EUR, and the entry of its arrival.</summary>
public sealed record RecordedReceipt(string Code, Money Eur, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
