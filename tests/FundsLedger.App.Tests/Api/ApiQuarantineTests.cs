using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>A statement set aside, decided by program, on the pages and by the command line.</summary>
public sealed class ApiQuarantineTests
{
    [Theory, EveryDatabase]
    public async Task A_program_is_shown_what_would_be_booked_asks_and_another_person_decides(DatabaseKind on)
    {
        await using var host = await OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        using var officer = await host.ProgramAsync(Role.ApprovingOfficer);
        Assert.Equal(1L, (long)Assert.Single(await program.AllAsync("/api/v1/bank/statements?show=waiting"))["id"]!);
        Assert.Equal("400 parameter_is_malformed", await (await program.GetAsync("/api/v1/bank/statements?show=x")).ProblemAsync());
        var proposal = (await program.JsonAsync("/api/v1/bank/statements/1/proposal"))!;
        Assert.Equal(("B", "0.00", "30.00", 1, 0), ((string)proposal["bank"]!, (string)proposal["opening"]!, (string)proposal["closing"]!,
            (int)proposal["lines"]!, (int)proposal["known_lines"]!));
        Assert.Equal(("2026-01-31", "10.00"),
            ((string)proposal["unexplained"]![0]!["on"]!, (string)proposal["unexplained"]![0]!["amount"]!));
        Assert.Equal("422 bank_account_is_unknown", await (await program.GetAsync("/api/v1/bank/statements/1/proposal?bank=NONE"))
            .ProblemAsync());

        Assert.Equal("400 field_is_malformed", await AskAsync(new { decision = "assign", reason = "x" }));
        Assert.Equal("422 bank_reason_is_malformed", await AskAsync(new { decision = "accept", reason = "" }));
        Assert.Equal("404 not_found", await (await officer.SendAsync("/api/v1/bank/statements/1/decisions", "k",
            new { decision = "accept", reason = "x" })).ProblemAsync());
        var asked = await program.SendAsync("/api/v1/bank/statements/1/decisions", "k", new { decision = "accept", reason = "lost" });
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Equal(HttpStatusCode.Created,
            (await officer.SendAsync(asked.Headers.Location!.ToString() + "/decisions", "d", new { approved = true })).StatusCode);
        Assert.Empty(await program.AllAsync("/api/v1/bank/statements?show=waiting"));
        var kept = (await program.AllAsync("/api/v1/bank/statements"))[1];
        Assert.Equal((2L, "accept", "lost", false), ((long)kept["booked_as"]!, (string)kept["decision"]!, (string)kept["decision_reason"]!,
            (bool)kept["waiting"]!));
        Assert.DoesNotContain(null, (object?[])[kept["decision_asked_by"], kept["decided_by"], kept["decided_at"]]);
        Assert.NotEqual((string)kept["decision_asked_by"]!, (string)kept["decided_by"]!);
        Assert.Equal("422 bank_statement_is_booked", await (await program.GetAsync("/api/v1/bank/statements/1/proposal")).ProblemAsync());
        Assert.Equal("404 not_found", await (await program.GetAsync("/api/v1/bank/statements/9/proposal")).ProblemAsync());

        async Task<string> AskAsync(object body) =>
            await (await program.SendAsync("/api/v1/bank/statements/1/decisions", "k", body)).ProblemAsync();
    }

    [Theory, EveryDatabase]
    public async Task The_pages_lead_from_the_account_to_the_decision_and_to_what_became_of_it(DatabaseKind on)
    {
        await using var host = await OpenAsync(on);
        using var recorder = await host.BrowserAsync(Role.Recorder);
        foreach (var path in (string[])["/bank", "/bank/B"])
            Assert.NotNull((await recorder.PageAsync(path)).QuerySelector(".notice a[href='/bank/statements/1']"));
        Assert.NotNull((await recorder.PageAsync("/bank/statements/1")).QuerySelector(".notice a[href='/bank/statements/1/decision']"));
        var page = await recorder.PageAsync("/bank/statements/1/decision");
        Assert.Equal(["0.00", "20.00", "10.00", "30.00"],
            page.QuerySelectorAll("table.sums td.num").Select(cell => cell.TextContent.Trim()[..^"_EUR".Length]));
        var refused = await Reading.Parsed(await recorder.SendAsync("/bank/statements/1/decision", page.Filled(("decision", "accept"))));
        Assert.NotNull(refused.QuerySelector("#f-reason-fault"));
        Assert.True(refused.QuerySelector("input[value=accept]")!.HasAttribute("checked"));
        var answer = await recorder.SendAsync("/bank/statements/1/decision",
            page.Filled(("decision", "accept"), ("reason", "The one before was lost")));
        Assert.Equal("/approvals/1", answer.Headers.Location!.ToString());
        Assert.NotNull((await recorder.PageAsync("/bank/statements/1")).QuerySelector(".notice a[href='/approvals/1']"));
        Assert.Empty((await recorder.PageAsync("/bank/statements/1/decision")).QuerySelectorAll("main form"));

        using var officer = await host.BrowserAsync(Role.ApprovingOfficer);
        page = await officer.PageAsync("/approvals/1");
        Assert.Contains("10.00", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SendAsync("/approvals/1", page.Filled(("reason", "")))).StatusCode);
        Assert.NotNull((await recorder.PageAsync("/bank/statements/1")).QuerySelector(".notice a[href='/bank/statements/2']"));
        Assert.NotNull((await recorder.PageAsync("/bank/statements/2")).QuerySelector(".notice a[href='/bank/statements/1']"));
        Assert.Equal("/bank/statements/1", (await recorder.GetAsync("/bank/statements/1/decision")).Headers.Location!.ToString());
        Assert.Null((await recorder.PageAsync("/bank")).QuerySelector(".notice a[href^='/bank/statements']"));
    }

    [Theory, EveryDatabase]
    public async Task The_command_line_lists_asks_and_decides(DatabaseKind on)
    {
        await using var books = await ImportTests.OpenAsync(on);
        await books.ImportAsync(Gap());
        Assert.Equal("what,of,amount\r\nends_now,2026-01-01,0.00\r\nnew_lines,1,20.00\r\nknown_lines,0,\r\nunexplained,2026-01-31,10.00\r\n"
            + "ends_then,2026-02-28,30.00\r\n", (await SaidAsync("bank", "decide", "1", "accept", "--dry-run", "--format", "csv")).Output);
        Assert.Equal(2, (await SaidAsync("bank", "decide", "1", "accept")).ExitCode);
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM signing_requests"));
        Assert.Contains(",2026-02-10,2026-02-10,EUR,20.00,payment,", (await SaidAsync("bank", "lines", "1", "--format", "csv")).Output,
            StringComparison.Ordinal);
        Assert.Contains("bank_statement_is_unknown", (await SaidAsync("bank", "lines", "9")).Errors, StringComparison.Ordinal);
        Assert.Contains("does_not_fit",
            (await SaidAsync("bank", "decide", "1", "assign", "--bank", "B", "--reason", "x", "--as", "Rosa")).Errors,
            StringComparison.Ordinal);
        Assert.Equal(0, (await SaidAsync("bank", "decide", "1", "refuse", "--reason", "of another client", "--as", "Rosa")).ExitCode);
        Assert.StartsWith("1,B,", (await ListAsync()).Split("\r\n")[1], StringComparison.Ordinal);
        Assert.Contains("second_step_needs_sign_in", (await SaidAsync("approvals", "approve", "1", "--as", "Ada")).Errors,
            StringComparison.Ordinal);
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Approver)).OrThrow();
        Assert.Equal(2, (await ListAsync()).Split("\r\n").Length);

        async Task<string> ListAsync() => (await SaidAsync("bank", "statements", "--waiting", "--format", "csv")).Output;
        Task<ProgramResult> SaidAsync(params string[] words) =>
            Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), [.. words, "--db", books.Where]);
    }

    private static BankFile Gap() => CamtText.File("10.00", "2026-01-31", "30.00", "2026-02-28", "2026-02-10 20.00 Second");

    private static async Task<ApiHost> OpenAsync(DatabaseKind on)
    {
        var host = await ApiHost.OpenAsync(on);
        await host.Books.RegisterAsync("B", CamtText.Account);
        await host.Books.ImportAsync(Gap());
        return host;
    }
}
