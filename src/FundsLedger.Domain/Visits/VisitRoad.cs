namespace FundsLedger.Domain.Visits;

/// <summary>What a visit costs money for. The codes are stored and never change.</summary>
public enum VisitCostItem
{
    /// <summary>The journey to the Court and back.</summary>
    Travel,

    /// <summary>Nights.</summary>
    Accommodation,

    /// <summary>What a visitor needs for a day.</summary>
    DailyAllowance,

    /// <summary>Visas and documents.</summary>
    Documents,

    /// <summary>Insurance of the stay.</summary>
    Insurance,

    /// <summary>Transport in the town.</summary>
    LocalTransport,
}

/// <summary>What was decided on a request. The codes are stored and never change.</summary>
public enum VisitOutcome
{
    /// <summary>Everything that was asked for is granted.</summary>
    Approved,

    /// <summary>A part of it is.</summary>
    PartlyApproved,

    /// <summary>Nothing is.</summary>
    Refused,

    /// <summary>Nothing for lack of funds; the request waits on in the queue.</summary>
    Deferred,

    /// <summary>The Presidency set the decision aside on review: what it granted is set free, and the request is decided anew.</summary>
    Reversed,
}

/// <summary>Which decision may follow which, and what must have been found before one grants money.</summary>
public static class VisitRoad
{
    /// <summary>True while a request waits for a decision that ends it.</summary>
    /// <param name="newest">The newest decision; null where there is none.</param>
    public static bool IsOpen(VisitOutcome? newest) => newest is null or VisitOutcome.Deferred or VisitOutcome.Reversed;

    /// <summary>True where a decision may follow: on an open request everything but a review, after a decision that ended it only a
    /// review.</summary>
    public static bool May(VisitOutcome? newest, VisitOutcome next) => (next == VisitOutcome.Reversed) != IsOpen(newest);

    /// <summary>True where the decision grants money.</summary>
    public static bool Grants(VisitOutcome outcome) => outcome is VisitOutcome.Approved or VisitOutcome.PartlyApproved;

    /// <summary>True where the amount fits the decision: all that was asked, a part of it, or nothing.</summary>
    /// <param name="outcome">The decision.</param>
    /// <param name="asked">What was asked for, above zero.</param>
    /// <param name="granted">What is granted.</param>
    public static bool Fits(VisitOutcome outcome, Money asked, Money granted) => outcome switch
    {
        VisitOutcome.Approved => granted == asked,
        VisitOutcome.PartlyApproved => granted.Minor > 0 && granted < asked,
        _ => granted.IsZero,
    };

    /// <summary>Of whom a finding is missing, or says no: 0 is the detainee, 1 and on are the visitors. Where all is granted, of everybody;
    /// where a part is, of the detainee and of at least one visitor.</summary>
    /// <param name="outcome">The decision.</param>
    /// <param name="indigent">The newest finding of the detainee; null where there is none.</param>
    /// <param name="visitors">The newest finding of each visitor.</param>
    public static IReadOnlyList<int> Lacking(VisitOutcome outcome, bool? indigent, IReadOnlyList<bool?> visitors)
    {
        if (!Grants(outcome)) return [];
        var lacking = new List<int>();
        if (indigent != true) lacking.Add(0);
        if (outcome == VisitOutcome.Approved || visitors.All(holds => holds != true))
            lacking.AddRange(visitors.Index().Where(visitor => visitor.Item != true).Select(visitor => visitor.Index + 1));
        return lacking;
    }
}
