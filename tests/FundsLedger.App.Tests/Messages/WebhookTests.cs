using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace FundsLedger.App.Tests.Messages;

/// <summary>What the program at the set address is told.</summary>
public sealed class WebhookTests
{
    [Theory, EveryDatabase]
    public async Task A_message_is_posted_with_a_signature_over_moment_and_body_until_the_receiver_takes_it(DatabaseKind on)
    {
        var seen = new List<(string Id, string Signature, string Body)>();
        Queue<int> answers = new([500, 302, 204]);
        await using var receiver = await ReceiveAsync(async request =>
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            seen.Add(
                (request.Headers[WebhookDeliverer.IdHeader]!, request.Headers[WebhookDeliverer.SignatureHeader]!,
                    await reader.ReadToEndAsync()));
            return answers.Dequeue();
        });
        await using var books = await TestBooks.OpenAsync(on);
        await using var connection = await books.Database.OpenAsync();
        var id = await Outbox.EnqueueAsync(connection, null,
            new WebhookMessage("alert.raised", JsonSerializer.SerializeToElement(new { fund = "TFFV", rule = "été" })),
            books.Clock.GetUtcNow(), SystemChance.Instance);
        using var deliverer = new WebhookDeliverer(new WebhookSettings { Url = receiver.Urls.Single() }.WithSecret("secret"), books.Clock);
        var delivery = Postroom.Delivery(books, deliverer);
        foreach (var sent in (int[])[0, 0, 1])
        {
            Assert.Equal(sent, (await delivery.RunOnceAsync()).Sent);
            books.Clock.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Equal(3, seen.Count);
        foreach (var (seenId, signature, body) in seen)
        {
            Assert.Equal(id, seenId);
            Assert.Equal($$$"""{"id":"{{{id}}}","event":"alert.raised","data":{"fund":"TFFV","rule":"été"}}""", body);
            var seconds = signature.Split(',')[0][2..];
            Assert.InRange(long.Parse(seconds, CultureInfo.InvariantCulture), TestServer.Opened.ToUnixTimeSeconds(),
                books.Clock.GetUtcNow().ToUnixTimeSeconds());
            var hash = HMACSHA256.HashData("secret"u8, Encoding.UTF8.GetBytes($"{seconds}.{body}"));
            Assert.Equal($"t={seconds},v1={Convert.ToHexStringLower(hash)}", signature);
        }
    }

    [Theory, EveryDatabase]
    public async Task Without_address_or_secret_messages_wait_and_a_receiver_that_is_gone_parks_them(DatabaseKind on)
    {
        await using var receiver = await ReceiveAsync(_ => Task.FromResult(410));
        await using var books = await TestBooks.OpenAsync(on);
        await using var connection = await books.Database.OpenAsync();
        await Outbox.EnqueueAsync(connection, null, new WebhookMessage("alert.raised", JsonSerializer.SerializeToElement(1)),
            books.Clock.GetUtcNow(), SystemChance.Instance);
        var url = receiver.Urls.Single();
        foreach (var (settings, expected) in ((WebhookSettings, OutboxPass)[])[(new WebhookSettings { Url = url }, new(0, 0, 0)),
            (new WebhookSettings().WithSecret("s"), new(0, 0, 0)), (new WebhookSettings { Url = url }.WithSecret("s"), new(0, 0, 1))])
        {
            using var deliverer = new WebhookDeliverer(settings, books.Clock);
            Assert.Equal(expected, await Postroom.Delivery(books, deliverer).RunOnceAsync());
        }
    }

    private static async Task<WebApplication> ReceiveAsync(Func<HttpRequest, Task<int>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async context =>
        {
            context.Response.StatusCode = await answer(context.Request);
            if (context.Response.StatusCode == 302) context.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
        });
        await app.StartAsync();
        return app;
    }
}
