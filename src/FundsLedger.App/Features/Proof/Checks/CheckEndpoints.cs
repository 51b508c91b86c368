using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>One named check.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Looked">How many things were looked at; null for a reader who may not read the journal of every fund.</param>
/// <param name="Passed">True when nothing was found.</param>
/// <param name="Findings">What is not as it must be, the first ten; for readers of every fund.</param>
public sealed record ApiCheck(string Name, long? Looked, bool Passed, IReadOnlyList<ApiFinding> Findings);

/// <summary>Something that is not as it must be.</summary>
/// <param name="Subject">What.</param>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Repair">What to do.</param>
public sealed record ApiFinding(string Subject, string Rule, string Repair);

/// <summary>The last run of the checks since the server started.</summary>
/// <param name="RanAt">When; null before the first run.</param>
/// <param name="Good">True when nothing was found; null before the first run.</param>
/// <param name="Checks">The named checks.</param>
public sealed record ApiChecks(DateTimeOffset? RanAt, bool? Good, IReadOnlyList<ApiCheck> Checks);

/// <summary>The named checks.</summary>
public static class CheckEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/checks", Checks).WithName("read_checks").WithTags("House").Needs(Operation.ReadChecks);

    /// <summary>The last run of the checks</summary>
    /// <remarks>Since the server started; running them takes a while and is done on the page or the command line.</remarks>
    public static Ok<ApiChecks> Checks(LastCheck last, CurrentActor actor) =>
        TypedResults.Ok(new ApiChecks(last.Report?.At, last.Report?.IsGood,
        [.. (last.Report?.Results ?? []).Select(
            check => new ApiCheck(check.Name, actor.May(Operation.ReadJournal) && actor.SeesEveryFund ? check.Looked : null,
            check.Findings.Count == 0,
            actor.SeesEveryFund ? [.. check.Findings.Select(finding => new ApiFinding(finding.Subject, finding.Rule, finding.Repair))]
                : []))]));
}
