using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary><c>bank mark</c> and <c>bank marked</c>.</summary>
internal static class MarkVerbs
{
    public static Command Mark()
    {
        var line = new Option<long>("--line") { Description = "Number of the line", Required = true };
        var back = new Option<bool>("--take-back") { Description = "It may be of this fund after all" };
        var reason = Arguments.Reason();
        var verb = new Command("mark",
            """
            Say that the money on a waiting line is not of the fund it came to: it leaves the list and waits for somebody who records in the
            other fund.

            Example:
              fundsledger bank mark --line 12 --reason "the text names another purpose"
            """) { line, reason, back };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new MarkLines(writer).RunAsync(new(parsed.GetRequiredValue(line), parsed.GetValue(back) ? LineMark.TakenBack
                : LineMark.NotOfThisFund, parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Line.ToString(
                CultureInfo.InvariantCulture), outcome.Value.IsRepeat);
        }));
        return verb;
    }

    public static Command Marked()
    {
        var (bank, format) = (new Option<string>("--bank") { Description = "Code of the bank account", Required = true },
            Arguments.Format());
        var verb = new Command("marked", "Waiting lines that are not of the fund they came to, oldest first.") { bank, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var catalog = await reads.CatalogAsync(connection, cancel);
            if ((await BankAccounts.ReadAsync(connection, catalog, cancel)).FirstOrDefault(account =>
                account.Code == parsed.GetRequiredValue(bank)) is not { } found)
                return CommandLine.Refuse(new BankAccountIsUnknown(parsed.GetRequiredValue(bank)));
            var marked = await LineMarks.ReadAsync(connection, catalog, found, null, int.MaxValue, cancel: cancel);
            Output.Write(parsed.GetValue(format), ["line", "booked_on", "currency", "amount", "party", "reason", "marked_by"],
                marked.Select(one => (string[])[one.Waiting.Id.ToString(CultureInfo.InvariantCulture),
                    Output.Iso(one.Waiting.Line.BookedOn), one.Waiting.Line.Amount.Currency.Code,
                    one.Waiting.Line.Amount.ToDecimalString(), one.Waiting.Line.PartyName, one.Reason ?? "", one.By]), "amount");
            return CommandLine.Good;
        }));
        return verb;
    }
}
