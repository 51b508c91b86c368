using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;

namespace FundsLedger.App.Tests.Features;

/// <summary>What is asserted of every operation.</summary>
internal static class Operating
{
    /// <summary>Runs it twice a day apart: the second answer is the first again, and no table changed.</summary>
    public static async Task<T> MustRepeatAsync<T>(this TestBooks books, Func<Task<Outcome<T>>> operation) where T : IAnswer
    {
        var first = (await operation()).OrThrow();
        var before = await books.EveryRowAsync();
        books.Clock.Advance(TimeSpan.FromDays(1));
        var again = (await operation()).OrThrow();
        Assert.False(first.IsRepeat);
        Assert.True(again.IsRepeat);
        Assert.Equal(before, await books.EveryRowAsync());
        Assert.Equal(Plain(first), Plain(again));
        return first;

        static string Plain(T answer) => answer.ToString()!.Replace("IsRepeat = True", "IsRepeat = False", StringComparison.Ordinal);
    }

    /// <summary>It is refused with this code, and no table changed.</summary>
    public static async Task MustRefuseAsync<T>(this TestBooks books, string code, Func<Task<Outcome<T>>> operation) where T : IAnswer
    {
        var before = await books.EveryRowAsync();
        var outcome = await operation();
        Assert.Equal(code, outcome.Refusal?.Code);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    public static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);

    public static Money In(string currency, string amount) => Money.Parse(amount, Currency.Of(currency));

    public static Rate To(string currency, string rate) => Rate.Read(rate, Currency.Of(currency), Currency.Eur)!.Value;
}
