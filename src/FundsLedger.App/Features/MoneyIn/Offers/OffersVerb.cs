using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary><c>gifts list|offer|accept|refuse|return</c>.</summary>
internal static class OffersVerb
{
    public static Command Make() => new("gifts",
        """
        Offered gifts: an offer is nothing yet; accepted, it becomes a pledge.

        Examples:
          fundsledger gifts list --format csv
          fundsledger gifts offer --donor IE --date 2026-06-01 --amount 10000.00 --fund TFFV \
            --description "For visits of children" --key ie-june
          fundsledger gifts accept IE-G-2026-1 --date 2026-06-03 --reason "fits the purpose"
          fundsledger gifts return IE-G-2026-1 --receipt IE-R-2026-2 --date 2026-06-20 --reason "given by mistake" --key ie-back
        """) { List(), Offer(),
            Decide("accept", "Accept an offer: it becomes a pledge. From a donor under review that waits for another person.",
                isAccepted: true), Decide("refuse", "Refuse an offer, with a reason.", isAccepted: false), Return() };

    private static Argument<string> Code() => new("OFFER") { Description = "Code of the offer" };

    private static Command List()
    {
        var (names, format) = (Arguments.Names(), Arguments.Format());
        var verb = new Command("list", "Every offer with what was decided last, newest first.") { names, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            Output.Write(parsed.GetValue(format),
                ["offer", "donor", "fund", "offered_on", "currency", "amount", "description", "source", "decision", "decided_on", "reason",
                    "pledge", "waits_on"],
                (await OfferList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), cancel: cancel)).ConvertAll(
                    offer => Row(hidden.Of(offer))), "amount");
            return CommandLine.Good;
        }));
        return verb;

        static string[] Row(OfferStanding offer) =>
            [offer.Code, offer.Donor, offer.FundCode ?? "", Output.Iso(offer.OfferedOn), offer.Amount.Currency.Code,
                offer.Amount.ToDecimalString(), offer.Description, offer.Source ?? "",
                offer.Decision is { } decision ? ClosedSet<GiftDecision>.Code(decision) : "",
            offer.DecidedOn is { } day ? Output.Iso(day) : "", offer.Reason ?? "", offer.Pledge ?? "",
            offer.WaitsOn?.ToString(CultureInfo.InvariantCulture) ?? ""];
    }

    private static Command Offer()
    {
        var (donor, fund, amount, key) =
            (Arguments.RequiredDonor(), Arguments.Fund(isRequired: false), AmountOptions.Make("What is offered"), Arguments.Key());
        var date = Arguments.Day("--date", "Day of the offer");
        var (description, source) = (new Option<string>("--description") { Description = "What is offered, and on what terms",
            Required = true }, new Option<string?>("--source") { Description = "The letter" });
        var again = new Option<string?>("--rate-again")
            { Description = "The rate once more, where it is more than 3 % away from the table's", HelpName = "RATE" };
        var verb = new Command("offer", "Record that somebody offers a gift.") { donor, date, amount.Amount, amount.Currency, amount.Rate,
            again, description, source, fund, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var money = amount.Read(parsed);
            if (money.IsRefused) return CommandLine.Refuse(money.Refusal);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var command = new RecordOffer.Command(parsed.GetRequiredValue(key), parsed.GetRequiredValue(donor),
                parsed.GetRequiredValue(date)!.Value, money.Value.Amount, money.Value.Rate, parsed.GetRequiredValue(description),
                parsed.GetValue(source), parsed.GetValue(fund))
                {
                    RateAgain = Rate.Read(parsed.GetValue(again), money.Value.Amount.Currency, Currency.Eur),
                };
            var outcome = await new RecordOffer(writer).RunAsync(command, CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal)
                : CommandLine.Recorded(outcome.Value.Code, outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Decide(string name, string said, bool isAccepted)
    {
        var (code, date, reason) = (Code(), Arguments.Day("--date", "Day of the decision"), Arguments.Reason());
        var verb = new Command(name, said) { code, date, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new DecideOffer(writer).RunAsync(
                new(parsed.GetRequiredValue(code), isAccepted, parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            if (outcome.Value.Pledge is { } pledge) Console.Out.WriteLine(pledge);
            Console.Error.WriteLine(
                outcome.Value.Approval is { } waits
                    ? string.Create(CultureInfo.InvariantCulture, $"request {waits} waits for another person")
                    : isAccepted ? "accepted" : "refused");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Return()
    {
        var (code, date, reason, key) =
            (Code(), Arguments.Day("--date", "Day on which it is set aside to go back"), Arguments.Reason(), Arguments.Key());
        var receipt =
            new Option<string>("--receipt") { Description = "The receipt whose money goes back", HelpName = "CODE", Required = true };
        var verb = new Command("return",
            "Ask that money of an accepted gift go back; when another person has approved, it waits under 'returns'.") { code, receipt,
                date, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(
                await new DecideOffer(writer).AskToReturnAsync(parsed.GetRequiredValue(key), parsed.GetRequiredValue(code),
                    parsed.GetRequiredValue(receipt), parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(reason),
                    CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }
}
