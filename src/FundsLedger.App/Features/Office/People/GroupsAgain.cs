using System.Net.Http.Headers;
using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Keeps roles from single sign-on no older than <see cref="SingleSignOnSettings.RecheckMinutes"/>: then the issuer is asked
/// again, for sessions and tokens alike. Where it cannot be asked, or names none of our groups any more, nothing opens.</summary>
public sealed partial class GroupsAgain(LedgerReads reads, IServiceScopeFactory scopes, IOptionsMonitor<OpenIdConnectOptions> issuers,
    Sessions sessions, OutsideKey secret, WebSettings settings, ILogger<GroupsAgain> log) : IDisposable
{
    // Many issuers accept a refresh token only once: of the requests of one page, one asks and the others use the answer.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The session found, with roles that are fresh enough; null when there is none, or when they cannot be refreshed.</summary>
    public async Task<OpenSession?> CheckedAsync(Func<Task<OpenSession?>> find, CancellationToken cancel)
    {
        var session = await find();
        if (session?.Told is not { } told || IsFresh(told.At)) return session;
        return await AskAsync(session.Person.Id, cancel) ? await find() : null;
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh(DateTimeOffset? told) =>
        told is { } at && reads.Clock.GetUtcNow() - at < TimeSpan.FromMinutes(settings.SingleSignOn.RecheckMinutes);

    private async Task<bool> AskAsync(string personId, CancellationToken cancel)
    {
        if (settings.SingleSignOn.Authority.Length == 0) return false;
        await _turn.WaitAsync(cancel);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<PeopleStore>();
            if (await store.FindByIdAsync(personId, cancel) is not { IsDisabled: false } person) return false;
            if (IsFresh(person.ToldAt)) return true;
            if (person.AskAgain is not { } kept || secret.Unprotect(kept, PeopleStore.AskingOf(person.Id)) is not { } token) return false;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(ReadingBudget.Issuer);
            if (await HearAsync(token, person, patience.Token) is not { } heard) return false;
            if (heard.Next is { } next) person.AskAgain = secret.Protect(next, PeopleStore.AskingOf(person.Id));
            var taken = await SingleSignOn.TakeGroupsAsync(scope.ServiceProvider.GetRequiredService<PeopleDirectory>(), person,
                heard.Groups, settings.SingleSignOn, cancel);
            if (taken) person.ToldAt = reads.Clock.GetUtcNow();
            else await sessions.EndAllAsync(person.Id, cancel: cancel);
            await store.UpdateAsync(person, cancel);
            return taken;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or InvalidOperationException
            or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            CannotAsk(log, fault.GetType().Name);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The groups as the issuer names them now; null when it refuses, or speaks of somebody else.</summary>
    private async Task<(string? Next, IReadOnlyList<string> Groups)?> HearAsync(string token, PersonRow person, CancellationToken cancel)
    {
        var issuer = issuers.Get(SingleSignOn.Scheme);
        var places = await issuer.ConfigurationManager!.GetConfigurationAsync(cancel);
        using var asking = new FormUrlEncodedContent(
            [new("grant_type", "refresh_token"), new("refresh_token", token), new("client_id", issuer.ClientId),
                new("client_secret", issuer.ClientSecret)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, places.TokenEndpoint) { Content = asking };
        if (await AskAsync(issuer.Backchannel, request, cancel) is not { } tokens) return null;
        using var question = new HttpRequestMessage(HttpMethod.Get, places.UserInfoEndpoint);
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
        if (await AskAsync(issuer.Backchannel, question, cancel) is not { } who) return null;
        if (SingleSignOn.ExternalId(settings.SingleSignOn, Text(who, "sub")) != person.ExternalId) return null;
        IReadOnlyList<string> groups = !who.TryGetProperty(settings.SingleSignOn.GroupClaim, out var named) ? []
            : named.ValueKind == JsonValueKind.Array
            ? [.. named.EnumerateArray().Where(group => group.ValueKind == JsonValueKind.String).Select(group => group.GetString()!)]
            : named.ValueKind == JsonValueKind.String ? [named.GetString()!] : [];
        return (Text(tokens, "refresh_token") is { Length: > 0 } next ? next : null, groups);
    }

    /// <summary>What the issuer answers; null where it refuses, or says more than anybody has to.</summary>
    private static async Task<JsonElement?> AskAsync(HttpClient issuer, HttpRequestMessage question, CancellationToken cancel)
    {
        using var answer = await issuer.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (!answer.IsSuccessStatusCode) return null;
        await using var content = await answer.Content.ReadAsStreamAsync(cancel);
        if (await OutsideFile.BytesAsync(content, ReadingBudget.LargestAnswer, cancel) is not { } bytes) return null;
        using var read = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = ReadingBudget.DeepestJson });
        return read.RootElement.Clone();
    }

    private static string Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Single sign-on: the issuer could not be asked again ({Fault}).")]
    private static partial void CannotAsk(ILogger log, string fault);
}
