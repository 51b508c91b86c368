using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Host;

/// <summary><c>report</c>: trial balance, fund status, pledges, ageing.</summary>
internal static class ReportVerb
{
    public static Command Make() =>
        new("report", "Print figures of the books.") { TrialBalanceVerb(), FundStatusVerb(), AgeingReports.Pledges(),
            AgeingReports.Ageing() };

    private static Command TrialBalanceVerb()
    {
        var (fund, asOf, knownAt, format) = (Arguments.Fund(), Arguments.AsOf(), Arguments.KnownAt(), Arguments.Format());
        var before = new Option<bool>("--before-closing")
            { Description = "Without the closing of the year, and with the balances of a year earlier" };
        var verb = new Command("trial-balance",
            """
            Every account of a fund with its debits, credits and balance in EUR.

            Examples:
              fundsledger report trial-balance --fund TFFV --as-of 2026-06-30
              fundsledger report trial-balance --fund TFFV --as-of 2026-06-30 --known-at 2026-07-05T12:00:00Z --format json
              fundsledger report trial-balance --fund TFFV --as-of 2025-12-31 --before-closing
            """) { fund, asOf, knownAt, before, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            if (parsed.GetValue(before))
            {
                var year = await new TrialBalances(reads).BeforeClosingAsync(parsed.GetRequiredValue(fund), Arguments.Moment(parsed,
                    asOf, knownAt, reads), cancel);
                if (year.IsRefused) return CommandLine.Refuse(year.Refusal);
                Print(year.Value, parsed.GetValue(format));
                return CommandLine.Good;
            }
            var outcome = await new TrialBalances(reads).OfAsync(parsed.GetRequiredValue(fund),
                Arguments.Moment(parsed, asOf, knownAt, reads), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Print(outcome.Value, parsed.GetValue(format));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static void Print(TrialBalance balance, OutputFormat format)
    {
        string[] headings = ["account", "name", "debit", "credit", "balance", "currency"];
        var rows = balance.Rows.Select(
            row => (string[])[row.Account.Code, row.Account.NameEn, Text(row.DebitEur), Text(row.CreditEur), Text(row.BalanceEur), "EUR"]);
        switch (format)
        {
            case OutputFormat.Json:
                Output.WriteJson(
                    balance.Rows.Select(
                        row =>
                            new { Account = row.Account.Code, Name = row.Account.NameEn, Debit = Text(row.DebitEur),
                                Credit = Text(row.CreditEur), Balance = Text(row.BalanceEur), Currency = "EUR" }));
                break;
            case OutputFormat.Csv:
                Output.WriteCsv(headings, rows);
                break;
            case OutputFormat.Table:
                string[] total = ["", "Total", Text(balance.TotalDebitEur), Text(balance.TotalCreditEur),
                    Text(balance.TotalDebitEur - balance.TotalCreditEur), "EUR"];
                Output.WriteTable(headings, rows.Append(total), "debit", "credit", "balance");
                break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static void Print(YearBalance year, OutputFormat format)
    {
        string[] headings = ["account", "name", "balance", "a_year_earlier", "currency"];
        Output.Write(format, headings, [.. year.Accounts.Select(account =>
            (string[])[account.Code, account.NameEn, Text(year.Balance.BalanceEur(account.Code)),
                Text(year.Earlier.BalanceEur(account.Code)), "EUR"])]);
    }

    private static Command FundStatusVerb()
    {
        var (fund, asOf, knownAt, format) = (Arguments.Fund(isRequired: false), Arguments.AsOf(), Arguments.KnownAt(), Arguments.Format());
        var verb = new Command("fund-status",
            """
            What a fund (or every fund) has: cash, committed, withheld, available, pledged, and how long the money lasts.
            For the Registry's own use: figures of a protected fund are not for outsiders.

            Examples:
              fundsledger report fund-status
              fundsledger report fund-status --fund TFFV --as-of 2024-06-30 --format json
            """) { fund, asOf, knownAt, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            var statuses = new FundStatuses(reads, new TrialBalances(reads));
            var moment = Arguments.Moment(parsed, asOf, knownAt, reads);
            string[] codes =
                parsed.GetValue(fund) is { } one ? [one] : [.. (await reads.CatalogAsync(cancel)).Funds.Select(each => each.Code)];
            var found = new List<FundStatus>();
            foreach (var code in codes)
            {
                var outcome = await statuses.OfAsync(code, moment, cancel);
                if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
                found.Add(outcome.Value);
            }
            Print(found, parsed.GetValue(format));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static void Print(List<FundStatus> statuses, OutputFormat format)
    {
        string[] headings = ["fund", "as_of", "cash", "committed", "withheld", "reserve", "available", "pledged", "receivable", "currency",
            "depleted", "nothing_more_until", "all_pledges_until"];
        var rows = statuses.Select(
            status =>
                (string[])[status.Fund.Code, Output.Iso(status.Moment.AsOf), Text(status.CashEur), Text(status.CommittedEur),
                    Text(status.WithheldEur), Text(status.ReserveEur),
            Text(status.AvailableEur), Text(status.PledgedEur), Text(status.ReceivableEur), "EUR", status.IsDepleted ? "yes" : "no",
            Until(status.IfNothingMoreArrives), Until(status.IfAllPledgesArrive)]);
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(statuses.Select(Json)); break;
            case OutputFormat.Csv: Output.WriteCsv(headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(headings, rows, "cash", "committed", "withheld", "reserve", "available", "pledged",
                "receivable"); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static object Json(FundStatus status) => new
    {
        Fund = status.Fund.Code, Name = status.Fund.NameEn, AsOf = Output.Iso(status.Moment.AsOf),
        KnownAt = Output.Iso(status.Moment.KnownAt), Currency = "EUR",
        Cash = Text(status.CashEur), Committed = Text(status.CommittedEur), Withheld = Text(status.WithheldEur),
        Reserve = Text(status.ReserveEur), Available = Text(status.AvailableEur),
        Pledged = Text(status.PledgedEur), Receivable = Text(status.ReceivableEur), Depleted = status.IsDepleted,
        Protected = Disclosure.For(Reader.Inside, status.Fund).IsMarked,
        SmallestUsefulCommitment = Text(status.Settings.SmallestUsefulCommitment), UsedInAYear = Text(status.UsedInAYear.Total),
        UsedByCause = new { Expenses = Text(status.UsedInAYear.Expenses), Advances = Text(status.UsedInAYear.Advances),
            Commitments = Text(status.UsedInAYear.Commitments) },
        RunwayNothingMore = Json(status.IfNothingMoreArrives), RunwayAllPledges = Json(status.IfAllPledgesArrive),
    };

    private static object? Json(Runway? runway) =>
        runway is null ? null : new { DepletedOn = runway.DepletedOn is { } day ? Output.Iso(day) : null, runway.Days };

    private static string Until(Runway? runway) =>
        runway is null ? "" : runway.DepletedOn is { } day ? Output.Iso(day) : "beyond ten years";

    private static string Text(long cents) => Money.Eur(cents).ToDecimalString();
}
