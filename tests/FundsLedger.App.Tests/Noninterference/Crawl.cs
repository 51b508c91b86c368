using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>An answer with everything that reaches the reader: status, every header, every byte.</summary>
internal sealed record Answer(string Text, string Body, string MediaType, Uri? Location, long Bytes)
{
    public static async Task<Answer> OfAsync(HttpResponseMessage message, byte[] publicKey, string place)
    {
        var bytes = await message.Content.ReadAsByteArrayAsync();
        // Byte for character, so that files are compared like pages.
        var body = Encoding.Latin1.GetString(bytes);
        var headers = message.Headers.Concat(message.Content.Headers)
            .SelectMany(header => header.Value.Select(value => (header.Key, Value: PerRequest.Header(header.Key, value))))
            .Where(header => header.Value is not null).Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal);
        return new Answer($"{(int)message.StatusCode}\n{string.Join('\n', headers)}\n\n{PerRequest.Body(body, publicKey, place)}", body,
            message.Content.Headers.ContentType?.MediaType ?? "", message.Headers.Location, bytes.Length);
    }
}

/// <summary>A reader at one of the books of a pair.</summary>
/// <param name="Client">Asks.</param>
/// <param name="Place">What an administrator is told of where the books are.</param>
internal sealed record Side(HttpClient Client, string Place);

/// <summary>Goes through both books of a pair at once as one reader: finds addresses in links, forms, headers and the description for
/// programs, asks both for each, and compares the answers.</summary>
internal sealed class Crawl(Side one, Side other, byte[] publicKey, Random random)
{
    private static readonly HtmlParser Parser = new();

    // What anybody would try first, and what somebody knows who has read the documentation.
    private static readonly string[] Entrances = ["/", "/sign-in", "/verify", "/api/v1/openapi.json", "/log/head.txt", "/log/key.pem",
        "/health/ready", "/robots.txt", "/nothing", "/funds/SFR", "/funds/TFFV", "/published/SFR", "/api/v1/published"];

    private static readonly Dictionary<string, string[]> Guesses = new(StringComparer.Ordinal)
    {
        ["fund"] = ["TFFV", "SFR"], ["donor"] = ["XA", "XB", "ZZ"], ["show"] = ["all"], ["limit"] = ["2"],
        ["episode"] = ["TFFV-1", "SFR-1"], ["seq"] = ["1"], ["id"] = ["1"], ["code"] = ["TFFV", "SFR", "XA"],
    };

    private readonly List<string> _waiting = [.. Entrances];
    private readonly HashSet<string> _known = [.. Entrances];
    private readonly HashSet<string> _forms = [];
    private readonly HashSet<string> _codes = [];

    /// <summary>What differed, with the first place where it did.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>The addresses that were asked for.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>How many answers were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>How many bytes they had.</summary>
    public long Bytes { get; private set; }

    /// <summary>How long both took to answer, by address without what follows the question mark.</summary>
    public Dictionary<string, TimeSpan> Took { get; } = new(StringComparer.Ordinal);

    /// <summary>Goes on until there is nothing new or the number is reached.</summary>
    public async Task RunAsync(int most, bool sendsForms)
    {
        for (var entrance = Entrances.Length; _waiting.Count > 0 && Compared < most; entrance--)
        {
            // First the ways in; then by chance, so that many pairs together go everywhere.
            var place = entrance > 0 ? 0 : random.Next(_waiting.Count);
            var path = _waiting[place];
            _waiting.RemoveAt(place);
            Paths.Add(path);
            var answer = await CompareAsync(path, client => client.GetAsync(path));
            if (answer.Location is { } led) Add(led.IsAbsoluteUri ? led.PathAndQuery : led.ToString());
            if (answer.MediaType == "application/json") ReadJson(answer.Body, path);
            if (answer.MediaType != "text/html") continue;
            using var page = Parser.ParseDocument(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer.Body)));
            foreach (var link in page.QuerySelectorAll("[href], [src]")) Add(link.GetAttribute("href") ?? link.GetAttribute("src")!);
            foreach (var form in page.QuerySelectorAll("form").Cast<IHtmlFormElement>())
            {
                if (form.Method.Equals("get", StringComparison.OrdinalIgnoreCase)) Add(form, path);
                else if (sendsForms) await SendAsync(form, path);
            }
        }
    }

    /// <summary>Asks for addresses that are known until one is answered differently; false when none is.</summary>
    public async Task<bool> DiffersAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            await CompareAsync(path, client => client.GetAsync(path));
            if (Differences.Count > 0) return true;
        }
        return false;
    }

    private async Task<Answer> CompareAsync(string what, Func<HttpClient, Task<HttpResponseMessage>> askAsync)
    {
        // Both at once; each of the books is asked in the same order.
        var watch = Stopwatch.StartNew();
        var both = await Task.WhenAll(askAsync(one.Client), askAsync(other.Client));
        Took[what.Split('?')[0]] = Took.GetValueOrDefault(what.Split('?')[0]) + watch.Elapsed;
        using var first = both[0];
        using var second = both[1];
        var (left, right) = (await Answer.OfAsync(first, publicKey, one.Place), await Answer.OfAsync(second, publicKey, other.Place));
        (Compared, Bytes) = (Compared + 1, Bytes + left.Bytes + right.Bytes);
        if (left.Text != right.Text) Differences.Add($"{what}: {FirstDifference(left.Text, right.Text)}");
        if (first.StatusCode == HttpStatusCode.InternalServerError) Differences.Add($"{what}: answered 500");
        return left;
    }

    private static string FirstDifference(string left, string right)
    {
        var at = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - 40);
        return $"at {at}: «{Part(left)}» against «{Part(right)}»";

        string Part(string text) =>
            text.Substring(Math.Min(from, text.Length), Math.Min(100, text.Length - Math.Min(from, text.Length))).ReplaceLineEndings(" ");
    }

    private void Add(string address)
    {
        var path = address.Split('#')[0];
        // The same files for everybody, which no book has a part in.
        if (path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
            && !path.StartsWith("/assets/", StringComparison.Ordinal) && _known.Add(path)) _waiting.Add(path);
    }

    private void Add(IHtmlFormElement form, string path)
    {
        var target = form.GetAttribute("action") is { Length: > 0 } action ? action : path.Split('?')[0];
        var fields = Fields(form);
        Add($"{target}?{Query(fields)}");
        foreach (var (name, guesses) in Guesses.Where(guess => fields.ContainsKey(guess.Key)))
            foreach (var guess in guesses) Add($"{target}?{Query(new(fields) { [name] = guess })}");
    }

    /// <summary>Sends a form once, as it stands: what it answers must not tell more than the page.</summary>
    private async Task SendAsync(IHtmlFormElement form, string path)
    {
        var target = form.GetAttribute("action") is { Length: > 0 } action ? action : path;
        // The way out would end the crawl.
        if (target.StartsWith("/sign-", StringComparison.Ordinal) || target.StartsWith("/account", StringComparison.Ordinal)
            || !_forms.Add(target)) return;
        var forms = new Dictionary<HttpClient, Dictionary<string, string>>();
        HttpClient[] clients = [one.Client, other.Client];
        foreach (var (client, text) in clients.Zip(await Task.WhenAll(clients.Select(client => client.GetStringAsync(path)))))
        {
            // Each of the books has a form token of its own.
            using var page = Parser.ParseDocument(text);
            var same = page.QuerySelectorAll("form").Cast<IHtmlFormElement>()
                .First(
                    each =>
                        (each.GetAttribute("action") is { Length: > 0 } its ? its : path) == target
                            && !each.Method.Equals("get", StringComparison.OrdinalIgnoreCase));
            forms[client] = Fields(same);
        }
        var answer = await CompareAsync($"POST {target}", client => client.PostAsync(target, new FormUrlEncodedContent(forms[client])));
        if (answer.Location is { } led) Add(led.ToString());
    }

    private static Dictionary<string, string> Fields(IHtmlFormElement form)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
            fields[field.GetAttribute("name")!] = field switch { IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "", IHtmlTextAreaElement area => area.Value, _ => "" };
        return fields;
    }

    private static string Query(Dictionary<string, string> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private void ReadJson(string body, string path)
    {
        if (JsonNode.Parse(body) is not JsonObject answer) return;
        if (answer["paths"] is JsonObject paths)
        {
            foreach (var (pattern, operations) in paths)
                if (operations?["get"] is { } get) Add(pattern, get);
            return;
        }
        Collect(answer);
        if (answer["next"] is JsonValue next && next.TryGetValue<string>(out var cursor))
            Add($"{path.Split('?')[0]}?cursor={Uri.EscapeDataString(cursor)}");
    }

    private void Add(string pattern, JsonNode get)
    {
        var parameters = (get["parameters"]?.AsArray() ?? []).Select(
            parameter => (Name: (string)parameter!["name"]!, In: (string)parameter["in"]!)).ToList();
        List<string> addresses = [pattern];
        foreach (var (name, _) in parameters.Where(parameter => parameter.In == "path"))
            addresses = [
                .. addresses.SelectMany(
                    address =>
                        Guesses.GetValueOrDefault(name, ["1"]).Concat(name == "code" ? _codes : []).Take(6)
                            .Select(guess => address.Replace($"{{{name}}}", Uri.EscapeDataString(guess), StringComparison.Ordinal)))];
        foreach (var address in addresses)
        {
            Add(address);
            foreach (var (name, _) in parameters.Where(parameter => parameter.In == "query" && Guesses.ContainsKey(parameter.Name)))
                foreach (var guess in Guesses[name]) Add($"{address}?{name}={guess}");
        }
    }

    private void Collect(JsonNode? node)
    {
        if (node is JsonArray list) foreach (var item in list) Collect(item);
        if (node is not JsonObject thing) return;
        foreach (var (name, value) in thing)
        {
            if (name is "code" or "pledge" or "agreement" && value is JsonValue text && text.TryGetValue<string>(out var code)
                && _codes.Add(code))
                foreach (var kind in (string[])["pledges", "agreements", "offers", "commitments"])
                    Add($"/api/v1/{kind}/{Uri.EscapeDataString(code)}");
            Collect(value);
        }
    }
}
