using FundsLedger.App.Storage;

namespace FundsLedger.App.Tests.Support;

/// <summary>What the checks of the books found, for the message of a test that fails.</summary>
internal static class CheckReports
{
    /// <summary>Every finding with its check; empty when the books are good.</summary>
    public static string Said(this CheckReport report) => string.Join('\n',
        report.Results.SelectMany(result => result.Findings.Select(finding => $"{result.Name}: {finding.Subject}: {finding.Rule}")));
}
