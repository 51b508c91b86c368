using System.Globalization;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace FundsLedger.App.Web;

/// <summary>What the last form did, shown once on the page it leads to.</summary>
/// <param name="Key">The sentence, e.g. <c>status.pledge_announced</c>.</param>
/// <param name="What">The thing it names.</param>
/// <param name="Seq">The entry it made, if it made one.</param>
public sealed record Status(string Key, string What, long? Seq)
{
    private const string Name = "status";
    private const char Mark = '\u001F';

    /// <summary>Keeps the message for the next page.</summary>
    public void Leave(ITempDataDictionary box) => box[Name] = string.Join(Mark, Key, What, Seq?.ToString(CultureInfo.InvariantCulture));

    /// <summary>The message left by the page before, once.</summary>
    public static Status? Take(ITempDataDictionary box) => (box[Name] as string)?.Split(Mark) is [var key, var what, var seq]
        ? new Status(key, what, long.TryParse(seq, CultureInfo.InvariantCulture, out var number) ? number : null)
        : null;
}
