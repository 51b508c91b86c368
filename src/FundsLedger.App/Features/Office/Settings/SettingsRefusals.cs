using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.Settings;

// The closed list, in order of precedence.

/// <summary>A refusal about a fund's settings.</summary>
public abstract record SettingsRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record SettingsFundIsUnknown(string Fund)
    : SettingsRefusal("settings_fund_is_unknown", $"'{Fund}' is no fund with settings. Give the code of a fund that holds money.");
public sealed record SettingsAreInEur()
    : SettingsRefusal("settings_are_in_eur", "The amounts of a fund's settings are in EUR. Give them in EUR.");
public sealed record SettingsChangedMeanwhile(string Fund)
    : SettingsRefusal("settings_changed_meanwhile",
        $"Somebody changed the settings of {Fund} after this form was opened. Look at them and send the form again.");
public sealed record SettingsBeginInThePast(DateOnly ValidFrom, DateOnly Today)
    : SettingsRefusal("settings_begin_in_the_past",
        $"Settings are valid from today ({Today:yyyy-MM-dd}) or a later day; {ValidFrom:yyyy-MM-dd} has passed, and what was reported of "
            + $"it stays. Give a later day.");
public sealed record SettingsBeginTooLate(DateOnly Last)
    : SettingsRefusal("settings_begin_too_late", $"The books end on {Last:yyyy-MM-dd}. Give an earlier day.");
public sealed record SettingsBeginBeforeTheNewest(DateOnly Newest)
    : SettingsRefusal("settings_begin_before_the_newest",
        $"Another version begins on {Newest:yyyy-MM-dd}. Give that day, which replaces it, or a later one.");
public sealed record SmallestUsefulIsOutOfRange()
    : SettingsRefusal("smallest_useful_is_out_of_range",
        "The smallest useful commitment is above zero: with less than it available, the fund counts as depleted. Correct it.");
public sealed record ReserveIsOutOfRange()
    : SettingsRefusal("reserve_is_out_of_range", "The reserve is zero or more, within what the books can hold. Correct it.");
public sealed record LeadTimeIsOutOfRange(int Longest)
    : SettingsRefusal("lead_time_is_out_of_range", $"The lead time is 1 to {Longest} months. Correct it.");
public sealed record UnprotectingNeedsTheReleaseProcedure(string Fund)
    : SettingsRefusal("unprotecting_needs_the_release_procedure",
        $"{Fund} is protected. One person cannot lift that: its figures could give somebody away. It needs the release procedure, with a "
            + $"second person; leave the fund protected.");
