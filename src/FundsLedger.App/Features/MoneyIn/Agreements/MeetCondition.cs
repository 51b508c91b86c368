using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
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
    public sealed record Command(string Key, string Agreement, int Number, DateOnly Date, string Evidence, Rate? Rate = null);

    public Task<Outcome<MetCondition>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<MetCondition>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var agreement = await session.FindAgreementAsync(command.Agreement, cancel);
        var instalment = agreement is null ? null : (await session.InstalmentsAsync(agreement, cancel)).Find(found => found.Number == command.Number);
        if (Refuse(command, agreement, instalment, earlier.Count > 0) is { } refusal) return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        var lines = earlier.Count > 0 ? earlier[0].Lines : await LinesAsync(session, command, agreement!, instalment!, cancel);

        var posted = await session.PostAsync(new EntryDraft
        {
            Key = command.Key, Date = command.Date, Fund = session.Catalog.FundById(agreement!.FundId).Code, Kind = EntryKind.Agreement,
            Description = $"Condition of instalment {command.Number} of agreement {command.Agreement} met", SourceDocument = command.Evidence, Lines = lines,
        }, cancel);
        if (posted.IsRefused) return posted.Refusal;
        object?[] happened = [null, agreement.Code, command.Number, InstalmentEventKind.ConditionMet, command.Date, 0L, command.Evidence, posted.Value.Seq];
        return await session.RegisterOnceAsync(posted.Value, Registers.InstalmentEvents, happened, cancel) ? new MetCondition(agreement.Code, command.Number, posted.Value) : new KeyUsedForOtherInput(command.Key);
    }

    private static AgreementRefusal? Refuse(Command command, AgreementFact? agreement, InstalmentFact? instalment, bool isRepeat)
    {
        if (agreement is null) return new AgreementIsUnknown(command.Agreement);
        if (instalment is null) return new InstalmentIsUnknown(agreement.Code, command.Number);
        if (!instalment.HasCondition) return new InstalmentHasNoCondition(agreement.Code, command.Number);
        if (!PledgeFacts.IsShortText(command.Evidence)) return new AgreementTextIsMalformed("evidence");
        if (command.Date < agreement.SignedOn) return new AgreementDateIsTooEarly(agreement.Code, agreement.SignedOn);
        if (isRepeat) return null;
        if (instalment.IsRecognised) return new ConditionIsMetAlready(agreement.Code, command.Number);
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        if (instalment.Open.IsZero && instalment.Paid.IsZero) return new InstalmentHasNothingLeft(agreement.Code, command.Number);
        var needsRate = agreement.Treatment == ConditionalTreatment.WhenMet && agreement.Currency != Currency.Eur && !instalment.Open.IsZero;
        return needsRate && (command.Rate is not { } rate || rate.Source != agreement.Currency || rate.Target != Currency.Eur) ? new AgreementRateIsMissing(agreement.Currency.Code) : null;
    }

    private static async Task<LineDraft[]> LinesAsync(LedgerSession session, Command command, AgreementFact agreement, InstalmentFact instalment, CancellationToken cancel)
    {
        var about = agreement.About;
        var isDeferred = agreement.Treatment == ConditionalTreatment.Deferred;
        var lines = new List<LineDraft>();
        // What has arrived was withheld in 2100; what has not is deferred in 2110, or becomes receivable only now.
        if (!instalment.Paid.IsZero) lines.Add(await OutOfAsync("2100", instalment.Paid));
        if (!instalment.Open.IsZero && isDeferred) lines.Add(await OutOfAsync(Chart.DeferredUnpaid, instalment.Open));
        if (!instalment.Open.IsZero && !isDeferred) lines.Add(AgreementFacts.Line(Chart.Receivable, instalment.Open, agreement.Currency == Currency.Eur ? instalment.Open.Minor : instalment.Open.At(command.Rate!.Value).Minor, about));
        var (amount, eur) = (lines.Sum(line => line.Amount.Minor), lines.Sum(line => line.EurMinor ?? line.Amount.Minor));
        return [.. lines, AgreementFacts.Line(agreement.Income, new Money(-amount, agreement.Currency), -eur, about)];

        async Task<LineDraft> OutOfAsync(string account, Money amount)
        {
            var carried = await session.CarriedAsync(agreement, account, cancel);
            var withheld = new OpenPledge(-carried.Amount, -carried.EurMinor);
            return AgreementFacts.Line(account, amount, withheld.EurOf(amount), about);
        }
    }
}

/// <summary>The instalment, and the entry that recognised it.</summary>
public sealed record MetCondition(string Agreement, int Number, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
