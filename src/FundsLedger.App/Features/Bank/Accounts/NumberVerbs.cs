using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary><c>bank numbers list|give|withdraw</c>.</summary>
internal static class NumberVerbs
{
    public static Command Make() => new("numbers",
        """
        Further numbers under which statements of a bank account come: an old one, the IBAN before a change, the national form.

        Examples:
          fundsledger bank numbers list
          fundsledger bank numbers give MAIN 10020030/1234567 --from 2020-01-01 --through 2026-06-30 \
              --reason "before the IBAN" --as "A. Recorder"
          fundsledger bank numbers withdraw MAIN 10020030/1234567 --as "A. Recorder"
        """) { List(), Give(), Withdraw() };

    private static Command List()
    {
        var format = Arguments.Format();
        var verb = new Command("list", "The further numbers of all bank accounts.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            Output.Write(parsed.GetValue(format), ["bank", "number", "from", "through", "reason", "given_by"],
                (await BankNumbers.ReadAsync(connection, cancel)).ConvertAll(one => (string[])
                    [one.Bank, one.Number, Output.Iso(one.From), one.Through is { } last ? Output.Iso(last)
                        : "", one.Reason, one.ActorName]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Give()
    {
        var (bank, number, reason) = (Bank(), Number(), Arguments.Reason());
        var from = Arguments.Day("--from", "First closing day of statements that come under it");
        var through = new Option<DateOnly?>("--through") { Description = "Last such day", HelpName = "YYYY-MM-DD",
            CustomParser = Arguments.Date };
        var verb = new Command("give", "Give an account a number, or change its time.") { bank, number, from, through, reason };
        verb.SetAction((parsed, cancel) => RunAsync(parsed, new(parsed.GetRequiredValue(bank), parsed.GetRequiredValue(number),
            parsed.GetValue(from)!.Value, parsed.GetValue(through), parsed.GetRequiredValue(reason)), "is this account's", cancel));
        return verb;
    }

    private static Command Withdraw()
    {
        var (bank, number) = (Bank(), Number());
        var verb = new Command("withdraw", "Take a number away that was given by mistake.") { bank, number };
        verb.SetAction((parsed, cancel) => RunAsync(parsed, new(parsed.GetRequiredValue(bank), parsed.GetRequiredValue(number),
            new DateOnly(2000, 1, 1), null, "given by mistake", IsWithdrawn: true), "is this account's no longer", cancel));
        return verb;
    }

    private static Task<int> RunAsync(ParseResult parsed, GiveBankNumber.Command command, string said, CancellationToken cancel) =>
        CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new GiveBankNumber(writer).RunAsync(command, CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine($"{outcome.Value.Bank}: {outcome.Value.Number} {said}.");
            return CommandLine.Good;
        });

    private static Argument<string> Bank() => new("BANK") { Description = "Code of the bank account" };

    private static Argument<string> Number() => new("NUMBER") { Description = "IBAN, or the number as the bank writes it" };
}
