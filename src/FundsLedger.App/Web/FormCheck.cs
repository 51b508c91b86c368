using Microsoft.AspNetCore.Antiforgery;

namespace FundsLedger.App.Web;

/// <summary>Whether a form comes from a page of ours, for endpoints that are no pages.</summary>
internal static class FormCheck
{
    /// <summary>False without its token, and for a body that cannot be read as a form at all, which the framework answers with a
    /// breakdown.</summary>
    public static async Task<bool> IsOursAsync(this IAntiforgery forms, HttpContext context)
    {
        try
        {
            return await forms.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
