using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>What booking a statement that was set aside would do, on the account and the books as they stand.</summary>
/// <param name="Bank">On which account.</param>
/// <param name="Acceptance">What would be booked.</param>
public sealed record Proposal(BankAccount Bank, StatementAcceptance Acceptance)
{
    /// <summary>An amount of the account.</summary>
    public Money Amount(long minor) => new(minor, Bank.Currency);

    /// <summary>What no line explains, together; null where that is more than a ledger holds.</summary>
    public Money? Unexplained
    {
        get
        {
            var sum = Acceptance.Unexplained.Aggregate((Int128)0, (total, move) => total + move.Minor);
            return sum == (long)sum ? Amount((long)sum) : null;
        }
    }
}

/// <summary>Works out what a decision would do, for the page that asks, for the request, and again when it is done.</summary>
internal static class Proposals
{
    /// <summary>On its own account, or on the one given, whose balance it must then continue.</summary>
    /// <param name="ask">Asks the books.</param>
    /// <param name="catalog">Funds, accounts and closed days.</param>
    /// <param name="statement">The statement that was set aside.</param>
    /// <param name="bank">Code of another account; null for its own.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Outcome<Proposal>> OfAsync(
        Ask ask, LedgerCatalog catalog, SetAsideStatement statement, string? bank, CancellationToken cancel)
    {
        var standing = await BankStanding.ReadAsync(ask, catalog, cancel);
        var (head, id) = (statement.Head, statement.Id);
        var account = bank is null ? standing.AccountOf(head) : standing.Accounts.FirstOrDefault(one => one.Code == bank);
        if (account is null) return bank is null ? new BankStatementHasNoAccount(id, head.Account, head.Currency.Code)
            : new BankAccountIsUnknown(bank);
        // Whose money it is, is told by the number, in whatever currency.
        var owner = standing.Accounts.FirstOrDefault(one => one.Code == statement.Bank) ?? standing.AccountOf(head);
        if (owner is not null && owner.Fund.Id != account.Fund.Id && !(owner.KeepsPayees && account.KeepsPayees))
            return new BankStatementIsOfOtherFund(id, account.Code);
        if (account.Currency != head.Currency)
            return bank is null ? new BankStatementHasNoAccount(id, head.Account, head.Currency.Code)
                : new BankStatementIsInOtherCurrency(id, account.Code, head.Currency.Code);
        if (statement.Faults.Contains(StatementFault.CurrenciesDiffer))
            return new BankStatementCannotBeBooked(id, StatementFault.CurrenciesDiffer);

        var content = SetAsideStatements.Comparing(statement);
        var (lines, valued) = (new List<SetAsideLine>(), new List<DateOnly>());
        await foreach (var line in SetAsideStatements.LinesAsync(ask, statement, withRaw: false, cancel))
        {
            if (line.Amount.Currency != head.Currency) return new BankStatementCannotBeBooked(id, StatementFault.CurrenciesDiffer);
            lines.Add(new SetAsideLine(line.BookedOn, line.Amount.Minor, content(line)));
            valued.Add(line.ValuedOn);
        }
        var booked = lines.Count == 0 ? []
            : await SetAsideStatements.BookedAsync(ask, account.Code, (lines.Min(line => line.BookedOn), lines.Max(line => line.BookedOn)),
                content, cancel);
        if (StatementAcceptance.Of(head, lines, booked, standing.EndOf(account)) is not { } acceptance)
            return new BankStatementCannotBeBooked(id, StatementFault.CurrenciesDiffer);
        var proposal = new Proposal(account, acceptance);
        if (bank is not null && acceptance.Unexplained.Count > 0)
            return new BankStatementDoesNotFit(id, account.Code, proposal.Unexplained?.ToString() ?? "more than a ledger holds");

        var unexplained = acceptance.Unexplained.Select(move => move.On);
        List<DateOnly> days = [.. acceptance.NewLines.Select(place => lines[place].BookedOn), .. unexplained];
        if (days.Count > 0 && catalog.ClosedThrough(account.Fund.Id) is { } closed && days.Min() <= closed)
            return new BankStatementCannotBeBooked(id, StatementFault.PeriodIsClosed);
        if (days.Count > 0 && catalog.ReconciledThrough(account.Ledger.Id) is { } reconciled && days.Min() <= reconciled)
            return new BankStatementCannotBeBooked(id, StatementFault.IsReconciled);
        if (acceptance.NewLines.Select(place => valued[place]).Concat(unexplained)
            .Any(day => standing.RateOn(account.Currency, day) is null))
            return new BankStatementCannotBeBooked(id, StatementFault.RateIsMissing);
        return proposal;
    }
}
