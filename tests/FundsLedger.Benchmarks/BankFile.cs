using System.Globalization;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.Benchmarks;

/// <summary>What one line of a synthetic statement says.</summary>
internal sealed record Payment(long Minor, string Name, string Account, string Text);

/// <summary>Synthetic camt.053 files of any size, and a bank account that takes them.</summary>
internal static class BankFile
{
    private const string Iban = "DE89370400440532013000";

    /// <summary>Every line another payer, amount and text.</summary>
    public static Payment Gift(int index) =>
        new(1000 + index, $"Payer {index} (synthetic)", string.Create(CultureInfo.InvariantCulture, $"NL00SYNT{index:0000000000}"),
            $"Contribution {index} to the fund, synthetic");

    public static async Task AddAccountAsync(LedgerWriter writer) =>
        (await new AddBankAccount(writer).RunAsync(
            new("B", "TFFV", "1010", Iban, Currency.Eur, "Bank", new DateOnly(2025, 12, 31), Money.Eur(0)), Journal.Recorder)).OrThrow();

    public static async Task WriteAsync(string path, int count, Func<int, Payment> payment)
    {
        await using var file = new StreamWriter(path);
        long sum = 0;
        for (var index = 0; index < count; index++) sum += payment(index).Minor;
        await file.WriteAsync($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-31T00:00:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>S</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><IBAN>{Iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>

            """);
        foreach (var (kind, amount, day) in ((string, long, string)[])[("OPBD", 0, "2025-12-31"), ("CLBD", sum, "2026-01-31")])
            await file.WriteAsync(
                $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt "
                    + $"Ccy=\"EUR\">{Money.Eur(amount).ToDecimalString()}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n");
        for (var index = 0; index < count; index++)
        {
            var (paid, day) = (payment(index), string.Create(CultureInfo.InvariantCulture, $"2026-01-{1 + index % 28:00}"));
            var amount = $"<Amt Ccy=\"EUR\">{Money.Eur(paid.Minor).ToDecimalString()}</Amt>";
            await file.WriteAsync($"""
                <Ntry><NtryRef>{index}</NtryRef>{amount}<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
                  <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>BANK-{index:00000000}</AcctSvcrRef>
                  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
                  <NtryDtls><TxDtls><Refs><EndToEndId>E2E-{index}</EndToEndId></Refs>{amount}
                    <RltdPties><Dbtr><Pty><Nm>{paid.Name}</Nm></Pty></Dbtr>
                      <DbtrAcct><Id><IBAN>{paid.Account}</IBAN></Id></DbtrAcct></RltdPties>
                    <RmtInf><Ustrd>{paid.Text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>

                """);
        }
        await file.WriteAsync("</Stmt></BkToCstmrStmt></Document>\n");
    }
}
