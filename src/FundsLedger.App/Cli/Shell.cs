using FundsLedger.Domain.Funds;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Cli;

/// <summary>Looks up the session that a secret opens; null when there is none any more.</summary>
internal delegate Task<OpenSession?> FindSession(LedgerDatabase database, string secret);

/// <summary>Who acts on the command line: a person who has signed in with <c>login</c>, or whoever has the shell, under a name that nobody
/// proved.</summary>
internal sealed class Shell(ParseResult parsed, LedgerDatabase database)
{
    private static readonly AsyncLocal<Shell?> Running = new();

    private OpenSession? _session;
    private Actor? _actor;

    /// <summary>Set once, by what puts the program together: the command line does not know of people.</summary>
    public static FindSession Find { get; set; } = (_, _) => Task.FromResult<OpenSession?>(null);

    /// <summary>The verb that is running over books; null outside of one.</summary>
    public static Shell? Now => Running.Value;

    /// <summary>Runs a verb, notes who did it and what came of it, and prints what was refused on the way.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, LedgerDatabase database, Func<LedgerDatabase, Task<int>> verb)
    {
        var shell = new Shell(parsed, database);
        Running.Value = shell;
        var outcome = "failed";
        try
        {
            var code = await verb(database);
            outcome = code == CommandLine.Good ? "done" : "refused";
            return code;
        }
        catch (RefusedActor refused)
        {
            outcome = "refused";
            return CommandLine.Refuse(refused.Refusal);
        }
        finally
        {
            Running.Value = null;
            if (shell._actor is { } actor) await shell.NoteAsync(actor, outcome);
        }
    }

    /// <summary>Who acts.</summary>
    /// <exception cref="RefusedActor">The name is a registered person's, or cannot be one.</exception>
    public Actor Actor() => _actor ??= ActorAsync().GetAwaiter().GetResult();

    /// <summary>Who takes the second step of two: a person who has signed in and has the right.</summary>
    /// <exception cref="RefusedActor">Nobody has signed in, or the right is missing.</exception>
    public Actor Decider(Operation operation)
    {
        var actor = Actor();
        if (_session is not { } session) throw new RefusedActor(new SecondStepNeedsSignIn(actor.Name));
        if (session.LacksSecondFactor || !session.Person.Roles.Any(role => AccessTable.Of(operation, role) != Scope.None))
            throw new RefusedActor(new RightIsMissing(actor.Name, ClosedSet<Operation>.Code(operation)));
        return _actor = actor with { Within = session.Person.FundsFor(operation) };
    }

    /// <summary>The first of the signed-in person's roles that gives the right to something; null where there is none.</summary>
    public string? RoleFor(Operation operation) =>
        _session?.Person.Roles.Order().Where(role => AccessTable.Of(operation, role) != Scope.None)
        .Select(ClosedSet<Role>.Code).FirstOrDefault();

    /// <summary>The funds for which the signed-in person has a right; none where nobody has signed in.</summary>
    public FundsCovered FundsFor(Operation operation) => _session?.Person.FundsFor(operation) ?? FundsCovered.None;

    private async Task<Actor> ActorAsync()
    {
        var claimed = parsed.GetValue(CommandLine.As);
        if (SessionFile.Of(database).Read() is { } secret && await Find(database, secret) is { } session)
        {
            if (claimed is not null) throw new RefusedActor(new SomebodyIsSignedIn(session.Person.Name));
            _session = session;
            return new Actor(session.Person.Id, session.Person.Name) { Within = session.Person.FundsFor(null) };
        }
        var name = claimed ?? Environment.UserName;
        if (LedgerRules.BrokenText(name) is not null || string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            throw new RefusedActor(new ClaimedNameIsMalformed());
        if (await IsRegisteredAsync(name)) throw new RefusedActor(new NameIsAPersons(name));
        // One id for whoever has this shell: two names are not two people.
        return new Actor($"shell:{Environment.UserName}",
            claimed is null ? $"{name} (command line)" : $"{name} (command line, {Environment.UserName})") { IsProven = false };
    }

    private const int LongestName = 60;

    private async Task<bool> IsRegisteredAsync(string name)
    {
        await using var connection = await database.OpenAsync();
        var known = await connection.Command(null, "SELECT name, id, email FROM people")
            .RowsAsync(row => (string[])[row.GetString(0), row.GetString(1), row.GetString(2)]);
        return known.SelectMany(one => one).Any(one => Same(one) == Same(name));

        // As it looks: case, width, spaces and signs that nobody sees tell nobody apart.
        static string Same(string text) => string.Concat(text.Select(Narrow).Where(char.IsLetterOrDigit)).ToUpperInvariant();

        // Letters as wide as an ideograph; without the system's tables of characters nothing else folds them.
        static char Narrow(char letter) => letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter;
    }

    private async Task NoteAsync(Actor actor, string outcome)
    {
        var verb = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            verb.Insert(0, command.Command.Name);
        using var audit = new AuditLog(new LedgerReads(database, TimeProvider.System));
        await audit.NoteAsync(new AuditNote(actor, AuditAct.CommandLine, string.Join(' ', verb.Skip(1).Prepend("fundsledger")), outcome));
    }
}

/// <summary>Stops a verb before it did anything.</summary>
internal sealed class RefusedActor(Refusal refusal) : Exception(refusal.ToString())
{
    public Refusal Refusal => refusal;
}

/// <summary>Where <c>login</c> keeps what opens the session: a file of the user alone, one for each books.</summary>
internal sealed class SessionFile
{
    private readonly string _path;

    private SessionFile(string path) => _path = path;

    public static SessionFile Of(LedgerDatabase database)
    {
        var folder = Environment.GetEnvironmentVariable("FUNDSLEDGER_SESSIONS") is { Length: > 0 } set ? set
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "fundsledger");
        return new SessionFile(
            Path.Combine(folder,
                $"session-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(database.ShownName)))[..16]}.json"));
    }

    /// <summary>The secret; null where there is none, or where others than its owner could have read the file.</summary>
    public string? Read()
    {
        if (!File.Exists(_path)) return null;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize<Kept>(File.ReadAllText(_path))?.Secret;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string secret)
    {
        var folder = Path.GetDirectoryName(_path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Delete();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(_path, options);
        JsonSerializer.Serialize(file, new Kept(secret));
    }

    public void Delete() => File.Delete(_path);

    private sealed record Kept(string Secret);
}

/// <summary>A name typed after <c>--as</c> that belongs to somebody who may sign in.</summary>
public sealed record NameIsAPersons(string Name)
    : Refusal("name_is_a_persons",
        $"'{Name}' is somebody who signs in here. Sign in as that person with 'fundsledger login', or leave the name out.");

/// <summary>A name typed after <c>--as</c> that cannot stand on an entry.</summary>
public sealed record ClaimedNameIsMalformed()
    : Refusal("claimed_name_is_malformed", "A name after --as has 1 to 60 characters and no control characters.");

/// <summary>A name typed although somebody has signed in.</summary>
public sealed record SomebodyIsSignedIn(string Name)
    : Refusal("somebody_is_signed_in", $"{Name} is signed in on this command line and acts. Leave --as out, or run 'fundsledger logout'.");

/// <summary>Whoever has signed in may not do this.</summary>
public sealed record RightIsMissing(string Name, string Operation)
    : Refusal("right_is_missing", $"{Name} has no right to {Operation}. Somebody with that right must do it.");
