using System.Diagnostics;
using System.Globalization;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The built program is killed while it books a statement that was set aside: it is booked whole, or nothing is there of
/// it.</summary>
[TakesMinutes]
public sealed class QuarantineKillTests : IDisposable
{
    private readonly string _sessions = Directory.CreateTempSubdirectory("fundsledger-sessions-").FullName;

    private const int Lines = 2000;

    [Theory, EveryDatabase]
    public async Task A_statement_that_two_people_accept_is_booked_whole_or_not_at_all(DatabaseKind on)
    {
        await using var books = await ImportTests.OpenAsync(on);
        var lines = Enumerable.Range(0, Lines).Select(number =>
            string.Create(CultureInfo.InvariantCulture, $"2026-02-10 1.00 Gift_{number}"));
        await books.ImportAsync(CamtText.File("10.00", "2026-01-31", "2010.00", "2026-02-28", [.. lines]));
        var request = (await QuarantineTests.AskAsync(books, 1, StatementDecision.Accept))
            .OrThrow().Id.ToString(CultureInfo.InvariantCulture);
        var officer = await books.Database.LetInAsync(TimeProvider.System, Role.ApprovingOfficer);
        await SignInAsync(books, officer);
        var (chance, killed) = (new Random(1), 0);
        for (var round = 0; round < 12 && await CountAsync() == 0; round++)
        {
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fundsledger"),
                ["approvals", "approve", request, "--db", books.Where])
                { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
            start.Environment["FUNDSLEDGER_SESSIONS"] = _sessions;
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            // In the last rounds it is left to finish.
            if (round < 10) await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMilliseconds(chance.Next(300, 2500))));
            else await process.WaitForExitAsync();
            if (!process.HasExited) killed++;
            process.Kill();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode is 137 or 0, await errors);
            Assert.Contains(await CountAsync(), (long[])[0, Lines + 1]);
            var check = await new LedgerCheck(new LedgerReads(books.Database, TimeProvider.System)).RunAsync();
            Assert.Empty(check.Results.SelectMany(result => result.Findings));
        }
        Assert.Equal(Lines + 1, await CountAsync());
        Assert.True(killed > 0, "the program was never killed before its end");
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM bank_decisions"));

        Task<long> CountAsync() => books.NumberAsync("SELECT COUNT(*) FROM bank_lines WHERE identity IS NOT NULL");
    }

    public void Dispose() => Directory.Delete(_sessions, recursive: true);

    private async Task SignInAsync(TestBooks books, LetIn officer)
    {
        var result = await Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"),
            ["login", officer.Email, "--db", books.Where], $"{officer.Password}\n{officer.Code()}\n",
            new Dictionary<string, string?> { ["FUNDSLEDGER_SESSIONS"] = _sessions });
        Assert.True(result.ExitCode == 0, result.Errors);
    }
}
