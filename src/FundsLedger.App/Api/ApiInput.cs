using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Api;

/// <summary>Reads what programs send. Nothing is guessed: what cannot be read exactly is refused, and never silently something
/// else.</summary>
internal static class ApiInput
{
    /// <summary>Characters of an Idempotency-Key; room stays for whose it is and for the ledger's own marks.</summary>
    public const int LongestKey = 64;

    /// <summary>Rows of a list that one answer has, unless asked otherwise.</summary>
    public const int UsualLimit = 50;

    /// <summary>Rows of a list that one answer may have.</summary>
    public const int LargestLimit = 200;

    /// <summary>A day in a parameter; null when it was left out.</summary>
    public static Outcome<DateOnly?> Day(string name, string? text)
    {
        if (text is null) return (DateOnly?)null;
        return BookDay.Read(text) is { } day ? (DateOnly?)day
            : new ParameterIsMalformed(name,
                $"a date such as 2026-06-30, from {LedgerRules.FirstDate:yyyy-MM-dd} to {LedgerRules.LastDate:yyyy-MM-dd}");
    }

    /// <summary>The two axes of time. Refused: unreadable, or a knowledge instant ahead.</summary>
    public static Outcome<Moment> Moment(string? asOf, string? knownAt, LedgerReads reads)
    {
        var day = Day("as_of", asOf);
        if (day.IsRefused) return day.Refusal;
        DateTimeOffset? known = null;
        if (knownAt is not null)
        {
            if (!DateTimeOffset.TryParseExact(knownAt, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
                return new ParameterIsMalformed("known_at", "an instant such as 2026-06-30T12:00:00Z");
            known = instant;
        }
        var moment = new Moment(day.Value ?? reads.Today, known);
        return reads.Check(moment) is { } refusal ? refusal : moment;
    }

    /// <summary>A text in a parameter; null when it was left out or is empty.</summary>
    public static Outcome<string?> Text(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return (string?)null;
        return text.Length <= 200 && LedgerRules.BrokenText(text) is null ? text
            : new ParameterIsMalformed(name, "a text of at most 200 characters without control characters");
    }

    /// <summary>A member of a closed set in a parameter; null when it was left out.</summary>
    public static Outcome<T?> Member<T>(string name, string? text) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text)) return (T?)null;
        return ClosedSet<T>.Find(text) is { } member ? (T?)member
            : new ParameterIsMalformed(name, $"one of: {string.Join(", ", ClosedSet<T>.Codes)}");
    }

    /// <summary>How many rows are asked for.</summary>
    public static Outcome<int> Limit(string? text)
    {
        if (text is null) return UsualLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestLimit
            ? limit : new ParameterIsMalformed("limit", $"a whole number from 1 to {LargestLimit}");
    }

    /// <summary>An amount with its currency, exactly.</summary>
    public static Outcome<Money> Amount(string field, string amount, string currency)
    {
        if (Currency.Find(currency) is not { } known)
            return new FieldIsMalformed("currency", "the code of a currency of ISO 4217, in capital letters");
        var reading = Money.Read(amount, known);
        return reading.IsAmount ? reading.Value.Value : new FieldIsMalformed(field, reading.Fault switch
        {
            AmountFault.TooManyDecimals =>
                string.Create(CultureInfo.InvariantCulture, $"an amount in {known.Code}, which has {known.Exponent} decimals"),
            AmountFault.TooLarge => "an amount that the ledger can hold",
            _ => "an amount such as \"1250.00\": digits with a decimal point",
        });
    }

    /// <summary>A rate to EUR; null when it was left out.</summary>
    public static Outcome<Rate?> Rate(string? text, Currency source)
    {
        if (text is null) return (Rate?)null;
        return Domain.Rate.Read(text, source, Currency.Eur) is { } rate ? (Rate?)rate
            : new FieldIsMalformed("rate", "a rate such as \"1.0523\" with at most nine decimals");
    }

    /// <summary>The ledger's key for what a person's program asked: one person's keys never meet another's.</summary>
    public static Outcome<string> Key(string? header, CurrentActor actor)
    {
        if (string.IsNullOrEmpty(header)) return new IdempotencyKeyIsMissing();
        // A stroke is the ledger's own mark for the second entry under a key.
        if (header.Length > LongestKey || !header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':'))
            return new IdempotencyKeyIsMalformed();
        return $"api-{actor.Actor.Id}-{header}";
    }

    /// <summary>One of a closed set by its code; null where nothing was sent.</summary>
    public static Outcome<T?> Code<T>(string name, string? text) where T : struct, Enum =>
        text is null ? (T?)null
        : ClosedSet<T>.Find(text) is { } found ? (T?)found
        : new FieldIsMalformed(name, $"one of: {string.Join(", ", ClosedSet<T>.Codes)}");
}
