using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>The fund of family visits has 10,000.00 and a commitment of 1,000.00.</summary>
public sealed class PaymentTests
{
    private static readonly DateOnly On = Day("2026-06-20");
    private static readonly IReadOnlyList<PaymentLine> Lines = [new("5010", Eur("600.00")), new("5020", Eur("100.50"))];

    [Theory, EveryDatabase]
    public async Task A_payment_moves_from_commitment_to_payables_to_sent_to_bank_and_never_twice(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        var code = (await books.MustRepeatAsync(() => PayRoad.DraftAsync(w, "p", commitment, On, Lines, isFinal: true))).Code;
        // 8020, 5010, 2010, 2020, 1010 and what is available, after each step.
        await MustBeAsync(books, "drafted", "1000.00 0.00 0.00 0.00 10000.00 9000.00");
        await books.MustRepeatAsync(() => PayRoad.SignAsync(w, code, SigningStep.Certify, TestBooks.Certifier));
        // The last claim frees the rest.
        await MustBeAsync(books, "certified", "0.00 600.00 -700.50 0.00 10000.00 9299.50");
        await books.MustRepeatAsync(() => PayRoad.SignAsync(w, code, SigningStep.Approve, TestBooks.Approver));
        await MustBeAsync(books, "approved", "0.00 600.00 -700.50 0.00 10000.00 9299.50");
        var batch = await books.MustRepeatAsync(() => new SendBatch(w).RunAsync(new("b", [code], On), TestBooks.Recorder));
        await MustBeAsync(books, "batched", "0.00 600.00 -700.50 0.00 10000.00 9299.50");
        await books.MustRepeatAsync(() => PayRoad.SignAsync(w, batch.Code, SigningStep.Transmit, PayRoad.Signatory));
        await MustBeAsync(books, "sent", "0.00 600.00 0.00 -700.50 10000.00 9299.50");
        await books.MustRepeatAsync(() => PayRoad.BankAsync(w, code, PaymentEventKind.Executed, Day("2026-06-22")));
        await MustBeAsync(books, "executed", "0.00 600.00 0.00 0.00 9299.50 9299.50");

        await books.MustRefuseAsync("payment_is_elsewhere", () => new SendBatch(w).RunAsync(new("again", [code], On), TestBooks.Recorder));
        await books.MustRefuseAsync("payment_is_elsewhere", () => PayRoad.BankAsync(w, code, PaymentEventKind.Executed, Day("2026-06-23")));
        await books.MustRefuseAsync("claim_takes_no_other", () => AgainAsync(books, commitment, code));
        await books.MustRefuseAsync("payment_is_elsewhere", () => new WithdrawPayment(w).RunAsync(new(code, "late"), TestBooks.Recorder));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Nobody_takes_two_steps_of_one_payment(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var w = books.Writer;
        Actor[] officers = [TestBooks.Recorder, TestBooks.Certifier, TestBooks.Approver, PayRoad.Signatory];
        var code = (await PayRoad.DraftAsync(w, "p", await CommitAsync(books), On, Lines)).OrThrow().Code;
        await books.MustRefuseAsync("approval_takes_two", () => PayRoad.SignAsync(w, code, SigningStep.Certify, officers[0]));
        // Nor under another id with the same name.
        await books.MustRefuseAsync("approval_takes_two", () => PayRoad.SignAsync(w, code, SigningStep.Certify,
            new("other", officers[0].Name.ToUpperInvariant())));
        await books.MustRefuseAsync("approval_step_is_not_open", () => PayRoad.SignAsync(w, code, SigningStep.Approve, officers[2]));
        (await PayRoad.SignAsync(w, code, SigningStep.Certify, officers[1])).OrThrow();
        await books.MustRefuseAsync("approval_takes_two", () => PayRoad.SignAsync(w, code, SigningStep.Approve, officers[0]));
        await books.MustRefuseAsync("approval_takes_two", () => PayRoad.SignAsync(w, code, SigningStep.Approve, officers[1]));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, ApprovalKind.Pay, code, officers[0]));
        (await PayRoad.SignAsync(w, code, SigningStep.Approve, officers[2])).OrThrow();
        var batch = (await new SendBatch(w).RunAsync(new("b", [code], On), new("another", "Another Recorder"))).OrThrow().Code;
        foreach (var before in officers[..3])
        {
            await books.MustRefuseAsync("signatory_signed_before", () => PayRoad.SignAsync(w, batch, SigningStep.Transmit, before));
            await books.MustRefuseAsync("signatory_signed_before", () => DecideAsync(books, ApprovalKind.SendBatch, batch, before));
        }
        // The database says the same to whoever comes past the program.
        var hash = (await RequestAsync(books, ApprovalKind.SendBatch, batch)).Signing.Hash.ToBytes();
        var id = (await RequestAsync(books, ApprovalKind.SendBatch, batch)).Id;
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => books.RegisterAsync(Registers.SigningSteps,
            999L, id,
            2, SigningStep.Transmit, null, SigningDecision.Signed, "", hash, SigningState.Done, null, books.Clock.GetUtcNow(),
            officers[2].Id, officers[2].Name));
        Assert.Contains("signatory_is_another", refused.Message, StringComparison.Ordinal);
        (await PayRoad.SignAsync(w, batch, SigningStep.Transmit, officers[3])).OrThrow();
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_comes_back_is_owed_and_paid_by_another_payment_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        var first = await SentAsync(books, "p", commitment);
        await books.MustRefuseAsync("payment_reason_is_missing", () => PayRoad.BankAsync(w, first, PaymentEventKind.Rejected, On));
        await books.MustRepeatAsync(() => PayRoad.BankAsync(w, first, PaymentEventKind.Rejected, On, "AC04"));
        await MustBeAsync(books, "rejected", "299.50 600.00 -700.50 0.00 10000.00 9000.00");

        await books.MustRefuseAsync("payment_differs_from_claim", () => AgainAsync(books, commitment, first,
            [new("5010", Eur("700.50"))]));
        var second = (await AgainAsync(books, commitment, first)).OrThrow();
        Assert.Equal(first, second.Claim);
        await books.MustRefuseAsync("claim_takes_no_other", () => AgainAsync(books, commitment, first, key: "third"));
        await PayRoad.ApproveAsync(w, second.Code);
        // It was certified before: nothing is owed a second time.
        await MustBeAsync(books, "approved again", "299.50 600.00 -700.50 0.00 10000.00 9000.00");
        await PayRoad.SendAsync(w, On, second.Code);
        (await PayRoad.BankAsync(w, second.Code, PaymentEventKind.Executed, On)).OrThrow();
        await MustBeAsync(books, "executed", "299.50 600.00 0.00 0.00 9299.50 9000.00");
        await books.MustRefuseAsync("claim_takes_no_other", () => AgainAsync(books, commitment, first, key: "fourth"));

        (await PayRoad.BankAsync(w, second.Code, PaymentEventKind.Returned, Day("2026-06-25"), "AC04")).OrThrow();
        await MustBeAsync(books, "returned", "299.50 600.00 -700.50 0.00 10000.00 9000.00");
        // Withdrawn, the third payment leaves the claim owed; and two people say that it will never be paid.
        var third = (await AgainAsync(books, commitment, first, key: "fifth")).OrThrow().Code;
        (await PayRoad.SignAsync(w, third, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
        (await new WithdrawPayment(w).RunAsync(new(third, "wrong account"), TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, "withdrawn", "299.50 600.00 -700.50 0.00 10000.00 9000.00");
        var asked = await books.MustRepeatAsync(() => new AbandonClaim(w).AskAsync(new("x", third, Day("2026-06-30"), "hotel closed"),
            TestBooks.Recorder));
        (await new DecideApproval(w, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        await MustBeAsync(books, "abandoned", "299.50 0.00 0.00 0.00 10000.00 9700.50");
        await books.MustRefuseAsync("claim_takes_no_other", () => AgainAsync(books, commitment, first, key: "sixth"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Withdrawn_or_refused_before_it_is_sent_a_payment_gives_its_commitment_back(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        var refused = (await PayRoad.DraftAsync(w, "p", commitment, On, Lines, isFinal: true)).OrThrow().Code;
        (await PayRoad.SignAsync(w, refused, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
        await books.MustRepeatAsync(() => PayRoad.SignAsync(w, refused, SigningStep.Approve, TestBooks.Approver, isApproved: false,
            "not due"));
        await MustBeAsync(books, "refused", "1000.00 0.00 0.00 0.00 10000.00 9000.00");
        Assert.Equal(PaymentStage.Withdrawn, (await ReadAsync(books, refused)).Stage);

        var approved = (await PayRoad.DraftAsync(w, "q", commitment, On, Lines)).OrThrow().Code;
        await PayRoad.ApproveAsync(w, approved);
        await books.MustRepeatAsync(() => new WithdrawPayment(w).RunAsync(new(approved, "typed twice"), TestBooks.Recorder));
        await MustBeAsync(books, "withdrawn", "1000.00 0.00 0.00 0.00 10000.00 9000.00");
        await books.MustRefuseAsync("payment_is_elsewhere", () => new SendBatch(w).RunAsync(new("b", [approved], On), TestBooks.Recorder));

        var drafted = (await PayRoad.DraftAsync(w, "r", commitment, On, Lines)).OrThrow().Code;
        (await new WithdrawPayment(w).RunAsync(new(drafted, "typed twice"), TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("approval_is_decided", () => PayRoad.SignAsync(w, drafted, SigningStep.Certify, TestBooks.Certifier));
        await books.MustRefuseAsync("claim_takes_no_other", () => AgainAsync(books, commitment, drafted));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Above_its_commitment_a_claim_is_refused_unless_a_tolerance_allows_it_from_what_is_available(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        await PayRoad.AddHotelAsync(w);
        IReadOnlyList<PaymentLine> above = [new("5010", Eur("1000.01"))], most = [new("5010", Eur("1005.00"))];
        await books.MustRefuseAsync("payment_exceeds_commitment", () => PayRoad.DraftAsync(w, "p", commitment, On, above));
        // Two drafts fit one by one, and only one of them is certified.
        var one = (await PayRoad.DraftAsync(w, "one", commitment, On, Lines)).OrThrow().Code;
        var two = (await PayRoad.DraftAsync(w, "two", commitment, On, Lines)).OrThrow().Code;
        (await PayRoad.SignAsync(w, one, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
        await books.MustRefuseAsync("payment_exceeds_commitment", () => PayRoad.SignAsync(w, two, SigningStep.Certify,
            TestBooks.Certifier));
        (await new WithdrawPayment(w).RunAsync(new(one, "no"), TestBooks.Recorder)).OrThrow();
        (await new WithdrawPayment(w).RunAsync(new(two, "no"), TestBooks.Recorder)).OrThrow();

        await SetRulesAsync(books, new(2, 500, 1));
        await books.MustRefuseAsync("payment_exceeds_commitment", () => PayRoad.DraftAsync(w, "p", commitment, On, [new("5010",
            Eur("1005.01"))]));
        var code = (await PayRoad.DraftAsync(w, "p", commitment, On, most)).OrThrow().Code;
        (await PayRoad.SignAsync(w, code, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
        await MustBeAsync(books, "above", "0.00 1005.00 -1005.00 0.00 10000.00 8995.00");
        (await new WithdrawPayment(w).RunAsync(new(code, "no"), TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, "withdrawn", "1000.00 0.00 0.00 0.00 10000.00 9000.00");
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_batch_is_of_one_account_and_what_was_signed_and_goes_out_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (w, commitment) = (books.Writer, await CommitAsync(books));
        IReadOnlyList<PaymentLine> small = [new("5010", Eur("10.00"))];
        var codes = new List<string>();
        foreach (var (key, bank) in ((string, string)[])[("a", "1010"), ("b", "1010"), ("c", "1050")])
            codes.Add((await PayRoad.DraftAsync(w, key, commitment, On, small, bank: bank)).OrThrow().Code);
        await PayRoad.ApproveAsync(w, [.. codes]);
        var draft = (await PayRoad.DraftAsync(w, "d", commitment, On, small)).OrThrow().Code;
        foreach (var (code, payments) in ((string, string[])[])[("batch_names_nothing", []), ("payment_is_unknown", ["PAY-?"]),
            ("batch_names_twice", [codes[0], codes[0]]), ("batch_is_of_one_account", [codes[0], codes[2]]),
            ("payment_is_elsewhere", [codes[0], draft])])
            await books.MustRefuseAsync(code, () => new SendBatch(w).RunAsync(new("x", payments, On), TestBooks.Recorder));
        await books.MustRefuseAsync("payment_is_before_service", () => new SendBatch(w).RunAsync(new("x", [codes[0]], On.AddDays(-1)),
            TestBooks.Recorder));

        var batch = (await new SendBatch(w).RunAsync(new("x", codes[..2], On), TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("payment_is_elsewhere", () => new SendBatch(w).RunAsync(new("y", codes[..1], On), TestBooks.Recorder));
        await books.MustRefuseAsync("payment_is_elsewhere", () => new WithdrawPayment(w).RunAsync(new(codes[0], "no"), TestBooks.Recorder));
        // Refused, its payments are free for another.
        (await PayRoad.SignAsync(w, batch.Code, SigningStep.Transmit, PayRoad.Signatory, isApproved: false, "wrong day")).OrThrow();
        await SetRulesAsync(books, new(2, 0, 2));
        var again = (await new SendBatch(w).RunAsync(new("y", codes[..2], On), TestBooks.Recorder)).OrThrow().Code;
        Assert.Equal(SigningState.Waiting, (await PayRoad.SignAsync(w, again, SigningStep.Transmit, PayRoad.Signatory)).OrThrow().State);
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "2020"));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, ApprovalKind.SendBatch, again, TestBooks.Recorder));
        (await PayRoad.SignAsync(w, again, SigningStep.Transmit, new("sig2", "Second Signatory"))).OrThrow();
        Assert.Equal("-20.00", await books.BalanceAsync("TFFV", "2020"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Whatever_was_changed_past_the_program_is_not_signed(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var w = books.Writer;
        var code = (await PayRoad.DraftAsync(w, "p", await CommitAsync(books), On, Lines)).OrThrow().Code;
        await RunAsync(books, "UPDATE payee_details SET account = 'DE89370400440532013000'");
        await books.MustRefuseAsync("payee_details_are_other", () => PayRoad.SignAsync(w, code, SigningStep.Certify, TestBooks.Certifier));
        await RunAsync(books, "UPDATE payee_details SET account = 'NL91ABNA0417164300'");
        await RunAsync(books, "UPDATE payment_texts SET text = 'other'");
        await books.MustRefuseAsync("payment_is_other", () => PayRoad.SignAsync(w, code, SigningStep.Certify, TestBooks.Certifier));
        await RunAsync(books, "UPDATE payment_texts SET text = 'Visit (synthetic)'");
        await books.MustRefuseAsync("approval_is_other", () => new SignPayment(w, Acts.All).RunAsync(new(code, SigningStep.Certify, true)
            { Seen = new PayloadHash(new string('0', 64)) }, TestBooks.Certifier));
        (await PayRoad.SignAsync(w, code, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task The_steps_of_a_payment_are_not_posted_or_reversed_by_hand(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = await SentAsync(books, "p", await CommitAsync(books));
        foreach (var entry in (EntryDraft[])[Entry("2026-06-21 adjustment TFFV", $"2020 700.50 payment:{code}", "1010 -700.50"),
            Entry("2026-06-21 adjustment TFFV", $"5010 1.00", $"2010 -1.00 payment:{code}")])
            await books.MustRefuseAsync("payment_is_by_hand", entry);
        foreach (var step in (string[])["certified/2", "sent"])
        {
            var seq = await books.NumberAsync($"SELECT seq FROM entries WHERE idempotency_key = 'payment/{code}/{step}'");
            await books.MustRefuseAsync("payment_is_by_hand", () => new FundsLedger.App.Features.Books.Journal.ReverseEntry(books.Writer)
                .AskAsync(new("back", seq, On, "wrong"), TestBooks.Recorder));
        }
    }

    private static Task<Outcome<DraftedPayment>> AgainAsync(TestBooks books, string commitment, string claim,
        IReadOnlyList<PaymentLine>? lines = null, string key = "again") => DraftAgainAsync(books, key, commitment, claim, lines ?? Lines);

    private static async Task<Outcome<DraftedPayment>> DraftAgainAsync(TestBooks books, string key, string commitment, string claim,
        IReadOnlyList<PaymentLine> lines) => await new DraftPayment(books.Writer).RunAsync(new(key, commitment,
            await PayRoad.AddHotelAsync(books.Writer), lines, On, On, Text: "Visit (synthetic)") { Claim = claim }, TestBooks.Recorder);

    private static async Task<string> SentAsync(TestBooks books, string key, string commitment)
    {
        var code = (await PayRoad.DraftAsync(books.Writer, key, commitment, On, Lines)).OrThrow().Code;
        await PayRoad.ApproveAsync(books.Writer, code);
        await PayRoad.SendAsync(books.Writer, On, code);
        return code;
    }

    private static async Task<PaymentStanding> ReadAsync(TestBooks books, string code)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        return (await PaymentList.ReadAsync(connection, catalog, new PaymentFilter { Code = code })).Single();
    }

    private static async Task<ApprovalStanding> RequestAsync(TestBooks books, ApprovalKind kind, string subject)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await ApprovalList.AboutAsync(connection, subject, [kind])).Single();
    }

    /// <summary>The general door: the page of the request.</summary>
    private static async Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, ApprovalKind kind, string subject, Actor by) =>
        await new DecideApproval(books.Writer, Acts.All).RunAsync(new((await RequestAsync(books, kind, subject)).Id, true), by);

    private static async Task SetRulesAsync(TestBooks books, PayRules rules)
    {
        var asked = (await new ChangePayRules(books.Writer).AskAsync(new($"rules {rules}", "TFFV", rules, "decided"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
    }

    private static async Task RunAsync(TestBooks books, string sql)
    {
        await using var connection = await books.Database.OpenAsync();
        await connection.Command(null, sql).RunAsync();
    }

    private static async Task MustBeAsync(TestBooks books, string when, string expected)
    {
        var balances = new List<string>();
        foreach (var account in (string[])["8020", "5010", "2010", "2020", "1010"]) balances.Add(await books.BalanceAsync("TFFV", account));
        var available = await books.NumberAsync("SELECT SUM(CASE a.role WHEN 'commitments' THEN -p.eur_minor ELSE p.eur_minor END) FROM "
            + "postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = 1 AND a.role IN ('cash', 'withheld', 'commitments')");
        Assert.Equal((when, expected), (when, $"{string.Join(' ', balances)} {Money.Eur(available).ToDecimalString()}"));
    }

    private static async Task MustBeGoodAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    private static async Task<string> CommitAsync(TestBooks books) => (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV",
        null,
        Eur("1000.00"), Day("2026-06-01"), null, "Visit"), TestBooks.Recorder)).OrThrow().Code;

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", "1010 10000.00", "3020 -10000.00"));
        await PayRoad.AddHotelAsync(books.Writer);
        return books;
    }
}
