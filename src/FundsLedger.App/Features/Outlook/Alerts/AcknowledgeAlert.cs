using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>Says that somebody has an alert in hand: the second address is not told any more unless it gets worse.</summary>
public sealed class AcknowledgeAlert(LedgerWriter writer)
{
    public async Task<Outcome<AlertNews>> RunAsync(string episode, string? note, Actor actor, CancellationToken cancel = default)
    {
        note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (note is not null && (note.Length > LedgerRules.LongestReference || LedgerRules.BrokenText(note) is not null))
            return new AlertNoteIsMalformed();
        await using var session = await writer.BeginAsync(actor, cancel);
        var book = await AlertBook.ReadAsync(session, cancel);
        if (book.States.FirstOrDefault(
            pair => pair.Value.IsOpen && book.EpisodeCode(session.Catalog, pair.Key) == episode) is not { Value: { } state,
                Key: var subject }) return new AlertIsNotOpen(episode);
        if (state.IsAcknowledged) return new AlertIsAcknowledged(episode);
        await RunAlerts.AddAsync(session, book, subject, AlertStep.Acknowledged, null, note, cancel);
        await session.CommitAsync(cancel);
        return new AlertNews(subject.Kind, subject.FundId is { } fund ? session.Catalog.FundById(fund) : null, state.Episode,
            AlertStep.Acknowledged, null, state.Since, null);
    }
}

/// <summary>Writes a new version of a rule; the one before stays in the books.</summary>
public sealed class ChangeAlertRule(LedgerWriter writer)
{
    /// <param name="fundCode">The fund; null for what concerns the books as a whole.</param>
    /// <param name="rule">What is watched from now on.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<AlertRule>> RunAsync(string? fundCode, AlertRule rule, Actor actor, CancellationToken cancel = default)
    {
        if (AlertRule.IsAboutBooks(rule.Kind) != fundCode is null) return new AlertFundIsWrong(rule.Kind);
        if (!rule.IsConsistent) return new AlertRuleIsInconsistent();
        await using var session = await writer.BeginAsync(actor, cancel);
        var fund = fundCode is null ? null : session.Catalog.Fund(fundCode);
        if (fundCode is not null && fund is null) return new FundIsUnknown(fundCode);
        if (fund is { IsUmbrella: true }) return new AlertFundIsWrong(rule.Kind);
        var book = await AlertBook.ReadAsync(session, cancel);
        if (book.RuleOf(new AlertSubject(rule.Kind, fund?.Id)) == rule) return rule;
        await session.RegisterAsync(new AlertRuleRow
        {
            Id = await session.NextIdAsync(Registers.AlertRules, cancel), FundId = fund?.Id,
            Kind = ClosedSet<AlertKind>.Code(rule.Kind), FiresAt = rule.FiresAt, ClearsBelow = rule.ClearsBelow,
            EscalatesAt = rule.EscalatesAt, PassOnAfterDays = rule.PassOnAfterDays, IsOn = rule.IsOn, RecordedAt = session.Instant,
            ActorId = actor.Id, ActorName = actor.Name,
        }, cancel);
        await session.CommitAsync(cancel);
        return rule;
    }
}
