using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Features;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>Each wrong state that two recomputed years had found is a kind. These are its siblings at the door that asks least, a file of
/// entries: other accounts, currencies, names of entries, days and funds. None is written, and the books stay as they were.</summary>
/// <remarks>The books: EUR 1,000 in both funds' banks; in the fund for visits USD 100 and GBP 50 from March; a commitment of 300; an
/// agreement over EUR 500 and one over USD 200, on which 50 are doubted; a payable of 40 (V-1) and an advance of 30 (V-2); EUR 60 and
/// USD 20 to go back to State A; a bank line of 70 and 25 by hand wait unidentified; 15 of a donor's advance (XA-R-2026-1).</remarks>
public sealed class SiblingTests
{
    private static readonly (string Kind, string Heading, string Lines, string Refusal)[] Siblings =
    [
        // A5: unidentified money twice, whatever the entry is called and in whatever currency.
        ("A5", "2026-05-01 transfer TFFV", "2900 25.01|1010 -25.01", "item_is_overdrawn"),
        ("A5", "2026-05-01 receipt TFFV", "2900 70.00|4010 -70.00 donor:XA", "item_is_overdrawn"),
        ("A5", "2026-05-01 adjustment TFFV", "2900 95.01|2010 -95.01 request:V-9", "item_is_overdrawn"),
        ("A5", "2026-05-01 exchange TFFV", "2900 0.01 USD @@ 0.01|1010 -0.01", "item_is_overdrawn"),
        ("A5", "2026-05-01 return TFFV", "2900 30.00|2200 -30.00 donor:XA", "item_is_overdrawn"),
        ("A5", "2026-05-01 charge SFR", "2900 0.01|1010 -0.01", "item_is_overdrawn"),
        // A6: 8020 always names a commitment of the register, and never more of it than it has.
        ("A6", "2026-05-01 adjustment TFFV", "8020 -1.00|8021 1.00", "commitment_is_by_hand"),
        ("A6", "2026-05-01 opening TFFV", "8020 1.00|8021 -1.00", "commitment_is_by_hand"),
        ("A6", "2026-05-01 commitment TFFV", "8020 1.00 commitment:C-2026-0001|8021 -1.00", "commitment_is_by_hand"),
        ("A6", "2026-05-01 release TFFV", "8020 -300.01 commitment:C-2026-0001|8021 300.01", "commitment_is_overdrawn"),
        ("A6", "2026-05-01 release SFR", "8020 -1.00 commitment:C-2026-0001|8021 1.00", "commitment_is_overdrawn"),
        ("A6", "2026-05-01 release TFFV", "8020 -1.00 request:C-2026-0001|8021 1.00", "commitment_is_by_hand"),
        ("A6", "2026-05-01 release TFFV", "8020 -1.00 commitment:c-2026-0001|8021 1.00", "commitment_is_overdrawn"),
        // A7a: claims are lowered by nobody alone: not their amount, not their value, not by moving them.
        ("A7a", "2026-05-01 exchange TFFV", "1100 -1.00 USD @@ -0.90 agreement:XA-A-2026-2|5940 0.90", "claim_is_lowered"),
        ("A7a", "2026-05-01 charge TFFV", "5910 1.00|1100 -1.00 donor:XA agreement:XA-A-2026-1", "claim_is_lowered"),
        ("A7a", "2026-05-01 transfer TFFV", "1100 9.00 agreement:XA-A-2026-1|1100 -9.00 agreement:XA-A-2026-9", "claim_is_lowered"),
        ("A7a", "2026-05-01 adjustment TFFV", "1100 5.00 donor:XB|1100 -5.00 donor:XA", "claim_is_lowered"),
        ("A7a", "2026-05-01 adjustment TFFV", "5930 0.00 USD @@ 5.00|1100 0.00 USD @@ -5.00 agreement:XA-A-2026-2", "kind_is_reserved"),
        ("A7a", "2026-05-01 opening TFFV", "3020 5.00|1100 -5.00 agreement:XA-A-2026-1", "claim_is_lowered"),
        // A7b: what goes back leaves by two people, through whatever account.
        ("A7b", "2026-05-01 adjustment TFFV", "2200 60.00 donor:XA|2010 -60.00 request:V-8", "paying_back_takes_two"),
        ("A7b", "2026-05-01 adjustment TFFV", "2200 60.00 donor:XA|2200 -60.00 donor:XB", "paying_back_takes_two"),
        ("A7b", "2026-05-01 transfer TFFV", "2200 20.00 USD @@ 18.00 donor:XA|1011 -20.00 USD @@ -18.00", "paying_back_takes_two"),
        ("A7b", "2026-05-01 charge TFFV", "5910 -60.00|2200 60.00 donor:XA", "paying_back_takes_two"),
        ("A7b", "2026-05-01 disbursement TFFV", "4010 10.00 donor:XA|1050 -10.00", "paying_back_takes_two"),
        ("A7b", "2026-05-01 disbursement TFFV", "2100 15.00 donor:XA payment:XA-R-2026-1|1010 -15.00", "paying_back_takes_two"),
        // A7c: an expense, an advance or a liability paid from cash needs what is available, whatever it is called.
        ("A7c", "2026-05-01 adjustment TFFV", "5010 900.00|1010 -900.00", "available_is_too_low"),
        ("A7c", "2026-05-01 transfer TFFV", "1200 900.00 request:V-3|1010 -900.00", "available_is_too_low"),
        ("A7c", "2026-05-01 interest TFFV", "5020 900.00|1010 -900.00", "available_is_too_low"),
        ("A7c", "2026-05-01 recovery TFFV", "1300 900.00 payment:R-1|1010 -900.00", "available_is_too_low"),
        ("A7c", "2026-02-28 disbursement TFFV", "5010 100.00 USD @@ 90.00|1011 -100.00 USD @@ -90.00", "bank_is_overdrawn"),
        ("A7c", "2026-05-01 receipt SFR", "5110 1000.01|1010 -1000.01", "available_is_too_low"),
        // A10: no bank account below nothing in its own currency, on the day or later.
        ("A10", "2026-05-01 exchange TFFV", "1011 -100.01 USD @@ -90.01|1010 90.01", "bank_is_overdrawn"),
        ("A10", "2026-05-01 charge TFFV", "5910 50.01 GBP @@ 58.00|1012 -50.01 GBP @@ -58.00", "bank_is_overdrawn"),
        ("A10", "2026-05-01 transfer TFFV", "1010 5.00|1050 -5.00", "bank_is_overdrawn"),
        ("A10", "2026-02-28 exchange TFFV", "1012 -0.01 GBP @@ -0.01|1010 0.01", "bank_is_overdrawn"),
        ("A10", "2026-05-01 exchange TFFV", "1013 -1.00 CHF @@ -1.00|1010 1.00", "bank_is_overdrawn"),
        ("A10", "2026-05-01 exchange SFR", "1011 -0.01 USD @@ -0.01|1010 0.01", "bank_is_overdrawn"),
        // A11: nothing is owed beside its open commitment, and a payable is cleared once and by its name.
        ("A11", "2026-05-01 adjustment TFFV", "5020 9.00 commitment:C-2026-0001|2010 -9.00 commitment:C-2026-0001",
            "commitment_is_by_hand"),
        ("A11", "2026-05-01 opening TFFV", "3020 9.00|2010 -9.00 commitment:C-2026-0001", "commitment_is_by_hand"),
        ("A11", "2026-05-01 disbursement TFFV", "5010 9.00 commitment:C-2026-0001|1010 -9.00", "commitment_is_by_hand"),
        ("A11", "2026-05-01 adjustment TFFV", "2010 40.01 request:V-1|1010 -40.01", "item_is_overdrawn"),
        ("A11", "2026-05-01 adjustment TFFV", "2010 40.00 request:V-7|1010 -40.00", "item_is_overdrawn"),
        ("A11", "2026-05-01 adjustment TFFV", "5010 30.01|1200 -30.01 request:V-2", "item_is_overdrawn"),
        ("A11", "2026-05-01 adjustment TFFV", "2010 1.00 USD @@ 0.90 request:V-1|1011 -1.00 USD @@ -0.90", "item_is_overdrawn"),
        // B3: what came before its signature is settled or goes back by its own operations.
        ("B3", "2026-05-01 adjustment TFFV", "2100 15.01 donor:XA payment:XA-R-2026-1|4010 -15.01", "item_is_overdrawn"),
        ("B3", "2026-05-01 adjustment TFFV", "2100 15.00 donor:XA payment:XA-R-2026-7|4010 -15.00", "item_is_overdrawn"),
        ("B3", "2026-01-31 adjustment TFFV", "2100 15.00 donor:XA payment:XA-R-2026-1|4010 -15.00", "item_is_overdrawn"),
        ("B3", "2026-05-01 return SFR", "2100 1.00 donor:XA payment:XA-R-2026-1|2200 -1.00 donor:XA", "item_is_overdrawn"),
        ("B3", "2026-05-01 exchange TFFV", "2100 1.00 USD @@ 1.00 donor:XA payment:XA-R-2026-1|2200 -1.00 donor:XA", "item_is_overdrawn"),
        // B4: what is owed is opened with its agreement, never in a lump, whatever it says it is about.
        ("B4", "2025-12-31 opening TFFV", "1100 50.00|3020 -50.00", "receivable_is_by_agreement"),
        ("B4", "2025-12-31 opening TFFV", "1100 50.00 USD @@ 45.00 donor:XA|3020 -45.00", "receivable_is_by_agreement"),
        ("B4", "2025-12-31 opening SFR", "1100 50.00 donor:XA agreement:XA-A-2026-1|2110 -50.00", "receivable_is_by_agreement"),
        ("B4", "2026-05-01 adjustment TFFV", "1100 50.00 donor:XA agreement:XA-A-2026-1|4010 -50.00 donor:XA",
            "receivable_is_by_agreement"),
        ("B4", "2026-05-01 agreement TFFV", "1100 50.00 donor:XB pledge:P-1|4010 -50.00", "receivable_is_by_agreement"),
        ("B4", "2026-05-01 transfer TFFV", "1100 50.00|1010 -50.00", "receivable_is_by_agreement"),
        // B5: no leg of a transfer between funds alone, in whatever dress.
        ("B5", "2026-05-01 adjustment TFFV", "3020 5.00|1050 -5.00", "transfer_takes_both_legs"),
        ("B5", "2026-05-01 exchange TFFV", "3020 4.50|1011 -5.00 USD @@ -4.50", "transfer_takes_both_legs"),
        ("B5", "2026-05-01 receipt SFR", "1010 5.00|3020 -5.00", "transfer_takes_both_legs"),
        ("B5", "2026-05-01 opening TFFV", "3020 5.00|1010 -5.00", "transfer_takes_both_legs"),
        ("B5", "2026-05-01 adjustment SFR", "1400 5.00 payment:T-1|3020 -5.00", "transfer_takes_both_legs"),
        ("B5", "2026-05-01 charge TFFV", "5910 1.00|2400 -1.00", "transfer_takes_both_legs"),
        ("B5", "2026-05-01 receipt TFFV", "1010 9.00|3020 -4.00|4010 -5.00", "transfer_takes_both_legs"),
        // B16: the unrestricted balance moves only to where it belongs, and net assets are in EUR.
        ("B16", "2026-05-01 opening TFFV", "1010 5.00|3010 -5.00", "balance_is_restricted"),
        ("B16", "2026-05-01 adjustment SFR", "3010 5.00|5110 -5.00", "balance_is_restricted"),
        ("B16", "2026-05-01 opening TFFV", "1011 5.00 USD @@ 4.50|3020 -5.00 USD @@ -4.50", "currency_is_wrong"),
        ("B16", "2026-05-01 exchange TFFV", "3020 5.00 GBP @@ 5.00|3010 -5.00", "currency_is_wrong"),
        ("B16", "2026-05-01 closing TFFV", "4010 5.00|3010 -5.00", "kind_is_reserved"),
        // B17: an allowance is set by two people, in either direction.
        ("B17", "2026-05-01 adjustment TFFV", "5945 1.00|1190 -1.00 agreement:XA-A-2026-1", "allowance_takes_two"),
        ("B17", "2026-05-01 adjustment TFFV", "1190 50.00 USD @@ 45.00 agreement:XA-A-2026-2|5945 -45.00", "entry_is_unbalanced"),
        ("B17", "2026-05-01 exchange TFFV", "1190 50.00 USD @@ 45.00 agreement:XA-A-2026-2|5945 -45.00", "allowance_takes_two"),
        ("B17", "2026-05-01 opening TFFV", "3020 5.00|1190 -5.00", "allowance_takes_two"),
        ("B17", "2026-05-01 charge TFFV", "1190 5.00 donor:XA|1010 -5.00", "allowance_takes_two"),
        ("B17", "2026-05-01 adjustment TFFV", "5930 0.00 USD @@ 5.00|1190 0.00 USD @@ -5.00 agreement:XA-A-2026-2", "kind_is_reserved"),
    ];

    [Theory, EveryDatabase]
    public async Task No_sibling_of_a_wrong_state_comes_in_by_a_file(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var before = await books.EveryRowAsync();

        var written = new List<string>();
        foreach (var (kind, heading, lines, refusal) in Siblings)
        {
            var draft = Entry(heading, lines.Split('|'));
            if (await books.AnswerAsync(draft with { Key = "sibling" }, EntryRights.None) is var answer && answer != refusal)
                written.Add($"{kind} {heading}: {lines}: {answer} instead of {refusal}");
        }

        Assert.Equal([], written);
        Assert.Equal(before, await books.EveryRowAsync());
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    [Fact]
    public void Each_kind_has_five_siblings_at_least() => Assert.All(Siblings.GroupBy(sibling => sibling.Kind), kind => Assert.True(
        kind.Count() >= 5, kind.Key));

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await books.RegisterAsync("B", CamtText.Account);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "70.00", "2026-01-31", "2026-01-10 70.00 Gift"));
        foreach (var fund in (string[])["TFFV", "SFR"])
            await books.MustPostAsync(Entry($"2026-01-15 opening {fund}", "1010 1000.00", "3020 -1000.00"));
        await books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1011 100.00 USD @@ 90.00", "4010 -100.00 USD @@ -90.00"),
            Entry("2026-03-01 receipt TFFV", "1012 50.00 GBP @@ 58.00", "4010 -50.00 GBP @@ -58.00"),
            Entry("2026-03-02 receipt TFFV", "1010 25.00", "2900 -25.00"),
            Entry("2026-03-03 adjustment TFFV", "5010 40.00", "2010 -40.00 request:V-1"),
            Entry("2026-03-04 transfer TFFV", "1200 30.00 request:V-2", "1010 -30.00"),
            Entry("2026-03-05 adjustment TFFV", "4010 60.00 donor:XA", "2200 -60.00 donor:XA"),
            Entry("2026-03-05 adjustment TFFV", "4010 20.00 USD @@ 18.00 donor:XA", "2200 -20.00 USD @@ -18.00 donor:XA"));
        (await new App.Features.MoneyIn.Receipts.RecordReceipt(books.Writer).RunAsync(new("advance", "TFFV", "XA", Day("2026-02-01"),
            Eur("15.00"), "1010") { IsAdvance = true }, TestBooks.Recorder)).OrThrow();
        (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Eur("300.00"), Day("2026-02-01")), TestBooks.Certifier))
            .OrThrow();
        foreach (var (key, amount) in ((string, Money)[])[("s1", Eur("500.00")), ("s2", In("USD", "200.00"))])
            (await new SignAgreement(books.Writer).RunAsync(new(key, "XA", null, "TFFV", Day("2026-02-01"), amount,
                amount.Currency == Currency.Eur ? null : To("USD", "0.90"), [new(Day("2026-12-01"), amount)]), TestBooks.Recorder))
                .OrThrow();
        var asked = (await new SetAllowance(books.Writer).AskAsync(new("doubt", "XA-A-2026-2", Day("2026-03-06"), In("USD", "50.00"),
            "doubt"), TestBooks.Recorder)).OrThrow();
        (await new App.Features.SignOff.DecideApproval(books.Writer, App.Host.Acts.All).RunAsync(new(asked.Id, true),
            TestBooks.Approver)).OrThrow();
        return books;
    }
}
