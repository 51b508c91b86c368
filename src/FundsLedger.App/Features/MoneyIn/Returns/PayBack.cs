using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>Pays back a contribution to be returned. One person asks, another approves exactly what was seen; the money leaves
/// an account in its own currency.</summary>
public sealed class PayBack(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Donor">Code of the donor.</param>
    /// <param name="Fund">Code of the fund that pays it back.</param>
    /// <param name="Date">Day on which it leaves the bank.</param>
    /// <param name="Amount">In the currency in which it waits; no more than waits.</param>
    /// <param name="Bank">The bank account it leaves, in that currency.</param>
    /// <param name="Reason">Why now, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Donor, string Fund, DateOnly Date, Money Amount, string Bank, string Reason);

    /// <summary>What two people decide.</summary>
    /// <param name="Parts">What it was set aside from, each with its amount.</param>
    /// <param name="Worth">Its value in EUR: as it was set aside.</param>
    internal sealed record Input(string Donor, string Fund, DateOnly Date, string Currency, string Amount, string Worth, string Parts,
        string Bank, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = ApprovedAct.Posting<Input>(ApprovalKind.PayBack, donor => $"/donors/{donor}", DoAsync) with
    {
        DetailsAsync = (reads, asked, cancel) => DonorDetails.OfDonorAsync(reads, asked.Subject, cancel),
    };

    /// <summary>Asks. What the ledger would refuse is refused at once: the payment is tried in a transaction that is rolled back.</summary>
    public async Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        Input? input;
        await using (var trial = await writer.BeginAsync(actor, cancel))
        {
            input = await trial.AskedInputAsync<Input>(command.Key, Act, cancel);
            if (input is not null && !IsOf(input, command)) return new KeyUsedForOtherInput(command.Key);
            if (input is null)
            {
                var proposed = await ProposeAsync(trial, command, cancel);
                if (proposed.IsRefused) return proposed.Refusal;
                input = proposed.Value.Input;
                if ((await PostAsync(trial, command.Key, proposed.Value, actor.Name, cancel)).Refusal is { } refusal) return refusal;
            }
        }
        return await writer.InOneTransactionAsync(actor,
            session => session.AskAsync(command.Key, Act, command.Donor, input, command.Reason, cancel), cancel);
    }

    /// <summary>Does what was approved; refused when less waits, or something else, than was seen.</summary>
    internal static async Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, string askedBy,
        CancellationToken cancel)
    {
        var proposed = await ProposeAsync(session,
            new Command(key, input.Donor, input.Fund, input.Date, Money.Parse(input.Amount, Currency.Of(input.Currency)), input.Bank,
                input.Reason), cancel);
        if (proposed.IsRefused) return proposed.Refusal;
        return proposed.Value.Input == input ? await PostAsync(session, key, proposed.Value, askedBy, cancel)
            : new ReturnHasMoved(input.Donor);
    }

    private static async Task<Outcome<Proposal>> ProposeAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        if (Refuse(command, catalog) is { } refusal) return refusal;
        var (amount, currency) = (command.Amount, command.Amount.Currency);
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        if (await ReturnList.ReadAsync(ask, catalog, command.Donor, command.Fund, currency.Code, null, cancel) is not [var waiting])
            return new NothingWaitsToGoBack(command.Donor, command.Fund, currency.Code);
        if (amount > waiting.Amount) return new LessWaitsToGoBack(command.Donor, command.Fund, waiting.Amount.ToString());
        if (await ReturnList.HeldFromAsync(ask, catalog, waiting, command.Date, cancel) is var held && amount > held)
            return new ReturnDateIsTooEarly(command.Donor, command.Date, held.ToString());
        var parts = waiting.Take(amount);
        return new Proposal(
            new Input(command.Donor, command.Fund, command.Date, currency.Code, amount.ToDecimalString(),
                Money.Eur(parts.Sum(part => part.Eur)).ToDecimalString(),
            string.Join("; ", parts.Select(part => $"{part.About ?? command.Donor} {part.Amount.ToDecimalString()}")), command.Bank,
            command.Reason), parts);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog)
    {
        if (!catalog.HasDonor(command.Donor)) return new ReturnDonorIsUnknown(command.Donor);
        if (catalog.Fund(command.Fund) is not { IsUmbrella: false } fund) return new FundIsUnknown(command.Fund);
        if (command.Amount.Minor <= 0) return new ReturnAmountIsNotPositive(command.Amount.ToString());
        if (!ShortText.IsValid(command.Reason)) return new ReturnTextIsMalformed("reason");
        if (catalog.Account(fund.Id, command.Bank) is not { Role: AccountRole.Cash } bank)
            return new ReturnBankIsUnknown(command.Bank, fund.Code);
        return bank.Currency is { } takes && takes != command.Amount.Currency
            ? new ReturnBankTakesOtherCurrency(bank.Code, takes.Code, command.Amount.Currency.Code) : null;
    }

    private static ValueTask<Outcome<PostedEntry>> PostAsync(LedgerSession session, string key, Proposal proposal, string askedBy,
        CancellationToken cancel)
    {
        var input = proposal.Input;
        return session.PostAsync(new EntryDraft
        {
            Key = key, Date = input.Date, Fund = input.Fund, Kind = EntryKind.Return,
                Description = Descriptions.PaidBack.Of(input.Donor, input.Reason, askedBy),
            Lines = [.. proposal.Parts.SelectMany(part =>
                ContributionLines.Move(Chart.ToReturn, input.Bank, part.Amount, part.Eur,
                new Dimensions(Donor: input.Donor, Pledge: part.Pledge, Agreement: part.Agreement)))],
        }, EntryRights.PaysBack, cancel);
    }

    private static bool IsOf(Input input, Command command) =>
        (input.Donor, input.Fund, input.Date, input.Currency, input.Amount, input.Bank, input.Reason)
        == (command.Donor, command.Fund, command.Date, command.Amount.Currency.Code, command.Amount.ToDecimalString(), command.Bank,
            command.Reason);

    private sealed record Proposal(Input Input, IReadOnlyList<ReturnPart> Parts);
}
