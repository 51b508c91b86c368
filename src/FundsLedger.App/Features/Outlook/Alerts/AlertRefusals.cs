using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;

namespace FundsLedger.App.Features.Outlook.Alerts;

// The closed list, in order of precedence.

/// <summary>A refusal about alerts.</summary>
public abstract record AlertRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record AlertIsNotOpen(string Episode)
    : AlertRefusal("alert_is_not_open", $"Episode {Episode} is not open: it does not exist or is over. There is nothing to acknowledge.");
public sealed record AlertIsAcknowledged(string Episode)
    : AlertRefusal("alert_is_acknowledged", $"Episode {Episode} is acknowledged already. Nothing was written.");
public sealed record AlertNoteIsMalformed()
    : AlertRefusal("alert_note_is_malformed", "A note has at most 200 characters, without control characters. Shorten it.");
public sealed record AlertFundIsWrong(AlertKind Kind)
    : AlertRefusal("alert_fund_is_wrong",
        $"'{ClosedSet<AlertKind>.Code(Kind)}' is watched "
            + $"{(AlertRule.IsAboutBooks(Kind) ? "for the books as a whole: name no fund" : "for each fund that holds money: name one")}.");
public sealed record AlertRuleIsInconsistent()
    : AlertRefusal("alert_rule_is_inconsistent",
        $"A rule clears at or below what it fires at, escalates at or above it, and is passed on after 1 to "
            + $"{AlertRule.MostPassOnDays} days. Correct the thresholds.");
public sealed record AlertAddressIsMalformed()
    : AlertRefusal("alert_address_is_malformed", "This is not one mail address. Enter one such as name@example.org.");
public sealed record AlertAddressIsKnown()
    : AlertRefusal("alert_address_is_known", "This address is told already about that fund. Remove the line first to change it.");
public sealed record AlertLanguageIsUnknown()
    : AlertRefusal("alert_language_is_unknown", "Mail is written in English (en) or French (fr). Choose one.");
public sealed record AlertRecipientIsUnknown(long Id)
    : AlertRefusal("alert_recipient_is_unknown", $"There is no recipient {Id}. 'fundsledger alerts recipients' names them.");
