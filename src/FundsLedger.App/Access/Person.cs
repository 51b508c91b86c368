using System.Collections.Frozen;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Access;

/// <summary>How somebody signed in.</summary>
public enum SignInMethod { Password, PasswordAndCode, RecoveryCode, Passkey, SingleSignOn, Demonstration, ApiToken }

/// <summary>Somebody who is signed in, with the roles they hold at this moment.</summary>
/// <param name="Id">Stable; stands on entries.</param>
/// <param name="Name">As printed on entries.</param>
/// <param name="Language"><c>en</c> or <c>fr</c>; empty where the browser is asked.</param>
/// <param name="Roles">Roles in force now.</param>
/// <param name="Donors">Codes of the donors they speak for.</param>
public sealed record Person(string Id, string Name, string Language, FrozenSet<Role> Roles, FrozenSet<string> Donors)
{
    /// <summary>True for somebody outside the Registry.</summary>
    public bool IsOutsider => Roles.Count > 0 && Roles.All(AccessTable.Outsiders.Contains);

    /// <summary>The funds that each role is for; a role that does not stand here is for every fund.</summary>
    public FrozenDictionary<Role, FundsCovered> Funds { get; init; } = FrozenDictionary<Role, FundsCovered>.Empty;

    /// <summary>The funds that a role is for.</summary>
    public FundsCovered FundsOf(Role role) => Funds.GetValueOrDefault(role, FundsCovered.All);

    /// <summary>The funds of which somebody may know who does this: those of every role that allows it, or of all roles where nothing is
    /// named or everybody may do it.</summary>
    public FundsCovered FundsFor(Operation? operation)
    {
        if (Funds.Count == 0) return FundsCovered.All;
        var asked = operation is { } named && !AccessTable.IsAnyones(named)
            ? Roles.Where(role => AccessTable.Of(named, role) != Scope.None) : Roles;
        return asked.Select(FundsOf).DefaultIfEmpty(FundsCovered.None).Aggregate((all, next) => all.And(next));
    }
}

/// <summary>When the issuer of single sign-on last named somebody's groups; null when that is not known.</summary>
public sealed record IssuerWord(DateTimeOffset? At);

/// <summary>A session that has not ended.</summary>
/// <param name="Id">Its number; what the cookie holds is the secret behind it.</param>
/// <param name="Person">Whose.</param>
/// <param name="Method">How it began.</param>
/// <param name="ConfirmedAt">When the person last confirmed who they are.</param>
/// <param name="Scopes">What a program may do with it; null for a person at a browser.</param>
public sealed record OpenSession(string Id, Person Person, SignInMethod Method, DateTimeOffset ConfirmedAt,
    FrozenSet<string>? Scopes = null)
{
    /// <summary>How long a confirmation of who one is counts for sensitive acts.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>The state of the books when the session was looked up, in the same question: last entry, version of the catalog. Null where
    /// it was not asked for.</summary>
    public BooksState? Books { get; init; }

    /// <summary>What the issuer of single sign-on last said of the person; null for people it does not know.</summary>
    public IssuerWord? Told { get; init; }

    /// <summary>True when a password alone opened it although the person's roles ask for more.</summary>
    public bool LacksSecondFactor => Method == SignInMethod.Password && Person.Roles.Any(AccessTable.NeedSecondFactor.Contains);
}
