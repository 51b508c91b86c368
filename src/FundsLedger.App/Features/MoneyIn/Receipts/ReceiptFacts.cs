using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>A rate as used, with the day it is for and where it was read.</summary>
public sealed record QuotedRate(Rate Rate, DateOnly Date, string Source);

/// <summary>Everything that the booking of one receipt depends on, read once.</summary>
internal sealed record ReceiptFacts
{
    /// <summary>What its key has written before; empty for a new one.</summary>
    public required IReadOnlyList<EarlierEntry> Earlier { get; init; }

    public required Fund? Fund { get; init; }

    public required Account? Bank { get; init; }

    public required DonorType? DonorType { get; init; }

    /// <summary>The pledge it names, and what is open of it in the fund, the firmest part first.</summary>
    public required PledgeFact? Pledge { get; init; }

    public IReadOnlyList<OpenPart> Open { get; init; } = [];

    /// <summary>The agreement it names, with its instalments and what the books carry for it.</summary>
    public required Agreement? Agreement { get; init; }

    public IReadOnlyList<Instalment> Instalments { get; init; } = [];

    public CarriedClaim? Claim { get; init; }

    /// <summary>From the currency of what is owed to EUR on the value date; null where it is not needed or not known.</summary>
    public Rate? RateOfDay { get; init; }

    public bool IsKnown => Earlier.Count > 0;

    public static async Task<ReceiptFacts> ReadAsync(LedgerSession session, RecordReceipt.Command command, CancellationToken cancel)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var catalog = await session.RefreshCatalogAsync(cancel);
        var facts = new ReceiptFacts
        {
            Earlier = earlier,
            Fund = catalog.Fund(command.Fund),
            Bank = catalog.Fund(command.Fund) is { } fund ? catalog.Account(fund.Id, command.Bank) : null,
            DonorType = await session.FindDonorTypeAsync(command.Donor, cancel),
            Pledge = command.Pledge is { } pledge ? await session.FindPledgeAsync(pledge, cancel) : null,
            Agreement = command.Agreement is { } agreement ? await session.FindAgreementAsync(agreement, cancel) : null,
        };
        // A repeat is told from what was written: what was open then is not open now.
        return facts.IsKnown ? facts : await facts.WithOpenAsync(session, command, cancel);
    }

    private async Task<ReceiptFacts> WithOpenAsync(LedgerSession session, RecordReceipt.Command command, CancellationToken cancel)
    {
        var owed = Agreement?.Currency ?? Pledge?.Currency ?? command.Amount.Currency;
        var rate = PaymentWorth.NeedsRate(command.Amount, owed) && await session.FindFreshRateAsync(owed, command.Date, cancel) is { } found
            ? found.Rate : (Rate?)null;
        if (Agreement is not null)
            return this with { RateOfDay = rate, Instalments = await session.InstalmentsAsync(Agreement, cancel),
                Claim = await session.ClaimAsync(Agreement, command.Date, cancel) };
        return Fund is null || Pledge is null ? this : this with { RateOfDay = rate,
            Open = await session.OpenByStageAsync(Fund, Pledge, cancel) };
    }
}

/// <summary>Questions about receipts, inside a transaction.</summary>
internal static class ReceiptQuestions
{
    public static async Task<string?> FindReceiptCodeAsync(this LedgerSession session, long entrySeq, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT code FROM receipts WHERE entry_seq = @seq", [("@seq", entrySeq)], cancel);
        return await question.RowsAsync(row => row.GetString(0), cancel) is [var code] ? code : null;
    }
}
