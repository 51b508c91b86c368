using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Log;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Office.SystemPages;

/// <summary>Version, database, log, checks and outbox of this installation; parked messages are given another chance here.</summary>
[Needs(Operation.ReadSystem), Needs(Operation.ChangeSettings, "POST")]
public sealed class SystemPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SystemReader system, LastCheck last,
    OutboxList outbox, MailSettings mail, AuditLog audit) : FormPage(words, actor, reads)
{
    public SystemFacts Facts { get; private set; } = null!;

    /// <summary>The last run of the checks since this process started; null before the first.</summary>
    public CheckReport? LastCheck => last.Report;

    /// <summary>Sizes and counts grow with every fund's records: whoever may not read those learns no volume here either.</summary>
    public bool ShowsCounts => Acting.May(Operation.ReadJournal) && Acting.SeesEveryFund;

    /// <summary>True when mail leaves this installation.</summary>
    public bool HasMail => mail.Host.Length > 0;

    /// <summary>The heads the reader may see: of the protected log only whoever checks the books and may read what stands in them. A root
    /// changes with every act of the protected fund, and an administrator needs to know of none.</summary>
    public IReadOnlyList<KeptHead> Heads =>
        [.. Facts.Heads.Where(head => head.Head.Class.IsPublished() || (Acting.May(Operation.ReadChecks) && ShowsCounts))];

    /// <summary>How long this process has served.</summary>
    public TimeSpan Uptime => Reads.Clock.GetUtcNow() - Facts.StartedAt;

    public async Task OnGetAsync(CancellationToken cancel) => Facts = await system.ReadAsync(cancel);

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken cancel)
    {
        Accept();
        var id = Form.Text("message", 100);
        // Only what is an id reaches the database.
        if (Form.IsFaulty || !Guid.TryParse(id, out _)) return NotFound();
        var outcome = await outbox.RetryAsync(id, cancel);
        if (!outcome.IsRefused) await audit.NoteAsync(new AuditNote(Acting.Actor, AuditAct.MessageRetried, id), cancel);
        Facts = await system.ReadAsync(cancel);
        return Finish(outcome, _ => new Status("status.message_retried", "", null), _ => "/system") ?? Page();
    }
}
