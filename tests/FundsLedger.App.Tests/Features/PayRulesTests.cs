using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Other rules for how a fund pays are tried on what it has paid before anybody asks for them.</summary>
public sealed class PayRulesTests
{
    private static readonly DateOnly On = Day("2026-06-20");

    [Theory, EveryDatabase]
    public async Task A_trial_names_what_other_rules_would_have_changed_and_changes_nothing(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", "1010 10000.00", "3020 -10000.00"));
        await DecideAsync(books, (await new ChangePayRules(books.Writer).AskAsync(new("rules", "TFFV", new(2, 200_00, 1), "decided"),
            TestBooks.Recorder)).OrThrow());
        var commitment = (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Eur("1000.00"), Day("2026-06-01"), null,
            "Visit"), TestBooks.Recorder)).OrThrow().Code;
        var first = (await PayRoad.DraftAsync(books.Writer, "p", commitment, On, [new("5010", Eur("900.00"))])).OrThrow().Code;
        await PayRoad.ApproveAsync(books.Writer, first);
        var batch = await PayRoad.SendAsync(books.Writer, On, first);
        var hotel = await PayRoad.AddHotelAsync(books.Writer);
        books.Clock.Advance(TimeSpan.FromMinutes(1));
        await ChangeAccountAsync(books, hotel);
        // The change was decided on 1 July: two days of cooling off end on the third.
        var second = (await new DraftPayment(books.Writer).RunAsync(new("q", commitment, hotel, [new("5010", Eur("250.00"))],
            Day("2026-07-03"), Day("2026-07-03")), TestBooks.Recorder)).OrThrow().Code;
        var before = await books.EveryRowAsync();

        var same = await TrialAsync(books, new(2, 200_00, 1));
        var other = await TrialAsync(books, new(5, 0, 2));

        Assert.Equal((2, 1, 0, 0, 0), (same.Payments, same.Batches, same.Later.Count, same.Refused.Count, same.SecondSignatures.Count));
        Assert.Equal((second, second, batch), (Assert.Single(other.Later), Assert.Single(other.Refused),
            Assert.Single(other.SecondSignatures)));
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Rules_out_of_range_and_of_a_protected_fund_are_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        foreach (var rules in (PayRules[])[new(-1, 0, 1), new(61, 0, 1), new(2, -1, 1), new(2, 100_001, 1), new(2, 0, 0), new(2, 0, 3)])
            await books.MustRefuseAsync("pay_rules_are_out_of_range", () => AskAsync(books, "TFFV", rules, "decided"));
        await books.MustRefuseAsync("pay_rules_are_of_open_funds", () => AskAsync(books, "SFR", PayRules.Standard, "decided"));
        await books.MustRefuseAsync("fund_is_unknown", () => AskAsync(books, "NONE", PayRules.Standard, "decided"));
        await books.MustRefuseAsync("pay_rules_need_a_reason", () => AskAsync(books, "TFFV", PayRules.Standard, ""));
    }

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, string fund, PayRules rules, string reason) =>
        new ChangePayRules(books.Writer).AskAsync(new("k", fund, rules, reason), TestBooks.Recorder);

    private static async Task ChangeAccountAsync(TestBooks books, string hotel)
    {
        await DecideAsync(books, (await new ChangePayee(books.Writer).AskAsync(new("change", hotel, 1,
            PayRoad.Hotel with { Account = "DE89370400440532013000" }, "told by letter"), TestBooks.Recorder)).OrThrow());
    }

    private static async Task DecideAsync(TestBooks books, AskedApproval asked) =>
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();

    private static async Task<PayRulesTrial> TrialAsync(TestBooks books, PayRules rules)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        return await PayRulesTrial.OfAsync(connection, catalog, catalog.Fund("TFFV")!, rules, Day("2026-07-03"));
    }
}
