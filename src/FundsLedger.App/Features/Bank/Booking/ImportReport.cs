using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>What becomes of a statement.</summary>
public enum StatementVerdict
{
    /// <summary>Booked, or would be.</summary>
    Accepted,

    /// <summary>Was accepted before: nothing is done.</summary>
    AcceptedBefore,

    /// <summary>Set aside with its lines; nothing is booked.</summary>
    Quarantined,

    /// <summary>Was set aside before for the same reasons: nothing is done.</summary>
    QuarantinedBefore,

    /// <summary>Two people refused it before: nothing is done.</summary>
    RefusedBefore,
}

/// <summary>One statement of a file with its verdict.</summary>
/// <param name="Head">What it says of itself.</param>
/// <param name="Bank">Code of the bank account; null when unknown.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Sum">Sum of its lines, minor units.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Faults">Why it is set aside, in order of precedence.</param>
/// <param name="KnownLines">Lines that are booked already, of a statement that overlaps.</param>
/// <param name="StatementId">Its number in the books; null in a dry run.</param>
public sealed record StatementReport(StatementHead Head, string? Bank, int Lines, Int128 Sum, StatementVerdict Verdict,
    IReadOnlyList<FoundFault> Faults, long KnownLines, long? StatementId)
{
    /// <summary>The difference to show, as an amount; null where no amount says it.</summary>
    public string? Difference => Faults.FirstOrDefault(fault => fault.Difference is not null)?.Difference is { } difference
        ? Amount(difference) : null;

    /// <summary>Minor units as an amount of the statement's currency, however large.</summary>
    public string Amount(Int128 minor) => Int128.Abs(minor) <= long.MaxValue ? new Money((long)minor, Head.Currency).ToDecimalString()
        : minor.ToString(System.Globalization.CultureInfo.InvariantCulture) + " minor units";

    /// <summary>True where it came before.</summary>
    public bool IsKnown =>
        Verdict is StatementVerdict.AcceptedBefore or StatementVerdict.QuarantinedBefore or StatementVerdict.RefusedBefore;

    /// <summary>True when a person has to look at it.</summary>
    public bool IsSetAside => Verdict is StatementVerdict.Quarantined or StatementVerdict.QuarantinedBefore;
}

/// <summary>A file, statement by statement.</summary>
/// <param name="File">Its name.</param>
/// <param name="Statements">In the order of the file.</param>
/// <param name="IsRepeat">True when the books already knew everything: nothing was written.</param>
/// <param name="PassedOver">Documents of an archive, or lines behind a table, that are no statement.</param>
public sealed record ImportReport(string File, IReadOnlyList<StatementReport> Statements, bool IsRepeat,
    IReadOnlyList<PassedOver> PassedOver) : IAnswer;
