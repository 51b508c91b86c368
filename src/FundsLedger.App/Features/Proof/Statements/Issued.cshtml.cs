using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>A statement as it was issued: its file, and beside it what the books say now.</summary>
[Needs(Operation.ReadStatements, Subject = Subject.Donor, By = "donor")]
public sealed class IssuedPage(IssuedStatements issued, CurrentActor actor) : PageModel
{
    public IssuedStatement Issued { get; private set; } = null!;

    public StatementComparison? Compared { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>True for readers of the journal: they see every entry that came between, by its number.</summary>
    public bool SeesEntries => actor.May(Operation.ReadJournal);

    public async Task<IActionResult> OnGetAsync([FromRoute] string donor, [FromRoute] string number, CancellationToken cancel)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var (code, form) = point < 0 ? (number, "") : (number[..point], number[point..]);
        if (await issued.FindAsync(code, donor, cancel) is not { } found) return NotFound();
        Issued = found;
        if (form == ".pdf") return File(await issued.ReprintAsync(found, cancel), "application/pdf", $"statement-{found.Number}.pdf");
        if (form == ".json") return await issued.ProofAsync(found, cancel) is not { } proof ? NotFound()
            : File(Encoding.UTF8.GetBytes(proof), "application/json", $"statement-{found.Number}.json");
        if (form.Length > 0) return NotFound();
        var compared = await issued.CompareAsync(found, SeesEntries, cancel);
        if (compared.IsRefused) Refusal = compared.Refusal;
        else Compared = compared.Value;
        return Page();
    }
}
