using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Invites somebody.</summary>
[Needs(Operation.ManagePeople)]
public sealed class NewPersonPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PeopleDirectory people,
    Invitations invitations, WebSettings settings) : FormPage(words, actor, reads)
{
    /// <summary>The funds that a role may be for.</summary>
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Funds = await RoleFields.FundsAsync(Reads, cancel);
        Propose("language", Words.Code);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Funds = await RoleFields.FundsAsync(Reads, cancel);
        Accept();
        var (name, email, language) = (Form.Text("name", 100), Form.Text("email", 200), Form.Choice("language", ["en", "fr"]));
        var (roles, donor) = (RoleFields.RolesIn(Form, Funds), Form.OptionalText("donor", 20));
        if (Form.IsFaulty) return Page();
        var added = await people.AddAsync(new NewPerson(email, name, language, roles, donor), Acting.Actor, cancel);
        if (!added.IsRefused) PersonPage.Show(TempData, settings, Request, await invitations.SendAsync(added.Value, isNew: true, cancel));
        return Finish(added, person => new Status("status.person_invited", person.Name, null), person => $"/people/{person.Id}",
            RoleFields.FieldOf) ?? Page();
    }
}

/// <summary>The fields for roles and the donor somebody speaks for, on both forms that have them. The donor is typed: administrators do not
/// read the list of donors.</summary>
public static class RoleFields
{
    /// <summary>Name of a role's checkbox.</summary>
    public static string NameOf(Role role) => $"role_{ClosedSet<Role>.Code(role)}";

    /// <summary>Name of the checkbox for every fund.</summary>
    public const string EveryFund = "fund_all";

    /// <summary>Name of a fund's checkbox.</summary>
    public static string NameOf(Fund fund) => $"fund_{fund.Code}";

    /// <summary>The funds that a role may be for.</summary>
    public static async Task<IReadOnlyList<Fund>> FundsAsync(LedgerReads reads, CancellationToken cancel) =>
        [.. (await reads.CatalogAsync(cancel)).Funds.Where(fund => !fund.IsUmbrella)];

    /// <summary>The roles ticked, those that carry funds with the funds ticked; a field that names no role is nothing.</summary>
    public static IReadOnlyList<GivenRole> RolesIn(Form form, IReadOnlyList<Fund> funds)
    {
        var ticked = form[EveryFund].Length > 0 ? FundsCovered.All
            : FundsCovered.Of(funds.Where(fund => form[NameOf(fund)].Length > 0).Select(fund => fund.Code));
        return [.. Enum.GetValues<Role>().Where(role => form[NameOf(role)].Length > 0)
            .Select(role => new GivenRole(role, AccessTable.CarryFunds.Contains(role) ? ticked : FundsCovered.All))];
    }

    /// <summary>A role as held, with its funds where it is not for every one.</summary>
    public static string InWords(PageLanguage words, HeldRole held) => held.Funds.IsAll ? words.Name("person_role", held.Role)
        : $"{words.Name("person_role", held.Role)} {words["admin.for_funds", string.Join(", ", held.Funds.Codes)]}";

    /// <summary>Ticks what somebody holds.</summary>
    public static void Tick(Form form, IEnumerable<HeldRole> held, IReadOnlyList<Fund> funds)
    {
        foreach (var role in held)
        {
            form[NameOf(role.Role)] = "yes";
            if (!AccessTable.CarryFunds.Contains(role.Role)) continue;
            if (role.Funds.IsAll) form[EveryFund] = "yes";
            foreach (var fund in funds.Where(fund => !role.Funds.IsAll && role.Funds.Covers(fund))) form[NameOf(fund)] = "yes";
        }
    }

    /// <summary>Beside which field a refusal stands.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        EmailIsNotAnAddress or EmailIsTaken => "email",
        PersonNameIsMissing => "name",
        DonorIsMissing or DonorIsForRepresentatives => "donor",
        RoleIsMissing or RolesDoNotGoTogether or LastAdministrator or RolesAreOnesOwn => "roles",
        RoleFundsAreMissing or RoleIsForEveryFund or FundIsUnknown => "funds",
        RoleIsHeld => "lent",
        DelegationIsOver => "until",
        _ => "",
    };
}
