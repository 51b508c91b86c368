using FundsLedger.Domain.Banking;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>The fields of a payee, as a form has them.</summary>
internal static class PayeeForm
{
    /// <summary>What was typed; whole only where the form is not faulty.</summary>
    public static PayeeDetails Read(Form form)
    {
        var (street, building, postcode, town, country) = (form["street"], form["building"], form["postcode"], form["town"],
            form["country"]);
        var address = (street + building + postcode + town + country).Length == 0 ? null
            : new PostalAddress(street, building, postcode, town, country);
        return new PayeeDetails(form.Text("name", PayeeDetails.LongestName), form.Text("holder", PayeeDetails.LongestName),
            ClosedSet<AccountForm>.Find(form.Choice("form", ClosedSet<AccountForm>.Codes)) ?? AccountForm.Iban, form.Text("account", 60),
            form.OptionalText("bic", 20), address);
    }

    /// <summary>The details as they stand, proposed field by field.</summary>
    public static IEnumerable<(string Field, string? Text)> Of(PayeeDetails details) => [("name", details.DisplayName),
        ("holder", details.Holder), ("form", ClosedSet<AccountForm>.Code(details.Form)), ("account", PayeeWords.Grouped(details.Account)),
        ("bic", details.Bic), ("street", details.Address?.Street), ("building", details.Address?.Building),
        ("postcode", details.Address?.Postcode), ("town", details.Address?.Town), ("country", details.Address?.Country)];

    /// <summary>The field that a refusal is about.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        PayeeIbanIsWrong or PayeeAccountIsMalformed => "account",
        PayeeBicIsWrong => "bic",
        PayeeAddressIsIncomplete => "street",
        PayeeCountryIsMalformed => "country",
        _ => "",
    };
}
