using FundsLedger.Domain.Banking.Orders;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>No sentence is missing, none is left over, and both languages say the same.</summary>
public sealed partial class WordsTests
{
    // Keys put together from a closed set.
    private static readonly HashSet<string> FromSets =
    [
        .. Set<EntryKind>("kind"), .. Set<AccountKind>("account_kind"), .. Set<AccountRole>("role"), .. Set<PledgeStage>("stage"),
        .. Set<DonorType>("donor_type"), .. Set<Relation>("relation"), .. Set<CheckName>("check_name"),
        .. Set<FundsLedger.Domain.Log.LogClass>("log"),
        .. Set<AlertKind>("alert_kind"), .. Set<AlertKind>("alert_advice"), .. Set<AlertStep>("alert_step"),
        .. Set<PaperSubject>("paper_subject"), .. Set<PaperKind>("paper_kind"), .. Set<PaperType>("paper_type"),
        .. Set<AlertStep>("alert_step_text"), .. Set<AlertAudience>("alert_audience"),
        .. Set<SigningStep>("signing_step"), .. Set<SigningDecision>("signing_decision"), .. Set<SigningState>("signing_state"),
        .. Set<PledgeEnd>("pledge_end"), .. Set<ApprovalKind>("approval_kind"), .. Set<ConditionalTreatment>("treatment"),
        .. Set<AgeBucket>("age"), .. Set<HandAct>("hand_act"), .. Set<HandAct>("hand_act_means"), .. Set<OpenNature>("open_nature"),
        .. Set<OpenNature>("open_nature_means"), .. Set<PaymentDifference>("difference"), .. Set<GiftDecision>("gift_decision"),
        .. ApprovalWords.Names.Select(name => $"approval_field.{name}"),
        .. Set<FundsLedger.Domain.Payments.PaymentStage>("payment_stage"),
        .. Set<FundsLedger.Domain.Payments.PaymentEventKind>("payment_event"),
        .. Set<FundsLedger.App.Features.MoneyOut.Payments.PaymentRisk>("payment_risk"),
        .. Set<FundsLedger.App.Features.Bank.Matching.PaymentSign>("payment_sign"),
        .. Set<FundsLedger.Domain.Banking.AccountForm>("account_form"),
        .. Set<PayeeVerification>("payee_verification"), .. Set<PaymentStatus>("payment_status"),
        .. Set<FundsLedger.Domain.Visits.VisitOutcome>("visit_outcome"), "visit_outcome.waiting", "visit_outcome.committed",
        .. Set<FundsLedger.Domain.Visits.VisitCostItem>("visit_cost"), .. Set<FundsLedger.Domain.Visits.QueueKey>("queue_key"),
        .. Set<FundsLedger.Domain.Publication.AuditSubject>("audit_subject"),
        .. Set<FundsLedger.Domain.Publication.AuditFault>("audit_fault"),
        .. Set<FundsLedger.Domain.Publication.OfficialLine>("official_line"),
        .. Set<PeriodAction>("period_action"), .. Set<ClosingItem>("closing_item"), .. Set<ClosingState>("closing_state"),
        .. Set<ReleaseReason>("release_reason"), "language.en", "language.fr",
        .. Set<StatementFault>("bank_fault"), .. Set<BankLineKind>("bank_kind"), .. Set<LineTreatment>("bank_treatment"),
        .. Set<MatchStrength>("bank_strength"), .. Set<MatchReason>("bank_reason"),
        .. Set<ReconciliationStep>("bank_step"),
        .. FundsLedger.App.Features.Bank.Reading.CsvMapping.Parts.Select(part => $"bank_part.{part}"),
        .. Set<Role>("person_role"), .. Set<Role>("role_does"), .. Set<TokenScope>("token_scope"), .. Set<SignInMethod>("method"),
        .. Set<PersonState>("person_state"), .. Set<SecondFactor>("second_factor"), .. Set<AuditAct>("audit_act"),
        .. Set<Operation>("operation").Except(["operation.read_public", "operation.sign_in"]), .. Set<Scope>("scope"),
        .. Set<Scope>("scope_means").Except(["scope_means.none"]), .. Set<JournalFormat>("journal_format"),
        .. Set<JournalFormat>("journal_format_for"),
        .. new[] { 400, 404, 500 }.SelectMany(kind => new[] { $"error.title_{kind}", $"error.text_{kind}" }),
        .. new[] { "statements_accepted", "statements_set_aside", "statements_wait", "lines_identified",
            "bank.strong_do" }.SelectMany(count => new[] { $"{count}.one", $"{count}.many" }),
            .. new[] { "days", "overdue", "finding", "months", "waiting", "parked", "verified_receipts", "uptime", "alert_requests",
                "alert_overdue", "alert_findings", "alert_digest", "alert_days", "forecast_months", "task_bank", "task_offers",
                "task_approvals", "task_returns", "task_payments",
                "task_batches", "task_reconciliations", "task_overdue", "task_elsewhere",
                "task_alerts" }.SelectMany(count => new[] { $"{count}.one", $"{count}.many" }),
    ];

    [Fact]
    public void Every_key_in_use_has_its_sentence() =>
        Assert.Empty(UsedInSources().Concat(FromSets).Where(key => !Words.Has(key)).Distinct());

    [Fact]
    public void Every_sentence_is_in_use()
    {
        var used = UsedInSources().Concat(FromSets)
            .Concat(Sources("src").SelectMany(file => RefusalCode().Matches(File.ReadAllText(file)))
            .Select(match => $"refusal.{match.Groups[1].Value}")).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Words.Keys.Where(key => !used.Contains(key)));
    }

    [Fact]
    public void Both_languages_take_the_same_parts() =>
        Assert.All(Words.Keys, key => Assert.Equal(Parts(Words.In("en", key)), Parts(Words.In("fr", key))));

    [Fact]
    public void French_keeps_its_typography()
    {
        var sentences = Words.Keys.Select(key => Words.In("fr", key)).ToList();
        Assert.DoesNotContain(sentences, text => text.Contains('\''));
        Assert.DoesNotContain(sentences, text => BareSpace().IsMatch(text));
        Assert.DoesNotContain(sentences, text => MissingSpace().IsMatch(text));
    }

    [Fact]
    public void Whatever_a_second_person_decides_on_is_said_in_words() =>
        Assert.Empty(typeof(ApprovalWords).Assembly.GetTypes()
            .Where(
                type =>
                    type.IsNestedAssembly && type.Name is "Input" or "AcceptInput" or "ReturnInput" or "LiftInput"
                        && type.DeclaringType is not null)
            .SelectMany(
                type =>
                    type.GetProperties().Where(property => property.Name != "EqualityContract")
                        .Select(property => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)))
                        .Except(ApprovalWords.Names));

    [Fact]
    public void A_missing_sentence_can_be_seen() => Assert.Equal("⟦no.such_key⟧", Words.In("fr", "no.such_key"));

    private static IEnumerable<string> Set<T>(string prefix) where T : struct,
        Enum => ClosedSet<T>.Codes.Select(code => $"{prefix}.{code}");

    private static IEnumerable<string> Parts(string text) =>
        Part().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal).Distinct();

    private static IEnumerable<string> UsedInSources()
    {
        var areas = Words.Keys.Select(key => key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        return Sources("src/FundsLedger.App").SelectMany(file => Key().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Where(key => key == "colon" || (key.Contains('.', StringComparison.Ordinal) && areas.Contains(key.Split('.')[0])))
            .Where(key => !Words.Has(key + ".one"));
    }

    private static List<string> Sources(string folder, [CallerFilePath] string here = "")
    {
        var files = Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", folder), "*.cs*",
            SearchOption.AllDirectories)
            .Where(
                file =>
                    (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))
                        && !file.Contains("/obj/", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 60);
        return files;
    }

    [GeneratedRegex("\"([a-z_]+(?:\\.[a-z][a-z_0-9-]*)?)\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Part();

    [GeneratedRegex(" [:;!?%»]|« ")]
    private static partial Regex BareSpace();

    [GeneratedRegex(@"[^\s][;!?»](\s|$)|[^\s\d]:(\s|$)")]
    private static partial Regex MissingSpace();

    [GeneratedRegex(@"Refusal\(""([a-z_]+)""")]
    private static partial Regex RefusalCode();
}
