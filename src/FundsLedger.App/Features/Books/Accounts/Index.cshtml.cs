using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>The chart of accounts of a fund with the balance of each.</summary>
[Needs(Operation.ReadAccounts)]
public sealed class AccountsPage(LedgerReads reads, TrialBalances balances) : PageModel
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public TrialBalance Balance { get; private set; } = null!;

    public MomentQuery Moment { get; private set; } = null!;

    /// <summary>Only the accounts that play this part in what is available; null for all.</summary>
    public AccountRole? Role { get; private set; }

    /// <summary>Accounts with their balances, debit positive, or null where nothing ever moved.</summary>
    public IReadOnlyList<(Account Account, long? Eur)> Accounts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? fund, string? role, CancellationToken cancel)
    {
        var catalog = await reads.CatalogAsync(cancel);
        Funds = catalog.Funds;
        Moment = MomentQuery.Read(Request, reads);
        Role = ClosedSet<AccountRole>.Find(role);
        var balance = await balances.OfAsync(string.IsNullOrEmpty(fund) ? Funds[0].Code : fund, Moment.Moment, cancel);
        if (balance.IsRefused) return NotFound();
        Balance = balance.Value;
        var moved = Balance.Rows.ToDictionary(row => row.Account.Id, row => row.BalanceEur);
        Accounts = [.. catalog.AccountsOf(Balance.Fund.Id).Where(account => Role is null || account.Role == Role)
            .Select(account => (account, moved.TryGetValue(account.Id, out var eur) ? eur : (long?)null))];
        return Page();
    }
}
