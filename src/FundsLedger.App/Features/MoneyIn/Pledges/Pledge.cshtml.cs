using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>One pledge: where it stands and how it came there.</summary>
[Needs(Operation.ReadPledges, Subject = Subject.Pledge)]
public sealed class PledgePage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public PledgeStanding Pledge { get; private set; } = null!;

    public IReadOnlyList<PledgeStep> Steps { get; private set; } = [];

    public IReadOnlyList<ReceivedMoney> Receipts { get; private set; } = [];

    public DateOnly Today => reads.Today;

    public bool MayManage => actor.May(Operation.ManagePledges);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await PledgeList.ReadAsync(connection, catalog, code, reach: actor.Reach(Operation.ReadPledges),
            cancel: cancel) is not [var pledge]) return NotFound();
        Pledge = pledge;
        Steps = await PledgeTimeline.ReadAsync(connection, catalog, code, cancel);
        Receipts =
            await ReceiptList.ReadAsync(connection, catalog, pledge: code, reach: actor.Reach(Operation.ReadReceipts), cancel: cancel);
        return Page();
    }
}
