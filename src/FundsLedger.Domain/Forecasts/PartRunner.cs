namespace FundsLedger.Domain.Forecasts;

/// <summary>Does the parts 0 to <paramref name="parts"/> − 1 of some work, in any order or side by side, and returns when all are done.
/// Each part writes only its own entries, so neither order nor number of cores changes a byte.</summary>
public delegate void PartRunner(int parts, Action<int> part);

/// <summary>Ways to do the parts of some work.</summary>
public static class PartRunners
{
    /// <summary>One after the other. Domain knows no threads; who has cores hands in a runner of its own.</summary>
    public static void InOrder(int parts, Action<int> part)
    {
        for (var number = 0; number < parts; number++) part(number);
    }

    /// <summary>What each part gives, in the order of the parts.</summary>
    internal static T[] Collect<T>(this PartRunner runner, int parts, Func<int, T> part)
    {
        var found = new T[parts];
        runner(parts, number => found[number] = part(number));
        return found;
    }
}
