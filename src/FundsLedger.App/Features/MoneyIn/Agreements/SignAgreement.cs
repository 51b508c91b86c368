using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Records a signed agreement. What depends on nothing is receivable and revenue on signature; conditional instalments are
/// deferred, or left out until met, as the fiscal year's policy says.</summary>
public sealed class SignAgreement(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Donor">Code of the donor.</param>
    /// <param name="Pledge">The pledge it makes binding; null announces one in the same transaction.</param>
    /// <param name="Fund">The fund it is for.</param>
    /// <param name="SignedOn">Day of the last signature.</param>
    /// <param name="Amount">The cap, in the donor's currency: the legal amount.</param>
    /// <param name="Rate">To EUR on that day; needed where the currency is not EUR.</param>
    /// <param name="Instalments">In order; they sum to the amount.</param>
    /// <param name="Earmark">What it may be used for, where that is narrower than the fund.</param>
    /// <param name="Reporting">What is to be reported, and when.</param>
    /// <param name="NoticeDays">Days of notice before the donor may end it.</param>
    /// <param name="ReturnsBalance">True where the unspent balance is to be returned.</param>
    /// <param name="Reference">Its reference.</param>
    /// <param name="RateAgain">The rate once more, where it is far from the table's.</param>
    public sealed record Command(string Key, string Donor, string? Pledge, string Fund, DateOnly SignedOn, Money Amount, Rate? Rate,
        IReadOnlyList<InstalmentTerm> Instalments,
        string? Earmark = null, string? Reporting = null, int? NoticeDays = null, bool ReturnsBalance = false, string? Reference = null,
            Rate? RateAgain = null)
    {
        /// <summary>The day on which an agreement in force is brought from older books, with what is still open of it; null for one that is
        /// signed now. It is no revenue.</summary>
        public DateOnly? OpeningOn { get; init; }

        /// <summary>The share of programme support in what is charged under it, in hundredths of a per cent, from the day on which it
        /// enters the books; null where nothing was agreed.</summary>
        public int? Support { get; init; }

        /// <summary>Day of its entries.</summary>
        internal DateOnly On => OpeningOn ?? SignedOn;
    }

    public Task<Outcome<SignedAgreement>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<SignedAgreement>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        if (Refuse(command, await session.RefreshCatalogAsync(cancel)) is { } refusal)
            return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        if (earlier.Count == 0 && command.Rate is { } typed && command.Amount.Currency != Currency.Eur
            && await RateJudge.JudgeAsync(session, typed, command.On, command.On, command.RateAgain, cancel) is { } far) return far;
        var fund = session.Catalog.Fund(command.Fund)!;
        var pledged = await PledgeAsync(session, command, cancel);
        if (pledged.IsRefused) return pledged.Refusal;
        var pledge = pledged.Value;
        if (pledge.Donor != command.Donor || pledge.Currency != command.Amount.Currency)
            return earlier.Count == 0 ? new AgreementPledgeIsOther(pledge.Code) : new KeyUsedForOtherInput(command.Key);
        if (command.On < pledge.AnnouncedOn) return new PledgeDateIsTooEarly(pledge.Code, pledge.AnnouncedOn);
        var open = (await session.OpenByStageAsync(fund, pledge, cancel)).UnderNoAgreement();
        if (earlier.Count == 0 && open.Total(pledge.Currency).Amount is var most
            && most < command.Amount) return new AgreementIsAbovePledge(pledge.Code, fund.Code, most.ToString());

        var code = earlier.Count > 0 ? earlier[0].Lines[0].Dimensions?.Agreement ?? ""
            : await session.NextCodeAsync(Registers.Agreements, command.Donor, "A", command.SignedOn.Year, cancel);
        var about = new Dimensions(Donor: command.Donor, Pledge: pledge.Code, Agreement: code);
        IReadOnlyList<LineDraft> moved = earlier.Count > 0 ? earlier[0].Lines
            : ContributionLines.MoveParts(open.Take(command.Amount), _ => Chart.PledgesSigned, about);
        if (moved.Where(line => line.Amount.IsNegative).Sum(line => line.Amount.Minor) != -command.Amount.Minor)
            return new KeyUsedForOtherInput(command.Key);
        var posted = await session.PostAsync(Draft(command, command.Key, moved), cancel);
        if (posted.IsRefused) return posted.Refusal;
        var treatment = earlier.Count > 0 && await session.FindAgreementAsync(code, cancel) is { } known ? known.Treatment
            : await session.TreatmentAsync(command.SignedOn.Year, cancel);
        var type = await session.FindDonorTypeAsync(command.Donor, cancel) ?? DonorType.State;
        var agreement = new Agreement(code, command.Donor, type, pledge.Code, fund.Id, command.SignedOn, command.Amount, treatment,
            command.ReturnsBalance, IsClosed: false) { From = command.On };
        var conditional = command.Amount with { Minor = command.Instalments.Where(term => term.Condition is not null)
            .Sum(term => term.Amount.Minor) };
        if (Recognition.OnSignature(agreement, conditional,
            (command.Rate is { } rate && command.Amount.Currency != Currency.Eur ? command.Amount.At(rate) : command.Amount)
            .Minor, command.OpeningOn is not null) is { Length: > 0 } lines)
        {
            var recognised = await session.PostAsync(Draft(command, command.Key + "/2", lines), EntryRights.RaisesClaims, cancel);
            if (recognised.IsRefused) return recognised.Refusal;
        }
        var row = new AgreementRow
        {
            Code = code, Donor = command.Donor, Pledge = pledge.Code, FundId = fund.Id, SignedOn = command.SignedOn,
            Currency = command.Amount.Currency.Code, AmountMinor = command.Amount.Minor,
            RateBillionths = command.Rate?.Billionths ?? Rate.Scale, Treatment = treatment, Earmark = command.Earmark,
            Reporting = command.Reporting, NoticeDays = command.NoticeDays, ReturnsBalance = command.ReturnsBalance,
            Reference = command.Reference, RecordedAt = session.Instant, EntrySeq = posted.Value.Seq,
        };
        if (!await session.RegisterOnceAsync(posted.Value, row, cancel)) return new KeyUsedForOtherInput(command.Key);
        if (posted.Value.IsRepeat)
            return await HasTermsAsync(session, command, code, cancel) ? new SignedAgreement(code, pledge.Code, posted.Value)
                : new KeyUsedForOtherInput(command.Key);
        await RegisterTermsAsync(session, command, code, pledge.Code, fund, posted.Value.Seq, cancel);
        if (command.Support is { } share)
            await SetSupportShare.RegisterAsync(session, new(code, share, command.On, command.Reference), cancel);
        return new SignedAgreement(code, pledge.Code, posted.Value);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog)
    {
        if (catalog.Fund(command.Fund) is not { IsUmbrella: false }) return new FundIsUnknown(command.Fund);
        if (!catalog.HasDonor(command.Donor)) return new AgreementDonorIsUnknown(command.Donor);
        if (command.Amount.Minor <= 0) return new AgreementAmountIsNotPositive(command.Amount.ToString());
        if (command.Amount.Minor > Money.LargestMinor) return new AmountIsTooLarge(1);
        var currency = command.Amount.Currency;
        if (currency != Currency.Eur && (command.Rate is not { } rate || rate.Source != currency || rate.Target != Currency.Eur))
            return new AgreementRateIsMissing(currency.Code);
        foreach (var (field, text) in ((string, string?)[])[("earmark", command.Earmark), ("reporting duty", command.Reporting),
            ("reference", command.Reference), .. command.Instalments.Select(term => ("condition", term.Condition))])
            if (text is not null && !ShortText.IsValid(text)) return new AgreementTextIsMalformed(field);
        if (command.OpeningOn is { } opening && opening < command.SignedOn)
            return new AgreementOpensBeforeSignature(opening, command.SignedOn);
        if (command.Support is { } share && !SupportShare.IsPossible(share)) return new SupportShareIsOutOfRange();
        if (command.NoticeDays is < 0 or > 3660) return new AgreementTextIsMalformed("notice period");
        return InstalmentPlan.Refuse(command.Instalments, command.Amount, command.SignedOn);
    }

    /// <summary>The pledge it is about: the one named, or one announced with it.</summary>
    private static async Task<Outcome<PledgeFact>> PledgeAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        if (command.Pledge is { } named)
            return await session.FindPledgeAsync(named, cancel) is { } found ? found : new PledgeIsUnknown(named);
        var announced = await AnnouncePledge.ApplyAsync(session,
            new(command.Key + "/pledge", command.Donor, command.On, command.Amount, command.Rate,
            Descriptions.AnnouncedWithAgreement.Of(), command.Reference, command.Fund,
                command.Instalments[0].DueOn) { RateAgain = command.RateAgain }, cancel);
        return announced.IsRefused ? announced.Refusal : (await session.FindPledgeAsync(announced.Value.Code, cancel))!;
    }

    private static EntryDraft Draft(Command command, string key, IReadOnlyList<LineDraft> lines) => new()
    {
        Key = key, Date = command.On, Fund = command.Fund, Kind = command.OpeningOn is null ? EntryKind.Agreement : EntryKind.Opening,
            Description = Descriptions.AgreementSigned.Of(command.Donor), Reference = command.Reference, Lines = lines,
    };

    private static async Task RegisterTermsAsync(LedgerSession session, Command command, string code, string pledge, Fund fund, long seq,
        CancellationToken cancel)
    {
        await session.RegisterAsync(new PledgeEventRow
        {
            Id = await session.NextIdAsync(Registers.PledgeEvents, cancel), Pledge = pledge, Kind = PledgeEventKind.AgreementSigned,
            Date = command.On, AmountMinor = command.Amount.Minor, FundId = fund.Id, ExpectedOn = command.Instalments[^1].DueOn,
            EntrySeq = seq,
        }, cancel);
        var (term, happened) =
            (await session.NextIdAsync(Registers.Instalments, cancel), await session.NextIdAsync(Registers.InstalmentEvents, cancel));
        foreach (var (index, agreed) in command.Instalments.Index())
        {
            await session.RegisterAsync(new InstalmentRow
            {
                Id = term + index, Agreement = code, Number = index + 1, DueOn = agreed.DueOn, Condition = agreed.Condition,
            }, cancel);
            await session.RegisterAsync(new InstalmentEventRow
            {
                Id = happened + index, Agreement = code, Number = index + 1, Kind = InstalmentEventKind.Scheduled,
                Date = command.On, AmountMinor = agreed.Amount.Minor, EntrySeq = seq,
            }, cancel);
        }
    }

    /// <summary>The share that was set with the signature; one that was set later is none of its terms.</summary>
    private static async Task<int?> FirstSupportAsync(LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT s.hundredths FROM support_shares s JOIN agreements g ON g.code = s.agreement AND g.recorded_at = s.recorded_at "
                + "WHERE s.agreement = @code", [("@code", code)], cancel);
        return await question.RowsAsync(row => row.GetInt32(0), cancel) is [var share] ? share : null;
    }

    private static async Task<bool> HasTermsAsync(LedgerSession session, Command command, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT i.due_on, i.condition, v.amount_minor FROM instalments i JOIN instalment_events v ON v.agreement = i.agreement AND "
                + "v.number = i.number AND v.kind = 'scheduled' WHERE i.agreement = @code ORDER BY i.number", [("@code", code)], cancel);
        var terms = await question.RowsAsync(
            row => new InstalmentTerm(row.Date(0), command.Amount with { Minor = row.GetInt64(2) }, row.TextOrNull(1)), cancel);
        return terms.SequenceEqual(command.Instalments) && await FirstSupportAsync(session, code, cancel) == command.Support;
    }
}

/// <summary>The agreement's code, its pledge, and the entry that made the pledge binding.</summary>
public sealed record SignedAgreement(string Code, string Pledge, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
