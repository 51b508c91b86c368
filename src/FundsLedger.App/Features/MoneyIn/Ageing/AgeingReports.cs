using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary><c>report pledges</c> and <c>report ageing</c>.</summary>
internal static class AgeingReports
{
    public static Command Pledges()
    {
        var (donor, asOf, knownAt, format) = (Arguments.Donor(), Arguments.AsOf(), Arguments.KnownAt(), Arguments.Format());
        var names = Arguments.Names();
        var verb = new Command("pledges",
            """
            Every pledge with its stage and what has become of it, in the donor's currency.

            Examples:
              fundsledger report pledges
              fundsledger report pledges --donor IE --as-of 2024-12-31 --format csv
            """) { donor, names, asOf, knownAt, format };
        verb.SetAction((parsed, cancel) => OnMomentAsync(parsed, asOf, knownAt, async (connection, catalog, moment) =>
        {
            var pledges = await PledgeList.ReadAsync(connection, catalog, donor: parsed.GetValue(donor), moment: moment, cancel: cancel);
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            Output.Write(parsed.GetValue(format), AgeingTables.PledgeHeadings,
                pledges.ConvertAll(pledge => AgeingTables.Row(hidden.Of(pledge))), "amount", "paid", "withdrawn", "outside", "open",
                "undesignated", "confirmed", "signed", "open_eur");
        }, cancel));
        return verb;
    }

    public static Command Ageing()
    {
        var (donor, fund, asOf, knownAt, format) =
            (Arguments.Donor(), Arguments.Fund(isRequired: false), Arguments.AsOf(), Arguments.KnownAt(), Arguments.Format());
        var names = Arguments.Names();
        var items = new Option<bool>("--items")
            { Description = "One line for each instalment or pledge (default: totals by donor, fund and currency)" };
        var verb = new Command("ageing",
            """
            What donors promised or owe and have not paid, by days past the due day. Receivables sum to account 1100 on any day:
            open_eur is what the books carry, recorded_eur what was promised; the difference is what month ends and rates made of
            it. non_current_eur is due more than twelve months later; net_eur is without what is unlikely to be paid (account 1190).
            Pledges stand apart, by nature.

            Examples:
              fundsledger report ageing
              fundsledger report ageing --fund SFR --as-of 2026-06-30 --format json
              fundsledger report ageing --donor IE --items
            """) { donor, fund, items, names, asOf, knownAt, format };
        verb.SetAction((parsed, cancel) => OnMomentAsync(parsed, asOf, knownAt, async (connection, catalog, moment) =>
        {
            var open = await AgeingList.ItemsAsync(connection, catalog, moment, parsed.GetValue(donor), parsed.GetValue(fund),
                cancel: cancel);
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            if (parsed.GetValue(items))
                Output.Write(parsed.GetValue(format), AgeingTables.ItemHeadings,
                    open.ConvertAll(item => AgeingTables.Row(hidden.Of(item))), "days_overdue", "open", "recorded_eur", "open_eur");
            else Output.Write(parsed.GetValue(format), AgeingTables.AgeingHeadings(true),
                AgeingList.Lines(open, await AgeingList.AllowancesAsync(connection, moment, cancel))
                .Select(line => AgeingTables.Row(hidden.Of(line), true)), [.. ClosedSet<AgeBucket>.Codes, "open", "recorded_eur",
                    "open_eur", "non_current_eur", "allowance_eur", "net_eur"]);
        }, cancel));
        return verb;
    }

    private static Task<int> OnMomentAsync(ParseResult parsed, Option<DateOnly?> asOf, Option<DateTimeOffset?> knownAt,
        Func<System.Data.Common.DbConnection, LedgerCatalog, Moment, Task> print, CancellationToken cancel) =>
            CommandLine.OnBooksAsync(parsed, async database =>
    {
        var reads = new LedgerReads(database, TimeProvider.System);
        var moment = Arguments.Moment(parsed, asOf, knownAt, reads);
        if (reads.Check(moment) is { } refusal) return CommandLine.Refuse(refusal);
        await using var connection = await reads.OpenAsync(cancel);
        await print(connection, await reads.CatalogAsync(connection, cancel), moment);
        return CommandLine.Good;
    });
}
