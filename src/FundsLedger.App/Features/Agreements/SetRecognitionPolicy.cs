using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Agreements;

/// <summary>Sets how agreements signed in a fiscal year are recognised. What was signed before keeps the policy it was recorded under.</summary>
public sealed class SetRecognitionPolicy(LedgerWriter writer)
{
    /// <summary>Its content is its key: what equals the newest version of the year is a repeat.</summary>
    /// <param name="FiscalYear">The calendar year.</param>
    /// <param name="Standard">E.g. <c>IPSAS 47</c>.</param>
    /// <param name="Treatment">What conditional instalments are on signature.</param>
    public sealed record Command(int FiscalYear, string Standard, ConditionalTreatment Treatment);

    public Task<Outcome<SetPolicy>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) => writer.InOneTransactionAsync<SetPolicy>(actor, async session =>
    {
        if (command.FiscalYear < LedgerRules.FirstDate.Year || command.FiscalYear > LedgerRules.LastDate.Year || !PledgeFacts.IsShortText(command.Standard)) return new PolicyIsMalformed(command.FiscalYear);
        var question = await session.QuestionAsync("SELECT standard, treatment FROM recognition_policies WHERE fiscal_year = @year ORDER BY id DESC LIMIT 1", [("@year", command.FiscalYear)], cancel);
        if (await question.RowsAsync(row => (row.GetString(0), ClosedSet<ConditionalTreatment>.Of(row.GetString(1))), cancel) is [var known] && known == (command.Standard, command.Treatment)) return new SetPolicy(command.FiscalYear, IsRepeat: true);
        await session.RegisterAsync(Registers.RecognitionPolicies,
            [await session.NextIdAsync(Registers.RecognitionPolicies, cancel), command.FiscalYear, command.Standard, command.Treatment, session.RecordedAt, session.Actor.Id, session.Actor.Name], cancel);
        return new SetPolicy(command.FiscalYear, IsRepeat: false);
    }, cancel);
}

/// <summary>The year whose policy stands.</summary>
public sealed record SetPolicy(int FiscalYear, bool IsRepeat) : IAnswer;
