using System.Globalization;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Writes off what an instalment has open, or a part of it: one person asks and says why, another approves.</summary>
public sealed class WriteOff(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Agreement">Code of the agreement.</param>
    /// <param name="Number">The instalment, from 1.</param>
    /// <param name="Date">Day of the write-off.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    /// <param name="Amount">In the agreement's currency.</param>
    public sealed record Command(string Key, string Agreement, int Number, DateOnly Date, string Reason, Money Amount);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Agreement, int Number, DateOnly Date, string Currency, string Amount, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act =
        ApprovedAct.Posting<Input>(ApprovalKind.WriteOffReceivable, agreement => $"/agreements/{agreement}", DoAsync) with
    {
        DetailsAsync = (reads, asked, cancel) => DonorDetails.OfAgreementAsync(reads, asked.Subject, cancel),
    };

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => AskAsync(session, command, cancel), cancel);

    /// <summary>Asks within a transaction of the caller's, who abandons the transaction when refused.</summary>
    internal static async Task<Outcome<AskedApproval>> AskAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        if (await session.FindAgreementAsync(command.Agreement, cancel) is not { } agreement)
            return new AgreementIsUnknown(command.Agreement);
        if (!ShortText.IsValid(command.Reason)) return new AgreementTextIsMalformed("reason");
        if (command.Date < agreement.From) return new AgreementDateIsTooEarly(agreement.Code, agreement.From);
        if (!await session.HasAskedAsync(command.Key, cancel)
            && await RefuseAsync(session, agreement, command.Number, command.Amount, cancel) is { } refusal) return refusal;
        return await session.AskAsync(command.Key, Act, agreement.Code,
            new Input(agreement.Code, command.Number, command.Date, command.Amount.Currency.Code, command.Amount.ToDecimalString(),
                command.Reason), command.Reason, cancel);
    }

    /// <summary>Does what was approved: the claim and the pledge fall; what was revenue becomes a loss, what was deferred is deferred no
    /// longer.</summary>
    internal static async Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, string askedBy,
        CancellationToken cancel)
    {
        var agreement = (await session.FindAgreementAsync(input.Agreement, cancel))!;
        var amount = Money.Parse(input.Amount, Currency.Of(input.Currency));
        if (await RefuseAsync(session, agreement, input.Number, amount, cancel) is { } refusal) return refusal;
        var instalment = (await session.InstalmentsAsync(agreement, cancel)).First(one => one.Number == input.Number);
        var fund = session.Catalog.FundById(agreement.FundId);
        var claim = await session.ClaimAsync(agreement, input.Date, cancel);
        var given = new EntryDraft
        {
            Key = key, Date = input.Date, Fund = fund.Code, Kind = EntryKind.Withdrawal,
            Lines = ContributionLines.MoveParts(claim.Signed.Take(amount), _ => Chart.PledgesContra, agreement.About),
            Description = Descriptions.InstalmentWrittenOff.Of(input.Number.ToString(CultureInfo.InvariantCulture), agreement.Code,
                input.Reason, askedBy),
        };
        var first = await session.PostAsync(given, EntryRights.LowersClaims, cancel);
        if (first.IsRefused) return first;
        if (instalment.IsRecognised && await StandingAllowance.ReleaseAsync(session, given, 3, agreement, (allowance, owed) =>
            Allowance.AfterWriteOff(allowance, amount, owed - amount), cancel) is { } held) return held;
        if (Recognition.OnWriteOff(agreement, instalment, amount, claim.Receivable, claim.DeferredUnpaid) is { Length: > 0 } lines)
        {
            var lost = await session.PostAsync(given with { Key = key + "/2", Kind = EntryKind.WriteOff, Lines = lines },
                EntryRights.LowersClaims, cancel);
            if (lost.IsRefused) return lost;
        }
        await session.RegisterEventAsync(agreement.Code, new(input.Number, InstalmentEventKind.WrittenOff, -amount, input.Reason),
            input.Date, first.Value.Seq, cancel);
        await session.RegisterAsync(new PledgeEventRow
        {
            Id = await session.NextIdAsync(Registers.PledgeEvents, cancel), Pledge = agreement.Pledge,
            Kind = PledgeEventKind.WrittenDown, Date = input.Date, AmountMinor = amount.Minor, FundId = fund.Id,
            EntrySeq = first.Value.Seq,
        }, cancel);
        return first;
    }

    private static async Task<AgreementRefusal?> RefuseAsync(LedgerSession session, Agreement agreement, int number, Money amount,
        CancellationToken cancel)
    {
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        if ((await session.InstalmentsAsync(agreement, cancel)).Find(one => one.Number == number) is not { } instalment)
            return new InstalmentIsUnknown(agreement.Code, number);
        if (amount.Minor <= 0) return new AgreementAmountIsNotPositive(amount.ToString());
        if (amount.Currency != agreement.Currency) return new InstalmentCurrencyIsOther(number, agreement.Currency.Code);
        return amount > instalment.Open ? new InstalmentHasLessOpen(agreement.Code, number, instalment.Open.ToString()) : null;
    }
}
