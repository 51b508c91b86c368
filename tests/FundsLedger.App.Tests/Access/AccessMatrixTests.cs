using System.Globalization;
using System.Net;
using System.Text;
using FundsLedger.App.Access;
using FundsLedger.App.Tests.Cli;
using FundsLedger.App.Tests.Web;
using FundsLedger.Domain;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Every route × every role × own and other's, against tables written down by hand: <c>Access/matrix.txt</c> for pages,
/// <c>Access/api-matrix.txt</c> for programs.</summary>
[Collection(PagesTogether.Name)]
public sealed class AccessMatrixTests(DemoSite site)
{
    private static readonly string[] People = ["stranger", "recorder", "recorder-visits", "certifier", "approver", "signatory",
        "protector", "auditor",
        "facilitator", "state", "administrator"];

    [Fact]
    public async Task Every_route_says_which_operation_it_is()
    {
        var routes = await Routes.AllAsync(site.Services);
        Assert.True(routes.Count > 50, $"only {routes.Count} routes were found");
        Assert.Empty(routes.Where(route => route.Rule is null).Select(route => $"{route.Method} {route.Pattern}"));
    }

    [Fact]
    public async Task Every_route_answers_each_role_as_the_table_says()
    {
        var readers = People.ToDictionary(person => person, person => person == "stranger" ? site.Stranger() : site.Reader(person: person));
        await CompareAsync("matrix.txt", route => !IsApi(route), readers, AskAsync);
    }

    [Fact]
    public async Task Every_operation_of_the_interface_for_programs_answers_each_role_as_the_table_says()
    {
        var programs = new Dictionary<string, HttpClient>(StringComparer.Ordinal);
        foreach (var person in People) programs[person] = person == "stranger" ? site.Stranger() : await site.ProgramAsync(person);
        await CompareAsync("api-matrix.txt", IsApi, programs, AskAsProgramAsync);
    }

    private static bool IsApi(Route route) => route.Pattern.StartsWith("/api/", StringComparison.Ordinal);

    private async Task CompareAsync(string table, Func<Route, bool> which, Dictionary<string, HttpClient> readers,
        Func<HttpClient, string, string, Task<string>> ask)
    {
        var expected = File.ReadLines(Path.Combine(SettingsTests.Root(), "tests", "FundsLedger.App.Tests", "Access", table))
            .Where(line => line.Length > 0 && line[0] != '#').ToList();
        var found = new List<string>();
        foreach (var route in (await Routes.AllAsync(site.Services)).Where(which))
        {
            var (own, other) = await Routes.AddressesAsync(site, route.Pattern);
            var cells = await Task.WhenAll(People.Select(async person =>
            {
                var first = await ask(readers[person], route.Method, own);
                return own == other ? first : $"{first}/{await ask(readers[person], route.Method, other)}";
            }));
            found.Add(Line(route, cells));
        }
        foreach (var reader in readers.Values) reader.Dispose();
        var missing = found.Except(expected.Select(Spaced), StringComparer.Ordinal).ToList();
        var gone = expected.Select(Spaced).Except(found, StringComparer.Ordinal).ToList();
        Assert.True(missing.Count + gone.Count == 0,
            $"Not as in Access/{table}.\nanswered:\n{string.Join('\n', missing)}\nwritten down:\n{string.Join('\n', gone)}");
    }

    [Fact]
    public async Task No_form_field_takes_the_place_of_what_the_address_names() =>
        Assert.Empty(await Routes.ParametersOpenToFormsAsync(site.Services));

    [Fact]
    public async Task A_commitment_named_in_a_form_is_not_the_one_that_is_paid()
    {
        using var reader = site.Reader(person: "protector");
        var (_, relocation) = await Routes.AddressesAsync(site, "/commitments/{code}/settlement");
        var (visit, _) = await Routes.AddressesAsync(site, "/commitments/{code}");
        var fields = (await reader.PageAsync(relocation)).Filled();
        foreach (var cost in fields.Keys.Where(name => name.StartsWith("cost-", StringComparison.Ordinal)).Take(1).ToList())
            fields[cost] = "1.00";
        fields["code"] = visit[(visit.LastIndexOf('/') + 1)..];

        var answer = await reader.SendAsync(relocation, fields);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith(relocation[..relocation.LastIndexOf('/')], answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_outsider_has_a_right_to_everything_but_their_own_account_and_no_two_money_roles_meet()
    {
        foreach (var operation in Enum.GetValues<Operation>()
            .Where(
                operation =>
                    !AccessTable.IsAnyones(operation) && operation is not (Operation.OwnAccount or Operation.UseApi
                        or Operation.ManageTokens)))
            foreach (var role in AccessTable.Outsiders) Assert.NotEqual(Scope.All, AccessTable.Of(operation, role));
        foreach (var role in (Role[])[Role.Auditor, Role.Facilitator, Role.StateRepresentative])
            foreach (var operation in (Operation[])[Operation.RecordReceipts, Operation.MakeCommitments, Operation.SettleRelocations,
                Operation.DraftPayments, Operation.CertifyPayments, Operation.ApprovePayments, Operation.TransmitPayments,
                Operation.ReverseEntries, Operation.ClosePeriods, Operation.ManagePeople, Operation.ChangeSettings])
                    Assert.Equal(Scope.None, AccessTable.Of(operation, role));
        foreach (var operation in (Operation[])[Operation.RecordReceipts, Operation.MakeCommitments, Operation.SettleRelocations,
                Operation.DraftPayments, Operation.CertifyPayments, Operation.ApprovePayments, Operation.TransmitPayments,
            Operation.ReverseEntries, Operation.ClosePeriods]) Assert.Equal(Scope.None, AccessTable.Of(operation, Role.Administrator));
        Assert.Equal(Enum.GetValues<Operation>().Length * Enum.GetValues<Role>().Length,
            Enum.GetValues<Operation>()
                .Sum(operation => Enum.GetValues<Role>().Count(role => Enum.IsDefined(AccessTable.Of(operation, role)))));
        Assert.All(Enum.GetValues<Operation>(),
            operation =>
                Assert.True(
                    AccessTable.IsAnyones(operation) || Enum.GetValues<Role>().Any(role => AccessTable.Of(operation, role) != Scope.None),
                    ClosedSet<Operation>.Code(operation)));
    }

    [Theory, InlineData("state", "/pledges/{0}"), InlineData("state", "/donors/{0}"), InlineData("state", "/statements/{0}"),
        InlineData("facilitator", "/commitments/{0}"), InlineData("state", "/journal/{0}"), InlineData("protector", "/commitments/{0}")]
    public async Task What_is_hidden_looks_exactly_like_what_is_not_there(string person, string path)
    {
        using var reader = site.Reader(person: person);
        var (own, hidden) = await Routes.AddressesAsync(site,
            string.Format(CultureInfo.InvariantCulture, path,
                path.StartsWith("/statements", StringComparison.Ordinal) ? "{donor}"
                    : path.StartsWith("/journal", StringComparison.Ordinal) ? "{seq:long}" : "{code}"));
        if (person == "protector") hidden = own;
        var there = hidden[(hidden.LastIndexOf('/') + 1)..];
        var (first, second) = (await SeenAsync(reader, hidden, there),
            await SeenAsync(reader, string.Format(CultureInfo.InvariantCulture, path, "999999999"), "999999999"));
        Assert.StartsWith("404", first, StringComparison.Ordinal);
        Assert.Equal(second, first);
    }

    /// <summary>Status, headers and body, without what differs between any two requests: the address itself and one-time tokens.</summary>
    private static async Task<string> SeenAsync(HttpClient reader, string path, string name)
    {
        var answer = await reader.GetAsync(path);
        var seen = new StringBuilder().Append((int)answer.StatusCode).Append('\n');
        foreach (var (header, values) in answer.Headers.Concat(answer.Content.Headers)
            .OrderBy(header => header.Key, StringComparer.Ordinal))
            if (header is not ("Date" or "Content-Length" or "Set-Cookie"))
                seen.Append(header).Append(": ").AppendJoin(',', values).Append('\n');
        var page = await Reading.Parsed(answer);
        foreach (var token in page.QuerySelectorAll("input[name=__RequestVerificationToken]")) token.Remove();
        return seen.Append(page.DocumentElement.OuterHtml.Replace("/" + name, "/·", StringComparison.Ordinal)).ToString();
    }

    private static async Task<string> AskAsync(HttpClient reader, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        // Without its token a form is refused after the gate: 400 is "may, but not so", 404 "may not".
        if (method != "GET") request.Content = new FormUrlEncodedContent([]);
        using var answer = await reader.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.Found
            ? (answer.Headers.Location!.ToString().StartsWith("/sign-in?", StringComparison.Ordinal) ? "door" : "302")
            : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    // A body that is nothing anybody takes is refused after the gate: 400 is "may, but not so", 404 "may not".
    private static async Task<string> AskAsProgramAsync(HttpClient program, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            request.Content = new StringContent("[]", Encoding.UTF8, "application/json");
            request.Headers.Add("Idempotency-Key", "matrix");
        }
        using var answer = await program.SendAsync(request);
        return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private static string Line(Route route, IEnumerable<string> cells) =>
        Spaced($"{route.Method} {route.Pattern} {string.Join(' ', cells)}");

    private static string Spaced(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
