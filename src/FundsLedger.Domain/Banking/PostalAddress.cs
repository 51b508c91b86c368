namespace FundsLedger.Domain.Banking;

/// <summary>How the number of an account is made.</summary>
public enum AccountForm
{
    /// <summary>An IBAN with its check digits.</summary>
    Iban,

    /// <summary>A number of a country without IBAN; then the bank is named by its BIC.</summary>
    Other,
}

/// <summary>A postal address in its parts. Town and country make it complete for a bank; a number needs its street. A bank refuses what is
/// neither complete nor left out.</summary>
/// <param name="Street">Name of the street, without the number; empty where there is none.</param>
/// <param name="Building">Number of the house; empty where there is none.</param>
/// <param name="Postcode">As the country writes it; empty where there is none.</param>
/// <param name="Town">The town.</param>
/// <param name="Country">Two capital letters of ISO 3166.</param>
public sealed record PostalAddress(string Street, string Building, string Postcode, string Town, string Country);
