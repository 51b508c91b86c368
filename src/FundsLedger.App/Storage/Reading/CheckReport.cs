namespace FundsLedger.App.Storage;

/// <summary>A finding: something that breaks a rule.</summary>
/// <param name="Subject">What: an entry, a row, a table.</param>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Repair">What to do.</param>
public sealed record CheckFinding(string Subject, string Rule, string Repair);

/// <summary>One named check.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Looked">How many things were looked at.</param>
/// <param name="Findings">The first findings, in order; empty when good.</param>
public sealed record CheckResult(string Name, long Looked, IReadOnlyList<CheckFinding> Findings);

/// <summary>All checks of one run.</summary>
public sealed record CheckReport(IReadOnlyList<CheckResult> Results, long Entries, DateTimeOffset At, TimeSpan Took)
{
    /// <summary>True when nothing was found.</summary>
    public bool IsGood => Results.All(result => result.Findings.Count == 0);
}

/// <summary>Runs every check of the books.</summary>
public delegate Task<CheckReport> RunCheck(IProgress<double>? progress = null, CancellationToken cancel = default);

/// <summary>Remembers the last run of the checks while the server runs.</summary>
public sealed class LastCheck
{
    public CheckReport? Report { get; set; }
}

/// <summary>The checks, in the order in which they are shown.</summary>
public enum CheckName
{
    /// <summary>The database file reads back whole (SQLite: integrity_check).</summary>
    Storage,

    /// <summary>Every migration is applied.</summary>
    Schema,

    /// <summary>Every trigger is in place and unchanged.</summary>
    Guards,

    /// <summary>Entries are numbered without gaps and known in order.</summary>
    Sequence,

    /// <summary>Every entry keeps the rules: balanced, one fund, memorandum apart.</summary>
    Entries,

    /// <summary>No entry was recorded into a period that was closed.</summary>
    Periods,

    /// <summary>Every reversal is the exact opposite of one entry.</summary>
    Reversals,

    /// <summary>Every row of every register is as sealed.</summary>
    Registers,

    /// <summary>Every entry is as sealed.</summary>
    Seals,

    /// <summary>The Merkle tree over all leaves has the recorded root and tiles.</summary>
    Log,

    /// <summary>Every signed head is over this tree and signed by a kept key.</summary>
    Heads,

    /// <summary>daily_totals say what the postings say.</summary>
    Totals,

    /// <summary>The audit log has no gap, and its sealed minutes are as sealed.</summary>
    Audit,

    /// <summary>Whoever may do something was given that through the program, and nobody changed it elsewhere.</summary>
    Power,

    /// <summary>Bank statements are as sealed and follow one on the other, and what the ledger says of the bank is what the bank
    /// says.</summary>
    Bank,

    /// <summary>Whatever lowered a promise or a debt without money was asked for by one person and approved by another, exactly
    /// so.</summary>
    Approvals,

    /// <summary>No balance is impossible: commitments equal their register, no account stands on its wrong side, nothing has a value
    /// without an amount.</summary>
    Standing,

    /// <summary>Every attached paper is the file that was attached, or was erased by somebody who said why.</summary>
    Papers,

    /// <summary>Every payment was signed by different people over what it is, and its claim holds what its road says.</summary>
    Payments,

    /// <summary>Every decision on a request was proposed by one person and approved by another, exactly so, and what it granted was set
    /// aside; what is ordered back stands on the account of recoveries.</summary>
    Requests,
}

/// <summary>Collects findings; keeps the first of each check, because one broken byte can break everything after it.</summary>
internal sealed class CheckNotes
{
    public const string RestoreRepair =
        "Somebody or something changed the database outside the ledger. Stop posting, keep a copy of the file as evidence, and restore "
            + "the last good backup.";

    private const int Kept = 10;
    private readonly Dictionary<CheckName, (long Looked, List<CheckFinding> Findings)> _notes =
        Enum.GetValues<CheckName>().ToDictionary(name => name, _ => (0L, new List<CheckFinding>()));
    private readonly Lock _turn = new();

    public void Looked(CheckName name, long count = 1)
    {
        lock (_turn) _notes[name] = (_notes[name].Looked + count, _notes[name].Findings);
    }

    public void Found(CheckName name, string subject, string rule, string repair)
    {
        lock (_turn)
            if (_notes[name].Findings.Count < Kept) _notes[name].Findings.Add(new CheckFinding(subject, rule, repair));
    }

    public List<CheckResult> Results() =>
        [.. _notes.Select(note => new CheckResult(Domain.ClosedSet<CheckName>.Code(note.Key), note.Value.Looked, note.Value.Findings))];
}
