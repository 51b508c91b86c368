using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Papers;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Support;

/// <summary>Books in which every table has a row: donors, pledges, receipts in two currencies, a visit paid, a reversal, a closed month, an
/// audited day, signed heads.</summary>
public static class SmallBooks
{
    public static readonly Rate Dollar = Rate.Read("0.92", Currency.Of("USD"), Currency.Eur)!.Value;

    public static async Task FillAsync(TestBooks books, SigningKey key)
    {
        var (writer, who) = (books.Writer, TestBooks.Recorder);
        (await new AddDonor(writer).RunAsync(new("XA", "State A (synthetic)", DonorType.State, "en", true), who)).OrThrow();
        (await new AddDonor(writer).RunAsync(new("XB", "Agency B (synthetic)", DonorType.Agency, "fr", true), who)).OrThrow();
        (await new EnterRate(writer).RunAsync(new(Day("2026-03-02"), Dollar, "synthetic rate"), who)).OrThrow();
        var pledge = (await new AnnouncePledge(writer).RunAsync(
            new("p1", "XA", Day("2026-01-15"), Eur("30000.00"), null, "Pledge (synthetic)"), who)).OrThrow().Code;
        (await new DesignatePledge(writer).RunAsync(
            new("p2", pledge, Day("2026-01-20"), Eur("20000.00"), new Designation.ToFund("TFFV", Day("2026-09-01")),
                "Designated (synthetic)"), who)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(
            new("r1", "TFFV", "XA", Day("2026-02-03"), Eur("12000.00"), "1010", null, pledge, "bank 1"), who)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(
            new("r2", "TFFV", "XB", Day("2026-03-02"), new Money(100_000, Currency.Of("USD")), "1011",
                new QuotedRate(Dollar, Day("2026-03-02"), "synthetic rate"), null, "bank 2"), who)).OrThrow();
        // Rows with numbers of their own come before what is numbered.
        await MoneyInRows.AddAsync(books, "XA", pledge);
        await MoneyOutRows.AddPublicationAsync(books);
        var request = (await new SubmitVisitRequest(writer).RunAsync(
            new("v1", "TFFV", "D-01", 2, [Relation.Spouse], Day("2026-05-01"), Day("2026-05-10"), Eur("1800.00"), Day("2026-03-05")),
            who)).OrThrow().Code;
        var commitment = (await new MakeCommitment(writer).RunAsync(
            new("c1", "TFFV", request, Eur("1800.00"), Day("2026-03-10"), Day("2026-12-31"), "Visit (synthetic)"),
            TestBooks.Certifier)).OrThrow().Code;
        (await PayRoad.PayAsync(writer, "d1", commitment, Day("2026-05-12"), [new("5010", Eur("900.00"))])).OrThrow();
        await RequestsAsync(books, request);
        var rules = (await new ChangePayRules(writer).AskAsync(new("rules", "TFFV", PayRules.Standard, "as before (synthetic)"), who))
            .OrThrow();
        (await new DecideApproval(writer, Acts.All).RunAsync(new(rules.Id, true), TestBooks.Approver)).OrThrow();
        await books.MustPostAsync(Entry("2026-06-30 charge TFFV", "5910 4.20", "1010 -4.20"));
        await books.MustPostAsync(Reversal("2026-06-30", "TFFV", (await LastKeyAsync(books))));
        (await new ClosePeriods(writer).CloseMonthAsync("TFFV", 2026, 1, TestBooks.Certifier)).OrThrow();
        await BankAsync(books);
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        await audit.NoteAsync(new AuditNote(who, AuditAct.SignedIn, "/sign-in"));
        await audit.NoteAsync(new AuditNote(who, AuditAct.Read, "GET /funds/SFR"));
        // A day as earlier versions sealed it; later rows are sealed by the minute.
        await using (var connection = await books.Database.OpenAsync())
            await books.RegisterAsync(Registers.AuditDigests, 1L, 1L, 2L, (await AuditDigest.OfAsync(connection.Command(null,
                AuditDigest.Question, ("@tree", 3), ("@first", 1L), ("@last", 2L)), default)).Digest, books.Clock.GetUtcNow());
        await PeopleAsync(books);
        await PapersAsync(books, pledge, request);
        await new SealAudit(writer, new LedgerReads(books.Database, books.Clock)).RunAsync();
        (await new ChangeAlertRule(writer).RunAsync("TFFV", AlertRule.Standard(AlertKind.BankMismatch) with { PassOnAfterDays = 2 },
            TestBooks.Approver)).OrThrow();
        await books.RegisterAsync(Registers.AlertEvents, 1L, 1, "requests_waiting", 1L, "raised", 1L, null, books.Clock.GetUtcNow(), who.Id,
            who.Name);
        await books.RegisterAsync(Registers.AlertEvents, 2L, 1, "requests_waiting", 1L, "cleared", 0L, "synthetic", books.Clock.GetUtcNow(),
            who.Id, who.Name);
        await books.RegisterAsync(Registers.Forecasts, 1L, 1, Day("2026-06-30"), "00", "synthetic", "7", 36, 100, "synthetic",
            books.Clock.GetUtcNow(), who.Id, who.Name);
        await books.RegisterAsync(Registers.ForecastScores, 1L, 1L, 3, "synthetic", books.Clock.GetUtcNow());
        var ended = (await new EndPledge(writer).AskAsync(
            new("e1", pledge, null, PledgeEnd.Lapsed, Day("2026-06-01"), "no word of it (synthetic)", Eur("10.00")), who)).OrThrow();
        (await new DecideApproval(writer, Acts.All).RunAsync(new(ended.Id, true), TestBooks.Approver)).OrThrow();
        (await new GiveBankNumber(writer).RunAsync(
            new("B", "10020030/1234567", Day("2026-01-01"), Day("2026-12-31"), "before the IBAN (synthetic)"), who)).OrThrow();
        var refused =
            await new DecideStatement(writer).AskAsync(new("s1", 2, StatementDecision.Refuse, "of another client (synthetic)"), who);
        (await new DecideApproval(writer, Acts.All).RunAsync(new(refused.OrThrow().Id, true), TestBooks.Approver)).OrThrow();
        await books.RegisterAsync(Registers.LineMarks, 1L, await books.NumberAsync("SELECT MIN(id) FROM bank_lines"),
            LineMark.NotOfThisFund, "synthetic", books.Clock.GetUtcNow(), who.Id, who.Name);
        await new SealHead(writer, key).RunIfDueAsync();
    }

    /// <summary>Somebody with everything that lets a person in, and one who is told by mail.</summary>
    private static async Task PeopleAsync(TestBooks books)
    {
        var person = await books.LetInAsync(Role.Recorder);
        await using var services = PeopleServices.Over(books.Database, books.Clock, new WebSettings());
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<PeopleStore>();
        var row = (await store.FindByIdAsync(person.Id, default))!;
        await store.ReplaceCodesAsync(row, ["one-two", "three-four"], default);
        await store.AddOrUpdatePasskeyAsync(row,
            new UserPasskeyInfo([1, 2, 3], [4, 5], books.Clock.GetUtcNow(), 1, null, true, false, false, [6], [7]) { Name = "key" },
            default);
        await scope.ServiceProvider.GetRequiredService<PasswordLinks>().MakeAsync(person.Id);
        var session = new OpenSession("s", new Person(person.Id, "Recorder of a test", "en", [Role.Recorder], []),
            SignInMethod.PasswordAndCode, books.Clock.GetUtcNow());
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        (await new Tokens(new LedgerReads(books.Database, books.Clock), books.Writer, audit).MakeAsync(
            new("k", "program", TokenScope.Read, 30), session)).OrThrow();
        await scope.ServiceProvider.GetRequiredService<Sessions>().BeginAsync(person.Id, SignInMethod.PasswordAndCode,
            new Visit("Firefox", "127.0.0.1"));
        (await new AlertRecipients(books.Writer, new LedgerReads(books.Database, books.Clock)).AddAsync(
            new("told@example.org", "en", AlertAudience.Cleared, "TFFV"), TestBooks.Approver)).OrThrow();
    }

    /// <summary>A request with lines that is deferred, and one whose detainee has means after all.</summary>
    private static async Task RequestsAsync(TestBooks books, string paid)
    {
        var (writer, who) = (books.Writer, TestBooks.Recorder);
        var cost = (await new EnterVisitCost(writer).RunAsync(
            new("TFFV", VisitCostItem.Travel, "a journey (synthetic)", Eur("450.00"), Day("2026-01-01"), "synthetic"), who)).OrThrow().Id;
        var request = (await new SubmitVisitRequest(writer).RunAsync(
            new("v2", "TFFV", "D-02", 2, [Relation.Child], Day("2026-09-01"), Day("2026-09-10"), Eur("900.00"), Day("2026-06-05"))
            {
                Lines = [new CostLine(cost, 2)],
            }, who)).OrThrow().Code;
        var deferred = (await new DecideRequest(writer).AskAsync(new("v3", request, VisitOutcome.Deferred, Eur("0.00"), Day("2026-06-10"),
            null, "rule (synthetic)", "no funds (synthetic)"), who)).OrThrow();
        (await new DecideApproval(writer, Acts.All).RunAsync(new(deferred.Id, true), TestBooks.Approver)).OrThrow();
        (await new RecordFinding(writer).RunAsync(new(paid, 0, true, Day("2026-03-06"), "rule (synthetic)", "by file (synthetic)"), who))
            .OrThrow();
        var ordered = (await new ReverseIndigence(writer).AskAsync(new("v4", paid, Eur("300.00"), Day("2026-06-20"), 3, Day("2026-08-01"),
            "order (synthetic)", "means became known (synthetic)"), who)).OrThrow();
        (await new DecideApproval(writer, Acts.All).RunAsync(new(ordered.Id, true), TestBooks.Approver)).OrThrow();
        (await new SetQueueOrder(writer).RunAsync(new("TFFV", "window,received,last_visit", "as decided (synthetic)"), who)).OrThrow();
    }

    /// <summary>A paper that is there, and one that was erased.</summary>
    private static async Task PapersAsync(TestBooks books, string pledge, string request)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        using var audit = new AuditLog(reads);
        var attach = new AttachPaper(books.Writer, new PaperSettings(), audit);
        (await attach.RunAsync(new(PaperSubject.Request, request, PaperKind.Invoice, "synthetic.pdf", Scans.Pdf), TestBooks.Recorder))
            .OrThrow();
        (await attach.RunAsync(new(PaperSubject.Pledge, pledge, PaperKind.NoteVerbale, "synthetic.png", Scans.Png), TestBooks.Recorder))
            .OrThrow();
        (await new ErasePaper(books.Writer, reads, audit).RunAsync(new(PaperSubject.Pledge, pledge, 1, "synthetic"), TestBooks.Recorder))
            .OrThrow();
    }

    /// <summary>A statement accepted and reconciled, one set aside, a line matched and a rule made of it.</summary>
    private static async Task BankAsync(TestBooks books)
    {
        var mapping = new CsvMapping("M", ';', ',', "dd.MM.yyyy", CamtText.Account, "EUR",
            new Dictionary<string, string> { ["booked"] = "Tag", ["amount"] = "Betrag" });
        (await new SaveBankMapping(books.Writer).RunAsync(mapping, TestBooks.Recorder)).OrThrow();
        await books.RegisterAsync("B", CamtText.Account, startsOn: "2026-03-31");
        await books.ImportAsync(
            CamtText.File("0.00", "2026-03-31", "25.00", "2026-04-30", "2026-04-02 25.00 Gift iban:NL01 ref:R1 bank:B1 name:State"));
        await books.ImportAsync(
            CamtText.File("26.00", "2026-04-30", "30.00", "2026-05-31", "2026-05-02 5.00 Gift iban:NL01 ref:R2 bank:B2 name:State"));
        (await new MatchLines(books.Writer).IdentifyAsync(new(1, "XA", [new(null, Eur("25.00"))], true, "donor_account"),
            TestBooks.Recorder)).OrThrow();
        (await new ReconcileBank(books.Writer).PrepareAsync("B", TestBooks.Recorder)).OrThrow();
        (await new ReconcileBank(books.Writer).ApproveAsync("B", TestBooks.Approver)).OrThrow();
    }

    public static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);

    private static async Task<string> LastKeyAsync(TestBooks books)
    {
        await using var db = books.Database.Read();
        return db.Entries.OrderByDescending(entry => entry.Seq).First().IdempotencyKey;
    }
}
