using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>What banks answer to a payment file (pain.002), written here from the public definitions of the message; what each must give
/// was written down before it was read.</summary>
public sealed class PaymentAnswerTests
{
    private static readonly BatchThatWasSent Batch = new("TFFV-B-2026-1", PainVersion.V09,
        [new("I-1", "E-1", Money.Eur(125_050)), new("I-2", "E-2", Money.Eur(7)), new("I-3", "E-3", Money.Eur(99_999_999))]);

    [Theory]
    [InlineData("03")]
    [InlineData("10")]
    public void A_whole_file_is_accepted(string version)
    {
        var report = Read(version, "<GrpSts>ACCP</GrpSts>").OrThrow();

        Assert.Equal(("A-1", "TFFV-B-2026-1", "pain.001.001.09", PaymentStatus.Accepted), (report.MessageId, report.OriginalMessageId,
            report.OriginalMessageName, report.Group.Status));
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 6, 0, 0, TimeSpan.Zero), report.CreatedAt);
        Assert.All(Apply(report), order => Assert.Equal(PaymentStatus.Accepted, order.Status));
    }

    [Theory]
    [InlineData("03")]
    [InlineData("10")]
    public void One_payment_is_rejected_and_says_why(string version)
    {
        var report = Read(version, """
            <OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>1001250.56</OrgnlCtrlSum><GrpSts>PART</GrpSts>
            <NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>ACSP</DtldSts></NbOfTxsPerSts>
            <NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>
            """, """
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>TFFV-B-2026-1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
              <TxInfAndSts><OrgnlInstrId>I-2</OrgnlInstrId><OrgnlEndToEndId>E-2</OrgnlEndToEndId><TxSts>RJCT</TxSts>
                <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed </AddtlInf><AddtlInf>since May</AddtlInf></StsRsnInf>
                <StsRsnInf><Rsn><Prtry>X77</Prtry></Rsn></StsRsnInf><AcctSvcrRef>BANK-99</AcctSvcrRef>
                <OrgnlTxRef><Amt><InstdAmt Ccy="EUR">0.07</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
              <TxInfAndSts><OrgnlInstrId>I-1</OrgnlInstrId><TxSts>ACSP</TxSts></TxInfAndSts>
            </OrgnlPmtInfAndSts>
            """).OrThrow();

        var orders = Apply(report);
        Assert.Equal([PaymentStatus.InProgress, PaymentStatus.Rejected, null], orders.Select(order => order.Status));
        Assert.Equal([new StatusReason("AC04", false, "Account closed since May"), new("X77", true, "")], orders[1].Reasons);
        Assert.Equal("BANK-99", orders[1].BankReference);
    }

    [Fact]
    public void Verification_of_payees_is_carried_with_the_names_of_close_matches()
    {
        var report = Read("10", "<GrpSts>RVCM</GrpSts>", """
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>TFFV-B-2026-1</OrgnlPmtInfId><PmtInfSts>RVCM</PmtInfSts>
              <TxInfAndSts><OrgnlEndToEndId>E-1</OrgnlEndToEndId><TxSts>RVMC</TxSts>
                <StsRsnInf><AddtlInf>“Ana Maria Synthetic”</AddtlInf></StsRsnInf></TxInfAndSts>
              <TxInfAndSts><OrgnlEndToEndId>E-2</OrgnlEndToEndId><TxSts>RVNM</TxSts></TxInfAndSts>
              <TxInfAndSts><OrgnlEndToEndId>E-3</OrgnlEndToEndId><TxSts>RVNA</TxSts></TxInfAndSts>
            </OrgnlPmtInfAndSts>
            """).OrThrow();

        Assert.Equal([new(PayeeVerification.CloseMatch, "Ana Maria Synthetic"), new(PayeeVerification.NoMatch, null),
            new(PayeeVerification.NoData, null)],
            Apply(report).Select(order => order.Verification!));
        Assert.All(Apply(report), order => Assert.Null(order.Status));
    }

    [Theory]
    [InlineData("RCVD", PaymentStatus.Received)]
    [InlineData("ACTC", PaymentStatus.AcceptedTechnically)]
    [InlineData("ACCP", PaymentStatus.Accepted)]
    [InlineData("ACWC", PaymentStatus.AcceptedWithChange)]
    [InlineData("ACSP", PaymentStatus.InProgress)]
    [InlineData("ACSC", PaymentStatus.Settled)]
    [InlineData("PDNG", PaymentStatus.Pending)]
    [InlineData("RJCT", PaymentStatus.Rejected)]
    [InlineData("CANC", PaymentStatus.Cancelled)]
    public void Each_status_is_read(string code, PaymentStatus status) =>
        Assert.Equal(status, Read("10", $"<GrpSts>{code}</GrpSts>").OrThrow().Group.Status);

    [Fact]
    public void A_name_that_would_turn_the_text_is_marked()
    {
        var report = Read("10", "", """
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>TFFV-B-2026-1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>E-1</OrgnlEndToEndId>
              <TxSts>RVMC</TxSts><StsRsnInf><AddtlInf>Ana&#x202E;citehtnyS</AddtlInf></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>
            """).OrThrow();

        Assert.Equal("Ana\uFFFDcitehtnyS", report.Payments[0].Orders[0].Verification!.HolderName);
    }

    [Fact]
    public void An_answer_to_five_thousand_payments_is_read()
    {
        var orders = string.Concat(Enumerable.Range(1, 5_000).Select(each =>
            $"<TxInfAndSts><OrgnlInstrId>I-{each}</OrgnlInstrId><OrgnlEndToEndId>E-{each}</OrgnlEndToEndId><TxSts>ACSC</TxSts>"
                + "<OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">0.07</InstdAmt></Amt><RmtInf><Ustrd>x</Ustrd></RmtInf><Cdtr><Nm>y</Nm></Cdtr>"
                + "<CdtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></CdtrAcct><Dbtr><Nm>z</Nm></Dbtr></OrgnlTxRef></TxInfAndSts>"));

        var report = Read("10", "",
            $"<OrgnlPmtInfAndSts><OrgnlPmtInfId>TFFV-B-2026-1</OrgnlPmtInfId>{orders}</OrgnlPmtInfAndSts>").OrThrow();

        Assert.Equal(5_000, report.Payments[0].Orders.Count);
        Assert.True(Apply(report, new BatchThatWasSent("TFFV-B-2026-1", PainVersion.V09,
            [.. Enumerable.Range(1, 5_000).Select(each => new OrderThatWasSent($"I-{each}", $"E-{each}", Money.Eur(7)))]))
            .All(order => order.Status == PaymentStatus.Settled));
    }

    [Theory]
    [InlineData("", "bank_file_is_empty")]
    [InlineData("not xml at all", "bank_file_is_broken")]
    [InlineData("<Document/>", "payment_answer_is_none")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>", "payment_answer_is_none")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"/>", "payment_answer_is_none")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.02\"/>", "payment_answer_version_is_unknown")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"/>", "payment_answer_is_incomplete")]
    [InlineData("<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document>&e;</Document>", "bank_file_has_dtd")]
    public void What_is_no_answer_is_refused(string file, string code) => Assert.Equal(code, ReadFile(file).Refusal!.Code);

    [Theory]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<GrpSts>OKAY</GrpSts>", "payment_status_is_unknown")]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<GrpSts>accp</GrpSts>", "payment_status_is_unknown")]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<GrpSts/>", "payment_status_is_unknown")]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<OrgnlNbOfTxs>-1</OrgnlNbOfTxs>", "payment_count_is_wrong")]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<OrgnlNbOfTxs>99999999999999</OrgnlNbOfTxs>", "payment_count_is_wrong")]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<NbOfTxsPerSts><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>", "payment_answer_is_incomplete")]
    [InlineData("<OrgnlMsgId>TFFV-B-2026-1</OrgnlMsgId>", "", "payment_answer_is_incomplete")]
    [InlineData("<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>", "<OrgnlMsgNmId/>", "payment_answer_is_incomplete")]
    [InlineData("<MsgId>A-1</MsgId>", "", "payment_answer_is_incomplete")]
    [InlineData("<CreDtTm>2026-12-02T07:00:00+01:00</CreDtTm>", "", "payment_answer_is_incomplete")]
    [InlineData("2026-12-02T07:00:00+01:00", "2026-02-30T07:00:00", "payment_answer_moment_is_wrong")]
    [InlineData("2026-12-02T07:00:00+01:00", "0001-01-01T00:00:00", "payment_answer_moment_is_wrong")]
    [InlineData("</CstmrPmtStsRpt>", "<OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId><TxInfAndSts><TxSts>RJCT</TxSts></TxInfAndSts>"
        + "</OrgnlPmtInfAndSts></CstmrPmtStsRpt>", "payment_answer_is_incomplete")]
    [InlineData("</CstmrPmtStsRpt>", "<OrgnlPmtInfAndSts><PmtInfSts>ACCP</PmtInfSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>",
        "payment_answer_is_incomplete")]
    [InlineData("</CstmrPmtStsRpt>", "<OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId><TxInfAndSts>"
        + "<OrgnlEndToEndId>E-1</OrgnlEndToEndId><OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">0.075</InstdAmt></Amt></OrgnlTxRef>"
        + "</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>",
        "bank_amount_has_too_many_decimals")]
    [InlineData("</CstmrPmtStsRpt>", "<OrgnlGrpInfAndSts><OrgnlMsgId>B-2</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>"
        + "</OrgnlGrpInfAndSts></CstmrPmtStsRpt>", "payment_answer_is_doubled")]
    [InlineData("</Document>", "", "bank_file_is_broken")]
    [InlineData("<GrpSts>", "<GrpSts", "bank_file_is_broken")]
    [InlineData("<GrpSts>ACCP</GrpSts>", "<GrpSts>&unknown;</GrpSts>", "bank_file_has_dtd")]
    public void What_is_wrong_in_an_answer_is_refused_by_name(string right, string wrong, string code)
    {
        var file = Document("10", "<GrpSts>ACCP</GrpSts>", "");
        Assert.Contains(right, file, StringComparison.Ordinal);

        Assert.Equal(code, ReadFile(file.Replace(right, wrong, StringComparison.Ordinal)).Refusal?.Code);
    }

    [Fact]
    public void Depth_and_length_stay_within_the_budget()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40));
        var endless = new string('x', 65_537);

        Assert.Equal("bank_file_is_broken", Read("10", deep).Refusal!.Code);
        Assert.Equal("bank_file_is_broken", Read("10", $"<StsRsnInf><AddtlInf>{endless}</AddtlInf></StsRsnInf>").Refusal!.Code);
    }

    private static IReadOnlyList<OrderAnswer> Apply(PaymentStatusReport report, BatchThatWasSent? batch = null) =>
        PaymentStatusRules.Apply(report, batch ?? Batch).OrThrow().Orders;

    private static Outcome<PaymentStatusReport> Read(string version, string group, string payments = "") =>
        ReadFile(Document(version, group, payments));

    private static Outcome<PaymentStatusReport> ReadFile(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return PaymentAnswerReader.Read(stream, "answer.xml");
    }

    private static string Document(string version, string group, string payments) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>
          <GrpHdr><MsgId>A-1</MsgId><CreDtTm>2026-12-02T07:00:00+01:00</CreDtTm></GrpHdr>
          <OrgnlGrpInfAndSts><OrgnlMsgId>TFFV-B-2026-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>
          {payments}
        </CstmrPmtStsRpt></Document>
        """;
}
