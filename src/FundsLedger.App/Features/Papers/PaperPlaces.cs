using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Papers;

/// <summary>Where papers of a kind of thing are, and whose right they are: that of the thing. To attach papers to something further: a line
/// here, a member of <see cref="PaperSubject"/>, a page of four lines.</summary>
/// <param name="Subject">The kind of thing.</param>
/// <param name="Path">Its part of an address, in pages and for programs.</param>
/// <param name="Read">Who may do this sees its papers.</param>
/// <param name="Write">Who may do this attaches and erases them.</param>
/// <param name="Gate">How the gate finds it.</param>
/// <param name="HasPage">True where the thing has a page of its own.</param>
public sealed record PaperPlace(PaperSubject Subject, string Path, Operation Read, Operation Write, Subject Gate, bool HasPage = true)
{
    /// <summary>The address of the papers of one thing.</summary>
    public string PapersOf(string code) => $"/{Path}/{code}/papers";

    /// <summary>The address of the thing, or of the list that it stands in.</summary>
    public string PageOf(string code) => HasPage ? $"/{Path}/{code}" : $"/{Path}";
}

/// <summary>Everything that papers can belong to.</summary>
public static class PaperPlaces
{
    // What is asked of a protected fund's contributions is no act of it.
    private const string Contributions =
        "('end_pledge', 'accept_gift', 'return_gift', 'write_off_receivable', 'return_balance', 'lift_review')";

    /// <summary>One for each member of the closed set.</summary>
    public static IReadOnlyList<PaperPlace> All { get; } =
    [
        new(PaperSubject.Pledge, "pledges", Operation.ReadPledges, Operation.ManagePledges, Access.Subject.Pledge),
        new(PaperSubject.Agreement, "agreements", Operation.ReadAgreements, Operation.ManageAgreements, Access.Subject.Agreement),
        new(PaperSubject.Offer, "offers", Operation.ReadOffers, Operation.ManageOffers, Access.Subject.Offer),
        new(PaperSubject.Request, "requests", Operation.ReadCommitments, Operation.SubmitRequests, Access.Subject.Request),
        new(PaperSubject.Receipt, "receipts", Operation.ReadReceipts, Operation.RecordReceipts, Access.Subject.Receipt, HasPage: false),
        new(PaperSubject.Approval, "approvals", Operation.ReadApprovals, Operation.SignRequests, Access.Subject.Approval),
    ];

    /// <summary>The place of a kind of thing.</summary>
    public static PaperPlace Of(PaperSubject subject) => All.First(place => place.Subject == subject);

    /// <summary>A paper as the audit log calls it.</summary>
    internal static string Named(PaperSubject subject, string code, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"paper {number} of {ClosedSet<PaperSubject>.Code(subject)} {code}");

    /// <summary>True where the thing is there for whoever asks, and is none of a protected fund's operations: of those the answer is that
    /// of what does not exist.</summary>
    internal static async Task<bool> TakesAsync(Ask ask, LedgerCatalog catalog, PaperSubject subject, string code,
        CancellationToken cancel)
    {
        if (LedgerRules.BrokenText(code) is not null) return false;
        var question = subject switch
        {
            PaperSubject.Pledge => "SELECT NULL FROM pledges WHERE code = @code",
            PaperSubject.Agreement => "SELECT NULL FROM agreements WHERE code = @code",
            PaperSubject.Offer => "SELECT NULL FROM gift_offers WHERE code = @code",
            PaperSubject.Receipt => "SELECT NULL FROM receipts WHERE code = @code",
            PaperSubject.Request => "SELECT fund_id FROM visit_requests WHERE code = @code",
            // Of what moves no donor's promise the fund is looked up; where none is found, it may be any.
            PaperSubject.Approval => $"""
                SELECT CASE WHEN r.kind IN {Contributions} THEN NULL
                    WHEN r.kind = 'reverse_entry' THEN (SELECT e.fund_id FROM entries e WHERE CAST(e.seq AS TEXT) = r.subject)
                    ELSE COALESCE((SELECT a.fund_id FROM bank_statements s JOIN bank_accounts b ON b.code = s.bank_account
                        JOIN accounts a ON a.id = b.account_id
                        WHERE CAST(s.id AS TEXT) = r.subject
                            AND r.kind IN ('accept_statement', 'refuse_statement', 'assign_statement')), -1) END
                FROM signing_requests r WHERE CAST(r.id AS TEXT) = @code
                """,
        };
        var funds = await (await ask(question, ("@code", code))).RowsAsync(row => row.NumberOrNull(0), cancel);
        return funds is [var fund] && (fund is null || catalog.Funds.Any(known => known.Id == fund
            && Disclosure.For(Reader.Outside, known).ShowsFigures));
    }
}
