using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>A statement that was set aside: what booking it would do, and the form that asks for a decision.</summary>
[Needs(Operation.RecordBank)]
public sealed class StatementDecisionPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DecideStatement decide)
    : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public long Id { get; set; }

    public KeptStatement Statement { get; private set; } = null!;

    /// <summary>What booking it on its own account would do; null where that cannot be.</summary>
    public Proposal? Own { get; private set; }

    /// <summary>Why it cannot be booked on its own account.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>Accounts that it could belong to.</summary>
    public IReadOnlyList<BankAccount> Others { get; private set; } = [];

    /// <summary>The request about it that waits.</summary>
    public ApprovalStanding? AskedFor { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is { } elsewhere) return elsewhere;
        Begin();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is { } elsewhere) return elsewhere;
        Accept();
        var decision = ClosedSet<StatementDecision>.Find(Form.Choice("decision", ClosedSet<StatementDecision>.Codes));
        var bank = decision == StatementDecision.Assign ? Form.Choice("bank", Others.Select(one => one.Code)) : null;
        var reason = Form.Text("reason", 200);
        if (Form.IsFaulty || decision is not { } chosen) return Page();
        var asked = await decide.AskAsync(new(Key, Id, chosen, reason, bank), Acting.Actor, cancel);
        return Finish(asked, done => new Status("status.approval_asked", done.Subject, null), done => $"/approvals/{done.Id}",
            refusal => refusal switch
        {
            BankReasonIsMalformed => "reason",
            BankStatementDoesNotFit or BankStatementIsInOtherCurrency or BankStatementIsOfOtherFund or BankAccountIsUnknown => "bank",
            _ => "decision",
        }) ?? Page();
    }

    /// <summary>What the lines come to that would be booked.</summary>
    public Money SumOf(Proposal proposal) =>
        proposal.Amount(proposal.Acceptance.Closing.Minor) - proposal.Amount(proposal.Acceptance.Opening.Minor)
        - proposal.Acceptance.Unexplained.Aggregate(proposal.Amount(0), (sum, move) => sum + proposal.Amount(move.Minor));

    /// <summary>Where to go instead: nowhere, if there is no such statement; to the statement, if it is booked.</summary>
    private async Task<IActionResult?> LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var found = await BankLists.StatementsAsync(connection, Id, cancel: cancel);
        if (found is not [var statement]) return NotFound();
        if (statement is not { Outcome: StatementOutcome.Quarantined, BookedAs: null }) return LocalRedirect($"/bank/statements/{Id}");
        Statement = statement;
        AskedFor = await StatementRequests.AboutAsync(connection, Id, cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        var kept = (await SetAsideStatements.FindAsync(ask, Id, cancel))!;
        var own = await Proposals.OfAsync(ask, catalog, kept, bank: null, cancel);
        if (own.IsRefused) WhyNot = Words.IsFrench ? Words[$"refusal.{own.Refusal.Code}"] : own.Refusal.Sentence;
        else Own = own.Value;
        Others = [.. (await BankAccounts.ReadAsync(connection, catalog, cancel))
            .Where(one => one.Code != Own?.Bank.Code && one.Currency.Code == statement.Currency && one.Code != statement.Bank)];
        return null;
    }
}
