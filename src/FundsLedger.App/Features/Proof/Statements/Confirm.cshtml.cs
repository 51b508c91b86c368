using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>Confirms to whoever holds a statement that it was issued, on which day, and which file it was. It shows no figure and no name;
/// a number that was never issued is answered like any address that is not there.</summary>
[Needs(Operation.ReadPublic)]
public sealed class ConfirmPage(IssuedStatements issued) : PageModel
{
    private const int LongestNumber = 40;

    public ConfirmedStatement Confirmed { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string? code, CancellationToken cancel)
    {
        // What is only white space in an address comes as nothing.
        if (code is null || code.Length > LongestNumber
            || await issued.ConfirmAsync(code.Trim().ToUpperInvariant(), cancel) is not { } confirmed)
            return NotFound();
        Confirmed = confirmed;
        return Page();
    }
}
