using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

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
        if (command.FiscalYear < LedgerRules.FirstDate.Year || command.FiscalYear > LedgerRules.LastDate.Year || !ShortText.IsValid(command.Standard)) return new PolicyIsMalformed(command.FiscalYear);
        var question = await session.QuestionAsync("SELECT standard, treatment FROM recognition_policies WHERE fiscal_year = @year ORDER BY id DESC LIMIT 1", [("@year", command.FiscalYear)], cancel);
        if (await question.RowsAsync(row => (row.GetString(0), ClosedSet<ConditionalTreatment>.Of(row.GetString(1))), cancel) is [var known] && known == (command.Standard, command.Treatment)) return new SetPolicy(command.FiscalYear, IsRepeat: true);
        var others = await session.QuestionAsync(
            """
            SELECT COUNT(*) FROM agreements g WHERE g.signed_on BETWEEN @first AND @last AND g.treatment <> @treatment
            AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = g.entry_seq)
            """, [("@first", command.FiscalYear * 10000 + 101), ("@last", command.FiscalYear * 10000 + 1231), ("@treatment", ClosedSet<ConditionalTreatment>.Code(command.Treatment))], cancel);
        if (await others.NumberAsync(cancel) > 0) return new PolicyYearHasAgreements(command.FiscalYear);
        await session.RegisterAsync(new RecognitionPolicyRow
        {
            Id = await session.NextIdAsync(Registers.RecognitionPolicies, cancel), FiscalYear = command.FiscalYear,
            Standard = command.Standard, Treatment = command.Treatment, RecordedAt = session.Instant, ActorId = session.Actor.Id,
            ActorName = session.Actor.Name,
        }, cancel);
        return new SetPolicy(command.FiscalYear, IsRepeat: false);
    }, cancel);
}

/// <summary>The year whose policy stands.</summary>
public sealed record SetPolicy(int FiscalYear, bool IsRepeat) : IAnswer;

/// <summary>A version of a year's policy.</summary>
/// <param name="IsInForce">True for the newest version of its year.</param>
public sealed record RecognitionPolicy(int FiscalYear, string Standard, ConditionalTreatment Treatment, string ActorName, DateTimeOffset RecordedAt, bool IsInForce);

/// <summary>Reads the policies.</summary>
public static class RecognitionPolicies
{
    /// <summary>Every version, newest year and newest version first.</summary>
    public static Task<List<RecognitionPolicy>> ReadAsync(DbConnection connection, CancellationToken cancel = default) => connection.Command(null,
        "SELECT p.fiscal_year, p.standard, p.treatment, p.actor_name, p.recorded_at, CASE WHEN p.id = (SELECT MAX(x.id) FROM recognition_policies x WHERE x.fiscal_year = p.fiscal_year) THEN 1 ELSE 0 END FROM recognition_policies p ORDER BY p.fiscal_year DESC, p.id DESC")
        .RowsAsync(row => new RecognitionPolicy(row.GetInt32(0), row.GetString(1), ClosedSet<ConditionalTreatment>.Of(row.GetString(2)), row.GetString(3), row.Instant(4), row.GetInt32(5) == 1), cancel);
}
