using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary><c>book ACT</c>.</summary>
internal static class BookVerb
{
    public static Command Make()
    {
        var act = new Argument<string>("ACT") { Description = string.Join(", ", ClosedSet<HandAct>.Codes) };
        act.AcceptOnlyFromAmong([.. ClosedSet<HandAct>.Codes]);
        var (date, key) = (Arguments.Day("--date", "Value date"), Arguments.Key());
        var (amount, note) = (Needed("--amount", "How much; of programme support, what was charged under the agreement"), Needed("--note",
            "What happened, in words"));
        var (currency, from, to) = (Other("--currency", "Of the amount (default: EUR)"), Other("--from",
            "Account it leaves, as FUND/CODE"), Other("--to", "Account it reaches, as FUND/CODE"));
        var (received, receivedCurrency) = (Other("--received", "Of an exchange, what arrived"), Other("--received-currency",
            "Of that (default: EUR)"));
        var (agreement, share) = (Other("--agreement", "Of programme support, the agreement"), Other("--per-cent",
            "Of programme support, its share; left out where the agreement has one"));
        var (item, commitment, reference) = (Other("--item", "Of a recovery or a decided transfer, what it is for: a code"),
            Other("--commitment",
            "Of an accrual, the commitment that set the money aside"), Other("--reference", "An outside reference"));
        var verb = new Command("book",
            """
            Record by hand what no other command does.

            Examples:
              fundsledger book charge --from TFFV/1010 --amount 12.50 --date 2026-06-30 --note "Charges of June" --key c-06
              fundsledger book exchange --from SFR/1011 --amount 1000.00 --currency USD --to SFR/1010 --received 812.00 \
                --date 2026-06-30 --note "Sold" --key x-1
              fundsledger book fund_transfer --from TFFV/1010 --to SFR/1010 --amount 5000.00 --date 2026-06-30 --note "Decision 7" --key t-1
              fundsledger book programme_support --agreement IE-A-2026-1 --amount 8000.00 \
                --date 2026-06-30 --note "Support" --key s-1
            """) { act, date, amount, currency, from, to, received, receivedCurrency, agreement, share, item, commitment, note, reference,
                key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var body = new ByHandBody(ClosedSet<HandAct>.Of(parsed.GetRequiredValue(act)), parsed.GetRequiredValue(date)!.Value,
                Arguments.PlainAmount(parsed.GetRequiredValue(amount), parsed.GetValue(currency))!, parsed.GetRequiredValue(note),
                parsed.GetValue(currency), parsed.GetValue(from), parsed.GetValue(to),
                Arguments.PlainAmount(parsed.GetValue(received), parsed.GetValue(receivedCurrency)), parsed.GetValue(receivedCurrency),
                parsed.GetValue(agreement), Arguments.PlainAmount(parsed.GetValue(share), null),
                parsed.GetValue(item), parsed.GetValue(commitment), parsed.GetValue(reference));
            var command = ByHandEndpoints.Read(body, parsed.GetRequiredValue(key));
            if (command.IsRefused) return CommandLine.Refuse(command.Refusal);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new RecordByHand(writer).RunAsync(command.Value, CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(string.Join(' ', outcome.Value.Entries),
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Option<string> Needed(string name, string said) => new(name) { Description = said, Required = true };

    private static Option<string?> Other(string name, string said) => new(name) { Description = said };
}
