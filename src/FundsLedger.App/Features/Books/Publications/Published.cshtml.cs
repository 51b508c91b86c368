using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Publication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>A protected fund as everybody may know it. The figures come from the publication store and from nothing else.</summary>
[Needs(Operation.ReadPublic)]
public sealed class PublishedPage(LedgerReads reads, PublicationStore store) : PageModel
{
    public Fund Fund { get; private set; } = null!;

    public IReadOnlyList<OutsideLine> Lines { get; private set; } = [];

    /// <summary>True where what was received is rounded somewhere.</summary>
    public bool IsReceivedRounded { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        // Which funds there are everybody may know, whatever their roles are for.
        if (PublicationOverview.FundsOf((await reads.Whole.CatalogAsync(cancel)).Funds).FirstOrDefault(fund => fund.Code == code)
            is not { } fund) return NotFound();
        Fund = fund;
        var blocks = await store.OfAsync(fund.Code, cancel);
        (Lines, IsReceivedRounded) = (OutsideAccount.Of(blocks, reads.Today), blocks.Any(block => block.IsReceivedRounded));
        return Page();
    }
}
