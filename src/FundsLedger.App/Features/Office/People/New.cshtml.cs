using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Invites somebody.</summary>
[Needs(Operation.ManagePeople)]
public sealed class NewPersonPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PeopleDirectory people, Invitations invitations, WebSettings settings) : FormPage(words, actor, reads)
{
    public void OnGet() => Propose("language", Words.Code);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Accept();
        var (name, email, language) = (Form.Text("name", 100), Form.Text("email", 200), Form.Choice("language", ["en", "fr"]));
        var (roles, donor) = (RoleFields.RolesIn(Form), Form.OptionalText("donor", 20));
        if (Form.IsFaulty) return Page();
        var added = await people.AddAsync(new NewPerson(email, name, language, roles, donor), Acting.Actor, cancel);
        if (!added.IsRefused) PersonPage.Show(TempData, settings, Request, await invitations.SendAsync(added.Value, isNew: true, cancel));
        return Finish(added, person => new Status("status.person_invited", person.Name, null), person => $"/people/{person.Id}", RoleFields.FieldOf) ?? Page();
    }
}

/// <summary>The fields for roles and the donor somebody speaks for, on both forms that have them. The donor is typed: administrators do not read the list of donors.</summary>
public static class RoleFields
{
    /// <summary>Name of a role's checkbox.</summary>
    public static string NameOf(Role role) => $"role_{ClosedSet<Role>.Code(role)}";

    /// <summary>The roles ticked; a field that names no role is nothing.</summary>
    public static IReadOnlyList<Role> RolesIn(Form form) => [.. Enum.GetValues<Role>().Where(role => form[NameOf(role)].Length > 0)];

    /// <summary>Beside which field a refusal stands.</summary>
    public static string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "email_is_not_an_address" or "email_is_taken" => "email",
        "person_name_is_missing" => "name",
        "representative_donor_is_missing" or "donor_is_for_representatives" => "donor",
        "role_is_missing" or "roles_do_not_go_together" or "last_administrator" or "roles_are_ones_own" => "roles",
        "role_is_held" => "lent",
        "delegation_is_over" => "until",
        _ => "",
    };
}
