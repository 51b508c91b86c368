using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary><c>import pledges FILE</c>.</summary>
internal static class ImportPledgesVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "Comma-separated text with a first line of column names" };
        var fund = Arguments.Fund(isRequired: false);
        var bank = new Option<string?>("--bank")
            { Description = "Account that took the payments in the file (default: payments are left out)", HelpName = "CODE" };
        var round = new Option<bool>("--round")
            { Description = "Round amounts with too many decimals to the smallest unit and name the lines (default: refuse them)" };
        var above = new Option<string?>("--above")
            { Description = "What a payment is that is more than is open of its pledge (default: such a file is refused)" };
        above.AcceptOnlyFromAmong(
            [.. ((PaymentDifference[])[PaymentDifference.SeparateGift, PaymentDifference.Total, PaymentDifference.Return]).Select(
                ClosedSet<PaymentDifference>.Code)]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be recorded, and record nothing" };
        var verb = new Command("pledges",
            """
            Import pledges, all or nothing. The same file again changes nothing.

            Columns: donor, date, currency, amount; optional key, rate, fund, description, source, expected_on.
            The contribution feed of the Central Emergency Response Fund is read as it is: donors are added by name,
            confirmed pledges are confirmed, payments are recorded with --bank, and what was written off waits for
            another person's approval.

            Examples:
              fundsledger import pledges pledges.csv --fund TFFV
              fundsledger import pledges pledges.csv --dry-run
              fundsledger import pledges cerf_contributions.csv --fund TFFV --bank 1050 --round --above separate_gift
            """) { file, fund, bank, round, above, dryRun };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var command = new ImportPledges.Command(parsed.GetRequiredValue(file), parsed.GetValue(fund), parsed.GetValue(bank),
                parsed.GetValue(round), parsed.GetValue(dryRun), ClosedSet<PaymentDifference>.Find(parsed.GetValue(above)));
            var outcome = await new ImportPledges(writer).RunAsync(command, CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var done = outcome.Value;
            if (done.RoundedLines.Count > 0)
                Console.Error.WriteLine($"rounded as asked, file lines {string.Join(", ", done.RoundedLines)}");
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(command.IsTrial ? "dry run, nothing was recorded: " : "")}{done.Pledges} pledges, {done.Receipts} receipts and "
                    + $"{done.Donors} donors recorded, {done.Repeated} repeated, {done.EndsAsked} waiting for another person to write "
                    + $"them down"));
            return CommandLine.Good;
        }));
        return verb;
    }
}
