using System.Globalization;
using FundsLedger.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace FundsLedger.App.Api;

/// <summary>Why nothing was done (RFC 9457). It names neither the address nor a trace, so that what is hidden answers byte for byte like
/// what is not there.</summary>
/// <param name="Type">Always <c>about:blank</c>: <paramref name="Code"/> says what happened.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, snake_case; programs may test it.</param>
/// <param name="Detail">What is wrong and what to do, in English.</param>
public sealed record ApiProblem(string Type, string Title, int Status, string Code, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>The problem of a status that nobody explained.</summary>
    public static ApiProblem Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest =>
            Of(status, "request_is_malformed", "The request cannot be read. Compare it with the operation in the OpenAPI document."),
        StatusCodes.Status401Unauthorized =>
            Of(status, "token_is_missing",
                "This address answers to tokens only. Send one that is in force as 'Authorization: Bearer fl_…'; make one under "
                    + "/account/tokens."),
        StatusCodes.Status403Forbidden =>
            Of(status, "token_may_only_read", "This token may read and not record. Make one that may do both under /account/tokens."),
        StatusCodes.Status404NotFound => Of(status, "not_found", "There is nothing here, or nothing you may see."),
        StatusCodes.Status405MethodNotAllowed =>
            Of(status, "method_is_not_allowed", "This address does not answer to that method. The header Allow names those it does."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "body_is_too_large", "The body is larger than any operation needs. Send less."),
        StatusCodes.Status415UnsupportedMediaType =>
            Of(status, "body_is_not_json", "Bodies are JSON. Send one with 'Content-Type: application/json'."),
        StatusCodes.Status429TooManyRequests =>
            Of(status, "requests_are_too_many", "You ask more often than is allowed. Wait as long as the header Retry-After says."),
        StatusCodes.Status503ServiceUnavailable =>
            Of(status, "busy", "It took too long. Ask again later; a request that records something with the same key."),
        < StatusCodes.Status500InternalServerError => Of(status, "request_is_malformed", "The request cannot be served as it is."),
        _ =>
            Of(status, "breakdown",
                "Something broke down, and nothing is known to have been recorded. Ask again with the same key; if it goes on, tell "
                    + "whoever runs the ledger."),
    };

    /// <summary>A problem with a code of its own.</summary>
    public static ApiProblem Of(int status, string code, string detail) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, code, detail);

    /// <summary>The problem that a refusal is.</summary>
    public static ApiProblem Of(Refusal refusal) => Of(
        refusal switch { InputFault => StatusCodes.Status400BadRequest, Domain.Ledger.KeyUsedForOtherInput => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status422UnprocessableEntity }, refusal.Code, refusal.Sentence);

    /// <summary>Answers it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(this, ApiJson.Options, ContentType, context.RequestAborted);
    }
}

/// <summary>A problem as an endpoint answers it.</summary>
public sealed class ProblemAnswer(ApiProblem problem) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => problem.Status;

    public static implicit operator ProblemAnswer(Refusal refusal) => new(ApiProblem.Of(refusal));

    /// <summary>Nothing there, or nothing one may see: the same bytes as the gate's.</summary>
    public static ProblemAnswer NotFound { get; } = new(ApiProblem.Of(StatusCodes.Status404NotFound));

    public Task ExecuteAsync(HttpContext httpContext) => problem.WriteAsync(httpContext);
}

/// <summary>Something in a request that cannot be read, before any rule is asked.</summary>
public abstract record InputFault(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record ParameterIsMalformed(string Name, string Expected)
    : InputFault("parameter_is_malformed", $"The parameter '{Name}' is not {Expected}. Correct it, or leave it out.");
public sealed record FieldIsMalformed(string Name, string Expected)
    : InputFault("field_is_malformed", $"The field '{Name}' is not {Expected}. Correct it.");
public sealed record CursorIsMalformed()
    : InputFault("cursor_is_malformed",
        "The cursor is not one that this list gave. Take 'next' of the answer before as it is, or begin without a cursor.");
public sealed record IdempotencyKeyIsMissing()
    : InputFault("idempotency_key_is_missing",
        "Whatever records something needs the header Idempotency-Key: a text of your choice, new for each thing recorded. Sent twice, it "
            + "is recorded once.");
public sealed record IdempotencyKeyIsMalformed()
    : InputFault("idempotency_key_is_malformed",
        string.Create(CultureInfo.InvariantCulture,
            $"An Idempotency-Key has 1 to {ApiInput.LongestKey} letters, digits, hyphens, underscores, dots or colons. Choose another."));
