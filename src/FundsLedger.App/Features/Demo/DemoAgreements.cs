using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.Demo;

/// <summary>A signed agreement in instalments — one paid, one paid in part in dollars, one overdue, one against a report — a small pledge
/// paid with more than was promised, a donor under review, and what waits for a second person. Invented from end to end.</summary>
internal static class DemoAgreements
{
    private const string Donor = "SYN-Z";

    public static void Note(DemoDiary diary, DateOnly start, DateOnly today, DemoRoutine routine)
    {
        var signed = today.AddMonths(-14);
        var code = "";
        diary.Note(start, Desk.Recorder, async session =>
        {
            (await AddDonor.ApplyAsync(session, new(Donor, "State Z (synthetic)", DonorType.State, "fr", IsSynthetic: true))).OrThrow();
            (await AddDonor.ApplyAsync(session,
                new("SYN-ZC", "Company Z (synthetic)", DonorType.Company, "en", IsSynthetic: true))).OrThrow();
        });
        diary.Note(signed, Desk.Recorder, async session =>
        {
            InstalmentTerm[] terms =
            [
                new(signed.AddMonths(1), Money.Eur(6_000_000)), new(signed.AddMonths(6), Money.Eur(6_000_000)),
                new(signed.AddMonths(11), Money.Eur(6_000_000)),
                new(signed.AddMonths(17), Money.Eur(6_000_000), "annual report accepted (synthetic)"),
            ];
            code = (await SignAgreement.ApplyAsync(session,
                new("demo/agreement", Donor, null, "SFR", signed, Money.Eur(24_000_000), null, terms, "Capacity building (synthetic)",
                    "Annual report (synthetic)", 90, true, "SYN-NV-1"))).OrThrow().Code;
        });
        diary.Note(signed.AddMonths(1).AddDays(4), Desk.Recorder, async session =>
            (await RecordReceipt.ApplyAsync(session,
                new("demo/agreement/paid/1", "SFR", Donor, signed.AddMonths(1).AddDays(3), Money.Eur(6_000_000), "1010", null, null,
                    "SYN-Z-1", code))).OrThrow());
        diary.Note(signed.AddMonths(7), Desk.Recorder, async session =>
        {
            var (day, dollar) = (signed.AddMonths(7).AddDays(-2), Currency.Of("USD"));
            var (entered, rate) = routine.RateOn(day, dollar);
            (await RecordReceipt.ApplyAsync(session,
                new("demo/agreement/paid/2", "SFR", Donor, day, new Money(4_000_000, dollar), "1011",
                    new QuotedRate(rate, entered, DemoRoutine.RateSource), null, "SYN-Z-2", code, null,
                    PaymentDifference.StaysDue))).OrThrow();
        });
        diary.Note(today.AddDays(-24), Desk.Recorder, async session =>
        {
            var pledge = (await AnnouncePledge.ApplyAsync(session,
                new("demo/small", Donor, today.AddDays(-24), Money.Eur(500_000), null, "Synthetic pledge of State Z to the family visits",
                    null, "TFFV", today.AddDays(-10)))).OrThrow().Code;
            diary.Note(today.AddDays(-9), Desk.Recorder,
                async later =>
                    (await RecordReceipt.ApplyAsync(later,
                        new("demo/small/paid", "TFFV", Donor, today.AddDays(-9), Money.Eur(525_000), "1010",
                Pledge: pledge, Reference: "SYN-Z-3", Difference: PaymentDifference.Return))).OrThrow());
        });
        diary.Note(today.AddDays(-20), Desk.Recorder, async session =>
        {
            (await SetDonorProfile.ApplyAsync(session,
                new("SYN-ZC", new DonorProfile(null, "en", true, true, "origin of the money to be looked at (synthetic)")))).OrThrow();
            var offer = (await RecordOffer.ApplyAsync(session,
                new("demo/offer", "SYN-ZC", today.AddDays(-20), Money.Eur(1_500_000), null, "Synthetic offer to the family visits",
                    "SYN letter", "TFFV"))).OrThrow().Code;
            (await DecideOffer.ApplyAsync(session, new(offer, true, today.AddDays(-20), "fits the purpose (synthetic)"))).OrThrow();
            (await WriteOff.AskAsync(session,
                new("demo/agreement/off", code, 2, today.AddDays(-20), "the donor disputes the exchange rate (synthetic)",
                    Money.Eur(100_000)), default)).OrThrow();
        });
    }
}
