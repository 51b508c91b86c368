using System.Text;

namespace FundsLedger.Domain.Ledger;

/// <summary>What lines of a file do, and whether one person may post them.</summary>
/// <param name="Does">What the lines do.</param>
/// <param name="Refusal">Code of the refusal; null where one person may.</param>
/// <param name="Reason">Why it is so.</param>
/// <param name="Example">Lines that do it, as account, amount and what they name, divided by <c>|</c>.</param>
public sealed record FileRule(string Does, string? Refusal, string Reason, string Example);

/// <summary>What one person may post by a file of entries, and what is left to an operation or to two people. The rules judge what lines
/// do, whatever the entry is called.</summary>
public static class FileRules
{
    /// <summary>Every rule, what one person may first.</summary>
    public static IReadOnlyList<FileRule> All { get; } =
    [
        new("brings in money against revenue, a liability or unidentified receipts", null,
            "money that came in is recorded by whoever sees it", "1010 1.00|4010 -1.00"),
        new("brings in balances of an older system, kind `opening`", null,
            "books begin once; the auditor compares them with the old ones", "1010 1.00|3020 -1.00"),
        new("takes bank charges or an exchange loss", null, "the bank has already done it", "5910 1.00|1010 -1.00"),
        new("moves money between bank accounts of one fund", null, "nothing leaves the fund; no account may fall below zero",
            "1050 1.00|1010 -1.00"),
        new("corrects one expense against another", null, "nothing leaves the bank and nothing is set free", "5020 1.00|5010 -1.00"),
        new("pays an expense or an advance from cash", null, "as far as *available* and the bank account cover it on that day and after",
            "5010 1.00|1010 -1.00"),
        new("records what is owed for a service rendered", null, "an obligation exists whether or not it is written down",
            "5010 1.00|2010 -1.00"),
        new("sets money aside to go back to a named donor", null, "it leaves only when two people pay it back",
            "4010 1.00|2200 -1.00 donor:XA"),
        new("raises what a donor has promised", null, "promises are lowered by money or by two people", "8010 1.00 pledge:P-9|8011 -1.00"),
        new("sets a named commitment's money free", null, "never more than it has open", "8020 -1.00 commitment:C-1|8021 1.00"),
        new("sets money aside, or pays or owes under a commitment", "commitment_is_by_hand",
            "the register says what was committed; an accrual beside an open commitment would count twice",
            "8020 1.00 commitment:C-9|8021 -1.00"),
        new("moves cash against the accumulated balance", "transfer_takes_both_legs",
            "one leg of a transfer between funds is money that no fund has", "3020 1.00|1010 -1.00"),
        new("moves what funds owe each other", "transfer_takes_both_legs", "what one fund owes, the other has to receive",
            "3020 1.00|2400 -1.00"),
        new("moves the unrestricted balance, except to the restricted one", "balance_is_restricted",
            "all money of these funds is given for their purpose", "3010 1.00|4100 -1.00"),
        new("moves the EUR value of a foreign balance and not its amount", "kind_is_reserved",
            "revaluation follows the rates table, for every balance alike",
            "5930 0.00 USD @@ 1.00|1100 0.00 USD @@ -1.00"),
        new("lowers what donors owe, in their currency or in EUR", "claim_is_lowered",
            "a claim ends by a receipt that names it, or is written down by two people", "5940 1.00|1100 -1.00"),
        new("raises what donors owe, openings too", "receivable_is_by_agreement",
            "a claim without its instalments is found by no payment; an agreement in force is opened as one",
            "1100 1.00 donor:XA|3020 -1.00"),
        new("moves an allowance on receivables", "allowance_takes_two", "what is called unlikely to be paid is decided by two people",
            "5945 1.00|1190 -1.00 agreement:A-1"),
        new("lowers what was set aside to go back, or takes a contribution back in cash", "paying_back_takes_two",
            "a donor is paid back by two people", "2200 1.00 donor:XA|2010 -1.00"),
        new("takes more from an advance, a sum recoverable, a payable or unidentified receipts than the item holds", "item_is_overdrawn",
            "an item on the wrong side is money counted twice; a bank line is resolved by identifying it", "2900 1.00|1010 -1.00"),
        new("spends more than is available", "available_is_too_low", "whatever the entry is called", "5010 70.01|1010 -70.01"),
        new("takes a bank account below zero in its own currency", "bank_is_overdrawn", "what the bank did stands on its statement",
            "5910 100.01|1010 -100.01"),
        new("ends a pledge, writes off, closes a year", "kind_is_reserved", "by their own operations, most of them by two people",
            "8010 -1.00 pledge:P-1|8011 1.00"),
    ];

    /// <summary>The table as it is printed in the documentation.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| What the lines do | One person | Why |\n|---|---|---|\n");
        foreach (var rule in All)
            text.Append("| ").Append(rule.Does).Append(" | ").Append(rule.Refusal is { } code ? $"`{code}`" : "may").Append(" | ")
                .Append(rule.Reason).Append(" |\n");
        return text.ToString();
    }
}
