using System.Collections.Frozen;
using FundsLedger.Domain.Funds;

namespace FundsLedger.Domain.Ledger;

/// <summary>The funds, accounts, donors and closed periods that entries refer to, at one moment. Immutable; read once and shared until one
/// of them changes.</summary>
public sealed class LedgerCatalog
{
    private readonly FrozenDictionary<string, Fund> _funds;
    private readonly FrozenDictionary<(int FundId, string Code), Account> _accounts;
    private readonly FrozenDictionary<int, Account> _accountsById;
    private readonly FrozenSet<string> _donors;
    private readonly FrozenDictionary<int, DateOnly>? _closedThrough;
    private readonly FrozenDictionary<int, DateOnly>? _reconciledThrough;

    /// <summary>Puts the catalog together.</summary>
    /// <param name="version">The same version means the same content.</param>
    /// <param name="funds">All funds.</param>
    /// <param name="accounts">All accounts of all funds.</param>
    /// <param name="donors">All donor codes.</param>
    /// <param name="closedThrough">Last closed day by fund id, for funds that have one; null where such days were not read.</param>
    /// <param name="reconciledThrough">Last reconciled day by account id, for bank accounts that have one.</param>
    public LedgerCatalog(long version, IEnumerable<Fund> funds, IReadOnlyCollection<Account> accounts, IEnumerable<string> donors,
        IEnumerable<KeyValuePair<int, DateOnly>>? closedThrough,
        IEnumerable<KeyValuePair<int, DateOnly>>? reconciledThrough = null)
    {
        Version = version;
        _funds = funds.ToFrozenDictionary(fund => fund.Code, StringComparer.Ordinal);
        _accounts = accounts.ToFrozenDictionary(account => (account.FundId, account.Code));
        _accountsById = accounts.ToFrozenDictionary(account => account.Id);
        _donors = donors.ToFrozenSet(StringComparer.Ordinal);
        _closedThrough = closedThrough?.ToFrozenDictionary();
        _reconciledThrough = closedThrough is null ? null : (reconciledThrough ?? []).ToFrozenDictionary();
        Funds = [.. _funds.Values.OrderBy(fund => fund.Id)];
        Accounts = [.. accounts.OrderBy(account => account.FundId).ThenBy(account => account.Code, StringComparer.Ordinal)];
    }

    /// <summary>The same version means the same content.</summary>
    public long Version { get; }

    /// <summary>All funds, in the order of their numbers.</summary>
    public IReadOnlyList<Fund> Funds { get; }

    /// <summary>All accounts, by fund and code.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>The same with these funds and their accounts alone.</summary>
    public LedgerCatalog Within(FundsCovered covered)
    {
        if (covered.IsAll) return this;
        var funds = Funds.Where(covered.Covers).ToList();
        return new LedgerCatalog(Version, funds, [.. Accounts.Where(account => funds.Exists(fund => fund.Id == account.FundId))], _donors,
            _closedThrough, _reconciledThrough);
    }

    /// <summary>The fund with this code, or null.</summary>
    public Fund? Fund(string code) => _funds.GetValueOrDefault(code);

    /// <summary>The fund with this storage number.</summary>
    public Fund FundById(int id) => Funds.First(fund => fund.Id == id);

    /// <summary>The fund's account with this code, or null.</summary>
    public Account? Account(int fundId, string code) => _accounts.GetValueOrDefault((fundId, code));

    /// <summary>The account with this storage number.</summary>
    public Account AccountById(int id) => _accountsById[id];

    /// <summary>The accounts of one fund, by code.</summary>
    public IEnumerable<Account> AccountsOf(int fundId) => Accounts.Where(account => account.FundId == fundId);

    /// <summary>True when there is a donor with this code.</summary>
    public bool HasDonor(string code) => _donors.Contains(code);

    /// <summary>Last reconciled day of a bank account, inclusive; null while none is.</summary>
    /// <exception cref="InvalidOperationException">The catalog was read without its days.</exception>
    public DateOnly? ReconciledThrough(int accountId) => Read(_reconciledThrough).TryGetValue(accountId, out var day) ? day : null;

    /// <summary>Last closed day of a fund, inclusive; null while nothing is closed.</summary>
    /// <exception cref="InvalidOperationException">The catalog was read without its days.</exception>
    public DateOnly? ClosedThrough(int fundId) => Read(_closedThrough).TryGetValue(fundId, out var day) ? day : null;

    private static FrozenDictionary<int, DateOnly> Read(FrozenDictionary<int, DateOnly>? days) =>
        days ?? throw new InvalidOperationException("This catalog was read without closed and reconciled days.");
}
