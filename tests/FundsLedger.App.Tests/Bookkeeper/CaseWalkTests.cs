using System.Text.RegularExpressions;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>What two recomputed years found, case by case, and what the books have to do since: each with the tests that show it with the
/// right figure. A test that is renamed or gone is named here.</summary>
public sealed partial class CaseWalkTests
{
    private static readonly (string Case, string Says, string[] Shown)[] Walk =
    [
        ("A1", "no agreement is closed before its money was last used",
            ["An_agreement_is_not_closed_on_a_day_before_its_money_was_used"]),
        ("A2", "what is owed and set aside is used before anything is unspent",
            ["What_the_fund_owes_and_has_committed_is_used_before_anything_is_unspent", "Two_bookkeepers_agree_on_a_random_year"]),
        ("A3", "a debt in another currency is met by what the money is worth on its day",
            ["A_dollar_debt_is_paid_by_what_the_euros_are_worth_on_their_day_not_on_the_day_of_signature",
                "A_dollar_pledge_is_met_by_what_the_euros_are_worth_on_their_day"]),
        ("A4", "a payment that comes back is owed and payable again; never a leg alone",
            ["A_returned_payment_is_owed_and_none_of_its_entries_is_taken_back_by_itself",
                "A_part_payment_that_comes_back_leaves_the_other_part_paid", "A_file_takes_back_nothing_of_a_payment"]),
        ("A5", "unidentified money is there once",
            ["Unidentified_money_is_not_spent_by_hand_while_its_bank_line_waits",
                "Money_of_another_fund_is_there_once_and_its_line_is_settled",
                "A_line_that_is_not_of_its_fund_leaves_the_list_and_its_money_stays", "No_sibling_of_a_wrong_state_comes_in_by_a_file"]),
        ("A6", "the same money is not committed twice",
            ["The_same_money_is_not_committed_twice", "Money_set_free_and_committed_elsewhere_is_not_set_aside_a_second_time",
                "No_sibling_of_a_wrong_state_comes_in_by_a_file"]),
        ("A7", "claims and returns fall by money or by two people; what spends needs what is available",
            ["A_reserved_act_takes_its_own_right", "An_allowance_is_never_more_than_is_owed_and_never_less_than_nothing",
                "No_sibling_of_a_wrong_state_comes_in_by_a_file", "What_lowers_a_claim_by_one_person_is_found_whatever_it_is_called",
                "What_lowers_a_return_by_one_person_is_found"]),
        ("A8", "conditional money is not due, not dunned, and worth what arrived",
            ["Nobody_is_reminded_of_what_waits_for_its_condition", "Conditional_dollars_that_arrive_leave_available_where_it_was",
                "Everything_held_or_owed_in_a_foreign_currency_is_valued_and_what_is_deferred_goes_with_its_claim"]),
        ("A9", "a rate far from the table asks again, or takes another person",
            ["Ten_thousand_pounds_at_a_rate_with_a_slipped_point_are_not_a_hundred_and_seventeen_thousand_euros",
                "A_rate_beyond_three_per_cent_is_asked_again", "A_rate_beyond_ten_per_cent_is_taken_once_another_person_has_entered_it",
                "An_agreement_is_not_signed_at_a_slipped_rate", "A_pledge_an_offer_and_a_condition_are_not_valued_at_a_slipped_rate"]),
        ("A10", "no bank account below nothing in its own currency",
            ["A_bank_account_is_not_overdrawn_in_its_own_currency_while_another_holds_enough",
                "No_sibling_of_a_wrong_state_comes_in_by_a_file"]),
        ("A11", "an accrual counts once",
            ["An_accrual_beside_its_open_commitment_is_refused_and_counts_once",
                "An_accrual_frees_what_its_commitment_set_aside_so_that_nothing_counts_twice",
                "A_payable_is_paid_once_and_under_its_own_name"]),
        ("A12", "revaluation follows no order of typing",
            ["A_month_valued_after_a_later_receipt_leaves_no_value_without_an_amount",
                "A_receipt_typed_after_two_months_were_valued_is_cleared_at_what_was_owed_on_its_day",
                "A_valued_agreement_that_is_taken_back_leaves_nothing", "A_month_is_not_valued_with_a_rate_older_than_31_days",
                "The_order_of_typing_changes_no_balance_at_a_months_end", "The_order_of_typing_changes_no_balance_of_any_account"]),
        ("B1", "a year closes where its months are closed", ["A_year_whose_months_are_closed_is_still_closed_as_a_year"]),
        ("B2", "years close one by one", ["Years_are_closed_one_by_one", "A_year_that_was_passed_over_says_how_it_is_closed"]),
        ("B3", "money before the signature is an advance, and goes back if nobody signs",
            ["Money_before_the_signature_is_owed_until_the_signature_makes_it_revenue",
                "Money_whose_agreement_is_never_signed_goes_back_by_two_people_and_is_paid_once"]),
        ("B4", "what is open is opened item by item",
            ["An_agreement_in_force_is_owed_and_no_revenue_and_its_payments_find_it",
                "A_commitment_in_force_is_set_aside_under_its_code_and_paid_from_there", "No_sibling_of_a_wrong_state_comes_in_by_a_file",
                "A_receivable_brought_from_older_books_is_listed_under_its_donor"]),
        ("B5", "a transfer between funds has both legs", ["A_transfer_between_funds_writes_both_legs_and_is_nil_over_all_funds",
            "A_transfer_that_is_decided_is_owed_and_no_longer_available_until_it_moves"]),
        ("B6", "what a bank kept is a charge", ["Fifteen_kept_by_a_bank_of_ten_thousand_are_a_charge_and_the_instalment_is_paid",
            "What_a_bank_kept_of_a_pledge_is_a_charge_and_the_pledge_is_met"]),
        ("B7", "one policy a year", ["One_year_has_one_policy_whatever_is_typed_first"]),
        ("B8", "the ageing is account 1100",
            ["The_ageing_of_receivables_is_account_1100_after_a_revaluation_with_the_bridge_to_what_was_promised",
            "Paid_written_off_and_taken_back_the_ageing_is_the_account_on_every_day", "Two_bookkeepers_agree_on_a_random_year"]),
        ("B9", "an expiry binds", ["An_expiry_binds_and_what_goes_on_is_carried_over_with_a_reason"]),
        ("B10", "what leaves in another currency is exchanged first, or paid back in its own",
            ["Foreign_money_leaves_at_the_value_the_books_carry_and_the_difference_is_a_gain_or_a_loss",
                "Dollars_go_back_in_dollars_and_take_their_value_with_them_to_the_cent"]),
        ("B11", "a line of no amount is valued on a reconciled account too",
            ["A_reconciled_account_is_valued_anew_and_not_moved"]),
        ("B12", "refunds of earlier years stand apart",
            ["A_gift_of_last_year_goes_back_as_a_refund_and_is_no_negative_revenue",
                "What_an_earlier_year_gave_is_no_negative_revenue"]),
        ("B13", "opening balances are no inflow", ["Opening_balances_are_no_money_that_was_used_less_than_nothing",
            "Signing_an_agreement_of_100_000_does_not_shorten_the_runway_of_the_demonstration"]),
        ("B14", "commitments on a day", ["Commitments_are_listed_as_they_stood_on_a_day"]),
        ("B15", "a trial balance before closing", ["The_trial_balance_before_closing_shows_the_year_and_the_one_before"]),
        ("B16", "the unrestricted balance and net assets", ["No_sibling_of_a_wrong_state_comes_in_by_a_file",
            "Closing_a_year_moves_revenue_and_expense_in_every_currency_and_reopening_brings_them_back"]),
        ("B17", "what is unlikely to be paid, and what is due later",
            ["Two_people_set_it_up_and_down_and_the_donor_owes_as_before", "A_loss_that_was_seen_coming_is_expensed_once",
                "Money_releases_what_is_no_longer_owed_and_its_reversal_brings_it_back",
                "The_ageing_says_what_is_due_later_and_what_is_left_without_doubt"]),
        ("B18", "programme support at the share of the agreement and the day", ["What_is_charged_takes_the_share_of_its_day",
            "A_share_that_is_told_is_no_second_source", "What_was_set_or_charged_for_a_day_stays"]),
        ("Build: rules", "rules judge what lines do, and one table says what one person may post",
            ["The_documentation_prints_the_table", "A_reserved_act_takes_its_own_right", "No_sibling_of_a_wrong_state_comes_in_by_a_file"]),
        ("Build: operations", "what only a file could do has an operation",
            ["An_act_says_which_field_it_lacks_or_does_not_know", "Interest_and_charges_without_a_bank_line_follow_the_bank",
                "What_a_person_owes_back_comes_back_once", "One_foreign_currency_buys_another_at_the_rate_of_the_day",
                "Somebody_of_both_funds_takes_it_there_and_nothing_waits_any_more"]),
        ("Build: agreements", "the whole operation reverses",
            ["A_receipt_taken_back_opens_what_it_had_met", "A_reversal_takes_back_all_that_was_written_with_it"]),
        ("Build: exchange", "every monetary balance, in any order; nothing with a value and no amount",
            ["A_wrong_state_planted_into_the_books_is_found", "In_dollars_it_is_valued_with_the_claim_and_goes_with_it"]),
        ("Build: closing", "a checklist before the year closes", ["What_is_open_at_a_years_end_is_settled_or_explained_before_it_closes"]),
        ("Build: figures", "one figure for what was used, on every page",
            ["Page_forecast_alert_and_program_name_the_same_runway", "Used_is_what_was_paid_owed_advanced_and_committed_by_cause"]),
        ("Shows: bookkeeper", "an independent bookkeeper agrees", ["Two_bookkeepers_agree_on_a_random_year",
            "Two_bookkeepers_agree_on_four_hundred_years"]),
        ("Shows: check", "each wrong state planted is found", ["A_wrong_state_planted_into_the_books_is_found",
            "What_moves_an_allowance_by_one_person_is_found_up_and_down"]),
        ("Shows: properties", "used, order of typing, items and accounts",
            ["No_act_that_moves_no_money_and_commits_nothing_changes_what_was_used",
                "The_order_of_typing_changes_no_balance_of_any_account",
                "Two_bookkeepers_agree_on_a_random_year"]),
    ];

    [Fact]
    public void Every_case_is_shown_by_tests_that_exist()
    {
        var known = House.Files.Where(file => file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .SelectMany(file => TestName().Matches(File.ReadAllText(House.At(file))))
            .Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], Walk.SelectMany(one => one.Shown.Where(test => !known.Contains(test)).Select(test => $"{one.Case}: {test}")));
    }

    [Fact]
    public void No_case_is_left_out() => Assert.Equal([.. Enumerable.Range(1, 12).Select(number => $"A{number}"), .. Enumerable.Range(1, 18)
        .Select(number => $"B{number}")], Walk.Select(one => one.Case).Where(name => name[0] is 'A' or 'B' && char.IsDigit(name[^1])));

    [GeneratedRegex(@"public (?:async Task|Task|void) ([A-Z][A-Za-z0-9_]+)\(")]
    private static partial Regex TestName();
}
