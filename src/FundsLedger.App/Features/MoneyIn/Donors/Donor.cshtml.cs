using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>One donor: pledges, receipts, and the way to its statement.</summary>
[Needs(Operation.ReadDonors, Subject = Subject.Donor)]
public sealed class DonorPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public DonorStanding Donor { get; private set; } = null!;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Pledges { get; private set; } = [];

    public IReadOnlyList<ReceivedMoney> Receipts { get; private set; } = [];

    /// <summary>How it keeps what it promises; null where it promised the funds nothing.</summary>
    public KeptPledges? Kept { get; private set; }

    /// <summary>What is to be returned to it; empty for readers outside the Registry.</summary>
    public IReadOnlyList<WaitingReturn> Returns { get; private set; } = [];

    /// <summary>Whom to write to; empty for readers outside the Registry.</summary>
    public IReadOnlyList<DonorContact> Contacts { get; private set; } = [];

    /// <summary>True for readers who may see every donor: what the Registry thinks of a donor is not shown to the donor.</summary>
    public bool IsInside => actor.Reach(Operation.ReadDonors).OnlyDonors is null;

    public DateOnly Today => reads.Today;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (await DonorList.ReadAsync(connection, code, cancel: cancel) is not [var donor]) return NotFound();
        var catalog = await reads.CatalogAsync(connection, cancel);
        Donor = donor;
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella)];
        Pledges = await PledgeList.ReadAsync(connection, catalog, donor: code, cancel: cancel);
        Receipts = await ReceiptList.ReadAsync(connection, catalog, code, cancel: cancel);
        Kept = (await PledgeKeeping.ReadAsync(connection, catalog, new Moment(reads.Today), code, cancel: cancel)).FirstOrDefault();
        if (actor.May(Operation.ReadReturns))
            Returns = await ReturnList.ReadAsync(connection, catalog, code, reach: actor.Reach(Operation.ReadReturns), cancel: cancel);
        if (IsInside) Contacts = await DonorContacts.ReadAsync(connection, code, cancel);
        return Page();
    }
}
