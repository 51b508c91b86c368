using System.Collections.Concurrent;
using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>The log of requests says what kind of thing was asked for, and not which.</summary>
public sealed class RequestLogTests
{
    private const string Canary = "CANARY7731";

    [Fact]
    public async Task No_line_holds_a_secret_of_a_link_a_token_a_code_of_a_case_or_what_was_typed()
    {
        using var lines = new Kept();
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, settings => settings.LogsRequests = true,
            more: services => services.AddLogging(logging => logging.AddProvider(lines)));
        var person = await site.Books.LetInAsync(Role.Auditor);
        using var browser = await site.BrowserOfAsync(person);
        foreach (var path in (string[])[$"/password?token={Canary}", $"/commitments/{Canary}", $"/commitments/SFR-{Canary}?show={Canary}",
            $"/journal?text={Canary}", $"/{Canary}/{Canary}", $"/api/v1/commitments/{Canary}", $"/donors/{Canary}",
            $"/sign-in?back=/commitments/{Canary}", $"/statements/{Canary}.pdf"])
            (await browser.GetAsync(path)).Dispose();
        using (var program = site.Browser())
        {
            program.DefaultRequestHeaders.Authorization = new("Bearer", "fl_" + Canary);
            (await program.GetAsync($"/api/v1/commitments/{Canary}")).Dispose();
            using var odd = new HttpRequestMessage(new HttpMethod(Canary), "/");
            (await program.SendAsync(odd)).Dispose();
        }
        using (var stranger = site.Browser())
            await LetIn.SendAsync(stranger, "/sign-in", ("email", $"{Canary}@test.example"), ("password", Canary));

        Assert.Contains(lines.Lines, line => line.Contains("GET /commitments/{code} 404", StringComparison.Ordinal));
        Assert.Contains(lines.Lines, line => line.Contains("GET /password 302", StringComparison.Ordinal));
        Assert.True(lines.Lines.Count(line => line.Contains(" ms", StringComparison.Ordinal)) > 12);
        Assert.DoesNotContain(lines.Lines,
            line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase) || line.Contains(person.Password, StringComparison.Ordinal));
    }

    private sealed class Kept : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
