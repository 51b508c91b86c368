using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Funds;

/// <summary>What a fund has at a moment; all amounts in cents, positive unless said otherwise.</summary>
public sealed record FundStatus
{
    public required Fund Fund { get; init; }
    public required Moment Moment { get; init; }
    public required FundSettings Settings { get; init; }

    /// <summary>In bank accounts and with the card processor.</summary>
    public required long CashEur { get; init; }

    /// <summary>Open commitments.</summary>
    public required long CommittedEur { get; init; }

    /// <summary>In the bank but not the fund's to spend: payables, deferred, to be returned, unidentified.</summary>
    public required long WithheldEur { get; init; }

    /// <summary>Set aside for support that goes on.</summary>
    public required long ReserveEur { get; init; }

    /// <summary>Open pledges: not money.</summary>
    public required long PledgedEur { get; init; }

    /// <summary>Signed and not yet received.</summary>
    public required long ReceivableEur { get; init; }

    /// <summary>Used in the 365 days up to the moment, by cause: the one figure that every runway is calculated from.</summary>
    public required MoneyUsed UsedInAYear { get; init; }

    /// <summary>How long the money lasts if nothing more arrives; null for a book that holds no money or has used none.</summary>
    public required Runway? IfNothingMoreArrives { get; init; }

    /// <summary>How long it lasts if every pledge arrives on the day it is expected; null likewise.</summary>
    public required Runway? IfAllPledgesArrive { get; init; }

    /// <summary>Cash − open commitments − withheld − reserve; negative when something went wrong outside the ledger.</summary>
    public long AvailableEur => CashEur - CommittedEur - WithheldEur - ReserveEur;

    /// <summary>Less is available than the smallest useful commitment.</summary>
    public bool IsDepleted => !Fund.IsUmbrella && AvailableEur < Settings.SmallestUsefulCommitment;
}

/// <summary>Reads the status of funds from their trial balances.</summary>
public sealed class FundStatuses(LedgerReads reads, TrialBalances balances)
{
    /// <summary>The status of a fund at a moment. Refused: unknown fund, knowledge time ahead.</summary>
    public async Task<Outcome<FundStatus>> OfAsync(string fundCode, Moment moment, CancellationToken cancel = default)
    {
        var now = await balances.OfAsync(fundCode, moment, cancel);
        if (now.IsRefused) return now.Refusal;
        var fund = now.Value.Fund;
        var settings = fund.SettingsOn(moment.AsOf);
        await using var connection = await reads.OpenAsync(cancel);
        var expected = await ExpectedAsync(connection, fund, moment, cancel);
        var used = await UsedAsync(connection, await reads.CatalogAsync(connection, cancel), fund, moment, cancel);

        var available = now.Value.Rows.Sum(row => Availability.Of(row.Account.Role, row.BalanceEur)) - settings.ContinuingSupportReserve;
        var hasRunway = !fund.IsUmbrella && used.Total > 0;
        return new FundStatus
        {
            Fund = fund,
            Moment = moment,
            Settings = settings,
            CashEur = now.Value.BalanceEur(AccountRole.Cash),
            CommittedEur = now.Value.BalanceEur(AccountRole.Commitments),
            WithheldEur = -now.Value.BalanceEur(AccountRole.Withheld),
            ReserveEur = settings.ContinuingSupportReserve,
            PledgedEur = now.Value.BalanceEur(AccountRole.Pledges),
            ReceivableEur = now.Value.BalanceEur(Chart.Receivable),
            UsedInAYear = used,
            IfNothingMoreArrives = hasRunway ? Runway.Of(moment.AsOf, available, settings.SmallestUsefulCommitment, used.Total, []) : null,
            IfAllPledgesArrive =
                hasRunway ? Runway.Of(moment.AsOf, available, settings.SmallestUsefulCommitment, used.Total, expected) : null,
        };
    }

    /// <summary>Used in the last 365 days, without opening balances and year-end closings, which bring or move what was used
    /// before.</summary>
    private static async Task<MoneyUsed> UsedAsync(DbConnection connection, LedgerCatalog catalog, Fund fund, Moment moment,
        CancellationToken cancel)
    {
        var known = await Balances.LastKnownSeqAsync(connection, moment, cancel);
        var accounts = string.Join(", ", catalog.AccountsOf(fund.Id).Where(account => MoneyUsed.CauseOf(account) is not null)
            .Select(account => account.Id.ToString(CultureInfo.InvariantCulture)));
        if (accounts.Length == 0) return new MoneyUsed(0, 0, 0);
        var moved = await connection.Command(null,
            $"""
            SELECT p.account_id, SUM(p.eur_minor) FROM postings p JOIN entries e ON e.seq = p.entry_seq
                LEFT JOIN entries r ON r.seq = e.reverses_seq
            WHERE p.account_id IN ({accounts}) AND p.effective_date > @from AND p.effective_date <= @to AND p.entry_seq <= @known
              AND COALESCE(r.kind, e.kind) NOT IN ('opening', 'closing') GROUP BY p.account_id
            """,
            ("@from", DateNumber.Of(moment.AsOf.AddDays(-365))), ("@to", DateNumber.Of(moment.AsOf)), ("@known", known))
            .RowsAsync(row => (catalog.AccountById(row.GetInt32(0)), row.Sum(1)), cancel);
        return MoneyUsed.Of(moved);
    }

    /// <summary>What is still open of each pledge in this fund, on the day it is expected (unknown: not before the horizon's
    /// end).</summary>
    private static async Task<List<ExpectedMoney>> ExpectedAsync(DbConnection connection, Fund fund, Moment moment,
        CancellationToken cancel)
    {
        var known = await Balances.LastKnownSeqAsync(connection, moment, cancel);
        return await connection.Command(null,
            """
            SELECT (SELECT MAX(v.expected_on) FROM pledge_events v WHERE v.pledge = p.pledge AND v.fund_id = @fund
                AND v.entry_seq <= @known AND v.date <= @to), SUM(p.eur_minor)
            FROM accounts a JOIN postings p ON p.account_id = a.id AND p.effective_date <= @to
            WHERE a.fund_id = @fund AND a.role = 'pledges' AND p.pledge IS NOT NULL AND p.entry_seq <= @known
            GROUP BY p.pledge HAVING SUM(p.eur_minor) > 0
            """,
            ("@fund", fund.Id), ("@to", DateNumber.Of(moment.AsOf)), ("@known", known))
            .RowsAsync(row => new ExpectedMoney(row.IsDBNull(0) ? moment.AsOf.AddDays(Runway.Horizon) : row.Date(0), row.Sum(1)), cancel);
    }
}
