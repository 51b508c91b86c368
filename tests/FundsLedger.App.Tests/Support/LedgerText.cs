using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Tests.Support;

/// <summary>Writes entries as a bookkeeper would: <c>Entry("2026-01-31 opening TFFV", "1010 1250.00", "3020 -1250.00")</c>.</summary>
public static class LedgerText
{
    private static int _keys;

    /// <summary>An entry from a heading <c>DATE KIND FUND [description]</c> and lines <c>ACCOUNT AMOUNT [CURRENCY] [@@ EUR] [donor:X
    /// commitment:Y …]</c>; its key is new each time.</summary>
    public static EntryDraft Entry(string heading, params string[] lines)
    {
        var words = heading.Split(' ', 4);
        return new EntryDraft
        {
            Key = $"key-{Interlocked.Increment(ref _keys)}",
            Date = Day(words[0]),
            Kind = ClosedSet<EntryKind>.Of(words[1]),
            Fund = words[2],
            Description = words.Length > 3 ? words[3] : $"Test {words[1]}",
            Lines = [.. lines.Select(Line)],
        };
    }

    /// <summary>The reversal of the entry with a key.</summary>
    public static EntryDraft Reversal(string date, string fund, string reverses) =>
        Entry($"{date} reversal {fund}") with { Reverses = reverses };

    /// <summary>A line: <c>1011 100.00 USD @@ 92.00 donor:XA</c>.</summary>
    public static LineDraft Line(string text)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var (account, number) = (words.Dequeue(), words.Dequeue());
        var currency = words.TryPeek(out var code) && Currency.Find(code) is not null ? Currency.Of(words.Dequeue()) : Currency.Eur;
        long? eur = null;
        if (words.TryPeek(out var at) && at == "@@")
        {
            words.Dequeue();
            eur = Money.Parse(words.Dequeue(), Currency.Eur).Minor;
        }
        var about = Dimensions.None;
        foreach (var word in words)
        {
            var parts = word.Split(':', 2);
            about = parts[0] switch
            {
                "donor" => about with { Donor = parts[1] },
                "pledge" => about with { Pledge = parts[1] },
                "agreement" => about with { Agreement = parts[1] },
                "request" => about with { Request = parts[1] },
                "commitment" => about with { Commitment = parts[1] },
                "payment" => about with { Payment = parts[1] },
                _ => throw new FormatException($"'{word}' in '{text}' is no dimension."),
            };
        }
        return new LineDraft(account, Money.Parse(number, currency), eur, about == Dimensions.None ? null : about);
    }

    /// <summary>A day: <c>2026-01-31</c>.</summary>
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
