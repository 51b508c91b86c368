using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>The form that commits money.</summary>
[Needs(Operation.MakeCommitments)]
public sealed class NewCommitmentPage(PageLanguage words, CurrentActor actor, LedgerReads reads, MakeCommitment make)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    public async Task OnGetAsync(string? request, string? fund, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        var answered = Waiting.FirstOrDefault(waiting => waiting.Code == request);
        Propose("request", answered?.Code);
        Propose("fund", answered?.FundCode ?? Funds.FirstOrDefault(known => known.Code == fund)?.Code);
        Propose("amount", answered is null ? null : Money.Eur(answered.AskedEur).ToDecimalString());
        Propose("date", Links.Iso(Reads.Today));
        Propose("expires", answered is null ? null : Links.Iso(answered.WindowTo));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var command = new MakeCommitment.Command(Key, Form.Choice("fund", Funds.Select(fund => fund.Code)),
            Form["request"].Length == 0 ? null : Form["request"], Form.Amount("amount", Currency.Eur), Form.Date("date"),
            Form.OptionalDate("expires"), Form.OptionalText("description")) { OpeningOn = Form.OptionalDate("opening") };
        if (Form.IsFaulty) return Page();
        var outcome = await make.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, made => new Status("status.commitment_made", made.Code, made.Entry.Seq), made => $"/commitments/{made.Code}",
            FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        CommitmentAmountIsWrong or AvailableIsTooLow or AmountIsTooLarge => "amount",
        CommitmentTextIsNotAllowed => "description",
        CommitmentEndsBeforeItBegins => "expires",
        CommitmentOpensBeforeItWasMade => "opening",
        CommitmentRequestIsUnknown or RequestHasOpenCommitment => "request",
        PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        var reach = Acting.Reach(Operation.MakeCommitments);
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella && reach.Covers(fund))];
        Waiting = await CommitmentList.WaitingAsync(connection, catalog, reach: reach, cancel: cancel);
    }
}
