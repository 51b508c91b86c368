using FundsLedger.Domain.Banking;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>A payee in one line, in the reader's language.</summary>
public static class PayeeWords
{
    /// <summary>Name, holder, account, bank and address; a word where they are gone.</summary>
    public static string Of(PayeeDetails? details, PageLanguage words)
    {
        if (details is not { } known) return words["payee.erased"];
        var account = known.Form == AccountForm.Iban ? Grouped(known.Account) : known.Account;
        string?[] parts = [known.DisplayName, known.Holder == known.DisplayName ? null : known.Holder, account, known.Bic,
            known.Address is { } at ? $"{at.Street} {at.Building}, {at.Postcode} {at.Town}, {at.Country}" : null];
        return string.Join(" · ", parts.Where(part => part is not null));
    }

    /// <summary>An IBAN in groups of four, as people compare it.</summary>
    public static string Grouped(string account) => string.Join(' ', account.Chunk(4).Select(group => new string(group)));
}
