using System.Data.Common;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using System.Text.Encodings.Web;

namespace FundsLedger.App.Web;

/// <summary>The state of the books in which a request is answered, asked for once however many parts of the page need it.</summary>
public sealed class BooksHere(LedgerReads reads, PageLanguage words, CurrentActor actor)
{
    private BooksNow? _now;

    /// <summary>The state at the first question.</summary>
    public async Task<BooksNow> NowAsync(CancellationToken cancel = default)
    {
        if (_now is { } known) return known;
        // Who is signed in was asked together with the state; a stranger's page asks for itself.
        await using var connection = actor.Session?.Books is null || actor.OwnDonors.Count > 0 ? await reads.OpenAsync(cancel) : null;
        var state = actor.Session?.Books ?? await BooksState.OfAsync(connection!, cancel);
        if (actor.IsInside) return _now = await reads.NowAsync("inside", state.OfEverything, cancel);
        // Of a protected fund, an outsider's pages follow only the reader's own contributions.
        var own = actor.OwnDonors.Count == 0 ? 0 : await LastOwnAsync(connection!, actor.OwnDonors, cancel);
        return _now = await reads.NowAsync($"outside {string.Join(' ', actor.OwnDonors)}", state.OfOpenFunds with { Second = own }, cancel);
    }

    private static Task<long> LastOwnAsync(DbConnection connection, IReadOnlyList<string> donors, CancellationToken cancel) =>
        connection.Command(null,
            $"SELECT COALESCE(MAX(entry_seq), 0) FROM postings WHERE donor IN "
                + $"({string.Join(", ", donors.Select((_, place) => $"@donor{place}"))})",
            [.. donors.Select((donor, place) => ($"@donor{place}", (object?)donor))]).NumberAsync(cancel);

    /// <summary>Something made once for everybody with the same rights and language while the books stay as they are.</summary>
    /// <param name="name">Names it, with everything else it depends on. Never something of one person alone.</param>
    /// <param name="make">Makes it.</param>
    public async Task<T> OnceAsync<T>(string name, Func<Task<T>> make)
        where T : class => await (await NowAsync()).OnceAsync($"{name} {words.Code} {actor.Rights}", make);

    /// <summary>A part of a page written once, as <see cref="OnceAsync"/>. Nothing in it may belong to one person or one request: no form
    /// token, no message.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">Names it, with everything it depends on besides books, rights and language.</param>
    /// <param name="partial">The view that writes it.</param>
    /// <param name="load">Reads what the view shows; not called when it has been written before.</param>
    public Task<HtmlString> WrittenOnceAsync(IHtmlHelper html, string name, string partial, Func<Task<object>> load) =>
        OnceAsync("page " + name, async () =>
    {
        var content = await html.PartialAsync(partial, await load(), html.ViewData);
        using var text = new StringWriter();
        content.WriteTo(text, html.ViewContext.HttpContext.RequestServices.GetRequiredService<HtmlEncoder>());
        return new HtmlString(text.ToString());
    });
}
