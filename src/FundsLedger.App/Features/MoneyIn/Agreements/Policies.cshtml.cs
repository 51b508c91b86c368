using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>How agreements are recognised by the fiscal year of their signature, and the form that sets it.</summary>
[Needs(Operation.ReadSettings), Needs(Operation.ChangeSettings, "POST")]
public sealed class PoliciesPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SetRecognitionPolicy set)
    : FormPage(words, actor, reads)
{
    /// <summary>Newest first, replaced ones too.</summary>
    public IReadOnlyList<RecognitionPolicy> Policies { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Propose("year", Reads.Today.Year.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var command = new SetRecognitionPolicy.Command(Form.Whole("year", 1998, 2199), Form.Text("standard", 200),
            ClosedSet<ConditionalTreatment>.Find(Form.Choice("treatment", ClosedSet<ConditionalTreatment>.Codes)) ?? default);
        if (Form.IsFaulty) return Page();
        return Finish(await set.RunAsync(command, Acting.Actor, cancel),
            done => new Status("status.policy_set", Words.No(done.FiscalYear), null), _ => "/settings/recognition", _ => "standard")
                ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Policies = await RecognitionPolicies.ReadAsync(connection, cancel);
    }
}
