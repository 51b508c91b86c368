using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.People;

public sealed record EmailIsNotAnAddress(string Email)
    : Refusal("email_is_not_an_address", $"'{Email}' is not an e-mail address. Give one like name@example.org.");

public sealed record EmailIsTaken(string Email)
    : Refusal("email_is_taken", $"Somebody signs in with '{Email}' already. Change that person's roles instead.");

public sealed record PersonNameIsMissing()
    : Refusal("person_name_is_missing", "A name is missing: it is printed on entries. Give 1 to 100 characters.");

public sealed record RolesDoNotGoTogether(string Roles)
    : Refusal("roles_do_not_go_together",
        $"Nobody may hold {Roles} together. A Recorder may hold one officer role; every other role stands alone.");

public sealed record RoleIsMissing()
    : Refusal("role_is_missing", "A role is missing: without one a person sees nothing. Give at least one.");

public sealed record DonorIsMissing()
    : Refusal("representative_donor_is_missing",
        "A State representative speaks for one donor. Give the donor's code, as the list of donors shows it.");

public sealed record DonorIsForRepresentatives()
    : Refusal("donor_is_for_representatives", "Only a State representative speaks for a donor. Leave the donor out, or give that role.");

public sealed record PersonIsUnknown(string Email)
    : Refusal("person_is_unknown", $"Nobody signs in with '{Email}'. Look at the list of people.");

public sealed record LastAdministrator()
    : Refusal("last_administrator", "This is the last administrator: nobody could let anybody in again. Make another administrator first.");

public sealed record RolesAreOnesOwn() : Refusal("roles_are_ones_own", "Nobody changes their own roles. Ask another administrator.");

public sealed record DelegationIsOver(DateTimeOffset Until)
    : Refusal("delegation_is_over", $"A role is lent until a day to come; {Until:yyyy-MM-dd HH:mm} UTC has passed. Give a later day.");

public sealed record RoleIsHeld(string Role)
    : Refusal("role_is_held", $"This person holds the role {Role} for good. There is nothing to lend.");

public sealed record PersonIsSwitchedOff()
    : Refusal("person_is_switched_off", "This person is switched off. Switch them on before you make a link.");

public sealed record RoleFundsAreMissing(string Role)
    : Refusal("role_funds_are_missing", $"For which funds is the role {Role}? Name at least one, or all of them.");

public sealed record RoleIsForEveryFund(string Role)
    : Refusal("role_is_for_every_fund", $"The role {Role} is for the whole house. Only recorders and officers are for named funds.");
