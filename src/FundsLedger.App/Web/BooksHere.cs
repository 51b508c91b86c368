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
        var (seq, catalog) = actor.Session?.Books ?? await StateAsync(cancel);
        return _now = await reads.NowAsync(seq, catalog, cancel);
    }

    private async Task<(long Seq, long Catalog)> StateAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return (await connection.Command(null, "SELECT last_seq, catalog_version FROM ledger_state WHERE id = 1").RowsAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancel))[0];
    }

    /// <summary>Something made once for everybody with the same rights and language while the books stay as they are.</summary>
    /// <param name="name">Names it, with everything else it depends on. Never something of one person alone.</param>
    /// <param name="make">Makes it.</param>
    public async Task<T> OnceAsync<T>(string name, Func<Task<T>> make) where T : class => await (await NowAsync()).OnceAsync($"{name} {words.Code} {actor.Rights}", make);

    /// <summary>A part of a page written once, as <see cref="OnceAsync"/>. Nothing in it may belong to one person or one request: no form token, no message.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">Names it, with everything it depends on besides books, rights and language.</param>
    /// <param name="partial">The view that writes it.</param>
    /// <param name="load">Reads what the view shows; not called when it has been written before.</param>
    public Task<HtmlString> WrittenOnceAsync(IHtmlHelper html, string name, string partial, Func<Task<object>> load) => OnceAsync("page " + name, async () =>
    {
        var content = await html.PartialAsync(partial, await load(), html.ViewData);
        using var text = new StringWriter();
        content.WriteTo(text, html.ViewContext.HttpContext.RequestServices.GetRequiredService<HtmlEncoder>());
        return new HtmlString(text.ToString());
    });
}
