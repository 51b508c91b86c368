using System.Globalization;
using System.Security;
using System.Text;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>A second bank account of the family visits, new this month, with one statement accepted and one set aside: so that the screens
/// of matching have something to show. Its money waits in unidentified receipts and changes nothing that is available.</summary>
internal static class DemoBank
{
    public const string Code = "TFFV-EUR";

    // The example number of the IBAN registry's own documentation.
    private const string Number = "DE89370400440532013000";

    /// <summary>Opens the account a month before, with two payments that leave it: one the bank gives back.</summary>
    /// <returns>The codes of the payments, once they are sent.</returns>
    public static IReadOnlyList<string> Note(DemoDiary diary, DemoPayments payments, DateOnly today)
    {
        var (start, sent) = (StartOf(today), new List<string>());
        diary.Note(start.AddDays(-4), Desk.Recorder, async session =>
        {
            (await AddAccount.ApplyAsync(session,
                new("TFFV", "1014", "Bank, EUR, by statement", "Banque, EUR, par relevé", AccountKind.Asset, AccountRole.Cash, "EUR"),
                default)).OrThrow();
        });
        diary.Note(start, Desk.Visits, async session =>
        {
            var made = await MakeCommitment.ApplyAsync(session,
                new("demo/bank/commit", "TFFV", null, Money.Eur(500_00), start, today.AddMonths(5), "Synthetic visit"));
            if (made.IsRefused) return;
            foreach (var (index, cents) in ((int, long)[])[(0, 320_00), (1, 180_00)])
                payments.Note(start, new DemoPayment($"demo/bank/pay/{index}", () => made.Value.Code, start, [new PaymentLine("5020",
                    Money.Eur(cents))], IsFinal: index == 1, Payee: index) { Bank = "1014", Sent = sent.Add });
        });
        return sent;
    }

    private static DateOnly StartOf(DateOnly today) => new DateOnly(today.Year, today.Month, 1).AddMonths(-1);

    public static async Task RecordAsync(LedgerDatabase database, LedgerWriter writer, DemoClock clock, IReadOnlyList<string> sent,
        DateOnly today, CancellationToken cancel)
    {
        var recorder = DemoDiary.Actors[(int)Desk.Recorder];
        var start = StartOf(today);
        (await new AddBankAccount(writer).RunAsync(
            new(Code, "TFFV", "1014", Number, Currency.Eur, "Synthetic account for statements", start.AddDays(-1), Money.Eur(0)), recorder,
            cancel)).OrThrow();
        var pledges = await OpenPledgesAsync(database, cancel);
        var lines = new List<(DateOnly Day, long Cents, string Name, string Account, string Text, string Code)>();
        foreach (var (index, pledge) in pledges.Index())
            lines.Add(
                (start.AddDays(3 + index), Math.Min(pledge.Cents, 25_000_00 + index * 1_000_00), index == 0 ? "" : pledge.Name,
                    $"SYNTHETIC{index}", index == 0 ? $"Synthetic payment for {pledge.Code}" : "Synthetic payment", "ESCT"));
        lines.Add((start.AddDays(12), 75_00, "Payer (synthetic)", "SYNTHETIC9", "Synthetic gift without a word", "ESCT"));
        lines.Add((start.AddDays(20), 1_10, "", "", "Synthetic interest", "INTR"));
        lines.Add((start.AddDays(22), -120_00, "Payee (synthetic)", "SYNTHETIC8", "Synthetic payment that nobody has recorded", "ESCT"));
        foreach (var (index, cents) in ((int, long)[])[(0, 320_00), (1, 180_00)])
            if (index < sent.Count) lines.Add((start.AddDays(16), -cents, "Payee (synthetic)", $"SYNTHETIC{index + 20}",
                $"Synthetic execution of {sent[index]}", "ESCT"));
        if (sent.Count == 2) lines.Add((start.AddDays(24), 180_00, "Payee (synthetic)", "SYNTHETIC21",
            $"Synthetic return of {sent[1]}, account closed", "RRTN"));
        var end = start.AddMonths(1).AddDays(-1);
        var closing = lines.Sum(line => line.Cents);
        var import = new BankImport(writer, new LedgerReads(database, clock));
        await ImportAsync(File("synthetic-1.xml", 0, start, closing, end, lines));
        // The bank left a page out: it closes with more than its lines bring.
        await ImportAsync(
            File("synthetic-2.xml", closing, end, closing + 500_00, NotAhead(end.AddDays(14)),
                [(NotAhead(end.AddDays(3)), 380_00, "Payer (synthetic)", "SYNTHETIC9", "Synthetic gift", "ESCT")]));

        // What the bank made of the two payments stands on its lines.
        foreach (var (text, payment) in sent.Select(code => ($"%execution of {code}", code)).Concat(sent.Skip(1).Select(code =>
            ($"%return of {code}%", code))))
            (await new MatchPayments(writer).RunAsync(await LineAsync(database, text, cancel), [payment], "end_to_end_id", recorder,
                cancel)).OrThrow();

        // On the first days of a month the second statement is of these days: no bank says what comes.
        DateOnly NotAhead(DateOnly day) => day < today ? day : today;

        async Task ImportAsync(BankFile file) => (await import.RunAsync(file, null, recorder, cancel)).OrThrow();
    }

    private static async Task<long> LineAsync(LedgerDatabase database, string text, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.Command(null, "SELECT id FROM bank_lines WHERE text LIKE @text", ("@text", text)).NumberAsync(cancel);
    }

    private static async Task<List<(string Code, string Name, long Cents)>> OpenPledgesAsync(LedgerDatabase database,
        CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.Command(null,
            """
            SELECT p.pledge, d.name, SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
                JOIN funds f ON f.id = a.fund_id JOIN pledges g ON g.code = p.pledge JOIN donors d ON d.code = g.donor
            WHERE f.code = 'TFFV' AND a.role = 'pledges' AND g.currency = 'EUR' AND d.is_synthetic GROUP BY p.pledge, d.name
                HAVING SUM(p.amount_minor) > 0 ORDER BY p.pledge DESC LIMIT 3
            """).RowsAsync(row => (row.GetString(0), row.GetString(1), row.Sum(2)), cancel);
    }

    private static BankFile File(string name, long opening, DateOnly openedOn, long closing, DateOnly closedOn,
        IEnumerable<(DateOnly Day, long Cents, string Name, string Account, string Text, string Code)> lines)
    {
        var xml = new StringBuilder();
        xml.Append(CultureInfo.InvariantCulture, $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>SYNTHETIC</MsgId></GrpHdr>
            <Stmt><Id>SYNTHETIC-{closedOn:yyyyMMdd}</Id><Acct><Id><IBAN>{Number}</IBAN></Id><Ccy>EUR</Ccy></Acct>
            {Balance("OPBD", opening, openedOn)}{Balance("CLBD", closing, closedOn)}

            """);
        foreach (var line in lines)
        {
            var party = line.Cents < 0 ? "Cdtr" : "Dbtr";
            xml.Append(CultureInfo.InvariantCulture, $"""
                <Ntry>{Amount(line.Cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{line.Day:yyyy-MM-dd}</Dt></BookgDt>
                  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>{line.Code}</SubFmlyCd></Fmly></Domn></BkTxCd>
                  <NtryDtls><TxDtls><RltdPties><{party}><Pty><Nm>{SecurityElement.Escape(line.Name)}</Nm></Pty></{party}>
                    <{party}Acct><Id><Othr><Id>{line.Account}</Id></Othr></Id></{party}Acct></RltdPties>
                    <RmtInf><Ustrd>{line.Text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>

                """);
        }
        var content = Encoding.UTF8.GetBytes(xml.Append("</Stmt></BkToCstmrStmt></Document>").ToString());
        return new BankFile(name, () => new MemoryStream(content, writable: false));
    }

    private static string Balance(string kind, long cents, DateOnly on) =>
        string.Create(CultureInfo.InvariantCulture,
            $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{Amount(cents)}<Dt><Dt>{on:yyyy-MM-dd}</Dt></Dt></Bal>");

    private static string Amount(long cents) =>
        $"<Amt Ccy=\"EUR\">{Money.Eur(Math.Abs(cents)).ToDecimalString()}</Amt><CdtDbtInd>{(cents < 0 ? "DBIT" : "CRDT")}</CdtDbtInd>";
}
