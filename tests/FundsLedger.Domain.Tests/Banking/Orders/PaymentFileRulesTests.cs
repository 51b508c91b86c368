using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Banking.Orders;
using Xunit;
using static FundsLedger.Domain.Tests.Banking.Orders.SyntheticBatch;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>What a bank would refuse is refused before, by name.</summary>
public sealed class PaymentFileRulesTests
{
    private static readonly PostalAddress Berlin = Plain.Address!;

    public static TheoryData<string, PaymentBatch, string, string> Refused => new()
    {
        { "sepa", Of(), "batch_is_empty", "TFFV-B-2026-1" },
        { "sepa", Of(Plain) with { MessageId = new string('M', 36) }, "batch_id_is_malformed", "35" },
        { "sepa", Of(Plain) with { MessageId = "B//1" }, "batch_id_is_malformed", "B//1" },
        { "sepa", Of(Plain) with { PaidOn = new DateOnly(2026, 11, 30) }, "batch_day_is_past", "2026-11-30" },
        { "sepa", Of(Plain with { Amount = Usd(1) }), "batch_currency_is_not_paid", "USD" },
        { "sepa", Of(Plain) with { Debtor = Payer with { Bic = "ABNANL2" } }, "paying_bic_is_wrong", "ABNANL2" },
        { "sepa", Of(Plain) with { Debtor = Payer with { Account = AccountOfParty.Other("123") } }, "paying_account_is_wrong", "123" },
        { "sepa", Of(Plain) with { Debtor = Payer with { HolderName = "المحكمة" } }, "paying_name_is_wrong", "Arabic" },
        { "sepa", Of(Plain) with { Debtor = Payer with { HolderName = " " } }, "paying_name_is_wrong", "empty" },
        { "sepa", Of(Plain with { EndToEndId = "" }), "order_id_is_malformed", "Order 1:" },
        { "sepa", Of(Plain with { EndToEndId = "E\u0301-1" }), "order_id_is_malformed", "Order 1:" },
        { "sepa", Of(Plain with { EndToEndId = new string('E', 36) }), "order_id_is_malformed", "Order 1:" },
        { "sepa", Of(Plain with { InstructionId = "/I" }), "order_id_is_malformed", "'/I'" },
        { "sepa", Of(Plain, Plain with { InstructionId = "I-2" }), "order_id_is_twice", "TFFV-P-2026-1" },
        { "sepa", Of(Plain, Plain with { EndToEndId = "E-2" }), "order_id_is_twice", "I-1" },
        { "sepa", Of(Plain with { Amount = Money.Eur(0) }), "order_amount_is_not_positive", "0.00 EUR" },
        { "sepa", Of(Plain with { Amount = Money.Eur(-1) }), "order_amount_is_not_positive", "-0.01 EUR" },
        { "sepa", Of(Plain with { Amount = Money.Eur(100_000_000_000) }), "order_amount_is_too_large", "999999999.99 EUR" },
        { "world", Of(Plain with { Amount = Usd(Money.LargestMinor + 1) }), "order_amount_is_too_large", "USD" },
        { "world", Of(Plain with { Amount = Usd(Money.LargestMinor) }, Plain with { Amount = Usd(1), InstructionId = "I-2",
            EndToEndId = "E-2" }), "batch_sum_is_too_large", "TFFV-B-2026-1" },
        { "world", Of(Plain with { Amount = Usd(1) }, Plain with { InstructionId = "I-2", EndToEndId = "E-2" }), "order_currency_differs",
            "Order E-2:" },
        { "sepa", Of(Plain with { HolderName = " \t" }), "order_name_is_missing", "Order TFFV-P-2026-1:" },
        { "sepa", Of(Plain with { Account = AccountOfParty.Iban("DE88370400440532013000") }), "order_account_is_wrong", "DE88" },
        { "sepa", Of(Plain with { Account = AccountOfParty.Iban("DE89 3704 0044 0532 0130 00") }), "order_account_is_wrong", "blanks" },
        { "sepa", Of(Plain with { Account = AccountOfParty.Iban("ZZ89370400440532013000") }), "order_account_is_wrong", "ZZ89" },
        { "world", Of(Plain with { Account = AccountOfParty.Other(new string('1', 35)), Amount = Usd(1) }), "order_account_is_wrong",
            "34" },
        { "sepa", Of(Plain with { Account = AccountOfParty.Other("12345") }), "order_needs_iban", "IBAN" },
        { "sepa", Of(Plain with { Bic = "" }), "order_bic_is_wrong", "BIC" },
        { "sepa", Of(Plain with { Bic = "COBADEFFXX" }), "order_bic_is_wrong", "COBADEFFXX" },
        { "world", Of(Plain with { Bic = null, Amount = Usd(1) }), "order_bic_is_missing", "BIC" },
        { "world", Of(Plain with { Address = null, Amount = Usd(1) }), "order_address_is_missing", "town and country" },
        { "sepa", Of(Plain with { Address = Berlin with { Town = "" } }), "order_address_is_incomplete", "no town" },
        { "sepa", Of(Plain with { Address = Berlin with { Country = " " } }), "order_address_is_incomplete", "no country" },
        { "sepa", Of(Plain with { Address = Berlin with { Street = "" } }), "order_address_is_incomplete", "street for its number" },
        { "sepa", Of(Plain with { Address = new("", "", "", "", "") }), "order_address_is_incomplete", "no town" },
        { "sepa", Of(Plain with { Address = Berlin with { Country = "UK" } }), "order_country_is_unknown", "'UK'" },
        { "sepa", Of(Plain with { Address = Berlin with { Country = "de" } }), "order_country_is_unknown", "'de'" },
        { "sepa", Of(Plain with { Address = Berlin with { Street = new string('s', 71) } }), "order_text_is_too_long", "street has 71" },
        { "sepa", Of(Plain with { Address = Berlin with { Town = new string('t', 36) } }), "order_text_is_too_long", "town has 36" },
        { "sepa_older", Of(Plain with { Address = Berlin with { Street = new string('s', 71) } }), "order_address_does_not_fit",
            "2 lines" },
        { "sepa_older", Of(Plain with { Address = Berlin with { Street = string.Join(' ', Enumerable.Repeat(new string('s', 60), 3)) } }),
            "order_address_does_not_fit", "70" },
        { "sepa", Of(Plain with { HolderName = new string('n', 71) }), "order_text_is_too_long", "holder's name has 71" },
        { "world", Of(Plain with { HolderName = new string('n', 141), Amount = Usd(1) }), "order_text_is_too_long", "may have 140" },
        { "sepa", Of(Plain with { Remittance = new string('r', 141) }), "order_text_is_too_long", "text for the payee has 141" },
        { "sepa", Of(Plain with { HolderName = string.Concat(Enumerable.Repeat("ß", 36)) }), "order_text_is_too_long", "72 characters" },
        { "sepa", Of(Plain with { HolderName = "Ana محمد" }), "order_letter_is_strange",
            "character 5 of the holder's name is 'م' (U+0645" },
        { "sepa", Of(Plain with { HolderName = "Ana \u202Elave" }), "order_letter_is_strange", "U+202E, a mark that turns" },
        { "sepa", Of(Plain with { HolderName = "A\u0007" }), "order_letter_is_strange", "U+0007, a control character" },
        { "sepa", Of(Plain with { HolderName = "A\uD83D" }), "order_letter_is_strange", "U+D83D, half a character" },
        { "sepa", Of(Plain with { HolderName = "A\u200Bb" }), "order_letter_is_strange", "U+200B, a mark that nobody sees" },
        { "sepa", Of(Plain with { Remittance = "🎁" }), "order_letter_is_strange", "text for the payee" },
        { "sepa", Of(Plain with { Remittance = "two\nlines" }), "order_letter_is_strange", "U+000A" },
        { "sepa", Of(Plain with { Remittance = "/INV/1" }), "order_remittance_has_slashes", "//" },
        { "sepa", Of(Plain with { Remittance = "a//b" }), "order_remittance_has_slashes", "//" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_a_bank_refuses_is_refused_by_name(string profile, PaymentBatch batch, string code, string named)
    {
        var outcome = PaymentFileRules.Prepare(batch, BankProfile.Find(profile)!);

        Assert.True(outcome.IsRefused);
        Assert.Equal(code, outcome.Refusal.Code);
        Assert.Contains(named, outcome.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_a_batch_is_told_at_once()
    {
        var faults = PaymentFileRules.Faults(
            Of(Plain with { Amount = Money.Eur(0), HolderName = "" }, Plain with { EndToEndId = "E-2", InstructionId = "I-2", Bic = "X" }),
            BankProfile.Sepa);

        Assert.Equal(["order_amount_is_not_positive", "order_name_is_missing", "order_bic_is_wrong"], faults.Select(fault => fault.Code));
    }

    [Fact]
    public void Whoever_approves_sees_each_text_that_is_sent_otherwise()
    {
        var (faults, sent) = PaymentFileRules.Send(Plain with { HolderName = "Žaneta Ščerbová" }, BankProfile.Sepa);

        Assert.Empty(faults);
        Assert.True(sent.IsChanged);
        var name = sent.Texts.Single(text => text.Text.IsChanged);
        Assert.Equal((OrderField.Name, "Žaneta Ščerbová", "Zaneta Scerbova"), (name.Field, name.Text.Original, name.Text.Sent));
        Assert.Equal([new("Ž", "Z"), new("Š", "S"), new("č", "c"), new("á", "a")], name.Text.Changes);
    }

    [Fact]
    public void A_profile_of_SEPA_pays_euro_alone_whatever_currencies_it_names() =>
        Assert.False((BankProfile.Sepa with { Currencies = null }).Pays(Currency.Of("USD")));

    [Fact]
    public void A_refusal_repeats_nothing_that_turns_or_hides_text()
    {
        var refusal = PaymentFileRules.Prepare(Of(Plain with { InstructionId = "I\u202E\u0000\u200B" }), BankProfile.Sepa).Refusal!;

        Assert.Contains("'I???'", refusal.Sentence, StringComparison.Ordinal);
    }

    private static Money Usd(long minor) => new(minor, Currency.Of("USD"));
}
