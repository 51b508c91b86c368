namespace FundsLedger.App.Access;

/// <summary>What kind of thing a route's value names.</summary>
public enum Subject
{
    None, Donor, Pledge, Agreement, Offer, Commitment, Payment, Payee, Batch, Fund, Entry, Request, Receipt, Approval,
}

/// <summary>Says which operation a page or an endpoint is. Without one it is not served to anybody.</summary>
/// <param name="operation">The row of <see cref="AccessTable"/>.</param>
/// <param name="method">Only for this HTTP method; otherwise for those that no other attribute names.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class NeedsAttribute(Operation operation, string? method = null) : Attribute
{
    public Operation Operation => operation;

    public string? Method => method;

    /// <summary>What the route names, so that the gate looks whether this one is within reach before anything runs.</summary>
    public Subject Subject { get; init; }

    /// <summary>The route value that names it.</summary>
    public string By { get; init; } = "code";
}

/// <summary>The same for endpoints that are not pages.</summary>
public static class NeedsExtensions
{
    public static T Needs<T>(this T endpoint, Operation operation, Subject subject = Subject.None, string by = "code")
        where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new NeedsAttribute(operation) { Subject = subject, By = by });
}
