using System.Globalization;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Records that the condition of an instalment is met, with the evidence: from then on it is the fund's revenue.</summary>
public sealed class MeetCondition(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Agreement">Code of the agreement.</param>
    /// <param name="Number">The instalment, from 1.</param>
    /// <param name="Date">Day on which it was met.</param>
    /// <param name="Evidence">Where that is shown, e.g. a report's reference; 1 to 200 characters.</param>
    /// <param name="Rate">To EUR; needed for a foreign instalment that was left out of the books until now.</param>
    public sealed record Command(string Key, string Agreement, int Number, DateOnly Date, string Evidence, Rate? Rate = null)
    {
        /// <summary>The rate once more, where it is far from the table's.</summary>
        public Rate? RateAgain { get; init; }
    }

    public Task<Outcome<MetCondition>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<MetCondition>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var agreement = await session.FindAgreementAsync(command.Agreement, cancel);
        var instalment =
            agreement is null ? null : (await session.InstalmentsAsync(agreement, cancel)).Find(found => found.Number == command.Number);
        if (Refuse(command, agreement, instalment, earlier.Count > 0) is { } refusal)
            return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        if (earlier.Count == 0 && command.Rate is { } typed && Recognition.NeedsRate(agreement!, instalment!)
            && await RateJudge.JudgeAsync(session, typed, command.Date, command.Date, command.RateAgain, cancel) is { } far) return far;
        IReadOnlyList<LineDraft> lines = earlier.Count > 0 ? earlier[0].Lines : await LinesAsync();

        var posted = await session.PostAsync(new EntryDraft
        {
            Key = command.Key, Date = command.Date, Fund = session.Catalog.FundById(agreement!.FundId).Code, Kind = EntryKind.Agreement,
            Description = Descriptions.ConditionMet.Of(command.Number.ToString(CultureInfo.InvariantCulture), command.Agreement),
                SourceDocument = command.Evidence, Lines = lines,
        }, EntryRights.RaisesClaims, cancel);
        if (posted.IsRefused) return posted.Refusal;
        var happened = new InstalmentEventRow
        {
            Agreement = agreement.Code, Number = command.Number, Kind = InstalmentEventKind.ConditionMet, Date = command.Date,
            AmountMinor = 0L, Evidence = command.Evidence, EntrySeq = posted.Value.Seq,
        };
        return await session.RegisterOnceAsync(posted.Value, happened, cancel)
            ? new MetCondition(agreement.Code, command.Number, posted.Value) : new KeyUsedForOtherInput(command.Key);

        async Task<LineDraft[]> LinesAsync()
        {
            var carried = await session.CarriedAsync(agreement!, command.Date, cancel);
            return Recognition.OnConditionMet(agreement!, instalment!, -carried(Chart.Deferred), -carried(Chart.DeferredUnpaid),
                command.Rate);
        }
    }

    private static AgreementRefusal? Refuse(Command command, Agreement? agreement, Instalment? instalment, bool isRepeat)
    {
        if (agreement is null) return new AgreementIsUnknown(command.Agreement);
        if (instalment is null) return new InstalmentIsUnknown(agreement.Code, command.Number);
        if (!instalment.HasCondition) return new InstalmentHasNoCondition(agreement.Code, command.Number);
        if (!ShortText.IsValid(command.Evidence)) return new AgreementTextIsMalformed("evidence");
        if (command.Date < agreement.From) return new AgreementDateIsTooEarly(agreement.Code, agreement.From);
        if (isRepeat) return null;
        if (instalment.IsRecognised) return new ConditionIsMetAlready(agreement.Code, command.Number);
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        if (instalment.Open.IsZero && instalment.Paid.IsZero) return new InstalmentHasNothingLeft(agreement.Code, command.Number);
        return Recognition.NeedsRate(agreement, instalment)
            && (command.Rate is not { } rate || rate.Source != agreement.Currency || rate.Target != Currency.Eur)
            ? new AgreementRateIsMissing(agreement.Currency.Code) : null;
    }
}

/// <summary>The instalment, and the entry that recognised it.</summary>
public sealed record MetCondition(string Agreement, int Number, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
