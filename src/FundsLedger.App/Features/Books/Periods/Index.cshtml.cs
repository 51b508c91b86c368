using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary>How far each fund's books are closed, what was done, and the forms that close, ask to reopen and approve.</summary>
[Needs(Operation.ReadPeriods), Needs(Operation.ClosePeriods, "POST")]
public sealed class PeriodsPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ClosePeriods close, ReopenPeriods reopen,
    ClosingChecklist checklist) : FormPage(words, actor, reads)
{
    public IReadOnlyList<(Fund Fund, DateOnly? ClosedThrough)> Funds { get; private set; } = [];

    public IReadOnlyList<PeriodEventLine> Events { get; private set; } = [];

    /// <summary>Funds whose latest event is a request to reopen, with who asked.</summary>
    public IEnumerable<PeriodEventLine> Asked =>
        Events.GroupBy(line => line.FundCode).Select(fund => fund.First()).Where(line => line.Action == PeriodAction.ReopeningAsked);

    /// <summary>The year that is next to close, fund by fund, with what is open of it; for those who close.</summary>
    public IReadOnlyList<ClosingList> Checklists { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Acting.May(Operation.ClosePeriods)) await LoadChecklistsAsync(cancel);
        Propose("month", Reads.Today.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture));
    }

    public Task<IActionResult> OnPostCloseAsync(CancellationToken cancel) =>
        DoAsync("status.period_closed", (fund, month) => close.CloseMonthAsync(fund, month.Year, month.Month, Acting.Actor, cancel),
            cancel);

    public Task<IActionResult> OnPostCloseYearAsync(CancellationToken cancel) => DoAsync("status.period_closed", (fund, month) =>
        close.CloseYearAsync(fund, month.Year, Form["reason"].Length == 0 ? null : Form["reason"], Acting.Actor, cancel), cancel);

    public Task<IActionResult> OnPostReopenAsync(CancellationToken cancel) =>
        DoAsync("status.reopening_asked",
            (fund, month) => reopen.AskAsync(fund, month.Year, month.Month, Form["reason"], Acting.Actor, cancel), cancel);

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var outcome = await reopen.ApproveAsync(Form.Choice("fund", Funds.Select(fund => fund.Fund.Code)), Acting.Actor, cancel);
        return Finish(outcome, state => new Status("status.reopened", state.Fund, null), _ => "/periods") ?? Page();
    }

    private async Task<IActionResult> DoAsync(string said, Func<string, DateOnly, Task<Outcome<PeriodState>>> act, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var fund = Form.Choice("fund", Funds.Select(fund => fund.Fund.Code));
        var read = Domain.Ledger.BookDay.Read(Form["month"] + "-01");
        if (read is null) Form.Note("month", "form.not_a_month");
        if (Form.IsFaulty || read is not { } month) return Page();
        var outcome = await act(fund, month);
        return Finish(outcome, state => new Status(said, $"{state.Fund}, {Words.Date(state.ClosedThrough)}", null), _ => "/periods",
            refusal => refusal switch { ReasonIsMissing or ClosingTakesExplanation => "reason", FundIsUnknown => "fund", _ =>
                "month" }) ?? Page();
    }

    private async Task LoadChecklistsAsync(CancellationToken cancel)
    {
        var lists = new List<ClosingList>();
        foreach (var (fund, closed) in Funds.Where(row => !row.Fund.IsUmbrella))
        {
            // A year whose December is closed may still be open as a year; what lies before it was closed with it.
            var year = Math.Min(closed is { } through ? through.AddDays(1).Year : Reads.Today.Year - 1, Reads.Today.Year - 1);
            var list = await checklist.OfAsync(fund.Code, year, cancel);
            if (!list.IsRefused && !list.Value.IsClosed) lists.Add(list.Value);
        }
        Checklists = lists;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        Funds = [.. catalog.Funds.Select(fund => (fund, catalog.ClosedThrough(fund.Id)))];
        Events = await PeriodList.ReadAsync(connection, catalog, cancel);
    }
}
