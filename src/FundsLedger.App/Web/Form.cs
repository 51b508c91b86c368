using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Web;

/// <summary>A fault of one field, in the reader's language; an empty field name is the whole form's.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
/// <param name="Refusal">The refusal behind it, where the ledger said no: its own sentence is in English.</param>
public sealed record FormFault(string Field, string Sentence, Refusal? Refusal = null);

/// <summary>A form as it was typed: every field keeps its text whatever was wrong with it, and reading a field notes its fault.</summary>
public sealed class Form(PageLanguage words)
{
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private readonly List<FormFault> _faults = [];
    private readonly List<(string Field, string Label)> _shown = [];

    /// <summary>Everything found wrong, in the order in which the fields were read.</summary>
    public IReadOnlyList<FormFault> Faults => _faults;

    public bool IsFaulty => _faults.Count > 0;

    /// <summary>A field's text as typed, or as proposed.</summary>
    public string this[string field]
    {
        get => _typed.GetValueOrDefault(field, "");
        set => _typed[field] = value;
    }

    /// <summary>The fault of a field, or null.</summary>
    public string? FaultOf(string field) => _faults.FirstOrDefault(fault => fault.Field == field)?.Sentence;

    /// <summary>Notes that the page shows a field, and under which label: the summary above the form calls it so.</summary>
    public void Show(string field, string label)
    {
        if (LabelOf(field) is null) _shown.Add((field, label));
    }

    /// <summary>The label of a field that the page shows, or null.</summary>
    public string? LabelOf(string field) => _shown.Find(shown => shown.Field == field).Label;

    /// <summary>The faults in the order in which the page shows their fields; those of no field come last.</summary>
    public IEnumerable<FormFault> FaultsAsShown() =>
        _faults.OrderBy(fault => _shown.FindIndex(shown => shown.Field == fault.Field) is >= 0 and var place ? place : int.MaxValue);

    /// <summary>Takes what the browser sent.</summary>
    public void Take(IFormCollection sent)
    {
        foreach (var (name, values) in sent)
            if (name != "__RequestVerificationToken")
            {
                _typed[name] = values.ToString().Trim();
                // A text over several lines has its ends of lines; a password is whatever somebody chose.
                if (!name.Contains("password", StringComparison.OrdinalIgnoreCase)
                    && LedgerRules.BrokenText(_typed[name].ReplaceLineEndings(" ").Replace('\t', ' ')) is { } place)
                    Note(name, "form.broken_text", place);
            }
    }

    /// <summary>Notes a fault.</summary>
    public void Note(string field, string key, params ReadOnlySpan<object?> parts) => _faults.Add(new FormFault(field, words[key, parts]));

    /// <summary>Notes that the ledger refused, beside the field that is to be changed.</summary>
    public void Note(Refusal refusal, string field = "")
    {
        _faults.Add(new FormFault(field, words.Said(refusal), refusal));
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string field, int longest = 500)
    {
        if (this[field].Length == 0) Note(field, "form.missing");
        else if (this[field].Length > longest) Note(field, "form.too_long", longest);
        return this[field];
    }

    /// <summary>A text that may be left out; null when it is.</summary>
    public string? OptionalText(string field, int longest = 500) => this[field].Length == 0 ? null : Text(field, longest);

    /// <summary>A day that must be there.</summary>
    public DateOnly Date(string field) => this[field].Length == 0 ? Missing<DateOnly>(field) : OptionalDate(field) ?? default;

    /// <summary>A day that may be left out.</summary>
    public DateOnly? OptionalDate(string field)
    {
        if (this[field].Length == 0) return null;
        if (BookDay.Read(this[field], "yyyy-MM-dd", "d/M/yyyy", "d.M.yyyy") is { } day) return day;
        Note(field, "form.not_a_date");
        return null;
    }

    /// <summary>A whole number within limits.</summary>
    public int Whole(string field, int least, int most)
    {
        if (this[field].Length == 0) return Missing<int>(field);
        if (int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Note(field, "form.not_in_range", least, most);
        return least;
    }

    /// <summary>One of the values offered.</summary>
    public string Choice(string field, IEnumerable<string> offered)
    {
        if (this[field].Length == 0) return Missing<string>(field) ?? "";
        if (!offered.Contains(this[field], StringComparer.Ordinal)) Note(field, "form.not_offered");
        return this[field];
    }

    /// <summary>A currency code.</summary>
    public Currency Currency(string field)
    {
        if (Domain.Currency.Find(this[field].ToUpperInvariant()) is { } currency) return currency;
        Note(field, "form.not_a_currency");
        return Domain.Currency.Eur;
    }

    /// <summary>A positive amount that must be there.</summary>
    public Money Amount(string field, Currency currency)
    {
        if (this[field].Length == 0) Missing<long>(field);
        return OptionalAmount(field, currency) ?? Money.Zero(currency);
    }

    /// <summary>A positive amount, or null when nothing was typed. Read as people write sums; what could be read in two ways is asked
    /// about.</summary>
    public Money? OptionalAmount(string field, Currency currency) => OptionalAmount(field, currency, least: 1);

    /// <summary>An amount that may be nothing: a field left empty, or zero.</summary>
    public Money AmountOrNothing(string field, Currency currency) => OptionalAmount(field, currency, least: 0) ?? Money.Zero(currency);

    /// <summary>An amount of whatever sign: a field left empty is nothing.</summary>
    public Money AnyAmount(string field, Currency currency) => OptionalAmount(field, currency, long.MinValue) ?? Money.Zero(currency);

    private Money? OptionalAmount(string field, Currency currency, long least)
    {
        var typed = this[field];
        if (typed.Length == 0) return null;
        var reading = WrittenSum.Read(typed, currency, words.Numbers);
        if (reading.Fault == AmountFault.Ambiguous) Note(field, "form.ambiguous_amount", typed);
        else if (reading.Fault == AmountFault.OtherCurrency) Note(field, "form.other_currency", currency.Code);
        else if (reading.Fault == AmountFault.TooManyDecimals) Note(field, "form.too_many_decimals", currency.Code, currency.Exponent);
        else if (reading.Fault == AmountFault.TooLarge) Note(field, "form.too_large");
        else if (reading.Value is not { } amount || amount.Minor < least) Note(field, "form.not_an_amount");
        else return amount;
        return null;
    }

    /// <summary>A share in hundredths of a per cent, from nothing to all of it; null when nothing was typed. Read like a sum with two
    /// decimals.</summary>
    public int? OptionalShare(string field)
    {
        if (this[field].Length == 0) return null;
        if (WrittenSum.Read(this[field], Domain.Currency.Eur, words.Numbers).Value is { } read
            && SupportShare.Read(read.ToDecimalString()) is { } share) return share;
        Note(field, "form.not_a_share");
        return null;
    }

    /// <summary>A rate with at most nine decimals, or null when nothing was typed.</summary>
    public Rate? OptionalRate(string field, Currency source)
    {
        if (this[field].Length == 0) return null;
        var rate = Domain.Rate.Read(this[field].Replace(',', '.'), source, Domain.Currency.Eur);
        if (rate is null) Note(field, "form.not_a_rate");
        return rate;
    }

    private T? Missing<T>(string field)
    {
        Note(field, "form.missing");
        return default;
    }
}
