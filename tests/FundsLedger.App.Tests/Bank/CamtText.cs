using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Writes camt.053 files. A line is <c>DATE AMOUNT TEXT [key:value …]</c> with keys iban, name, ref, bank, code, reversal,
/// ccy.</summary>
internal static class CamtText
{
    public const string Account = "DE89370400440532013000";

    public static BankFile File(string opening, string openedOn, string closing, string closedOn, params string[] lines) =>
        BankFiles.Of($"synthetic-{closedOn}.xml", Document(Statement(opening, openedOn, closing, closedOn, lines)));

    public static string Document(params string[] statements) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>"
        + "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-01T00:00:00Z</CreDtTm></GrpHdr>"
        + $"{string.Concat(statements)}</BkToCstmrStmt></Document>";

    public static string Statement(string opening, string openedOn, string closing, string closedOn, string[] lines,
        string account = Account, string currency = "EUR", int? number = null) =>
        $"<Stmt><Id>S-{closedOn}</Id>{(number is { } counted ? $"<ElctrncSeqNb>{counted}</ElctrncSeqNb>" : "")}"
        + $"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        + $"{Balance("OPBD", opening, openedOn, currency)}{Balance("CLBD", closing, closedOn, currency)}"
        + $"{string.Concat(lines.Select(line => Entry(line, currency)))}</Stmt>";

    private static string Balance(string kind, string amount, string date, string currency) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"{currency}\">{amount.TrimStart('-')}</Amt>"
        + $"<CdtDbtInd>{Side(amount)}</CdtDbtInd><Dt><Dt>{date}</Dt></Dt></Bal>";

    private static string Entry(string line, string currency)
    {
        var words = line.Split(' ');
        var (keys, text) = (new Dictionary<string, string>(StringComparer.Ordinal), new StringBuilder());
        foreach (var word in words.Skip(2))
            if (word.Split(':', 2) is [("iban" or "name" or "ref" or "bank" or "code" or "reversal" or "ccy") and var key, var value])
                keys[key] = value.Replace('_', ' ');
            else text.Append(CultureInfo.InvariantCulture, $"{word} ");
        var party = words[1].StartsWith('-') ? "Cdtr" : "Dbtr";
        return $"<Ntry><Amt Ccy=\"{keys.GetValueOrDefault("ccy", currency)}\">{words[1].TrimStart('-')}</Amt>"
            + $"<CdtDbtInd>{Side(words[1])}</CdtDbtInd>{(keys.ContainsKey("reversal") ? "<RvslInd>true</RvslInd>" : "")}"
            + $"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{words[0]}</Dt></BookgDt>\n"
            + $"<AcctSvcrRef>{keys.GetValueOrDefault("bank")}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
            + $"<SubFmlyCd>{keys.GetValueOrDefault("code", "ESCT")}</SubFmlyCd></Fmly></Domn></BkTxCd>\n"
            + $"<NtryDtls><TxDtls><Refs><EndToEndId>{keys.GetValueOrDefault("ref", "NOTPROVIDED")}</EndToEndId></Refs><RltdPties>"
            + $"<{party}><Pty><Nm>{keys.GetValueOrDefault("name")}</Nm></Pty></{party}>"
            + $"<{party}Acct><Id><IBAN>{keys.GetValueOrDefault("iban")}</IBAN></Id></{party}Acct></RltdPties>\n"
            + $"<RmtInf><Ustrd>{text.ToString().Trim()}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";
    }

    private static string Side(string amount) => amount.StartsWith('-') ? "DBIT" : "CRDT";
}
