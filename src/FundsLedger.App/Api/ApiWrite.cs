using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundsLedger.App.Api;

/// <summary>What was recorded.</summary>
/// <param name="Code">Code of what was recorded or changed.</param>
/// <param name="Entry">Number of the entry, for those who may read the journal of every fund.</param>
public sealed record ApiRecorded(string Code, long? Entry);

/// <summary>How writes answer.</summary>
internal static class ApiWrite
{
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>Says <c>true</c> on an answer given before: nothing was written this time.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>The answer to something recorded, or recorded before under the same key: the same each time but for the header that says
    /// so.</summary>
    public static Created<ApiRecorded> Recorded(this HttpContext context, IAnswer answer, string path, string code, long? entry) =>
        context.Recorded(answer.IsRepeat, path, code, entry);

    /// <summary>The same, for what does not say itself whether it is a repeat.</summary>
    public static Created<ApiRecorded> Recorded(this HttpContext context, bool isRepeat, string path, string code, long? entry)
    {
        if (isRepeat) context.Response.Headers[ReplayedHeader] = "true";
        return TypedResults.Created(ApiPaths.Root + path,
            new ApiRecorded(code, IsShown(context.RequestServices.GetRequiredService<CurrentActor>()) ? entry : null));
    }

    // The journal's own numbers count every fund.
    private static bool IsShown(CurrentActor actor) => actor.May(Operation.ReadJournal) && actor.SeesEveryFund;
}
