using System.Collections.Frozen;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Access;

/// <summary>Whose and which records an operation may show to one person: handed to the question that reads them, so that what is hidden is
/// never fetched.</summary>
/// <param name="Scopes">The scopes of all roles the person holds.</param>
/// <param name="Donors">Codes of the donors they speak for.</param>
public sealed record Reach(FrozenSet<Scope> Scopes, FrozenSet<string> Donors)
{
    /// <summary>No limit: for background work and the command line, whose user has the database itself.</summary>
    public static readonly Reach Everything = new([Scope.All], []);

    /// <summary>Nothing at all.</summary>
    public static readonly Reach Nothing = new([], []);

    public bool IsNothing => Scopes.Count == 0;

    /// <summary>The funds for which each scope is held; a scope that does not stand here is held for every fund.</summary>
    public FrozenDictionary<Scope, FundsCovered> Funds { get; init; } = FrozenDictionary<Scope, FundsCovered>.Empty;

    /// <summary>True without any limit: for what belongs to no fund but tells of all of them.</summary>
    public bool IsEverything => Scopes.Contains(Scope.All) && FundsOf(Scope.All).IsAll;

    /// <summary>The same text for the same reach.</summary>
    public string Key =>
        string.Join(',', Scopes.Order().Select(scope => $"{scope} {FundsOf(scope).Text}")) + "|"
            + string.Join(',', Donors.Order(StringComparer.Ordinal));

    /// <summary>True for records of a fund, whoever the donor.</summary>
    public bool Covers(Fund fund) =>
        Holds(Scope.All, fund) || Holds(Disclosure.For(Reader.Outside, fund).ShowsFigures ? Scope.Open : Scope.Protected, fund);

    /// <summary>True for records of a donor, whatever the fund.</summary>
    public bool Covers(string donor) => Scopes.Contains(Scope.All) || (Scopes.Contains(Scope.Own) && Donors.Contains(donor));

    /// <summary>The rule that keeps a question within reach, to be added to its others: empty without a limit. Codes of donors are capital
    /// letters, digits and hyphens, so they may stand in the text.</summary>
    public static string Rule(Reach? reach, string column) => reach?.OnlyDonors is not { } only ? ""
        : $" AND {column} IN ({(only.Count == 0 ? "NULL" : string.Join(", ", only.Where(DonorCode.IsValid).Select(code => $"'{code}'")))})";

    /// <summary>The donors a list is limited to; null for no limit.</summary>
    public IReadOnlyCollection<string>? OnlyDonors => Scopes.Contains(Scope.All) ? null : Scopes.Contains(Scope.Own) ? Donors : [];

    private bool Holds(Scope scope, Fund fund) => Scopes.Contains(scope) && FundsOf(scope).Covers(fund);

    private FundsCovered FundsOf(Scope scope) => Funds.GetValueOrDefault(scope, FundsCovered.All);
}
