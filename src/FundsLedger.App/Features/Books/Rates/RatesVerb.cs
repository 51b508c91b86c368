using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary><c>rates enter|import</c>.</summary>
internal static class RatesVerb
{
    public static Command Make() => new("rates",
        """
        Exchange rates to EUR, as an officer read them. What equals the newest rate of its currency and day is a repeat; anything
        else stands beside it as a correction, and the newest counts.

        Examples:
          fundsledger rates enter --date 2026-06-30 --currency USD --rate 0.8012 --source "Treasury circular 6/2026" --key usd-june
          fundsledger rates import rates.csv
        """) { Enter(), Import() };

    private static Command Enter()
    {
        var (date, source, key) = (Arguments.Day("--date", "The day it is for"),
            new Option<string>("--source") { Description = "Where it was read", Required = true }, Arguments.Key());
        var currency = new Option<string>("--currency") { Description = "Of the one unit, e.g. USD", HelpName = "CODE", Required = true };
        var rate = new Option<string>("--rate") { Description = "EUR for one unit, with at most nine decimals", Required = true };
        var again = new Option<string?>("--rate-again")
        {
            Description = "The rate once more, where it is more than 3 % away from the newest; beyond 10 % another person approves",
            HelpName = "RATE",
        };
        var verb = new Command("enter",
            "Enter one rate. A rate is its own key: under any other --key the same rate is a repeat too.") { date, currency, rate, again,
            source, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            if (Currency.Find(parsed.GetRequiredValue(currency))
                is not { } of) return CommandLine.Refuse(new RateIsMalformed("the currency is no code of ISO 4217, in capital letters"));
            if (Rate.Read(parsed.GetRequiredValue(rate), of, Currency.Eur)
                is not { } read) return CommandLine.Refuse(new RateIsMalformed("it is no positive decimal with at most nine decimals"));
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var day = parsed.GetRequiredValue(date)!.Value;
            var outcome = await new EnterRate(writer).RunAsync(new(day, read, parsed.GetRequiredValue(source))
            {
                Again = Rate.Read(parsed.GetValue(again), of, Currency.Eur),
            }, CommandLine.ActorOf(parsed), cancel);
            if (!outcome.IsRefused && outcome.Value.Asked is { } asked) return AskedByVerb.Print(asked);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded($"{of.Code} {Output.Iso(day)}",
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Import()
    {
        var file = new Argument<string>("FILE")
            { Description = "Comma-separated text with a first line of column names: date, currency, rate, source" };
        var verb = new Command("import", "Enter the rates of a file, all or nothing. The same file again changes nothing.") { file };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new ImportRates(writer).RunAsync(parsed.GetRequiredValue(file), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{outcome.Value.Entered} rates entered, {outcome.Value.Repeated} stood already"));
            return CommandLine.Good;
        }));
        return verb;
    }
}
