using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PaymentRules =
        RegisterTable.Of<PaymentRulesRow>("payment_rules", RegisterMatter.Operation, Fund,
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

/// <summary>How a fund pays from now on; the newest row holds.</summary>
public sealed class PaymentRulesRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }

    /// <summary>Days between a change of who is paid, or where, and the first payment there.</summary>
    public int CoolingDays { get; set; }

    /// <summary>Cents by which a claim may exceed its commitment, from what is available.</summary>
    public long ToleranceEur { get; set; }

    /// <summary>How many bank signatories send a batch: one or two.</summary>
    public int Signatories { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
