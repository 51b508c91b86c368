using FundsLedger.Domain.Ledger;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.Domain.Tests.Ledger;

/// <summary>Entries that break the rules of the ledger, for each refusal and for each step of their precedence: the rules are asked alone,
/// and both databases are.</summary>
public static class BrokenEntries
{
    private const long TooLarge = Money.LargestMinor + 1;

    public static readonly EntryDraft Sound = Entry("2026-05-01 receipt TFFV", "1010 10.00", "4010 -10.00");

    /// <summary>For each refusal, in the order of the closed list, entries that break that rule in the books that both tests
    /// arrange.</summary>
    public static readonly (string Code, EntryDraft[] Drafts)[] Broken =
    [
        ("key_used_for_other_input", [Sound with { Key = "opening" }]),
        ("key_is_malformed", [Sound with { Key = "" }, Sound with { Key = new string('k', 101) }, Sound with { Key = "a\0b" },
            Sound with { Key = "a\nb" }, Sound with { Key = "\u0085" }]),
        ("fund_is_unknown", [Sound with { Fund = "XXX" }, Sound with { Fund = "tffv" }, Sound with { Fund = "" },
            Sound with { Fund = "TFFV\0" }]),
        ("date_is_out_of_range", [Sound with { Date = new(1998, 7, 16) }, Sound with { Date = new(2200, 1, 1) },
            Sound with { Date = DateOnly.MinValue }, Sound with { Date = DateOnly.MaxValue }]),
        ("description_is_missing", [Sound with { Description = "" }, Sound with { Description = " \t\u00a0" }]),
        ("text_is_too_long", [Sound with { Description = new string('x', 501) },
            Sound with { Description = Descriptions.ImportedPledge.Of(new string('x', 491)) },
            Sound with { Description = new string('é', 10_000) }, Sound with { Reference = new string('x', 201) },
            Sound with { SourceDocument = new string('x', 201) }, WithDimensions(new Dimensions(Request: new string('x', 201)))]),
        ("text_has_control_characters", [Sound with { Description = "a\0b" }, Sound with { Description = "a\nb" },
            Sound with { Description = "a\u2028b" }, Sound with { Description = "a\uffffb" },
            Sound with { Description = "\u001freceipt\u001fXA\u001f" },
            Sound with { Description = Descriptions.PledgeConfirmed.Of("a\u001fb") },
                Sound with { Description = Descriptions.PaidBack.Of("XA", "\ud800", "\udc00") }, Sound with { Reference = "\u001b[2J" },
                Sound with { SourceDocument = "a\u0000" }, WithDimensions(new Dimensions(Payment: "a\0"))]),
        ("lines_are_too_few", [Sound with { Lines = [] }, Sound with { Lines = [Line("1010 1.00")] }]),
        ("lines_are_too_many", [Sound with { Lines = [.. Enumerable.Repeat(Line("1010 1.00"), 1000), Line("4010 -1000.00")] }]),
        ("line_is_in_another_fund", [Sound with { Lines = [Line("1010 10.00"), Line("4010 -10.00") with { Fund = "SFR" }] }]),
        ("account_is_unknown", [WithLines("9999 10.00", "4010 -10.00"), WithLines("1010 10.00", "5110 -10.00"),
            Sound with { Lines = [Line("1010 10.00") with { Account = "1010\0" }, Line("4010 -10.00")] }]),
        ("currency_is_wrong", [WithLines("1010 10.00 USD @@ 9.00", "4010 -10.00 USD @@ -9.00"), WithLines("1011 10.00", "4010 -10.00")]),
        ("line_is_empty", [WithLines("1010 0.00", "4010 -10.00", "5910 10.00"),
            WithLines("1011 0.00 USD @@ 0.00", "1010 10.00", "4010 -10.00"), WithLines("1011 0.00 USD", "4010 0.00 USD")]),
        ("amount_is_too_large", [WithAmounts(TooLarge), WithAmounts(-TooLarge), WithAmounts(long.MaxValue), WithAmounts(long.MinValue + 1),
            Sound with { Lines = [new LineDraft("1011", new Money(1, Currency.Of("USD")), long.MaxValue), Line("4010 -1.00")] },
            // Each side alone: the others are within the limit.
            Sound with { Lines = [new LineDraft("1010", Money.Eur(TooLarge)), new LineDraft("4010", Money.Eur(-Money.LargestMinor)),
                new LineDraft("4020", Money.Eur(-1))] },
            Sound with { Lines = [new LineDraft("1010", Money.Eur(Money.LargestMinor)), new LineDraft("1010", Money.Eur(1)),
                new LineDraft("4010", Money.Eur(-TooLarge))] },
            Sound with { Lines = [new LineDraft("1011", In("USD", 1), TooLarge), new LineDraft("4010", In("USD", -1), -Money.LargestMinor),
                new LineDraft("4020", Money.Eur(-1))], Kind = EntryKind.Exchange },
            Sound with { Lines = [new LineDraft("1011", In("USD", 1), Money.LargestMinor), new LineDraft("1010", Money.Eur(1)),
                new LineDraft("4010", In("USD", -1), -TooLarge)], Kind = EntryKind.Exchange }]),
        ("eur_is_missing", [WithLines("1011 10.00 USD", "4010 -10.00 USD @@ -9.00")]),
        ("eur_contradicts_amount", [WithLines("1011 10.00 USD @@ -9.00", "4010 -10.00 USD @@ 9.00"),
            WithLines("1010 10.00 EUR @@ 9.00", "4010 -9.00"), WithLines("1010 10.00 EUR @@ -10.00", "4010 -10.00")]),
        ("donor_is_unknown", [WithLines("1010 10.00", "4010 -10.00 donor:XX"), WithLines("1010 10.00", "4010 -10.00 donor:xa")]),
        ("memorandum_is_mixed", [WithLines("1010 10.00", "8021 -10.00"),
            WithLines("8020 10.00", "8021 -10.00", "1010 5.00", "4010 -5.00")]),
        ("entry_is_unbalanced", [WithLines("1010 10.00", "4010 -9.99"), WithLines("1010 10.00", "4010 10.00"),
            WithLines("1011 10.00 USD @@ 9.00", "4010 -9.00"),
            WithLines("1011 10.00 USD @@ 9.00", "4010 -10.01 USD @@ -9.00"),
                WithLines("1011 0.00 USD @@ 1.00", "4010 -10.00 USD @@ -1.00")]),
        ("reversal_has_lines", [Reversal("2026-05-01", "TFFV", "opening") with { Lines = Sound.Lines }, Sound with { Reverses = "opening" },
            Sound with { Reverses = "opening", Lines = [] }]),
        ("reversed_entry_is_unknown", [Reversal("2026-05-01", "TFFV", "nowhere"),
            Reversal("2026-05-01", "TFFV", "") with { Reverses = null }]),
        ("reversal_is_of_another_fund", [Reversal("2026-05-01", "SFR", "opening")]),
        ("reversal_of_reversal", [Reversal("2026-05-01", "TFFV", "back")]),
        ("entry_is_already_reversed", [Reversal("2026-05-01", "TFFV", "wrong")]),
        ("kind_is_reserved", [Sound with { Kind = EntryKind.Closing },
            Entry("2026-05-01 withdrawal TFFV", "8010 -1.00 pledge:P-1", "8011 1.00 pledge:P-1"),
            Sound with { Kind = EntryKind.WriteOff }]),
        ("claim_is_lowered", [WithLines("1010 10.00", "1100 -10.00"), Entry("2026-05-01 adjustment TFFV", "5940 10.00", "1100 -10.00"),
            Entry("2026-05-01 fulfilment TFFV", "8010 -1.00", "8011 1.00"),
            WithLines("1100 10.00", "4010 -10.00", "1100 -10.00 USD @@ -9.00", "1011 10.00 USD @@ 9.00")]),
        ("return_names_no_donor", [WithLines("1010 10.00", "2200 -10.00"), Entry("2026-05-01 opening TFFV", "3010 1.00", "2200 -1.00"),
            Entry("2026-05-01 exchange TFFV", "2200 0.00 USD @@ -0.90", "5930 0.90")]),
        ("paying_back_takes_two", [Entry("2026-05-01 return TFFV", "2200 1.00", "1010 -1.00"),
            Entry("2026-05-01 adjustment TFFV", "2200 1.00 donor:XA", "1010 -1.00"),
            WithLines("2200 1.00", "4010 -2.00", "1010 2.00", "1010 -1.00")]),
        ("reversal_takes_two", [Reversal("2026-05-01", "TFFV", "promise")]),
        ("period_is_closed", [Sound with { Date = new(2026, 1, 31) }, Sound with { Date = LedgerRules.FirstDate },
            Reversal("2026-01-15", "TFFV", "opening")]),
        ("bank_is_reconciled", [WithLines("1012 10.00 GBP @@ 11.00", "4010 -10.00 GBP @@ -11.00") with { Date = new(2026, 3, 31) }]),
        ("commitment_is_overdrawn", [Entry("2026-05-01 release TFFV", "8020 -30.01 commitment:C-1", "8021 30.01 commitment:C-1"),
            Entry("2026-05-01 release TFFV", "8020 -1.00 commitment:C-2", "8021 1.00")]),
        ("pledge_is_overdrawn", [Entry("2026-05-01 fulfilment TFFV", "8010 -50.01 pledge:P-1", "8011 50.01"),
            Entry("2026-05-01 fulfilment TFFV", "8010 -1.00 USD @@ -0.90 pledge:P-1", "8011 1.00 USD @@ 0.90")]),
        ("return_is_overdrawn", [Entry("2026-05-01 return TFFV", "2200 1.00 donor:XA", "4010 -1.00"),
            Entry("2026-05-01 exchange TFFV", "2200 1.00 USD @@ 0.90 donor:XA", "2200 -0.90 donor:XA")]),
        ("available_is_too_low", [Entry("2026-05-01 commitment TFFV", "8020 70.01 commitment:C-9", "8021 -70.01"),
            Entry("2026-05-01 disbursement TFFV", "5010 70.01", "1010 -70.01"),
            Entry("2026-05-01 return TFFV", "4010 70.01", "1010 -70.01"), Entry("2026-05-01 transfer TFFV", "1200 70.01", "1010 -70.01")]),
    ];

    /// <summary>Entries that break two rules, where one entry can: the earlier rule of the list answers. Lines are judged one after the
    /// other, so both faults stand in one line where both are about lines.</summary>
    public static readonly (string Answer, string Hidden, EntryDraft Draft)[] Ladder =
    [
        ("key_is_malformed", "fund_is_unknown", Sound with { Key = "", Fund = "XXX" }),
        ("fund_is_unknown", "date_is_out_of_range", Sound with { Fund = "XXX", Date = DateOnly.MinValue }),
        ("date_is_out_of_range", "description_is_missing", Sound with { Date = DateOnly.MinValue, Description = "" }),
        ("description_is_missing", "text_is_too_long", Sound with { Description = "", Reference = new string('x', 201) }),
        ("text_is_too_long", "text_has_control_characters", Sound with { Description = new string('\n', 501) + "x" }),
        ("text_has_control_characters", "lines_are_too_few", Sound with { Description = "a\nb", Lines = [] }),
        ("text_has_control_characters", "lines_are_too_many",
            Sound with { Description = "a\nb", Lines = [.. Enumerable.Repeat(Line("1010 1.00"), 1001)] }),
        ("lines_are_too_few", "line_is_in_another_fund", Sound with { Lines = [Line("1010 1.00") with { Fund = "SFR" }] }),
        ("lines_are_too_many", "line_is_in_another_fund",
            Sound with { Lines = [.. Enumerable.Repeat(Line("1010 1.00") with { Fund = "SFR" }, 1001)] }),
        ("line_is_in_another_fund", "account_is_unknown",
            Sound with { Lines = [Line("9999 1.00") with { Fund = "SFR" }, Line("1010 -1.00")] }),
        ("account_is_unknown", "line_is_empty", WithLines("9999 0.00", "1010 1.00")),
        ("currency_is_wrong", "line_is_empty", WithLines("1010 0.00 USD", "1010 1.00")),
        ("currency_is_wrong", "amount_is_too_large",
            Sound with { Lines = [new LineDraft("1010", new Money(TooLarge, Currency.Of("USD"))), Line("1010 -1.00")] }),
        ("line_is_empty", "entry_is_unbalanced", WithLines("1010 0.00", "1010 1.00")),
        ("amount_is_too_large", "eur_is_missing", Sound with { Lines = [new LineDraft("1011", new Money(TooLarge, Currency.Of("USD"))),
            Line("1010 -1.00")] }),
        ("amount_is_too_large", "eur_contradicts_amount",
            Sound with { Lines = [new LineDraft("1010", Money.Eur(TooLarge), -1), Line("1010 -1.00")] }),
        ("eur_is_missing", "donor_is_unknown", WithLines("1011 1.00 USD donor:XX", "1010 -1.00")),
        ("eur_contradicts_amount", "donor_is_unknown", WithLines("1011 1.00 USD @@ -1.00 donor:XX", "1010 1.00")),
        ("donor_is_unknown", "memorandum_is_mixed", WithLines("1010 1.00 donor:XX", "8021 -1.00")),
        ("memorandum_is_mixed", "entry_is_unbalanced", WithLines("1010 1.00", "8021 -2.00")),
        ("entry_is_unbalanced", "kind_is_reserved", WithLines("1010 1.00", "4010 -2.00") with { Kind = EntryKind.Closing }),
        ("reversal_has_lines", "reversed_entry_is_unknown", Reversal("2026-05-01", "TFFV", "nowhere") with { Lines = Sound.Lines }),
        ("reversal_has_lines", "reversal_is_of_another_fund", Reversal("2026-05-01", "SFR", "opening") with { Lines = Sound.Lines }),
        ("reversal_has_lines", "kind_is_reserved", Sound with { Kind = EntryKind.Closing, Reverses = "opening" }),
        ("reversed_entry_is_unknown", "period_is_closed", Reversal("2026-01-01", "TFFV", "nowhere")),
        ("reversal_is_of_another_fund", "reversal_of_reversal", Reversal("2026-05-01", "SFR", "back")),
        ("reversal_is_of_another_fund", "entry_is_already_reversed", Reversal("2026-05-01", "SFR", "wrong")),
        ("reversal_of_reversal", "period_is_closed", Reversal("2026-01-01", "TFFV", "back")),
        ("entry_is_already_reversed", "period_is_closed", Reversal("2026-01-01", "TFFV", "wrong")),
        ("kind_is_reserved", "period_is_closed", Sound with { Kind = EntryKind.Closing, Date = new(2026, 1, 1) }),
        ("kind_is_reserved", "claim_is_lowered", Entry("2026-05-01 write_off TFFV", "5940 10.00", "1100 -10.00")),
        ("claim_is_lowered", "period_is_closed", Entry("2026-01-01 adjustment TFFV", "5940 10.00", "1100 -10.00")),
        ("claim_is_lowered", "paying_back_takes_two",
            Entry("2026-05-01 adjustment TFFV", "2200 10.00", "5940 10.00", "1100 -10.00", "1010 -10.00")),
        ("claim_is_lowered", "return_names_no_donor", Entry("2026-05-01 adjustment TFFV", "1100 -10.00", "2200 -5.00", "5940 15.00")),
        ("return_names_no_donor", "paying_back_takes_two", Entry("2026-05-01 adjustment TFFV", "2200 2.00", "2200 -1.00", "1010 -1.00")),
        ("paying_back_takes_two", "period_is_closed", Entry("2026-01-01 return TFFV", "2200 1.00", "1010 -1.00")),
        ("reversal_takes_two", "period_is_closed", Reversal("2026-01-01", "TFFV", "promise")),
        ("period_is_closed", "bank_is_reconciled",
            WithLines("1012 10.00 GBP @@ 11.00", "4010 -10.00 GBP @@ -11.00") with { Date = new(2026, 1, 31) }),
        ("bank_is_reconciled", "available_is_too_low",
            Entry("2026-03-31 transfer TFFV", "1200 999.00 GBP @@ 999.00", "1012 -999.00 GBP @@ -999.00")),
        ("period_is_closed", "commitment_is_overdrawn", Entry("2026-01-01 release TFFV", "8020 -99.00 commitment:C-1", "8021 99.00")),
        ("commitment_is_overdrawn", "pledge_is_overdrawn",
            Entry("2026-05-01 release TFFV", "8010 -99.00 pledge:P-1", "8011 99.00", "8020 -99.00 commitment:C-1", "8021 99.00")),
        ("commitment_is_overdrawn", "available_is_too_low",
            Entry("2026-05-01 commitment TFFV", "8020 -99.00 commitment:C-1", "8020 999.00 commitment:C-9", "8021 -900.00")),
        ("return_is_overdrawn", "available_is_too_low",
            Entry("2026-05-01 transfer TFFV", "2200 1.00 donor:XA", "1200 998.00", "2010 -999.00")),
        ("pledge_is_overdrawn", "available_is_too_low",
            Entry("2026-05-01 commitment TFFV", "8010 -99.00 pledge:P-1", "8011 99.00", "8020 999.00 commitment:C-9", "8021 -999.00")),
    ];

    /// <summary>The sound entry with other lines.</summary>
    public static EntryDraft WithLines(params string[] lines) => Sound with { Lines = [.. lines.Select(Line)] };

    private static EntryDraft WithAmounts(long cents) => Sound with { Lines = [new LineDraft("1010", Money.Eur(cents)),
        new LineDraft("4010", Money.Eur(-cents))] };

    private static Money In(string currency, long minor) => new(minor, Currency.Of(currency));

    /// <summary>The sound entry about these.</summary>
    public static EntryDraft WithDimensions(Dimensions about) => Sound with { Lines = [Line("1010 10.00"),
        Line("4010 -10.00") with { Dimensions = about }] };
}
