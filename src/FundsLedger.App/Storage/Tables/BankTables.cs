using FundsLedger.Domain.Log;
using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Storage;

/// <summary>The registers of banking, and the lines that the statements' rows seal.</summary>
public static class BankTables
{
    public static readonly RegisterTable Accounts = new("bank_accounts", "code", RegisterMatter.Internal, null,
        "code", "account_id", "number", "currency", "name", "starts_on", "opening_minor", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Statements = new("bank_statements", "id", RegisterMatter.Internal, null,
        "id", "bank_account", "number", "currency", "reference", "sequence", "opened_on", "opening_minor", "closed_on", "closing_minor",
        "first_line", "line_count", "content_hash", "lines_hash", "outcome", "faults", "difference_minor", "file_name", "at_line",
        "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Matches = new("bank_matches", "id", RegisterMatter.Internal, null,
        "id", "group_key", "line_id", "entry_seq", "kind", "reason", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Rules = new("bank_rules", "id", RegisterMatter.Internal, null,
        "id", "bank_account", "party_account", "donor", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Mappings = new("bank_mappings", "code", RegisterMatter.Internal, null,
        "code", "layout", "recorded_at", "actor_id", "actor_name");
    public static readonly RegisterTable Reconciliations = new("reconciliations", "id", RegisterMatter.Internal, null,
        "id", "bank_account", "account_id", "statement_id", "through", "bank_minor", "ledger_minor", "outstanding_minor", "step",
        "actor_id", "actor_name", "second_actor_id", "second_actor_name", "recorded_at");

    /// <summary>Every register of banking.</summary>
    public static readonly IReadOnlyList<RegisterTable> Registers = [Accounts, Mappings, Matches, Rules, Statements, Reconciliations];

    /// <summary>Columns of bank_lines in the order in which they are written and, from the fourth on, sealed through the statement.</summary>
    public static readonly IReadOnlyList<string> LineColumns = ["id", "statement_id", "bank_account", "identity", "content_hash", "occurrence", "booked_on", "valued_on", "currency", "amount_minor", "kind", "code",
        "bank_reference", "reference", "party_name", "party_account", "text", "raw", "at_line", "treatment", "entry_seq"];

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<BankAccountRow>(table =>
        {
            table.ToTable("bank_accounts").HasKey(row => row.Code);
            table.HasIndex(row => row.AccountId).IsUnique();
            table.HasIndex(row => new { row.Number, row.Currency }).IsUnique();
        });
        model.Entity<BankStatementRow>(table =>
        {
            table.ToTable("bank_statements").HasIndex(row => row.ContentHash);
            table.HasIndex(row => new { row.BankAccount, row.Id });
        });
        model.Entity<BankLineRow>(table =>
        {
            table.ToTable("bank_lines").HasIndex(row => row.Identity).IsUnique();
            table.HasIndex(row => new { row.BankAccount, row.BookedOn });
            table.HasIndex(row => row.EntrySeq).HasFilter("entry_seq IS NOT NULL");
            table.HasIndex(row => row.Treatment).HasFilter("treatment IN ('open', 'unidentified')");
        });
        model.Entity<BankMatchRow>(table =>
        {
            table.ToTable("bank_matches").HasIndex(row => row.LineId);
            table.HasIndex(row => row.EntrySeq);
            table.HasIndex(row => row.GroupKey);
        });
        model.Entity<BankRuleRow>().ToTable("bank_rules").HasIndex(row => new { row.BankAccount, row.PartyAccount });
        model.Entity<BankMappingRow>().ToTable("bank_mappings").HasKey(row => row.Code);
        model.Entity<ReconciliationRow>().ToTable("reconciliations").HasIndex(row => row.AccountId);
    }

    internal static void Convert(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<StatementOutcome>().HaveConversion<EnumCode<StatementOutcome>>();
        configuration.Properties<LineTreatment>().HaveConversion<EnumCode<LineTreatment>>();
        configuration.Properties<MatchKind>().HaveConversion<EnumCode<MatchKind>>();
        configuration.Properties<ReconciliationStep>().HaveConversion<EnumCode<ReconciliationStep>>();
        configuration.Properties<Domain.Banking.BankLineKind>().HaveConversion<EnumCode<Domain.Banking.BankLineKind>>();
    }

    /// <summary>A value of banking's closed sets as stored; anything else unchanged.</summary>
    internal static object? Stored(object? value) => value switch
    {
        StatementOutcome outcome => Domain.ClosedSet<StatementOutcome>.Code(outcome),
        LineTreatment treatment => Domain.ClosedSet<LineTreatment>.Code(treatment),
        MatchKind kind => Domain.ClosedSet<MatchKind>.Code(kind),
        ReconciliationStep step => Domain.ClosedSet<ReconciliationStep>.Code(step),
        Domain.Banking.BankLineKind kind => Domain.ClosedSet<Domain.Banking.BankLineKind>.Code(kind),
        _ => value,
    };
}
