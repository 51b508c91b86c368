using FundsLedger.App.Features.Audit;
using FundsLedger.App.Features.Commitments;
using FundsLedger.App.Features.Disbursements;
using FundsLedger.App.Features.Donors;
using FundsLedger.App.Features.Log;
using FundsLedger.App.Features.Periods;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Features.Rates;
using FundsLedger.App.Features.Receipts;
using FundsLedger.App.Features.Visits;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Support;

/// <summary>Books in which every table has a row: donors, pledges, receipts in two currencies, a visit paid, a reversal, a closed month, an audited day, signed heads.</summary>
public static class SmallBooks
{
    public static readonly Rate Dollar = Rate.Read("0.92", Currency.Of("USD"), Currency.Eur)!.Value;

    public static async Task FillAsync(TestBooks books, SigningKey key)
    {
        var (writer, who) = (books.Writer, TestBooks.Recorder);
        (await new AddDonor(writer).RunAsync(new("XA", "State A (synthetic)", DonorType.State, "en", true), who)).OrThrow();
        (await new AddDonor(writer).RunAsync(new("XB", "Agency B (synthetic)", DonorType.Agency, "fr", true), who)).OrThrow();
        (await new EnterRate(writer).RunAsync(new(Day("2026-03-02"), Dollar, "synthetic rate"), who)).OrThrow();
        var pledge = (await new AnnouncePledge(writer).RunAsync(new("p1", "XA", Day("2026-01-15"), Eur("30000.00"), null, "Pledge (synthetic)"), who)).OrThrow().Code;
        (await new DesignatePledge(writer).RunAsync(new("p2", pledge, Day("2026-01-20"), Eur("20000.00"), new Designation.ToFund("TFFV", Day("2026-09-01")), "Designated (synthetic)"), who)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(new("r1", "TFFV", "XA", Day("2026-02-03"), Eur("12000.00"), "1010", null, pledge, "bank 1"), who)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(new("r2", "TFFV", "XB", Day("2026-03-02"), new Money(100_000, Currency.Of("USD")), "1011", new QuotedRate(Dollar, Day("2026-03-02"), "synthetic rate"), null, "bank 2"), who)).OrThrow();
        var request = (await new SubmitVisitRequest(writer).RunAsync(new("v1", "TFFV", "D-01", 2, [Relation.Spouse], Day("2026-05-01"), Day("2026-05-10"), Eur("1800.00"), Day("2026-03-05")), who)).OrThrow().Code;
        var commitment = (await new MakeCommitment(writer).RunAsync(new("c1", "TFFV", request, Eur("1800.00"), Day("2026-03-10"), Day("2026-12-31"), "Visit (synthetic)"), TestBooks.Certifier)).OrThrow().Code;
        (await new Disburse(writer).RunAsync(new("d1", commitment, Day("2026-05-12"), [new("5010", Eur("900.00"))]), TestBooks.Certifier)).OrThrow();
        await books.MustPostAsync(Entry("2026-06-30 charge TFFV", "5910 4.20", "1010 -4.20"));
        await books.MustPostAsync(Reversal("2026-06-30", "TFFV", (await LastKeyAsync(books))));
        (await new ClosePeriods(writer).CloseMonthAsync("TFFV", 2026, 1, TestBooks.Certifier)).OrThrow();
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        await audit.NoteAsync(new AuditNote(who, AuditAct.SignedIn, "/sign-in"));
        await audit.NoteAsync(new AuditNote(who, AuditAct.Read, "GET /funds/SFR"));
        await new SealAudit(writer).RunAsync();
        await MoneyInRows.AddAsync(books, "XA", pledge);
        await new SealHead(writer, key).RunIfDueAsync();
    }

    public static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);

    private static async Task<string> LastKeyAsync(TestBooks books)
    {
        await using var db = books.Database.Read();
        return db.Entries.OrderByDescending(entry => entry.Seq).First().IdempotencyKey;
    }
}
