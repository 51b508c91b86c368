using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>The form that records a new version of a donor's profile, and the one that asks for the mark for review to be lifted.</summary>
[Needs(Operation.ManageDonors, Subject = Subject.Donor)]
public sealed class ProfilePage(PageLanguage words, CurrentActor actor, LedgerReads reads, SetDonorProfile set)
    : FormPage(words, actor, reads)
{
    public DonorStanding Donor { get; private set; } = null!;

    /// <summary>Whose agency it can be: States and international organisations; none for a donor that is no agency.</summary>
    public IReadOnlyList<DonorStanding> Parents { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        ProposeWhatStands();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var underReview = Form.Choice("review", ["yes", "no"]) == "yes";
        var profile = new DonorProfile(Form["parent"].Length == 0 ? null : Form.Choice("parent", Parents.Select(parent => parent.Code)),
            Form.Choice("language", ["en", "fr"]), Form.Choice("confidential", ["yes", "no"]) == "yes", underReview,
            underReview ? Form.Text("why", 200) : Form.OptionalText("why", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await set.RunAsync(new(code, profile), Acting.Actor, cancel),
            done => new Status("status.profile_set", done.Donor, null), done => $"/donors/{done.Donor}",
            refusal => refusal switch { DonorParentIsWrong => "parent", DonorReasonIsMalformed => "why", ReviewIsLiftedByTwo => "review",
                _ => "" }) ?? Page();
    }

    public async Task<IActionResult> OnPostLiftAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var reason = Form.Text("reason", 200);
        if (!Form.IsFaulty
            && Finish(await set.AskToLiftAsync(Key, code, reason, Acting.Actor, cancel),
                asked => new Status("status.approval_asked", asked.Subject, null), asked => $"/approvals/{asked.Id}",
                refusal => refusal is DonorReasonIsMalformed ? "reason" : "") is { } led) return led;
        ProposeWhatStands();
        return Page();
    }

    private void ProposeWhatStands()
    {
        var profile = Donor.Profile;
        Propose("parent", profile.Parent);
        Propose("language", profile.Language);
        Propose("confidential", profile.IsConfidential ? "yes" : "no");
        Propose("review", profile.IsUnderReview ? "yes" : "no");
        Propose("why", profile.ReviewReason);
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await DonorList.ReadAsync(connection, code, cancel: cancel) is not [var donor]) return false;
        Donor = donor;
        if (donor.Type == DonorType.Agency)
            Parents = (await DonorList.ReadAsync(connection, cancel: cancel)).FindAll(
                one => one.Type is DonorType.State or DonorType.InternationalOrganisation);
        return true;
    }
}
