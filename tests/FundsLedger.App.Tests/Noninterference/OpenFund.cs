using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>What is the same in both books of a pair: the open fund, and what donors give to either.</summary>
internal static class OpenFund
{
    private static readonly DateOnly Today = new(2026, 7, 5);

    /// <summary>Years of gifts and visits, so that there is something to forecast, and money for relocations.</summary>
    public static async Task BeginAsync(TestBooks books)
    {
        await books.AddDonorsAsync("XA", "XB", "XC");
        await books.MustPostAsync(LedgerText.Entry("2023-01-10 opening TFFV", "1010 8000.00", "3020 -8000.00"),
            LedgerText.Entry("2023-01-10 opening SFR", "1010 2000000.00", "3020 -2000000.00"));
        for (var month = 0; month < 40; month++)
        {
            var day = new DateOnly(2023, 2, 10).AddMonths(month);
            if (month % 3 == 0)
                await GiveAsync(books.Writer, $"gift-{month}", Story.Open, month % 2 == 0 ? "XA" : "XB", day, 400_000 + 1_000 * month);
            if (month % 2 == 0) await VisitAsync(books.Writer, $"visit-{month}", day.AddDays(9), 150_000 + 500 * month, isPaid: month < 38);
        }
        // Nobody asks how likely the protected fund is depleted: each answer takes as long as everything else in a pair.
        (await new ChangeAlertRule(books.Writer).RunAsync(Story.Protected,
            AlertRule.Standard(AlertKind.DepletionLikely) with { IsOn = false }, TestBooks.Approver)).OrThrow();
        await GiveAsync(books.Writer, "to-both", Story.Protected, "XA", new DateOnly(2025, 3, 1), 5_000_000);
        await PledgeAsync(books.Writer, "promise", "XB", Story.Open, new DateOnly(2026, 2, 1), 900_000);
        await PledgeAsync(books.Writer, "promise-protected", "XA", Story.Protected, new DateOnly(2026, 2, 1), 700_000);
        (await new SignAgreement(books.Writer).RunAsync(
            new("agreement", "XA", null, Story.Open, new DateOnly(2026, 1, 15), Money.Eur(600_000), null,
            [new(new DateOnly(2026, 9, 30), Money.Eur(600_000))], "For visits (synthetic)"), TestBooks.Recorder)).OrThrow();
        (await new RecordOffer(books.Writer).RunAsync(
            new("offer", "XA", new DateOnly(2026, 6, 20), Money.Eur(10_000), null, "Offer (synthetic)"), TestBooks.Recorder)).OrThrow();
    }

    /// <summary>What happens in the hours in which the books come apart.</summary>
    public static IEnumerable<Act> Acts(Random random)
    {
        for (var number = 0; number < 5; number++)
        {
            var (key, cents, donor) = ($"shared-{number}", random.NextInt64(10_000, 300_000), random.Next(2) == 0 ? "XA" : "XB");
            var kind = random.Next(4);
            yield return new Act(random.Next(500), kind == 3 ? Story.Protected : Story.Open, story => kind switch
            {
                0 => GiveAsync(story.Writer, key, Story.Open, donor, Today, cents),
                1 => VisitAsync(story.Writer, key, Today.AddDays(-20), cents % 100_000 + 1, isPaid: true),
                2 => PledgeAsync(story.Writer, key, donor, Story.Open, Today, cents),
                _ => GiveAsync(story.Writer, key, Story.Protected, "XA", Today, cents),
            });
        }
    }

    private static async Task GiveAsync(LedgerWriter writer, string key, string fund, string donor, DateOnly on, long cents) =>
        (await new RecordReceipt(writer).RunAsync(new(key, fund, donor, on, Money.Eur(cents), "1010", null, null, null),
            TestBooks.Recorder)).OrThrow();

    private static async Task PledgeAsync(LedgerWriter writer, string key, string donor, string fund, DateOnly on, long cents) =>
        (await new AnnouncePledge(writer).RunAsync(
            new(key, donor, on, Money.Eur(cents), null, "Promise (synthetic)", null, fund, on.AddMonths(4)), TestBooks.Recorder)).OrThrow();

    private static async Task VisitAsync(LedgerWriter writer, string key, DateOnly on, long cents, bool isPaid)
    {
        var request = (await new SubmitVisitRequest(writer).RunAsync(
            new($"{key}-request", Story.Open, "D-01", 1, [Relation.Spouse], on, on.AddDays(9), Money.Eur(cents), on.AddDays(-9)),
            TestBooks.Recorder)).OrThrow().Code;
        var code = (await new MakeCommitment(writer).RunAsync(new($"{key}-commit", Story.Open, request, Money.Eur(cents), on.AddDays(-5)),
            TestBooks.Recorder)).OrThrow().Code;
        if (isPaid)
            (await PayRoad.PayAsync(writer, $"{key}-pay", code, on, [new("5010", Money.Eur(cents))], isFinal: true)).OrThrow();
    }
}
