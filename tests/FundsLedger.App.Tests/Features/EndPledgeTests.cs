using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>A pledge of USD 100,000 to the family visits, confirmed, part paid, and ended by two people.</summary>
public sealed class EndPledgeTests
{
    private const string Code = "XA-P-2026-1";
    private static readonly AnnouncePledge.Command InDollars = new("dollars", "XA", Day("2026-01-10"), In("USD", "100000.00"),
        To("USD", "0.90"), "Pledge in dollars", null, "TFFV", Day("2026-03-31"));
    private static readonly EndPledge.Command Asked = new("end", Code, "TFFV", PledgeEnd.WrittenDown, Day("2026-05-01"), "budget cut");

    [Theory, EveryDatabase]
    public async Task A_letter_makes_what_was_announced_firmer_in_every_book(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var umbrella = (await new AnnouncePledge(books.Writer).RunAsync(
            new("whole", "XA", Day("2026-01-10"), Eur("900.00"), null, "For several purposes"), TestBooks.Recorder)).OrThrow().Code;
        (await new DesignatePledge(books.Writer).RunAsync(
            new("part", umbrella, Day("2026-01-11"), Eur("300.00"), new Designation.ToFund("SFR"), "Part"), TestBooks.Recorder)).OrThrow();
        var confirm = new ConfirmPledge.Command("letter", umbrella, Day("2026-01-20"), "NV 12/2026");

        var confirmed = await books.MustRepeatAsync(() => new ConfirmPledge(books.Writer).RunAsync(confirm, TestBooks.Recorder));

        Assert.Equal(Eur("900.00"), confirmed.Amount);
        Assert.Equal(("0.00", "600.00", "0.00", "300.00"),
            (await books.BalanceAsync("UMB", "8010"), await books.BalanceAsync("UMB", "8012"), await books.BalanceAsync("SFR", "8010"),
                await books.BalanceAsync("SFR", "8012")));
        foreach (var other in (ConfirmPledge.Command[])[confirm with { Reference = "NV 13/2026" },
            confirm with { Date = Day("2026-01-21") }, confirm with { Pledge = Code }])
            await books.MustRefuseAsync("key_used_for_other_input",
                () => new ConfirmPledge(books.Writer).RunAsync(other, TestBooks.Recorder));
        await books.MustRefuseAsync("pledge_has_nothing_to_confirm",
            () => new ConfirmPledge(books.Writer).RunAsync(confirm with { Key = "again" }, TestBooks.Recorder));

        // A part designated later stays as firm as it was.
        (await new DesignatePledge(books.Writer).RunAsync(
            new("late", umbrella, Day("2026-02-01"), Eur("100.00"), new Designation.ToFund("TFFV"), "Part"), TestBooks.Recorder)).OrThrow();
        Assert.Equal(("500.00", "100.00"), (await books.BalanceAsync("UMB", "8012"), await books.BalanceAsync("TFFV", "8012")));
        Assert.Equal(PledgeStage.ConfirmedInWriting, (await PledgeAsync(books, umbrella)).Stage);
    }

    [Theory, EveryDatabase]
    public async Task What_is_open_ends_only_when_another_person_approves(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new RecordReceipt(books.Writer).RunAsync(
            new("paid", "TFFV", "XA", Day("2026-02-01"), In("USD", "33333.33"), "1011",
                new(To("USD", "0.91"), Day("2026-02-01"), "Circular"), Code), TestBooks.Recorder)).OrThrow();

        var asked = await books.MustRepeatAsync(() => AskAsync(books, Asked));
        Assert.Equal("60000.00", await books.BalanceAsync("TFFV", "8010"));
        await books.MustRefuseAsync("key_used_for_other_input", () => AskAsync(books, Asked with { Reason = "other" }));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked.Id, true, TestBooks.Recorder));
        // The same person under another account of the machine.
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked.Id, true, new Actor("os:rosa", "rosa RECORDER")));
        await books.MustRefuseAsync("approval_is_unknown", () => DecideAsync(books, 99, true, TestBooks.Approver));
        await books.MustRefuseAsync("approval_reason_is_missing", () => DecideAsync(books, asked.Id, false, TestBooks.Approver));

        await books.MustRepeatAsync(() => DecideAsync(books, asked.Id, true, TestBooks.Approver));

        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "8010"));
        var pledge = await PledgeAsync(books, Code);
        Assert.Equal((In("USD", "66666.67"), PledgeStage.Paid), (pledge.Withdrawn, pledge.Stage));
        await books.MustRefuseAsync("approval_is_decided", () => DecideAsync(books, asked.Id, true, TestBooks.Certifier));
        await books.MustRefuseAsync("approval_is_decided", () => DecideAsync(books, asked.Id, false, TestBooks.Approver));
        await books.MustRefuseAsync("pledge_has_nothing_open", () => AskAsync(books, Asked with { Key = "again" }));
    }

    [Theory, EveryDatabase]
    public async Task A_no_changes_nothing_and_stays_on_record(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = (await AskAsync(books, Asked)).OrThrow();
        await books.MustRepeatAsync(
            () =>
                new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, false, "the donor said it will come"),
                    TestBooks.Approver));
        Assert.Equal("90000.00", await books.BalanceAsync("TFFV", "8010"));
        await books.MustRefuseAsync("approval_is_decided", () => DecideAsync(books, asked.Id, true, TestBooks.Certifier));
    }

    [Theory, EveryDatabase]
    public async Task Money_that_arrived_in_between_is_not_written_down_too(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = (await AskAsync(books, Asked with { Amount = In("USD", "80000.00") })).OrThrow();
        (await new RecordReceipt(books.Writer).RunAsync(
            new("paid", "TFFV", "XA", Day("2026-02-01"), In("USD", "20000.01"), "1011",
                new(To("USD", "0.91"), Day("2026-02-01"), "Circular"), Code), TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("pledge_has_less_open", () => DecideAsync(books, asked.Id, true, TestBooks.Approver));
    }

    [Theory, EveryDatabase]
    public async Task No_other_path_lowers_a_pledge(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var announced = (await new AnnouncePledge(books.Writer).RunAsync(InDollars, TestBooks.Recorder)).OrThrow().Entry.Seq;
        var reversal = new ReversalAsked("back", announced, Day("2026-05-01"), "typed twice");
        Assert.Equal("reversal_takes_two", (await new ReverseEntry(books.Writer).RunAsync(reversal, TestBooks.Recorder)).Refusal?.Code);
        await books.MustRefuseAsync("kind_is_reserved",
            Entry("2026-05-01 withdrawal TFFV", $"8010 -1.00 USD @@ -0.90 pledge:{Code}", $"8011 1.00 USD @@ 0.90 pledge:{Code}"));
        await books.MustRefuseAsync("claim_is_lowered", Entry("2026-05-01 adjustment TFFV", "8010 -1.00", "8011 1.00"));
        var file = TestServer.NewFile(".jsonl");
        await File.WriteAllTextAsync(file,
            FileLine.Of("f", "2026-05-01", "TFFV", "fulfilment", "x", ("8011", "1.00"), ("8010", "-1.00")));
        Assert.Equal("claim_is_lowered", (await new PostFile(books.Writer).RunAsync(file, TestBooks.Recorder)).Refusal?.Code);
        Assert.Equal("90000.00", await books.BalanceAsync("TFFV", "8010"));

        // Two people can.
        var asked = (await new ReverseEntry(books.Writer).AskAsync(reversal, TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked.Id, true, TestBooks.Recorder));
        (await DecideAsync(books, asked.Id, true, TestBooks.Approver)).OrThrow();
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "8010"));
    }

    [Theory, EveryDatabase]
    public async Task The_database_refuses_a_decision_by_the_asker(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = (await AskAsync(books, Asked)).OrThrow();
        foreach (var (id, name) in ((string, string)[])[(TestBooks.Recorder.Id, "Somebody Else"), ("other", TestBooks.Recorder.Name)])
        {
            var fault = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
                async () =>
                    await SignOff.StepTests.ForgeStepAsync(books, asked.Id, 2, SigningStep.Decide, new Actor(id, name), SigningState.Done));
            Assert.Contains("signing_step_is_sound: nobody signs the same request twice", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_ending_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("pledge_is_unknown", () => AskAsync(books, Asked with { Pledge = "P", Reason = "" }));
        await books.MustRefuseAsync("pledge_amount_is_not_positive",
            () => AskAsync(books, Asked with { Amount = In("USD", "-1.00"), Reason = "" }));
        await books.MustRefuseAsync("pledge_text_is_malformed", () => AskAsync(books, Asked with { Reason = "", Amount = Eur("1.00") }));
        await books.MustRefuseAsync("pledge_currency_is_other", () => AskAsync(books, Asked with { Amount = Eur("1.00"), Fund = "??" }));
        await books.MustRefuseAsync("fund_is_unknown", () => AskAsync(books, Asked with { Fund = "??" }));
        await books.MustRefuseAsync("pledge_date_is_too_early", () => AskAsync(books, Asked with { Date = Day("2026-01-09") }));
        await books.MustRefuseAsync("pledge_has_nothing_open", () => AskAsync(books, Asked with { Fund = null }));
        await books.MustRefuseAsync("pledge_has_less_open", () => AskAsync(books, Asked with { Amount = In("USD", "100000.01") }));
        await books.MustRefuseAsync("key_is_malformed", () => AskAsync(books, Asked with { Key = "" }));
    }

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, EndPledge.Command command) =>
        new EndPledge(books.Writer).AskAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, long id, bool yes, Actor by) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, yes), by);

    private static async Task<PledgeStanding> PledgeAsync(TestBooks books, string code)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return (await PledgeList.ReadAsync(connection, await reads.CatalogAsync(connection), code)).Single();
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        (await new AnnouncePledge(books.Writer).RunAsync(InDollars, TestBooks.Recorder)).OrThrow();
        return books;
    }
}
