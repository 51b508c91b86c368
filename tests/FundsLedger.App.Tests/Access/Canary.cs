using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Microsoft.Extensions.Time.Testing;

namespace FundsLedger.App.Tests.Access;

/// <summary>A donor whose name, codes and amounts occur nowhere else in the books: where one of them shows, something leaks.</summary>
public static class Canary
{
    public const string Donor = "CANARY-7F3A";

    /// <summary>Parts of its texts and amounts, in every way they are written.</summary>
    public static IReadOnlyList<string> Traces { get; } =
        ["anary", "CANARY", "7,771,771", "7\u202F771\u202F771", "7\u00A0771\u00A0771", "7771771", "7,771,772", "7\u202F771\u202F772",
            "7771772", "7,771,773", "7\u202F771\u202F773", "7771773", "7,771,774", "7\u202F771\u202F774", "7771774"];

    /// <summary>The code of its pledge, and of a relocation commitment of a telling amount.</summary>
    public static async Task<(string Pledge, string Commitment)> SeedAsync(LedgerDatabase database, DateOnly today)
    {
        await using var writer =
            new LedgerWriter(database, new FakeTimeProvider(new DateTimeOffset(today, new TimeOnly(11, 0), TimeSpan.Zero)));
        var by = TestBooks.Recorder;
        (await new AddDonor(writer).RunAsync(new(Donor, "Canary State (synthetic)", DonorType.State, "en", true), by)).OrThrow();
        var pledge = (await new AnnouncePledge(writer).RunAsync(
            new("canary-1", Donor, today, Eur("7771771.31"), null, "Canary pledge (synthetic)"), by)).OrThrow().Code;
        (await new DesignatePledge(writer).RunAsync(
            new("canary-2", pledge, today, Eur("7771774.11") - Eur("5000000.00"), new Designation.ToFund("SFR", null),
                "Canary part (synthetic)"), by)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(
            new("canary-3", "SFR", Donor, today, Eur("7771772.47"), "1010", null, null, "canary bank"), by)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(
            new("canary-4", "TFFV", Donor, today, Eur("7771774.13"), "1010", null, null, "canary bank"), by)).OrThrow();
        var commitment = (await new MakeCommitment(writer).RunAsync(new("canary-5", "SFR", null, Eur("7771773.00"), today, null, null),
            by)).OrThrow().Code;
        (await new SignAgreement(writer).RunAsync(
            new("canary-6", Donor, null, "SFR", today, Eur("7771771.83"), null, [new(today.AddMonths(1), Eur("7771771.83"))],
                "Canary earmark (synthetic)"), by)).OrThrow();
        (await new RecordOffer(writer).RunAsync(new("canary-7", Donor, today, Eur("7771772.91"), null, "Canary offer (synthetic)"),
            by)).OrThrow();
        (await writer.PostAsync(
            LedgerText.Entry($"{App.Web.Links.Iso(today)} return SFR", $"4010 1.00 donor:{Donor}", $"2200 -1.00 donor:{Donor}"),
            by)).OrThrow();
        // Of the State that looks on, so that own and other differ: an agreement, an offer and a receipt of its own.
        (await new SignAgreement(writer).RunAsync(
            new("own-1", "IE", null, "TFFV", today, Eur("1.00"), null, [new(today.AddMonths(1), Eur("1.00"))], "Of a test (synthetic)"),
            by)).OrThrow();
        (await new RecordOffer(writer).RunAsync(new("own-2", "IE", today, Eur("1.00"), null, "Offer of a test (synthetic)"), by)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(
            new("own-3", "TFFV", "IE", today, Eur("1.00"), "1010", null, null, "receipt of a test (synthetic)"), by)).OrThrow();
        return (pledge, commitment);
    }

    private static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);
}
