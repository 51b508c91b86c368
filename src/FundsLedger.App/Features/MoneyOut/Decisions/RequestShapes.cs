using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.Domain;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>A request with what was found and decided on it, and what is paid back.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Fund">Code of the fund asked.</param>
/// <param name="State">waiting, deferred, committed, approved, partly_approved or refused.</param>
/// <param name="DetaineeCode">E.g. <c>D-01</c>.</param>
/// <param name="Visitors">People who would travel.</param>
/// <param name="Relations">Their relations to the detainee.</param>
/// <param name="From">First possible day.</param>
/// <param name="To">Last possible day, inclusive.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Asked">Amount asked.</param>
/// <param name="Granted">Amount that the newest decision grants.</param>
/// <param name="ReceivedOn">Day it came in.</param>
/// <param name="Commitment">Code of its commitment.</param>
/// <param name="Lines">What it is made of; none where nobody has said.</param>
/// <param name="Findings">By person, the newest version of each first.</param>
/// <param name="Decisions">The newest first.</param>
/// <param name="Contributions">Orders of contribution.</param>
public sealed record ApiRequestWhole(string Code, string Fund, string State, string DetaineeCode, int Visitors, string Relations,
    DateOnly From, DateOnly To, string Currency, string Asked, string Granted, DateOnly ReceivedOn, string? Commitment,
    IReadOnlyList<ApiRequestLine> Lines, IReadOnlyList<ApiFinding> Findings, IReadOnlyList<ApiDecision> Decisions,
    IReadOnlyList<ApiContribution> Contributions);

/// <summary>A line of what a request asks for.</summary>
/// <param name="Cost">Number of the assumption.</param>
/// <param name="Item">What it is.</param>
/// <param name="Unit">One of what.</param>
/// <param name="Quantity">How many.</param>
/// <param name="UnitAmount">In EUR for one.</param>
/// <param name="Amount">In EUR for all.</param>
public sealed record ApiRequestLine(long Cost, VisitCostItem Item, string Unit, int Quantity, string UnitAmount, string Amount)
{
    internal static ApiRequestLine Of(RequestCost line) =>
        new(line.Cost, line.Item, line.Unit, line.Quantity, line.UnitEur.Text(), line.SumEur.Text());
}

/// <summary>A version of a finding.</summary>
/// <param name="Visitor">0 for the detainee.</param>
/// <param name="Version">From 1 within the person.</param>
/// <param name="Holds">True where the test is met: indigent; immediate family and unable to pay.</param>
/// <param name="FoundOn">Day of the finding.</param>
/// <param name="LegalReference">By which rule.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who recorded it.</param>
public sealed record ApiFinding(int Visitor, int Version, bool Holds, DateOnly FoundOn, string LegalReference, string Reason, string By)
{
    internal static ApiFinding Of(RequestFinding finding) => new(finding.Visitor, finding.Version, finding.Holds, finding.FoundOn,
        finding.LegalReference, finding.Reason, finding.By);
}

/// <summary>A version of a decision.</summary>
/// <param name="Version">From 1 within the request.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Granted">In EUR.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="LegalReference">By which rule.</param>
/// <param name="Reason">Why.</param>
/// <param name="Commitment">The commitment that it made, or set free.</param>
/// <param name="ProposedBy">Who proposed it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
public sealed record ApiDecision(int Version, VisitOutcome Outcome, string Granted, DateOnly DecidedOn, string LegalReference,
    string Reason, string? Commitment, string ProposedBy, string ApprovedBy)
{
    internal static ApiDecision Of(RequestDecision decision) => new(decision.Version, decision.Outcome, decision.AmountEur.Text(),
        decision.DecidedOn, decision.LegalReference, decision.Reason, decision.Commitment, decision.ProposedBy, decision.ApprovedBy);
}

/// <summary>An order of contribution and what came of it.</summary>
/// <param name="Code">Its code: the item under which it is paid back.</param>
/// <param name="OrderedOn">Day of the order.</param>
/// <param name="Amount">In EUR.</param>
/// <param name="Received">In EUR.</param>
/// <param name="Open">In EUR: what is still owed.</param>
/// <param name="Instalments">One a month.</param>
public sealed record ApiContribution(string Code, DateOnly OrderedOn, string Amount, string Received, string Open,
    IReadOnlyList<ApiContributionPart> Instalments)
{
    internal static ApiContribution Of(ContributionOrder order) => new(order.Code, order.OrderedOn, order.AmountEur.Text(),
        order.ReceivedEur.Text(), order.OpenEur.Text(), [.. order.Parts.Select(part => new ApiContributionPart(part.DueOn,
            part.Amount.ToDecimalString(), part.Received.ToDecimalString()))]);
}

/// <summary>An instalment.</summary>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Amount">In EUR.</param>
/// <param name="Received">In EUR: what came of it.</param>
public sealed record ApiContributionPart(DateOnly DueOn, string Amount, string Received);

/// <summary>A place in the queue, with its reason.</summary>
/// <param name="Place">From 1.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Request">Code of the request.</param>
/// <param name="Answer">Whether it can be served now.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Needs">Amount asked.</param>
/// <param name="Left">What is left of what is available after those before it.</param>
/// <param name="Missing">What is missing.</param>
/// <param name="LastVisit">When the detainee was last visited at the fund's expense; left out for never.</param>
/// <param name="From">First possible day.</param>
/// <param name="To">Last possible day, inclusive.</param>
/// <param name="ReceivedOn">Day it came in.</param>
public sealed record ApiQueuePlace(int Place, string Fund, string Request, QueueAnswer Answer, string Currency, string Needs, string Left,
    string Missing, DateOnly? LastVisit, DateOnly From, DateOnly To, DateOnly ReceivedOn)
{
    internal static ApiQueuePlace Of(FundQueue queue, QueuePlace place) => new(place.Number, queue.Fund.Code, place.Visit.Code,
        place.Answer, "EUR", place.Visit.Asked.ToDecimalString(), place.Left.ToDecimalString(), place.Missing.ToDecimalString(),
        place.Visit.LastVisit, place.Visit.WindowFrom, place.Visit.WindowTo, place.Visit.ReceivedOn);
}

/// <summary>An assumption of what one unit costs.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Item">What it is.</param>
/// <param name="Unit">One of what.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">For one unit.</param>
/// <param name="From">First day it is good for, inclusive.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="By">Who entered it.</param>
public sealed record ApiVisitCost(long Number, string Fund, VisitCostItem Item, string Unit, string Currency, string Amount, DateOnly From,
    string Source, string By)
{
    internal static ApiVisitCost Of(VisitCost cost) => new(cost.Id, cost.FundCode, cost.Item, cost.Unit, "EUR", cost.UnitEur.Text(),
        cost.From, cost.Source, cost.By);
}

/// <summary>Proposes a decision on a request, or a review of one.</summary>
/// <param name="Outcome">What is decided.</param>
/// <param name="Date">Day of the decision.</param>
/// <param name="LegalReference">By which rule, in 1 to 200 characters.</param>
/// <param name="Reason">Why, in 1 to 200 characters; never a name.</param>
/// <param name="Amount">In EUR, as decimal text; left out where nothing is granted.</param>
/// <param name="ExpiresOn">Last day on which it can be used, inclusive; left out likewise.</param>
public sealed record DecideRequestBody(VisitOutcome Outcome, DateOnly Date, string LegalReference, string Reason, string? Amount = null,
    DateOnly? ExpiresOn = null) : IApiBody
{
    public static object Example { get; } = new DecideRequestBody(VisitOutcome.Deferred, new DateOnly(2026, 11, 23),
        "Resolution ICC-ASP/9/Res.4", "No funds (synthetic)");
}

/// <summary>Records what was found of a person of a request.</summary>
/// <param name="Visitor">0 for the detainee, or the number of a visitor.</param>
/// <param name="Holds">True where the test is met.</param>
/// <param name="Date">Day of the finding.</param>
/// <param name="LegalReference">By which rule, in 1 to 200 characters.</param>
/// <param name="Reason">Why, in 1 to 200 characters; never a name.</param>
public sealed record RecordFindingBody(int Visitor, bool Holds, DateOnly Date, string LegalReference, string Reason) : IApiBody
{
    public static object Example { get; } = new RecordFindingBody(0, true, new DateOnly(2026, 11, 23), "Rule (synthetic)",
        "Found so (synthetic)");
}

/// <summary>Proposes to reverse the finding that a detainee is indigent, with an order of contribution.</summary>
/// <param name="Amount">In EUR, as decimal text: at most what was paid and is not ordered back yet.</param>
/// <param name="Date">Day of the order.</param>
/// <param name="Instalments">Monthly instalments, 1 to 60.</param>
/// <param name="FirstDueOn">Due day of the first.</param>
/// <param name="LegalReference">By which rule, in 1 to 200 characters.</param>
/// <param name="Reason">Why, in 1 to 200 characters; never a name.</param>
public sealed record OrderContributionBody(string Amount, DateOnly Date, int Instalments, DateOnly FirstDueOn, string LegalReference,
    string Reason) : IApiBody
{
    public static object Example { get; } = new OrderContributionBody("1800.00", new DateOnly(2026, 11, 23), 12,
        new DateOnly(2027, 1, 1), "Order (synthetic)", "Means became known (synthetic)");
}

/// <summary>An assumption of what one unit costs.</summary>
/// <param name="Fund">A fund that pays for visits.</param>
/// <param name="Item">What it is.</param>
/// <param name="Unit">One of what, in 1 to 200 characters.</param>
/// <param name="Amount">In EUR, as decimal text.</param>
/// <param name="From">First day it is good for, inclusive.</param>
/// <param name="Source">Where it is from, in 1 to 200 characters.</param>
public sealed record EnterCostBody(string Fund, VisitCostItem Item, string Unit, string Amount, DateOnly From, string Source) : IApiBody
{
    public static object Example { get; } = new EnterCostBody("TFFV", VisitCostItem.Accommodation, "a night for one person", "95.00",
        new DateOnly(2026, 1, 1), "Quotation (synthetic)");
}

/// <summary>In which order requests are served when money is short.</summary>
/// <param name="Fund">A fund that pays for visits.</param>
/// <param name="Keys">What counts first, second and third.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record SetQueueOrderBody(string Fund, IReadOnlyList<QueueKey> Keys, string Reason) : IApiBody
{
    public static object Example { get; } = new SetQueueOrderBody("TFFV", [QueueKey.LastVisit, QueueKey.Window, QueueKey.Received],
        "As decided (synthetic)");
}
