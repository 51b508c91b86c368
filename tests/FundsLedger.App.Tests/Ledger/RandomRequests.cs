using CsCheck;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Numbers from which a request follows, given what stands in the books already.</summary>
internal readonly record struct RandomRequest(int What, int Who, int When, int Much, int Other);

/// <summary>Entries of many kinds, currencies and dates, most of them sound; the same seed gives the same.</summary>
internal static class RandomRequests
{
    // Words that other programs' journals read as something else.
    private static readonly string[] Descriptions = ["plain", "with \"quotes\" and \\", "; comment ; date:2020-01-01",
        "(code) | payee | note", "! * = ~ @ {1 EUR}", "Été à Zürich, 東京 𝄞", "'", "  spaces  in  it  ", "\\\"", "2020-01-01 * \"x\"",
        "#tag ^link", "-1 EUR"];

    public static readonly Gen<RandomRequest> AnyRequest = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000_000], Gen.Int[0, 119],
        Gen.Int[1, 40_000], Gen.Int[0, 1_000_000], (what, who, when, much, other) => new RandomRequest(what, who, when, much, other));
    public static readonly Gen<(RandomRequest[] Requests, bool IsGivenUp, int Minutes)> AnyBatch =
        Gen.Select(AnyRequest.Array[1, 6], Gen.Int[0, 9], Gen.Int[-30, 90], (requests, fate, minutes) => (requests, fate == 0, minutes));

    public static EntryDraft Draft(RandomRequest request, string key, ReferenceLedger reference)
    {
        var (what, who, when, much, other) = request;
        var fund = Fund(who);
        var expense = fund == "SFR" ? "5110" : "5010";
        var (bank, code) = (who / 7 % 3) switch { 0 => ("1011", "USD"), 1 => ("1012", "GBP"), _ => ("1050", "JPY") };
        var foreign = code == "JPY" ? much : much * 2;
        return what switch
        {
            < 14 => Make("receipt", ("1010", "EUR", much * 3, null), ("4010", "EUR", -much * 3, null)),
            < 22 => Make("receipt", (bank, code, foreign, much), ("4020", code, -foreign, -much)),
            < 28 => Make("exchange", ("1010", "EUR", much, null), (bank, code, -foreign, -much - 3), ("5930", "EUR", 3, null)),
            < 32 =>
                Make("revaluation", (bank, code, 0, other % 200 - 100 is var move and not 0 ? move : 1),
                    ("4200", "EUR", other % 200 - 100 is var back and not 0 ? -back : -1, null)),
            < 46 =>
                About(Make("commitment", ("8020", "EUR", much, null), ("8021", "EUR", -much, null)),
                    new Dimensions(Commitment: $"C-{other % 5}")),
            < 54 =>
                About(Make("release", ("8020", "EUR", -much, null), ("8021", "EUR", much, null)),
                    new Dimensions(Commitment: $"C-{other % 5}")),
            < 64 => Make("disbursement", (expense, "EUR", much, null), ("1010", "EUR", -much, null)),
            < 67 => Make("receipt", ("1010", "EUR", much, null), ("2900", "EUR", -much, null)),
            < 71 =>
                About(Make("pledge", ("8010", code, foreign, much), ("8011", code, -foreign, -much)),
                    new Dimensions(Pledge: $"P-{other % 3}")),
            < 75 =>
                About(Make("fulfilment", ("8010", code, -foreign, -much), ("8011", code, foreign, much)),
                    new Dimensions(Pledge: $"P-{other % 3}")),
            < 77 => Make("charge", ("5910", "EUR", much, null), ("1010", "EUR", -much, null)),
            < 87 => Make("reversal") with { Reverses = Earlier()?.Key ?? "none", Fund = other % 9 == 0 ? fund : Earlier()?.Fund ?? fund },
            89 => Earlier() ?? Make("reversal"),
            90 => Earlier() is { } known ? known with { Description = "other" } : Make("reversal"),
            91 => Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", 1 - much, null)),
            92 => Make("receipt", ("1010", "EUR", much, null), ("9999", "EUR", -much, null)),
            93 =>
                other % 2 == 0 ? Make("receipt", (bank == "1050" ? "1010" : bank, "CHF", much, much), ("4010", "CHF", -much, -much))
                    : Make("receipt", ("1010", "EUR", much, null), ("8011", "EUR", -much, null)),
            94 =>
                other % 2 == 0 ? Make("receipt", ("1010", "EUR", much, null))
                    : Make("receipt", ("1010", "EUR", 0, null), ("4010", "EUR", 1, null)),
            95 =>
                other % 2 == 0 ? Make("closing", ("1010", "EUR", much, null), ("4010", "EUR", -much, null))
                    : Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)) with { Reverses = "x" },
            96 =>
                other % 2 == 0
                    ? Make("receipt", ("1010", "EUR", Money.LargestMinor + 1, null), ("4010", "EUR", -Money.LargestMinor - 1, null))
                    : About(Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)), new Dimensions(Donor: "XX")),
            97 =>
                other % 2 == 0 ? Make("receipt", (bank, code, much, null), ("4010", code, -much, -much))
                    : Make("receipt", (bank, code, much, -much), ("4010", code, -much, much)),
            98 => Make("receipt", (bank, code, foreign, much), ("4010", code, -foreign - 1, -much)),
            _ => Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)) with { Fund = "XXX" },
        };

        EntryDraft? Earlier() => reference.Entries.Count == 0 ? null : reference.Entries[other % reference.Entries.Count].Asked;

        EntryDraft Make(string kind, params (string Account, string Currency, long Minor, long? Eur)[] lines) =>
            Entry($"{Date(when):yyyy-MM-dd} {kind} {fund} {Descriptions[other % Descriptions.Length]}") with
        {
            Key = key,
            Lines = [.. lines.Select(line => new LineDraft(line.Account, new Money(line.Minor, Currency.Of(line.Currency)), line.Eur))],
        };

        static EntryDraft About(EntryDraft draft, Dimensions about) =>
            draft with { Lines = [.. draft.Lines.Select(line => line with { Dimensions = about })] };
    }

    public static string Fund(int who) => who % 4 == 0 ? "SFR" : "TFFV";

    public static DateOnly Date(int day) => new DateOnly(2026, 1, 1).AddDays(day);
}
