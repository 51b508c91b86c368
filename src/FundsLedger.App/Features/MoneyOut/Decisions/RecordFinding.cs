using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>Records what was found of a person of a request: that the detainee is indigent, or that a visitor is immediate family and
/// unable to pay. A later finding is another version.</summary>
public sealed class RecordFinding(LedgerWriter writer)
{
    /// <summary>Its content is its key: what equals the newest version is a repeat.</summary>
    /// <param name="Request">Code of the request.</param>
    /// <param name="Visitor">0 for the detainee, or the number of a visitor.</param>
    /// <param name="Holds">True where the test is met.</param>
    /// <param name="Date">Day of the finding; not ahead.</param>
    /// <param name="LegalReference">By which rule, in 1 to 200 characters.</param>
    /// <param name="Reason">Why, in 1 to 200 characters; never a name.</param>
    public sealed record Command(string Request, int Visitor, bool Holds, DateOnly Date, string LegalReference, string Reason);

    public Task<Outcome<RecordedFinding>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<RecordedFinding>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        if (await session.FindRequestAsync(command.Request, cancel) is not { } request) return new RequestIsUnknown(command.Request);
        if (command.Visitor < 0 || command.Visitor > request.Visitors)
            return new VisitorIsUnknown(request.Code, command.Visitor, request.Visitors);
        if (session.Fault(request, command.Date, command.LegalReference, command.Reason) is { } fault) return fault;
        var newest = await (await session.QuestionAsync(
            """
            SELECT f.version, f.holds, f.found_on, f.legal_reference, f.reason FROM request_findings f
            WHERE f.request = @request AND f.visitor = @visitor ORDER BY f.version DESC LIMIT 1
            """, [("@request", request.Code), ("@visitor", command.Visitor)], cancel)).RowsAsync(row => (Version: row.GetInt32(0),
                Said: (row.GetBoolean(1), row.Date(2), row.GetString(3), row.GetString(4))), cancel);
        if (newest is [var same] && same.Said == (command.Holds, command.Date, command.LegalReference, command.Reason))
            return new RecordedFinding(request.Code, command.Visitor, same.Version, IsRepeat: true);
        if (command is { Visitor: 0, Holds: false } && newest is [{ Said.Item1: true }]
            && (await session.PaidForAsync(request, cancel)).Sum(paid => paid.Eur) is var eur and > 0)
            return new FindingIsReversedByTwo(request.Code, Money.Eur(eur).ToString());
        await session.WriteFindingAsync(request.Code, command.Visitor, command.Holds, command.Date, command.LegalReference, command.Reason,
            cancel);
        return new RecordedFinding(request.Code, command.Visitor, newest is [var before] ? before.Version + 1 : 1, IsRepeat: false);
    }
}

/// <summary>Of which request and person it is, and its version.</summary>
public sealed record RecordedFinding(string Request, int Visitor, int Version, bool IsRepeat) : IAnswer;
