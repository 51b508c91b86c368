using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>Who can be paid.</summary>
[Needs(Operation.ReadPayments)]
public sealed class PayeesPage(LedgerReads reads) : PageModel
{
    public IReadOnlyList<PayeeVersion> Payees { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Payees = [.. (await PayeeBook.NewestAsync(connection, await reads.CatalogAsync(connection, cancel), cancel))
            .OrderBy(payee => payee.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
