using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Bank.Reconciliation;

/// <summary>Ledger and bank on the day of the last accepted closing balance.</summary>
/// <param name="Bank">The bank account.</param>
/// <param name="StatementId">The statement with that balance.</param>
/// <param name="Through">Its day.</param>
/// <param name="BankMinor">The bank's closing balance.</param>
/// <param name="LedgerMinor">The ledger account's balance that day.</param>
/// <param name="OutstandingMinor">Entries of that day or earlier that the bank shows later or not yet, less entries dated later that the
/// bank shows already.</param>
/// <param name="OpenLines">Lines that are no entry yet.</param>
/// <param name="OpenMinor">Their sum.</param>
public sealed record ReconciliationFigures(BankAccount Bank, long StatementId, DateOnly Through, long BankMinor, long LedgerMinor,
    long OutstandingMinor, long OpenLines, long OpenMinor)
{
    /// <summary>What nothing explains: bank less (ledger less outstanding plus open lines); 0 when they agree.</summary>
    public long DifferenceMinor => BankMinor - (LedgerMinor - OutstandingMinor + OpenMinor);
}

/// <summary>Reconciles a bank account with its ledger account: one person prepares, another approves, and the database locks both through
/// that day.</summary>
public sealed class ReconcileBank(LedgerWriter writer)
{
    /// <summary>Prepares the reconciliation through the last accepted closing balance.</summary>
    public Task<Outcome<Reconciled>> PrepareAsync(string bank, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<Reconciled>(actor, async session =>
    {
        var figures = await SoundAsync(session, bank, cancel);
        if (figures.IsRefused) return figures.Refusal;
        if (await PreparedAsync(session, bank, cancel) is { } there && Same(there, figures.Value)
            && there.ActorId == actor.Id) return new Reconciled(figures.Value, IsRepeat: true);
        await RegisterAsync(session, figures.Value, ReconciliationStep.Prepared, null, cancel);
        return new Reconciled(figures.Value, IsRepeat: false);
    }, cancel);

    /// <summary>Approves what another person prepared, if the figures still are what was prepared.</summary>
    public Task<Outcome<Reconciled>> ApproveAsync(string bank, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<Reconciled>(actor, async session =>
    {
        if (await PreparedAsync(session, bank, cancel) is not { } prepared) return await FindBankAsync(session, bank, cancel) is null
            ? new BankAccountIsUnknown(bank) : new ReconciliationIsNotPrepared(bank);
        if (!actor.IsProven) return new SecondStepNeedsSignIn(actor.Name);
        if (prepared.ActorId == actor.Id) return new ReconciliationTakesTwo(actor.Name);
        var figures = await SoundAsync(session, bank, cancel);
        if (figures.IsRefused) return figures.Refusal;
        if (!Same(prepared, figures.Value)) return new ReconciliationHasMoved(bank);
        await RegisterAsync(session, figures.Value, ReconciliationStep.Approved, (prepared.ActorId, prepared.ActorName), cancel);
        return new Reconciled(figures.Value, IsRepeat: false);
    }, cancel);

    /// <summary>The figures of a bank account; null where no accepted statement lies after what is reconciled.</summary>
    internal static async Task<ReconciliationFigures?> ReadAsync(Ask ask, LedgerCatalog catalog, BankAccount bank, CancellationToken cancel)
    {
        var last = await (await ask("SELECT id, closed_on, closing_minor FROM bank_statements WHERE bank_account = @bank AND outcome = "
            + "'accepted' ORDER BY id DESC LIMIT 1", ("@bank", bank.Code)))
            .RowsAsync(row => (Id: row.GetInt64(0), On: row.Date(1), Minor: row.GetInt64(2)), cancel);
        if (last is not [var statement] || (catalog.ReconciledThrough(bank.Ledger.Id) is { } done && statement.On <= done)) return null;
        (string, object?)[] about = [("@account", bank.Ledger.Id), ("@starts", DateNumber.Of(bank.StartsOn)),
            ("@through", DateNumber.Of(statement.On))];
        var ledger = await Sum("SELECT COALESCE(SUM(amount_minor), 0) FROM postings WHERE account_id = @account AND effective_date <= "
            + "@through");
        var notYet = await Sum($"SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p WHERE p.account_id = @account AND "
            + $"p.effective_date > @starts AND p.effective_date <= @through AND NOT {Confirmed}");
        var already = await Sum($"SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p WHERE p.account_id = @account AND "
            + $"p.effective_date > @through AND {Confirmed}");
        var (count, open) = await WaitingLines.CountAsync(ask, catalog, bank, Waiting.Open, statement.On, cancel);
        return new ReconciliationFigures(bank, statement.Id, statement.On, statement.Minor, ledger, notYet - already, count, open);

        // Every parameter stands in one part of the question at least: a server refuses one that does not.
        async Task<long> Sum(string question) =>
            await (await ask(question, [.. about.Where(parameter => question.Contains(parameter.Item1, StringComparison.Ordinal))]))
            .NumberAsync(cancel);
    }

    private const string Confirmed =
        """
        (EXISTS (SELECT 1 FROM bank_lines l WHERE l.entry_seq = p.entry_seq AND l.booked_on <= @through)
            OR EXISTS (SELECT 1 FROM bank_matches m JOIN bank_lines l ON l.id = m.line_id WHERE m.entry_seq = p.entry_seq
                AND m.kind <> 'identified' AND l.booked_on <= @through))
        """;

    private sealed record Prepared(long StatementId, long BankMinor, long LedgerMinor, long OutstandingMinor, string ActorId,
        string ActorName);

    private static bool Same(Prepared prepared, ReconciliationFigures figures) =>
        (prepared.StatementId, prepared.BankMinor, prepared.LedgerMinor, prepared.OutstandingMinor) == (figures.StatementId,
            figures.BankMinor, figures.LedgerMinor, figures.OutstandingMinor);

    private static async Task<Outcome<ReconciliationFigures>> SoundAsync(LedgerSession session, string code, CancellationToken cancel)
    {
        if (await FindBankAsync(session, code, cancel) is not { } bank) return new BankAccountIsUnknown(code);
        if (await ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), session.Catalog, bank,
            cancel) is not { } figures) return new ReconciliationHasNoStatement(code);
        if (figures.OpenLines > 0) return new ReconciliationHasOpenLines(code, figures.OpenLines);
        return figures.DifferenceMinor == 0 ? figures
            : new ReconciliationDiffers(code, new Money(figures.DifferenceMinor, bank.Currency).ToString());
    }

    private static async Task<BankAccount?> FindBankAsync(LedgerSession session, string code, CancellationToken cancel)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        return (await (await session.QuestionAsync(BankAccounts.Question, [], cancel))
            .RowsAsync(row => BankAccounts.Read(row, catalog), cancel)).FirstOrDefault(account => account.Code == code);
    }

    private static async Task<Prepared?> PreparedAsync(LedgerSession session, string bank, CancellationToken cancel)
    {
        var last = await (await session.QuestionAsync("SELECT statement_id, bank_minor, ledger_minor, outstanding_minor, actor_id, "
            + "actor_name, step FROM reconciliations WHERE bank_account = @bank ORDER BY id DESC LIMIT 1", [("@bank", bank)], cancel))
            .RowsAsync(row => (Row: new Prepared(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4),
                row.GetString(5)), Step: ClosedSet<ReconciliationStep>.Of(row.GetString(6))), cancel);
        return last is [{ Step: ReconciliationStep.Prepared } prepared] ? prepared.Row : null;
    }

    private static async Task RegisterAsync(LedgerSession session, ReconciliationFigures figures, ReconciliationStep step,
        (string Id, string Name)? second, CancellationToken cancel) =>
        await session.RegisterAsync(new ReconciliationRow
        {
            Id = await session.NextIdAsync(Registers.Reconciliations, cancel), BankAccount = figures.Bank.Code,
            AccountId = figures.Bank.Ledger.Id, StatementId = figures.StatementId, Through = figures.Through,
            BankMinor = figures.BankMinor, LedgerMinor = figures.LedgerMinor, OutstandingMinor = figures.OutstandingMinor, Step = step,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name, SecondActorId = second?.Id, SecondActorName = second?.Name,
            RecordedAt = session.Instant,
        }, cancel);
}

/// <summary>A reconciliation's figures as prepared or approved.</summary>
public sealed record Reconciled(ReconciliationFigures Figures, bool IsRepeat) : IAnswer;
