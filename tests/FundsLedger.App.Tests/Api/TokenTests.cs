using System.Net;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>What a token is worth, and until when.</summary>
public sealed class TokenTests
{
    [Theory, EveryDatabase]
    public async Task A_token_is_shown_once_and_kept_as_its_hash(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var made = await host.TokenAsync(await host.LetInAsync(Role.Recorder));

        Assert.Matches("^fl_[A-Za-z0-9_-]{43}$", made.Secret);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made.Secret))),
            await TextAsync(host, "SELECT hash FROM api_tokens"));
        Assert.DoesNotContain(made.Secret, await host.Books.EveryRowAsync(), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_token_is_worth_nothing_after_its_last_instant(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var made = await host.TokenAsync(await host.LetInAsync(Role.Recorder), days: 30);
        host.Books.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await host.Tokens.FindAsync(made.Secret));
        host.Books.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await host.Tokens.FindAsync(made.Secret));
    }

    [Theory, EveryDatabase]
    public async Task A_revoked_token_is_worth_nothing_at_once_and_nobody_revokes_anothers(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var (owner, other) = (await host.LetInAsync(Role.Recorder), await host.LetInAsync(Role.Administrator));
        var made = await host.TokenAsync(owner);
        using var program = host.Client(made.Secret);

        Assert.False(await host.Tokens.RevokeAsync(made.Id, other.Person));
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/me")).StatusCode);
        Assert.True(await host.Tokens.RevokeAsync(made.Id, owner.Person));
        Assert.Equal("401 token_is_not_valid", await (await program.GetAsync("/api/v1/me")).ProblemAsync());
        Assert.False(await host.Tokens.RevokeAsync(made.Id, owner.Person));
    }

    [Theory, EveryDatabase]
    public async Task Whoever_is_switched_off_or_loses_a_role_loses_it_in_their_programs_at_once(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var owner = await host.LetInAsync(Role.Recorder);
        using var program = host.Client((await host.TokenAsync(owner)).Secret);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/pledges")).StatusCode);

        await RunAsync(host, "DELETE FROM person_roles WHERE person_id = @id", owner.Person.Id);
        Assert.Equal("404 not_found", await (await program.GetAsync("/api/v1/pledges")).ProblemAsync());

        await RunAsync(host,
            on == DatabaseKind.Postgres ? "UPDATE people SET is_disabled = TRUE WHERE id = @id"
                : "UPDATE people SET is_disabled = 1 WHERE id = @id", owner.Person.Id);
        Assert.Equal("401 token_is_not_valid", await (await program.GetAsync("/api/v1/me")).ProblemAsync());
    }

    [Theory, EveryDatabase]
    public async Task A_password_alone_makes_no_token_for_roles_that_ask_for_two_things_and_an_earlier_one_dies_with_the_role(
        DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var command = new Tokens.Command("k", "a test", TokenScope.Read, 30);
        Assert.Equal("token_needs_second_factor",
            (await host.Tokens.MakeAsync(command, await host.LetInAsync(Role.Recorder, method: SignInMethod.Password))).Refusal?.Code);

        var facilitator = await host.LetInAsync(Role.Facilitator, method: SignInMethod.Password);
        var made = (await host.Tokens.MakeAsync(command, facilitator)).OrThrow();
        Assert.NotNull(await host.Tokens.FindAsync(made.Secret));
        await RunAsync(host, "UPDATE person_roles SET role = 'auditor' WHERE person_id = @id", facilitator.Person.Id);
        Assert.Null(await host.Tokens.FindAsync(made.Secret));
    }

    [Theory, EveryDatabase]
    public async Task A_program_makes_no_token_and_a_form_sent_twice_makes_one(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var owner = await host.LetInAsync(Role.Recorder);
        var command = new Tokens.Command("k", "a test", TokenScope.Write, 30);
        var made = (await host.Tokens.MakeAsync(command, owner)).OrThrow();

        Assert.Equal("token_is_already_made", (await host.Tokens.MakeAsync(command, owner)).Refusal?.Code);
        Assert.Equal("token_needs_second_factor",
            (await host.Tokens.MakeAsync(command with { Key = "other" }, (await host.Tokens.FindAsync(made.Secret))!)).Refusal?.Code);
        Assert.Single(await host.Tokens.ListAsync(owner.Person.Id));
    }

    [Theory, EveryDatabase("", 30, "token_name_is_malformed"), EveryDatabase("a\tb", 30, "token_name_is_malformed"),
        EveryDatabase("good", 366, "token_lifetime_is_not_offered"), EveryDatabase("good", 0, "token_lifetime_is_not_offered")]
    public async Task Names_and_lifetimes_are_held_to_what_is_offered(DatabaseKind on, string name, int days, string code)
    {
        await using var host = await ApiHost.OpenAsync(on);
        Assert.Equal(code,
            (await host.Tokens.MakeAsync(new Tokens.Command("k", name, TokenScope.Read, days),
                await host.LetInAsync(Role.Recorder))).Refusal?.Code);
    }

    [Theory, EveryDatabase]
    public async Task The_last_use_is_noted_but_not_more_often_than_every_five_minutes(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var owner = await host.LetInAsync(Role.Recorder);
        var made = await host.TokenAsync(owner);
        var first = host.Books.Clock.GetUtcNow();
        foreach (var minutes in (int[])[0, 5, 1])
        {
            host.Books.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await host.Tokens.FindAsync(made.Secret);
            if (minutes == 5) Assert.Equal(first, (await host.Tokens.ListAsync(owner.Person.Id))[0].UsedAt);
        }
        Assert.Equal(first.AddMinutes(6), (await host.Tokens.ListAsync(owner.Person.Id))[0].UsedAt);
    }

    [Theory, EveryDatabase]
    public async Task Making_and_revoking_stand_in_the_audit_log(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var owner = await host.LetInAsync(Role.Recorder);
        var made = await host.TokenAsync(owner, TokenScope.Read);
        await host.Tokens.RevokeAsync(made.Id, owner.Person);
        Assert.Equal(1,
            await host.Books.NumberAsync(
                $"SELECT COUNT(*) FROM audit_log WHERE act = 'token_made' AND subject = '{made.Id}' AND actor_id = "
                    + $"'{owner.Person.Id}' AND outcome = 'read 30'"));
        Assert.Equal(1,
            await host.Books.NumberAsync($"SELECT COUNT(*) FROM audit_log WHERE act = 'token_revoked' AND subject = '{made.Id}'"));
    }

    private static async Task RunAsync(ApiHost host, string statement, string id)
    {
        await using var connection = await host.Books.Database.OpenAsync();
        Assert.Equal(1, await connection.Command(null, statement, ("@id", id)).RunAsync());
    }

    private static async Task<string> TextAsync(ApiHost host, string question)
    {
        await using var connection = await host.Books.Database.OpenAsync();
        return (await connection.Command(null, question).RowsAsync(row => row.GetString(0))).Single();
    }
}
