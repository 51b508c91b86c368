using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>What was published of protected funds, what the Court published itself, and what speaks against more.</summary>
[Needs(Operation.ReadPublications)]
public sealed class PublicationsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    internal IReadOnlyList<PublicationOverview> Funds { get; private set; } = [];

    /// <summary>May draw up another one.</summary>
    public bool MayDraft => actor.May(Operation.DraftPublications);

    public async Task OnGetAsync(CancellationToken cancel) => Funds = await PublicationOverview.ReadAsync(reads, actor, cancel);
}
