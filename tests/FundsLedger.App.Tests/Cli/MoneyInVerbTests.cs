using System.Text.Json;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Tests.Support;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Cli;

/// <summary>Donors, gifts, policies and what goes back, by the built program: data to one stream, messages to the other, and a confidential
/// donor named to nobody who does not ask.</summary>
public sealed class MoneyInVerbTests
{
    [Theory, EveryDatabase]
    public async Task A_gift_goes_the_whole_way_from_its_offer_back_to_its_donor(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        Assert.Equal((0, "XQ\n"),
            await SaidAsync(books, "donors", "add", "XQ", "--name", "State Q (synthetic)", "--type", "state", "--language", "fr"));
        string[] offer = ["gifts", "offer", "--donor", "XQ", "--date", "2026-02-01", "--amount", "500.00", "--description", "For visits",
            "--fund", "TFFV", "--key", "o"];
        Assert.Equal((0, "XQ-G-2026-1\n"), await SaidAsync(books, offer));
        Assert.Equal((0, "XQ-G-2026-1\n"), await SaidAsync(books, offer));
        Assert.Equal((0, "XQ-P-2026-1\n"),
            await SaidAsync(books, "gifts", "accept", "XQ-G-2026-1", "--date", "2026-02-02", "--reason", "fits"));
        await RefusedAsync(books, "gift_is_decided", "gifts", "refuse", "XQ-G-2026-1", "--date", "2026-02-02", "--reason", "no");
        await books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1010 500.00 donor:XQ", "4010 -500.00 donor:XQ"));
        await RefusedAsync(books, "gift_is_not_received", "gifts", "return", "XQ-G-2026-1", "--receipt", "XQ-R-2026-1", "--date",
            "2026-04-01", "--reason", "mistake", "--key", "r");
        await books.MustPostAsync(Entry("2026-04-01 return TFFV", "4010 500.00 donor:XQ", "2200 -500.00 donor:XQ pledge:XQ-P-2026-1"));

        Assert.Equal("donor,fund,currency,pledge,agreement,amount,eur,since\r\nXQ,TFFV,EUR,XQ-P-2026-1,,500.00,500.00,2026-04-01\r\n",
            (await RunAsync(books, "returns", "list", "--format", "csv")).Output.ReplaceLineEndings("\r\n"));
        string[] pay = ["returns", "pay", "--donor", "XQ", "--fund", "TFFV", "--amount", "500.00", "--bank", "1010", "--date", "2026-05-01",
            "--reason", "mistake", "--key", "p", "--as", "Rosa"];
        await RefusedAsync(books, "less_waits_to_go_back", [.. pay.Select(word => word == "500.00" ? "500.01" : word)]);
        Assert.Equal((0, "", "request 1 waits for another person"), await WholeAsync(books, pay));
        // Another typed name is not another person (see TwoPeopleTests).
        await RefusedAsync(books, "second_step_needs_sign_in", "approvals", "approve", "1", "--as", "Ada");
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Approver)).OrThrow();
        Assert.Equal("[]\n", (await RunAsync(books, "returns", "list", "--format", "json")).Output);
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "1010"));
        Assert.Equal((0, ""), await SaidAsync(books, "check"));
    }

    [Fact]
    public async Task A_confidential_donor_is_in_no_list_by_name_unless_names_are_asked_for()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await books.AddDonorsAsync("XA", "XB");
        await SaidAsync(books, "gifts", "offer", "--donor", "XA", "--date", "2026-02-01", "--amount", "7.00", "--description",
            "Secret purpose", "--key", "o");
        await books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1010 9.00 donor:XA", "4010 -9.00 donor:XA"),
            Entry("2026-04-01 return TFFV", "4010 9.00 donor:XA", "2200 -9.00 donor:XA pledge:XA-P-1"));
        Assert.Equal((0, "", "recorded"),
            await WholeAsync(books, "donors", "profile", "XA", "--confidential", "yes", "--review", "origin unclear"));
        foreach (var list in (string[][])[["donors", "list"], ["gifts", "list"], ["returns", "list"]])
            foreach (var format in (string[])["csv", "json", "table"])
            {
                var outside = (await RunAsync(books, [.. list, "--format", format])).Output;
                foreach (var trace in (string[])["XA", "State XA", "Secret purpose", "origin unclear"])
                    Assert.DoesNotContain(trace, outside, StringComparison.Ordinal);
                Assert.Contains("confidential", outside, StringComparison.Ordinal);
                Assert.Contains("XA", (await RunAsync(books, [.. list, "--format", format, "--names"])).Output, StringComparison.Ordinal);
            }
        using var rows = JsonDocument.Parse((await RunAsync(books, "donors", "list", "--format", "json", "--names")).Output);
        Assert.Equal([("XA", "yes", "origin unclear"), ("XB", "no", "")],
            rows.RootElement.EnumerateArray()
                .Select(
                    row =>
                        (row.GetProperty("donor").GetString()!, row.GetProperty("confidential").GetString()!,
                            row.GetProperty("review_reason").GetString()!)).Order());
    }

    [Fact]
    public async Task A_profile_changes_in_what_is_named_and_a_review_ends_by_two()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await books.AddDonorsAsync("XA");
        await SaidAsync(books, "donors", "profile", "XA", "--review", "origin unclear");
        Assert.Equal((0, "", "recorded"), await WholeAsync(books, "donors", "profile", "XA", "--language", "fr"));
        Assert.Equal((0, "", "it stands so already"), await WholeAsync(books, "donors", "profile", "XA", "--language", "fr"));
        Assert.Equal(1,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM donor_profiles WHERE is_under_review AND language = 'fr' AND review_reason = 'origin unclear'"));
        await RefusedAsync(books, "donor_language_is_unknown", "donors", "profile", "XA", "--language", "de");
        await RefusedAsync(books, "donor_is_not_known", "donors", "profile", "??", "--language", "fr");
        Assert.Equal((0, "", "request 1 waits for another person"),
            await WholeAsync(books, "donors", "lift-review", "XA", "--reason", "clear", "--key", "l", "--as", "Rosa"));
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Approver)).OrThrow();
        await RefusedAsync(books, "donor_is_not_under_review", "donors", "lift-review", "XA", "--reason", "clear", "--key", "m");

        Assert.Equal((0, "1\n"),
            await SaidAsync(books, "donors", "contacts", "add", "XA", "--name", "A. Example", "--office", "Desk", "--address",
                "desk@example.invalid"));
        Assert.Equal("id,name,office,address\n1,A. Example,Desk,desk@example.invalid\n",
            (await RunAsync(books, "donors", "contacts", "list", "XA", "--format", "csv")).Output.ReplaceLineEndings("\n"));
        Assert.Equal((0, "", "erased"), await WholeAsync(books, "donors", "contacts", "erase", "XA", "1"));
        Assert.DoesNotContain("A. Example", await books.EveryRowAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_set_shown_and_refused_where_it_is_none()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        Assert.Equal((0, "", "set"),
            await WholeAsync(books, "recognition", "set", "2026", "--standard", "IPSAS 47", "--treatment", "when_met", "--as", "Otto"));
        // A typed name says that it was typed, and by which user of the system.
        Assert.Matches("^fiscal_year,standard,treatment,in_force,actor,recorded_at\n2026,IPSAS 47,when_met,yes,[^,]*Otto[^,]*,",
            (await RunAsync(books, "recognition", "show", "--format", "csv")).Output.ReplaceLineEndings("\n"));
        await RefusedAsync(books, "policy_is_malformed", "recognition", "set", "1066", "--standard", "x", "--treatment", "deferred");
        Assert.Equal(2, (await RunAsync(books, "recognition", "set", "2026", "--standard", "x", "--treatment", "never")).ExitCode);
        Assert.Equal(2, (await RunAsync(books, "returns", "pay", "--donor", "XA")).ExitCode);
    }

    [Fact]
    public async Task Every_verb_has_help_with_an_example()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        foreach (var verb in (string[])["donors", "donors contacts", "gifts", "returns", "recognition"])
            Assert.Contains($"fundsledger {verb} ", (await RunAsync(books, [.. verb.Split(' '), "--help"])).Output,
                StringComparison.Ordinal);
    }

    private static Task<ProgramResult> RunAsync(TestBooks books, params string[] arguments) =>
        Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), [.. arguments, "--db", books.Where]);

    private static async Task<(int, string)> SaidAsync(TestBooks books, params string[] arguments)
    {
        var result = await RunAsync(books, arguments);
        return (result.ExitCode, result.Output.Length > 0 ? result.Output : result.ExitCode == 0 ? "" : result.Errors);
    }

    private static async Task<(int, string, string)> WholeAsync(TestBooks books, params string[] arguments)
    {
        var result = await RunAsync(books, arguments);
        return (result.ExitCode, result.Output, result.Errors.Trim());
    }

    private static async Task RefusedAsync(TestBooks books, string code, params string[] arguments)
    {
        var before = await books.EveryRowAsync();
        var result = await RunAsync(books, arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"fundsledger: refused: {code}", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await books.EveryRowAsync());
    }
}
