using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>What can be recorded by hand, and when.</summary>
[Needs(Operation.RecordBank)]
public sealed class ByHandPage : PageModel;
