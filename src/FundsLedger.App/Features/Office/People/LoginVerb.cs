using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary><c>login</c> and <c>logout</c>: a person signs in on the command line, as on the pages.</summary>
internal static class LoginVerb
{
    public static Command Login()
    {
        var email = new Argument<string>("ADDRESS")
            { Description = "The address one signs in with; in a demonstration also a person such as demo-approver" };
        var verb = new Command("login",
            """
            Sign in on the command line with password and code. What takes a second person is decided only by somebody signed in.

            The password is asked for, then the code of the generator; from a program they are two lines of standard input. The session
            ends after twelve hours, after two without use, and with 'fundsledger logout'.

            Examples:
              fundsledger login bea@example.org
              fundsledger periods approve --fund TFFV
              fundsledger logout
            """) { email };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var services = PeopleServices.Over(database, TimeProvider.System, AppSettings.Read().Web);
            await using var scope = services.CreateAsyncScope();
            var shown = await ShowAsync(parsed.GetRequiredValue(email), database, scope.ServiceProvider, cancel);
            if (shown is not { } person) return CommandLine.Refuse(new SignInFailed());
            var secret = await scope.ServiceProvider.GetRequiredService<Sessions>()
                .BeginAsync(person.Row.Id, person.Method, new Visit("command line", ""), cancel: cancel);
            SessionFile.Of(database).Write(secret);
            await scope.ServiceProvider.GetRequiredService<AuditLog>()
                .NoteAsync(
                    new AuditNote(new Actor(person.Row.Id, person.Row.Name), AuditAct.SignedIn, "fundsledger login",
                        ClosedSet<SignInMethod>.Code(person.Method)), cancel);
            Console.Error.WriteLine($"{person.Row.Name} is signed in.");
            return CommandLine.Good;
        }));
        return verb;
    }

    public static Command Logout()
    {
        var verb = new Command("logout", "Sign out on the command line: the session ends, and its file is removed");
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var file = SessionFile.Of(database);
            if (file.Read() is { } secret)
            {
                var reads = new LedgerReads(database, TimeProvider.System);
                await using var writer = new LedgerWriter(database, TimeProvider.System);
                var sessions = new Sessions(reads, writer);
                if (await sessions.FindAsync(secret, cancel: cancel) is { } session)
                {
                    await sessions.EndAsync(session.Id, cancel);
                    using var audit = new AuditLog(reads);
                    await audit.NoteAsync(
                        new AuditNote(new Actor(session.Person.Id, session.Person.Name), AuditAct.SignedOut, "fundsledger logout"), cancel);
                }
            }
            file.Delete();
            return CommandLine.Good;
        }));
        return verb;
    }

    // Attempts at this computer are counted apart from those over the network.
    private const string Network = "command line";

    private static async Task<(PersonRow Row, SignInMethod Method)?> ShowAsync(string address, LedgerDatabase database,
        IServiceProvider services, CancellationToken cancel)
    {
        var people = services.GetRequiredService<UserManager<PersonRow>>();
        if (await DemoAsync(address, database, people, cancel) is { } demo) return (demo, SignInMethod.Demonstration);
        var person = LedgerRules.BrokenText(address) is null ? await people.FindByNameAsync(address) : null;
        var password = Asked("Password: ");
        // Counted before it is known whether the password is right, as on the pages.
        var tries = services.GetRequiredService<DoorTries>();
        var name = people.NormalizeName(address) ?? "";
        var isOpen = (await tries.TakeAsync(Door.Password, name, Network, cancel)).IsOpen
            && (await tries.TakeAsync(Door.AnyCode, name, "", cancel)).IsOpen;
        var isRight =
            isOpen && person is { IsDisabled: false, PasswordHash: not null } && await people.CheckPasswordAsync(person, password);
        // A password alone opens nothing here, whatever the roles: this session is for decisions that need two people.
        var code = Asked("Code: ").Replace(" ", "", StringComparison.Ordinal);
        isRight = isRight && person!.HasCodes
            && await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, code);
        if (isRight)
        {
            await tries.ClearAsync(Door.Password, name, Network, cancel);
            await tries.ClearAsync(Door.AnyCode, name, "", cancel);
            return (person!, SignInMethod.PasswordAndCode);
        }
        await services.GetRequiredService<AuditLog>()
            .NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.SignInFailed, person?.Id ?? "unknown", "command_line"), cancel);
        return null;
    }

    /// <summary>A person of the demonstration, in demonstration books only: they need no password anywhere.</summary>
    private static async Task<PersonRow?> DemoAsync(string id, LedgerDatabase database, UserManager<PersonRow> people,
        CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        if (!(await connection.Command(null, "SELECT is_demo FROM books").RowsAsync(row => row.GetBoolean(0), cancel)).Contains(true))
            return null;
        return await people.FindByIdAsync(id) is { IsDemo: true, IsDisabled: false } person ? person : null;
    }

    private static string Asked(string prompt)
    {
        if (Console.IsInputRedirected) return OutsideFile.Line(Console.In, ReadingBudget.LongestTyped, "standard input") ?? "";
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0) typed.Length--;
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}

/// <summary>The refusal does not say which part was wrong.</summary>
public sealed record SignInFailed()
    : Refusal("sign_in_failed",
        "Address, password and code do not go together, or the account rests after wrong attempts. Try again later.");
