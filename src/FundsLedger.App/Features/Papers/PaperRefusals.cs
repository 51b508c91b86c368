using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Papers;

// The closed list, in order of precedence.

/// <summary>A refusal about papers.</summary>
public abstract record PaperRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record PaperSubjectIsUnknown(PaperSubject Subject, string Name) : PaperRefusal("paper_subject_is_unknown",
    $"There is no {ClosedSet<PaperSubject>.Code(Subject)} '{Name}' to which a paper can be attached. Check its code.");
public sealed record PaperIsUnknown(int Number) : PaperRefusal("paper_is_unknown", string.Create(CultureInfo.InvariantCulture,
    $"There is no paper {Number} here. Use a number from the list."));
public sealed record PaperIsErased(int Number) : PaperRefusal("paper_is_erased", string.Create(CultureInfo.InvariantCulture,
    $"Paper {Number} was erased: the file is gone for ever. Attach it again where it is needed and may be kept."));
public sealed record PaperNameIsMalformed(int Longest) : PaperRefusal("paper_name_is_malformed", string.Create(CultureInfo.InvariantCulture,
    $"The name of a file has 1 to {Longest} characters, no '/' or '\\', and nothing that hides or turns text. Rename the file."));
public sealed record PaperIsEmpty() : PaperRefusal("paper_is_empty", "The file is empty. Choose the scan again.");
public sealed record PaperIsTooLarge(int MostMegabytes) : PaperRefusal("paper_is_too_large", string.Create(CultureInfo.InvariantCulture,
    $"The file is larger than {MostMegabytes} MB. Scan it in grey, or with fewer points."));
public sealed record PaperTypeIsUnknown() : PaperRefusal("paper_type_is_unknown",
    "By its content the file is no PDF, PNG, JPEG or DOCX without macros, whatever its name says. Save it as one of them.");
public sealed record PaperNameSaysOtherType(string Ending, PaperType Type) : PaperRefusal("paper_name_says_other_type",
    $"The name ends in '{Ending}', and by its content the file is {ClosedSet<PaperType>.Code(Type)}. Rename it, or save it anew.");
public sealed record PapersAreTooMany(int Most) : PaperRefusal("papers_are_too_many", string.Create(CultureInfo.InvariantCulture,
    $"{Most} papers are attached already, the most that one thing has. Put several pages into one file."));
public sealed record PaperReasonIsMissing() : PaperRefusal("paper_reason_is_missing",
    "Erasing needs a reason of 1 to 200 characters without control characters: the file is gone, the reason stays. Add it.");
