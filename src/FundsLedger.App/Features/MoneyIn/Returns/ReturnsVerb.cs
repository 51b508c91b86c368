using System.CommandLine;
using FundsLedger.App.Api;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary><c>returns list|pay|advances|advance</c>.</summary>
internal static class ReturnsVerb
{
    public static Command Make() => new("returns",
        """
        Contributions to be returned: refused, unspent, or paid too much.

        Examples:
          fundsledger returns list
          fundsledger returns list --donor IE --format json
          fundsledger returns pay --donor IE --fund TFFV --amount 500.00 --bank 1010 --date 2026-06-30 \
            --reason "given by mistake" --key ie-back --as "A. Recorder"
          fundsledger returns advances
          fundsledger returns advance IE-R-2026-1 --date 2026-06-30 --reason "not signed" --key ie-advance --as "A. Recorder"
        """) { List(), Pay(), Advances(), Advance() };

    private static Command List()
    {
        var (donor, fund, names, format) = (Arguments.Donor(), Arguments.Fund(isRequired: false), Arguments.Names(), Arguments.Format());
        var verb = new Command("list",
            "What is to be returned, one line for each pledge or agreement it came for; the value in EUR is as it was set aside.") { donor,
                fund, names, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var waiting = await ReturnList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), parsed.GetValue(donor),
                parsed.GetValue(fund), cancel: cancel);
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            Output.Write(parsed.GetValue(format), ["donor", "fund", "currency", "pledge", "agreement", "amount", "eur", "since"],
                waiting.Select(hidden.Of).SelectMany(one => one.Parts, (one, part) => (string[])
                [one.Donor, one.FundCode, one.Currency.Code, part.Pledge ?? "", part.Agreement ?? "", part.Amount.ToDecimalString(),
                    Money.Eur(part.Eur).ToDecimalString(), Output.Iso(part.Since)]), "amount", "eur");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Advances()
    {
        var (names, format) = (Arguments.Names(), Arguments.Format());
        var verb = new Command("advances", "What is left of money that came before its agreement, the longest waiting first.") { names,
            format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var catalog = await reads.CatalogAsync(connection, cancel);
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            Output.Write(parsed.GetValue(format), ["receipt", "donor", "fund", "received_on", "currency", "amount", "eur"],
                (await AdvanceFacts.OpenAsync(connection, null, cancel)).Select(hidden.Of).Select(advance => (string[])[advance.Receipt,
                    advance.Donor, catalog.FundById(advance.FundId).Code, Output.Iso(advance.ReceivedOn),
                    advance.Carried.Amount.Currency.Code, advance.Carried.Amount.ToDecimalString(),
                    Money.Eur(advance.Carried.EurMinor).ToDecimalString()]), "amount", "eur");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Advance()
    {
        var receipt = new Argument<string>("RECEIPT") { Description = "Code of the receipt of the money that came before its agreement" };
        var (date, reason, key) = (Arguments.Day("--date", "Day on which it is set aside to go back"), Arguments.Reason(), Arguments.Key());
        var (amount, currency) = (new Option<string?>("--amount") { Description = "How much (default: all that is left)" },
            new Option<string>("--currency") { Description = "Of the amount", DefaultValueFactory = _ => "EUR" });
        var verb = new Command("advance", "Ask that it go back, because nobody signs: approved by another, it waits to be paid back.")
            { receipt, date, amount, currency, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            Money? part = null;
            if (parsed.GetValue(amount) is { } typed)
            {
                var code = parsed.GetRequiredValue(currency);
                var read = ApiInput.Amount("amount", Arguments.PlainAmount(typed, code)!, code);
                if (read.IsRefused) return CommandLine.Refuse(read.Refusal);
                part = read.Value;
            }
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new ReturnAdvance(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(receipt), parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(reason), part),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Pay()
    {
        var (donor, fund, amount, key) =
            (Arguments.RequiredDonor(), Arguments.Fund(), AmountOptions.Make("How much, no more than waits"), Arguments.Key());
        var (bank, date, reason) = (new Option<string>("--bank") { Description = "Account it leaves, in that currency", HelpName = "CODE",
            Required = true }, Arguments.Day("--date", "Day on which it leaves the bank"), Arguments.Reason());
        var verb = new Command("pay", "Ask to pay back what waits: it leaves the bank when another person has approved.") { donor, fund,
            amount.Amount, amount.Currency, bank, date, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var money = amount.Read(parsed);
            if (money.IsRefused) return CommandLine.Refuse(money.Refusal);
            var reads = new LedgerReads(database, TimeProvider.System);
            if ((await reads.CatalogAsync(cancel)).Fund(parsed.GetRequiredValue(fund)) is { } from
                && Disclosure.For(Reader.Inside, from).IsMarked)
                Console.Error.WriteLine(
                    "This fund is protected. What is returned unspent tells the donor how much the fund holds: settle it between the "
                        + "certifying officer and that donor alone.");
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var command = new PayBack.Command(parsed.GetRequiredValue(key), parsed.GetRequiredValue(donor), parsed.GetRequiredValue(fund),
                parsed.GetRequiredValue(date)!.Value, money.Value.Amount, parsed.GetRequiredValue(bank), parsed.GetRequiredValue(reason));
            return AskedByVerb.Print(await new PayBack(writer).AskAsync(command, CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }
}
