using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Web;

/// <summary>Files a page hands out.</summary>
public static class Downloads
{
    /// <summary>CSV in UTF-8 with a mark, without which a spreadsheet program takes the accents for something else.</summary>
    public static FileContentResult Csv(this PageModel page, string text, string name) =>
        page.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], "text/csv; charset=utf-8", name);
}
