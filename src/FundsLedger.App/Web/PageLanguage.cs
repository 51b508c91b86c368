using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Formatting;
using Microsoft.AspNetCore.Html;

namespace FundsLedger.App.Web;

/// <summary>The language of one request: its sentences, and how it writes amounts, dates and names.</summary>
public sealed class PageLanguage
{
    /// <summary><c>en</c> or <c>fr</c>.</summary>
    public string Code { get; private set; } = Languages.English;

    /// <summary>The other one.</summary>
    public string Other => IsFrench ? Languages.English : Languages.French;

    public bool IsFrench => Code == Languages.French;

    /// <summary>A sentence by its key.</summary>
    /// <summary>How the reader writes numbers.</summary>
    public NumberCustom Numbers => IsFrench ? NumberCustom.French : NumberCustom.English;

    public string this[string key] => Words.In(Code, key);

    /// <summary>A sentence by its key, with what goes into it.</summary>
    public string this[string key,
        params ReadOnlySpan<object?> parts] => string.Format(CultureInfo.InvariantCulture, Words.In(Code, key), parts);

    /// <summary>A sentence for a number: <c>key.one</c> or <c>key.many</c>. French counts zero as one.</summary>
    public string Count(string key, long number) =>
        this[$"{key}.{(number == 1 || (IsFrench && number == 0) ? "one" : "many")}", MoneyText.Whole(number, Code)];

    public string Name(Fund fund) => fund.Name(Code);

    public string Name(Account account) => account.Name(Code);

    /// <summary>A member of a closed set in words: key <c>prefix.code</c>.</summary>
    public string Name<T>(string prefix, T value) where T : struct, Enum => this[$"{prefix}.{ClosedSet<T>.Code(value)}"];

    /// <summary>A refusal: in English its own sentence, in French the sentence of its code.</summary>
    public string Said(Refusal refusal) =>
        !IsFrench ? refusal.Sentence : this[Words.Has($"refusal.{refusal.Code}") ? $"refusal.{refusal.Code}" : "refusal.any"];

    public string Date(DateOnly date) => DateText.Format(date, Code);

    public string Date(DateOnly? date) => date is { } day ? Date(day) : "–";

    public string Instant(DateTimeOffset instant) => DateText.FormatInstant(instant, Code);

    public string Rate(Rate rate) => MoneyText.Rate(rate, Code);

    /// <summary>A number that names a thing, such as an entry: its digits, not grouped.</summary>
    public string No(long number) => number.ToString(CultureInfo.InvariantCulture);

    public string Whole(long number) => MoneyText.Whole(number, Code);

    /// <summary>Cents as an amount with its currency.</summary>
    public IHtmlContent Eur(long cents) => Amount(Money.Eur(cents));

    /// <summary>An amount with its currency.</summary>
    public IHtmlContent Amount(Money money) => Marked(money, MoneyText.Format(money, Code));

    /// <summary>Cents as a bare number, for a column whose head names the currency.</summary>
    public IHtmlContent Number(long cents) => Marked(Money.Eur(cents), MoneyText.Number(Money.Eur(cents), Code));

    /// <summary>An amount as a bare number, for a column whose head names the currency.</summary>
    public IHtmlContent Number(Money money) => Marked(money, MoneyText.Number(money, Code));

    /// <summary>An amount inside a sentence.</summary>
    public string Text(Money money) => MoneyText.Format(money, Code);

    /// <summary>Sets the language; anything unknown is English.</summary>
    public void Choose(string? code) => Code = code == Languages.French ? Languages.French : Languages.English;

    // The minus sign says it; the colour only repeats it.
    private static HtmlString Marked(Money money, string text) =>
        new(money.IsNegative ? $"<span class=\"amount minus\">{text}</span>" : $"<span class=\"amount\">{text}</span>");
}
