using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Features;

/// <summary>Who may hold which role, for how long, and by whose hand.</summary>
public sealed class PeopleTests
{
    private static readonly Actor By = new("adm", "Ann Administrator");

    [Theory]
    [EveryDatabase("last_administrator", Role.Administrator, new[] { Role.Auditor })]
    [EveryDatabase("role_is_missing", Role.Recorder, new Role[0])]
    [EveryDatabase("roles_do_not_go_together", Role.Recorder, new[] { Role.CertifyingOfficer, Role.ApprovingOfficer })]
    [EveryDatabase("roles_do_not_go_together", Role.Recorder, new[] { Role.Recorder, Role.Administrator })]
    [EveryDatabase("representative_donor_is_missing", Role.Recorder, new[] { Role.StateRepresentative })]
    public async Task Roles_that_may_not_be_are_refused_and_nothing_changes(DatabaseKind on, string refusal, Role has, Role[] asked)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var id = (await books.LetInAsync(has)).Id;
        await WithAsync(books,
            async people =>
                Assert.Equal(refusal, (await people.SetRolesAsync(id, [.. asked.Select(GivenRole.ForEveryFund)], null, By)).Refusal?.Code));
        Assert.Equal([has], await RolesAsync(books, id));
    }

    [Theory, EveryDatabase]
    public async Task Nobody_changes_or_is_lent_roles_by_their_own_hand(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var id = (await books.LetInAsync(Role.Administrator)).Id;
        await books.LetInAsync(Role.Administrator);
        var self = new Actor(id, "Self");
        await WithAsync(books, async people =>
        {
            Assert.Equal("roles_are_ones_own", (await people.SetRolesAsync(id, [Role.ApprovingOfficer], null, self)).Refusal?.Code);
            Assert.Equal("roles_are_ones_own",
                (await people.DelegateAsync(id, Role.ApprovingOfficer, "Ada", books.Clock.GetUtcNow().AddDays(1), self)).Refusal?.Code);
        });
        Assert.Equal([Role.Administrator], await RolesAsync(books, id));
    }

    [Theory, EveryDatabase]
    public async Task A_role_lent_counts_when_other_roles_are_given(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var id = (await books.LetInAsync(Role.Recorder)).Id;
        await WithAsync(books, async people =>
        {
            (await people.DelegateAsync(id, Role.ApprovingOfficer, "Ada Approver", books.Clock.GetUtcNow().AddDays(3), By)).OrThrow();
            Assert.Equal("roles_do_not_go_together",
                (await people.SetRolesAsync(id, [Role.Recorder, Role.CertifyingOfficer], null, By)).Refusal?.Code);
            Assert.Equal("roles_do_not_go_together",
                (await people.DelegateAsync(id, Role.ProtectionOfficer, "Pia", books.Clock.GetUtcNow().AddDays(3), By)).Refusal?.Code);
        });
        books.Clock.Advance(TimeSpan.FromDays(3));
        await WithAsync(books,
            async people => (await people.SetRolesAsync(id, [Role.Recorder, Role.CertifyingOfficer], null, By)).OrThrow());
        Assert.Equal([Role.CertifyingOfficer, Role.Recorder], await RolesAsync(books, id));
    }

    [Theory, EveryDatabase]
    public async Task A_role_held_for_good_does_not_end_because_it_was_lent_too(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var id = (await books.LetInAsync(Role.Administrator)).Id;
        await WithAsync(books, async people =>
        {
            Assert.Equal("role_is_held",
                (await people.DelegateAsync(id, Role.Administrator, "Ann", books.Clock.GetUtcNow().AddDays(1), By)).Refusal?.Code);
            Assert.Equal("delegation_is_over",
                (await people.DelegateAsync(id, Role.Auditor, "Ann", books.Clock.GetUtcNow(), By)).Refusal?.Code);
        });
        books.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal([Role.Administrator], await RolesAsync(books, id));
    }

    [Theory, EveryDatabase]
    public async Task Every_act_on_a_person_stands_in_the_audit_log(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var id = (await books.LetInAsync(Role.Recorder)).Id;
        await WithAsync(books, async people =>
        {
            (await people.SetRolesAsync(id, [Role.StateRepresentative], "XA", By)).OrThrow();
            (await people.RenewLinkAsync(id, By)).OrThrow();
            (await people.SignOutAsync(id, By)).OrThrow();
            (await people.SwitchAsync(id, isDisabled: true, By)).OrThrow();
            Assert.Equal("person_is_switched_off", (await people.RenewLinkAsync(id, By)).Refusal?.Code);
        });
        await using var connection = await books.Database.OpenAsync();
        Assert.Equal(
            ["person_changed donor XA", "role_taken recorder", "role_granted state_representative", "password_reset_asked link_made",
                "signed_out_everywhere done", "person_changed disabled"],
            await connection.Command(null,
                "SELECT act || ' ' || outcome FROM audit_log WHERE actor_id = 'adm' AND subject = @id ORDER BY id", ("@id", id))
                    .RowsAsync(row => row.GetString(0)));
    }

    private static async Task WithAsync(TestBooks books, Func<PeopleDirectory, Task> act)
    {
        await using var services = PeopleServices.Over(books.Database, books.Clock, new WebSettings());
        await using var scope = services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<PeopleDirectory>());
    }

    private static async Task<List<Role>> RolesAsync(TestBooks books, string id)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null,
            "SELECT role FROM person_roles WHERE person_id = @id AND (until IS NULL OR until > @now) ORDER BY role", ("@id", id),
            ("@now", Microseconds.Of(books.Clock.GetUtcNow()))).RowsAsync(row => ClosedSet<Role>.Of(row.GetString(0)));
    }
}
