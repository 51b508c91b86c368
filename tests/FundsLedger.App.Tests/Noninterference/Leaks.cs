using System.Globalization;
using System.Text;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>A mistake that somebody could make: something of the protected fund shows where it must not. Only the test's own host makes
/// it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Question">What it reads of the books.</param>
/// <param name="Spoil">Puts it into an answer.</param>
internal sealed record Leak(string Name, string Question, Action<Spoiled> Spoil)
{
    private const string Entries = "SELECT COUNT(*) FROM entries";
    private const string LastSeq = "SELECT last_seq FROM ledger_state";
    private const string Leaves = "SELECT (SELECT COUNT(*) FROM entries) + (SELECT COUNT(*) FROM register_leaves)";
    private const string Spent =
        "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE f.code = "
            + "'SFR' AND a.kind = 'expense'";
    private const string Committed = "SELECT COUNT(*) FROM commitments";
    private const string LastSpent = "SELECT MAX(e.recorded_at) FROM entries e JOIN funds f ON f.id = e.fund_id WHERE f.code = 'SFR'";
    private const string LastDay =
        "SELECT MAX(e.effective_date) FROM entries e JOIN funds f ON f.id = e.fund_id WHERE f.code = 'SFR' AND e.kind = 'disbursement'";
    private const string Audited = "SELECT COUNT(*) FROM audit_log WHERE act = 'read' AND subject LIKE 'GET /commitments/%'";
    private const string Registered = "SELECT catalog_version FROM ledger_state";
    private const string SetAside = "SELECT SUM(amount_eur) FROM commitments";

    /// <summary>At least twenty, each by another way.</summary>
    public static IReadOnlyList<Leak> All { get; } =
    [
        new("a counter of entries in the footer of every page", Entries,
            answer => answer.InPage("</footer>", $"<p>{answer.Number}</p></footer>")),
        new("an ETag made of the last entry", LastSeq, answer => answer.Headers.ETag = $"\"{answer.Number}\""),
        new("a Last-Modified of the last act", LastSpent,
            answer => answer.Headers.LastModified = Microseconds.Read(answer.Number).ToString("r", CultureInfo.InvariantCulture)),
        new("the number of leaves in a header", Leaves, answer => answer.Headers["X-Log-Size"] = answer.Text),
        new("an answer that may be kept for as many seconds as there are commitments", Committed,
            answer => answer.Headers.CacheControl = $"private, max-age={answer.Number}"),
        new("a timing header with the number of rows read", Registered,
            answer => answer.Headers["Server-Timing"] = $"db;desc={answer.Number}"),
        new("a cookie numbered in the order of acts", LastSeq,
            answer => answer.Headers.Append("Set-Cookie", $"fl-seen={answer.Number}; path=/")),
        new("a request id that goes on from the last entry", LastSeq,
            answer => answer.Headers["X-Request-Id"] = answer.Number.ToString("x8", CultureInfo.InvariantCulture)),
        new("a status that depends on whether something was spent on a day", LastDay,
            answer => answer.Status = answer.Number % 2 == 0 ? 200 : 203),
        new("a page longer by a space for each commitment", Committed,
            answer => answer.InPage("</body>", new string(' ', (int)answer.Number) + "</body>")),
        new("a comment with the id of the last act in time order", LastSpent,
            answer =>
                answer.InPage("</body>", $"<!-- {Guid.CreateVersion7(Microseconds.Read(answer.Number)).ToString()[..13]} --></body>")),
        new("a hidden field with the version of the books", Registered,
            answer => answer.InPage("</form>", $"<input type=\"hidden\" name=\"version\" value=\"{answer.Number}\"></form>")),
        new("a link that carries the last entry", LastSeq,
            answer => answer.InPage("href=\"/verify\"", $"href=\"/verify?v={answer.Number}\"")),
        new("a total of everything in a list for programs", Entries,
            answer => answer.InJson("\"items\":", $"\"total\":{answer.Number},\"items\":")),
        new("an amount rounded by what was spent elsewhere", Spent,
            answer => answer.InJson("\"available\":\"", $"\"available\":\"{answer.Number % 10}")),
        new("a consolidated total of both funds", Spent, answer => answer.InPage("</main>", $"<p>{answer.Number / 100}</p></main>")),
        new("the size of the log in the published head", Leaves, answer => answer.InText("size: ", $"size: {answer.Number}")),
        new("the number of fields in the description for programs", Committed,
            answer => answer.InJson("\"paths\":", $"\"x-count\":{answer.Number},\"paths\":")),
        new("whether the health of the process is asked after an act", LastSpent,
            answer => answer.InText("ok", answer.Number / 60_000_000 % 2 == 0 ? "ok" : "ok.")),
        new("how often relocations were opened, in an error page", Audited, answer => answer.InError(answer.Text)),
        new("how much is set aside in all funds, on every page", SetAside,
            answer => answer.InPage("</footer>", $"<p>{answer.Number}</p></footer>")),
        new("a letter of the chart's alternative text that depends on what was spent", Spent,
            answer => answer.InPage("<title>", answer.Number % 7 == 0 ? "<title>" : "<title> ")),
        new("a redirect that says how far the books are", LastSeq, answer => answer.InLocation(answer.Text)),
        new("the journal's own number, to whoever knows of one fund", LastSeq,
            answer => answer.InPage("href=\"/journal/", $"data-seq=\"{answer.Number}\" href=\"/journal/")),
        new("how many commitments all funds have, above the list of one", Committed,
            answer => answer.InPage("href=\"/commitments", $"title=\"{answer.Number}\" href=\"/commitments")),
        new("the number of an entry in what programs of one fund are answered", LastSeq,
            answer => answer.InJson("\"seq\":", $"\"seq\":{answer.Number % 10}")),
        new("a trial balance that adds the other fund's expense", Spent,
            answer => answer.InPage("<tfoot", $"<tfoot data-eur=\"{answer.Number}\"")),
        new("a file name that counts", Entries, answer => answer.InFileName(answer.Text)),
    ];
}

/// <summary>Stands before everything in the test's host and makes at most one mistake at a time.</summary>
internal sealed class Spoiler(LedgerDatabase database) : IStartupFilter
{
    /// <summary>The mistake that is made now; null for none.</summary>
    public Leak? Now { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext context, RequestDelegate rest) =>
        {
            if (Now is not { } leak)
            {
                await rest(context);
                return;
            }
            var sent = context.Response.Body;
            using var kept = new MemoryStream();
            context.Response.Body = kept;
            await rest(context);
            context.Response.Body = sent;
            await using var connection = await database.OpenAsync();
            var number = await connection.Command(null, leak.Question).NumberAsync();
            var spoiled = new Spoiled(context.Response, Encoding.Latin1.GetString(kept.ToArray()), number);
            leak.Spoil(spoiled);
            var body = Encoding.Latin1.GetBytes(spoiled.Body);
            if (context.Response.ContentLength is not null) context.Response.ContentLength = body.Length;
            await sent.WriteAsync(body);
        });
        next(app);
    };
}

/// <summary>An answer on its way out, and the number that leaks.</summary>
internal sealed class Spoiled(HttpResponse response, string body, long number)
{
    public string Body { get; private set; } = body;

    public long Number => number;

    public string Text => number.ToString(CultureInfo.InvariantCulture);

    public IHeaderDictionary Headers => response.Headers;

    public int Status { set { if (response.StatusCode == 200) response.StatusCode = value; } }

    public void InPage(string place, string instead) => Replace("text/html", place, instead);

    public void InJson(string place, string instead) => Replace("application/json", place, instead);

    public void InText(string place, string instead) => Replace("text/plain", place, instead);

    public void InError(string added)
    {
        if (response.StatusCode == 404) Body += added;
    }

    public void InLocation(string added)
    {
        if (response.Headers.Location.Count > 0)
            response.Headers.Location += (response.Headers.Location.ToString().Contains('?', StringComparison.Ordinal) ? "&" : "?") + "n="
                + added;
    }

    public void InFileName(string added)
    {
        if (response.Headers.ContentDisposition.Count > 0)
            response.Headers.ContentDisposition =
                response.Headers.ContentDisposition.ToString().Replace(".", $"-{added}.", StringComparison.Ordinal);
    }

    private void Replace(string type, string place, string instead)
    {
        if (response.ContentType?.StartsWith(type, StringComparison.Ordinal) == true)
            Body = Body.Replace(place, instead, StringComparison.Ordinal);
    }
}
