using FundsLedger.Domain.Banking;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

public sealed class PayeeTests
{
    private const string OtherIban = "DE89370400440532013000";
    private static readonly DateOnly On = Day("2026-07-01");

    [Theory, EveryDatabase]
    public async Task A_payee_is_added_once_and_refusals_leave_no_trace(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var add = new AddPayee.Command("k", "TFFV", PayRoad.Hotel with { Account = "nl91 ABNA 0417 1643 00" });
        var code = (await books.MustRepeatAsync(() => AddAsync(books, add))).Code;
        Assert.Matches("^V-[0-9A-HJKMNP-TV-Z]{8}$", code);
        foreach (var (refusal, broken) in ((string, AddPayee.Command)[])[("fund_is_unknown", add with { Fund = "UMB" }),
            ("payee_fund_is_protected", add with { Fund = "SFR" }),
            ("payee_text_is_malformed", add with { Details = PayRoad.Hotel with { Holder = " " } }),
            ("payee_iban_is_wrong", add with { Details = PayRoad.Hotel with { Account = "NL92ABNA0417164300" } }),
            ("payee_bic_is_wrong", add with { Details = PayRoad.Hotel with { Bic = "ABNANL2" } }),
            ("payee_bic_is_wrong", add with { Details = PayRoad.Hotel with { Form = AccountForm.Other, Account = "12345" } }),
            ("payee_address_is_incomplete", add with { Details = PayRoad.Hotel with { Address = PayRoad.Hotel.Address!
                with { Town = "" } } }),
            ("payee_country_is_malformed", add with { Details = PayRoad.Hotel with { Address = PayRoad.Hotel.Address! with {
                Country = "Netherlands" } } }),
            ("payee_check_is_malformed", add with { Verification = PayeeVerification.CloseMatch, VerifiedOn = On })])
            await books.MustRefuseAsync(refusal, () => AddAsync(books, broken));
    }

    [Theory, EveryDatabase]
    public async Task Where_a_payee_is_paid_is_changed_by_two_and_cools_off_and_holds_nothing_that_was_signed(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        var code = await PayRoad.AddHotelAsync(w);
        var waiting = (await PayRoad.DraftAsync(w, "old", commitment, On, [new("5010", Eur("10.00"))])).OrThrow().Code;
        var change = new ChangePayee.Command("c", code, 1, PayRoad.Hotel with { Account = OtherIban }, "by letter");
        await books.MustRefuseAsync("payee_version_is_old", () => AskAsync(books, change with { Version = 2 }));
        await books.MustRefuseAsync("payee_is_unchanged", () => AskAsync(books, change with { Details = PayRoad.Hotel }));
        var asked = await books.MustRepeatAsync(() => AskAsync(books, change));
        await books.MustRefuseAsync("key_used_for_other_input", () => AskAsync(books, change with { Reason = "other" }));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked.Id, TestBooks.Recorder));
        Assert.Equal(1, (await ReadAsync(books, code)).Version);
        // What the register says of it is a mark: no account stands in a row that is never erased.
        Assert.Equal(0, await books.NumberAsync($"SELECT COUNT(*) FROM signing_requests WHERE payload LIKE '%{OtherIban}%'"));
        (await DecideAsync(books, asked.Id, TestBooks.Approver)).OrThrow();

        var now = await ReadAsync(books, code);
        Assert.Equal((2, OtherIban, DateOnly.FromDateTime(books.Clock.GetUtcNow().UtcDateTime).AddDays(2)),
            (now.Version, now.Details!.Account, now.PayableFrom));
        await books.MustRefuseAsync("payee_version_is_old", () => PayRoad.SignAsync(w, waiting, SigningStep.Certify, TestBooks.Certifier));
        await books.MustRefuseAsync("payee_cools_off", () => DraftAsync(books, commitment, code, now.PayableFrom.AddDays(-1)));
        var early = (await DraftAsync(books, commitment, code, now.PayableFrom)).OrThrow().Code;
        await PayRoad.ApproveAsync(w, early);
        var batch = (await new SendBatch(w).RunAsync(new("b", [early], now.PayableFrom), TestBooks.Recorder)).OrThrow().Code;
        await books.MustRefuseAsync("payee_cools_off", () => PayRoad.SignAsync(w, batch, SigningStep.Transmit, PayRoad.Signatory));
        books.Clock.Advance(TimeSpan.FromDays(2));
        (await PayRoad.SignAsync(w, batch, SigningStep.Transmit, PayRoad.Signatory)).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task What_the_bank_said_is_a_version_that_pays_the_same(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = await PayRoad.AddHotelAsync(books.Writer);
        var said = new VerifyPayee.Command(code, PayeeVerification.CloseMatch, On, "Hotel B.V.");
        await books.MustRefuseAsync("payee_check_is_malformed", () => VerifyAsync(books, said with { BankName = null }));
        await books.MustRefuseAsync("date_is_ahead", () => VerifyAsync(books, said with { Date = On.AddDays(1) }));
        await books.MustRepeatAsync(() => VerifyAsync(books, said));
        var now = await ReadAsync(books, code);
        Assert.Equal((2, PayeeVerification.CloseMatch, On, "Hotel B.V.", LedgerRules.FirstDate),
            (now.Version, now.Verification!.Value, now.VerifiedOn!.Value, now.Details!.BankName, now.PayableFrom));
    }

    [Theory, EveryDatabase]
    public async Task Erased_a_payee_leaves_its_code_and_every_seal_proves(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        var code = await PayRoad.AddHotelAsync(w);
        var open = (await PayRoad.DraftAsync(w, "p", commitment, On, [new("5010", Eur("10.00"))])).OrThrow().Code;
        await books.MustRefuseAsync("payee_is_being_paid", () => EraseAsync(books, code));
        (await new WithdrawPayment(w).RunAsync(new(open, "no"), TestBooks.Recorder)).OrThrow();
        (await PayRoad.PayAsync(w, "q", commitment, On, [new("5010", Eur("10.00"))])).OrThrow();
        await books.MustRepeatAsync(() => EraseAsync(books, code));
        Assert.Equal(0, await books.NumberAsync("SELECT (SELECT COUNT(*) FROM payee_details) + (SELECT COUNT(*) FROM payment_texts)"));
        await books.MustRefuseAsync("payee_is_erased", () => DraftAsync(books, commitment, code, On));
        var report = await new FundsLedger.App.Features.Proof.Checks.LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    [Theory, EveryDatabase]
    public async Task The_approver_sees_what_speaks_for_care_the_gravest_first(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        IReadOnlyList<PaymentLine> lines = [new("5010", Eur("10.00"))];
        var twin = (await AddAsync(books, new("t", "TFFV", PayRoad.Hotel with { DisplayName = "Twin (synthetic)" }))).OrThrow().Code;
        var first = (await PayRoad.DraftAsync(w, "p", commitment, On, lines)).OrThrow().Code;
        Assert.Equal([(PaymentRisk.SharedAccount, twin), (PaymentRisk.NotVerified, ""), (PaymentRisk.NewPayee, ""),
            (PaymentRisk.FirstInCountry, "NL")], (await RisksAsync(books, first)).Risks);
        (await PayRoad.PayAsync(w, "q", commitment, On, lines)).OrThrow();
        Assert.Equal([(PaymentRisk.SharedAccount, twin), (PaymentRisk.NotVerified, "")], (await RisksAsync(books, first)).Risks);
        Assert.Equal((1000L, 1), ((await RisksAsync(books, first)).PaidSoFar, (await RisksAsync(books, first)).Payments));
        (await VerifyAsync(books, new(await PayRoad.AddHotelAsync(w), PayeeVerification.NoMatch, On))).OrThrow();
    }

    private static async Task<PaymentRisks> RisksAsync(TestBooks books, string payment) =>
        (await PaymentDetails.ReadAsync(new LedgerReads(books.Database, books.Clock), payment, default))!.Risks;

    private static Task<Outcome<RecordedPayee>> AddAsync(TestBooks books, AddPayee.Command command) => new AddPayee(books.Writer).RunAsync(
        command, TestBooks.Recorder);

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, ChangePayee.Command command) => new ChangePayee(books.Writer)
        .AskAsync(command, TestBooks.Recorder);

    private static Task<Outcome<RecordedPayee>> VerifyAsync(TestBooks books, VerifyPayee.Command command) => new VerifyPayee(books.Writer)
        .RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<RecordedPayee>> EraseAsync(TestBooks books, string code) => new ErasePayee(books.Writer).RunAsync(new(code),
        TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, long id, Actor by) => new DecideApproval(books.Writer,
        Acts.All).RunAsync(new(id, true), by);

    private static Task<Outcome<DraftedPayment>> DraftAsync(TestBooks books, string commitment, string payee, DateOnly payOn) =>
        new DraftPayment(books.Writer).RunAsync(new($"to {payee} {payOn}", commitment, payee, [new("5010", Eur("10.00"))], On, payOn),
            TestBooks.Recorder);

    private static async Task<PayeeVersion> ReadAsync(TestBooks books, string code)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await PayeeBook.VersionsAsync(connection, await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection),
            code))[0];
    }

    private static async Task<string> CommitAsync(TestBooks books) => (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV",
        null,
        Eur("1000.00"), Day("2026-06-01"), null, "Visit"), TestBooks.Recorder)).OrThrow().Code;

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", "1010 10000.00", "3020 -10000.00"));
        return books;
    }
}
