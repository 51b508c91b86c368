using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FundsLedger.Domain.Forecasts;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>What a forecast may be asked to suppose; each option may be given more than once.</summary>
internal sealed class SupposedOptions
{
    private readonly Option<KeyValuePair<string, DateOnly>[]> arrives = new("--pledge-arrives")
    {
        Description = "Suppose that this open pledge arrives in full on this day", HelpName = "PLEDGE=YYYY-MM-DD",
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
            Pairs<DateOnly>(result,
                text =>
                    DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
                    "PLEDGE=2026-01-31"),
    };
    private readonly Option<KeyValuePair<string, int>[]> rise = new("--cases-rise")
    {
        Description = "Suppose that cases of this kind (visits, relocations) come up this many per cent more often",
        HelpName = "KIND=PERCENT",
        CustomParser = result =>
            Pairs<int>(result,
                text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent) ? percent : null,
                "visits=20"),
    };
    private readonly Option<string[]> continues =
        new("--support-continues") { Description = "Suppose that this support does not end", HelpName = "SUPPORT" };
    private readonly Option<string[]> stops =
        new("--donor-stops") { Description = "Suppose that this donor pays nothing more", HelpName = "DONOR" };

    public SupposedOptions(Command verb)
    {
        foreach (var option in (Option[])[arrives, rise, continues, stops]) verb.Options.Add(option);
    }

    public WhatIf Of(ParseResult parsed) => new()
    {
        // Of two days for one pledge the last one given counts.
        PledgesArrive = Last(parsed.GetValue(arrives)),
        CasesRisePercent = Last(parsed.GetValue(rise)),
        SupportContinues = parsed.GetValue(continues) ?? [],
        DonorsStop = parsed.GetValue(stops) ?? [],
    };

    private static Dictionary<string, T> Last<T>(KeyValuePair<string, T>[]? pairs) =>
        (pairs ?? []).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value);

    private static KeyValuePair<string, T>[] Pairs<T>(ArgumentResult result, Func<string, T?> read, string example) where T : struct
    {
        var found = new List<KeyValuePair<string, T>>();
        foreach (var token in result.Tokens)
        {
            var cut = token.Value.LastIndexOf('=');
            if (cut > 0 && read(token.Value[(cut + 1)..]) is { } value) found.Add(new(token.Value[..cut], value));
            else result.AddError($"'{token.Value}' is not of the form {example}.");
        }
        return [.. found];
    }
}
