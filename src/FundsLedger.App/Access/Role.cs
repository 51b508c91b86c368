namespace FundsLedger.App.Access;

/// <summary>What somebody does here. One person may be the recording officer and hold one of the other officers' roles.</summary>
public enum Role
{
    Recorder,
    CertifyingOfficer,
    ApprovingOfficer,
    BankSignatory,
    ProtectionOfficer,
    Auditor,
    Facilitator,
    StateRepresentative,
    Administrator,
}

/// <summary>How far a role's right to an operation goes.</summary>
public enum Scope
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>What belongs to the donor the person speaks for, and to the agencies under it, in every fund.</summary>
    Own,

    /// <summary>Funds that are not protected.</summary>
    Open,

    /// <summary>Protected funds, and only those.</summary>
    Protected,

    /// <summary>Everything.</summary>
    All,
}
