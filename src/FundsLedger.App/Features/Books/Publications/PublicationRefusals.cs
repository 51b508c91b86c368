using FundsLedger.Domain;
using FundsLedger.Domain.Publication;

namespace FundsLedger.App.Features.Books.Publications;

// The closed list, in order of precedence.

/// <summary>A refusal about what is published of a protected fund.</summary>
public abstract record PublicationRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record PublicationFundIsOpen(string Fund) : PublicationRefusal("publication_fund_is_open",
    $"The figures of {Fund} are not protected, so nothing of them is cleared. Name a protected fund.");
public sealed record PublicationReasonIsMissing() : PublicationRefusal("publication_reason_is_missing",
    "What is published, and what the Court has published, needs a reason of 1 to 200 characters without control characters. Add it.");
public sealed record PublicationYearsAreWrong(int Longest) : PublicationRefusal("publication_years_are_wrong",
    $"A block is one to {Longest} fiscal years that follow each other. Correct the years.");
public sealed record PublicationHasNoBooks(string Fund) : PublicationRefusal("publication_has_no_books",
    $"{Fund} has neither received nor paid anything yet. There is nothing to publish.");
public sealed record PublicationLeavesAGap(int First) : PublicationRefusal("publication_leaves_a_gap",
    $"Blocks follow each other without gap or overlap: two that overlap would differ by single years. Begin with {First}.");
public sealed record PublicationIsTooShort(int Years) : PublicationRefusal("publication_is_too_short",
    $"The first block of a fund has at least {Years} years. Add years, or wait for them.");
public sealed record PublicationIsTooEarly(int Year, DateOnly From) : PublicationRefusal("publication_is_too_early",
    $"Nothing of {Year} is published before {From:yyyy-MM-dd}. Ask again then.");
public sealed record PublicationYearIsOpen(int Year) : PublicationRefusal("publication_year_is_open",
    $"The books of {Year} are not closed. Close the year first.");
public sealed record PublicationIsNotSafe(IReadOnlyList<AuditFinding> Findings) : PublicationRefusal("publication_is_not_safe",
    $"Somebody could work out what must not be known ({Said(Findings)}). Wait for more years and publish them as one block.")
{
    private static string Said(IReadOnlyList<AuditFinding> findings) => string.Join(", ",
        findings.Select(finding => ClosedSet<AuditFault>.Code(finding.Fault)).Distinct());
}

public sealed record PublicationHasChanged() : PublicationRefusal("publication_has_changed",
    "The books give other figures than those that were signed. Refuse this request and ask again.");
public sealed record OfficialFigureIsMalformed() : PublicationRefusal("official_figure_is_malformed",
    "An official figure has a year from 2000, a rounding unit of 0.01, 1, 1000 or 1000000 EUR, and a document in 1 to 200 characters. "
        + "Correct it.");
public sealed record OfficialFigureIsAhead(DateOnly Date) : PublicationRefusal("official_figure_is_ahead",
    $"{Date:yyyy-MM-dd} has not come yet, or lies in the year itself. Give the day on which the document was published.");
