namespace FundsLedger.Domain.Contributions;

/// <summary>How far a pledge has come. The one list of stages: every page, file, letter and program asks
/// <see cref="PledgeFigures.Stage"/>.</summary>
public enum PledgeStage
{
    /// <summary>Announced, and not in writing, or not all of it.</summary>
    Announced,

    /// <summary>Everything open is confirmed by letter or note verbale.</summary>
    ConfirmedInWriting,

    /// <summary>Something open is under a signed agreement.</summary>
    AgreementSigned,

    /// <summary>Paid in part, and something is open.</summary>
    PartPaid,

    /// <summary>Met by money, and nothing is open.</summary>
    Paid,

    /// <summary>Nothing came and nothing is open: the donor took it back.</summary>
    Withdrawn,

    /// <summary>Nothing came and nothing is open: its term passed.</summary>
    Lapsed,

    /// <summary>Nothing came and nothing is open: written down, with a reason, by two people.</summary>
    WrittenDown,

    /// <summary>All of it was designated to purposes outside this ledger.</summary>
    Outside,
}

/// <summary>How a pledge, or a part of it, ends without money.</summary>
public enum PledgeEnd
{
    /// <summary>The donor took it back.</summary>
    Withdrawn,

    /// <summary>Its term passed.</summary>
    Lapsed,

    /// <summary>Nobody expects it any more.</summary>
    WrittenDown,
}

/// <summary>What has become of a pledge, or of its share in one fund, in the pledge's own currency; nothing here is negative.</summary>
public sealed record PledgeFigures
{
    /// <summary>Not yet paid, ended or passed on.</summary>
    public required Money Open { get; init; }

    /// <summary>Met by money.</summary>
    public required Money Paid { get; init; }

    /// <summary>Withdrawn, lapsed or written down.</summary>
    public required Money Ended { get; init; }

    /// <summary>Of what is open, under signed agreements.</summary>
    public required Money Signed { get; init; }

    /// <summary>Of what is open, confirmed in writing and under no agreement.</summary>
    public required Money Confirmed { get; init; }

    /// <summary>Designated to purposes outside this ledger; nothing for a share in a fund.</summary>
    public required Money Outside { get; init; }

    /// <summary>How its last part ended without money; null where none did.</summary>
    public required PledgeEnd? LastEnd { get; init; }

    /// <summary>How far it has come: money first, then what binds, then how it ended.</summary>
    public PledgeStage Stage =>
        !Open.IsZero
            ? !Paid.IsZero ? PledgeStage.PartPaid
            : !Signed.IsZero ? PledgeStage.AgreementSigned
            : Confirmed == Open ? PledgeStage.ConfirmedInWriting
            : PledgeStage.Announced
        : !Paid.IsZero ? PledgeStage.Paid
        : Ended.IsZero && !Outside.IsZero ? PledgeStage.Outside
        : LastEnd switch
        {
            PledgeEnd.Lapsed => PledgeStage.Lapsed,
            PledgeEnd.WrittenDown => PledgeStage.WrittenDown,
            PledgeEnd.Withdrawn or null => PledgeStage.Withdrawn,
        };
}
