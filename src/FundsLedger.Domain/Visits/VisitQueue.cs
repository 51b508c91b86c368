namespace FundsLedger.Domain.Visits;

/// <summary>What can decide the place of a request in the queue. The codes are stored and never change.</summary>
public enum QueueKey
{
    /// <summary>Whose last visit was longest ago; who never had one comes first.</summary>
    LastVisit,

    /// <summary>Whose first possible day comes first, and then whose last one does.</summary>
    Window,

    /// <summary>Which request came in first.</summary>
    Received,
}

/// <summary>A request that waits.</summary>
/// <param name="Code">Its code.</param>
/// <param name="LastVisit">When the detainee was last visited at the fund's expense; null for never.</param>
/// <param name="WindowFrom">First possible day.</param>
/// <param name="WindowTo">Last possible day, inclusive.</param>
/// <param name="ReceivedOn">Day it came in.</param>
/// <param name="Asked">What it asks for, above zero.</param>
public sealed record QueuedVisit(string Code, DateOnly? LastVisit, DateOnly WindowFrom, DateOnly WindowTo, DateOnly ReceivedOn,
    Money Asked);

/// <summary>Why a request in the queue can be served now, or why it is passed over.</summary>
public enum QueueAnswer
{
    /// <summary>What is left after those before it is enough.</summary>
    CanBeServed,

    /// <summary>It needs more than is left; whoever comes behind and needs less is served all the same.</summary>
    NeedsMore,

    /// <summary>Its last possible day is over; it takes no money, and somebody has to decide it.</summary>
    WindowIsOver,
}

/// <summary>A place in the queue, with its reason.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Visit">The request.</param>
/// <param name="Answer">Whether it can be served now.</param>
/// <param name="Left">What is left of the available money after those before it that can be served.</param>
public sealed record QueuePlace(int Number, QueuedVisit Visit, QueueAnswer Answer, Money Left)
{
    /// <summary>What is missing; zero where nothing is.</summary>
    public Money Missing => Answer == QueueAnswer.NeedsMore ? Visit.Asked - Left : Money.Zero(Left.Currency);
}

/// <summary>Who is served first when money is short. Every request has a place and a reason; none is left out.</summary>
public static class VisitQueue
{
    /// <summary>While nobody has decided anything else.</summary>
    public static readonly IReadOnlyList<QueueKey> Standard = [QueueKey.LastVisit, QueueKey.Window, QueueKey.Received];

    /// <summary>As it is kept: <c>last_visit,window,received</c>.</summary>
    public static string Text(IEnumerable<QueueKey> order) => string.Join(',', order.Select(ClosedSet<QueueKey>.Code));

    /// <summary>Reads what <see cref="Text"/> wrote; null unless every key stands in it once.</summary>
    public static IReadOnlyList<QueueKey>? Read(string text)
    {
        List<QueueKey?> keys = [.. text.Split(',').Select(ClosedSet<QueueKey>.Find)];
        return keys.Count == Standard.Count && !keys.Contains(null) && keys.Distinct().Count() == keys.Count
            ? [.. keys.OfType<QueueKey>()] : null;
    }

    /// <summary>The places, first to last. What all keys leave alike stands by its code.</summary>
    /// <param name="waiting">Whoever waits, in any order.</param>
    /// <param name="order">What counts first, second and third.</param>
    /// <param name="available">What is available in the fund; below zero is nothing.</param>
    /// <param name="today">The day on which it is asked.</param>
    /// <example>Available 1,900.00; first needs 2,400.00, second 1,500.00 → the first is passed over for 500.00, the second can be
    /// served.</example>
    public static IReadOnlyList<QueuePlace> Places(IEnumerable<QueuedVisit> waiting, IReadOnlyList<QueueKey> order, Money available,
        DateOnly today)
    {
        var sorted = waiting.OrderBy(visit => 0);
        foreach (var key in order) sorted = key switch
        {
            QueueKey.LastVisit => sorted.ThenBy(visit => visit.LastVisit ?? DateOnly.MinValue),
            QueueKey.Window => sorted.ThenBy(visit => visit.WindowFrom).ThenBy(visit => visit.WindowTo),
            QueueKey.Received => sorted.ThenBy(visit => visit.ReceivedOn),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
        var left = available.IsNegative ? Money.Zero(available.Currency) : available;
        var places = new List<QueuePlace>();
        foreach (var visit in sorted.ThenBy(visit => visit.Code, StringComparer.Ordinal))
        {
            var answer = visit.WindowTo < today ? QueueAnswer.WindowIsOver
                : visit.Asked > left ? QueueAnswer.NeedsMore : QueueAnswer.CanBeServed;
            places.Add(new QueuePlace(places.Count + 1, visit, answer, left));
            if (answer == QueueAnswer.CanBeServed) left -= visit.Asked;
        }
        return places;
    }
}
