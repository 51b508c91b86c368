using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.Errors;

/// <summary>What is shown when there is nothing else to show: not found, refused by the server, broken down. Never a stack trace.</summary>
[Needs(Operation.ReadPublic)]
[IgnoreAntiforgeryToken]
public sealed class ErrorPage : PageModel
{
    /// <summary>404, 400 or 500: the kinds that have words of their own.</summary>
    public int Kind { get; private set; }

    /// <summary>By which a log can be searched.</summary>
    public string Trace => HttpContext.TraceIdentifier;

    public void OnGet([FromRoute] int code) => Show(code);

    public void OnPost([FromRoute] int code) => Show(code);

    private void Show(int code)
    {
        Kind = code switch { 404 => 404, >= 500 => 500, _ => 400 };
        Response.StatusCode = code is >= 400 and < 600 ? code : 404;
    }
}
