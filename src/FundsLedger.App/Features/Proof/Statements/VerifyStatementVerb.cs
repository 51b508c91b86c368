using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary><c>verify-statement FILE</c>: offline.</summary>
internal static class VerifyStatementVerb
{

    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The .json that goes with a statement" };
        var keyFile = new Option<string?>("--key")
            { Description = "The ledger's published public key, PEM (default: the key in the file, whose fingerprint you compare)",
                HelpName = "PEM" };
        var verb = new Command("verify-statement",
            """
            Verify a donor statement offline: every receipt in it was sealed in the ledger's log, and nothing was changed since.

            Examples:
              fundsledger verify-statement statement.json --key fundsledger-public.pem
            """) { file, keyFile };
        verb.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (await TextAsync(path, ReadingBudget.LargestStatement, cancel) is not { } text)
                return CommandLine.Refuse(new StatementFileIsUnreadable(path));
            byte[]? published = null;
            if (parsed.GetValue(keyFile) is { } pem)
            {
                if (await TextAsync(pem, ReadingBudget.LargestSmallFile, cancel) is not { } written)
                    return CommandLine.Refuse(new StatementFileIsUnreadable(pem));
                using var key = ECDsa.Create();
                try { key.ImportFromPem(written); }
                catch (Exception fault) when (fault is ArgumentException or CryptographicException)
                {
                    return CommandLine.Refuse(new StatementFileIsUnreadable(pem));
                }
                published = key.ExportSubjectPublicKeyInfo();
            }
            var result = VerifyStatement.Run(text, published);
            foreach (var finding in result.Findings) Console.Out.WriteLine($"not verified: {finding}");
            if (result.Findings.Count > 0 || result.Facts is not { } facts) return CommandLine.Refused;
            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"verified: {facts.Receipts.Count} receipts of "
                        + $"{facts.DonorName}, {facts.TotalEur} EUR, {facts.From} to {facts.To}, fund {facts.Fund}"));
            Console.Out.WriteLine($"code on the statement: {result.Code}");
            Console.Out.WriteLine(
                $"signed by key "
                    + $"{result.KeyId}{(published is null ? ": compare this with the published fingerprint" : ", the published one")}");
            return CommandLine.Good;
        });
        return verb;
    }

    /// <summary>What a file says; null when it is not there, may not be read, or is too large.</summary>
    private static async Task<string?> TextAsync(string path, int most, CancellationToken cancel)
    {
        try
        {
            return await OutsideFile.TextAsync(path, most, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>A file that cannot be verified because it cannot be read.</summary>
public sealed record StatementFileIsUnreadable(string Path)
    : Refusal("statement_file_is_unreadable",
        $"'{Path}' is missing, too large or not in its form. Give the .json that goes with the statement, and a PEM public key.");
