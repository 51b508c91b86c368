using System.Data.Common;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.Home;

/// <summary>Something that waits for somebody with the reader's rights.</summary>
/// <param name="Path">Where it is done.</param>
/// <param name="Word">The counted word that names it.</param>
/// <param name="Number">How many, at least one.</param>
public sealed record WaitingTask(string Path, string Word, long Number);

/// <summary>Counts what awaits the reader. All of it lies in registers, so that the counts change only when the books do.</summary>
public static class WaitingTasks
{
    public static async Task<IReadOnlyList<WaitingTask>> OfAsync(DbConnection connection, BooksNow now, CurrentActor actor)
    {
        var tasks = new List<WaitingTask>();
        if (actor.May(Operation.RecordBank)) await AddBankAsync();
        if (actor.May(Operation.ManageOffers))
            Add("/offers", "task_offers", (await OfferList.ReadAsync(connection, now.Catalog)).Count(offer => offer.Decision is null));
        if (actor.May(Operation.PayBack)) Add("/returns", "task_returns", (await ReturnList.ReadAsync(connection, now.Catalog)).Count);
        // By rights alone: the page is kept for everybody who has the same.
        if (actor.May(Operation.ReadPayments)) Add("/payments", "task_payments", (await PaymentList.ReadAsync(connection, now.Catalog,
            new PaymentFilter { OnlyOpen = true })).Count(payment => WaitingPayments.NeedOf(payment) is { } need && actor.May(need)));
        if (actor.May(Operation.TransmitPayments)) Add("/payments", "task_batches", (await BatchList.ReadAsync(connection, now.Catalog,
            onlyOpen: true)).Count);
        if (actor.May(Operation.DecideApprovals)) Add("/approvals", "task_approvals", (await ApprovalList.ReadAsync(connection)).Count);
        if (actor.May(Operation.ApproveBank)) Add("/bank", "task_reconciliations", await PreparedAsync());
        if (actor.May(Operation.DraftReminders)) Add("/ageing", "task_overdue",
            (await AgeingList.ItemsAsync(connection, now.Catalog, new Moment(now.Today))).Count(item => item.Days > 0));
        if (actor.May(Operation.AcknowledgeAlerts))
            Add("/alerts", "task_alerts", (await AlertList.ReadAsync(connection, now.Catalog, isTold: null)).Count(IsMine));
        return tasks;

        void Add(string path, string word, long number)
        {
            if (number > 0) tasks.Add(new WaitingTask(path, word, number));
        }

        bool IsMine(AlertEpisode episode) => episode.State is { IsOpen: true, IsAcknowledged: false }
            && (episode.Fund is { } fund ? actor.May(Operation.AcknowledgeAlerts, fund)
            : actor.Reach(Operation.AcknowledgeAlerts).IsEverything);

        async Task AddBankAsync()
        {
            Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
            foreach (var bank in await BankAccounts.ReadAsync(connection, now.Catalog))
            {
                Add($"/bank/{bank.Code}", "task_bank", (await WaitingLines.CountAsync(ask, now.Catalog, bank, Waiting.Any)).Count);
                if (LineMarks.RecordsElsewhere(actor, now.Catalog, bank)) Add($"/bank/{bank.Code}?show=elsewhere", "task_elsewhere",
                    (await WaitingLines.CountAsync(ask, now.Catalog, bank, Waiting.NotOfThisFund)).Count);
            }
        }

        Task<long> PreparedAsync() =>
            connection.Command(null,
                "SELECT COUNT(*) FROM reconciliations r WHERE r.step = @prepared AND NOT EXISTS (SELECT 1 FROM reconciliations s WHERE "
                    + "s.bank_account = r.bank_account AND s.id > r.id)",
            ("@prepared", ClosedSet<ReconciliationStep>.Code(ReconciliationStep.Prepared))).NumberAsync();
    }
}
