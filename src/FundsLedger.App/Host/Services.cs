using FundsLedger.App.Features.Bank.Answers;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Settings;
using FundsLedger.App.Features.Office.SystemPages;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Briefings;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Host;

/// <summary>What the application is made of, one line each.</summary>
public static class Services
{
    /// <summary>Reading and writing the books.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<IChance>(SystemChance.Instance)
        .AddSingleton<LedgerReads>()
        .AddSingleton<LedgerWriter>()
        .AddSingleton<TrialBalances>()
        .AddSingleton<ClosingChecklist>()
        .AddSingleton<FundStatuses>()
        .AddSingleton<FundHistories>()
        .AddSingleton<DonorStatements>()
        .AddSingleton<IssueStatement>()
        .AddSingleton<IssuedStatements>()
        .AddSingleton<LedgerCheck>()
        .AddSingleton<RunCheck>(services => services.GetRequiredService<LedgerCheck>().RunAsync)
        .AddSingleton<AuditLog>()
        .AddSingleton<AttachPaper>()
        .AddSingleton<ErasePaper>()
        .AddSingleton<OpenPaper>()
        .AddSingleton<PaperActs>()
        .AddSingleton<AddAccount>()
        .AddSingleton<RecordByHand>()
        .AddSingleton<AddDonor>()
        .AddSingleton<AnnouncePledge>()
        .AddSingleton<DesignatePledge>()
        .AddSingleton<ConfirmPledge>()
        .AddSingleton<EndPledge>()
        .AddSingleton(Acts.All)
        .AddSingleton<DecideApproval>()
        .AddSingleton<AskBack>()
        .AddSingleton<SetDonorProfile>()
        .AddSingleton<DonorContacts>()
        .AddSingleton<SignAgreement>()
        .AddSingleton<MeetCondition>()
        .AddSingleton<WriteOff>()
        .AddSingleton<SetRecognitionPolicy>()
        .AddSingleton<CloseAgreement>()
        .AddSingleton<SetSupportShare>()
        .AddSingleton<SetAllowance>()
        .AddSingleton<RevalueBalances>()
        .AddSingleton<DraftReminder>()
        .AddSingleton<ImportPledges>()
        .AddSingleton<RecordOffer>()
        .AddSingleton<DecideOffer>()
        .AddSingleton<RecordReceipt>()
        .AddSingleton<SettleAdvance>()
        .AddSingleton<SignWithAdvances>()
        .AddSingleton<PayBack>()
        .AddSingleton<ReturnAdvance>()
        .AddSingleton<AddBankAccount>()
        .AddSingleton<GiveBankNumber>()
        .AddSingleton<SaveBankMapping>()
        .AddSingleton<BankImport>()
        .AddSingleton<DecideStatement>()
        .AddSingleton<MatchLines>()
        .AddSingleton<MatchPayments>().AddSingleton<TakePaymentAnswer>()
        .AddSingleton<ResolveElsewhere>()
        .AddSingleton<MarkLines>()
        .AddSingleton<AcceptStrong>()
        .AddSingleton<ReconcileBank>()
        .AddSingleton<SubmitVisitRequest>()
        .AddSingleton<EnterVisitCost>()
        .AddSingleton<RecordFinding>()
        .AddSingleton<DecideRequest>()
        .AddSingleton<ReverseIndigence>()
        .AddSingleton<SetQueueOrder>()
        .AddSingleton<MakeCommitment>()
        .AddSingleton<ReleaseCommitment>()
        .AddSingleton<ExtendCommitment>()
        .AddSingleton<AddPayee>()
        .AddSingleton<ChangePayee>()
        .AddSingleton<VerifyPayee>()
        .AddSingleton<ErasePayee>()
        .AddSingleton<ChangePayRules>()
        .AddSingleton<DraftPayment>()
        .AddSingleton<WithdrawPayment>()
        .AddSingleton<SendBatch>().AddSingleton<BatchFile>()
        .AddSingleton<BankSays>()
        .AddSingleton<SignPayment>()
        .AddSingleton<AbandonClaim>()
        .AddSingleton<SettleRelocation>()
        .AddSingleton<EnterOfficialFigure>()
        .AddSingleton<ClearPublication>()
        .AddSingleton<EnterRate>()
        .AddSingleton<ChangeFundSettings>()
        .AddSingleton<ReverseEntry>()
        .AddSingleton<ClosePeriods>()
        .AddSingleton<ReopenPeriods>()
        .AddSingleton<SealHead>()
        .AddSingleton<SealAudit>()
        .AddSingleton<FundForecasts>()
        .AddSingleton<StoredForecasts>()
        .AddSingleton<ForecastCharts>()
        .AddSingleton<TodaysForecasts>()
        .AddSingleton<AlertReadings>()
        .AddSingleton<AlertLetters>()
        .AddSingleton<RunAlerts>()
        .AddSingleton<AcknowledgeAlert>()
        .AddSingleton<ChangeAlertRule>()
        .AddSingleton<AlertRecipients>()
        .AddHostedService<HeadKeeper>()
        .AddHostedService<AlertWorker>();

    /// <summary>Sending what waits in the outbox.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services, MailSettings mail, WebhookSettings webhook) => services
        .AddSingleton(mail)
        .AddSingleton(webhook)
        .AddSingleton<IDeliverer, MailDeliverer>()
        .AddSingleton<IDeliverer, WebhookDeliverer>()
        .AddSingleton<OutboxDelivery>()
        .AddSingleton<OutboxList>()
        .AddHostedService<OutboxWorker>();

    /// <summary>What only pages need.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddSingleton<IFundsInReach, FundsInRequest>()
        .AddSingleton<BooksInfo>()
        .AddSingleton<FundCharts>()
        .AddSingleton<Briefings>()
        .AddSingleton<LastCheck>()
        .AddSingleton<BankUploads>()
        .AddSingleton<ExportJournal>()
        .AddSingleton<SystemReader>()
        .AddSingleton<SignOutToken>()
        .AddScoped<Invitations>()
        .AddScoped<PageLanguage>()
        .AddScoped<CurrentActor>()
        .AddScoped<BooksHere>();
}
