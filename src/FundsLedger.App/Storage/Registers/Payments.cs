using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Payments =
        RegisterTable.Of<PaymentRow>("payments", RegisterMatter.Operation, Fund, unique: ["claim,attempt"],
            map: table =>
            {
                table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId);
                table.HasIndex(row => row.Commitment);
                table.HasIndex(row => row.Payee);
            });
}

/// <summary>A payment as it was drafted: exactly what its officers sign. Another one is another row.</summary>
public sealed class PaymentRow : IRegisterRow
{
    public required string Code { get; set; }

    /// <summary>Code of the first payment of the claim: what the postings name.</summary>
    public required string Claim { get; set; }

    /// <summary>1 for the first payment of the claim; a later one follows only one that the bank sent back or that was withdrawn.</summary>
    public int Attempt { get; set; }

    public int FundId { get; set; }
    public required string Commitment { get; set; }
    public required string Payee { get; set; }
    public int PayeeVersion { get; set; }

    /// <summary>Code of the account it leaves.</summary>
    public required string Bank { get; set; }

    public long AmountEur { get; set; }

    /// <summary>What it is for: <c>5010=900.00 5020=450.50</c>.</summary>
    public required string Lines { get; set; }

    /// <summary>True where its certification sets free what the commitment still holds.</summary>
    public bool IsFinal { get; set; }

    public DateOnly RenderedOn { get; set; }
    public DateOnly PayOn { get; set; }

    /// <summary>Answers for the text to the payee, which stands in <c>payment_texts</c>.</summary>
    public required byte[] TextMark { get; set; }

    public PaymentSource Source { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>Through which door a payment was drafted.</summary>
public enum PaymentSource { Page, Api, CommandLine, Import }
