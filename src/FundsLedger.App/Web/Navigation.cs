using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Web;

/// <summary>The places of the menu, each with the operation it is: nobody is shown a way to what they may not see.</summary>
public static class Navigation
{
    private static readonly (string Path, string Word, Operation Operation)[] Places =
    [
        ("pledges", "nav.pledges", Operation.ReadPledges), ("agreements", "nav.agreements", Operation.ReadAgreements),
        ("ageing", "nav.ageing", Operation.ReadAgeing), ("offers", "nav.offers", Operation.ReadOffers),
        ("approvals", "nav.approvals", Operation.ReadApprovals), ("returns", "nav.returns", Operation.ReadReturns),
        ("receipts", "nav.receipts", Operation.ReadReceipts), ("bank", "nav.bank", Operation.ReadBank),
        ("requests", "nav.requests", Operation.ReadCommitments),
        ("commitments", "nav.commitments", Operation.ReadCommitments), ("payments", "nav.payments", Operation.ReadPayments),
        ("donors", "nav.donors", Operation.ReadDonors),
        ("journal", "nav.journal", Operation.ReadJournal), ("accounts", "nav.accounts", Operation.ReadAccounts),
        ("trial-balance", "nav.trial_balance", Operation.ReadAccounts), ("periods", "nav.periods", Operation.ReadPeriods),
        ("publications", "nav.publications", Operation.ReadPublications),
        ("alerts", "nav.alerts", Operation.ReadAlerts), ("briefing", "nav.briefing", Operation.ReadBriefing),
        ("rates", "nav.rates", Operation.ReadRates), ("checks", "nav.checks", Operation.ReadChecks),
        ("audit", "nav.audit", Operation.ReadAudit), ("people", "nav.people", Operation.ReadPeople),
        ("settings", "nav.settings", Operation.ReadSettings), ("system", "nav.system", Operation.ReadSystem),
    ];

    /// <summary>The menu of this person: path without its first slash, and word.</summary>
    public static async Task<List<(string Path, string Word)>> OfAsync(CurrentActor actor, BooksHere books, PageLanguage words) =>
        actor.May(Operation.ReadHome) ? await books.OnceAsync("menu", async () => List(actor, (await books.NowAsync()).Catalog, words))
            : [];

    private static List<(string Path, string Word)> List(CurrentActor actor, LedgerCatalog catalog, PageLanguage words)
    {
        var menu = new List<(string, string)> { ("", words["nav.home"]) };
        if (actor.May(Operation.ReadFunds))
            menu.AddRange(catalog.Funds.Where(fund => !fund.IsUmbrella && actor.May(Operation.ReadFunds, fund))
                .Select(fund => ($"funds/{fund.Code}", fund.Code)));
        menu.AddRange(Places.Where(place => actor.May(place.Operation)).Select(place => (place.Path, words[place.Word])));
        return menu;
    }
}
