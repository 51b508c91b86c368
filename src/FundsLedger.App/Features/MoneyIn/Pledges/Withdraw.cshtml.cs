using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>The form that asks to end what is open of a pledge in one book; another person decides.</summary>
[Needs(Operation.ManagePledges, Subject = Subject.Pledge)]
public sealed class WithdrawPage(PageLanguage words, CurrentActor actor, LedgerReads reads, EndPledge end) : FormPage(words, actor, reads)
{
    public PledgeStanding Pledge { get; private set; } = null!;

    /// <summary>The books in which something is open.</summary>
    public IEnumerable<PledgeInBook> Open => Pledge.Books.Where(book => !book.Open.IsZero);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        Propose("book", Open.FirstOrDefault()?.FundCode);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var chosen = Form.Choice("book", Pledge.Books.Select(book => book.FundCode));
        var fund = Pledge.Books.Any(book => book.FundCode == chosen && book.IsUmbrella) ? null : chosen;
        var how = ClosedSet<PledgeEnd>.Find(Form.Choice("end", ClosedSet<PledgeEnd>.Codes)) ?? PledgeEnd.Withdrawn;
        var command = new EndPledge.Command(Key, code, fund, how, Form.Date("date"), Form.Text("reason", 200),
            Form.OptionalAmount("amount", Pledge.Amount.Currency));
        if (Form.IsFaulty) return Page();
        var outcome = await end.AskAsync(command, Acting.Actor, cancel);
        return Finish(outcome, asked => new Status("status.approval_asked", asked.Subject, null), asked => $"/pledges/{asked.Subject}",
            FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        PledgeTextIsMalformed => "reason",
        PledgeHasNothingOpen or PledgeIsUnderAgreement => "book",
        PledgeHasLessOpen or PledgeAmountIsNotPositive => "amount",
        PledgeDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await PledgeList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), code, cancel: cancel) is not [var pledge])
            return false;
        Pledge = pledge;
        return true;
    }
}
