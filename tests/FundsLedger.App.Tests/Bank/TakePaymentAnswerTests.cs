using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Answers;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Payments;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Two payments of 450.00 to one hotel were sent in a batch; the bank answers their file.</summary>
public sealed class TakePaymentAnswerTests
{
    private static readonly DateOnly On = Day("2026-06-20");

    [Theory, EveryDatabase]
    public async Task What_the_bank_rejects_is_owed_again_and_what_it_accepts_waits_for_its_statement(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (batch, codes) = await SentAsync(books);

        var taken = await books.MustRepeatAsync(() => TakeAsync(books, Answer(batch, "PART", Said(codes[0], "ACSP") + Said(codes[1], "RJCT",
            "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account of A. Person closed</AddtlInf></StsRsnInf>"))));

        Assert.Equal([(codes[0], PaymentStatus.InProgress, "", PaymentStage.Sent), (codes[1], PaymentStatus.Rejected, "AC04",
            PaymentStage.Rejected)], taken.Payments.Select(one => (one.Payment, one.Status!.Value, one.Reasons, one.Stage)));
        Assert.Equal(-450_00, await books.NumberAsync(
            "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '2020'"));
        // In what a bank adds in words a name could stand, and entries are never erased.
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM payment_events WHERE reason LIKE '%Person%'"));
    }

    [Theory, EveryDatabase]
    public async Task A_whole_batch_is_rejected_by_one_word_and_a_late_rejection_takes_what_was_accepted(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (batch, codes) = await SentAsync(books);
        (await TakeAsync(books, Answer(batch, "ACCP", ""))).OrThrow();

        var taken = (await TakeAsync(books, Answer(batch, "RJCT", ""))).OrThrow();

        Assert.Equal([.. codes], taken.Payments.Where(one => one.Stage == PaymentStage.Rejected).Select(one => one.Payment));
        await MustStandAsync(books, codes, PaymentStage.Rejected);
    }

    [Theory, EveryDatabase]
    public async Task What_the_bank_says_of_the_holders_name_becomes_a_version_of_the_payee(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (batch, codes) = await SentAsync(books);

        await books.MustRepeatAsync(() => TakeAsync(books, Answer(batch, "RVCM", Said(codes[0], "RVMC",
            "<StsRsnInf><AddtlInf>\"Hotel Holding BV (synthetic)\"</AddtlInf></StsRsnInf>"))));

        var payee = (await PayeesAsync(books)).First();
        Assert.Equal((2, PayeeVerification.CloseMatch, "Hotel Holding BV (synthetic)"),
            (payee.Version, payee.Verification, payee.Details!.BankName));
        await MustStandAsync(books, codes, PaymentStage.Sent);
    }

    [Theory, EveryDatabase]
    public async Task An_answer_that_fits_no_batch_or_only_part_of_one_changes_nothing(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (batch, codes) = await SentAsync(books);
        (string Code, string Answer)[] wrong =
        [
            ("batch_is_unknown", Answer("B-NOBODY", "ACCP", "")),
            ("payment_answer_is_none", "<Document/>"),
            ("answered_order_is_unknown", Answer(batch, "PART", Said(codes[0], "RJCT") + Said("PAY-OTHER", "RJCT"))),
            ("answered_order_is_twice", Answer(batch, "PART", Said(codes[0], "RJCT") + Said(codes[0], "ACSP"))),
            ("answers_disagree", Answer(batch, "RJCT", Said(codes[0], "ACSP"))),
            ("date_is_ahead", Answer(batch, "RJCT", "", "2026-07-02T08:00:00Z")),
        ];
        foreach (var (code, answer) in wrong) await books.MustRefuseAsync(code, () => TakeAsync(books, answer));

        // Paid by the statement first: a rejection of it is refused whole.
        (await PayRoad.BankAsync(books.Writer, codes[1], PaymentEventKind.Executed, On)).OrThrow();
        await books.MustRefuseAsync("payment_is_elsewhere", () => TakeAsync(books, Answer(batch, "RJCT", "")));
        await MustStandAsync(books, codes[..1], PaymentStage.Sent);
    }

    [Theory, EveryDatabase]
    public async Task Without_the_account_set_up_no_answer_is_taken(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (batch, _) = await SentAsync(books);

        await books.MustRefuseAsync("batch_bank_is_not_set_up", () => TakeAsync(books, Answer(batch, "ACCP", ""), new PaymentSettings()));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", "1010 10000.00", "3020 -10000.00"));
        (await new AddBankAccount(books.Writer).RunAsync(new("B", "TFFV", "1010", CamtText.Account, Currency.Eur, "Bank (synthetic)",
            Day("2026-06-30"), Eur("10000.00")), TestBooks.Recorder)).OrThrow();
        return books;
    }

    /// <summary>The batch, and its payments in the order of their codes.</summary>
    private static async Task<(string Batch, string[] Codes)> SentAsync(TestBooks books)
    {
        var commitment = (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Eur("1000.00"),
            Day("2026-06-01"), null, "Visit"), TestBooks.Recorder)).OrThrow().Code;
        var codes = new List<string>();
        foreach (var (key, amount) in ((string, string)[])[("p", "450.00"), ("q", "450.00")])
            codes.Add((await PayRoad.DraftAsync(books.Writer, key, commitment, On, [new("5010", Eur(amount))])).OrThrow().Code);
        await PayRoad.ApproveAsync(books.Writer, [.. codes]);
        return (await PayRoad.SendAsync(books.Writer, On, [.. codes]), [.. codes.Order(StringComparer.Ordinal)]);
    }

    private static Task<Outcome<TakenAnswer>> TakeAsync(TestBooks books, string answer, PaymentSettings? settings = null) =>
        new TakePaymentAnswer(books.Writer, new BatchFile(new LedgerReads(books.Database, books.Clock), settings ?? new PaymentSettings
        {
            HolderName = "Trust Fund (synthetic)", Banks = { ["B"] = new PayingBankSettings { Bic = "ABNANL2A" } },
        })).RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(answer)), "answer.xml", TestBooks.Recorder);

    private static string Answer(string batch, string status, string orders, string at = "2026-06-21T08:00:00Z") =>
        string.Create(CultureInfo.InvariantCulture, $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>A-1</MsgId>
              <CreDtTm>{at}</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{batch}</OrgnlMsgId>
              <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>{status}</GrpSts></OrgnlGrpInfAndSts>
              <OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}</OrgnlPmtInfId>{orders}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
            """);

    private static string Said(string payment, string status, string reason = "") =>
        $"<TxInfAndSts><OrgnlEndToEndId>{payment}</OrgnlEndToEndId><TxSts>{status}</TxSts>{reason}</TxInfAndSts>";

    private static async Task<List<PayeeVersion>> PayeesAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return await PayeeBook.AllAsync(connection, await reads.CatalogAsync(connection));
    }

    private static async Task MustStandAsync(TestBooks books, string[] codes, PaymentStage stage)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        var rows = await PaymentList.ReadAsync(connection, await reads.CatalogAsync(connection), new PaymentFilter());
        Assert.All(rows.Where(row => codes.Contains(row.Code)), row => Assert.Equal(stage, row.Stage));
    }
}
