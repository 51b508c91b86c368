using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What verbs print when they ask for what another person decides.</summary>
internal static class AskedByVerb
{
    /// <summary>Says that what was asked for waits for another person, or why it was refused.</summary>
    internal static int Print(Outcome<AskedApproval> asked)
    {
        if (asked.IsRefused) return CommandLine.Refuse(asked.Refusal);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request {asked.Value.Id} waits for another person"));
        return CommandLine.Good;
    }
}
