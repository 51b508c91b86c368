using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
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

/// <summary>Each fund opened with EUR 10,000; one request for a visit asks for 4,000.</summary>
public sealed class SpendingTests
{
    private static readonly SubmitVisitRequest.Command Visit = new("visit", "TFFV", "D-01", 2, [Relation.Child, Relation.Spouse],
        Day("2026-05-01"), Day("2026-06-30"), Eur("4000.00"), Day("2026-02-01"));

    [Theory, EveryDatabase]
    public async Task A_request_is_submitted_with_codes_only(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => SubmitAsync(books, Visit));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM visit_requests WHERE relation_classes = 'spouse, child'"));
        await books.MustRefuseAsync("key_used_for_other_input", () => SubmitAsync(books, Visit with { VisitorCount = 3 }));
        var fresh = Visit with { Key = "new" };
        await books.MustRefuseAsync("visit_fund_is_unknown", () => SubmitAsync(books, fresh with { Fund = "SFR", DetaineeCode = "?" }));
        await books.MustRefuseAsync("detainee_code_is_malformed",
            () => SubmitAsync(books, fresh with { DetaineeCode = "John", VisitorCount = 0 }));
        await books.MustRefuseAsync("visitor_count_is_out_of_range",
            () => SubmitAsync(books, fresh with { VisitorCount = 0, Relations = [] }));
        await books.MustRefuseAsync("relations_are_missing",
            () => SubmitAsync(books, fresh with { Relations = [], WindowTo = Day("2026-04-30") }));
        await books.MustRefuseAsync("visit_window_is_reversed",
            () => SubmitAsync(books, fresh with { WindowTo = Day("2026-04-30"), Asked = Eur("0.00") }));
        await books.MustRefuseAsync("visit_amount_is_wrong", () => SubmitAsync(books, fresh with { Asked = In("USD", "1.00") }));
    }

    [Theory, EveryDatabase]
    public async Task Commitments_are_listed_as_they_stood_on_a_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var make = new MakeCommitment(books.Writer);
        var first = (await make.RunAsync(new("one", "TFFV", null, Eur("1000.00"), Day("2026-02-01"), null, "First"),
            TestBooks.Recorder)).OrThrow().Code;
        var second = (await make.RunAsync(new("two", "TFFV", null, Eur("300.00"), Day("2026-04-01"), null, "Second"),
            TestBooks.Recorder)).OrThrow().Code;
        (await PayRoad.PayAsync(books.Writer, "pay", first, Day("2026-05-01"), [new("5010", Eur("400.00"))], isFinal: true)).OrThrow();

        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        foreach (var (day, expected) in ((string, string)[])[("2026-01-31", ""), ("2026-02-01", $"{first} 100000 0"),
            ("2026-04-30", $"{second} 30000 0; {first} 100000 0"), ("2026-05-01", $"{second} 30000 0")])
        {
            var open = await CommitmentList.ReadAsync(connection, catalog, "TFFV", onlyOpen: true, moment: new Moment(Day(day)));
            Assert.Equal(expected, string.Join("; ", open.Select(row => $"{row.Code} {row.OpenEur} {row.PaidEur}")));
            // What stands in the list is the account on that day.
            Assert.Equal(await books.BalanceAsync("TFFV", "8020", day), Money.Eur(open.Sum(row => row.OpenEur)).ToDecimalString());
        }
    }

    [Theory, EveryDatabase]
    public async Task A_commitment_sets_money_aside_at_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var request = (await SubmitAsync(books, Visit)).OrThrow().Code;
        var commit = new MakeCommitment.Command("commit", "TFFV", request, Eur("4000.00"), Day("2026-02-20"), Day("2026-08-20"));
        var made = await books.MustRepeatAsync(() => CommitAsync(books, commit));
        Assert.Equal("C-2026-0001", made.Code);
        Assert.Equal("4000.00", await books.BalanceAsync("TFFV", "8020"));

        await books.MustRefuseAsync("key_used_for_other_input", () => CommitAsync(books, commit with { ExpiresOn = null }));
        var fresh = commit with { Key = "new" };
        await books.MustRefuseAsync("request_has_open_commitment", () => CommitAsync(books, fresh));
        await books.MustRefuseAsync("available_is_too_low",
            () => CommitAsync(books, fresh with { Request = null, Amount = Eur("6000.01") }));
        await books.MustRefuseAsync("commitment_amount_is_wrong", () => CommitAsync(books, fresh with { Amount = In("USD", "1.00") }));
        await books.MustRefuseAsync("commitment_ends_before_it_begins",
            () => CommitAsync(books, fresh with { ExpiresOn = Day("2026-02-19"), Request = "?" }));
        await books.MustRefuseAsync("commitment_request_is_unknown", () => CommitAsync(books, fresh with { Fund = "SFR" }));
    }

    [Theory, EveryDatabase]
    public async Task A_payments_code_says_nothing_of_what_else_was_recorded(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var visit = (await CommitAsync(books, new("visit", "TFFV", null, Eur("500.00"), Day("2026-02-20")))).OrThrow().Code;
        var token = (await CommitAsync(books, new("token", "SFR", null, Eur("500.00"), Day("2026-02-20")))).OrThrow().Code;
        foreach (var part in (string[])["a", "b"])
        {
            await books.MustRepeatAsync(() => PayRoad.PayAsync(books.Writer, part, visit, Day("2026-03-01"), [new("5010", Eur("100.00"))]));
            (await PayRoad.SettleAsync(books.Writer, $"s{part}", token, Day("2026-03-01"), [new("5110", Eur("100.00"))])).OrThrow();
        }
        await using var connection = await books.Database.OpenAsync();
        var codes = await connection.Command(null, "SELECT DISTINCT payment FROM postings WHERE payment IS NOT NULL").RowsAsync(row =>
            row.GetString(0));
        Assert.All(codes, code => Assert.Matches("^PAY-[0-9A-HJKMNP-TV-Z]{10}$", code));
        Assert.Equal(4, codes.Count);
    }

    [Theory, EveryDatabase]
    public async Task A_protected_fund_commits_under_a_token_and_without_words(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commit = new MakeCommitment.Command("commit", "SFR", null, Eur("5000.00"), Day("2026-02-20"));
        var made = await books.MustRepeatAsync(() => CommitAsync(books, commit));
        Assert.Matches("^K[0-9A-HJKMNP-TV-Z]{10}$", made.Code);
        (await PayRoad.SettleAsync(books.Writer, "pay", made.Code, Day("2026-03-01"), [new("5110", Eur("400.00"))])).OrThrow();
        var (commitment, payment, settled) = (Descriptions.Commitment.Of().Stored, Descriptions.Payment.Of().Stored,
            Descriptions.SettledByPayment.Of().Stored);
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM entries WHERE kind NOT IN ('opening') AND (reference IS NOT NULL OR description NOT IN "
                    + $"('{commitment}', '{payment}', '{settled}'))"));
        await books.MustRefuseAsync("commitment_text_is_not_allowed",
            () => CommitAsync(books, commit with { Key = "new", Description = "Case of somebody" }));
        await PayRoad.AddHotelAsync(books.Writer);
        await books.MustRefuseAsync("payment_fund_is_protected", () => PayRoad.DraftAsync(books.Writer, "new", made.Code,
            Day("2026-03-01"), [new("5110", Eur("400.00"))]));
    }

    [Theory, EveryDatabase]
    public async Task Settlements_settle_a_commitment_in_parts_and_the_last_sets_the_rest_free(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var token = (await CommitAsync(books, new("commit", "SFR", null, Eur("4000.00"), Day("2026-02-20")))).OrThrow().Code;
        var first = new SettleRelocation.Command("first", token, Day("2026-03-01"), [new("5110", Eur("1000.00")), new("5120",
            Eur("500.00"))]);
        var last = new SettleRelocation.Command("last", token, Day("2026-04-01"), [new("5110", Eur("2000.00"))], IsFinal: true);
        await books.MustRefuseAsync("payment_exceeds_commitment", () => AskAsync(books, first with { Lines = [new("5110",
            Eur("4000.01"))] }));

        var asked = await books.MustRepeatAsync(() => AskAsync(books, first));
        Assert.Equal(("4000.00", "10000.00"), (await books.BalanceAsync("SFR", "8020"), await books.BalanceAsync("SFR", "1010")));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked.Id, TestBooks.Recorder));
        await books.MustRepeatAsync(() => DecideAsync(books, asked.Id, TestBooks.Approver));
        Assert.Equal(("2500.00", "8500.00"), (await books.BalanceAsync("SFR", "8020"), await books.BalanceAsync("SFR", "1010")));
        (await DecideAsync(books, (await AskAsync(books, last)).OrThrow().Id, TestBooks.Approver)).OrThrow();

        Assert.Equal(("0.00", "6500.00"), (await books.BalanceAsync("SFR", "8020"), await books.BalanceAsync("SFR", "1010")));
        foreach (var other in (SettleRelocation.Command[])[last with { IsFinal = false }, last with { Lines = [new("5120",
            Eur("2000.00"))] }, last with { Lines = [new("5110", Eur("1999.00"))] }])
            await books.MustRefuseAsync("key_used_for_other_input", () => AskAsync(books, other));
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_settlements_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var token = (await CommitAsync(books, new("commit", "SFR", null, Eur("4000.00"), Day("2026-02-20")))).OrThrow().Code;
        var visit = (await CommitAsync(books, new("visit", "TFFV", null, Eur("9.00"), Day("2026-02-20")))).OrThrow().Code;
        var settle = new SettleRelocation.Command("pay", token, Day("2026-03-01"), [new("5110", Eur("1.00"))]);
        foreach (var (code, broken) in ((string, SettleRelocation.Command)[])[
            ("payment_is_without_commitment", settle with { Commitment = "??", Lines = [] }),
            ("payment_names_a_payee", settle with { Commitment = visit, Lines = [] }),
            ("payment_is_empty", settle with { Lines = [], Bank = "??" }),
            ("payment_amount_is_wrong", settle with { Lines = [new("??", Eur("0.00"))] }),
            ("payment_is_for_no_expense", settle with { Lines = [new("4010", Eur("1.00"))], Bank = "??" }),
            ("payment_is_for_no_expense", settle with { Lines = [new("5110", Eur("1.00")), new("5110", Eur("1.00"))] }),
            ("payment_bank_is_wrong", settle with { Bank = "1011", Date = Day("2026-02-19") }),
            ("payment_date_is_too_early", settle with { Date = Day("2026-02-19") })])
            await books.MustRefuseAsync(code, () => AskAsync(books, broken));
        var until = (await CommitAsync(books, new("until", "SFR", null, Eur("9.00"), Day("2026-02-20"),
            Day("2026-03-31")))).OrThrow().Code;
        await books.MustRefuseAsync("payment_is_after_expiry", () => AskAsync(books, settle with { Commitment = until,
            Date = Day("2026-04-01") }));
        (await AskAsync(books, settle with { Commitment = until, Date = Day("2026-03-31") })).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task An_expiry_binds_and_what_goes_on_is_carried_over_with_a_reason(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var old = (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Eur("900.00"), Day("2026-02-01"),
            Day("2026-03-31"), "Visit"), TestBooks.Certifier)).OrThrow().Code;
        Task<Domain.Outcome<PaidPayment>> PayAsync(string key, string commitment) => PayRoad.PayAsync(books.Writer, key, commitment,
            Day("2026-05-01"), [new("5010", Eur("700.00"))]);
        await PayRoad.AddHotelAsync(books.Writer);
        await books.MustRefuseAsync("payment_is_after_expiry", () => PayAsync("late", old));
        var extend = new ExtendCommitment.Command("x", old, Day("2026-04-30"), Day("2026-06-30"), "The visa came late");
        await books.MustRefuseAsync("commitment_reason_is_malformed", () => ExtendAsync(extend with { Reason = "" }));
        await books.MustRefuseAsync("commitment_is_not_extended", () => ExtendAsync(extend with { ExpiresOn = Day("2026-03-31") }));
        await books.MustRefuseAsync("commitment_is_not_extended", () => ExtendAsync(extend with { ExpiresOn = Day("2026-04-29") }));
        await books.MustRefuseAsync("commitment_date_is_too_early", () => ExtendAsync(extend with { Date = Day("2026-01-31") }));
        await books.MustRefuseAsync("commitment_is_unknown", () => ExtendAsync(extend with { Commitment = "C-9" }));
        var before = await books.BalanceAsync("TFFV", "8020");

        var done = await books.MustRepeatAsync(() => ExtendAsync(extend));

        Assert.Equal(("C-2026-0002", before), (done.Code, await books.BalanceAsync("TFFV", "8020")));
        await books.MustRefuseAsync("commitment_has_nothing_open", () => ExtendAsync(extend with { Key = "again" }));
        (await PayAsync("paid", done.Code)).OrThrow();
        // It goes back as a whole or not at all.
        Assert.Equal("commitment_is_overdrawn", (await new FundsLedger.App.Features.Books.Journal.ReverseEntry(books.Writer).RunAsync(
            new("back", done.Entry.Seq, Day("2026-05-02"), "wrong"), TestBooks.Recorder)).Refusal?.Code);
        Assert.True((await new FundsLedger.App.Features.Proof.Checks.LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync())
            .IsGood);

        Task<Domain.Outcome<ExtendedCommitment>> ExtendAsync(ExtendCommitment.Command command) => new ExtendCommitment(books.Writer)
            .RunAsync(command, TestBooks.Certifier);
    }

    [Theory, EveryDatabase]
    public async Task An_expired_commitment_is_available_again(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = (await CommitAsync(books, new("commit", "TFFV", null, Eur("10000.00"), Day("2026-02-20")))).OrThrow().Code;
        var release = new ReleaseCommitment.Command("release", commitment, Day("2026-06-01"), ReleaseReason.Expired);
        await books.MustRefuseAsync("commitment_date_is_too_early", () => ReleaseAsync(books, release with { Date = Day("2026-02-19") }));

        var released = await books.MustRepeatAsync(() => ReleaseAsync(books, release));

        Assert.Equal(Eur("10000.00"), released.Amount);
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "8020"));
        await books.MustRefuseAsync("commitment_has_nothing_open", () => ReleaseAsync(books, release with { Key = "again" }));
        await books.MustRefuseAsync("commitment_is_unknown", () => ReleaseAsync(books, release with { Key = "again", Commitment = "??" }));
        await books.MustRefuseAsync("key_used_for_other_input",
            () => ReleaseAsync(books, release with { Reason = ReleaseReason.NoLongerNeeded }));
    }

    private static Task<Outcome<SubmittedVisitRequest>> SubmitAsync(TestBooks books, SubmitVisitRequest.Command command) =>
        new SubmitVisitRequest(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<MadeCommitment>> CommitAsync(TestBooks books, MakeCommitment.Command command) =>
        new MakeCommitment(books.Writer).RunAsync(command, TestBooks.Certifier);

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, SettleRelocation.Command command) =>
        new SettleRelocation(books.Writer).AskAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, long id, Actor by) => new DecideApproval(books.Writer,
        Acts.All).RunAsync(new(id, true), by);

    private static Task<Outcome<ReleasedCommitment>> ReleaseAsync(TestBooks books, ReleaseCommitment.Command command) =>
        new ReleaseCommitment(books.Writer).RunAsync(command, TestBooks.Certifier);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        foreach (var fund in (string[])["TFFV", "SFR"])
            await books.MustPostAsync(Entry($"2026-01-01 opening {fund}", "1010 10000.00", "3020 -10000.00"));
        return books;
    }
}
