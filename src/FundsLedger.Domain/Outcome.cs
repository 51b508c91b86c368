using System.Diagnostics.CodeAnalysis;

namespace FundsLedger.Domain;

/// <summary>What became of a request: its value, or the refusal that stopped it before anything was written.</summary>
public readonly struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The answer, when nothing was refused.</summary>
    public T? Value { get; }

    /// <summary>Why nothing was done, when something was refused.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when the request was refused.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;

    /// <summary>The answer as an outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>The refusal as an outcome.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>The answer, or an exception for callers to whom a refusal is a bug (seeds, tests).</summary>
    public T OrThrow() => IsRefused ? throw new InvalidOperationException($"{Refusal.Code}: {Refusal.Sentence}") : Value!;
}
