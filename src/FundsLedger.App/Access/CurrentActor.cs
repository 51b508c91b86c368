using System.Collections.Frozen;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Access;

/// <summary>Who acts in this request, and what they may see and do.</summary>
public sealed class CurrentActor(IHttpContextAccessor request, TimeProvider clock)
{
    /// <summary>The open session; null for a stranger.</summary>
    public OpenSession? Session => request.HttpContext?.Features.Get<OpenSession>();

    /// <summary>The person signed in; null for a stranger.</summary>
    public Person? Person => Session?.Person;

    /// <summary>True when the person confirmed a short while ago who they are.</summary>
    public bool IsFresh => Session is { } session && clock.GetUtcNow() - session.ConfirmedAt <= OpenSession.Fresh;

    /// <summary>True for people of the Registry; everybody else, strangers too, is outside.</summary>
    public bool IsInside => Person is { IsOutsider: false, Roles.Count: > 0 };

    /// <summary>The donors an outsider speaks for, in order.</summary>
    public IReadOnlyList<string> OwnDonors => Person is { } person && !IsInside ? [.. person.Donors.Order(StringComparer.Ordinal)] : [];

    /// <summary>As recorded on entries and in the audit log.</summary>
    public Actor Actor =>
        Person is { } person ? new Actor(person.Id, person.Name) { Within = FundsHere, Role = RoleHere(person) } : AuditLog.Stranger;

    /// <summary>True where no fund is ever hidden from the person: only then are numbers shown that count all funds.</summary>
    public bool SeesEveryFund => Person is not { } person || person.FundsFor(null).IsAll;

    /// <summary>The first of the person's roles that gives the right to something.</summary>
    public string? RoleFor(Operation operation) => Person is { } person ? RoleFor(operation, person) : null;

    /// <summary>The funds for which the person has a right; none for a stranger.</summary>
    public FundsCovered FundsFor(Operation operation) => Person?.FundsFor(operation) ?? FundsCovered.None;

    /// <summary>True when the person may do this at all.</summary>
    public bool May(Operation operation) =>
        AccessTable.IsAnyones(operation)
            || (Session is { } session && (!session.LacksSecondFactor || operation == Operation.OwnAccount) && !Reach(operation).IsNothing);

    /// <summary>True when the person may do this with records of a fund.</summary>
    public bool May(Operation operation, Fund fund) => May(operation) && Reach(operation).Covers(fund);

    /// <summary>True for somebody to whom every donor may be named, and so the codes of what donors promised and gave: one rule for pages
    /// and programs.</summary>
    public bool SeesAllDonors => May(Operation.ReadPledges) && Reach(Operation.ReadPledges).OnlyDonors is null;

    /// <summary>How far the person's right to an operation goes.</summary>
    public Reach Reach(Operation operation) =>
        Person is not { } person ? Access.Reach.Nothing : operation == Operation.OwnAccount ? Access.Reach.Everything
        : new Reach(AccessTable.Of(operation, person.Roles), person.Donors) { Funds = FundsBehind(operation, person) };

    /// <summary>The role in which the person performs this request.</summary>
    private string? RoleHere(Person person) =>
        request.HttpContext is { } context && context.GetEndpoint() is { } endpoint
            && Gate.RuleOf(endpoint, context.Request.Method) is { } rule ? RoleFor(rule.Operation, person) : null;

    private static string? RoleFor(Operation operation, Person person) =>
        person.Roles.Order().Where(role => AccessTable.Of(operation, role) != Scope.None).Select(role => ClosedSet<Role>.Code(role))
            .FirstOrDefault();

    /// <summary>The same text for people who may see and do exactly the same.</summary>
    public string Rights =>
        Person is not { } person ? ""
            : string.Join(',', person.Roles.Order().Select(role => $"{role} {person.FundsOf(role).Text}")) + "|"
            + string.Join(',', person.Donors.Order(StringComparer.Ordinal));

    // The same for the connections of this request.
    private FundsCovered FundsHere => Person?.FundsFor(request.HttpContext?.Features.Get<OperationHere>()?.Operation) ?? FundsCovered.All;

    private static FrozenDictionary<Scope, FundsCovered> FundsBehind(Operation operation, Person person) =>
        person.Funds.Count == 0 ? FrozenDictionary<Scope, FundsCovered>.Empty
        : person.Roles.Select(role => (Scope: AccessTable.Of(operation, role), Funds: person.FundsOf(role)))
        .Where(held => held.Scope != Scope.None)
            .GroupBy(held => held.Scope)
            .ToFrozenDictionary(held => held.Key, held => held.Select(one => one.Funds).Aggregate((all, next) => all.And(next)));
}
