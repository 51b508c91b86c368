using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>A row whenever somebody comes to power or loses it (<see cref="PowerTable"/>). In the protected log, whatever it is about:
    /// who works for which fund, and when that changed, is nobody's outside.</summary>
    public static readonly RegisterTable PowerChanges = RegisterTable.Of<PowerChangeRow>("power_changes", RegisterMatter.Internal,
        map: table => table.HasIndex(row => new { row.Place, row.Item }));
}

/// <summary>What happened to something that gives power.</summary>
public enum PowerChange
{
    /// <summary>From here on changes are sealed; what was there before is sealed as it was found.</summary>
    Begun,

    /// <summary>It was there when sealing began.</summary>
    Found,

    /// <summary>It came.</summary>
    Given,

    /// <summary>It is another than before.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Taken,
}

/// <summary>One change of a row that gives power.</summary>
public sealed class PowerChangeRow : IRegisterRow
{
    public long Id { get; set; }

    /// <summary>The table, or the part of the settings.</summary>
    public required string Place { get; set; }

    /// <summary>Which of its rows: its key, or a hash of it where the key is a secret's.</summary>
    public required string Item { get; set; }

    public required PowerChange Change { get; set; }

    /// <summary>What can be said without naming a person: a role and its funds, a scope, names of columns.</summary>
    public required string Said { get; set; }

    /// <summary>Salted hash of the row as it is from now on; null once it is gone. The salt stands in <c>power_salts</c> as long as the row
    /// is there: afterwards nobody can try out who it was.</summary>
    public byte[]? Mark { get; set; }

    /// <summary>True where the row was, before this change, as it had been sealed.</summary>
    public bool WasSealed { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
