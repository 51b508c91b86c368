using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Payees =
        RegisterTable.Of<PayeeRow>("payees", RegisterMatter.Operation, Fund, unique: ["payee,version"],
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

/// <summary>A version of somebody who is paid. Who that is and where stands in <c>payee_details</c>, outside the log: <see cref="Mark"/>
/// answers for it.</summary>
public sealed class PayeeRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Payee { get; set; }
    public int Version { get; set; }
    public int FundId { get; set; }
    public required byte[] Mark { get; set; }

    /// <summary>First day on which it can be paid: later than the day it was recorded where it changed who is paid, or where.</summary>
    public DateOnly PayableFrom { get; set; }

    public PayeeVerification? Verification { get; set; }
    public DateOnly? VerifiedOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
