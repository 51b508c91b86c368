using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>What is recorded by hand: each fund opened with EUR 10,000, the fund for visits with USD 1,000 at 0.90 as well.</summary>
public sealed class ByHandTests
{
    [Theory, EveryDatabase]
    public async Task A_transfer_between_funds_writes_both_legs_and_is_nil_over_all_funds(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var done = await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.FundTransfer, Eur("5000.00"), "TFFV/1010", "SFR/1010")));

        Assert.Equal(2, done.Entries.Count);
        Assert.Equal(("5000.00", "15000.00", "-5900.00", "-15000.00"),
            (await books.BalanceAsync("TFFV", "1010"), await books.BalanceAsync("SFR", "1010"), await books.BalanceAsync("TFFV", "3020"),
                await books.BalanceAsync("SFR", "3020")));
        await books.MustRefuseAsync("key_used_for_other_input", () => RunAsync(books, Move(HandAct.FundTransfer, Eur("4999.00"),
            "TFFV/1010", "SFR/1010")));
        // Neither leg without the other: what is not there is moved nowhere.
        await books.MustRefuseAsync("hand_bank_holds_less", () => RunAsync(books, Move(HandAct.FundTransfer, Eur("5000.01"), "TFFV/1010",
            "SFR/1010") with { Key = "b" }));
        await books.MustRefuseAsync("hand_funds_are_alike", () => RunAsync(books, Move(HandAct.FundTransfer, Eur("1.00"), "TFFV/1010",
            "TFFV/1050") with { Key = "b" }));
        await books.MustRefuseAsync("hand_funds_are_alike", () => RunAsync(books, Move(HandAct.OwnTransfer, Eur("1.00"), "TFFV/1010",
            "SFR/1010") with { Key = "b" }));
        await books.MustRefuseAsync("hand_currency_is_other", () => RunAsync(books, Move(HandAct.FundTransfer, In("USD", "1.00"),
            "TFFV/1011", "SFR/1011") with { Key = "b" }));
    }

    [Theory, EveryDatabase]
    public async Task A_transfer_that_is_decided_is_owed_and_no_longer_available_until_it_moves(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var decided = Move(HandAct.FundTransferDecided, Eur("4000.00"), "TFFV/2400", "SFR/1400") with { Item = "D-7" };
        await books.MustRepeatAsync(() => RunAsync(books, decided));
        Assert.Equal(("10000.00", "-4000.00", "-6900.00", "4000.00", "-14000.00"), (await books.BalanceAsync("TFFV", "1010"),
            await books.BalanceAsync("TFFV", "2400"), await books.BalanceAsync("TFFV", "3020"), await books.BalanceAsync("SFR", "1400"),
            await books.BalanceAsync("SFR", "3020")));
        // 10,000 in EUR and 900 in dollars, of which 4,000 are owed.
        await books.MustRefuseAsync("available_is_too_low", Entry("2026-03-02 commitment TFFV", "8020 6900.01 commitment:C",
            "8021 -6900.01 commitment:C"), EntryRights.Commits);
        await books.MustRefuseAsync("available_is_too_low", () => RunAsync(books, decided with { Key = "b", Amount = Eur("6900.01") }));

        var moved = Move(HandAct.FundTransferMoved, Eur("2500.00"), "TFFV/1010", "SFR/1010") with { Key = "m", Item = "D-7" };
        await books.MustRefuseAsync("hand_nothing_decided", () => RunAsync(books, moved with { Amount = Eur("4000.01") }));
        await books.MustRefuseAsync("hand_nothing_decided", () => RunAsync(books, moved with { Item = "D-8" }));
        await books.MustRefuseAsync("hand_nothing_decided", () => RunAsync(books, moved with { From = AccountInFund.Read("SFR/1010"),
            To = AccountInFund.Read("TFFV/1010") }));
        await books.MustRefuseAsync("item_is_overdrawn", () => RunAsync(books, moved with { Date = Day("2026-02-28") }));
        await books.MustRepeatAsync(() => RunAsync(books, moved));
        await books.MustRepeatAsync(() => RunAsync(books, moved with { Key = "n", Amount = Eur("1500.00") }));
        Assert.Equal(("6000.00", "0.00", "14000.00", "0.00"), (await books.BalanceAsync("TFFV", "1010"), await books.BalanceAsync("TFFV",
            "2400"), await books.BalanceAsync("SFR", "1010"), await books.BalanceAsync("SFR", "1400")));
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);

        // Whichever leg is named, both go back.
        (await new FundsLedger.App.Features.Books.Journal.ReverseEntry(books.Writer).RunAsync(new("back", await books.NumberAsync(
            "SELECT MAX(seq) FROM entries"), Day("2026-03-20"), "not yet"), TestBooks.Recorder)).OrThrow();
        Assert.Equal(("7500.00", "-1500.00", "12500.00", "1500.00"), (await books.BalanceAsync("TFFV", "1010"),
            await books.BalanceAsync("TFFV", "2400"), await books.BalanceAsync("SFR", "1010"), await books.BalanceAsync("SFR", "1400")));
    }

    [Theory, EveryDatabase]
    public async Task What_is_committed_leaves_no_fund_by_a_transfer(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-02-01 commitment TFFV", "8020 9000.00 commitment:C", "8021 -9000.00 commitment:C"));
        await books.MustRefuseAsync("available_is_too_low", () => RunAsync(books, Move(HandAct.FundTransfer, Eur("1900.01"), "TFFV/1010",
            "SFR/1010")));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.FundTransfer, Eur("1900.00"), "TFFV/1010", "SFR/1010")));
    }

    [Theory, EveryDatabase]
    public async Task Foreign_money_leaves_at_the_value_the_books_carry_and_the_difference_is_a_gain_or_a_loss(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.Exchange, In("USD", "400.00"), "TFFV/1011",
            "TFFV/1010") with { Received = Eur("340.00") }));
        Assert.Equal(("540.00", "10340.00", "20.00"), (await books.BalanceAsync("TFFV", "1011"), await books.BalanceAsync("TFFV", "1010"),
            await books.BalanceAsync("TFFV", "5930")));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.Exchange, Eur("85.00"), "TFFV/1010", "TFFV/1011") with { Key = "b",
            Received = In("USD", "100.00") }));
        // 600 at 0.90 and 100 at 0.85: all of it goes, and nothing is left in EUR.
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.Exchange, In("USD", "700.00"), "TFFV/1011",
            "TFFV/1010") with { Key = "c", Received = Eur("650.00") }));
        Assert.Equal(("0.00", "-25.00"), (await books.BalanceAsync("TFFV", "1011"), await books.BalanceAsync("TFFV", "4200")));
        await books.MustRefuseAsync("hand_bank_holds_less", () => RunAsync(books, Move(HandAct.Exchange, In("USD", "0.01"), "TFFV/1011",
            "TFFV/1010") with { Key = "d", Received = Eur("0.01") }));
    }

    [Theory, EveryDatabase]
    public async Task One_foreign_currency_buys_another_at_the_rate_of_the_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var buy = Move(HandAct.Exchange, In("USD", "100.00"), "TFFV/1011", "TFFV/1012") with { Received = In("GBP", "80.00") };
        await books.MustRefuseAsync("hand_rate_is_missing", () => RunAsync(books, buy));
        (await new EnterRate(books.Writer).RunAsync(new(Day("2026-02-15"), To("GBP", "1.20"), "test"), TestBooks.Recorder)).OrThrow();
        await books.MustRepeatAsync(() => RunAsync(books, buy));
        Assert.Equal(("810.00", "96.00", "-6.00"), (await books.BalanceAsync("TFFV", "1011"), await books.BalanceAsync("TFFV", "1012"),
            await books.BalanceAsync("TFFV", "4200")));
    }

    [Theory, EveryDatabase]
    public async Task An_accrual_frees_what_its_commitment_set_aside_so_that_nothing_counts_twice(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Eur("2000.00"), Day("2026-02-01"), null,
            "Visit"), TestBooks.Recorder)).OrThrow().Code;
        var owed = Move(HandAct.Accrual, Eur("1500.00"), null, "TFFV/5010") with { Commitment = code };
        await books.MustRefuseAsync("hand_commitment_holds_less", () => RunAsync(books, owed with { Amount = Eur("2000.01") }));
        await books.MustRefuseAsync("hand_commitment_holds_less", () => RunAsync(books, owed with { Commitment = "C-9" }));
        await books.MustRepeatAsync(() => RunAsync(books, owed));
        Assert.Equal(("1500.00", "-1500.00", "500.00"), (await books.BalanceAsync("TFFV", "5010"), await books.BalanceAsync("TFFV",
            "2010"), await books.BalanceAsync("TFFV", "8020")));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.Accrual, Eur("3.00"), null, "TFFV/5020") with { Key = "b" }));
        Assert.Equal("-1503.00", await books.BalanceAsync("TFFV", "2010"));
    }

    [Theory, EveryDatabase]
    public async Task Programme_support_is_its_share_of_what_was_charged_to_the_nearest_cent_under_its_agreement(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var code = (await new SignAgreement(books.Writer).RunAsync(new("s", "XA", null, "SFR", Day("2026-01-10"), Eur("1000.00"), null,
            [new(Day("2026-06-01"), Eur("1000.00"))]), TestBooks.Recorder)).OrThrow().Code;
        var support = new RecordByHand.Command("a", HandAct.ProgrammeSupport, Day("2026-03-01"), Eur("123.50"), "Support", Agreement: code,
            Hundredths: 700);
        await books.MustRefuseAsync("hand_agreement_is_unknown", () => RunAsync(books, support with { Agreement = "none" }));
        await books.MustRefuseAsync("hand_share_is_missing", () => RunAsync(books, support with { Hundredths = null }));
        foreach (var share in (int[])[0, -1, 10_001]) await books.MustRefuseAsync("hand_share_is_out_of_range", () => RunAsync(books,
            support with { Hundredths = share }));
        await books.MustRepeatAsync(() => RunAsync(books, support));
        // 8.645 is 8.65.
        Assert.Equal(("8.65", "-8.65"), (await books.BalanceAsync("SFR", "5900"), await books.BalanceAsync("SFR", "2010")));
        Assert.Equal(2,
            await books.NumberAsync(
                $"SELECT COUNT(*) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.agreement = '{code}' AND p.donor = 'XA' "
                    + $"AND a.code IN ('5900', '2010')"));
    }

    [Theory, EveryDatabase]
    public async Task What_a_person_owes_back_comes_back_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-20 disbursement TFFV", "5010 100.00", "1010 -100.00"));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.RecoveryDecided, Eur("60.00"), "TFFV/5010",
            null) with { Item = "R-1" }));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.RecoveryDecided, Eur("7.00"), "TFFV/4300", null) with { Key = "b",
            Item = "R-2" }));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.RecoveryReceived, Eur("60.00"), null, "TFFV/1010") with { Key = "c",
            Item = "R-1" }));
        await books.MustRefuseAsync("hand_nothing_to_recover", () => RunAsync(books, Move(HandAct.RecoveryReceived, Eur("0.01"), null,
            "TFFV/1010") with { Key = "d", Item = "R-1" }));
        Assert.Equal(("7.00", "40.00", "-7.00", "9960.00"), (await books.BalanceAsync("TFFV", "1300"), await books.BalanceAsync("TFFV",
            "5010"), await books.BalanceAsync("TFFV", "4300"), await books.BalanceAsync("TFFV", "1010")));
    }

    [Theory, EveryDatabase]
    public async Task Interest_and_charges_without_a_bank_line_follow_the_bank(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.Interest, Eur("12.00"), null, "SFR/1010")));
        await books.MustRepeatAsync(() => RunAsync(books, Move(HandAct.Charge, In("USD", "10.00"), "TFFV/1011", null) with { Key = "b" }));
        await books.MustRefuseAsync("hand_rate_is_missing", () => RunAsync(books, Move(HandAct.Interest, In("USD", "1.00"), null,
            "TFFV/1011") with { Key = "c" }));
        Assert.Equal(("-12.00", "9.00", "891.00"), (await books.BalanceAsync("SFR", "4100"), await books.BalanceAsync("TFFV", "5910"),
            await books.BalanceAsync("TFFV", "1011")));
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task An_act_says_which_field_it_lacks_or_does_not_know(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (string Code, RecordByHand.Command Command)[] broken =
        [
            ("hand_field_is_missing", Move(HandAct.Charge, Eur("1.00"), null, null)), ("hand_field_is_missing", Move(HandAct.Exchange,
                Eur("1.00"), "TFFV/1010", "TFFV/1011")),
            ("hand_field_is_too_much", Move(HandAct.Charge, Eur("1.00"), "TFFV/1010", "TFFV/1050")), ("hand_field_is_too_much",
                Move(HandAct.Charge, Eur("1.00"), "TFFV/1010", null) with { Item = "x" }),
            ("hand_field_is_too_much", Move(HandAct.Interest, Eur("1.00"), null, "TFFV/1010") with { Commitment = "x" }),
                ("hand_amount_is_not_positive", Move(HandAct.Charge, Eur("0.00"), "TFFV/1010", null)),
            ("hand_amount_is_not_positive", Move(HandAct.Charge, Eur("-1.00"), "TFFV/1010", null)), ("hand_fund_is_unknown",
                Move(HandAct.Charge, Eur("1.00"), "XX/1010", null)),
            ("hand_fund_is_unknown", Move(HandAct.Charge, Eur("1.00"), "UMB/8010", null)), ("hand_account_is_unknown", Move(HandAct.Charge,
                Eur("1.00"), "TFFV/5010", null)),
            ("hand_account_is_unknown", Move(HandAct.Accrual, Eur("1.00"), null, "TFFV/1010")), ("hand_account_is_unknown",
                Move(HandAct.RecoveryDecided, Eur("1.00"), "TFFV/4010", null) with { Item = "x" }),
            ("hand_accounts_are_alike", Move(HandAct.OwnTransfer, Eur("1.00"), "TFFV/1010", "TFFV/1010")), ("hand_currency_is_other",
                Move(HandAct.Charge, In("USD", "1.00"), "TFFV/1010", null)),
            ("hand_currency_is_other", Move(HandAct.Accrual, In("USD", "1.00"), null, "TFFV/5010")), ("date_is_ahead", Move(HandAct.Charge,
                Eur("1.00"), "TFFV/1010", null) with { Date = Day("2026-07-02") }),
        ];
        foreach (var (code, command) in broken) await books.MustRefuseAsync(code, () => RunAsync(books, command));
    }

    private static RecordByHand.Command Move(HandAct act, Money amount, string? from, string? to) => new("a", act, Day("2026-03-01"),
        amount, "By hand", AccountInFund.Read(from), AccountInFund.Read(to));

    private static Task<Outcome<RecordedByHand>> RunAsync(TestBooks books, RecordByHand.Command command) => new RecordByHand(books.Writer)
        .RunAsync(command, TestBooks.Recorder);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-12-31 opening TFFV", "1010 10000.00", "1011 1000.00 USD @@ 900.00", "3020 -10000.00",
            "3020 -900.00"),
            Entry("2025-12-31 opening SFR", "1010 10000.00", "3020 -10000.00"));
        return books;
    }
}
