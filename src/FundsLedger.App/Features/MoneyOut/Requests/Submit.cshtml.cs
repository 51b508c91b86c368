using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Requests;

/// <summary>The form that registers a request for a family visit: codes and counts, never a name.</summary>
[Needs(Operation.SubmitRequests)]
public sealed class SubmitPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SubmitVisitRequest submit)
    : FormPage(words, actor, reads)
{
    public const int MostVisitors = 20;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("fund", Funds is [var only] ? only.Code : null);
        Propose("received", Links.Iso(Reads.Today));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var relations =
            Form["relations"].Split(',', StringSplitOptions.TrimEntries).Select(ClosedSet<Relation>.Find).OfType<Relation>().ToList();
        var lines = Lines();
        var command = new SubmitVisitRequest.Command(Key, Form.Choice("fund", Funds.Select(fund => fund.Code)),
            Form.Text("detainee", 10).ToUpperInvariant(), Form.Whole("visitors", 1, MostVisitors), relations,
            Form.Date("from"), Form.Date("to"), await AskedAsync(lines, cancel), Form.Date("received")) { Lines = lines };
        if (relations.Count == 0) Form.Note("relations", "request.no_relations");
        if (Form.IsFaulty) return Page();
        var outcome = await submit.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, request => new Status("status.request_submitted", request.Code, null),
            request => $"/requests/{request.Code}", FieldOf) ?? Page();
    }

    private List<CostLine> Lines()
    {
        var lines = new List<CostLine>();
        foreach (var text in Form["lines"].Split([' ', '\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries))
            if (CostLine.Read(text) is { } line) lines.Add(line);
            else Form.Note("lines", "request.lines_unread");
        return lines;
    }

    /// <summary>What is asked for: as typed, or what the lines come to.</summary>
    private async Task<Money> AskedAsync(List<CostLine> lines, CancellationToken cancel)
    {
        if (lines.Count == 0 || Form["asked"].Length > 0) return Form.Amount("asked", Currency.Eur);
        await using var connection = await Reads.OpenAsync(cancel);
        return await VisitCosts.SumAsync(connection, await Reads.CatalogAsync(connection, cancel), lines, cancel);
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        DetaineeCodeIsMalformed => "detainee",
        VisitorCountIsOutOfRange => "visitors",
        RelationsAreMissing => "relations",
        VisitWindowIsReversed => "to",
        VisitAmountIsWrong or VisitLinesDoNotAddUp => "asked",
        VisitLinesAreTooMany or VisitCostIsUnknown or VisitCostIsTooNew or VisitQuantityIsOutOfRange => "lines",
        DateIsOutOfRange => "received",
        _ => "",
    };

    private async Task LoadAsync(CancellationToken cancel) =>
        Funds = [
            .. (await Reads.CatalogAsync(cancel)).Funds.Where(
                fund => !fund.IsUmbrella && Disclosure.For(Reader.Inside, fund).TakesVisitRequests)];
}
