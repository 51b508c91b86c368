using System.CommandLine;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>The options of an amount: how much, in which currency, and at which rate to EUR; read strictly.</summary>
internal sealed record AmountOptions(Option<string> Amount, Option<string> Currency, Option<string?> Rate)
{
    /// <param name="said">What the amount is.</param>
    public static AmountOptions Make(string said) => new(new("--amount") { Description = said + ", as decimal text", Required = true },
        new("--currency") { Description = "ISO 4217", DefaultValueFactory = _ => "EUR" },
        new("--rate") { Description = "EUR for one unit; needed where the currency is not EUR" });

    /// <summary>The amount, and the rate where one was given.</summary>
    public Outcome<(Money Amount, Rate? Rate)> Read(ParseResult parsed)
    {
        var (amount, code) = (parsed.GetRequiredValue(Amount), parsed.GetRequiredValue(Currency));
        if (Domain.Currency.Find(code) is not { } currency) return new ImportCurrencyIsUnknown(code);
        var reading = WrittenSum.Read(amount, currency, NumberCustom.English);
        if (reading.Fault == AmountFault.TooManyDecimals)
            return new ImportDecimalsAreTooMany("amount", amount, currency.Code, currency.Exponent);
        if (reading.Value is not { } money) return new ImportAmountIsMalformed("amount", amount);
        if (parsed.CommandResult.Command.Options.Contains(Rate) && parsed.GetValue(Rate) is { } typed)
            return Domain.Rate.Read(typed, currency, Domain.Currency.Eur) is { } rate ? (money, rate) : new ImportRateIsMalformed(typed);
        return (money, null);
    }
}
