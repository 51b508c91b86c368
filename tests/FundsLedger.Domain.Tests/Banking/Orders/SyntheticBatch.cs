using System.Xml;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Banking.Orders;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>Batches of payments to nobody: every name is made up, every account a published example.</summary>
internal static class SyntheticBatch
{
    public static readonly PayingAccount Payer =
        new("Synthetic Trust Fund", AccountOfParty.Iban("NL91ABNA0417164300"), "ABNANL2A");

    public static readonly PaymentOrder Plain = new()
    {
        InstructionId = "I-1", EndToEndId = "TFFV-P-2026-1", Amount = Money.Eur(125_050), HolderName = "Ana Synthetic",
        Account = AccountOfParty.Iban("DE89370400440532013000"), Bic = "COBADEFFXXX",
        Address = new PostalAddress("Example Street", "12 b", "10115", "Berlin", "DE"), Remittance = "Visit 2026-1, travel",
    };

    public static PaymentBatch Of(params IReadOnlyList<PaymentOrder> orders) => new()
    {
        MessageId = "TFFV-B-2026-1", CreatedAt = new DateTimeOffset(2026, 12, 1, 8, 30, 0, TimeSpan.Zero), Debtor = Payer,
        PaidOn = new DateOnly(2026, 12, 2), Currency = orders.Count > 0 ? orders[0].Amount.Currency : Currency.Eur, Orders = orders,
    };

    /// <summary>The batch that the golden files hold: what each profile writes otherwise occurs in it.</summary>
    public static PaymentBatch Golden(BankProfile profile)
    {
        var currency = profile.IsSepa ? Currency.Eur : Currency.Of("USD");
        return Of(
            Plain with { Amount = new Money(125_050, currency) },
            Plain with
            {
                InstructionId = "I-2", EndToEndId = "TFFV-P-2026-2", Amount = new Money(7, currency),
                HolderName = "Zoë O’Synthetic & Søn", Remittance = "Visit „2026-2“ – lodging; two nights",
                Account = AccountOfParty.Iban("FR1420041010050500013M02606"), Bic = "BNPAFRPP",
                Address = new PostalAddress("Rue de l’Exemple", "", "", "Besançon", "FR"),
            },
            Plain with
            {
                InstructionId = "I-3", EndToEndId = "TFFV-P-2026-3", Amount = new Money(99_999_999, currency), Remittance = null,
                HolderName = "Łucja Przykładowska", Account = AccountOfParty.Iban("GB29NWBK60161331926819"),
                Bic = profile.NeedsBic ? "NWBKGB2L" : null,
                Address = profile.NeedsAddress ? new PostalAddress("", "", "", "London", "GB") : null,
            });
    }

    public static byte[] Write(PreparedBatch prepared)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, PaymentFile.Settings)) PaymentFile.Write(prepared, xml);
        return bytes.ToArray();
    }

    public static byte[] Write(PaymentBatch batch, BankProfile profile) => Write(PaymentFileRules.Prepare(batch, profile).OrThrow());
}
