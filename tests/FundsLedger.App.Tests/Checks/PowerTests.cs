using System.Text.RegularExpressions;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Checks;

/// <summary>Nobody becomes somebody by a row that is put into the database: whatever gives power is sealed as it changes.</summary>
public sealed partial class PowerTests
{
    private static readonly Actor Ada = new("ada", "Ada Administrator");

    // Each by one statement; the first eight were never looked at, the others are what one would try next.
    public static IEnumerable<TheoryDataRow> Plots => EveryDatabaseAttribute.With((object?[][])
    [
        ["person_roles", "INSERT INTO person_roles (person_id, role, funds, granted_by, granted_at) SELECT id, "
                + "'administrator', '*', 'system', 1 FROM people"],
        ["person_roles", "UPDATE person_roles SET funds = 'TFFV SFR'"],
        ["person_roles", "UPDATE person_roles SET until = 1"],
        ["people", "UPDATE people SET donor = 'XA'"],
        ["alert_recipients", "UPDATE alert_recipients SET address = 'me@example.org'"],
        ["alert_recipients", "INSERT INTO alert_recipients (id, address, language, audience, is_second, wants_digest, "
                + "added_at, added_by) VALUES (9, 'me@example.org', 'en', 'cleared', FALSE, TRUE, 1, 'x')"],
        ["api_tokens", "UPDATE api_tokens SET scopes = 'write'"],
        ["api_tokens", "UPDATE api_tokens SET hash = 'mine'"],
        ["api_tokens", "UPDATE api_tokens SET expires_at = expires_at + 86400000000"],
        ["people", "UPDATE people SET password_hash = 'mine'"],
        ["people", "UPDATE people SET email = 'me@example.org'"],
        ["people", "UPDATE people SET has_codes = FALSE"],
        ["people", "UPDATE people SET external_id = 'issuer|me'"],
        ["people", "UPDATE people SET told_at = 9000000000000000"],
        ["recovery_codes", "INSERT INTO recovery_codes (person_id, hash) SELECT id, 'mine' FROM people"],
        ["passkeys", "UPDATE passkeys SET public_key = credential_id"],
        ["sessions", "UPDATE sessions SET id = 'mine'"],
        ["sessions", "UPDATE sessions SET method = 'passkey', confirmed_at = confirmed_at + 1"],
        ["password_links", "UPDATE password_links SET hash = 'mine'"],
    ]);

    [Theory, MemberData(nameof(Plots))]
    public async Task Power_that_somebody_took_in_the_database_is_named(DatabaseKind on, string table, string plot)
    {
        await using var books = await TestBooks.FilledAsync(on);
        Assert.Empty(await FoundAsync(books));
        await RunAsync(books, plot);
        Assert.Contains(await FoundAsync(books), finding => finding.Subject.StartsWith(table + " row", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task Each_change_is_a_leaf_at_once_and_says_who_and_what_and_nobodys_name(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("IE");
        await using var services = PeopleServices.Over(books.Database, books.Clock, new WebSettings());
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleDirectory>();
        var person = (await people.AddAsync(
            new NewPerson("rita@example.org", "Rita Recorder", "en", [new GivenRole(Role.Recorder, FundsCovered.Of(["TFFV"]))], null),
            Ada)).OrThrow();
        (await people.SetRolesAsync(person.Id, [new GivenRole(Role.Recorder, FundsCovered.Of(["SFR", "TFFV"]))], null, Ada)).OrThrow();
        (await people.SetRolesAsync(person.Id, [Role.StateRepresentative], "IE", Ada)).OrThrow();
        (await people.SwitchAsync(person.Id, true, Ada)).OrThrow();
        await using var connection = await books.Database.OpenAsync();
        var said = await connection.Command(null,
            "SELECT place, change, said, actor_id, was_sealed FROM power_changes WHERE change <> 'begun' ORDER BY id")
            .RowsAsync(row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)} by {row.GetString(3)} {row.GetBoolean(4)}");
        Assert.Equal(
            [
                "people given is_disabled=0 by ada True", "person_roles given funds=TFFV by ada True",
                "person_roles changed funds=SFR TFFV by ada True", "people changed donor=IE is_disabled=0 by ada True",
                "person_roles taken funds=SFR TFFV by ada True", "person_roles given funds=* by ada True",
                "people changed donor=IE is_disabled=1 by ada True",
            ], said);
        Assert.Equal(0, await connection.Command(null,
            "SELECT COUNT(*) FROM register_leaves WHERE table_name = 'power_changes' AND tree <> 3").NumberAsync());
        var rows = string.Join('\n', await connection.Command(null, "SELECT item, said FROM power_changes")
            .RowsAsync(row => row.GetString(0) + row.GetString(1)));
        Assert.DoesNotContain("ita", rows, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_row_changed_elsewhere_is_not_made_good_by_changing_it_once_more(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await RunAsync(books, "UPDATE people SET password_hash = 'mine'");
        await using var services = PeopleServices.Over(books.Database, books.Clock, new WebSettings());
        await using (var scope = services.CreateAsyncScope())
        {
            var store = scope.ServiceProvider.GetRequiredService<PeopleStore>();
            var id = (await scope.ServiceProvider.GetRequiredService<PeopleDirectory>().ListAsync())[0].Id;
            var row = (await store.FindByIdAsync(id, default))!;
            row.PasswordHash = "hers again";
            await store.UpdateAsync(row, default);
        }
        Assert.Contains(await FoundAsync(books), finding => finding.Rule.Contains("was not as sealed", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task Neither_role_nor_leaf_is_there_where_the_work_was_cut_off_between_them(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await using (var session = await books.Writer.BeginAsync(Ada))
            await session.ChangePowerAsync(PowerTable.Roles, "nobody-yet", "UPDATE person_roles SET funds = 'SFR'", []);
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM person_roles WHERE funds = '*'"));
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task Books_of_before_are_sealed_once_as_they_are_found_and_what_is_planted_later_is_named(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await RunAsync(books, "DELETE FROM power_salts; DELETE FROM register_leaves WHERE table_name = 'power_changes'; "
            + "UPDATE ledger_state SET catalog_version = catalog_version; DELETE FROM power_changes");
        Assert.Equal(9, await BooksMaker.MigrateAsync(books.Database, books.Clock));
        Assert.DoesNotContain(await FoundAsync(books), finding => finding.Subject.Contains(" row ", StringComparison.Ordinal));
        await RunAsync(books, "UPDATE person_roles SET role = 'administrator'");
        Assert.Equal(0, await BooksMaker.MigrateAsync(books.Database, books.Clock));
        Assert.Equal(2, (await FoundAsync(books)).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_group_of_single_sign_on_that_means_another_role_is_a_leaf_and_until_then_a_finding(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        Dictionary<string, string> before = new() { ["registry"] = "recorder:TFFV", ["audit"] = "auditor" };
        Dictionary<string, string> after = new() { ["registry"] = "administrator", ["new"] = "auditor" };
        Assert.Equal(2, (await PowerCheck.FindInSettingsAsync(books.Database, before, default)).Count);
        await PowerSeals.FollowSettingsAsync(books.Writer, PowerSeals.SignOnGroups, before, default);
        await PowerSeals.FollowSettingsAsync(books.Writer, PowerSeals.SignOnGroups, before, default);
        Assert.Empty(await PowerCheck.FindInSettingsAsync(books.Database, before, default));
        Assert.Equal(3, (await PowerCheck.FindInSettingsAsync(books.Database, after, default)).Count);
        await PowerSeals.FollowSettingsAsync(books.Writer, PowerSeals.SignOnGroups, after, default);
        Assert.Empty(await PowerCheck.FindInSettingsAsync(books.Database, after, default));
        await using var connection = await books.Database.OpenAsync();
        Assert.Equal(["audit given auditor", "registry given recorder:TFFV", "audit taken ", "new given auditor",
                "registry changed administrator"],
            await connection.Command(null, "SELECT item, change, said FROM power_changes WHERE place = 'sign_on_groups' ORDER BY id")
                .RowsAsync(row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}"));
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_link_to_a_new_password_goes_to_nobody_elses_address(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await using var connection = await books.Database.OpenAsync();
        var (id, email) = (await connection.Command(null, "SELECT id, email FROM people").RowsAsync(row => (row.GetString(0),
            row.GetString(1)))).Single();
        var links = new PasswordLinks(new LedgerReads(books.Database, books.Clock), books.Writer);
        Assert.Null(await links.PathForAsync(id, "me@example.org", default));
        Assert.NotNull(await links.PathForAsync(id, email, default));
    }

    [Theory, EveryDatabase]
    public async Task An_older_copy_in_which_a_role_was_not_yet_taken_is_told_by_a_head_kept_elsewhere(DatabaseKind on)
    {
        await using var older = await TestBooks.FilledAsync(on);
        var head = TestServer.NewFile(".head.json");
        await using (var newer = await TestBooks.FilledAsync(on))
        {
            await newer.Writer.ChangePowerAsync(Ada, PowerTable.Roles,
                (await newer.Database.OpenAsync() is var connection
                    ? await connection.Command(null, "SELECT person_id FROM person_roles").RowsAsync(row => row.GetString(0)) : [])[0],
                "DELETE FROM person_roles", []);
            await (await RecordedHead.OfAsync(newer.Database, default)).WriteAsync(head, default);
            Assert.Empty(await OlderCopy.FindAsync(newer.Database, head, default));
        }
        Assert.Equal(["log protected"], (await OlderCopy.FindAsync(older.Database, head, default)).Select(finding => finding.Subject));
    }

    [Fact]
    public void Nothing_in_the_program_changes_such_a_row_without_sealing_it()
    {
        var source = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src", "FundsLedger.App");
        var faults = new List<string>();
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            foreach (Match statement in Writing().Matches(text))
            {
                var table = PowerTable.All.Single(table => table.Name == statement.Groups["table"].Value);
                // An update that sets no sealed column may stand alone.
                var set = text[statement.Index..Math.Min(text.Length, statement.Index + 400)].Split(" WHERE ")[0];
                if (statement.Value.StartsWith("UPDATE", StringComparison.Ordinal) && !table.Columns.Concat(table.Keys)
                    .Concat(["ended_at", "revoked_at"]).Any(column => Regex.IsMatch(set, $@"\b{column} ="))) continue;
                // Sessions are changed by one method that seals.
                var before = text[Math.Max(0, statement.Index - 200)..statement.Index];
                if (!before.Contains("ChangePowerAsync(", StringComparison.Ordinal)
                    && !before.Contains(" ChangeAsync(", StringComparison.Ordinal))
                    faults.Add($"{Path.GetFileName(file)}: {statement.Value}");
            }
        }
        Assert.Empty(faults);
    }

    [GeneratedRegex(@"(INSERT INTO|UPDATE|DELETE FROM) "
        + @"(?<table>people|person_roles|recovery_codes|passkeys|sessions|password_links|api_tokens|alert_recipients)\b")]
    private static partial Regex Writing();

    private static async Task RunAsync(TestBooks books, string statement)
    {
        await using var connection = await books.Database.OpenAsync();
        var relax = books.Kind == DatabaseKind.Postgres ? "SET session_replication_role = replica;"
            : string.Concat(Storage.Guards.GuardSet.For(false).Select(guard => $"DROP TRIGGER IF EXISTS {guard.Name};"));
        await connection.Command(null,
            relax + statement + (books.Kind == DatabaseKind.Postgres ? "; SET session_replication_role = origin" : "")).RunAsync();
        await Storage.Guards.GuardSet.InstallAsync(connection, books.Kind == DatabaseKind.Postgres, default);
    }

    private static async Task<IReadOnlyList<CheckFinding>> FoundAsync(TestBooks books) =>
        (await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).Results
            .Single(result => result.Name == "power").Findings;

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
