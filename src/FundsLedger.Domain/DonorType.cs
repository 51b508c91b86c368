namespace FundsLedger.Domain;

/// <summary>Who gives (Rome Statute, article 116): it decides the revenue account, and how a letter begins.</summary>
public enum DonorType
{
    /// <summary>A State.</summary>
    State,

    /// <summary>An agency or authority of a State.</summary>
    Agency,

    /// <summary>An international organisation.</summary>
    InternationalOrganisation,

    /// <summary>A non-governmental organisation.</summary>
    Ngo,

    /// <summary>A company.</summary>
    Company,

    /// <summary>A person.</summary>
    Person,
}
