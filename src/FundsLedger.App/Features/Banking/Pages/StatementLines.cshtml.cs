using FundsLedger.App.Features.Shared;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Banking.Pages;

/// <summary>A line as kept.</summary>
public sealed record KeptLine(long Id, DateOnly BookedOn, DateOnly ValuedOn, Money Amount, BankLineKind Kind, string Party, string PartyAccount, string Reference, string Text, LineTreatment Treatment, long? EntrySeq, int AtLine);

/// <summary>A statement with its lines, accepted or set aside.</summary>
[Needs(Operation.ReadBank)]
public sealed class StatementLinesPage(LedgerReads reads) : PageModel
{
    [BindProperty(SupportsGet = true), FromRoute] public long Id { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public int Number { get; set; } = 1;

    public KeptStatement Statement { get; private set; } = null!;

    public IReadOnlyList<KeptLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Number = Math.Clamp(Number, 1, 100_000);
        await using var connection = await reads.OpenAsync(cancel);
        if (await BankPage.StatementsAsync(connection, Id, cancel) is not [var statement]) return NotFound();
        Statement = statement;
        Lines = await connection.Command(null,
            """
            SELECT l.id, l.booked_on, l.valued_on, l.amount_minor, l.currency, l.kind, l.party_name, l.party_account, l.reference, l.text, l.treatment, l.entry_seq, l.at_line FROM bank_lines l
            JOIN bank_statements s ON s.id = @id AND l.id >= s.first_line AND l.id < s.first_line + s.line_count ORDER BY l.id LIMIT @most OFFSET @skip
            """, ("@id", Id), ("@most", Pager.Length + 1), ("@skip", (Number - 1) * Pager.Length))
            .RowsAsync(row => new KeptLine(row.GetInt64(0), row.Date(1), row.Date(2), new Money(row.GetInt64(3), Currency.Of(row.GetString(4))), ClosedSet<BankLineKind>.Of(row.GetString(5)), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9),
                ClosedSet<LineTreatment>.Of(row.GetString(10)), row.NumberOrNull(11), row.GetInt32(12)), cancel);
        return Page();
    }
}
