using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Office.Messages;

/// <summary>Posts messages to the one address that is set, signed so that the receiver can tell them from anybody else's, and old from
/// new.</summary>
public sealed class WebhookDeliverer(WebhookSettings settings, TimeProvider clock) : IDeliverer, IDisposable
{
    /// <summary>The header <c>t=SECONDS,v1=HEX</c>: the moment of sending, and HMAC-SHA256 under the secret over
    /// <c>SECONDS.BODY</c>.</summary>
    public const string SignatureHeader = "FundsLedger-Signature";

    /// <summary>The header with the message's id, the same at every attempt.</summary>
    public const string IdHeader = "FundsLedger-Delivery";

    // A redirect could carry the message to another address than the one that was set.
    private readonly HttpClient _client =
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // The answer is its first line: a body is never read, and is not drained for the sake of the connection.
            MaxResponseHeadersLength = ReadingBudget.LargestAnswerHead, MaxResponseDrainSize = 0,
        });

    public string Kind => Outbox.Webhook;

    public bool IsReady => settings is { Url.Length: > 0, Secret.Length: > 0 };

    public TimeSpan Timeout { get; init; } = ReadingBudget.Webhook;

    public async Task<Delivery> SendAsync(string id, string payload, CancellationToken cancel)
    {
        if (Body(id, payload) is not { } body) return new Delivery(DeliveryResult.Never, "The message cannot be read.");
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return new Delivery(DeliveryResult.Unreachable, "The setting Webhook:Url is not an address.");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(SignatureHeader, Sign(settings.Secret, clock.GetUtcNow(), body));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var code = (int)answer.StatusCode;
            if (answer.IsSuccessStatusCode) return Delivery.Done;
            var fault = string.Create(CultureInfo.InvariantCulture, $"The receiver answered {code}.");
            // Gone for good; everything else may be a receiver that is being set up.
            return new Delivery(answer.StatusCode == HttpStatusCode.Gone ? DeliveryResult.Never : DeliveryResult.Later, fault);
        }
        catch (HttpRequestException fault)
        {
            return new Delivery(DeliveryResult.Unreachable, $"The receiver cannot be reached ({fault.HttpRequestError}).");
        }
    }

    /// <summary>The signature header's value.</summary>
    public static string Sign(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    public void Dispose() => _client.Dispose();

    private static byte[]? Body(string id, string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<WebhookMessage>(payload, Outbox.Json) is { Event: { } name, Data: var data }
                ? JsonSerializer.SerializeToUtf8Bytes(
                    new JsonObject { ["id"] = id, ["event"] = name, ["data"] = JsonNode.Parse(data.GetRawText()) }, Outbox.Json) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
