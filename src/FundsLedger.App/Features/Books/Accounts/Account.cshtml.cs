using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>One account: its postings with the running balance.</summary>
[Needs(Operation.ReadAccounts, Subject = Subject.Fund, By = "fund")]
public sealed class AccountPage(LedgerReads reads) : PageModel
{
    private const int PageLength = 100;

    public Fund Fund { get; private set; } = null!;

    public Account Account { get; private set; } = null!;

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    public AccountStretch Stretch { get; private set; } = null!;

    public Pager Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string fund, [FromRoute] string code, string? from, string? to, string? after,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (catalog.Fund(fund) is not { } found || catalog.Account(found.Id, code) is not { } account) return NotFound();
        (Fund, Account) = (found, account);
        From = Day(from) ?? LedgerRules.FirstDate;
        To = Day(to) ?? LedgerRules.LastDate;
        var place = PostingPlace.Read(after);
        Stretch = await AccountLedger.ReadAsync(connection, account, From, To, place, PageLength, cancel);
        Pager = new Pager(place is null ? null : Links.With(Request, "after", null),
            Stretch.HasMore ? Links.With(Request, "after", Stretch.Lines[^1].Place.ToString()) : null);
        return Page();
    }

    private static DateOnly? Day(string? text) => BookDay.Read(text);
}
