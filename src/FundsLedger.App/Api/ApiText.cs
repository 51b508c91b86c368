using FundsLedger.Domain;

namespace FundsLedger.App.Api;

/// <summary>Short ways of saying the same.</summary>
internal static class ApiText
{
    /// <summary>Cents as decimal text.</summary>
    public static string Text(this long cents) => Money.Eur(cents).ToDecimalString();

    /// <summary>A refusal as an endpoint answers it.</summary>
    public static ProblemAnswer Answer(this Refusal refusal) => new(ApiProblem.Of(refusal));
}
