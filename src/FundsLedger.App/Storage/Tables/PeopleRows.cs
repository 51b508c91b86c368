using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

// Who may sign in. These tables change, so they are not sealed in the log; what happened to them stands in audit_log.

/// <summary>Somebody who may sign in, or once could. People are disabled, never removed, because entries carry their ids.</summary>
public sealed class PersonRow
{
    public required string Id { get; set; }

    /// <summary>The e-mail address in lower case: what is typed to sign in.</summary>
    public required string UserName { get; set; }

    public required string Email { get; set; }
    public required string Name { get; set; }
    public required string Language { get; set; }

    /// <summary>The donor a State representative speaks for, agencies under it included.</summary>
    public string? Donor { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Changes whenever a password or second factor does.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>The key of the person's authenticator app, encrypted with the key outside the books.</summary>
    public string? CodeKey { get; set; }

    /// <summary>The last step of 30 seconds, counted from 1970, whose code was taken: no code of it or of one before is taken again (RFC
    /// 6238, 5.2).</summary>
    public long CodeStep { get; set; }

    public bool HasCodes { get; set; }
    public bool IsDisabled { get; set; }
    public bool IsDemo { get; set; }

    /// <summary>Issuer and subject of single sign-on.</summary>
    public string? ExternalId { get; set; }

    /// <summary>When the issuer of single sign-on last said in which groups the person is.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>The refresh token that asks the issuer again without the person, encrypted with the key outside the books; null where the
    /// issuer gives none.</summary>
    public string? AskAgain { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A role somebody holds, for good or until an instant.</summary>
public sealed class PersonRoleRow
{
    public required string PersonId { get; set; }
    public required string Role { get; set; }

    /// <summary>Codes of the funds it is for, in order with a space between them; <c>*</c> for every fund.</summary>
    public required string Funds { get; set; }

    public DateTimeOffset? Until { get; set; }
    public required string GrantedBy { get; set; }
    public DateTimeOffset GrantedAt { get; set; }

    /// <summary>Who delegated the role for an absence; null where nobody did.</summary>
    public string? DelegatedBy { get; set; }
}

public sealed class RecoveryCodeRow
{
    public required string PersonId { get; set; }
    public required string Hash { get; set; }
}

public sealed class PasskeyRow
{
    public required byte[] CredentialId { get; set; }
    public required string PersonId { get; set; }
    public required string Name { get; set; }
    public required byte[] PublicKey { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public long SignCount { get; set; }
    public string? Transports { get; set; }
    public bool IsUserVerified { get; set; }
    public bool IsBackupEligible { get; set; }
    public bool IsBackedUp { get; set; }
    public required byte[] AttestationObject { get; set; }
    public required byte[] ClientData { get; set; }
}

/// <summary>One browser in which somebody signed in. The cookie is worth nothing once this row has ended.</summary>
public sealed class SessionRow
{
    /// <summary>SHA-256 of the secret in the cookie: the table alone opens nothing.</summary>
    public required string Id { get; set; }

    public required string PersonId { get; set; }
    public DateTimeOffset BegunAt { get; set; }
    public DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>When the person last confirmed who they are, in this session.</summary>
    public DateTimeOffset ConfirmedAt { get; set; }

    public required string Method { get; set; }
    public required string Browser { get; set; }

    /// <summary>The network address of its latest request, noted with <see cref="SeenAt"/>.</summary>
    public string Place { get; set; } = "";

    /// <summary>What the issuer of single sign-on calls the session, so that it can end it.</summary>
    public string? IssuerSession { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A key with which a program acts for somebody.</summary>
public sealed class ApiTokenRow
{
    public required string Id { get; set; }
    public required string PersonId { get; set; }
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token, which is shown once and kept nowhere.</summary>
    public required string Hash { get; set; }

    public required string Scopes { get; set; }

    /// <summary>How the session began in which it was made: a token is worth no more than the sign-in behind it.</summary>
    public string Method { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>The network address it was used from, noted with <see cref="UsedAt"/>.</summary>
    public string UsedFrom { get; set; } = "";

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A link at which somebody chooses a password.</summary>
public sealed class PasswordLinkRow
{
    /// <summary>SHA-256 of the secret in the link: the table alone opens nothing.</summary>
    public required string Hash { get; set; }

    public required string PersonId { get; set; }
    public DateTimeOffset MadeAt { get; set; }
    public DateTimeOffset EndsAt { get; set; }
}

/// <summary>How many attempts one network made on one account in one way, and until when they count.</summary>
public sealed class DoorTryRow
{
    public required string Door { get; set; }

    /// <summary>SHA-256 of the name that was typed, whether anybody is called so or not.</summary>
    public required string Account { get; set; }

    public required string Network { get; set; }
    public int Tries { get; set; }
    public DateTimeOffset EndsAt { get; set; }
}

/// <summary>One thing that somebody did or was refused.</summary>
public sealed class AuditRow
{
    public long Id { get; set; }
    public DateTimeOffset At { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public required string Act { get; set; }
    public required string Subject { get; set; }
    public required string Outcome { get; set; }

    /// <summary>The log that seals it.</summary>
    public LogClass Tree { get; set; }

    /// <summary>Counts the audit rows of that log, without gaps; null in rows from before there was a log each.</summary>
    public long? Number { get; set; }
}

/// <summary>A key that protects cookies and form tokens; encrypted itself with the key outside the books.</summary>
public sealed class ProtectionKeyRow
{
    public required string Id { get; set; }
    public required string Xml { get; set; }
}
