using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Cli;

/// <summary>The command line: <c>fundsledger VERB</c>. Data goes to standard output, messages to standard error; exit 0 good, 1 refusal or finding, 2 usage, 3 breakdown.</summary>
public static class CommandLine
{
    public const int Good = 0;
    public const int Refused = 1;
    public const int Misused = 2;
    public const int Broken = 3;

    /// <summary>The books every verb works on.</summary>
    internal static readonly Option<string?> Db = new("--db") { Description = "SQLite path or PostgreSQL connection string (default: the setting Database)", HelpName = "PATH|CONNECTION", Recursive = true };

    /// <summary>Who acts, as printed on entries.</summary>
    internal static readonly Option<string?> As = new("--as") { Description = "Who acts, as printed on entries (default: the user of this computer)", HelpName = "NAME", Recursive = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("FundsLedger: the ledger of the Trust Fund for Family Visits and the Special Fund for Relocations.") { Db, As };
        foreach (var verb in (Command[])[DemoVerb.Make(), ServeVerb.Make(), MigrateVerb.Make(), CheckVerb.Make(), PostVerb.Make(), ReportVerb.Make(), ExportVerb.Make(), PeriodsVerb.Make(),
                     BackupVerb.Make(), RestoreVerb.Make(), StatementVerb.Make(), VerifyStatementVerb.Make(), ForecastVerb.Make(), ImportVerb.Make(), BankVerb.Make(), AgreementsVerb.Make(), ApprovalsVerb.Make(), DonorsVerb.Make(), GiftsVerb.Make(), ReturnsVerb.Make(), RecognitionVerb.Make(), ReminderVerb.Make(), RevalueVerb.Make(),
                     UsersVerb.Make(), OutboxVerb.Make(), AlertsVerb.Make()]) root.Subcommands.Add(verb);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"fundsledger: {error.Message}");
            await Console.Error.WriteLineAsync("Try 'fundsledger --help' or 'fundsledger VERB --help'.");
            return Misused;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("fundsledger: stopped; nothing was written by the unfinished step.");
            return Broken;
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            await Console.Error.WriteLineAsync($"fundsledger: {fault.Message}");
            return Broken;
        }
    }

    /// <summary>Prints a refusal; exit code 1.</summary>
    internal static int Refuse(Refusal refusal)
    {
        Console.Error.WriteLine($"fundsledger: refused: {refusal}");
        return Refused;
    }

    /// <summary>Prints the code of what was recorded, and whether that was before.</summary>
    internal static int Recorded(string code, bool isRepeat)
    {
        Console.Out.WriteLine(code);
        Console.Error.WriteLine(isRepeat ? "recorded before" : "recorded");
        return Good;
    }

    /// <summary>Says that what was asked for waits for another person, or why it was refused.</summary>
    internal static int Asked(Outcome<AskedApproval> asked)
    {
        if (asked.IsRefused) return Refuse(asked.Refusal);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request {asked.Value.Id} waits for another person"));
        return Good;
    }

    internal static Actor ActorOf(ParseResult parsed)
    {
        var name = parsed.GetValue(As) ?? Environment.UserName;
        return new Actor($"user:{name}", name);
    }

    /// <summary>Where the books are, as asked for or set.</summary>
    internal static string Where(ParseResult parsed) => parsed.GetValue(Db) ?? AppSettings.Read().Database;

    /// <summary>Runs a verb over existing books.</summary>
    internal static async Task<int> OnBooksAsync(ParseResult parsed, Func<LedgerDatabase, Task<int>> verb)
    {
        await using var database = LedgerDatabase.At(Where(parsed));
        if (!database.Exists) return Refuse(new BooksAreMissing(database.ShownName));
        return await verb(database);
    }

    /// <summary>Where the signing key of these books is kept.</summary>
    internal static string SigningKeyPath(LedgerDatabase database) => AppSettings.Read().Log.SigningKeyFile is { Length: > 0 } set ? set
        : Features.Proof.Log.SigningKey.PathBeside(database.Path ?? Path.GetFullPath("fundsledger"));
}

/// <summary>Books that a verb should work on and that are not there.</summary>
public sealed record BooksAreMissing(string Where) : Refusal("books_are_missing", $"There are no books at '{Where}'. Check --db, or make them with 'fundsledger migrate'.");
