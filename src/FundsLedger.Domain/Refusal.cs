namespace FundsLedger.Domain;

/// <summary>Something asked for that is not allowed. Each feature derives its own closed list, one record a line, in order of
/// precedence.</summary>
/// <param name="Code">Stable, snake_case; programs may test it.</param>
/// <param name="Sentence">Names the thing, the rule and what to do, in English.</param>
public abstract record Refusal(string Code, string Sentence)
{
    /// <summary>Code and sentence, as the command line prints them.</summary>
    public sealed override string ToString() => $"{Code}: {Sentence}";
}
