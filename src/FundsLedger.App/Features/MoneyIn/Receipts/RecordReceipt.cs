using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>Records money that arrived, and meets the pledge it was promised with or the agreement it is owed under: the facts are read,
/// the rules of contributions decide, and what they say is posted.</summary>
public sealed class RecordReceipt(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Fund">The fund that received it.</param>
    /// <param name="Donor">Who gave it.</param>
    /// <param name="Date">Value date.</param>
    /// <param name="Amount">In the currency that arrived.</param>
    /// <param name="Bank">The bank account's code; its currency must be the amount's.</param>
    /// <param name="Rate">To EUR; needed where the currency is not EUR, ignored where it is.</param>
    /// <param name="Pledge">The pledge it meets, up to what is open under no agreement; null for a gift not announced, and where an
    /// agreement is named.</param>
    /// <param name="Reference">The bank's reference.</param>
    /// <param name="SuspendedEur">For money that waits in unidentified receipts: the cents it waits at. It is taken from there, and the
    /// bank account only says where it arrived.</param>
    /// <param name="RateAgain">The rate once more, where it is far from the table's.</param>
    /// <param name="Agreement">The agreement it is owed under.</param>
    /// <param name="Instalment">The instalment it is for; null for the first with anything open.</param>
    /// <param name="Difference">What a payment above or below its instalment means, needed exactly where it differs; or what a payment
    /// above its pledge means, needed where both are in one currency. Below its pledge it may say that the rest stays due.</param>
    public sealed record Command(string Key, string Fund, string Donor, DateOnly Date, Money Amount, string Bank, QuotedRate? Rate = null,
        string? Pledge = null,
        string? Reference = null, string? Agreement = null, int? Instalment = null, PaymentDifference? Difference = null,
            long? SuspendedEur = null, Rate? RateAgain = null)
    {
        /// <summary>What was chosen, as it is kept with an instalment.</summary>
        internal string Choice => PaymentSplit.ChoiceOf(Instalment, Difference);

        /// <summary>True for money that came before its agreement is signed: a liability until then. It meets nothing yet.</summary>
        public bool IsAdvance { get; init; }

        /// <summary>The advance that this settles: no money comes, and no receipt is recorded a second time.</summary>
        internal OpenAdvance? Settles { get; init; }

        /// <summary>The account the money comes in by: the bank, unidentified receipts where it has waited, or what it was withheld
        /// in.</summary>
        internal string TakenFrom => Settles is not null ? Chart.Deferred : SuspendedEur is null ? Bank : Chart.Unidentified;

        /// <summary>True where the rate was not typed: a bank line is valued by the table.</summary>
        internal bool IsOfBankLine { get; init; }

        /// <summary>Money that waits for a bank line is given to its donor by that line alone.</summary>
        internal EntryRights Rights => SuspendedEur is null ? EntryRights.None : EntryRights.ResolvesSuspense;

        /// <summary>The rate as used; one to one for EUR.</summary>
        internal QuotedRate UsedRate => Amount.Currency != Currency.Eur ? Rate!
            : new(new Rate(Currency.Eur, Currency.Eur, Domain.Rate.Scale), Date, "EUR");

        /// <summary>The value in cents.</summary>
        internal long EurMinor => Settles?.Carried.EurMinor ?? SuspendedEur ?? (Amount.Currency == Currency.Eur ? Amount.Minor
            : Amount.At(UsedRate.Rate).Minor);
    }

    public Task<Outcome<RecordedReceipt>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<RecordedReceipt>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var facts = await ReceiptFacts.ReadAsync(session, command, cancel);
        if (Refuse(command, facts) is { } refusal) return facts.IsKnown ? new KeyUsedForOtherInput(command.Key) : refusal;
        if (!facts.IsKnown && !command.IsOfBankLine && command.Rate is { } typed
            && await RateJudge.JudgeAsync(session, typed.Rate, typed.Date, command.Date, command.RateAgain, cancel) is { } far) return far;
        var money = new IncomingMoney(command.Key, command.Fund, command.Donor, facts.DonorType!.Value, command.Date, command.Amount,
            command.EurMinor, command.TakenFrom,
            command.Agreement is null ? command.Pledge : null, command.Reference, command.Difference);
        if (command.IsAdvance) return await AdvanceAsync(session, command, facts, money, cancel);
        if (command.Settles is { } settles) money = money with
        {
            TakenAbout = ReceiptBooking.AboutAdvance(command.Donor, settles.Receipt), Called = CalledOf(command, facts.Agreement!.Code),
        };
        return facts.Agreement is { } agreement
            ? await (facts.IsKnown ? RepeatUnderAgreementAsync(session, command, facts, agreement, cancel)
                : UnderAgreementAsync(session, command, facts, money, agreement, cancel))
            : await (facts.IsKnown ? RepeatForPledgeAsync(session, command, facts, money, cancel)
                : ForPledgeAsync(session, command, facts, money, cancel));
    }

    /// <summary>Money that waits for its agreement.</summary>
    private static async Task<Outcome<RecordedReceipt>> AdvanceAsync(LedgerSession session, Command command, ReceiptFacts facts,
        IncomingMoney money, CancellationToken cancel)
    {
        var code = facts.IsKnown ? facts.Earlier[0].Lines[0].Dimensions?.Payment ?? ""
            : await session.NextCodeAsync(Registers.Receipts, command.Donor, "R", command.Date.Year, cancel);
        var posted = await session.PostAsync(ReceiptBooking.Advance(money, code), command.Rights, cancel);
        return posted.IsRefused ? posted.Refusal : await RegisterAsync(session, command, facts, null, posted.Value, cancel);
    }

    private static Description CalledOf(Command command, string agreement) => command.Settles is { } settles
        ? Descriptions.AdvanceSettled.Of(settles.Receipt, agreement) : ReceiptBooking.CalledUnderAgreement(command.Donor, agreement);

    private static async Task<Outcome<RecordedReceipt>> ForPledgeAsync(LedgerSession session, Command command, ReceiptFacts facts,
        IncomingMoney money, CancellationToken cancel)
    {
        var unsigned = facts.Open.UnderNoAgreement();
        if (facts.Pledge is { } pledge && unsigned.Count == 0)
            return facts.Open.Any(part => part.Amount.Minor > 0)
                ? new ReceiptNeedsAgreement(pledge.Code, await session.FindAgreementOfAsync(pledge.Code, facts.Fund!.Id, cancel))
                : new ReceiptPledgeHasNothingOpen(pledge.Code, command.Fund);
        var open = facts.Pledge is { } of ? unsigned.Total(of.Currency).Amount : (Money?)null;
        var above = PledgePayment.Above(command.Pledge, command.Fund, command.Amount, open, command.Difference);
        if (above.IsRefused) return above.Refusal;
        if (open is { } owed && PaymentWorth.NeedsRate(command.Amount, owed.Currency)
            && facts.RateOfDay is null) return new ReceiptNeedsRateOfClaim(owed.Currency.Code, command.Date);

        var kept = PledgePayment.Kept(open, new OpenAmount(command.Amount, money.EurMinor), command.Difference);
        if (kept.IsRefused) return kept.Refusal;
        money = money with { Kept = kept.Value };

        var posted = await session.PostAsync(ReceiptBooking.ForPledge(money, above.Value), command.Rights, cancel);
        if (posted.IsRefused) return posted.Refusal;
        if (open is { } promised && ReceiptBooking.Fulfilment(money, unsigned, money.Kept is not null ? promised
            : PledgePayment.Met(promised, command.Amount, above.Value, money.EurMinor, facts.RateOfDay)) is { } fulfilment)
        {
            var fulfilled = await session.PostAsync(fulfilment, cancel);
            if (fulfilled.IsRefused) return fulfilled.Refusal;
        }
        return await RegisterAsync(session, command, facts, command.Pledge, posted.Value, cancel);
    }

    /// <summary>A surplus that was recorded before is read from its entry: it stands beside the pledge, or is to be returned.</summary>
    private static async Task<Outcome<RecordedReceipt>> RepeatForPledgeAsync(LedgerSession session, Command command, ReceiptFacts facts,
        IncomingMoney money, CancellationToken cancel)
    {
        var above = facts.Earlier[0].Lines
            .Where(line => command.Pledge is not null && line.Amount.Currency == command.Amount.Currency
                && (line.Account == Chart.ToReturn || line.Dimensions?.Pledge is null))
            .Aggregate(Money.Zero(command.Amount.Currency), (sum, line) => sum - line.Amount);
        if (above.IsNegative || above >= command.Amount) return new KeyUsedForOtherInput(command.Key);
        if (command.Difference == PaymentDifference.BankCharge && facts.Earlier[0].Lines.FirstOrDefault(line =>
            line.Account == Chart.BankCharges) is { } charge) money = money with { Kept = new OpenAmount(charge.Amount, charge.EurMinor
                ?? charge.Amount.Minor) };
        var posted = await session.PostAsync(ReceiptBooking.ForPledge(money, above), command.Rights, cancel);
        return posted.IsRefused ? posted.Refusal : await RegisterAsync(session, command, facts, command.Pledge, posted.Value, cancel);
    }

    private static async Task<Outcome<RecordedReceipt>> UnderAgreementAsync(LedgerSession session, Command command, ReceiptFacts facts,
        IncomingMoney money, Agreement agreement, CancellationToken cancel)
    {
        if (command.Pledge is not null && command.Pledge != agreement.Pledge) return new AgreementPledgeIsOther(command.Pledge);
        if (agreement.Donor != command.Donor || agreement.FundId != facts.Fund!.Id) return new ReceiptAgreementIsOther(agreement.Code);
        if (command.Date < agreement.From) return new AgreementDateIsTooEarly(agreement.Code, agreement.From);
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        var target = PaymentSplit.TargetOf(agreement.Code, facts.Instalments, command.Instalment);
        if (target.IsRefused) return target.Refusal;
        if (PaymentWorth.NeedsRate(command.Amount, agreement.Currency)
            && facts.RateOfDay is null) return new ReceiptNeedsRateOfClaim(agreement.Currency.Code, command.Date);
        var worth = PaymentWorth.In(command.Amount, money.EurMinor, target.Value.Open, facts.RateOfDay);
        var split = PaymentSplit.Of(agreement.Code, facts.Instalments, target.Value, worth, command.Difference,
            new OpenAmount(command.Amount, money.EurMinor));
        if (split.IsRefused) return split.Refusal;
        money = money with { Kept = split.Value.Kept };

        PostedEntry? first = null;
        var drafts = ReceiptBooking.UnderAgreement(money, agreement, split.Value, facts.Claim!);
        if (await StandingAllowance.ReleaseAsync(session, drafts[0], drafts.Count + 1, agreement, (allowance, owed) =>
            Allowance.AfterPayment(allowance, owed - split.Value.Recognised), cancel) is { } held) return held;
        foreach (var draft in drafts)
        {
            var posted = await session.PostAsync(draft, command.Rights | EntryRights.LowersClaims | EntryRights.RaisesClaims, cancel);
            if (posted.IsRefused) return posted.Refusal;
            first ??= posted.Value;
        }
        var recorded = await RegisterAsync(session, command, facts, agreement.Pledge, first!, cancel);
        if (recorded.IsRefused) return recorded;
        foreach (var change in split.Value.Changes(facts.Instalments, command.Difference, command.Choice, recorded.Value.Code))
            await session.RegisterEventAsync(agreement.Code, change, command.Date, first!.Seq, cancel);
        if (split.Value.ToWriteOff(command.Difference) is not { IsZero: false } rest) return recorded;
        var asked = await WriteOff.AskAsync(session, new(command.Key + "/rest", agreement.Code, target.Value.Number, command.Date,
            $"the total was lowered with receipt {recorded.Value.Code}", rest), cancel);
        return asked.IsRefused ? asked.Refusal : recorded;
    }

    /// <summary>The first answer told again from what was written.</summary>
    private static async Task<Outcome<RecordedReceipt>> RepeatUnderAgreementAsync(LedgerSession session, Command command,
        ReceiptFacts facts, Agreement agreement, CancellationToken cancel)
    {
        var again = await session.PostAsync(new EntryDraft
        {
            Key = command.Key, Date = command.Date, Fund = command.Fund, Kind = EntryKind.Receipt,
                Description = CalledOf(command, agreement.Code),
            Reference = command.Reference, Lines = facts.Earlier[0].Lines,
        }, cancel);
        if (again.IsRefused) return again.Refusal;
        return await session.HasChosenAsync(again.Value.Seq, command.Choice, cancel)
            ? await RegisterAsync(session, command, facts, agreement.Pledge, again.Value, cancel) : new KeyUsedForOtherInput(command.Key);
    }

    private static async Task<Outcome<RecordedReceipt>> RegisterAsync(LedgerSession session, Command command, ReceiptFacts facts,
        string? pledge, PostedEntry posted, CancellationToken cancel)
    {
        if (command.Settles is { } settles) return new RecordedReceipt(settles.Receipt, Money.Eur(command.EurMinor), posted);
        var code = await session.FindReceiptCodeAsync(posted.Seq, cancel)
            ?? await session.NextCodeAsync(Registers.Receipts, command.Donor, "R", command.Date.Year, cancel);
        var used = command.UsedRate;
        var row = new ReceiptRow
        {
            Code = code, FundId = facts.Fund!.Id, Donor = command.Donor, Pledge = pledge, ReceivedOn = command.Date,
            Currency = command.Amount.Currency.Code, AmountMinor = command.Amount.Minor, EurMinor = command.EurMinor,
            RateBillionths = used.Rate.Billionths, RateDate = used.Date, RateSource = used.Source, Reference = command.Reference,
            EntrySeq = posted.Seq,
        };
        return await session.RegisterOnceAsync(posted, row, cancel)
            ? new RecordedReceipt(code, Money.Eur(command.EurMinor), posted) : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, ReceiptFacts facts)
    {
        if (command.Amount.Minor <= 0) return new ReceiptAmountIsNotPositive(command.Amount.ToString());
        if (facts.Fund is not { } fund) return new FundIsUnknown(command.Fund);
        if (facts.DonorType is null) return new ReceiptDonorIsUnknown(command.Donor);
        if (command.Settles is not null) return command.Agreement is { } named && facts.Agreement is null ? new AgreementIsUnknown(named)
            : null;
        if (command.IsAdvance && (command.Pledge ?? command.Agreement) is not null || command.IsAdvance && (command.Instalment is not null
            || command.Difference is not null)) return new AdvanceNamesAClaim();
        if (facts.Bank is not { Role: AccountRole.Cash } bank) return new ReceiptBankIsUnknown(command.Bank, fund.Code);
        var currency = command.Amount.Currency;
        if (bank.Currency is { } takes && takes != currency) return new ReceiptBankTakesOtherCurrency(bank.Code, takes.Code, currency.Code);
        if (currency != Currency.Eur
            && (command.Rate is not { } quoted || quoted.Rate.Source != currency || quoted.Rate.Target != Currency.Eur
            || !ShortText.IsValid(quoted.Source)))
            return new ReceiptRateIsMissing(currency.Code);
        if (command.Pledge is { } promised && facts.Pledge is null) return new ReceiptPledgeIsUnknown(promised);
        if (facts.Pledge is { } pledge && pledge.Donor != command.Donor) return new ReceiptPledgeIsOfAnotherDonor(pledge.Code,
            pledge.Donor);
        return command.Agreement is { } agreement && facts.Agreement is null ? new AgreementIsUnknown(agreement) : null;
    }
}

/// <summary>The receipt's code, its value in EUR, and the entry of its arrival.</summary>
public sealed record RecordedReceipt(string Code, Money Eur, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
