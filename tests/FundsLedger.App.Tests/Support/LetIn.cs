using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Parser;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FundsLedger.App.Tests.Support;

/// <summary>Somebody who may sign in to test books, with a password and a code generator.</summary>
public sealed record LetIn(string Id, string Email, string Password, string CodeKey, TimeProvider Clock)
{
    private int _signIns;

    // A held clock takes the code before as well; under a running one that may be too old by the time it arrives.
    private int First => Clock == TimeProvider.System ? 0 : -1;

    private static readonly HtmlParser Parser = new();

    /// <summary>The code the generator shows now (RFC 6238, SHA-1, six digits).</summary>
    public string Code(int steps = 0)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, Clock.GetUtcNow().ToUnixTimeSeconds() / 30 + steps);
#pragma warning disable CA5350 // what generators compute
        var hash = HMACSHA1.HashData(Bytes(CodeKey), step);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("000000",
            System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Goes through the sign-in pages as a person does. A code works once: three times within half a minute it comes from the
    /// window of codes that are taken.</summary>
    /// <param name="browser">In which browser.</param>
    /// <param name="code">The code that is shown; null for the next of the three.</param>
    public async Task SignInAsync(HttpClient browser, string? code = null)
    {
        var first = await SendAsync(browser, "/sign-in", ("email", Email), ("password", Password));
        if (first.Headers.Location?.ToString().StartsWith("/sign-in/code", StringComparison.Ordinal) != true)
        {
            var page = Parser.ParseDocument(await first.Content.ReadAsStringAsync());
            throw new InvalidOperationException(
                $"The password was not taken: {first.StatusCode} {page.QuerySelector("main")?.TextContent}");
        }
        var second = await SendAsync(browser, "/sign-in/code", ("code", code ?? Code(First + _signIns++)));
        if (second.StatusCode != HttpStatusCode.Found || second.Headers.Location!.ToString() != "/")
            throw new InvalidOperationException("The code was not taken.");
    }

    /// <summary>Fills in the main form of a page and sends it.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string path, params (string Field, string Text)[] typed)
    {
        var form = Parser.ParseDocument(await browser.GetStringAsync(path)).QuerySelector("main form.entry-form[method=post]")
            ?? throw new InvalidOperationException($"{path} has no form.");
        var fields = form.QuerySelectorAll("input[name], select[name]")
            .ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value") ?? "");
        foreach (var (field, text) in typed) fields[field] = text;
        return await browser.PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : path,
            new FormUrlEncodedContent(fields));
    }

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(
            base32.Select(
                letter =>
                    Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }
}

/// <summary>Lets people in to test books.</summary>
public static class LettingIn
{
    private static readonly Actor Door = new("test", "Test");

    /// <summary>Somebody with one role, a password and a code generator.</summary>
    public static Task<LetIn> LetInAsync(this TestBooks books, Role role, string? donor = null, FundsCovered? funds = null) =>
        books.Database.LetInAsync(books.Clock, role, donor, funds);

    /// <summary>The same over any books.</summary>
    public static async Task<LetIn> LetInAsync(this LedgerDatabase database, TimeProvider clock, Role role, string? donor = null,
        FundsCovered? funds = null)
    {
        await using var services = PeopleServices.Over(database, clock, new WebSettings());
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        var email = $"{role.ToString().ToLowerInvariant()}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}@test.example";
        const string Password = "correct horse battery";
        var person = (await scope.ServiceProvider.GetRequiredService<PeopleDirectory>()
            .AddAsync(new NewPerson(email, $"{role} of a test", "en", [new GivenRole(role, funds ?? FundsCovered.All)], donor),
                Door)).OrThrow();
        foreach (var result in (IdentityResult[])[await people.AddPasswordAsync(person, Password),
            await people.ResetAuthenticatorKeyAsync(person), await people.SetTwoFactorEnabledAsync(person, true)])
            if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
        return new LetIn(person.Id, email, Password, (await people.GetAuthenticatorKeyAsync(person))!, clock);
    }
}
