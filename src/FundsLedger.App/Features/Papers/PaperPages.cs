using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Papers;

// A page for each kind of thing, so that the gate looks at the thing before anything runs.

/// <summary>Papers of a pledge.</summary>
[Needs(Operation.ReadPledges, Subject = Access.Subject.Pledge)]
[Needs(Operation.ManagePledges, "POST", Subject = Access.Subject.Pledge)]
public sealed class PledgePapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : PapersPage(words, actor, reads, acts)
{
    protected override PaperSubject Subject => PaperSubject.Pledge;
}

/// <summary>Papers of an agreement.</summary>
[Needs(Operation.ReadAgreements, Subject = Access.Subject.Agreement)]
[Needs(Operation.ManageAgreements, "POST", Subject = Access.Subject.Agreement)]
public sealed class AgreementPapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : PapersPage(words, actor, reads, acts)
{
    protected override PaperSubject Subject => PaperSubject.Agreement;
}

/// <summary>Papers of an offer.</summary>
[Needs(Operation.ReadOffers, Subject = Access.Subject.Offer)]
[Needs(Operation.ManageOffers, "POST", Subject = Access.Subject.Offer)]
public sealed class OfferPapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : PapersPage(words, actor, reads, acts)
{
    protected override PaperSubject Subject => PaperSubject.Offer;
}

/// <summary>Papers of a request.</summary>
[Needs(Operation.ReadCommitments, Subject = Access.Subject.Request)]
[Needs(Operation.SubmitRequests, "POST", Subject = Access.Subject.Request)]
public sealed class RequestPapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : PapersPage(words, actor, reads, acts)
{
    protected override PaperSubject Subject => PaperSubject.Request;
}

/// <summary>Papers of a receipt.</summary>
[Needs(Operation.ReadReceipts, Subject = Access.Subject.Receipt)]
[Needs(Operation.RecordReceipts, "POST", Subject = Access.Subject.Receipt)]
public sealed class ReceiptPapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : PapersPage(words, actor, reads, acts)
{
    protected override PaperSubject Subject => PaperSubject.Receipt;
}

/// <summary>Papers of an approval.</summary>
[Needs(Operation.ReadApprovals, Subject = Access.Subject.Approval)]
[Needs(Operation.SignRequests, "POST", Subject = Access.Subject.Approval)]
public sealed class ApprovalPapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : PapersPage(words, actor, reads, acts)
{
    protected override PaperSubject Subject => PaperSubject.Approval;
}
