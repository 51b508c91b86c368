namespace FundsLedger.Domain.Publication;

/// <summary>Rounds what was spent since the beginning, and not each period: figures add up for ever, stay within half a step of the books,
/// and each figure follows from the books' total at one day alone.</summary>
public static class RunningTotal
{
    /// <summary>To the nearest multiple, halves up.</summary>
    /// <param name="cents">What was spent since the beginning.</param>
    /// <param name="step">Cents, above zero and even.</param>
    public static long Round(long cents, long step)
    {
        if (step <= 0) throw new ArgumentOutOfRangeException(nameof(step), step, "The step is above zero.");
        var moved = checked(cents + (step / 2));
        return checked((moved / step - (moved % step < 0 ? 1 : 0)) * step);
    }

    /// <summary>The published total after another block: it never falls, whatever came back.</summary>
    /// <param name="before">The published total before it.</param>
    /// <param name="cents">What was spent since the beginning, to the end of the block.</param>
    /// <param name="step">As above.</param>
    public static long Next(long before, long cents, long step) => Math.Max(before, Round(cents, step));
}
