using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.AccessPages;

/// <summary>Who may do what: the table the gate asks, in words. There is no other copy of it.</summary>
[Needs(Operation.ReadPeople)]
public sealed class AccessPage : PageModel
{
    /// <summary>Every operation that needs a sign-in, in the table's order.</summary>
    public static IEnumerable<Operation> Operations => Enum.GetValues<Operation>().Where(operation => !AccessTable.IsAnyones(operation));

    public void OnGet()
    {
    }
}
