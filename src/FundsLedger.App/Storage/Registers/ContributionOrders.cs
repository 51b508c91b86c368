using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable ContributionOrders =
        RegisterTable.Of<ContributionOrderRow>("contribution_orders", RegisterMatter.Operation, Fund,
            map: table =>
            {
                table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId);
                table.HasOne<VisitRequestRow>().WithMany().HasForeignKey(row => row.Request);
            });
}

/// <summary>An order of contribution: a detainee who was found not to be indigent after all pays back what a visit cost, in monthly
/// instalments. Its code is the item under which account 1300 holds what is owed.</summary>
public sealed class ContributionOrderRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public required string Request { get; set; }

    /// <summary>Cents to be paid back.</summary>
    public long AmountEur { get; set; }

    public DateOnly OrderedOn { get; set; }

    /// <summary>How many monthly instalments there are.</summary>
    public int Instalments { get; set; }

    /// <summary>Due day of the first one.</summary>
    public DateOnly FirstDueOn { get; set; }

    public required string LegalReference { get; set; }
    public required string Reason { get; set; }

    /// <summary>The entry that opened it, the first where there are several.</summary>
    public long EntrySeq { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>Who approved it.</summary>
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }

    /// <summary>Who proposed it.</summary>
    public required string SecondActorId { get; set; }
    public required string SecondActorName { get; set; }
}
