using System.Data.Common;
using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Letters;
using Microsoft.AspNetCore.Identity;
using MailAddress = System.Net.Mail.MailAddress;

namespace FundsLedger.App.Features.Office.People;

/// <summary>A role as held.</summary>
/// <param name="Role">Which.</param>
/// <param name="Until">When it runs out, exclusive; null when it stays.</param>
/// <param name="DelegatedBy">Name of whoever delegated it; null when it is the person's own.</param>
/// <param name="Funds">The funds it is for.</param>
public sealed record HeldRole(Role Role, DateTimeOffset? Until, string? DelegatedBy, FundsCovered Funds);

/// <summary>A role as it is given, with the funds it is for.</summary>
public sealed record GivenRole(Role Role, FundsCovered Funds)
{
    /// <summary>As it stands in the audit log: <c>recorder</c> for every fund, <c>recorder:TFFV</c> for one.</summary>
    public string Text => Funds.IsAll ? ClosedSet<Role>.Code(Role) : $"{ClosedSet<Role>.Code(Role)}:{Funds.Text.Replace(' ', '+')}";

    /// <summary>The role for every fund.</summary>
    public static implicit operator GivenRole(Role role) => ForEveryFund(role);

    /// <summary>The role for every fund.</summary>
    public static GivenRole ForEveryFund(Role role) => new(role, FundsCovered.All);

    /// <summary>From that text; null where it names no role.</summary>
    public static GivenRole? Find(string? text)
    {
        var parts = (text ?? "").Split(':', 2);
        return ClosedSet<Role>.Find(parts[0]) is { } role
            ? new GivenRole(role, parts.Length == 1 ? FundsCovered.All : FundsCovered.Read(parts[1].Replace('+', ' '))) : null;
    }
}

/// <summary>Somebody as administrators see them. The people of a demonstration count as having a password: they need none.</summary>
public sealed record PersonLine(string Id, string Email, string Name, string Language, string? Donor, IReadOnlyList<HeldRole> Roles,
    bool HasPassword, bool HasCodes, long Passkeys, bool IsDisabled, DateTimeOffset? SeenAt)
{
    /// <summary>How the person stands.</summary>
    public PersonState State =>
        IsDisabled ? PersonState.Disabled : HasPassword || Passkeys > 0 || SeenAt is not null ? PersonState.Active : PersonState.Invited;

    /// <summary>Roles in force at an instant, without delegated ones that have run out.</summary>
    public IEnumerable<HeldRole> RolesAt(DateTimeOffset now) => Roles.Where(role => role.Until is not { } until || until > now);
}

/// <summary>The status of somebody who may sign in: invited, active, or disabled.</summary>
public enum PersonState { Invited, Active, Disabled }

/// <summary>Whom to invite.</summary>
public sealed record NewPerson(string Email, string Name, string Language, IReadOnlyList<GivenRole> Roles, string? Donor);

/// <summary>Invites and disables people, gives and takes roles. Each act stands in the audit log.</summary>
public sealed class PeopleDirectory(LedgerReads reads, LedgerWriter writer, UserManager<PersonRow> people, Sessions sessions,
    PasswordLinks links, AuditLog audit)
{
    /// <summary>Everybody, by name.</summary>
    public async Task<List<PersonLine>> ListAsync(CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var roles = (await connection.Command(null, "SELECT person_id, role, until, delegated_by, funds FROM person_roles ORDER BY role")
            .RowsAsync(row => (Person: row.GetString(0), Held: Held(row)), cancel)).ToLookup(row => row.Person, row => row.Held);
        return await connection.Command(null,
            """
            SELECT p.id, p.email, p.name, p.language, p.donor, p.password_hash IS NOT NULL
                OR p.is_demo, p.has_codes, (SELECT COUNT(*) FROM passkeys k WHERE k.person_id = p.id), p.is_disabled,
                   (SELECT MAX(s.seen_at) FROM sessions s WHERE s.person_id = p.id) FROM people p ORDER BY p.name, p.id
            """)
                .RowsAsync(
                    row =>
                        new PersonLine(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4),
                            [.. roles[row.GetString(0)]], row.GetBoolean(5), row.GetBoolean(6), row.GetInt64(7), row.GetBoolean(8),
                row.IsDBNull(9) ? null : row.Instant(9)), cancel);
    }

    /// <summary>Invites somebody; they choose a password by the link that <see cref="LinkAsync"/> makes.</summary>
    public async Task<Outcome<PersonRow>> AddAsync(NewPerson asked, Actor by, CancellationToken cancel = default)
    {
        if (!IsAddress(asked.Email)) return new EmailIsNotAnAddress(asked.Email);
        if (!LedgerRules.IsName(asked.Name) || asked.Name.Length > 100) return new PersonNameIsMissing();
        if (RefusalOf([.. asked.Roles.Select(given => given.Role)], asked.Donor) is { } refusal) return refusal;
        if (await FundsRefusalAsync(asked.Roles, cancel) is { } fault) return fault;
        if (asked.Donor is { } donor && !(await reads.CatalogAsync(cancel)).HasDonor(donor)) return new DonorIsMissing();
        if (await people.FindByNameAsync(asked.Email) is not null) return new EmailIsTaken(asked.Email);
        var person = new PersonRow
        {
            Id = $"p-{RandomNumberGenerator.GetHexString(24, lowercase: true)}", UserName = people.NormalizeName(asked.Email)!,
            Email = asked.Email.Trim(), Name = asked.Name.Trim(), Language = asked.Language == "fr" ? "fr" : "en",
            Donor = asked.Donor, SecurityStamp = RandomNumberGenerator.GetHexString(32), CreatedAt = reads.Clock.GetUtcNow(),
        };
        await using (var session = await writer.BeginAsync(by, cancel))
        {
            await PeopleStore.AddAsync(session, person, cancel);
            foreach (var given in asked.Roles) await WriteRoleAsync(session, person.Id, given, null, null, cancel);
            await session.CommitAsync(cancel);
        }
        await audit.NoteAsync(
            new AuditNote(by, AuditAct.PersonInvited, person.Id, string.Join(' ', asked.Roles.Select(given => given.Text))), cancel);
        return person;
    }

    /// <summary>Who signs in with this address, or null.</summary>
    public Task<PersonRow?> FindAsync(string email) => people.FindByNameAsync(email);

    /// <summary>The address at which this person chooses a password: good once, for <see cref="PasswordLinks.Lifetime"/>, until the next
    /// password.</summary>
    public Task<string> LinkAsync(PersonRow person) => links.MakeAsync(person.Id);

    /// <summary>Sends such an address by mail, in the person's language; it is made when the mail goes out.</summary>
    public async Task SendLinkAsync(PersonRow person, bool isInvitation, CancellationToken cancel = default)
    {
        var words = new Web.PageLanguage();
        words.Choose(person.Language);
        var letter = new Letter
        {
            Language = words.Code, Subject = words[isInvitation ? "mail.invitation_subject" : "mail.reset_subject"],
            Paragraphs =
                [words[isInvitation ? "mail.invitation" : "mail.reset", person.Name], words["mail.link_holds"], words["mail.not_you"]],
            Link = new LetterLink(words["mail.choose"], "/password"),
        };
        await using var connection = await reads.OpenAsync(cancel);
        await Outbox.EnqueueAsync(connection, null, new MailMessage(person.Email, letter) { LinkOf = person.Id }, reads.Clock.GetUtcNow(),
            reads.Chance, cancel);
    }

    /// <summary>Sets the roles somebody holds from now on; a role taken away stops counting at once.</summary>
    public async Task<Outcome<PersonRow>> SetRolesAsync(string id, IReadOnlyList<GivenRole> given, string? donor, Actor by,
        CancellationToken cancel = default)
    {
        if (await people.FindByIdAsync(id) is not { } person) return new PersonIsUnknown(id);
        if (id == by.Id) return new RolesAreOnesOwn();
        var line = (await ListAsync(cancel)).Single(line => line.Id == id);
        var roles = given.Select(one => one.Role).ToList();
        // A delegated role counts beside the person's own: otherwise two roles that do not go together would meet for the time of an
        // absence.
        var lent = line.RolesAt(reads.Clock.GetUtcNow()).Where(role => role.DelegatedBy is not null).Select(role => role.Role);
        if ((RefusalOf(roles, donor) ?? RefusalOf([.. roles.Union(lent)], donor) ?? await FundsRefusalAsync(given, cancel)) is { } refusal)
            return refusal;
        if (donor is not null && !(await reads.CatalogAsync(cancel)).HasDonor(donor)) return new DonorIsMissing();
        var held = line.Roles.Where(role => role.DelegatedBy is null).Select(role => new GivenRole(role.Role, role.Funds)).ToHashSet();
        if (held.Contains(Role.Administrator) && !roles.Contains(Role.Administrator) && await IsLastAdministratorAsync(id, cancel))
            return new LastAdministrator();
        var (isOther, taken) = (person.Donor != donor, held.Where(own => !roles.Contains(own.Role)).ToList());
        // A role for other funds than before is granted anew.
        var granted = given.Except(held).ToList();
        if (!isOther && taken.Count + granted.Count == 0) return person;
        person.Donor = donor;
        await using (var session = await writer.BeginAsync(by, cancel))
        {
            if (isOther) await PeopleStore.ChangeAsync(session, person, cancel);
            foreach (var own in taken) await DeleteRoleAsync(session, id, own.Role, cancel);
            foreach (var one in granted) await WriteRoleAsync(session, id, one, null, null, cancel);
            await session.CommitAsync(cancel);
        }
        if (isOther) await audit.NoteAsync(new AuditNote(by, AuditAct.PersonChanged, id, $"donor {donor ?? "none"}"), cancel);
        foreach (var own in taken)
            await audit.NoteAsync(new AuditNote(by, AuditAct.RoleTaken, id, ClosedSet<Role>.Code(own.Role)), cancel);
        foreach (var one in granted) await audit.NoteAsync(new AuditNote(by, AuditAct.RoleGranted, id, one.Text), cancel);
        return person;
    }

    /// <summary>Delegates a role of somebody else to a person until an instant, exclusive.</summary>
    public async Task<Outcome<PersonRow>> DelegateAsync(string id, GivenRole given, string fromName, DateTimeOffset until, Actor by,
        CancellationToken cancel = default)
    {
        if (await people.FindByIdAsync(id) is not { } person) return new PersonIsUnknown(id);
        if (id == by.Id) return new RolesAreOnesOwn();
        var now = reads.Clock.GetUtcNow();
        if (until <= now) return new DelegationIsOver(until);
        var held = (await ListAsync(cancel)).Single(line => line.Id == id).RolesAt(now).ToList();
        // Delegating a role that the person holds already would take it away on the last day.
        if (held.Any(own => own.Role == given.Role && own.DelegatedBy is null)) return new RoleIsHeld(ClosedSet<Role>.Code(given.Role));
        if ((RefusalOf([.. held.Select(own => own.Role).Append(given.Role).Distinct()], person.Donor)
            ?? await FundsRefusalAsync([given], cancel)) is { } refusal) return refusal;
        await using (var session = await writer.BeginAsync(by, cancel))
        {
            await WriteRoleAsync(session, id, given, until, fromName, cancel);
            await session.CommitAsync(cancel);
        }
        await audit.NoteAsync(new AuditNote(by, AuditAct.RoleGranted, id, given.Text), cancel);
        return person;
    }

    /// <summary>Takes a role away.</summary>
    public async Task TakeRoleAsync(string id, Role role, Actor by, CancellationToken cancel = default)
    {
        await using (var session = await writer.BeginAsync(by, cancel))
        {
            await DeleteRoleAsync(session, id, role, cancel);
            await session.CommitAsync(cancel);
        }
        await audit.NoteAsync(new AuditNote(by, AuditAct.RoleTaken, id, ClosedSet<Role>.Code(role)), cancel);
    }

    /// <summary>Disables somebody or enables them again; disabling ends every session and token at once.</summary>
    public async Task<Outcome<PersonRow>> SwitchAsync(string id, bool isDisabled, Actor by, CancellationToken cancel = default)
    {
        if (await people.FindByIdAsync(id) is not { } person) return new PersonIsUnknown(id);
        if (isDisabled && await IsLastAdministratorAsync(id, cancel)) return new LastAdministrator();
        person.IsDisabled = isDisabled;
        await using (var session = await writer.BeginAsync(by, cancel))
        {
            await PeopleStore.ChangeAsync(session, person, cancel);
            await session.CommitAsync(cancel);
        }
        if (isDisabled)
        {
            await sessions.EndAllAsync(id, cancel: cancel);
            await links.VoidAsync(id, cancel);
        }
        await audit.NoteAsync(new AuditNote(by, AuditAct.PersonChanged, id, isDisabled ? "disabled" : "enabled"), cancel);
        return person;
    }

    /// <summary>Makes an address at which somebody chooses a new password (<see cref="Invitations"/>); the old one works until they
    /// do.</summary>
    public async Task<Outcome<PersonRow>> RenewLinkAsync(string id, Actor by, CancellationToken cancel = default)
    {
        if (await people.FindByIdAsync(id) is not { } person) return new PersonIsUnknown(id);
        if (person.IsDisabled) return new PersonIsSwitchedOff();
        await audit.NoteAsync(new AuditNote(by, AuditAct.PasswordResetAsked, id, "link_made"), cancel);
        return person;
    }

    /// <summary>Ends every session of somebody at once; they may sign in again.</summary>
    public async Task<Outcome<PersonRow>> SignOutAsync(string id, Actor by, CancellationToken cancel = default)
    {
        if (await people.FindByIdAsync(id) is not { } person) return new PersonIsUnknown(id);
        await sessions.EndAllAsync(id, cancel: cancel);
        await audit.NoteAsync(new AuditNote(by, AuditAct.SignedOutEverywhere, id), cancel);
        return person;
    }

    /// <summary>Null when these roles may be held together: Recorder with one officer role, any other alone.</summary>
    public static Refusal? RefusalOf(IReadOnlyCollection<Role> roles, string? donor)
    {
        if (roles.Count == 0) return new RoleIsMissing();
        var officers = roles.Where(role => role is Role.CertifyingOfficer or Role.ApprovingOfficer or Role.BankSignatory
            or Role.ProtectionOfficer).ToList();
        var others = roles.Except(officers).Where(role => role != Role.Recorder).ToList();
        if (officers.Count > 1 || (others.Count > 0 && roles.Count > 1))
            return new RolesDoNotGoTogether(string.Join(" and ", roles.Select(ClosedSet<Role>.Code)));
        if (roles.Contains(Role.StateRepresentative)) return donor is null ? new DonorIsMissing() : null;
        return donor is null ? null : new DonorIsForRepresentatives();
    }

    /// <summary>Null when these roles may be for these funds: some roles are for named funds or for all, the others always for
    /// all.</summary>
    private async Task<Refusal?> FundsRefusalAsync(IReadOnlyCollection<GivenRole> given, CancellationToken cancel)
    {
        var named = given.Where(one => !one.Funds.IsAll).ToList();
        if (named.Count == 0) return null;
        if (named.Find(one => !AccessTable.CarryFunds.Contains(one.Role)) is { } whole)
            return new RoleIsForEveryFund(ClosedSet<Role>.Code(whole.Role));
        if (named.Find(one => one.Funds.Codes.Count == 0) is { } none) return new RoleFundsAreMissing(ClosedSet<Role>.Code(none.Role));
        var catalog = await reads.CatalogAsync(cancel);
        return named.SelectMany(one => one.Funds.Codes)
            .FirstOrDefault(code => catalog.Fund(code) is not { IsUmbrella: false }) is { } unknown ? new FundIsUnknown(unknown) : null;
    }

    private static Task DeleteRoleAsync(LedgerSession session, string id, Role role, CancellationToken cancel) =>
        session.ChangePowerAsync(PowerTable.Roles, id, "DELETE FROM person_roles WHERE person_id = @id AND role = @role",
            [("@id", id), ("@role", ClosedSet<Role>.Code(role))], cancel);

    private static Task WriteRoleAsync(LedgerSession session, string id, GivenRole given, DateTimeOffset? until, string? from,
        CancellationToken cancel) =>
        session.ChangePowerAsync(PowerTable.Roles, id,
            "INSERT INTO person_roles (person_id, role, funds, until, granted_by, granted_at, delegated_by) VALUES (@id, @role, @funds, "
                + "@until, @by, @now, @from) ON CONFLICT (person_id, role) DO UPDATE SET funds = excluded.funds, until = excluded.until, "
                + "granted_by = excluded.granted_by, granted_at = excluded.granted_at, delegated_by = excluded.delegated_by",
            [("@id", id), ("@role", ClosedSet<Role>.Code(given.Role)), ("@funds", given.Funds.Text),
                ("@until", until is { } end ? Microseconds.Of(end) : null), ("@by", session.Actor.Id), ("@now", session.RecordedAt),
                ("@from", from)], cancel);

    private async Task<bool> IsLastAdministratorAsync(string id, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var others = await connection.Command(null,
            "SELECT COUNT(*) FROM person_roles r JOIN people p ON p.id = r.person_id WHERE r.role = 'administrator' AND r.until IS NULL "
                + "AND NOT p.is_disabled AND p.id <> @id", ("@id", id)).NumberAsync(cancel);
        return others == 0
            && await connection.Command(null, "SELECT COUNT(*) FROM person_roles WHERE role = 'administrator' AND person_id = @id",
                ("@id", id)).NumberAsync(cancel) > 0;
    }

    private static HeldRole Held(DbDataReader row) =>
        new(ClosedSet<Role>.Of(row.GetString(1)), row.IsDBNull(2) ? null : row.Instant(2), row.TextOrNull(3),
            FundsCovered.Read(row.GetString(4)));

    private static bool IsAddress(string email) =>
        email.Length <= 200 && LedgerRules.BrokenText(email) is null && !email.Contains(' ', StringComparison.Ordinal)
            && MailAddress.TryCreate(email, out var address) && address.Host.Contains('.', StringComparison.Ordinal);

    internal static void Must(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}
