using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FundsLedger.App.Storage;

/// <summary>The books as EF Core reads them; one sealed class per database, so that each has its own migrations.</summary>
public abstract class LedgerDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<BooksRow> Books => Set<BooksRow>();
    public DbSet<FundRow> Funds => Set<FundRow>();
    public DbSet<FundSettingsRow> FundSettings => Set<FundSettingsRow>();
    public DbSet<AccountRow> Accounts => Set<AccountRow>();
    public DbSet<DonorRow> Donors => Set<DonorRow>();
    public DbSet<PledgeRow> Pledges => Set<PledgeRow>();
    public DbSet<PledgeEventRow> PledgeEvents => Set<PledgeEventRow>();
    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();
    public DbSet<VisitRequestRow> VisitRequests => Set<VisitRequestRow>();
    public DbSet<VisitCostRow> VisitCosts => Set<VisitCostRow>();
    public DbSet<RequestCostRow> RequestCosts => Set<RequestCostRow>();
    public DbSet<RequestFindingRow> RequestFindings => Set<RequestFindingRow>();
    public DbSet<RequestDecisionRow> RequestDecisions => Set<RequestDecisionRow>();
    public DbSet<ContributionOrderRow> ContributionOrders => Set<ContributionOrderRow>();
    public DbSet<QueueOrderRow> QueueOrders => Set<QueueOrderRow>();
    public DbSet<CommitmentRow> Commitments => Set<CommitmentRow>();
    public DbSet<PayeeRow> Payees => Set<PayeeRow>();
    public DbSet<PayeeDetailRow> PayeeDetails => Set<PayeeDetailRow>();
    public DbSet<PaymentRow> Payments => Set<PaymentRow>();
    public DbSet<PaymentTextRow> PaymentTexts => Set<PaymentTextRow>();
    public DbSet<PaymentEventRow> PaymentEvents => Set<PaymentEventRow>();
    public DbSet<PaymentBatchRow> PaymentBatches => Set<PaymentBatchRow>();
    public DbSet<PaymentBatchItemRow> PaymentBatchItems => Set<PaymentBatchItemRow>();
    public DbSet<PaymentRulesRow> PaymentRules => Set<PaymentRulesRow>();
    public DbSet<PublicationRow> Publications => Set<PublicationRow>();
    public DbSet<PublicationAuditRow> PublicationAudits => Set<PublicationAuditRow>();
    public DbSet<OfficialFigureRow> OfficialFigures => Set<OfficialFigureRow>();
    public DbSet<RateRow> Rates => Set<RateRow>();
    public DbSet<PeriodEventRow> PeriodEvents => Set<PeriodEventRow>();
    public DbSet<EntryRow> Entries => Set<EntryRow>();
    public DbSet<PostingRow> Postings => Set<PostingRow>();
    public DbSet<DailyTotalRow> DailyTotals => Set<DailyTotalRow>();
    public DbSet<LedgerStateRow> LedgerState => Set<LedgerStateRow>();
    public DbSet<RegisterLeafRow> RegisterLeaves => Set<RegisterLeafRow>();
    public DbSet<LogTileRow> LogTiles => Set<LogTileRow>();
    public DbSet<LogPaddingRow> LogPadding => Set<LogPaddingRow>();
    public DbSet<LogHeadRow> LogHeads => Set<LogHeadRow>();
    public DbSet<LogKeyRow> LogKeys => Set<LogKeyRow>();
    public DbSet<DonorProfileRow> DonorProfiles => Set<DonorProfileRow>();
    public DbSet<DonorContactRow> DonorContacts => Set<DonorContactRow>();
    public DbSet<PaperRow> Papers => Set<PaperRow>();
    public DbSet<PaperErasureRow> PaperErasures => Set<PaperErasureRow>();
    public DbSet<PaperContentRow> PaperContents => Set<PaperContentRow>();
    public DbSet<GiftOfferRow> GiftOffers => Set<GiftOfferRow>();
    public DbSet<GiftDecisionRow> GiftDecisions => Set<GiftDecisionRow>();
    public DbSet<SigningRequestRow> SigningRequests => Set<SigningRequestRow>();
    public DbSet<SigningStepRow> SigningSteps => Set<SigningStepRow>();
    public DbSet<ApprovalAskedRow> ApprovalsAsked => Set<ApprovalAskedRow>();
    public DbSet<ApprovalDecidedRow> ApprovalsDecided => Set<ApprovalDecidedRow>();
    public DbSet<AgreementRow> Agreements => Set<AgreementRow>();
    public DbSet<InstalmentRow> Instalments => Set<InstalmentRow>();
    public DbSet<InstalmentEventRow> InstalmentEvents => Set<InstalmentEventRow>();
    public DbSet<RecognitionPolicyRow> RecognitionPolicies => Set<RecognitionPolicyRow>();
    public DbSet<ReminderRow> Reminders => Set<ReminderRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<PersonRow> People => Set<PersonRow>();
    public DbSet<PersonRoleRow> PersonRoles => Set<PersonRoleRow>();
    public DbSet<RecoveryCodeRow> RecoveryCodes => Set<RecoveryCodeRow>();
    public DbSet<PasskeyRow> Passkeys => Set<PasskeyRow>();
    public DbSet<SessionRow> Sessions => Set<SessionRow>();
    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();
    public DbSet<PasswordLinkRow> PasswordLinks => Set<PasswordLinkRow>();
    public DbSet<DoorTryRow> DoorTries => Set<DoorTryRow>();
    public DbSet<AuditRow> AuditLog => Set<AuditRow>();
    public DbSet<AuditDigestRow> AuditDigests => Set<AuditDigestRow>();
    public DbSet<AuditMinuteRow> AuditMinutes => Set<AuditMinuteRow>();
    public DbSet<ProtectionKeyRow> ProtectionKeys => Set<ProtectionKeyRow>();
    public DbSet<BankAccountRow> BankAccounts => Set<BankAccountRow>();
    public DbSet<BankStatementRow> BankStatements => Set<BankStatementRow>();
    public DbSet<BankLineRow> BankLines => Set<BankLineRow>();
    public DbSet<BankMatchRow> BankMatches => Set<BankMatchRow>();
    public DbSet<BankRuleRow> BankRules => Set<BankRuleRow>();
    public DbSet<BankDecisionRow> BankDecisions => Set<BankDecisionRow>();
    public DbSet<BankNumberRow> BankNumbers => Set<BankNumberRow>();
    public DbSet<BankMappingRow> BankMappings => Set<BankMappingRow>();
    public DbSet<ReconciliationRow> Reconciliations => Set<ReconciliationRow>();
    public DbSet<AlertRuleRow> AlertRules => Set<AlertRuleRow>();
    public DbSet<AlertEventRow> AlertEvents => Set<AlertEventRow>();
    public DbSet<AlertRecipientRow> AlertRecipients => Set<AlertRecipientRow>();
    public DbSet<ForecastRow> Forecasts => Set<ForecastRow>();
    public DbSet<ForecastScoreRow> ForecastScores => Set<ForecastScoreRow>();
    public DbSet<PowerChangeRow> PowerChanges => Set<PowerChangeRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateOnly>().HaveConversion<DateNumber>();
        configuration.Properties<DateTimeOffset>().HaveConversion<Microseconds>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        foreach (var register in Registers.All) register.MapTable(model);
        foreach (var register in Registers.All) register.MapMore?.Invoke(model);
        model.Entity<EntryRow>(table =>
        {
            table.ToTable("entries").HasKey(row => row.Seq);
            table.HasIndex(row => row.Id).IsUnique();
            table.HasIndex(row => row.IdempotencyKey).IsUnique();
            table.HasIndex(row => row.ReversesSeq).IsUnique().HasFilter("reverses_seq IS NOT NULL");
            table.HasIndex(row => new { row.FundId, row.EffectiveDate });
            table.HasIndex(row => new { row.Tree, row.LeafIndex }).IsUnique();
        });
        model.Entity<PostingRow>(table =>
        {
            table.ToTable("postings").HasKey(row => new { row.EntrySeq, row.Line });
            table.HasIndex(row => new { row.AccountId, row.EffectiveDate });
            table.HasIndex(row => row.Donor).HasFilter("donor IS NOT NULL");
            table.HasIndex(row => row.Pledge).HasFilter("pledge IS NOT NULL");
            table.HasIndex(row => row.Request).HasFilter("request IS NOT NULL");
            table.HasIndex(row => row.Commitment).HasFilter("commitment IS NOT NULL");
            table.HasIndex(row => row.Payment).HasFilter("payment IS NOT NULL");
        });
        model.Entity<DailyTotalRow>().ToTable("daily_totals").HasKey(row => new { row.AccountId, row.EffectiveDate, row.Currency });
        model.Entity<LedgerStateRow>().ToTable("ledger_state").HasKey(row => row.Id);
        model.Entity<RegisterLeafRow>().ToTable("register_leaves").HasKey(row => new { row.Tree, row.LeafIndex });
        model.Entity<RegisterLeafRow>().HasIndex(row => row.Place);
        model.Entity<RegisterLeafRow>().HasIndex(row => new { row.TableName, row.RowKey }).IsUnique();
        model.Entity<LogTileRow>().ToTable("log_tiles").HasKey(row => new { row.Tree, row.Level, row.TileIndex });
        model.Entity<LogPaddingRow>().ToTable("log_padding").HasKey(row => new { row.Tree, row.FirstLeaf });
        model.Entity<LogTreeRow>().ToTable("log_trees").HasKey(row => row.Tree);
        model.Entity<FirstLeafRow>().ToTable("first_leaves").HasKey(row => row.LeafIndex);
        model.Entity<PersonMarkRow>().ToTable("person_marks").HasKey(row => new { row.Subject, row.Name });
        model.Entity<PayeeDetailRow>().ToTable("payee_details").HasKey(row => new { row.Payee, row.Version });
        model.Entity<PaymentTextRow>().ToTable("payment_texts").HasKey(row => row.Payment);
        model.Entity<OutboxRow>().ToTable("outbox").HasIndex(row => row.NextAttemptAt).HasFilter("done_at IS NULL AND parked_at IS NULL");
        MapPeople(model);
        BankLineTable.Map(model);
        model.Entity<DonorContactRow>().ToTable("donor_contacts").HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
        model.Entity<PaperContentRow>().ToTable("paper_contents").HasKey(row => row.PaperId);
        model.Entity<PaperContentRow>().HasOne<PaperRow>().WithMany().HasForeignKey(row => row.PaperId);
        model.Entity<AlertRecipientRow>().ToTable("alert_recipients").HasKey(row => row.Id);

        foreach (var property in model.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            property.SetColumnName(ColumnName.Of(property.Name));
            if (StoredValue.CodesOf(property.ClrType) is { } codes) property.SetValueConverter(codes);
            property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
        }
    }

    private static void MapPeople(ModelBuilder model)
    {
        model.Entity<PersonRow>(table =>
        {
            table.ToTable("people").HasKey(row => row.Id);
            table.HasIndex(row => row.UserName).IsUnique();
            table.HasIndex(row => row.ExternalId).IsUnique().HasFilter("external_id IS NOT NULL");
        });
        model.Entity<PersonRoleRow>().ToTable("person_roles").HasKey(row => new { row.PersonId, row.Role });
        model.Entity<PersonRoleRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        model.Entity<RecoveryCodeRow>().ToTable("recovery_codes").HasKey(row => new { row.PersonId, row.Hash });
        model.Entity<RecoveryCodeRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        model.Entity<PasskeyRow>().ToTable("passkeys").HasKey(row => row.CredentialId);
        model.Entity<PasskeyRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        model.Entity<SessionRow>().ToTable("sessions").HasKey(row => row.Id);
        model.Entity<SessionRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        model.Entity<ApiTokenRow>().ToTable("api_tokens").HasKey(row => row.Id);
        model.Entity<ApiTokenRow>().HasIndex(row => row.Hash).IsUnique();
        model.Entity<ApiTokenRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        model.Entity<PasswordLinkRow>().ToTable("password_links").HasKey(row => row.Hash);
        model.Entity<PasswordLinkRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        model.Entity<DoorTryRow>().ToTable("door_tries").HasKey(row => new { row.Door, row.Account, row.Network });
        model.Entity<DoorTryRow>().HasIndex(row => row.EndsAt);
        model.Entity<AuditRow>().ToTable("audit_log").HasKey(row => row.Id);
        model.Entity<AuditRow>().HasIndex(row => new { row.Tree, row.Number }).IsUnique();
        model.Entity<AuditRow>().Property(row => row.Tree).HasDefaultValue(LogClass.Protected);
        model.Entity<ProtectionKeyRow>().ToTable("protection_keys").HasKey(row => row.Id);
        model.Entity<PowerSaltRow>().ToTable("power_salts").HasKey(row => new { row.Place, row.Item });
    }
}

/// <summary>The books in one SQLite file.</summary>
public sealed class SqliteLedgerDb(DbContextOptions<SqliteLedgerDb> options) : LedgerDb(options);

/// <summary>The books on a PostgreSQL server.</summary>
public sealed class PostgresLedgerDb(DbContextOptions<PostgresLedgerDb> options) : LedgerDb(options);

/// <summary>Dates are stored as the number yyyymmdd: sortable, short, and readable in any database tool.</summary>
public sealed class DateNumber() : ValueConverter<DateOnly, int>(date => Of(date), number => Read(number))
{
    public static int Of(DateOnly date) => date.Year * 10000 + date.Month * 100 + date.Day;

    public static DateOnly Read(int number) => new(number / 10000, number / 100 % 100, number % 100);
}

/// <summary>Instants are stored as UTC microseconds since 1970: PostgreSQL keeps no more, and a seal over the instant must read back what
/// it wrote.</summary>
public sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(instant => Of(instant), number => Read(number))
{
    public static long Of(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Read(long number) => DateTimeOffset.UnixEpoch.AddTicks(number * TimeSpan.TicksPerMicrosecond);

    public static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

internal sealed class EnumCode<T>()
    : ValueConverter<T, string>(value => ClosedSet<T>.Code(value), code => ClosedSet<T>.Of(code)) where T : struct, Enum;
