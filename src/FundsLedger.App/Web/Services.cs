using FundsLedger.App.Features.Accounts;
using FundsLedger.App.Features.Agreements;
using FundsLedger.App.Features.Approvals;
using FundsLedger.App.Features.Alerts;
using FundsLedger.App.Features.Audit;
using FundsLedger.App.Features.Banking;
using FundsLedger.App.Features.Banking.Import;
using FundsLedger.App.Features.Banking.Matching;
using FundsLedger.App.Features.Banking.Pages;
using FundsLedger.App.Features.Banking.Reconciliations;
using FundsLedger.App.Features.Briefings;
using FundsLedger.App.Features.Checks;
using FundsLedger.App.Features.Commitments;
using FundsLedger.App.Features.Disbursements;
using FundsLedger.App.Features.Donors;
using FundsLedger.App.Features.FollowUp;
using FundsLedger.App.Features.Forecasts;
using FundsLedger.App.Features.Funds;
using FundsLedger.App.Features.Gifts;
using FundsLedger.App.Features.Imports;
using FundsLedger.App.Features.Instance;
using FundsLedger.App.Features.Journal;
using FundsLedger.App.Features.Log;
using FundsLedger.App.Features.Messages;
using FundsLedger.App.Features.People;
using FundsLedger.App.Features.Periods;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Features.Rates;
using FundsLedger.App.Features.Receipts;
using FundsLedger.App.Features.Returns;
using FundsLedger.App.Features.Settings;
using FundsLedger.App.Features.Statements;
using FundsLedger.App.Features.Visits;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Web;

/// <summary>What the application is made of, one line each.</summary>
public static class Services
{
    /// <summary>Reading and writing the books.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<LedgerReads>()
        .AddSingleton<LedgerWriter>()
        .AddSingleton<TrialBalances>()
        .AddSingleton<FundStatuses>()
        .AddSingleton<FundHistories>()
        .AddSingleton<DonorStatements>()
        .AddSingleton<LedgerCheck>()
        .AddSingleton<AuditLog>()
        .AddSingleton<AddAccount>()
        .AddSingleton<AddDonor>()
        .AddSingleton<AnnouncePledge>()
        .AddSingleton<DesignatePledge>()
        .AddSingleton<ConfirmPledge>()
        .AddSingleton<EndPledge>()
        .AddSingleton<DecideApproval>()
        .AddSingleton<SetDonorProfile>()
        .AddSingleton<DonorContacts>()
        .AddSingleton<SignAgreement>()
        .AddSingleton<MeetCondition>()
        .AddSingleton<WriteOff>()
        .AddSingleton<SetRecognitionPolicy>()
        .AddSingleton<CloseAgreement>()
        .AddSingleton<RevalueReceivables>()
        .AddSingleton<DraftReminder>()
        .AddSingleton<ImportPledges>()
        .AddSingleton<OfferGift>()
        .AddSingleton<DecideGift>()
        .AddSingleton<RecordReceipt>()
        .AddSingleton<PayBack>()
        .AddSingleton<AddBankAccount>()
        .AddSingleton<SaveBankMapping>()
        .AddSingleton<BankImport>()
        .AddSingleton<MatchLines>()
        .AddSingleton<AcceptStrong>()
        .AddSingleton<ReconcileBank>()
        .AddSingleton<SubmitVisitRequest>()
        .AddSingleton<MakeCommitment>()
        .AddSingleton<ReleaseCommitment>()
        .AddSingleton<Disburse>()
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
