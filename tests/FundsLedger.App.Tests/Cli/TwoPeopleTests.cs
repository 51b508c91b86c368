using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>Two names typed into one shell are not two people: what takes a second person is decided by somebody signed in, on the built
/// program.</summary>
public sealed class TwoPeopleTests : IDisposable
{
    private readonly string _sessions = Directory.CreateTempSubdirectory("fundsledger-sessions").FullName;

    [Theory, EveryDatabase]
    public async Task A_reopening_asked_under_one_typed_name_is_not_approved_under_another(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await MustAsync(books, "periods", "close", "--fund", "TFFV", "--month", "2026-03");
        await MustAsync(books, "periods", "reopen", "--fund", "TFFV", "--month", "2026-03", "--reason", "late", "--as", "A. Recorder");
        await RefusedAsync(books, "second_step_needs_sign_in", "periods", "approve", "--fund", "TFFV", "--as", "B. Approver");
        // Signed in, but without the right; then with it, for another fund; then with both.
        await SignInAsync(books, await books.Database.LetInAsync(TimeProvider.System, Role.Recorder));
        await RefusedAsync(books, "right_is_missing", "periods", "approve", "--fund", "TFFV");
        var ofTheOtherFund = await books.Database.LetInAsync(TimeProvider.System, Role.ApprovingOfficer, funds: FundsCovered.Of(["SFR"]));
        await SignInAsync(books, ofTheOtherFund);
        await RefusedAsync(books, "fund_is_unknown", "periods", "approve", "--fund", "TFFV");
        var approver = await books.Database.LetInAsync(TimeProvider.System, Role.ApprovingOfficer);
        await SignInAsync(books, approver);
        await MustAsync(books, "periods", "approve", "--fund", "TFFV");
        Assert.Equal([$"{approver.Id} shell:{Environment.UserName}"],
            await TextsAsync(books, "SELECT actor_id || ' ' || second_actor_id FROM period_events WHERE action = 'reopened'"));
        Assert.Equal([$"A. Recorder (command line, {Environment.UserName})"],
            await TextsAsync(books, "SELECT actor_name FROM period_events WHERE action = 'reopening_asked'"));
    }

    [Fact]
    public async Task Every_verb_that_decides_asks_who_one_is()
    {
        await using var books = await ImportTests.OpenAsync(DatabaseKind.Sqlite);
        foreach (var verb in (string[][])[["approvals", "approve", "1"], ["approvals", "refuse", "1", "--reason", "no"],
            ["bank", "approve", "--bank", "B"], ["periods", "approve", "--fund", "TFFV"]])
            await RefusedAsync(books, "second_step_needs_sign_in", "", verb);
        // What asks needs nobody: it does nothing by itself.
        await MustAsync(books, "donors", "add", "XQ", "--name", "State Q (synthetic)", "--type", "state", "--language", "fr");
    }

    [Fact]
    public async Task Nobody_signs_by_verb_what_they_drafted_by_verb()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await books.MustPostAsync(LedgerText.Entry("2026-01-01 opening TFFV", "1010 10000.00", "3020 -10000.00"));
        var commitment = (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Money.Eur(100_00), new DateOnly(2026,
            6, 1),
            null, "Visit"), TestBooks.Recorder)).OrThrow().Code;
        var person = await books.Database.LetInAsync(TimeProvider.System, Role.Recorder);
        await using (var connection = await books.Database.OpenAsync())
            await connection.Command(null, "INSERT INTO person_roles (person_id, role, funds, granted_by, granted_at) SELECT person_id, "
                + "'certifying_officer', funds, granted_by, granted_at FROM person_roles").RunAsync();
        await SignInAsync(books, person);
        var payee = await CodeAsync(books, "payees", "add", "--fund", "TFFV", "--name", "Hotel", "--holder", "Hotel BV", "--account",
            "NL91ABNA0417164300");
        var payment = await CodeAsync(books, "payments", "draft", "--commitment", commitment, "--payee", payee, "--line", "5010=10.00",
            "--rendered", "2026-06-20", "--date", "2026-06-20", "--key", "k");
        await RefusedAsync(books, "approval_takes_two", "payments", "certify", payment);
        await RefusedAsync(books, "right_is_missing", "payments", "approve", payment);
        await MustAsync(books, "logout");
        await RefusedAsync(books, "second_step_needs_sign_in", "payments", "certify", payment);
        Assert.Contains("\"state\": \"drafted\"", (await RunAsync(books, "", "payments", "list", "--format", "json")).Output,
            StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_act_by_command_line_says_so_and_is_audited(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await MustAsync(books, "periods", "close", "--fund", "TFFV", "--month", "2026-03");
        Assert.Equal([$"{Environment.UserName} (command line)"], await TextsAsync(books, "SELECT actor_name FROM period_events"));
        await RefusedAsync(books, "period_is_open", "periods", "reopen", "--fund", "TFFV", "--month", "2026-06", "--reason", "late", "--as",
            "Rosa");
        Assert.Equal(
            [$"shell:{Environment.UserName} command_line fundsledger periods close done",
                $"shell:{Environment.UserName} command_line fundsledger periods reopen refused"],
            await TextsAsync(books, "SELECT actor_id || ' ' || act || ' ' || subject || ' ' || outcome FROM audit_log ORDER BY id"));
    }

    [Fact]
    public async Task Nobody_takes_the_name_of_somebody_who_signs_in()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var person = await books.Database.LetInAsync(TimeProvider.System, Role.Recorder);
        foreach (var name in (string[])["Recorder of a test", "RECORDER OF A TEST", "Recorder  of a\u200B test", "Ｒecorder of a test",
            person.Email, person.Id])
            await RefusedAsync(books, "name_is_a_persons", "periods", "close", "--fund", "TFFV", "--month", "2026-03", "--as", name);
        await RefusedAsync(books, "claimed_name_is_malformed", "periods", "close", "--fund", "TFFV", "--month", "2026-03", "--as",
            new string('x', 61));
    }

    [Fact]
    public async Task A_session_is_kept_in_a_file_of_its_owner_and_ends()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var person = await books.Database.LetInAsync(TimeProvider.System, Role.ApprovingOfficer);
        await RefusedAsync(books, "sign_in_failed", $"wrong\n{person.Code()}\n", ["login", person.Email]);
        await RefusedAsync(books, "sign_in_failed", $"{person.Password}\n000000\n", ["login", person.Email]);
        await RefusedAsync(books, "sign_in_failed", $"{person.Password}\n{person.Code()}\n", ["login", "nobody@test.example"]);
        await SignInAsync(books, person);
        var file = Directory.GetFiles(_sessions).Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, FileRights.Of(file));
        await MustAsync(books, "periods", "close", "--fund", "TFFV", "--month", "2026-03");
        Assert.Equal([person.Id], await TextsAsync(books, "SELECT actor_id FROM period_events"));
        await RefusedAsync(books, "somebody_is_signed_in", "periods", "close", "--fund", "TFFV", "--month", "2026-04", "--as", "Rosa");
        // A file that others could have read opens nothing.
        FileRights.Set(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await RefusedAsync(books, "second_step_needs_sign_in", "periods", "approve", "--fund", "TFFV");
        FileRights.Set(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var kept = await File.ReadAllTextAsync(file);
        await MustAsync(books, "logout");
        Assert.Empty(Directory.GetFiles(_sessions));
        // The secret is worth nothing any more.
        await File.WriteAllTextAsync(file, kept);
        FileRights.Set(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await RefusedAsync(books, "second_step_needs_sign_in", "periods", "approve", "--fund", "TFFV");
    }

    public void Dispose() => Directory.Delete(_sessions, recursive: true);

    private async Task SignInAsync(TestBooks books, LetIn person)
    {
        var result = await RunAsync(books, $"{person.Password}\n{person.Code()}\n", "login", person.Email);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private async Task MustAsync(TestBooks books, params string[] arguments)
    {
        var result = await RunAsync(books, "", arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private async Task<string> CodeAsync(TestBooks books, params string[] arguments)
    {
        var result = await RunAsync(books, "", arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output.Trim();
    }

    private Task RefusedAsync(TestBooks books, string code, params string[] arguments) => RefusedAsync(books, code, "", arguments);

    private async Task RefusedAsync(TestBooks books, string code, string input, string[] arguments)
    {
        var result = await RunAsync(books, input, arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(code, result.Errors, StringComparison.Ordinal);
    }

    private static async Task<List<string>> TextsAsync(TestBooks books, string question)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null, question).RowsAsync(row => row.GetString(0));
    }

    private Task<ProgramResult> RunAsync(TestBooks books, string input, params string[] arguments) =>
        Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), [.. arguments, "--db", books.Where], input,
        new Dictionary<string, string?> { ["FUNDSLEDGER_SESSIONS"] = _sessions });
}
