using FundsLedger.Domain.Funds;
using System.CommandLine;
using System.Data.Common;
using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Cli;

/// <summary>The command line: <c>fundsledger VERB</c>. Data goes to standard output, messages to standard error; exit 0 good, 1 refusal or
/// finding, 2 usage, 3 breakdown.</summary>
public static class CommandLine
{
    public const int Good = 0;
    public const int Refused = 1;
    public const int Misused = 2;
    public const int Broken = 3;

    /// <summary>The books every verb works on.</summary>
    internal static readonly Option<string?> Db = new("--db")
        { Description = "SQLite path or PostgreSQL connection string (default: the setting Database)", HelpName = "PATH|CONNECTION",
            Recursive = true };

    /// <summary>Who acts, as printed on entries.</summary>
    internal static readonly Option<string?> As = new("--as")
        { Description =
            "Who says to act, as printed on entries beside the user of this computer; nobody who signs in here. Not while somebody is "
                + "signed in (login)", HelpName = "NAME", Recursive = true };

    /// <summary>Runs the verb that the arguments name.</summary>
    public static async Task<int> RunAsync(string[] args, IEnumerable<Command> verbs)
    {
        var root =
            new RootCommand("FundsLedger: the ledger of the Trust Fund for Family Visits and the Special Fund for Relocations.") { Db, As };
        foreach (var verb in verbs) root.Subcommands.Add(verb);
        // Whatever verb it is for: such a text would be refused by some and kept by others, and a terminal shows it as something else.
        if (Array.FindIndex(args, text => LedgerRules.BrokenText(text) is not null) is >= 0 and var broken)
        {
            await Console.Error.WriteLineAsync(
                $"fundsledger: argument {broken + 1} holds a control character, or a mark that turns the direction of writing. "
                    + "Type it anew.");
            return Misused;
        }
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
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or InvalidOperationException
            or FormatException)
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

    /// <summary>Who acts: the person signed in, or whoever has the shell, which the name then says.</summary>
    internal static Actor ActorOf(ParseResult parsed) => Here(parsed).Actor();

    /// <summary>Who decides as the second of two: only a person signed in who has the right.</summary>
    internal static Actor DeciderOf(ParseResult parsed, Operation operation) => Here(parsed).Decider(operation);

    /// <summary>As which role whoever decides does so.</summary>
    internal static Func<Operation, string?> RoleFor(ParseResult parsed) => Here(parsed).RoleFor;

    /// <summary>For which funds whoever decides may do so.</summary>
    internal static Func<Operation, FundsCovered> FundsFor(ParseResult parsed) => Here(parsed).FundsFor;

    private static Shell Here(ParseResult parsed) =>
        Shell.Now ?? throw new InvalidOperationException($"'{parsed.CommandResult.Command.Name}' acts outside of any books.");

    /// <summary>Where the books are, as asked for or set.</summary>
    internal static string Where(ParseResult parsed) => parsed.GetValue(Db) ?? AppSettings.Read().Database;

    /// <summary>Runs a verb over existing books.</summary>
    internal static async Task<int> OnBooksAsync(ParseResult parsed, Func<LedgerDatabase, Task<int>> verb)
    {
        await using var database = LedgerDatabase.At(Where(parsed));
        if (!database.Exists) return Refuse(new BooksAreMissing(database.ShownName));
        return await Shell.RunAsync(parsed, database, verb);
    }
}

/// <summary>Books that a verb should work on and that are not there.</summary>
public sealed record BooksAreMissing(string Where)
    : Refusal("books_are_missing", $"There are no books at '{Where}'. Check --db, or make them with 'fundsledger migrate'.");
