namespace FundsLedger.Domain.SignOff;

/// <summary>What somebody puts their name to. The codes are stored and never change.</summary>
public enum SigningStep
{
    /// <summary>Asks for an act.</summary>
    Ask,

    /// <summary>Says yes or no to what was asked.</summary>
    Decide,

    /// <summary>Draws up a document, for instance a payment order.</summary>
    Draft,

    /// <summary>Says that it is right and that there is money for it.</summary>
    Certify,

    /// <summary>Says that it is to be done.</summary>
    Approve,

    /// <summary>Hands it over, for instance to the bank.</summary>
    Transmit,

    /// <summary>Says that nothing in it gives away what must stay inside.</summary>
    Clear,
}

/// <summary>Which steps a request needs: stages one after the other, and in a stage one step or several side by side. Steps side by side
/// are blind: nobody learns what the others said before all have decided.</summary>
public sealed class SigningPlan : IEquatable<SigningPlan>
{
    /// <summary>One person asks, another decides.</summary>
    public static readonly SigningPlan AskAndDecide = InOrder(SigningStep.Ask, SigningStep.Decide);

    private SigningPlan(IReadOnlyList<IReadOnlyList<SigningStep>> stages)
    {
        if (stages is not [[_], _, ..]) throw new ArgumentException("A plan begins with one person and goes on with another.",
            nameof(stages));
        Stages = stages;
        Text = string.Join('>', stages.Select(stage => string.Join('+', stage.Select(ClosedSet<SigningStep>.Code))));
    }

    /// <summary>The stages; the first is the one step of the person with whom it begins.</summary>
    public IReadOnlyList<IReadOnlyList<SigningStep>> Stages { get; }

    /// <summary>As it is kept with a request: <c>ask&gt;decide</c>, <c>draft&gt;clear+clear</c>.</summary>
    public string Text { get; }

    /// <summary>Steps one after the other.</summary>
    public static SigningPlan InOrder(params ReadOnlySpan<SigningStep> steps)
    {
        var stages = new List<IReadOnlyList<SigningStep>>();
        foreach (var step in steps) stages.Add([step]);
        return new SigningPlan(stages);
    }

    /// <summary>One who begins, then several side by side.</summary>
    public static SigningPlan SideBySide(SigningStep first, params ReadOnlySpan<SigningStep> steps) => new([[first], steps.ToArray()]);

    /// <summary>This plan, and then several steps side by side, or one.</summary>
    public SigningPlan Then(params ReadOnlySpan<SigningStep> steps) => new([.. Stages, steps.ToArray()]);

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    /// <exception cref="FormatException">No plan was kept like this: stored data is damaged.</exception>
    public static SigningPlan Read(string text)
    {
        IReadOnlyList<SigningStep>[] stages = [.. text.Split('>').Select(stage =>
            stage.Split('+').Select(ClosedSet<SigningStep>.Of).ToArray())];
        return stages is [[_], _, ..] ? new SigningPlan(stages) : throw new FormatException($"'{text}' is no plan of steps.");
    }

    /// <inheritdoc/>
    public bool Equals(SigningPlan? other) => Text == other?.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SigningPlan);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
