using FundsLedger.Domain.Funds;

namespace FundsLedger.Domain.Ledger;

/// <summary>Who acts: the stable id, and the name as it is printed on the entry.</summary>
public sealed record Actor(string Id, string Name)
{
    /// <summary>The code of the role in which they act, where the program knows it. It stands on signed steps, never on entries.</summary>
    public string? Role { get; init; }
    /// <summary>The funds of which the actor may know: others are treated as if they were not there.</summary>
    public FundsCovered Within { get; init; } = FundsCovered.All;

    /// <summary>False where the name was only typed: then nobody knows whether it is another person than the asker.</summary>
    public bool IsProven { get; init; } = true;
}

/// <summary>What a posting is about besides its account; each is a short code or null.</summary>
public sealed record Dimensions(string? Donor = null, string? Pledge = null, string? Agreement = null, string? Request = null,
    string? Commitment = null, string? Payment = null)
{
    /// <summary>About nothing in particular.</summary>
    public static readonly Dimensions None = new();

    /// <summary>The six codes in the order in which they are stored and sealed.</summary>
    public IEnumerable<string?> InOrder => [Donor, Pledge, Agreement, Request, Commitment, Payment];
}

/// <summary>One side of an entry as asked for.</summary>
/// <param name="Account">Code of the account.</param>
/// <param name="Amount">Debit positive, in the currency given.</param>
/// <param name="EurMinor">The same amount in cents; required where the currency is not EUR, null otherwise.</param>
/// <param name="Dimensions">What it is about.</param>
/// <param name="Fund">The fund the line names itself, if it does: it must be the entry's.</param>
public sealed record LineDraft(string Account, Money Amount, long? EurMinor = null, Dimensions? Dimensions = null, string? Fund = null);

/// <summary>An entry as asked for, before any rule was applied.</summary>
public sealed record EntryDraft
{
    /// <summary>Idempotency key, unique in the books for ever; 1 to 100 characters.</summary>
    public required string Key { get; init; }

    /// <summary>Effective date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Code of the one fund whose accounts the entry uses.</summary>
    public required string Fund { get; init; }

    /// <summary>Why it is made.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>What happened, in words; 1 to 500 characters, no control characters.</summary>
    public required Description Description { get; init; }

    /// <summary>An outside reference, e.g. a note verbale's number.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the evidence is, e.g. a file name.</summary>
    public string? SourceDocument { get; init; }

    /// <summary>For a reversal: the key of the entry to reverse; the lines follow from it.</summary>
    public string? Reverses { get; init; }

    /// <summary>Two or more sides; empty for a reversal.</summary>
    public IReadOnlyList<LineDraft> Lines { get; init; } = [];
}
