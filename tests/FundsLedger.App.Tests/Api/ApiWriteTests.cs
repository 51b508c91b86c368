using FundsLedger.App.Features.Bank.Answers;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Quarantine;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using FundsLedger.App.Access;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>What programs record: once, exactly, and never with a breakdown.</summary>
public sealed class ApiWriteTests
{
    internal static object Pledge(string donor = "IE", string amount = "1000.00") =>
        new { donor, date = "2026-06-30", amount, currency = "EUR", description = "A pledge of a test", fund = "TFFV" };

    internal static object Receipt(string donor, string fund = "TFFV", string? pledge = null) =>
        new { fund, donor, date = "2026-06-30", amount = "100.00", currency = "EUR", bank = "1010", pledge };

    [Theory, EveryDatabase]
    public async Task A_write_without_a_key_is_told_so(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal("400 idempotency_key_is_missing", await (await program.SendAsync("/api/v1/pledges", null, Pledge())).ProblemAsync());
        foreach (var key in (string[])["a/2", "a b", new string('x', 65), "a\"b"])
            Assert.Equal("400 idempotency_key_is_malformed",
                await (await program.SendAsync("/api/v1/pledges", key, Pledge())).ProblemAsync());
        Assert.Equal(0, await host.Books.NumberAsync("SELECT COUNT(*) FROM entries"));
        Assert.Equal(HttpStatusCode.Created, (await program.SendAsync("/api/v1/pledges", new string('x', 64), Pledge())).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task The_same_again_answers_the_same_and_says_so(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        var (first, again) =
            (await program.SendAsync("/api/v1/pledges", "k", Pledge()), await program.SendAsync("/api/v1/pledges", "k", Pledge()));
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(first.Headers.Location)).StatusCode);

        Assert.Equal("409 key_used_for_other_input",
            await (await program.SendAsync("/api/v1/pledges", "k", Pledge(amount: "2000.00"))).ProblemAsync());
        Assert.Equal("409 key_used_for_other_input",
            await (await program.SendAsync("/api/v1/receipts", "k", Receipt("IE"))).ProblemAsync());
        Assert.Equal(1, await host.Books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }

    [Theory, EveryDatabase]
    public async Task One_persons_keys_are_not_anothers(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var first = await host.ProgramAsync(Role.Recorder);
        using var second = await host.ProgramAsync(Role.Recorder);
        Assert.Equal(HttpStatusCode.Created, (await first.SendAsync("/api/v1/pledges", "k", Pledge())).StatusCode);
        var other = await second.SendAsync("/api/v1/pledges", "k", Pledge(amount: "7.00"));
        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
        Assert.False(other.Headers.Contains("Idempotent-Replayed"));
    }

    [Theory, EveryDatabase]
    public async Task A_hundred_at_once_under_one_key_record_one_entry(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => program.SendAsync("/api/v1/pledges", "k", Pledge())));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(answers, answer => !answer.Headers.Contains("Idempotent-Replayed"));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct());
        Assert.Equal(1, await host.Books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }

    [Theory, EveryDatabase]
    public async Task A_request_under_a_used_key_is_not_registered_again_under_another_year(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        object Asked(string received) =>
            new { fund = "TFFV", detainee_code = "D-01", visitors = 2, relations = new[] { "spouse" }, from = "2027-01-01",
                to = "2027-01-31", asked = "100.00", received_on = received };
        Assert.Equal(HttpStatusCode.Created, (await program.SendAsync("/api/v1/requests", "k", Asked("2026-06-30"))).StatusCode);
        Assert.Equal("true",
            Assert.Single(
                (await program.SendAsync("/api/v1/requests", "k", Asked("2026-06-30"))).Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal("409 key_used_for_other_input",
            await (await program.SendAsync("/api/v1/requests", "k", Asked("2025-06-30"))).ProblemAsync());
        Assert.Single(await program.AllAsync("/api/v1/requests"));
    }

    [Theory, EveryDatabase]
    public async Task Money_goes_the_whole_way_by_program(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        var pledge = await CodeAsync("/api/v1/pledges",
            new { donor = "IE", date = "2026-06-01", amount = "3000.00", currency = "EUR", description = "Several purposes" });
        await CodeAsync($"/api/v1/pledges/{pledge}/designations",
            new { date = "2026-06-02", amount = "1000.00", currency = "EUR", description = "For visits", fund = "TFFV",
                expected_on = "2026-09-01" });
        await CodeAsync($"/api/v1/pledges/{pledge}/designations",
            new { date = "2026-06-02", amount = "500.00", currency = "EUR", description = "For others",
                purpose = "Office of the Prosecutor" });
        await CodeAsync($"/api/v1/pledges/{pledge}/withdrawals",
            new { date = "2026-06-03", end = "written_down", reason = "Not expected" });
        await CodeAsync("/api/v1/receipts",
            new { fund = "TFFV", donor = "IE", date = "2026-06-10", amount = "1000.00", currency = "EUR", bank = "1010", pledge });
        var commitment = await CodeAsync("/api/v1/commitments", new { fund = "TFFV", date = "2026-06-15", amount = "400.00" });
        var payee = await CodeAsync("/api/v1/payees", new { fund = "TFFV", display_name = "Hotel (synthetic)", holder = "Hotel BV",
            account = "NL91 ABNA 0417 1643 00" });
        var payment = await CodeAsync("/api/v1/payments", new { commitment, payee, lines = new[] { new { account = "5010",
            amount = "150.25" } }, rendered_on = "2026-06-20", pay_on = "2026-06-20", bank = "1010" });
        await SignAsync(Role.CertifyingOfficer, $"/api/v1/payments/{payment}/certification");
        await SignAsync(Role.ApprovingOfficer, $"/api/v1/payments/{payment}/approval");
        var batch = await CodeAsync("/api/v1/payments/batches", new { payments = new[] { payment }, pay_on = "2026-06-20" });
        await SignAsync(Role.BankSignatory, $"/api/v1/payments/batches/{batch}/transmission");
        await CodeAsync($"/api/v1/payments/{payment}/outcome", new { outcome = "executed", date = "2026-06-20" });
        await CodeAsync($"/api/v1/commitments/{commitment}/releases", new { date = "2026-06-21", reason = "no_longer_needed" });
        await CodeAsync("/api/v1/rates", new { date = "2026-06-20", currency = "GBP", rate = "1.1523", source = "synthetic" });

        var standing = (await program.JsonAsync($"/api/v1/pledges/{pledge}"))["pledge"]!;
        Assert.Equal(["1000.00", "0.00", "500.00", "1500.00", "part_paid"],
            ((string[])["paid", "withdrawn", "outside", "open", "stage"]).Select(field => (string)standing[field]!));
        var set = await program.JsonAsync($"/api/v1/commitments/{commitment}");
        Assert.Equal(["400.00", "150.25", "249.75", "0.00"],
            ((string[])["amount", "paid", "released", "open"]).Select(field => (string)set[field]!));
        Assert.Equal("849.75", (string)(await program.JsonAsync("/api/v1/funds/TFFV"))["available"]!);

        // Money that is spent cannot be taken back.
        await CodeAsync("/api/v1/receipts",
            new { fund = "TFFV", donor = "IE", date = "2026-06-22", amount = "20.00", currency = "EUR", bank = "1010" });
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        var newest = (await approver.JsonAsync("/api/v1/entries?limit=1&kind=receipt"))["items"]![0]!;
        var reversal =
            await approver.SendAsync($"/api/v1/entries/{newest["seq"]}/reversal", "r", new { date = "2026-07-01", reason = "Of a test" });
        Assert.Equal(HttpStatusCode.Created, reversal.StatusCode);
        Assert.Equal((long)newest["seq"]!, (long)(await approver.JsonAsync(reversal.Headers.Location!.ToString()))["reverses"]!);
        Assert.Equal("422",
            (await (await approver.SendAsync($"/api/v1/entries/{newest["seq"]}/reversal", "again",
                new { date = "2026-07-01", reason = "Of a test" })).ProblemAsync())[..3]);

        async Task SignAsync(Role role, string path)
        {
            using var officer = await host.ProgramAsync(role);
            var answer = await officer.SendAsync(path, "sign", new { approved = true });
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        }

        async Task<string> CodeAsync(string path, object body)
        {
            var answer = await program.SendAsync(path, System.Security.Cryptography.RandomNumberGenerator.GetHexString(24), body);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{path}: {await answer.Content.ReadAsStringAsync()}");
            return (string)(await answer.BodyAsync())["code"]!;
        }
    }

    [Theory]
    [EveryDatabase("""{"donor":"IE","date":"2026-06-30","amount":1000,"currency":"EUR","description":"x"}""", "400 body_is_malformed")]
    [EveryDatabase("""{"donor":"IE","date":"30/06/2026","amount":"1","currency":"EUR","description":"x"}""", "400 body_is_malformed")]
    [EveryDatabase("""{"donor":"IE","date":"2026-06-30","amount":"1","currency":"EUR","description":"x","stage":"paid"}""",
        "400 body_is_malformed")]
    [EveryDatabase("""{"donor":"IE","donor":"NL","date":"2026-06-30","amount":"1","currency":"EUR","description":"x"}""",
        "400 body_is_malformed")]
    [EveryDatabase("""{"donor":null,"date":"2026-06-30","amount":"1","currency":"EUR","description":"x"}""", "400 body_is_malformed")]
    [EveryDatabase("""{"date":"2026-06-30","amount":"1","currency":"EUR","description":"x"}""", "400 body_is_malformed")]
    [EveryDatabase("""{"donor":"\u0000","date":"2026-06-30","amount":"1","currency":"EUR","description":"x"}""", "400 body_is_malformed")]
    [EveryDatabase("""{"donor":"\ud800","date":"2026-06-30","amount":"1","currency":"EUR","description":"x"}""", "400 body_is_malformed")]
    [EveryDatabase("""{"donor":"IE","date":"2026-06-30","amount":"1.001","currency":"EUR","description":"x"}""", "400 field_is_malformed")]
    [EveryDatabase("""{"donor":"IE","date":"2026-06-30","amount":"1,00","currency":"EUR","description":"x"}""", "400 field_is_malformed")]
    [EveryDatabase("""{"donor":"IE","date":"2026-06-30","amount":"1","currency":"eur","description":"x"}""", "400 field_is_malformed")]
    [EveryDatabase("""{"donor":"ZZ","date":"2026-06-30","amount":"1","currency":"EUR","description":"x"}""", "422 pledge_donor_is_unknown")]
    [EveryDatabase("""{"donor":"IE","date":"2026-06-30","amount":"-1","currency":"EUR","description":"x"}""",
        "422 pledge_amount_is_not_positive")]
    [EveryDatabase("", "400 request_is_malformed")]
    [EveryDatabase("[", "400 body_is_malformed")]
    [EveryDatabase("null", "400 request_is_malformed")]
    public async Task Nothing_is_guessed(DatabaseKind on, string body, string problem)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal(problem, await (await program.SendAsync("/api/v1/pledges", "k", body)).ProblemAsync());
        Assert.Equal(0, await host.Books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }

    [Theory, EveryDatabase]
    public async Task Other_faults_of_a_request_have_a_code_too(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal("415 body_is_not_json",
            await (await program.SendAsync("/api/v1/pledges", "k", "a=b", "application/x-www-form-urlencoded")).ProblemAsync());
        // The server closes on whoever goes on sending: the program asks first whether it may.
        program.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal("413 body_is_too_large",
            await (await program.SendAsync("/api/v1/pledges", "k", $"\"{new string('x', 1_100_000)}\"")).ProblemAsync());
        program.DefaultRequestHeaders.ExpectContinue = false;
        Assert.Equal("405 method_is_not_allowed", await (await program.DeleteAsync("/api/v1/pledges")).ProblemAsync());
        Assert.Equal("404 not_found", await (await program.GetAsync("/api/v2/pledges")).ProblemAsync());
        foreach (var query in (string[])["funds/TFFV?as_of=1/2/2026", "funds/TFFV?known_at=yesterday", "pledges?limit=201",
            "pledges?limit=0", "pledges?limit=x", "pledges?stage=2", "entries?kind=none",
            "trial-balance", "commitments?show=some", "statements/IE", "statements/IE?fund=TFFV&language=de"])
            Assert.Equal("400 parameter_is_malformed", await (await program.GetAsync($"/api/v1/{query}")).ProblemAsync());
        foreach (var query in (string[])["pledges?donor=%00", "entries?text=%00"])
            Assert.Equal("400 request_is_malformed", await (await program.GetAsync($"/api/v1/{query}")).ProblemAsync());
        Assert.Equal("422 known_at_is_in_the_future",
            await (await program.GetAsync("/api/v1/funds/TFFV?known_at=2099-01-01T00:00:00Z")).ProblemAsync());
    }

    [Theory, EveryDatabase]
    public async Task Whatever_is_sent_is_refused_with_a_code_or_recorded_and_nothing_breaks_down(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        using var administrator = await host.ProgramAsync(Role.Administrator);
        using var certifier = await host.ProgramAsync(Role.CertifyingOfficer);
        await host.Books.MustPostAsync(LedgerText.Entry("2026-02-01 receipt TFFV", "1010 90.00 donor:IE", "4010 -90.00 donor:IE"),
            LedgerText.Entry("2026-03-01 return TFFV", "4010 90.00 donor:IE", "2200 -90.00 donor:IE"));
        var pledge = (string)(await (await recorder.SendAsync("/api/v1/pledges", "p",
            new { donor = "IE", date = "2026-06-01", amount = "3000.00", currency = "EUR", description = "x" })).BodyAsync())["code"]!;
        await recorder.SendAsync("/api/v1/receipts", "r", Receipt("IE"));
        await host.Books.RegisterAsync("B", CamtText.Account);
        await host.Books.ImportAsync(CamtText.File("0.00", "2026-01-01", "25000.00", "2026-01-31", "2026-01-10 25000.00 Gift"));
        var commitment = (string)(await (await recorder.SendAsync("/api/v1/commitments", "c",
            new { fund = "TFFV", date = "2026-06-30", amount = "50.00" })).BodyAsync())["code"]!;
        var request = (string)(await (await recorder.SendAsync("/api/v1/requests", "q",
            new { fund = "TFFV", detainee_code = "D-01", visitors = 1, relations = new[] { "spouse" }, from = "2026-09-01",
                to = "2026-09-10", asked = "100.00", received_on = "2026-06-01" })).BodyAsync())["code"]!;
        var agreement = (string)(await (await recorder.SendAsync("/api/v1/agreements", "a",
            new { donor = "IE", fund = "TFFV", signed_on = "2026-03-01", amount = "50.00", currency = "EUR", equal_instalments = 2,
                first_due_on = "2026-04-30", months_apart = 1 })).BodyAsync())["code"]!;
        var offer = (string)(await (await recorder.SendAsync("/api/v1/offers", "o",
            new { donor = "IE", date = "2026-06-20", amount = "100.00", currency = "EUR", description = "x" })).BodyAsync())["code"]!;
        await recorder.SendAsync($"/api/v1/pledges/{pledge}/withdrawals", "w",
            new { date = "2026-06-02", end = "lapsed", reason = "x", amount = "1.00" });
        (string Path, Type Body)[] all =
        [
            ("pledges", typeof(AnnouncePledgeBody)), ($"pledges/{pledge}/designations", typeof(DesignatePledgeBody)),
            ($"pledges/{pledge}/withdrawals", typeof(EndPledgeBody)), ("receipts", typeof(RecordReceiptBody)),
            ("requests", typeof(SubmitRequestBody)), ($"requests/{request}/findings", typeof(RecordFindingBody)),
            ($"requests/{request}/decisions", typeof(DecideRequestBody)),
            ($"requests/{request}/contributions", typeof(OrderContributionBody)), ("requests/costs", typeof(EnterCostBody)),
            ("requests/order", typeof(SetQueueOrderBody)),
            ("commitments", typeof(MakeCommitmentBody)), ($"commitments/{commitment}/releases", typeof(ReleaseCommitmentBody)),
            ($"commitments/{commitment}/extensions", typeof(ExtendCommitmentBody)),
            ($"commitments/{commitment}/settlements", typeof(SettleCommitmentBody)), ("payees", typeof(AddPayeeBody)),
            ("payees/V-0/changes", typeof(ChangePayeeBody)), ("payees/V-0/verifications", typeof(VerifyPayeeBody)),
            ("payees/V-0/erasure", typeof(ErasePayeeBody)), ("payments", typeof(DraftPaymentBody)),
            ("payments/PAY-0/certification", typeof(SignPaymentBody)), ("payments/PAY-0/withdrawal", typeof(WithdrawPaymentBody)),
            ("payments/PAY-0/outcome", typeof(PaymentOutcomeBody)), ("payments/PAY-0/abandonment", typeof(AbandonClaimBody)),
            ("payments/batches", typeof(MakeBatchBody)), ("bank/lines/payments", typeof(PaidLineBody)), ("rates", typeof(EnterRateBody)),
            ("entries/1/reversal", typeof(ReverseEntryBody)),
            ("alerts/999999/acknowledgements", typeof(AcknowledgeAlertBody)), ("bank/statements", typeof(ImportStatementsBody)),
            ("bank/accounts/B/matches", typeof(MatchLineBody)),
            ($"pledges/{pledge}/confirmations", typeof(ConfirmPledgeBody)), ("agreements", typeof(SignAgreementBody)),
            ($"agreements/{agreement}/conditions", typeof(MeetConditionBody)), ($"agreements/{agreement}/write-offs", typeof(WriteOffBody)),
            ($"agreements/{agreement}/closing", typeof(CloseAgreementBody)), ($"agreements/{agreement}/advances",
                typeof(SettleAdvanceBody)),
            ("agreements/revaluations", typeof(RevalueBody)), ("offers", typeof(OfferGiftBody)),
            ($"offers/{offer}/decisions", typeof(DecideGiftBody)), ($"offers/{offer}/returns", typeof(ReturnGiftBody)),
            ("approvals/1/decisions", typeof(DecideApprovalBody)), ("approvals/reversals", typeof(AskReversalBody)),
            ("donors/IE/profile", typeof(SetProfileBody)), ("donors/IE/contacts", typeof(ContactBody)),
            ("donors/IE/contacts/erasures", typeof(EraseContactBody)),
            ("donors", typeof(AddDonorBody)), ("donors/IE/review-lifts", typeof(LiftReviewBody)), ("returns", typeof(PayBackBody)),
            ("pledges/imports", typeof(ImportPledgesBody)), ("approvals/1/questions", typeof(QuestionApprovalBody)),
            ("approvals/1/answers", typeof(AnswerApprovalBody)), ("bank/statements/1/decisions", typeof(DecideStatementBody)),
            ("bank/lines/elsewhere", typeof(ElsewhereBody)), ("bank/mappings", typeof(ApiMapping)),
            ("bank/mappings/trials", typeof(TryMappingBody)), ("bank/accounts/B/numbers", typeof(GiveBankNumberBody)),
            ("by-hand", typeof(ByHandBody)), ("recognition-policies", typeof(SetPolicyBody)),
            ("reminders/IE", typeof(DraftReminderBody)), ($"agreements/{agreement}/allowances", typeof(AllowanceBody)),
            ($"agreements/{agreement}/support-shares", typeof(SupportShareBody)), ("bank/lines/marks", typeof(MarkLineBody)),
            ("returns/advances", typeof(ReturnAdvanceBody)), ($"pledges/{pledge}/papers", typeof(AttachPaperBody)),
            ($"pledges/{pledge}/papers/1/erasures", typeof(ErasePaperBody)), ("payments/rules", typeof(ChangePaymentRulesBody)),
            ("bank/payment-answers", typeof(PaymentAnswerBody)), ("publications", typeof(ClearPublicationBody)),
            ("official-figures", typeof(OfficialFigureBody)), ("statements/IE/issued", typeof(IssueStatementBody)),
        ];
        Assert.Equal(ApiExamples.Types.OrderBy(type => type.Name), all.Select(operation => operation.Body).OrderBy(type => type.Name));
        var sent = 0;
        await Gen.Select(Gen.Int[0, all.Length - 1], Gen.Int[0, int.MaxValue]).SampleAsync(async (which, seed) =>
        {
            var (path, type) = all[which];
            var body = Bodies.Of(ApiExamples.Of(type)!, new Random(seed), pledge);
            var answer = await (path.StartsWith("entries", StringComparison.Ordinal)
                || path.StartsWith("approvals/1", StringComparison.Ordinal) ? approver
                : path is "payments/rules" or "statements/IE/issued" ? certifier
                : path == "recognition-policies" ? administrator : recorder).SendAsync($"/api/v1/{path}",
                    $"f{Interlocked.Increment(ref sent)}", body);
            if (answer.IsSuccessStatusCode) return true;
            var problem = await answer.ProblemAsync();
            Assert.True((int)answer.StatusCode is >= 400 and < 500 && !problem.Contains("no problem", StringComparison.Ordinal),
                $"{path} {body}: {problem}");
            return true;
        }, iter: 900, threads: 1);
    }
}
