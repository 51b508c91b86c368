using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Noninterference;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Whoever works for the fund of family visits sees and moves nothing of the relocation fund.</summary>
public sealed class NeedToKnowTests
{
    private static readonly DateOnly Day = new(2026, 2, 10);
    private static readonly Actor Visits =
        TestBooks.Recorder with { Id = "rita", Name = "Rita Recorder", Within = FundsCovered.Of(["TFFV"]) };

    // Written in every way in which an amount is: 31,313.13 and its parts stand nowhere but in the protected fund.
    private static readonly string[] Traces =
        ["SFR", "Special Fund", "Relocation", "31,313", "31\u202F313", "31313", "QQ-", "Quellen", "relocation bank"];

    [Theory, EveryDatabase]
    public async Task What_an_act_names_of_another_fund_is_answered_as_if_it_were_not_there(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var hidden = await SeedAsync(books);
        var w = books.Writer;
        Assert.Equal("fund_is_unknown",
            (await new RecordReceipt(w).RunAsync(new("k1", "SFR", "QQ", Day, Money.Eur(100), "1010", null, null, null),
                Visits)).Refusal?.Code);
        foreach (var account in (string[])["5110", "5010"])
        {
            Assert.Equal(await CodeOfAsync(code => new SettleRelocation(w).AskAsync(new("k2", code, Day, [new(account, Money.Eur(100))]),
                Visits)), (await new SettleRelocation(w).AskAsync(new("k3", hidden.Commitment, Day, [new(account, Money.Eur(100))]),
                Visits)).Refusal?.Code);
            Assert.Equal(await CodeOfAsync(code => PayRoad.DraftAsync(w, "k2", code, Day, [new(account, Money.Eur(100))], by: Visits)),
                (await PayRoad.DraftAsync(w, "k3", hidden.Commitment, Day, [new(account, Money.Eur(100))], by: Visits)).Refusal?.Code);
        }
        Assert.Equal(
            await CodeOfAsync(code => new ReleaseCommitment(w).RunAsync(new("k4", code, Day, ReleaseReason.NoLongerNeeded), Visits)),
            (await new ReleaseCommitment(w).RunAsync(new("k5", hidden.Commitment, Day, ReleaseReason.NoLongerNeeded),
                Visits)).Refusal?.Code);
        Assert.Equal(await CodeOfAsync(code => new ConfirmPledge(w).RunAsync(new("k6", code, Day, "Note 1"), Visits)),
            (await new ConfirmPledge(w).RunAsync(new("k7", hidden.Pledge, Day, "Note 1"), Visits)).Refusal?.Code);
        Assert.Equal(
            await CodeOfAsync(
                code => new RecordReceipt(w).RunAsync(new("k8", "TFFV", "QQ", Day, Money.Eur(100), "1010", null, code, null), Visits)),
                (await new RecordReceipt(w).RunAsync(new("k9", "TFFV", "QQ", Day, Money.Eur(100), "1010", null, hidden.Pledge, null),
                    Visits)).Refusal?.Code);
        Assert.Equal((await new ReverseEntry(w).AskAsync(new("k10", 9_999, Day, "no such entry"), Visits)).Refusal?.Code,
            (await new ReverseEntry(w).AskAsync(new("k11", hidden.Entry, Day, "hidden"), Visits)).Refusal?.Code);
        Assert.Equal((await new DecideApproval(w, Acts.All).RunAsync(new(9_999, true, "none"), Visits)).Refusal?.Code,
            (await new DecideApproval(w, Acts.All).RunAsync(new(hidden.Approval, true, "hidden"), Visits)).Refusal?.Code);
        Assert.Equal("fund_is_unknown",
            (await w.PostAsync(LedgerText.Entry("2026-02-10 charge SFR", "5910 1.00", "1010 -1.00"), Visits)).Refusal?.Code);
        // The same for every fund, and for one's own.
        Assert.False((await new ConfirmPledge(w).RunAsync(new("k7", hidden.Pledge, Day, "Note 1"), TestBooks.Recorder)).IsRefused);
        Assert.False(
            (await new RecordReceipt(w).RunAsync(new("k12", "TFFV", "XA", Day, Money.Eur(100), "1010", null, null, null),
                Visits)).IsRefused);

        static async Task<string?> CodeOfAsync<T>(Func<string, Task<Outcome<T>>> act) => (await act("QX-P-2026-9")).Refusal?.Code;
    }

    [Theory, EveryDatabase]
    public async Task No_answer_shows_anything_of_another_fund(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        await SeedAsync(served.Books);
        foreach (var role in (Role[])[Role.Recorder, Role.CertifyingOfficer, Role.ApprovingOfficer])
        {
            using var browser = await served.BrowserOfAsync(await served.Books.LetInAsync(role, funds: FundsCovered.Of(["TFFV"])));
            var (found, tried) = await CrawlAsync(browser, await PathsAsync(served));
            Assert.True(tried > 60, $"only {tried} addresses were tried");
            Assert.True(found.Count == 0, $"{role} on {on}:\n{string.Join('\n', found)}");
        }
        // The traces are there to be found.
        using var all = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        Assert.NotEmpty((await CrawlAsync(all, ["/"])).Found);
    }

    [Theory, EveryDatabase]
    public async Task A_hidden_fund_in_a_form_is_refused_in_the_words_of_one_that_does_not_exist(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        var hidden = await SeedAsync(served.Books);
        using var browser = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder, funds: FundsCovered.Of(["TFFV"])));
        foreach (var (path, other) in ((string, string)[])[($"/commitments/{hidden.Commitment}", "/commitments/R-ZZZZZZZZ"),
            ("/funds/SFR", "/funds/ZZZ"), ($"/pledges/{hidden.Pledge}", "/pledges/QX-P-2026-9")])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(other)).StatusCode);
        }
        var (first, second) = (await SentAsync("SFR"), await SentAsync("ZZZ"));
        Assert.Equal(second.Replace("ZZZ", "·", StringComparison.Ordinal), first.Replace("SFR", "·", StringComparison.Ordinal));

        async Task<string> SentAsync(string fund)
        {
            using var answer = await LetIn.SendAsync(browser, "/receipts/new", ("fund", fund), ("donor", "XA"),
                ("received_on", "2026-02-10"), ("amount", "5.00"), ("currency", "EUR"));
            var page = await Reading.Parsed(answer);
            return string.Join('\n', page.QuerySelectorAll("main .fault, main .notice").Select(fault => fault.TextContent.Trim()));
        }
    }

    [Theory, EveryDatabase]
    public async Task Entries_are_called_by_numbers_that_count_nothing_of_another_fund(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        await SeedAsync(served.Books);
        using var browser =
            await served.BrowserOfAsync(await served.Books.LetInAsync(Role.ApprovingOfficer, funds: FundsCovered.Of(["TFFV"])));
        await using var connection = await served.Books.Database.OpenAsync();
        var own = await connection.Command(null, "SELECT MAX(leaf_index) FROM entries WHERE tree = 1 AND kind = 'receipt'").NumberAsync();
        var seq = await connection.Command(null, "SELECT MAX(seq) FROM entries WHERE tree = 1 AND kind = 'receipt'").NumberAsync();
        Assert.NotEqual(own, seq);
        var page = await browser.GetStringAsync($"/journal/{own.ToString(CultureInfo.InvariantCulture)}");
        Assert.Contains(
            await connection.Command(null, $"SELECT id FROM entries WHERE seq = {seq}").RowsAsync(row => row.GetString(0)) is [var id] ? id
                : "?", page, StringComparison.Ordinal);
        // Asking for a reversal finds the same entry again.
        var form = $"/journal/{own.ToString(CultureInfo.InvariantCulture)}/reversal";
        var fields = (await browser.PageAsync(form)).Filled();
        (fields["reason"], fields["dated"]) = ("wrong donor", "original");
        using var asked = await browser.SendAsync(form, fields);
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        Assert.Equal(seq.ToString(CultureInfo.InvariantCulture),
            (await connection.Command(null,
                "SELECT subject FROM signing_requests WHERE kind = 'reverse_entry' AND id < 1000000000 ORDER BY id DESC")
                .RowsAsync(row => row.GetString(0)))[0]);
        Assert.Contains($"/journal/{own.ToString(CultureInfo.InvariantCulture)}\"",
            await browser.GetStringAsync(asked.Headers.Location!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_of_an_act_reads_every_table_through_its_view()
    {
        foreach (var table in SeenTables.All)
        {
            Assert.Equal($"SELECT 1 FROM seen_{table} x JOIN donors d ON d.code = x.donor",
                SeenTables.Asked($"SELECT 1 FROM {table} x JOIN donors d ON d.code = x.donor"));
            Assert.Equal($"SELECT (SELECT 1\nFROM seen_{table}) LEFT JOIN seen_{table} t ON 1 = 1",
                SeenTables.Asked($"SELECT (SELECT 1\nFROM {table}) LEFT JOIN {table} t ON 1 = 1"));
        }
    }

    [Fact]
    public void Every_table_with_a_fund_or_what_belongs_to_one_has_a_view()
    {
        // These belong to no fund: people and their keys, donors, rates, the logs, and what is sent; or everybody may read them.
        HashSet<string> whole = ["books", "donors", "donor_profiles", "donor_contacts", "rates", "recognition_policies", "bank_mappings",
            "ledger_state", "register_leaves", "log_tiles", "log_padding", "log_heads", "log_keys",
            "log_trees", "first_leaves", "person_marks", "outbox", "people", "person_roles", "recovery_codes", "passkeys", "sessions",
            "api_tokens", "audit_log", "audit_digests", "audit_minutes", "power_changes", "power_salts",
            "protection_keys", "alert_recipients", "publications"];
        Assert.Empty(Registers.All.Select(table => table.Name).Except(SeenTables.All).Except(whole));
    }

    private static async Task<(string Pledge, string Commitment, long Entry, long Approval)> SeedAsync(TestBooks books)
    {
        var by = TestBooks.Recorder;
        await using var writer = new LedgerWriter(books.Database, books.Clock);
        (await new AddDonor(writer).RunAsync(new("QQ", "Quiet State (synthetic)", DonorType.State, "en", true), by)).OrThrow();
        (await new AddDonor(writer).RunAsync(new("XA", "State XA", DonorType.State, "en", true), by)).OrThrow();
        (await new AddBankAccount(writer).RunAsync(
            new("SFR-BANK", "SFR", "1010", "0031313131", Currency.Eur, "relocation bank", Day.AddDays(-30), Money.Eur(0)), by)).OrThrow();
        (await new RecordReceipt(writer).RunAsync(new("s1", "SFR", "QQ", Day, Money.Eur(31_313_13), "1010", null, null, "Quellen"),
            by)).OrThrow();
        var pledge = (await new AnnouncePledge(writer).RunAsync(
            new("s2", "QQ", Day, Money.Eur(31_313_14), null, "Quellen (synthetic)", null, "SFR", Day.AddMonths(4)), by)).OrThrow().Code;
        var commitment = (await new MakeCommitment(writer).RunAsync(new("s3", "SFR", null, Money.Eur(31_313_00), Day), by)).OrThrow().Code;
        (await PayRoad.SettleAsync(writer, "s4", commitment, Day, [new("5110", Money.Eur(313_13))])).OrThrow();
        (await new SignAgreement(writer).RunAsync(
            new("s5", "QQ", null, "SFR", Day, Money.Eur(31_313_15), null, [new(Day.AddMonths(1), Money.Eur(31_313_15))],
                "Quellen (synthetic)"), by)).OrThrow();
        (await new RecordOffer(writer).RunAsync(new("s6", "QQ", Day, Money.Eur(31_313_16), null, "Quellen (synthetic)", null, "SFR"),
            by)).OrThrow();
        // Without it the money that is asked back would be spent.
        (await new RecordReceipt(writer).RunAsync(new("s8", "SFR", "QQ", Day, Money.Eur(31_313_17), "1010", null, null, "Quellen"),
            by)).OrThrow();
        var entry = await NumberAsync("SELECT seq FROM entries WHERE idempotency_key = 's1'");
        (await new ReverseEntry(writer).AskAsync(new("s7", entry, Day, "Quellen"), by)).OrThrow();
        var approval = await NumberAsync("SELECT MAX(id) FROM signing_requests");
        (await new RecordReceipt(writer).RunAsync(new("t1", "TFFV", "XA", Day, Money.Eur(5_000_00), "1010", null, null, null),
            by)).OrThrow();
        (await new AnnouncePledge(writer).RunAsync(
            new("t2", "XA", Day, Money.Eur(700_00), null, "Visits (synthetic)", null, "TFFV", Day.AddMonths(4)), by)).OrThrow();
        return (pledge, commitment, entry, approval);

        async Task<long> NumberAsync(string question)
        {
            await using var connection = await books.Database.OpenAsync();
            return await connection.Command(null, question).NumberAsync();
        }
    }

    private static async Task<List<string>> PathsAsync(ServedBooks served)
    {
        using var stranger = served.Browser();
        // What is published strangers read too.
        var api = JsonNode.Parse(await stranger.GetStringAsync("/api/v1/openapi.json"))!["paths"]!.AsObject()
            .Where(path => !path.Key.EndsWith("/published", StringComparison.Ordinal))
            .Select(path => path.Key.Replace("{fund}", "SFR", StringComparison.Ordinal).Replace("{donor}", "QQ", StringComparison.Ordinal));
        return ["/", "/trial-balance?fund=SFR", "/journal?fund=SFR", "/journal?text=Quellen", "/journal?donor=QQ", "/receipts?fund=SFR",
            "/bank/SFR-BANK", "/export?handler=file&format=csv", "/export?handler=file&format=jsonl", "/export?handler=file&format=hledger",
            .. api];
    }

    private static async Task<(List<string> Found, int Tried)> CrawlAsync(HttpClient browser, IReadOnlyList<string> from)
    {
        var (queue, seen, found) = (new Queue<string>(from), new HashSet<string>(from), new List<string>());
        while (queue.TryDequeue(out var path) && seen.Count < 260)
        {
            using var answer = await browser.GetAsync(path);
            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
            var text = PerRequest.WithoutTokens(await answer.Content.ReadAsStringAsync());
            var asked = Uri.UnescapeDataString(path);
            found.AddRange(
                Traces.Where(trace => text.Contains(trace, StringComparison.Ordinal) && !asked.Contains(trace, StringComparison.Ordinal))
                    .Select(trace => $"{path}: {trace} in «{Around(text, trace)}»"));
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var page = await Reading.Parsed(text);
            foreach (var link in page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!.Split('#')[0]))
                if (link.StartsWith('/') && !link.Contains("lang=", StringComparison.Ordinal) && seen.Add(link)) queue.Enqueue(link);
        }
        return (found, seen.Count);
    }

    private static string Around(string text, string trace)
    {
        var at = text.IndexOf(trace, StringComparison.Ordinal);
        return text.Substring(Math.Max(0, at - 60), Math.Min(120, text.Length - Math.Max(0, at - 60))).ReplaceLineEndings(" ");
    }
}
