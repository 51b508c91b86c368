using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>The form that designates a part of a pledge.</summary>
[Needs(Operation.ManagePledges, Subject = Subject.Pledge)]
public sealed class DesignatePage(PageLanguage words, CurrentActor actor, LedgerReads reads, DesignatePledge designate)
    : FormPage(words, actor, reads)
{
    public const string OutsideValue = "outside";

    public PledgeStanding Pledge { get; private set; } = null!;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        Propose("amount", Pledge.Undesignated.ToDecimalString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var to = Form.Choice("to", [.. Funds.Select(fund => fund.Code), OutsideValue]);
        Designation designation = to == OutsideValue ? new Designation.Outside(Form.Text("purpose", 200))
            : new Designation.ToFund(to, Form.OptionalDate("expected"));
        var command = new DesignatePledge.Command(Key, code, Form.Date("date"), Form.Amount("amount", Pledge.Amount.Currency), designation,
            Form.Text("description"), Form.OptionalText("source", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await designate.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, pledge => new Status("status.pledge_designated", pledge.Code, pledge.Entry.Seq),
            pledge => $"/pledges/{pledge.Code}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        PledgeAmountIsNotPositive or PledgeHasLessUndesignated or PledgeIsOverdrawn => "amount",
        PledgeTextIsMalformed => "purpose",
        PledgeDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella)];
        if (await PledgeList.ReadAsync(connection, catalog, code, cancel: cancel) is not [var pledge]) return false;
        Pledge = pledge;
        return true;
    }
}
