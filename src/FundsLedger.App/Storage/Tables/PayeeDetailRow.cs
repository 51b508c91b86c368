using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Storage;

/// <summary>Who a version of a payee is. Not a register: personal data must be erasable.</summary>
public sealed class PayeeDetailRow
{
    public required string Payee { get; set; }
    public int Version { get; set; }
    public required byte[] Salt { get; set; }
    public required string DisplayName { get; set; }
    public required string Holder { get; set; }
    public AccountForm Form { get; set; }
    public required string Account { get; set; }
    public string? Bic { get; set; }
    public string? Street { get; set; }
    public string? Building { get; set; }
    public string? Postcode { get; set; }
    public string? Town { get; set; }
    public string? Country { get; set; }
    public string? BankName { get; set; }
}

/// <summary>What a payment says to its payee. Not a register: a name could stand in it.</summary>
public sealed class PaymentTextRow
{
    public required string Payment { get; set; }
    public required byte[] Salt { get; set; }
    public required string Text { get; set; }
}
