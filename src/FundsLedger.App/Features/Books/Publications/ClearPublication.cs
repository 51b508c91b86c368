using System.Globalization;
using System.Text.Json;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Publication;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>Clears figures of a protected fund for publication: drawn up by one person, then looked at by a certifying and an approving
/// officer side by side, neither of whom learns what the other said before both have. With the second yes it is published, for
/// ever.</summary>
public sealed class ClearPublication(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Fund">Code of a protected fund.</param>
    /// <param name="FirstYear">First fiscal year of the block.</param>
    /// <param name="LastYear">Last one, included.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Fund, int FirstYear, int LastYear, string Reason);

    /// <summary>What the officers sign: every figure that will be read.</summary>
    internal sealed record Input(string Fund, string FirstYear, string LastYear, string Contributions, string Spent, string Balance,
        string Step, string Official, string Reason)
    {
        public static Input Of(PublicationPlan plan, string reason) => new(plan.Fund.Code, Links.Number(plan.Block.From),
            Links.Number(plan.Block.To), Text(plan.ReceivedEur), Text(plan.Block.SpentEur), Text(plan.ClosingEur),
            Text(plan.Block.StepEur), plan.Block.IsOfficial ? "yes" : "no", reason);

        private static string Text(long cents) => Money.Eur(cents).ToDecimalString();
    }

    /// <summary>What is done when both officers have cleared it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.ClearPublication, fund => $"/publications?fund={fund}", PublishAsync)
    {
        Plan = SigningPlan.SideBySide(SigningStep.Draft, SigningStep.Certify, SigningStep.Approve),
        NeedOf = step => step switch
        {
            SigningStep.Certify => Operation.CertifyPublications,
            SigningStep.Approve => Operation.ApprovePublications,
            _ => Operation.DraftPublications,
        },
        DetailsAsync = DetailsAsync,
    };

    /// <summary>Asks. What the audit finds is refused at once.</summary>
    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => RequestAsync(session, command, cancel), cancel);

    /// <summary>Records the request within the caller's transaction.</summary>
    internal static async Task<Outcome<AskedApproval>> RequestAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        if (await session.AskedInputAsync<Input>(command.Key, Act, cancel) is { } known)
            return await session.AskAsync(command.Key, Act, command.Fund, known with { Fund = command.Fund,
                FirstYear = Links.Number(command.FirstYear), LastYear = Links.Number(command.LastYear), Reason = command.Reason },
                command.Reason, cancel);
        var plan = await PlanAsync(session, command.Fund, command.FirstYear, command.LastYear, cancel);
        if (plan.IsRefused) return plan.Refusal;
        if (!ShortText.IsValid(command.Reason)) return new PublicationReasonIsMissing();
        if (!plan.Value.Audit.IsClear) return new PublicationIsNotSafe(plan.Value.Audit.Findings);
        return await session.AskAsync(command.Key, Act, plan.Value.Fund.Code, Input.Of(plan.Value, command.Reason), command.Reason, cancel);
    }

    /// <summary>What would be published, worked out without writing anything.</summary>
    public static async Task<Outcome<PublicationPlan>> PreviewAsync(LedgerReads reads, string fund, int from, int to,
        CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        return await PlanAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), catalog, reads.Today,
            fund, from, to, cancel);
    }

    private static Task<Outcome<PublicationPlan>> PlanAsync(LedgerSession session, string fund, int from, int to,
        CancellationToken cancel) => PlanAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), session.Catalog,
            DateOnly.FromDateTime(session.Instant.UtcDateTime), fund, from, to, cancel);

    private static async Task<Outcome<PublicationPlan>> PlanAsync(Ask ask, LedgerCatalog catalog, DateOnly today, string code, int from,
        int to, CancellationToken cancel)
    {
        if (catalog.Fund(code) is not { IsUmbrella: false } fund) return new FundIsUnknown(code);
        if (Disclosure.For(Reader.Outside, fund).ShowsFigures) return new PublicationFundIsOpen(fund.Code);
        return PublicationPlan.Of(await PublicationFacts.ReadAsync(ask, fund, cancel), fund, from, to, today,
            catalog.ClosedThrough(fund.Id));
    }

    private static async Task<Outcome<DoneAct>> PublishAsync(LedgerSession session, string key, ApprovalStanding asked,
        CancellationToken cancel)
    {
        var signed = asked.Read<Input>();
        var plan = await PlanAsync(session, signed.Fund, int.Parse(signed.FirstYear, CultureInfo.InvariantCulture),
            int.Parse(signed.LastYear, CultureInfo.InvariantCulture), cancel);
        if (plan.IsRefused) return plan.Refusal;
        if (Input.Of(plan.Value, signed.Reason) != signed) return new PublicationHasChanged();
        if (!plan.Value.Audit.IsClear) return new PublicationIsNotSafe(plan.Value.Audit.Findings);
        var (block, id) = (plan.Value.Block, await session.NextIdAsync(Registers.Publications, cancel));
        await session.RegisterAsync(new PublicationRow
        {
            Id = id, Fund = plan.Value.Fund.Code, FirstYear = block.From, LastYear = block.To, ReceivedEur = plan.Value.ReceivedEur,
            IsReceivedRounded = plan.Value.IsReceivedRounded, SpentEur = block.SpentEur, TotalEur = block.TotalEur,
            ClosingEur = plan.Value.ClosingEur, StepEur = block.StepEur, IsOfficial = block.IsOfficial,
            PublishedOn = DateOnly.FromDateTime(session.Instant.UtcDateTime), RecordedAt = session.Instant,
        }, cancel);
        await session.RegisterAsync(new PublicationAuditRow
        {
            Id = await session.NextIdAsync(Registers.PublicationAudits, cancel), FundId = plan.Value.Fund.Id, Publication = id,
            Request = asked.Id, Version = AuditResult.Version,
            KnownSeq = await (await session.WholeQuestionAsync("SELECT COALESCE(MAX(seq), 0) FROM entries", [], cancel))
                .NumberAsync(cancel),
            Result = JsonSerializer.Serialize(new { rule = PublicationRule.Standard, lines = plan.Value.Audit.Lines }, SigningBook.Json),
            RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new DoneAct(null);
    }

    private static Task<IReadOnlyList<ActDetail>> DetailsAsync(LedgerReads reads, ApprovalStanding asked, CancellationToken cancel)
    {
        var signed = asked.Read<Input>();
        return Task.FromResult<IReadOnlyList<ActDetail>>([new ActDetail("publication.learned", words => words["publication.see_learned"],
            $"/publications/new?fund={signed.Fund}&first_year={signed.FirstYear}&last_year={signed.LastYear}",
            Operation.ReadPublications)]);
    }
}
