using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Journal;

/// <summary>Books in which every operation has written: openings, advances, what a bank kept, everything by hand, money of another fund,
/// refunds, extensions, revaluations, reversals; from 1 January to 1 May 2026.</summary>
internal static class OperationsBooks
{
    public static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        foreach (var (day, dollar, pound) in new[] { ("2026-01-01", "0.90", "1.17"), ("2026-01-31", "0.92", "1.16"), ("2026-02-28", "0.88",
            "1.18"), ("2026-03-31", "0.91", "1.15") })
        {
            await books.HasRateAsync(day, To("USD", dollar));
            await books.HasRateAsync(day, To("GBP", pound));
        }
        foreach (var fund in (string[])["TFFV", "SFR"])
            await books.MustPostAsync(Entry($"2026-01-01 opening {fund}", "1010 100000.00", "1011 1000.00 USD @@ 900.00",
                "3020 -100900.00"));
        await MoneyInAsync(books);
        await ByHandAsync(books);
        await MoneyOutAsync(books);
        foreach (var month in (int[])[1, 2, 3])
            (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, month), TestBooks.Recorder)).OrThrow();
        // Typed late: the months that were valued follow.
        (await ReceiveAsync(books, new("late", "TFFV", "XB", Day("2026-02-20"), In("USD", "33.33"), "1011", new(To("USD", "0.90"),
            Day("2026-02-20"), "test")))).OrThrow();
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
        return books;
    }

    private static async Task MoneyInAsync(TestBooks books)
    {
        var inForce = (await new SignAgreement(books.Writer).RunAsync(new("open", "XA", null, "TFFV", Day("2024-03-01"),
            In("USD", "1000.00"), To("USD", "0.90"), [new(Day("2025-06-30"), In("USD", "1000.00"))]) { OpeningOn = Day("2026-01-01") },
            TestBooks.Recorder)).OrThrow().Code;
        var advance = (await ReceiveAsync(books, new("advance", "TFFV", "XB", Day("2026-01-10"), In("USD", "400.00"), "1011",
            new(To("USD", "0.91"), Day("2026-01-10"), "test")) { IsAdvance = true })).OrThrow().Code;
        (await new SignWithAdvances(books.Writer).RunAsync(new(new("sign", "XB", null, "TFFV", Day("2026-01-20"), In("USD", "900.00"),
            To("USD", "0.90"), [new(Day("2026-02-01"), In("USD", "500.00")), new(Day("2026-04-01"), In("USD", "400.00"), "report")])
            { Support = 725 }, [advance]), TestBooks.Recorder)).OrThrow();
        var doubt = (await new SetAllowance(books.Writer).AskAsync(new("doubt", "XB-A-2026-1", Day("2026-02-03"), In("USD", "60.00"),
            "in doubt"), TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(doubt.Id, true), TestBooks.Approver)).OrThrow();
        (await ReceiveAsync(books, new("some", "TFFV", "XB", Day("2026-03-12"), In("USD", "70.00"), "1011", new(To("USD", "0.89"),
            Day("2026-03-12"), "test"), Agreement: "XB-A-2026-1", Instalment: 1, Difference: PaymentDifference.StaysDue))).OrThrow();
        var unsigned = (await ReceiveAsync(books, new("unsigned", "SFR", "XA", Day("2026-01-11"), In("USD", "33.34"), "1011",
            new(To("USD", "0.91"), Day("2026-01-11"), "test")) { IsAdvance = true })).OrThrow().Code;
        var never = (await new ReturnAdvance(books.Writer).AskAsync(new("never", unsigned, Day("2026-03-15"), "not signed"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(never.Id, true), TestBooks.Approver)).OrThrow();
        (await ReceiveAsync(books, new("kept", "TFFV", "XA", Day("2026-02-10"), In("USD", "985.00"), "1011", new(To("USD", "0.92"),
            Day("2026-02-10"), "test"), Agreement: inForce, Difference: PaymentDifference.BankCharge))).OrThrow();
        await books.RegisterAsync("B", CamtText.Account);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "5000.00", "2026-01-31", "2026-01-12 5000.00 Gift"));
        var line = await books.NumberAsync("SELECT MIN(id) FROM bank_lines");
        (await new ResolveElsewhere(books.Writer).RunAsync(new(line, "SFR", "1010", "XA", Day("2026-01-15"), "other fund"),
            TestBooks.Recorder)).OrThrow();
        await books.MustPostAsync(Entry("2026-02-05 return TFFV", "5950 70.00 donor:XA", "2200 -70.00 donor:XA"));
        var asked = (await new PayBack(books.Writer).AskAsync(new("back", "XA", "TFFV", Day("2026-02-15"), Eur("50.00"), "1010", "refund"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        var wrong = (await ReceiveAsync(books, new("wrong", "SFR", "XB", Day("2026-02-01"), In("GBP", "10.00"),
            "1012", new(To("GBP", "1.16"), Day("2026-02-01"), "test")))).OrThrow().Entry.Seq;
        (await new ReverseEntry(books.Writer).RunAsync(new("undo", wrong, Day("2026-02-02"), "wrong"), TestBooks.Recorder)).OrThrow();
    }

    private static async Task ByHandAsync(TestBooks books)
    {
        var support = await books.NumberAsync("SELECT COUNT(*) FROM agreements");
        Assert.Equal(2, support);
        foreach (var command in (RecordByHand.Command[])[
            Act("own", HandAct.OwnTransfer, "2026-01-05", Eur("500.00"), "TFFV/1010", "TFFV/1050"),
            Act("funds", HandAct.FundTransfer, "2026-01-06", Eur("700.00"), "TFFV/1010", "SFR/1010"),
            Act("decided", HandAct.FundTransferDecided, "2026-01-07", Eur("900.00"), "TFFV/2400", "SFR/1400") with { Item = "D-1" },
            Act("moved", HandAct.FundTransferMoved, "2026-02-07", Eur("600.00"), "TFFV/1010", "SFR/1010") with { Item = "D-1" },
            Act("sold", HandAct.Exchange, "2026-02-12", In("USD", "333.33"), "TFFV/1011", "TFFV/1010") with { Received = Eur("301.11") },
            Act("bought", HandAct.Exchange, "2026-02-13", In("USD", "100.00"), "TFFV/1011", "TFFV/1012") with { Received = In("GBP",
                "77.00") },
            Act("owed", HandAct.Accrual, "2026-02-14", Eur("12.34"), null, "TFFV/5010"),
            Act("support", HandAct.ProgrammeSupport, "2026-03-01", Eur("123.50"), null, null) with { Agreement = "XB-A-2026-1" },
            Act("recover", HandAct.RecoveryDecided, "2026-03-02", Eur("60.00"), "TFFV/4300", null) with { Item = "R-1" },
            Act("recovered", HandAct.RecoveryReceived, "2026-03-03", Eur("45.00"), null, "TFFV/1010") with { Item = "R-1" },
            Act("interest", HandAct.Interest, "2026-03-04", In("USD", "1.23"), null, "TFFV/1011"),
            Act("charge", HandAct.Charge, "2026-03-05", In("USD", "7.77"), "TFFV/1011", null)])
            (await new RecordByHand(books.Writer).RunAsync(command, TestBooks.Recorder)).OrThrow();
    }

    private static async Task MoneyOutAsync(TestBooks books)
    {
        var visit = (await new MakeCommitment(books.Writer).RunAsync(new("visit", "TFFV", null, Eur("2000.00"), Day("2026-01-15"),
            Day("2026-02-28"), "Visit"), TestBooks.Certifier)).OrThrow().Code;
        (await PayRoad.PayAsync(books.Writer, "part", visit, Day("2026-02-01"), [new("5010", Eur("600.50")), new("5020",
            Eur("99.50"))])).OrThrow();
        var longer = (await new ExtendCommitment(books.Writer).RunAsync(new("extend", visit, Day("2026-03-01"), Day("2026-05-31"),
            "late visa"), TestBooks.Certifier)).OrThrow().Code;
        (await new RecordByHand(books.Writer).RunAsync(Act("rendered", HandAct.Accrual, "2026-03-20", Eur("300.00"), null,
            "TFFV/5010") with { Commitment = longer }, TestBooks.Recorder)).OrThrow();
        (await PayRoad.PayAsync(books.Writer, "last", longer, Day("2026-04-10"), [new("5010", Eur("500.00"))], isFinal: true)).OrThrow();
        (await new MakeCommitment(books.Writer).RunAsync(new("open-c", "SFR", null, Eur("800.00"), Day("2025-11-01")) { OpeningOn =
            Day("2026-01-01") }, TestBooks.Certifier)).OrThrow();
    }

    private static RecordByHand.Command Act(string key, HandAct act, string day, Money amount, string? from, string? to) => new(key, act,
        Day(day), amount, "By hand", AccountInFund.Read(from), AccountInFund.Read(to));

    private static Task<Outcome<RecordedReceipt>> ReceiveAsync(TestBooks books, RecordReceipt.Command command) =>
        new RecordReceipt(books.Writer).RunAsync(command, TestBooks.Recorder);
}
