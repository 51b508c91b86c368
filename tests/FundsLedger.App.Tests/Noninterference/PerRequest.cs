using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FundsLedger.App.Features.Proof.Statements;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>The only things that may differ between two answers to the same question: what is made anew for each request. Nothing else is
/// left out of the comparison, and what is left out keeps its length.</summary>
internal static partial class PerRequest
{
    /// <summary>Headers with the server's own clock, which no test holds.</summary>
    private static readonly HashSet<string> Clocks = ["Date"];

    /// <summary>Cookies that are encrypted anew each time they are set.</summary>
    private static readonly string[] Cookies = ["fl-form", "fl-status", "fl-session"];

    /// <summary>Form tokens, and cursors of the interface for programs, which are encrypted anew each time.</summary>
    [GeneratedRegex("""(?<=name="__RequestVerificationToken"[^>]*value=")[^"]*|(?<="next":")[^"]*""")]
    private static partial Regex Tokens { get; }

    [GeneratedRegex("(?<=\nsignature )\\S+")]
    private static partial Regex HeadSignature { get; }

    [GeneratedRegex("""(?<="signature": ")[^"]+""")]
    private static partial Regex FileSignature { get; }

    /// <summary>The value of a header without what is made for this request; null for one that is left out.</summary>
    public static string? Header(string name, string value)
    {
        if (Clocks.Contains(name)) return null;
        if (name != "Set-Cookie") return value;
        var cookie = Cookies.FirstOrDefault(cookie => value.StartsWith(cookie + "=", StringComparison.Ordinal));
        return cookie is null ? value : $"{cookie}=…{value[value.IndexOf(';', StringComparison.Ordinal)..]}";
    }

    /// <summary>A body without it. Signatures, which ECDSA makes different each time, are verified first.</summary>
    /// <param name="body">Byte for character.</param>
    /// <param name="publicKey">The ledger's.</param>
    /// <param name="place">Where the test put these books, which an administrator is told.</param>
    public static string Body(string body, byte[] publicKey, string place)
    {
        body = body.Replace(place, "books", StringComparison.Ordinal);
        // What does not verify is not blanked: two signatures of any two heads differ, and the comparison finds it.
        if (body.StartsWith("FundsLedger log head", StringComparison.Ordinal))
            return AreSigned(body, publicKey) ? HeadSignature.Replace(body, Blank) : body;
        if (body.StartsWith("{\n  \"format\": \"fundsledger-statement", StringComparison.Ordinal))
            return VerifyStatement.Run(body, publicKey).Findings.Count == 0 ? FileSignature.Replace(body, Blank) : body;
        return WithoutTokens(body);
    }

    /// <summary>A body without form tokens and cursors, which may hold any letters by chance.</summary>
    public static string WithoutTokens(string body) => Tokens.Replace(body, Blank);

    private static string Blank(Match found) => new('*', found.Length);

    private static bool AreSigned(string heads, byte[] publicKey)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return heads.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).All(head =>
        {
            var text = head[..(head.IndexOf("\nkey ", StringComparison.Ordinal) + 1)];
            var (told, signature) = (HeadSignature.Match(head).Value, new byte[256]);
            return Convert.TryFromBase64String(told, signature, out var length)
                && key.VerifyData(Encoding.ASCII.GetBytes(text), signature.AsSpan(0, length).ToArray(), HashAlgorithmName.SHA256);
        });
    }
}
