using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>All offers and what was decided on them.</summary>
[Needs(Operation.ReadOffers)]
public sealed class OffersPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public IReadOnlyList<OfferStanding> Offers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Offers = await OfferList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
            reach: actor.Reach(Operation.ReadOffers), cancel: cancel);
    }
}
