using FundsLedger.Domain.Log;
using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Storage;

/// <summary>The registers of banking, and the lines that the statements' rows seal.</summary>
public static class BankTables
{
    public static readonly RegisterTable Accounts =
        RegisterTable.Of<BankAccountRow>("bank_accounts", RegisterMatter.Internal, unique: ["account_id", "number,currency"]);
    public static readonly RegisterTable Statements = RegisterTable.Of<BankStatementRow>("bank_statements", RegisterMatter.Internal);
    public static readonly RegisterTable Matches = RegisterTable.Of<BankMatchRow>("bank_matches", RegisterMatter.Internal);
    public static readonly RegisterTable Rules = RegisterTable.Of<BankRuleRow>("bank_rules", RegisterMatter.Internal);
    public static readonly RegisterTable Mappings = RegisterTable.Of<BankMappingRow>("bank_mappings", RegisterMatter.Internal);
    public static readonly RegisterTable Reconciliations =
        RegisterTable.Of<ReconciliationRow>("reconciliations", RegisterMatter.Internal);
    public static readonly RegisterTable Numbers = RegisterTable.Of<BankNumberRow>("bank_numbers", RegisterMatter.Internal);
    public static readonly RegisterTable Decisions = RegisterTable.Of<BankDecisionRow>("bank_decisions", RegisterMatter.Internal);

    /// <summary>Every register of banking.</summary>
    public static readonly IReadOnlyList<RegisterTable> Registers =
        [Accounts, Mappings, Matches, Rules, Statements, Reconciliations, Decisions, Numbers];

    /// <summary>Columns of bank_lines in the order in which they are written and, from the fourth on, sealed through the
    /// statement.</summary>
    public static readonly IReadOnlyList<string> LineColumns =
        ["id", "statement_id", "bank_account", "identity", "content_hash", "occurrence", "booked_on", "valued_on", "currency",
        "amount_minor", "kind", "code", "bank_reference", "reference", "party_name", "party_account", "text", "raw", "at_line",
            "treatment", "entry_seq"];

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<BankAccountRow>(table =>
        {
        });
        model.Entity<BankStatementRow>(table =>
        {
            table.HasIndex(row => row.ContentHash);
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
            table.HasIndex(row => row.LineId);
            table.HasIndex(row => row.EntrySeq);
            table.HasIndex(row => row.GroupKey);
        });
        model.Entity<BankRuleRow>().HasIndex(row => new { row.BankAccount, row.PartyAccount });
        model.Entity<BankDecisionRow>().HasIndex(row => row.StatementId);
        model.Entity<BankNumberRow>().HasIndex(row => row.Number);
        model.Entity<ReconciliationRow>().HasIndex(row => row.AccountId);
    }

    internal static void Convert(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<StatementOutcome>().HaveConversion<EnumCode<StatementOutcome>>();
        configuration.Properties<LineTreatment>().HaveConversion<EnumCode<LineTreatment>>();
        configuration.Properties<StatementDecision>().HaveConversion<EnumCode<StatementDecision>>();
        configuration.Properties<MatchKind>().HaveConversion<EnumCode<MatchKind>>();
        configuration.Properties<ReconciliationStep>().HaveConversion<EnumCode<ReconciliationStep>>();
        configuration.Properties<Domain.Banking.BankLineKind>().HaveConversion<EnumCode<Domain.Banking.BankLineKind>>();
    }

    /// <summary>A value of banking's closed sets as stored; anything else unchanged.</summary>
    internal static object? Stored(object? value) => value switch
    {
        StatementOutcome outcome => Domain.ClosedSet<StatementOutcome>.Code(outcome),
        LineTreatment treatment => Domain.ClosedSet<LineTreatment>.Code(treatment),
        StatementDecision decision => Domain.ClosedSet<StatementDecision>.Code(decision),
        MatchKind kind => Domain.ClosedSet<MatchKind>.Code(kind),
        ReconciliationStep step => Domain.ClosedSet<ReconciliationStep>.Code(step),
        Domain.Banking.BankLineKind kind => Domain.ClosedSet<Domain.Banking.BankLineKind>.Code(kind),
        _ => value,
    };
}
