using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>The contacts of a donor: adds and erases them.</summary>
[Needs(Operation.ManageDonors, Subject = Subject.Donor)]
public sealed class ContactsPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DonorContacts contacts)
    : FormPage(words, actor, reads)
{
    public DonorStanding Donor { get; private set; } = null!;

    public IReadOnlyList<DonorContact> Contacts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var command = new DonorContacts.Command(code, Form.Text("name", 200), Form.Text("office", 200), Form.Text("address", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await contacts.AddAsync(command, Acting.Actor, cancel), _ => new Status("status.contact_added", code, null),
            _ => $"/donors/{code}/contacts") ?? Page();
    }

    public async Task<IActionResult> OnPostEraseAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var id = Form.Whole("id", 1, int.MaxValue);
        if (Form.IsFaulty) return Page();
        return Finish(await contacts.EraseAsync(code, id, Acting.Actor, cancel), _ => new Status("status.contact_erased", code, null),
            _ => $"/donors/{code}/contacts") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await DonorList.ReadAsync(connection, code, cancel: cancel) is not [var donor]) return false;
        (Donor, Contacts) = (donor, await DonorContacts.ReadAsync(connection, code, cancel));
        return true;
    }
}
