using FundsLedger.App.Features.Donors;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Receipts;

/// <summary>Records money that arrived, and meets the pledge it was promised with.</summary>
public sealed class RecordReceipt(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Fund">The fund that received it.</param>
    /// <param name="Donor">Who gave it.</param>
    /// <param name="Date">Value date.</param>
    /// <param name="Amount">In the currency that arrived.</param>
    /// <param name="Bank">The bank account's code; its currency must be the amount's.</param>
    /// <param name="Rate">To EUR; needed where the currency is not EUR, ignored where it is.</param>
    /// <param name="Pledge">The pledge it meets, up to what is open; null for a gift not announced.</param>
    /// <param name="Reference">The bank's reference.</param>
    public sealed record Command(string Key, string Fund, string Donor, DateOnly Date, Money Amount, string Bank, QuotedRate? Rate = null, string? Pledge = null, string? Reference = null);

    public Task<Outcome<RecordedReceipt>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<RecordedReceipt>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        var donor = await session.FindDonorTypeAsync(command.Donor, cancel);
        var pledge = command.Pledge is { } named ? await session.FindPledgeAsync(named, cancel) : null;
        if (Refuse(command, await session.RefreshCatalogAsync(cancel), donor, pledge) is { } refusal) return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        var fund = session.Catalog.Fund(command.Fund)!;
        List<StagePart> parts = pledge is null ? [] : [.. (await session.OpenByStageAsync(fund, pledge, cancel)).Where(part => part.Account != "8013" && part.Amount.Minor > 0)];
        if (earlier is null && pledge is not null && parts.Count == 0) return new ReceiptPledgeHasNothingOpen(pledge.Code, fund.Code);

        var used = UsedRate(command);
        var eur = command.Amount.Currency == Currency.Eur ? command.Amount : command.Amount.At(used.Rate);
        var posted = await session.PostAsync(ReceiptEntries.Arrival(command, eur.Minor, donor!.Value), cancel);
        if (posted.IsRefused) return posted.Refusal;
        if (pledge is not null && !posted.Value.IsRepeat)
        {
            var open = new OpenPledge(new Money(parts.Sum(part => part.Amount.Minor), pledge.Currency), parts.Sum(part => part.EurMinor));
            var met = pledge.Currency != command.Amount.Currency ? open.MetBy(eur.Minor) : command.Amount < open.Amount ? command.Amount : open.Amount;
            // A payment worth less than the smallest unit of the pledge's currency meets nothing of it.
            var fulfilled = met.IsZero ? posted : await session.PostAsync(ReceiptEntries.Fulfilment(command, pledge, parts.Take(met)), cancel);
            if (fulfilled.IsRefused) return fulfilled.Refusal;
        }
        var code = await session.FindReceiptCodeAsync(posted.Value.Seq, cancel) ?? await session.NextCodeAsync(Registers.Receipts, command.Donor, "R", command.Date.Year, cancel);
        object?[] row = [code, fund.Id, command.Donor, command.Pledge, command.Date, command.Amount.Currency.Code, command.Amount.Minor, eur.Minor,
            used.Rate.Billionths, used.Date, used.Source, command.Reference, posted.Value.Seq];
        return await session.RegisterOnceAsync(posted.Value, Registers.Receipts, row, cancel) ? new RecordedReceipt(code, eur, posted.Value) : new KeyUsedForOtherInput(command.Key);
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
}

/// <summary>The receipt's code, its value in EUR, and the entry of its arrival.</summary>
public sealed record RecordedReceipt(string Code, Money Eur, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
