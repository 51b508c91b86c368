using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>The form that adds a donor.</summary>
[Needs(Operation.ManageDonors)]
public sealed class AddPage(PageLanguage words, CurrentActor actor, LedgerReads reads, AddDonor add, BooksInfo books)
    : FormPage(words, actor, reads)
{
    public void OnGet()
    {
        Begin();
        Propose("language", Words.Code);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Accept();
        var type = ClosedSet<DonorType>.Find(Form.Choice("type", ClosedSet<DonorType>.Codes));
        // Whatever is typed into a demonstration is made up.
        var command = new AddDonor.Command(Form.Text("code", 20).ToUpperInvariant(), Form.Text("name", 200), type ?? default,
            Form.Choice("language", ["en", "fr"]), books.IsDemo);
        if (Form.IsFaulty) return Page();
        var outcome = await add.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, donor => new Status("status.donor_added", donor.Code, null), donor => $"/donors/{donor.Code}",
            refusal => refusal switch { DonorCodeIsTaken or DonorCodeIsMalformed => "code", DonorNameIsMalformed => "name", _ => "" })
            ?? Page();
    }
}
