using System.Collections.Frozen;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Access;

/// <summary>Whose and which records an operation may show to one person: handed to the question that reads them, so that what is hidden is never fetched.</summary>
/// <param name="Scopes">The scopes of all roles the person holds.</param>
/// <param name="Donors">Codes of the donors they speak for.</param>
public sealed record Reach(FrozenSet<Scope> Scopes, FrozenSet<string> Donors)
{
    /// <summary>No limit: for background work and the command line, whose user has the database itself.</summary>
    public static readonly Reach Everything = new([Scope.All], []);

    /// <summary>Nothing at all.</summary>
    public static readonly Reach Nothing = new([], []);

    public bool IsNothing => Scopes.Count == 0;

    /// <summary>The same text for the same reach.</summary>
    public string Key => string.Join(',', Scopes.Order()) + "|" + string.Join(',', Donors.Order(StringComparer.Ordinal));

    /// <summary>True for records of a fund, whoever the donor.</summary>
    public bool Covers(Fund fund) => Scopes.Contains(Scope.All) || Scopes.Contains(Disclosure.For(Reader.Outside, fund).ShowsFigures ? Scope.Open : Scope.Protected);

    /// <summary>True for records of a donor, whatever the fund.</summary>
    public bool Covers(string donor) => Scopes.Contains(Scope.All) || (Scopes.Contains(Scope.Own) && Donors.Contains(donor));

    /// <summary>The rule that keeps a question within reach, to be added to its others: empty without a limit. Codes of donors are capital letters, digits and hyphens, so they may stand in the text.</summary>
    public static string Rule(Reach? reach, string column) => reach?.OnlyDonors is not { } only ? ""
        : $" AND {column} IN ({(only.Count == 0 ? "NULL" : string.Join(", ", only.Where(AddDonor.IsCode).Select(code => $"'{code}'")))})";

    /// <summary>The donors a list is limited to; null for no limit.</summary>
    public IReadOnlyCollection<string>? OnlyDonors => Scopes.Contains(Scope.All) ? null : Scopes.Contains(Scope.Own) ? Donors : [];
}
