using FundsLedger.App.Features.Bank.Reading;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Who paid, and for what, in more of the ways in which banks write it than the field cases hold.</summary>
public sealed class WhoPaidTests
{
    [Theory]
    // German, angle brackets of Polish banks, Dutch words with the ordering party, carets, and words of SEPA alone.
    [InlineData("166?00GUTSCHRIFT?20EREF+IE-P-2023-1?21SVWZ+Gift of Ireland?30COBADEFF?31DE02120300000000202051?32DONOR ?33TWO",
        "DONOR TWO", "DE02120300000000202051", "IE-P-2023-1")]
    [InlineData("020<00PRZELEW<20GIFT IE-P-2023-1<27DONOR THREE<38PL61109010140000071219812874",
        "DONOR THREE", "PL61109010140000071219812874", "IE-P-2023-1")]
    [InlineData("/TRTP/SEPA/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/DONOR FOUR/REMI/IE-P-2023-1/EREF/E1",
        "DONOR FOUR", "NL91ABNA0417164300", "IE-P-2023-1")]
    [InlineData("/EREF/E2//CNTP/NL91ABNA0417164300/ABNANL2A/Donor Five///REMI/STRD/CUR/IE-P-2023-1/", "Donor Five", "NL91ABNA0417164300",
        "IE-P-2023-1")]
    [InlineData("020^00WPLATA^20IE-P-2023-1^32DONOR SIX^38PL61109010140000071219812874",
        "DONOR SIX", "PL61109010140000071219812874", "IE-P-2023-1")]
    // The one behind the payer, ING's and Rabobank's words with a label within, a structured reference of Belgium, a key before another.
    [InlineData("166?00GUTSCHRIFT?20EREF+IE-P-2023-1?21ABWA+Ministry of Ireland?30COBADEFF?31DE02120300000000202051?32PAYING OFFICE",
        "Ministry of Ireland", "DE02120300000000202051", "IE-P-2023-1")]
    [InlineData("/BENM//NAME/Donor Eleven/REMI/IE-P-2023-1/ISDT/2026-02-02", "Donor Eleven", "", "IE-P-2023-1")]
    [InlineData("/ORDP//NAME/Donor Twelve/REMI/IE-P-2023-1/ADDR/Street 1 Town", "Donor Twelve", "", "IE-P-2023-1")]
    [InlineData("/TRTP/SEPA/IBAN/BE68539007547034/BIC/GKCCBEBB/NAME/DONOR THIRTEEN/REMI/+++090/9337/55493+++/EREF/NOTPROVIDED",
        "DONOR THIRTEEN", "BE68539007547034", "+++090/9337/55493+++")]
    [InlineData("020?00UEBERWEISUNG?20SVWZ+Gift IE-P-2023-1?21 EREF+NOTPROVIDED?32DONOR FOURTEEN?38DE02120300000000202051",
        "DONOR FOURTEEN", "DE02120300000000202051", "IE-P-2023-1")]
    public void From_the_words_of_mt940(string text, string name, string account, string reference)
    {
        var lines = string.Join("\n", text.Chunk(65).Select(part => new string(part)));
        Says(FieldFiles.Mt940(FieldFiles.Main, "1000,00", "1010,00", ":61:2602020202C10,00NTRFNONREF//B1", $":86:{lines}"), name, account,
            reference);
    }

    [Theory]
    [InlineData("<RltdPties><Dbtr><Nm>Office</Nm></Dbtr><DbtrAcct><Id><Othr><Id>0417164300</Id></Othr></Id></DbtrAcct></RltdPties>"
        + "<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>", "Office", "0417164300", "RF18539007547034")]
    [InlineData("<RltdPties><Dbtr><Pty><Nm>Bank of others</Nm></Pty></Dbtr><UltmtDbtr><Pty><Nm>Donor Seven</Nm></Pty></UltmtDbtr>"
        + "</RltdPties>"
        + "<RmtInf><Ustrd>IE-P-2023-1</Ustrd></RmtInf>", "Donor Seven", "", "IE-P-2023-1")]
    [InlineData("<RltdPties><InitgPty><Pty><Nm>Starter</Nm></Pty></InitgPty><Dbtr><Pty><Nm>Donor Eight</Nm></Pty></Dbtr></RltdPties>"
        + "<RmtInf><Strd><RfrdDocInf><Nb>IE-P-2023-1</Nb></RfrdDocInf></Strd></RmtInf>", "Donor Eight", "", "IE-P-2023-1")]
    [InlineData("<Refs><EndToEndId>IE-P-2023-1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Donor Nine</Nm></Pty></Dbtr></RltdPties>",
        "Donor Nine", "", "IE-P-2023-1")]
    [InlineData("<RltdPties><Dbtr><Pty><Nm>Donor Ten</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>one</Ustrd><Ustrd>IE-P-2023-1</Ustrd>"
        + "</RmtInf>",
        "Donor Ten", "", "IE-P-2023-1")]
    // One behind the payer who has no name, a return with the two of the original, a payer by number alone, both kinds of remittance, and
    // an office that only starts the payment.
    [InlineData("<RltdPties><Dbtr><Nm>Donor Fifteen</Nm></Dbtr><UltmtDbtr><Id><OrgId><Othr><Id>7</Id></Othr></OrgId></Id></UltmtDbtr>"
        + "</RltdPties><RmtInf><Ustrd>IE-P-2023-1</Ustrd></RmtInf>", "Donor Fifteen", "", "IE-P-2023-1")]
    [InlineData("<RltdPties><Cdtr><Nm>Donor Sixteen</Nm></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct>"
        + "</RltdPties><RmtInf><Ustrd>IE-P-2023-1</Ustrd></RmtInf><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>", "Donor Sixteen",
        "DE02120300000000202051", "IE-P-2023-1")]
    [InlineData("<RltdPties><DbtrAcct><Id><IBAN>DE02 1203 0000 0000 2020 51</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>IE-P-2023-1"
        + "</Ustrd></RmtInf>", "", "DE02120300000000202051", "IE-P-2023-1")]
    [InlineData("<RltdPties><Dbtr><Nm>Donor Seventeen</Nm></Dbtr></RltdPties><RmtInf><Ustrd>second part</Ustrd><Strd><CdtrRefInf><Ref>"
        + "IE-P-2023-1</Ref></CdtrRefInf></Strd></RmtInf>", "Donor Seventeen", "", "IE-P-2023-1")]
    [InlineData("<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><InitgPty><Nm>Office</Nm></InitgPty><Dbtr><Nm>Donor Eighteen"
        + "</Nm></Dbtr></RltdPties><RmtInf><Strd><RfrdDocInf><Nb>IE-P-2023-1</Nb></RfrdDocInf></Strd></RmtInf>", "Donor Eighteen", "",
        "IE-P-2023-1")]
    public void From_the_elements_of_camt(string details, string name, string account, string reference) => Says(BankFiles.Of("f.xml",
        CamtText.Document(CamtText.Statement("1000.00", "2026-02-02", "1010.00", "2026-02-02", [])).Replace("</Stmt>",
            "<Ntry><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-02</Dt></BookgDt>"
            + $"<NtryDtls><TxDtls>{details}</TxDtls></NtryDtls></Ntry></Stmt>", StringComparison.Ordinal)), name, account, reference);

    private static void Says(BankFile file, string name, string account, string reference)
    {
        var line = BankFiles.Read(file).OfType<LineRead>().Single().Line;
        Assert.Equal((name, account), (line.PartyName, line.PartyAccount));
        Assert.Contains(reference, $"{line.Reference} {line.Text}", StringComparison.Ordinal);
    }
}
