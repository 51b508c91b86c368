using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.SignOff;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.SignOff;

/// <summary>Who approves for one fund and only sees another, signs nothing of the other.</summary>
public sealed class FundsOfRightsTests
{
    [Theory, EveryDatabase]
    public async Task A_right_for_one_fund_signs_nothing_of_another(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-01 opening SFR", "1010 5000.00", "3020 -5000.00"),
            Entry("2026-01-01 opening TFFV", "1010 5000.00", "3020 -5000.00"));
        var token = (await new MakeCommitment(books.Writer).RunAsync(new("c", "SFR", null, Eur("1000.00"), Day("2026-06-01")),
            TestBooks.Recorder)).OrThrow().Code;
        var settle = (await new SettleRelocation(books.Writer).AskAsync(new("s", token, Day("2026-06-20"), [new("5110", Eur("600.00"))]),
            TestBooks.Recorder)).OrThrow().Id;
        var visit = (await new MakeCommitment(books.Writer).RunAsync(new("v", "TFFV", null, Eur("1000.00"), Day("2026-06-01"), null,
            "Visit"), TestBooks.Recorder)).OrThrow().Code;
        var payment = (await PayRoad.DraftAsync(books.Writer, "p", visit, Day("2026-06-20"), [new("5010", Eur("600.00"))])).OrThrow().Code;

        await books.MustRefuseAsync("approval_step_is_not_yours", () => DecideAsync(books, settle, "TFFV"));
        await books.MustRefuseAsync("approval_step_is_not_yours", () => CertifyAsync(books, payment, "SFR"));

        (await DecideAsync(books, settle, "SFR")).OrThrow();
        (await CertifyAsync(books, payment, "TFFV")).OrThrow();
    }

    private static Task<Domain.Outcome<DecidedApproval>> DecideAsync(TestBooks books, long id, string fund) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, true)
        {
            RoleFor = _ => "approving_officer", FundsFor = _ => FundsCovered.Of([fund]),
        }, TestBooks.Approver);

    private static Task<Domain.Outcome<DecidedApproval>> CertifyAsync(TestBooks books, string payment, string fund) =>
        new SignPayment(books.Writer, Acts.All).RunAsync(new(payment, SigningStep.Certify, true)
        {
            RoleFor = _ => "certifying_officer", FundsFor = _ => FundsCovered.Of([fund]),
        }, TestBooks.Certifier);
}
