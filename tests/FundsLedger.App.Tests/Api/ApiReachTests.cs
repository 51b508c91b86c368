using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>Who gets in by which way, and that nobody learns of what they may not see.</summary>
public sealed class ApiReachTests
{
    [Theory, EveryDatabase]
    public async Task A_cookie_counts_for_nothing_under_api_and_a_token_for_nothing_elsewhere(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var person = await host.Books.Database.LetInAsync(host.Books.Clock, Role.Facilitator);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
            { BaseAddress = host.Root };
        await person.SignInAsync(browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/tokens")).StatusCode);
        Assert.Equal("401 token_is_missing", await (await browser.GetAsync("/api/v1/me")).ProblemAsync());

        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/me")).StatusCode);
        Assert.StartsWith("/sign-in", (await program.GetAsync("/pledges")).Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_token_for_reading_records_nothing(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder, scope: TokenScope.Read);
        var before = await host.Books.NumberAsync("SELECT COUNT(*) FROM entries");
        Assert.Equal("403 token_may_only_read",
            await (await program.SendAsync("/api/v1/pledges", "k", ApiWriteTests.Pledge())).ProblemAsync());
        Assert.Equal("403 token_may_only_read",
            await (await program.SendAsync("/api/v1/pledges/P-1999-0001/withdrawals", "k", "{}")).ProblemAsync());
        Assert.Equal(before, await host.Books.NumberAsync("SELECT COUNT(*) FROM entries"));
        Assert.Equal(["read"], (await program.JsonAsync("/api/v1/me"))["scopes"]!.AsArray().Select(scope => (string)scope!));
    }

    [Theory, EveryDatabase("Bearer fl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), EveryDatabase("Bearer x"),
        EveryDatabase("Basic dXNlcjpwYXNz"), EveryDatabase("Bearer")]
    public async Task A_wrong_token_is_told_so_and_noted(DatabaseKind on, string header)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var program = host.Client(null);
        program.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        var answer = await program.GetAsync("/api/v1/me");
        Assert.Equal("401 token_is_not_valid", await answer.ProblemAsync());
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(1, await host.Books.NumberAsync("SELECT COUNT(*) FROM audit_log WHERE act = 'sign_in_failed' AND outcome = 'token'"));
    }

    [Theory, EveryDatabase]
    public async Task Whoever_tries_many_wrong_tokens_is_slowed_and_does_not_fill_the_audit_log(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on, signInsPerMinute: 6);
        using var program = host.Client("fl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        var codes = new List<string>();
        for (var tries = 0; tries < 40; tries++) codes.Add(await (await program.GetAsync("/api/v1/me")).ProblemAsync());
        Assert.Equal("401 token_is_not_valid", codes[0]);
        Assert.Contains("429 requests_are_too_many", codes);
        Assert.Equal(codes.Count(code => code == "401 token_is_not_valid"),
            await host.Books.NumberAsync("SELECT COUNT(*) FROM audit_log WHERE act = 'sign_in_failed' AND outcome = 'token'"));
    }

    [Theory, EveryDatabase]
    public async Task What_is_hidden_answers_byte_for_byte_like_what_is_not_there(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        var hidden = await CodeAsync(recorder, "/api/v1/pledges", ApiWriteTests.Pledge("NL"));
        await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt("NL", "SFR"));
        await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt("NL"));
        var token = await CodeAsync(recorder, "/api/v1/commitments", new { fund = "SFR", date = "2026-06-30", amount = "10.00" });
        var open = await CodeAsync(recorder, "/api/v1/commitments", new { fund = "TFFV", date = "2026-06-30", amount = "10.00" });

        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        foreach (var (there, absent) in ((string, string)[])[($"pledges/{hidden}", "pledges/P-1999-0001"), ("donors/NL", "donors/ZZ"),
            ("statements/NL?fund=TFFV", "statements/ZZ?fund=TFFV"), ("funds/SFR", "funds/ZZZ"), ("forecasts/TFFV", "forecasts/ZZZ"),
            ("entries/1", "entries/999999"), ($"commitments/{token}", "commitments/K0000000000"), ("entries", "nothing"),
            ("rates", "nothing"), ("periods", "nothing"), ("trial-balance?fund=TFFV", "nothing"), ("accounts?fund=TFFV", "nothing"),
            ("checks", "nothing"), ("requests", "nothing")])
            Assert.Equal(await BytesAsync(state, absent), await BytesAsync(state, there));

        using var facilitator = await host.ProgramAsync(Role.Facilitator);
        Assert.Equal(await BytesAsync(facilitator, "funds/ZZZ"), await BytesAsync(facilitator, "funds/SFR"));
        Assert.Equal(await BytesAsync(facilitator, "forecasts/ZZZ"), await BytesAsync(facilitator, "forecasts/SFR"));

        using var protector = await host.ProgramAsync(Role.ProtectionOfficer);
        Assert.Equal(await BytesAsync(protector, "commitments/C-1999-0001"), await BytesAsync(protector, $"commitments/{open}"));
        Assert.Equal([token], (await protector.AllAsync("/api/v1/commitments")).Select(row => (string)row["code"]!));
        var forged = await (await protector.SendAsync("/api/v1/commitments", "a",
            new { fund = "TFFV", date = "2026-06-30", amount = "10.00" })).Content.ReadAsStringAsync();
        var unknown = await (await protector.SendAsync("/api/v1/commitments", "b",
            new { fund = "ABCD", date = "2026-06-30", amount = "10.00" })).Content.ReadAsStringAsync();
        Assert.Equal(unknown, forged.Replace("TFFV", "ABCD", StringComparison.Ordinal));
        Assert.Equal("404 not_found",
            await (await protector.SendAsync($"/api/v1/commitments/{open}/releases", "c",
                new { date = "2026-07-01", reason = "expired" })).ProblemAsync());
    }

    [Theory, EveryDatabase]
    public async Task A_facilitators_forecast_names_no_donor_and_follows_no_protected_fund(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var facilitator = await host.ProgramAsync(Role.Facilitator);
        var pledge = await CodeAsync(recorder, "/api/v1/pledges", ApiWriteTests.Pledge("NL"));
        for (var gift = 0; gift < 8; gift++)
            await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt(gift % 2 == 0 ? "NL" : "IE"));
        await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt("NL", "SFR"));
        var seen = await facilitator.JsonAsync("/api/v1/forecasts/TFFV");
        Assert.Null(seen["pledge_values"]);
        Assert.DoesNotContain("NL", seen.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(pledge,
            (await recorder.JsonAsync("/api/v1/forecasts/TFFV"))["pledge_values"]!.AsArray().Select(value => (string)value!["pledge"]!));
        Assert.Matches("^[0-9]+$", (string)seen["seed"]!);

        var before = await BytesAsync(facilitator, "forecasts/TFFV");
        await CodeAsync(recorder, "/api/v1/commitments", new { fund = "SFR", date = "2026-06-30", amount = "10.00" });
        Assert.Equal(before, await BytesAsync(facilitator, "forecasts/TFFV"));
    }

    [Theory, EveryDatabase]
    public async Task What_is_absent_leaves_the_row_in_the_audit_log_that_what_is_hidden_leaves(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        var hidden = await CodeAsync(recorder, "/api/v1/pledges", ApiWriteTests.Pledge("NL"));
        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        string[] paths = [$"pledges/{hidden}", "pledges/P-1999-0001", "donors/NL", "donors/ZZ", "funds/SFR", "funds/ZZZ",
            "statements/NL?fund=TFFV", "statements/ZZ?fund=TFFV"];
        foreach (var path in paths) Assert.Equal("404 not_found", await (await state.GetAsync($"/api/v1/{path}")).ProblemAsync());
        await using var connection = await host.Books.Database.OpenAsync();
        var rows = await connection.Command(null,
            "SELECT subject FROM audit_log WHERE act = 'refused' AND outcome = 'not_within_reach' ORDER BY id")
                .RowsAsync(row => row.GetString(0));
        Assert.Equal(paths.Select(path => $"GET /api/v1/{path}"), rows);
    }

    [Theory, EveryDatabase]
    public async Task A_State_sees_its_own_and_a_forged_donor_in_any_parameter_gives_what_an_absent_one_gives(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        var own = await CodeAsync(recorder, "/api/v1/pledges", ApiWriteTests.Pledge("IE"));
        var other = await CodeAsync(recorder, "/api/v1/pledges", ApiWriteTests.Pledge("NL"));
        await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt("NL", pledge: other));
        await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt("IE", pledge: own));

        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        Assert.Equal([own], (await state.AllAsync("/api/v1/pledges")).Select(row => (string)row["code"]!));
        Assert.Equal(["IE"], (await state.AllAsync("/api/v1/donors")).Select(row => (string)row["code"]!));
        Assert.Equal(["IE"], (await state.AllAsync("/api/v1/receipts")).Select(row => (string)row["donor"]!));
        foreach (var (there, absent) in ((string, string)[])[("pledges?donor=NL", "pledges?donor=ZZ"),
            ("receipts?donor=NL", "receipts?donor=ZZ"), ($"receipts?pledge={other}", "receipts?pledge=P-1999-0001"),
            ("pledges?donor=NL&fund=TFFV", "pledges?donor=ZZ&fund=TFFV")])
            Assert.Equal(await BytesAsync(state, absent), await BytesAsync(state, there));

        // Numbers of entries count others' doings, and officers are nobody's business outside.
        var mine = await state.JsonAsync($"/api/v1/pledges/{own}");
        Assert.All(mine["steps"]!.AsArray(), step => Assert.True(step!["entry"] is null && step["actor"] is null));
        Assert.All(mine["receipts"]!.AsArray(), receipt => Assert.Null(receipt!["entry"]));
        Assert.DoesNotContain("Recorder", mine.ToJsonString(), StringComparison.Ordinal);
        Assert.All((await recorder.JsonAsync($"/api/v1/pledges/{own}"))["steps"]!.AsArray(), step => Assert.NotNull(step!["entry"]));
    }

    [Theory, EveryDatabase]
    public async Task A_cursor_is_taken_by_the_list_that_gave_it_and_tells_nothing(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        for (var number = 0; number < 5; number++) await CodeAsync(recorder, "/api/v1/receipts", ApiWriteTests.Receipt("IE"));
        var first = await recorder.JsonAsync("/api/v1/receipts?limit=2");
        var cursor = (string)first["next"]!;
        Assert.Equal(["items", "next"], first.AsObject().Select(field => field.Key));
        Assert.DoesNotContain("2026", cursor, StringComparison.Ordinal);
        Assert.Equal((await recorder.AllAsync("/api/v1/receipts")).Select(row => row.ToJsonString()),
            (await recorder.AllAsync("/api/v1/receipts", 2)).Select(row => row.ToJsonString()));
        foreach (var path in (string[])[$"/api/v1/pledges?cursor={cursor}", $"/api/v1/receipts?cursor={cursor[..^4]}AAAA",
            "/api/v1/receipts?cursor=x", "/api/v1/entries?cursor=5"])
            Assert.Equal("400 cursor_is_malformed", await (await recorder.GetAsync(path)).ProblemAsync());
    }

    private static async Task<string> CodeAsync(HttpClient program, string path, object body)
    {
        var answer = await program.SendAsync(path, System.Security.Cryptography.RandomNumberGenerator.GetHexString(24), body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (string)(await answer.BodyAsync())["code"]!;
    }

    // Everything but the date, which is the clock's.
    private static async Task<string> BytesAsync(HttpClient program, string path)
    {
        var answer = await program.GetAsync($"/api/v1/{path}");
        var headers = answer.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(answer.Content.Headers)
            .Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync()}";
    }
}
