using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace FundsLedger.App.Features.Office.People;

/// <summary>One person: roles, delegated roles, sessions, and the acts of an administrator.</summary>
[Needs(Operation.ReadPeople), Needs(Operation.ManagePeople, "POST")]
public sealed class PersonPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PeopleDirectory people, Sessions sessions,
    Invitations invitations, WebSettings settings) : FormPage(words, actor, reads)
{
    private const string LinkBox = "person-link";

    public PersonLine Line { get; private set; } = null!;

    public DateTimeOffset Now => Reads.Clock.GetUtcNow();

    public IReadOnlyList<SessionLine> Sessions { get; private set; } = [];

    /// <summary>The funds that a role may be for.</summary>
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    /// <summary>Roles of others that could be delegated, as <c>role:person</c> and in words.</summary>
    public IReadOnlyList<(string Value, string Text)> Lendable { get; private set; } = [];

    /// <summary>The address at which the person chooses a password: shown once, after it was made.</summary>
    public string? Link { get; private set; }

    /// <summary>True for the reader's own page, on which they can do nothing: nobody changes their own roles, and the rest stands in their
    /// own account.</summary>
    public bool IsOneself => Line.Id == Acting.Actor.Id;

    public async Task<IActionResult> OnGetAsync([FromRoute] string id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Link = Acting.May(Operation.ManagePeople) ? TempData[LinkBox] as string : null;
        RoleFields.Tick(Form, Line.Roles.Where(role => role.DelegatedBy is null), Funds);
        Propose("donor", Line.Donor);
        return Page();
    }

    public async Task<IActionResult> OnPostRolesAsync([FromRoute] string id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        var (roles, donor) = (RoleFields.RolesIn(Form, Funds), Form.OptionalText("donor", 20));
        return Form.IsFaulty ? Page() : Ended(await people.SetRolesAsync(id, roles, donor, Acting.Actor, cancel), "status.roles_set");
    }

    public async Task<IActionResult> OnPostLendAsync([FromRoute] string id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        var (lent, until) = (Form.Choice("lent", Lendable.Select(choice => choice.Value)), Form.Date("until"));
        if (Form.IsFaulty) return Page();
        var (role, lender) =
            (ClosedSet<Role>.Of(lent.Split(':')[0]), (await people.ListAsync(cancel)).Single(line => line.Id == lent.Split(':')[1]));
        // Through the last day, midnight to midnight UTC.
        var end = until == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(until.AddDays(1), default, TimeSpan.Zero);
        return Ended(
            await people.DelegateAsync(id, new GivenRole(role, lender.Roles.Single(own => own.Role == role).Funds), lender.Name, end,
                Acting.Actor, cancel), "status.role_lent");
    }

    public async Task<IActionResult> OnPostTakeBackAsync([FromRoute] string id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        // Only a delegated role; one's own go through the rules of the form above.
        if (Line.Roles.FirstOrDefault(
            role => role.DelegatedBy is not null && ClosedSet<Role>.Code(role.Role) == Form["role"]) is not { } lent) return NotFound();
        await people.TakeRoleAsync(id, lent.Role, Acting.Actor, cancel);
        return Said("status.role_taken_back");
    }

    public async Task<IActionResult> OnPostSwitchAsync([FromRoute] string id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        var isOff = Form.Choice("to", ["off", "on"]) == "off";
        return Form.IsFaulty ? Page()
            : Ended(await people.SwitchAsync(id, isOff, Acting.Actor, cancel), isOff ? "status.person_off" : "status.person_on");
    }

    public async Task<IActionResult> OnPostLinkAsync([FromRoute] string id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var made = await people.RenewLinkAsync(id, Acting.Actor, cancel);
        if (!made.IsRefused) Show(TempData, settings, Request, await invitations.SendAsync(made.Value, isNew: false, cancel));
        return Ended(made, "status.link_made");
    }

    public async Task<IActionResult> OnPostSignOutAsync([FromRoute] string id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Ended(await people.SignOutAsync(id, Acting.Actor, cancel), "status.signed_out_everywhere")
            : NotFound();

    /// <summary>Keeps a link for the one page that shows it; the box is an encrypted cookie that the page empties.</summary>
    public static void Show(ITempDataDictionary box, WebSettings settings, HttpRequest request, string? link) =>
        box[LinkBox] = link is null ? null
            : (settings.PublicUrl.Length > 0 ? settings.PublicUrl.TrimEnd('/') : $"{request.Scheme}://{request.Host}") + link;

    /// <summary>The last day on which something counts that ends at an instant, exclusive.</summary>
    public static DateOnly LastDay(DateTimeOffset until) => DateOnly.FromDateTime(until.UtcDateTime.AddTicks(-1));

    /// <summary>The colour of a state, which only repeats its word.</summary>
    public static string Mark(PersonState state) =>
        state switch { PersonState.Active => "mark-good", PersonState.Disabled => "mark-bad", _ => "mark-plain" };

    private IActionResult Ended<T>(Outcome<T> outcome, string said) =>
        Finish(outcome, _ => new Status(said, Line.Name, null), _ => $"/people/{Line.Id}", RoleFields.FieldOf) ?? Page();

    private LocalRedirectResult Said(string key)
    {
        new Status(key, Line.Name, null).Leave(TempData);
        return LocalRedirect($"/people/{Line.Id}");
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancel)
    {
        var all = await people.ListAsync(cancel);
        if (all.Find(line => line.Id == id) is not { } found) return false;
        (Line, Funds) = (found, await RoleFields.FundsAsync(Reads, cancel));
        Lendable = [.. all.Where(line => line.Id != id && !line.IsDisabled)
            .SelectMany(
                line =>
                    line.Roles.Where(role => role.DelegatedBy is null)
                        .Select(
                            role =>
                                ($"{ClosedSet<Role>.Code(role.Role)}:{line.Id}",
                                    $"{Words.Name("person_role", role.Role)} – {line.Name}")))];
        Sessions = await sessions.ListAsync(id, cancel);
        return true;
    }
}
