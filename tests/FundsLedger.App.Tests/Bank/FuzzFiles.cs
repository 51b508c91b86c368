using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Files as banks could write them, and what becomes of them on the way: generated from a number, so that a find can be made
/// again.</summary>
internal sealed class FuzzFiles(int seed)
{
    private static readonly string[] Accounts = ["DE89370400440532013000", "/DE89370400440532013000", "DEUTDEFFXXX/DE89370400440532013000",
        "DE89370400440532013000/EUR", "FR1420041010050500013M02606", "517852257", "1291.99.348EUR", "TRIODOSBANK/0390123456",
        "37040044/0532013000", "DE89 3704 0044 0532 0130 00 EUR", "DE89-3704-0044-0532-0130-00", "IBAN DE89 3704 0044 0532 0130 00"];

    private static readonly string[] Words =
    [
        "Gift", ":25:DE89370400440532013000", ":20: persons", ":20:X", ":28C:7", ":60F:C260202EUR1000,00", ":62F:C260202EUR10,00",
        ":62F: the sum", ":61:2602020202C10,00NTRFNONREF", ":61: Main Street", ":86:more", "-", "-}", "",
        "{2:O942X", ":32A:260202EUR10,00", "?20EREF+A?32Name", "/REMI/USTD//x/", "{1:F01X}{4:", ":64:C260202EUR1,00",
        ":25P:1", ":34F:EURD0,", "a;b", "\"quoted\"", "Müller",
        "\u0080 <b>&amp;", ":62M:D260202EUR1,", "\t",
    ];

    private const string Letters = "0123456789:;,.-?/<>\"CDRN \n\0\uFFFD";

    private readonly Random _random = new(seed);

    /// <summary>The mapping by which the tables are read.</summary>
    public static CsvMapping Mapping { get; } = new("F", ';', ',', "yyyy-MM-dd", "DE89370400440532013000", "EUR", new Dictionary<string,
        string> { ["booked"] = "Date", ["amount"] = "Amount", ["balance"] = "Balance", ["text"] = "Text" });

    public byte[] Mt940() => Mutated(string.Join(Pick("\n", "\r\n"), Mt940Lines()) + Pick("", "\n", "\r\n-\r\n"),
        ":61:2602020202C10,00NTRFNONREF", ":62F:C260202EUR10,00", ":25:DE89370400440532013000", ":60F:C260202EUR10,00", ":20:Y", "-");

    public byte[] Camt() => Mutated(CamtDocument(), "<Ntry/>", "<Stmt>", "</Stmt>", "<Amt Ccy=\"EUR\">1.00</Amt>", "<Bal/>", "<TxDtls/>");

    public byte[] Csv() => Mutated(CsvTable(), "2026-02-02;10,00;10,00;x", ";", "\"", "Total;1,00", "1.250,00", "12.50");

    private List<string> Mt940Lines()
    {
        var lines = new List<string>();
        if (Chance(20)) lines.AddRange(["ABNANL2A", "940", "ABNANL2A"]);
        if (Chance(10)) lines.Add("{1:F01BANKDEFFXXXX0000000000}{2:" + Pick("I940", "O940", "I940", "O942", "I950") + "X}{4:");
        for (var statements = _random.Next(1, 4); statements > 0; statements--)
        {
            if (!Chance(15)) lines.Add(":20:" + Pick("A", "STARTUMSE", "940A110615"));
            lines.Add(Pick(":25:", ":25:", ":25P:") + Pick(Accounts));
            if (!Chance(10)) lines.Add(Pick(":28C:", ":28:") + Pick("0", "7/1", "03301/1", "00000/00", "x"));
            var balance = (decimal)_random.Next(-5000, 100_000) / 100;
            var currency = Pick("EUR", "EUR", "EUR", "JPY", "KWD");
            lines.Add($"{Pick(":60F:", ":60F:", ":60M:")}{Side(balance)}"
                + $"{Pick("260202", "260202", "260202", "260202", "260202", "991231", "260131", "260230")}{currency}"
                + $"{Comma(balance, currency)}");
            if (Chance(10)) lines.Add("-");
            for (var movements = _random.Next(0, 5); movements > 0; movements--)
            {
                var amount = (decimal)_random.Next(-3000, 3000) / 100;
                balance += amount;
                lines.Add($":61:260202{Pick("0202", "", "0131", "1231")}{Pick("", "", " ")}{Side(amount)}{Pick("", "", "R", "N")}"
                    + $"{Comma(amount, currency)}{Pick("NTRFNONREF//B1", " NTRFNONREF", "NOV NONREF", "N062REF", "")}");
                if (Chance(20)) lines.Add(Pick("NL70ABNA0987654321", "/TRCD/00100/", "beside"));
                if (!Chance(15)) lines.Add(":86:" + Pick(Words));
                for (var more = _random.Next(0, 3); more > 0; more--) lines.Add(Pick(Words));
            }
            if (Chance(10)) balance += 1;
            lines.Add($"{Pick(":62F:", ":62F:", ":62M:")}{Side(balance)}260202{currency}{Comma(balance, currency)}");
            if (Chance(30)) lines.Add($":64:C260202{currency}{Comma(balance, currency)}");
            if (Chance(20)) lines.Add(":86:" + Pick(Words));
            if (!Chance(30)) lines.Add(Pick("-", "-", "-}", "-XXX"));
        }
        return lines;
    }

    private string CamtDocument()
    {
        var text = new StringBuilder(Chance(5) ? "\n \r\n" : "");
        if (Chance(80)) text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        var isWrapped = Chance(15);
        if (isWrapped) text.Append("<Envelope><AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.02\"><X/></AppHdr>");
        text.Append(CultureInfo.InvariantCulture,
            $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{(Chance(3) ? "15" : Pick("02", "08", "10", "14", "01"))}\">"
                + $"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>");
        for (var statements = _random.Next(1, 3); statements > 0; statements--)
        {
            var balance = (decimal)_random.Next(-5000, 100_000) / 100;
            text.Append(CultureInfo.InvariantCulture,
                $"<Stmt><Id>S</Id><ElctrncSeqNb>{Pick("1", "26037", "x")}</ElctrncSeqNb><Acct><Id>"
                    + $"{(Chance(80) ? $"<IBAN>{Accounts[0]}</IBAN>" : $"<Othr><Id>{Pick(Accounts)}</Id></Othr>")}</Id>"
                    + $"{Pick("<Ccy>EUR</Ccy>", "")}</Acct>{CamtBalance(Pick("OPBD", "OPBD", "PRCD", "OPAV"), balance)}");
            var entries = new StringBuilder();
            for (var count = _random.Next(0, 4); count > 0; count--)
            {
                var amount = (decimal)_random.Next(-3000, 3000) / 100;
                balance += amount;
                entries.Append(CultureInfo.InvariantCulture,
                    $"<Ntry>{CamtAmount(amount)}<Sts>{Pick("BOOK", "<Cd>BOOK</Cd>", "PDNG")}</Sts><BookgDt><Dt>2026-02-02</Dt></BookgDt>"
                        + $"{Pick("<ValDt><DtTm>2026-02-03T10:00:00</DtTm></ValDt>", "")}{Details(amount)}</Ntry>");
            }
            text.Append(CamtBalance("CLBD", balance)).Append(entries).Append("</Stmt>");
        }
        return text.Append("</BkToCstmrStmt></Document>").Append(isWrapped ? "</Envelope>" : "").ToString();
    }

    private string Details(decimal amount)
    {
        var parties = "<RltdPties><Dbtr><Nm>Müller &amp; Co</Nm></Dbtr></RltdPties><RmtInf><Ustrd>x</Ustrd></RmtInf>";
        if (Chance(30)) return "";
        if (Chance(60)) return $"<NtryDtls><TxDtls>{(Chance(40) ? CamtAmount(amount) : "")}{parties}</TxDtls></NtryDtls>";
        var part = Math.Round(amount / 3, 2);
        return $"<NtryDtls><TxDtls>{CamtAmount(part)}{parties}</TxDtls><TxDtls>{CamtAmount(Chance(80) ? amount - part : amount)}</TxDtls>"
            + $"</NtryDtls>";
    }

    private string CsvTable()
    {
        var text = new StringBuilder();
        if (Chance(20)) text.Append(Pick("Account;DE89370400440532013000\n\n", "\uFEFF", "Balance on 03.02.2026;1005,00\n"));
        text.Append(Pick("Date;Amount;Balance;Text\n", "Date;Text;Amount;Balance\n", "date; amount;Balance ;Text;Other\n"));
        var order = text.ToString().Contains("Text;Amount", StringComparison.Ordinal);
        var balance = (decimal)_random.Next(-5000, 2_000_000) / 100;
        var rows = new List<string>();
        for (var count = _random.Next(1, 6); count > 0; count--)
        {
            var amount = (decimal)_random.Next(-300_000, 300_000) / 100;
            balance += amount;
            var words = Pick("gift", "\"a; \"\"b\"\"\"", "\"two\nlines\"", "Müller", "");
            var said = Chance(5) ? balance + 1 : balance;
            rows.Add(order ? $"{CsvDay()};{words};{CsvSum(amount)};{CsvSum(said)}" : $"{CsvDay()};{CsvSum(amount)};{CsvSum(said)};{words}");
        }
        if (Chance(40)) rows.Reverse();
        return text.Append(string.Join(Pick("\n", "\r\n"), rows)).Append(Pick("", "\n", "\r\n", "\nTotal;x\n", "\n\nEnd\n")).ToString();
    }

    private string CsvDay() => (Chance(2) ? "2026-02-30" : Pick("2026-02-02", "2026-02-02", "2026-02-03", "2026-02-02 10:11:12"));

    private string CsvSum(decimal amount)
    {
        var plain = Math.Abs(amount).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');
        if (Chance(2)) plain += Pick("0", "00");
        if (Chance(40) && plain.Length > 6 && plain[^3] == ',') plain = plain.Insert(plain.Length - 6, Pick(".", " ", "\u00A0", "'"));
        return amount >= 0 ? Pick("", "", "+") + plain : Pick("-" + plain, plain + "-", $"({plain})", "−" + plain);
    }

    private byte[] Mutated(string text, params string[] pieces)
    {
        var letters = new StringBuilder(text);
        for (var count = Chance(50) ? _random.Next(1, 4) : 0; count > 0 && letters.Length > 1; count--)
        {
            var at = _random.Next(letters.Length);
            switch (_random.Next(8))
            {
                case 0: letters.Remove(at, Math.Min(_random.Next(1, 12), letters.Length - at)); break;
                case 1: letters[at] = Letters[_random.Next(Letters.Length)]; break;
                case 2: letters.Insert(at, Letters[_random.Next(Letters.Length)]); break;
                case 3: letters.Insert(at, letters.ToString(at, Math.Min(_random.Next(1, 60), letters.Length - at))); break;
                case 4: letters.Insert(at, Pick(pieces)); break;
                case 5: letters.Length = at; break;
                default: Line(letters, at, pieces); break;
            }
        }
        var bytes = Encoding.UTF8.GetBytes(letters.ToString());
        if (bytes.Length > 0 && Chance(5)) bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    /// <summary>Lines get lost, come twice, or come where they do not belong.</summary>
    private void Line(StringBuilder letters, int at, string[] pieces)
    {
        var lines = letters.ToString().Split('\n').ToList();
        var index = _random.Next(lines.Count);
        switch (_random.Next(4))
        {
            case 0: lines.RemoveAt(index); break;
            case 1: lines.Insert(_random.Next(lines.Count), lines[index]); break;
            case 2: lines.Insert(index, Pick(pieces)); break;
            default: (lines[index], lines[^1]) = (lines[^1], lines[index]); break;
        }
        letters.Clear().Append(string.Join('\n', lines));
        _ = at;
    }

    private string CamtAmount(decimal amount) =>
        $"<Amt Ccy=\"{Pick("EUR", "EUR", "EUR", "EUR", "EUR", "USD")}\">"
            + $"{Math.Abs(amount).ToString(Pick("0.00", "0.0000", "0.##"), CultureInfo.InvariantCulture)}</Amt><CdtDbtInd>"
            + $"{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd>";

    private string CamtBalance(string kind, decimal amount) =>
        $"<Bal><Tp>{(Chance(90) ? $"<CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry>" : $"<Cd>{kind}</Cd>")}</Tp>{CamtAmount(amount)}<Dt><Dt>"
            + $"2026-02-02</Dt></Dt></Bal>";

    private string Comma(decimal amount, string currency)
    {
        var plain = Math.Abs(amount).ToString(currency == "JPY" ? "0" : "0.00", CultureInfo.InvariantCulture).Replace('.', ',');
        return currency == "JPY" ? plain + "," : Chance(10) ? "0000" + plain : Chance(5) ? plain.Replace(',', '.') : plain;
    }

    private static string Side(decimal amount) => amount < 0 ? "D" : "C";

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params string[] values) => values[_random.Next(values.Length)];
}
