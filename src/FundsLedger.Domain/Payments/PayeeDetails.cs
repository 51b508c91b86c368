using System.Security.Cryptography;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Payments;

/// <summary>Who is paid and where: personal details, which stand outside the log and can be erased.</summary>
/// <param name="DisplayName">As officers call the payee.</param>
/// <param name="Holder">As the bank knows the holder of the account.</param>
/// <param name="Form">How the account is written.</param>
/// <param name="Account">The account: capital letters and digits.</param>
/// <param name="Bic">The bank; needed where there is no IBAN.</param>
/// <param name="Address">Complete, or null.</param>
/// <param name="BankName">The holder's name that the bank gave with a close match.</param>
public sealed record PayeeDetails(string DisplayName, string Holder, AccountForm Form, string Account, string? Bic = null,
    PostalAddress? Address = null, string? BankName = null)
{
    /// <summary>Most characters of a name: what a payment order holds.</summary>
    public const int LongestName = 70;

    /// <summary>Most characters of an account that is no IBAN.</summary>
    public const int LongestAccount = 34;

    /// <summary>The same as it is kept: blanks around texts taken off, account and BIC in capital letters without blanks.</summary>
    public PayeeDetails Plain() => this with
    {
        DisplayName = DisplayName.Trim(), Holder = Holder.Trim(), Account = Squeezed(Account),
        Bic = string.IsNullOrWhiteSpace(Bic) ? null : Squeezed(Bic),
        Address = Address is { } at ? new PostalAddress(at.Street.Trim(), at.Building.Trim(), at.Postcode.Trim(), at.Town.Trim(),
            at.Country.Trim().ToUpperInvariant()) : null,
        BankName = string.IsNullOrWhiteSpace(BankName) ? null : BankName.Trim(),
    };

    /// <summary>The first thing wrong with it, as it is kept; null where nothing is.</summary>
    public PayeeRefusal? Fault()
    {
        if (!IsName(DisplayName)) return new PayeeTextIsMalformed("display name", LongestName);
        if (!IsName(Holder)) return new PayeeTextIsMalformed("holder's name", LongestName);
        if (BankName is not null && !IsName(BankName)) return new PayeeTextIsMalformed("name given by the bank", LongestName);
        if (Form == AccountForm.Iban && !AccountNumber.IsIban(Account)) return new PayeeIbanIsWrong();
        if (Form == AccountForm.Other && (Account.Length is 0 or > LongestAccount
            || Account.Any(letter => !char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter) && letter is not ('/' or '-'))))
            return new PayeeAccountIsMalformed();
        if (Bic is null ? Form == AccountForm.Other : !PaymentIds.IsBic(Bic)) return new PayeeBicIsWrong();
        if (Address is not { } at) return null;
        string[] parts = [at.Street, at.Building, at.Postcode, at.Town, at.Country];
        if (parts.Any(part => part.Length == 0)) return new PayeeAddressIsIncomplete();
        if (parts.Any(part => part.Length > LongestName || LedgerRules.BrokenText(part) is not null))
            return new PayeeTextIsMalformed("address", LongestName);
        return CountryCode.IsKnown(at.Country) ? null : new PayeeCountryIsMalformed();
    }

    /// <summary>The country of the account or, where it is no IBAN, of its bank.</summary>
    public string Country => Form == AccountForm.Iban ? Account[..2] : Bic![4..6];

    /// <summary>True where two versions pay the same holder on the same account.</summary>
    public bool PaysTheSame(PayeeDetails other) =>
        (Holder, Form, Account, Bic) == (other.Holder, other.Form, other.Account, other.Bic);

    /// <summary>What stands in the log for all of it: nobody can guess it without the salt, and salt and details can be erased.</summary>
    /// <param name="salt">Random, of <see cref="TwoPartLeaf.SaltSize"/> bytes, one for each version.</param>
    public byte[] Mark(ReadOnlySpan<byte> salt)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger payee v1");
        bytes.Bytes(salt);
        foreach (var text in (string?[])[DisplayName, Holder, ClosedSet<AccountForm>.Code(Form), Account, Bic, Address?.Street,
            Address?.Building, Address?.Postcode, Address?.Town, Address?.Country, BankName])
        {
            if (text is null) bytes.Null();
            else bytes.Text(text);
        }
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName
        && LedgerRules.BrokenText(text) is null;

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();
}
