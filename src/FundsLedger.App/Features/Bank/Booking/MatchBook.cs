using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>Where claims come from: open pledges, and whatever else is owed to a fund by a day.</summary>
internal interface IClaimSource
{
    Task<IEnumerable<Claim>> ReadAsync(Ask ask, BankAccount bank, CancellationToken cancel);
}

/// <summary>The open parts of pledges designated to a fund, as their postings tell. What an agreement has made binding is owed by its
/// instalments, not a second time by the pledge.</summary>
internal sealed class PledgeClaims : IClaimSource
{
    public async Task<IEnumerable<Claim>> ReadAsync(Ask ask, BankAccount bank, CancellationToken cancel) => await (await ask(
        """
        SELECT o.pledge, g.donor, d.name, g.currency, o.minor, (SELECT MAX(v.expected_on) FROM pledge_events v WHERE v.pledge = o.pledge
            AND v.fund_id = @fund)
        FROM (SELECT p.pledge, SUM(p.amount_minor) AS minor FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = @fund
            AND a.role = 'pledges' AND a.code <> @signed AND p.pledge IS NOT NULL GROUP BY p.pledge HAVING SUM(p.amount_minor) > 0) o
        JOIN pledges g ON g.code = o.pledge JOIN donors d ON d.code = g.donor
        """, ("@fund", bank.Fund.Id), ("@signed", Chart.PledgesSigned))).RowsAsync(row =>
            new Claim(row.GetString(0), row.GetString(1), row.GetString(2),
            new Money(row.Sum(4), Currency.Of(row.GetString(3))), row.IsDBNull(5) ? null : row.Date(5), [row.GetString(0)]), cancel);
}

/// <summary>What is open of the instalments of a fund's signed agreements. A payer may name the instalment's agreement or its
/// pledge.</summary>
internal sealed class InstalmentClaims : IClaimSource
{
    public async Task<IEnumerable<Claim>> ReadAsync(Ask ask, BankAccount bank, CancellationToken cancel) => await (await ask(
        $"""
        SELECT o.agreement, o.number, i.due_on, o.minor, g.pledge, g.donor, d.name, g.currency
        FROM (SELECT v.agreement, v.number, SUM(v.amount_minor) AS minor FROM instalment_events v WHERE {AgreementFacts.Standing}
            GROUP BY v.agreement, v.number HAVING SUM(v.amount_minor) > 0) o
        JOIN instalments i ON i.agreement = o.agreement AND i.number = o.number JOIN agreements g ON g.code = o.agreement
            JOIN donors d ON d.code = g.donor
        WHERE g.fund_id = @fund AND NOT EXISTS (SELECT 1 FROM instalment_events v WHERE v.agreement = g.code AND v.kind = 'closed'
            AND {AgreementFacts.Standing})
        """, ("@fund", bank.Fund.Id))).RowsAsync(row =>
            new Claim(row.GetString(4), row.GetString(5), row.GetString(6), new Money(row.Sum(3), Currency.Of(row.GetString(7))),
            row.Date(2), [row.GetString(4), row.GetString(0)], new InstalmentOf(row.GetString(0), row.GetInt32(1))), cancel);
}

/// <summary>Everything a line of one bank account can be matched with.</summary>
internal sealed class MatchBook(Matcher matcher)
{
    private static readonly IClaimSource[] Sources = [new PledgeClaims(), new InstalmentClaims()];
    private readonly Dictionary<Claim, long> _taken = new(ReferenceEqualityComparer.Instance);

    public Matcher Matcher => matcher;

    public static async Task<MatchBook> ReadAsync(Ask ask, LedgerCatalog catalog, BankAccount bank, CancellationToken cancel)
    {
        var claims = new List<Claim>();
        foreach (var source in Sources) claims.AddRange(await source.ReadAsync(ask, bank, cancel));
        var accounts = new Dictionary<string, string>(StringComparer.Ordinal);
        // What a person once decided is remembered as a sign, and no more than that.
        foreach (var (account, donor) in await (await ask(
                     """
                     SELECT l.party_account, MIN(c.donor) FROM bank_matches m JOIN bank_lines l ON l.id = m.line_id
                         JOIN receipts c ON c.entry_seq = m.entry_seq
                     WHERE l.party_account <> '' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = m.entry_seq)
                         GROUP BY l.party_account HAVING COUNT(DISTINCT c.donor) = 1
                     """)).RowsAsync(row => (row.GetString(0), row.GetString(1)), cancel)) accounts[account] = donor;
        foreach (var (account, donor) in await BankRules.ReadAsync(ask, bank.Code, cancel)) accounts[account] = donor;
        var donors = await (await ask("SELECT code, name FROM donors"))
            .RowsAsync(row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), cancel);
        return new MatchBook(new Matcher(claims, accounts, donors));
    }

    /// <summary>What a donor has still open, after what <see cref="Take"/> took.</summary>
    public List<Claim> OfDonor(string donor) => [.. matcher.OfDonor(donor).Where(claim => LeftOf(claim).Minor > 0)];

    /// <summary>What is open of a claim, less what <see cref="Take"/> took.</summary>
    public Money LeftOf(Claim claim) => claim.Open with { Minor = claim.Open.Minor - _taken.GetValueOrDefault(claim) };

    /// <summary>Counts an amount as met, so that the next line of the same file does not meet it again.</summary>
    public void Take(Claim claim, long minor) => _taken[claim] = _taken.GetValueOrDefault(claim) + minor;
}
