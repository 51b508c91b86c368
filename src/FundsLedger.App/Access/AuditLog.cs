using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Access;

/// <summary>What is audited: acts, and reading protected records or a donor's documents.</summary>
public enum AuditAct
{
    SignedIn,
    SignInFailed,
    SignedOut,
    SignedOutEverywhere,
    LockedOut,
    Refused,
    Read,
    Downloaded,
    Exported,
    PasswordChanged,
    PasswordResetAsked,
    SecondFactorChanged,
    PasskeyAdded,
    PasskeyRemoved,
    TokenMade,
    TokenRevoked,
    PersonInvited,
    PersonChanged,
    RoleGranted,
    RoleTaken,
    SettingChanged,
    MessageRetried,
    CommandLine,
    PaperAttached,
    PaperErased,
}

/// <summary>A row to be written. The subject is a path or a code, never a person's data other than the actor's.</summary>
public sealed record AuditNote(Actor Actor, AuditAct Act, string Subject, string Outcome = "done");

/// <summary>Writes the audit log. Whoever notes something waits until it is on disk; notes that wait together are written
/// together.</summary>
public sealed class AuditLog(LedgerReads reads) : IDisposable
{
    private const int LongestSubject = 200;
    private const int MostAtOnce = 500;

    private readonly Channel<Waiting> _notes = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Nobody who signed in.</summary>
    public static readonly Actor Stranger = new("anonymous", "–");

    /// <summary>Writes a row; returns once it is durable, and fails if it cannot be: what cannot be audited is not shown.</summary>
    public async Task NoteAsync(AuditNote note, CancellationToken cancel = default)
    {
        var waiting = new Waiting(note, Microseconds.Of(reads.Clock.GetUtcNow()),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _notes.Writer.TryWrite(waiting);
        await _turn.WaitAsync(cancel);
        try
        {
            // One waiter writes for all; the others find their notes written.
            if (!waiting.Done.Task.IsCompleted) await WriteAsync();
        }
        finally
        {
            _turn.Release();
        }
        await waiting.Done.Task;
    }

    /// <summary>The text without what could forge a second line in a file or a terminal, and not longer than a row should be.</summary>
    /// <remarks>Marks that turn the direction of writing show a reader something else than what is written; half a pair of a character is
    /// no text at all and PostgreSQL refuses it.</remarks>
    public static string Plain(string subject)
    {
        var plain = new StringBuilder(Math.Min(subject.Length, LongestSubject));
        foreach (var rune in subject.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > LongestSubject) break;
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) plain.Append('·');
            else plain.Append(rune.ToString());
        }
        return plain.ToString();
    }

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync()
    {
        var notes = new List<Waiting>();
        while (notes.Count < MostAtOnce && _notes.Reader.TryRead(out var note)) notes.Add(note);
        try
        {
            // The funds are asked for, and one waiter writes for others.
            await using var connection = await reads.OpenWholeAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            // On a server the numbers would otherwise be drawn twice; SQLite has one writer anyway.
            if (reads.Database.IsOnPostgres)
                await connection.Command(transaction, "LOCK TABLE audit_log IN SHARE ROW EXCLUSIVE MODE").RunAsync();
            var id = await connection.Command(transaction, "SELECT COALESCE(MAX(id), 0) FROM audit_log").NumberAsync();
            var classes = new AuditClasses(connection, transaction);
            var numbers = new Dictionary<LogClass, long>();
            foreach (var (note, at, _) in notes)
            {
                var log = await classes.OfAsync(note);
                var number = (numbers.TryGetValue(log, out var last) ? last : await LastNumberAsync(connection, transaction, log)) + 1;
                numbers[log] = number;
                await InsertAsync(connection, transaction, ++id, at, note, log, number);
            }
            await transaction.CommitAsync();
        }
        catch (Exception fault)
        {
            foreach (var note in notes) note.Done.SetException(fault);
            return;
        }
        foreach (var note in notes) note.Done.SetResult();
    }

    // Rows of before there was a log each are counted with the protected ones, by the number they had.
    private static Task<long> LastNumberAsync(DbConnection connection, DbTransaction transaction, LogClass log) =>
        connection.Command(transaction,
            "SELECT COALESCE(MAX(number), (SELECT MAX(id) FROM audit_log WHERE tree = @tree AND number IS NULL), 0) FROM audit_log WHERE "
                + "tree = @tree", ("@tree", (int)log)).NumberAsync();

    private static Task<int> InsertAsync(DbConnection connection, DbTransaction transaction, long id, long at, AuditNote note,
        LogClass log, long number) =>
        connection.Command(transaction,
        "INSERT INTO audit_log (id, at, actor_id, actor_name, act, subject, outcome, tree, number) VALUES (@id, @at, @actor, @name, @act, "
            + "@subject, @outcome, @tree, @number)",
        ("@id", id), ("@at", at), ("@actor", note.Actor.Id), ("@name", note.Actor.Name), ("@act", ClosedSet<AuditAct>.Code(note.Act)),
        ("@subject", Plain(note.Subject)), ("@outcome", Plain(note.Outcome)), ("@tree", (int)log),
        ("@number", number)).RunAsync();

    private sealed record Waiting(AuditNote Note, long At, TaskCompletionSource Done);
}
