namespace FundsLedger.App.Features.Office.Messages;

/// <summary>How an attempt ended.</summary>
public enum DeliveryResult
{
    /// <summary>The other side took it.</summary>
    Done,

    /// <summary>Not this time: try this message again later, and the others now.</summary>
    Later,

    /// <summary>The other side cannot be reached or refuses us altogether: the rest of this kind waits too.</summary>
    Unreachable,

    /// <summary>It will never be taken.</summary>
    Never,
}

/// <summary>An attempt's end and, unless it was delivered, the reason in words that hold neither an address nor a secret.</summary>
public sealed record Delivery(DeliveryResult Result, string? Fault = null)
{
    public static readonly Delivery Done = new(DeliveryResult.Done);
}

/// <summary>Sends messages of one kind.</summary>
public interface IDeliverer
{
    /// <summary>The kind of rows it takes.</summary>
    string Kind { get; }

    /// <summary>False while it is not set up: rows of its kind wait untouched.</summary>
    bool IsReady { get; }

    /// <summary>Longest time an attempt may take.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Sends one message. Throws only when <paramref name="cancel"/> asks for it or something unforeseen breaks.</summary>
    /// <param name="id">The row's id: the same at every attempt, so that the other side can tell a repeat.</param>
    /// <param name="payload">JSON as left in the outbox.</param>
    /// <param name="cancel">Gives up.</param>
    Task<Delivery> SendAsync(string id, string payload, CancellationToken cancel);
}
