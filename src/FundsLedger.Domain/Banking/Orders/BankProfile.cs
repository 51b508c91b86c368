namespace FundsLedger.Domain.Banking.Orders;

/// <summary>A version of the message "customer credit transfer initiation" of ISO 20022.</summary>
public enum PainVersion
{
    /// <summary><c>pain.001.001.03</c>, of 2009.</summary>
    V03,

    /// <summary><c>pain.001.001.09</c>, of 2019.</summary>
    V09,
}

/// <summary>How an address is written. Banks refuse what is not written in parts since November 2026.</summary>
public enum AddressForm
{
    /// <summary>Street, number, post code, town and country each in its own element.</summary>
    Structured,

    /// <summary>Post code, town and country in their elements, street and number in at most two lines of 70 characters. A form for the time
    /// between, which some banks refuse.</summary>
    Hybrid,
}

/// <summary>Who bears the bank's charges, by the codes of ISO 20022.</summary>
public enum ChargeBearer
{
    /// <summary>As the scheme says; what SEPA asks for.</summary>
    Slev,

    /// <summary>Each its own bank's.</summary>
    Shar,

    /// <summary>The payer all of them.</summary>
    Debt,
}

/// <summary>What one bank wants of a payment file, beside what the schema says.</summary>
public sealed record BankProfile
{
    /// <summary>The most that one SEPA payment may be, in cents: 999,999,999.99.</summary>
    public const long LargestSepaCents = 99_999_999_999;

    /// <summary>Stable, in small letters.</summary>
    public required string Code { get; init; }

    /// <summary>Version of the message.</summary>
    public required PainVersion Version { get; init; }

    /// <summary>How addresses are written.</summary>
    public required AddressForm Addresses { get; init; }

    /// <summary>The characters that may be sent.</summary>
    public required LetterSet Letters { get; init; }

    /// <summary>True where the bank books the sum of the batch as one line, which then names the message id alone.</summary>
    public required bool IsBookedAsBatch { get; init; }

    /// <summary>Who bears the charges. <see cref="ChargeBearer.Slev"/> makes it a SEPA profile: euro and IBAN alone.</summary>
    public required ChargeBearer Charges { get; init; }

    /// <summary>Currencies that are paid; null for every one that the account has.</summary>
    public IReadOnlyList<Currency>? Currencies { get; init; }

    /// <summary>True where a payee without an address is refused.</summary>
    public bool NeedsAddress { get; init; }

    /// <summary>True where a payee's bank must be named by its code.</summary>
    public bool NeedsBic { get; init; }

    /// <summary>Most characters of a name: 70 in SEPA, 140 by the schema.</summary>
    public required int LongestName { get; init; }

    /// <summary>True for payments within SEPA.</summary>
    public bool IsSepa => Charges == ChargeBearer.Slev;

    /// <summary>True where a batch of this currency can be paid.</summary>
    public bool Pays(Currency currency) =>
        IsSepa ? currency == Currency.Eur : Currencies is null || Currencies.Contains(currency);

    /// <summary>SEPA by the newer version, addresses in parts, basic Latin letters, one line of the statement for a batch.</summary>
    public static readonly BankProfile Sepa = new()
    {
        Code = "sepa", Version = PainVersion.V09, Addresses = AddressForm.Structured, Letters = LetterSet.Basic, IsBookedAsBatch = true,
        Charges = ChargeBearer.Slev, Currencies = [Currency.Eur], LongestName = 70,
    };

    /// <summary>SEPA by the older version, hybrid addresses, western accents kept, a line of the statement for each payment.</summary>
    public static readonly BankProfile SepaOlder = new()
    {
        Code = "sepa_older", Version = PainVersion.V03, Addresses = AddressForm.Hybrid, Letters = LetterSet.Western,
        IsBookedAsBatch = false, Charges = ChargeBearer.Slev, Currencies = [Currency.Eur], LongestName = 70,
    };

    /// <summary>Payments to the world in any currency of an account: address and bank of the payee are needed, charges shared.</summary>
    public static readonly BankProfile World = new()
    {
        Code = "world", Version = PainVersion.V09, Addresses = AddressForm.Structured, Letters = LetterSet.Basic,
        IsBookedAsBatch = false, Charges = ChargeBearer.Shar, NeedsAddress = true, NeedsBic = true, LongestName = 140,
    };

    /// <summary>Every named profile.</summary>
    public static IReadOnlyList<BankProfile> All { get; } = [Sepa, SepaOlder, World];

    /// <summary>The profile with this code, or null.</summary>
    public static BankProfile? Find(string? code) => All.FirstOrDefault(profile => profile.Code == code);
}
