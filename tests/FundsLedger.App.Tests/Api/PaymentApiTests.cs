using System.Net;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>Programs of four people who each hold every role of a payment: what stops them is that nobody takes two steps.</summary>
public sealed class PaymentApiTests
{
    [Theory, EveryDatabase]
    public async Task No_program_takes_two_steps_of_one_payment_whatever_roles_its_owner_holds(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        var programs = new List<HttpClient>();
        for (var person = 0; person < 4; person++) programs.Add(await host.ProgramAsync(Role.Recorder));
        await using (var connection = await host.Books.Database.OpenAsync())
            foreach (var role in (string[])["certifying_officer", "approving_officer", "bank_signatory"])
                await connection.Command(null, $"INSERT INTO person_roles (person_id, role, funds, granted_by, granted_at) "
                    + $"SELECT person_id, '{role}', funds, granted_by, granted_at FROM person_roles WHERE role = 'recorder'").RunAsync();
        await using (var connection = await host.Books.Database.OpenAsync())
            await connection.Command(null, "UPDATE people SET name = name || ' ' || id").RunAsync();
        await CodeAsync(programs[0], "receipts", new { fund = "TFFV", donor = "IE", date = "2026-06-10", amount = "1000.00",
            currency = "EUR", bank = "1010" });
        var commitment = await CodeAsync(programs[0], "commitments", new { fund = "TFFV", date = "2026-06-15", amount = "400.00" });
        var payee = await CodeAsync(programs[0], "payees", new { fund = "TFFV", display_name = "Hotel (synthetic)", holder = "Hotel BV",
            account = "NL91ABNA0417164300" });
        var payment = await CodeAsync(programs[0], "payments", new { commitment, payee, lines = new[] { new { account = "5010",
            amount = "150.25" } }, rendered_on = "2026-06-20", pay_on = "2026-06-20", bank = "1010" });

        Assert.Equal("approval_takes_two", await SignAsync(0, $"payments/{payment}/certification"));
        Assert.Equal("", await SignAsync(1, $"payments/{payment}/certification"));
        foreach (var before in (int[])[0, 1])
            Assert.Equal("approval_takes_two", await SignAsync(before, $"payments/{payment}/approval"));
        Assert.Equal("", await SignAsync(2, $"payments/{payment}/approval"));
        var batch = await CodeAsync(programs[3], "payments/batches", new { payments = new[] { payment }, pay_on = "2026-06-20" });
        foreach (var before in (int[])[0, 1, 2])
            Assert.Equal("signatory_signed_before", await SignAsync(before, $"payments/batches/{batch}/transmission"));
        Assert.Equal("approval_takes_two", await SignAsync(3, $"payments/batches/{batch}/transmission"));
        // The general door says the same.
        var waiting = (await programs[0].JsonAsync("/api/v1/approvals"))["items"]!.AsArray().Single(one
            => (string)one!["subject"]! == batch);
        Assert.Equal("signatory_signed_before", await SignAsync(0, $"approvals/{waiting!["id"]}/decisions"));
        Assert.Equal("batched", (string)(await programs[0].JsonAsync($"/api/v1/payments/{payment}"))["state"]!);

        async Task<string> SignAsync(int person, string path)
        {
            var answer = await programs[person].SendAsync($"/api/v1/{path}", "sign", new { approved = true });
            return answer.StatusCode == HttpStatusCode.Created ? "" : (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!
                ["code"]!;
        }

        static async Task<string> CodeAsync(HttpClient program, string path, object body)
        {
            var answer = await program.SendAsync($"/api/v1/{path}", "made-" + path.Replace('/', '-'), body);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{path}: {await answer.Content.ReadAsStringAsync()}");
            return (string)(await answer.BodyAsync())["code"]!;
        }
    }
}
