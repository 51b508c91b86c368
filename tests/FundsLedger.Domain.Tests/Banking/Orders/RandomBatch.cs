using CsCheck;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Banking.Orders;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>Batches that could be, with texts as people have them and as they are meant to do harm.</summary>
internal static class RandomBatch
{
    private static readonly string[] Nice =
    [
        "Ana Synthetic", "O'Example", "Zoë Müller-Søn", "Łucja Żółć", "Nguyễn Thị Ánh", "İpek Şimşek", "  Two  blanks ",
        "Example & Daughters", "\"Quoted\" Synthetic", "e\u0301crit", "Þóra Ætt", "Straße 5", "A…B", "Name\u00A0with\u202Fblanks",
    ];

    private static readonly string[] Nasty =
    [
        "محمد", "Ана", "Αννα", "\u202Eevil", "a\u0000b", "line\nfeed", "\uD800", "王", "💶", "zero\u200Bwidth", new string('x', 300),
        "a@b", "<b>", "]]>", "a//b", "/a", "<!--", "%n",
    ];

    private static readonly string[] Ibans =
        ["DE89370400440532013000", "FR1420041010050500013M02606", "GB29NWBK60161331926819", "NL91ABNA0417164300", "BE68539007547034"];

    public static Gen<PaymentBatch> Of(BankProfile profile)
    {
        var text = Gen.Frequency((30, OneOf(Nice)), (1, OneOf(Nasty)));
        var currency = profile.IsSepa ? Gen.Const(Currency.Eur) : OneOf(Currency.Of("USD"), Currency.Of("JPY"), Currency.Of("KWD"));
        var address = Gen.Select(Gen.OneOf(text, Gen.Const("")), OneOf("", "12", "7 b"), OneOf("", "10115"), text,
            OneOf("DE", "FR", "KE"),
            (street, number, code, town, country) => new PostalAddress(street, street.Length == 0 ? "" : number, code, town, country));
        var addresses = profile.NeedsAddress ? address.Select(each => (PostalAddress?)each) : Gen.Null(address);
        var banks = profile.NeedsBic ? OneOf<string?>("COBADEFFXXX") : OneOf<string?>(null, "COBADEFFXXX");
        var order = Gen.Select(Gen.Long[1, 99_999_999_999], text, OneOf(Ibans), addresses, Gen.OneOf(text, Gen.Const("")), banks,
            (minor, name, iban, where, remittance, bic) => new PaymentOrder
            {
                InstructionId = "", EndToEndId = "", Amount = Money.Eur(minor), HolderName = name, Account = AccountOfParty.Iban(iban),
                Address = where, Remittance = remittance, Bic = bic,
            });
        return Gen.Select(order.Array[1, 8], currency, (orders, kind) => SyntheticBatch.Of([.. orders.Select((each, index) => each with
        {
            InstructionId = $"I-{index}", EndToEndId = $"E-{index}", Amount = new Money(each.Amount.Minor, kind),
        })]));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>True where a text of the batch is one of those that must be refused, or may be.</summary>
    public static bool IsNasty(PaymentBatch batch) => batch.Orders.Any(order => Nasty.Contains(order.HolderName)
        || Nasty.Contains(order.Remittance) || Nasty.Contains(order.Address?.Street) || Nasty.Contains(order.Address?.Town));
}
