using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>A line whose donor is not known, with what it is suggested to be, the strongest first.</summary>
public sealed record SuggestedLine(WaitingLine Waiting, IReadOnlyList<MatchSuggestion> Suggestions)
{
    /// <summary>The one strong suggestion; null where there is none, or two that speak against each other.</summary>
    public MatchSuggestion? Strong =>
        Suggestions is [{ Strength: MatchStrength.Strong } first, ..] && Suggestions is not [_, { Strength: MatchStrength.Strong }, ..]
        ? first : null;
}

/// <summary>The unidentified lines of a bank account with their suggestions.</summary>
public sealed record Suggestions(IReadOnlyList<SuggestedLine> Lines)
{
    private const int MostLines = 1_000_000;

    /// <summary>What a bank account's lines are suggested to be; null where no bank account has the code.</summary>
    /// <param name="reads">The books.</param>
    /// <param name="bank">Code of the bank account.</param>
    /// <param name="statement">Only the lines of this statement.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Suggestions?> ReadAsync(LedgerReads reads, string bank, long? statement = null,
        CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if ((await BankAccounts.ReadAsync(connection, catalog, cancel))
            .FirstOrDefault(account => account.Code == bank) is not { } found) return null;
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var lines = (await WaitingLines.ReadAsync(ask, catalog, found, Waiting.Unidentified, statement: statement, most: MostLines,
            cancel: cancel)).FindAll(line => !line.Line.Amount.IsNegative);
        var suggested = (await MatchBook.ReadAsync(ask, catalog, found, cancel)).Matcher.SuggestAll(
            [.. lines.Select(line => line.Unmatched)]);
        return new Suggestions(lines.ConvertAll(line => new SuggestedLine(line, suggested[line.Id])));
    }

    /// <summary>The lines that can be accepted together: one strong suggestion each, and no more than is open of anything. Where several
    /// lines want the same, all of them wait for a person.</summary>
    public IReadOnlyList<SuggestedLine> Sure()
    {
        var strong = Lines.Where(line => line.Strong is not null).ToList();
        var wanted = new Dictionary<Claim, Int128>(ReferenceEqualityComparer.Instance);
        foreach (var part in strong.SelectMany(line => line.Strong!.Parts)) wanted[part.Claim] = wanted.GetValueOrDefault(part.Claim)
            + part.Amount.Minor;
        return strong.FindAll(line => line.Strong!.Parts.All(part => wanted[part.Claim] <= part.Claim.Open.Minor));
    }

    /// <summary>A suggestion as one text, to be sent back with its acceptance.</summary>
    public static string Told(MatchSuggestion suggestion) =>
        suggestion.Donor + ":" + string.Join(',',
        suggestion.Parts.Select(part => string.Create(CultureInfo.InvariantCulture,
        $"{part.Claim.Instalment?.ToString() ?? part.Claim.Pledge}={part.Amount.Minor}")));

    /// <summary>Many lines with their strong suggestions as one text, to be sent back.</summary>
    public static string Told(IEnumerable<SuggestedLine> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join('\n',
            lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Waiting.Id} {Told(line.Strong!)}"))))));

    /// <summary>Why, as kept with the match.</summary>
    public static string Reason(MatchSuggestion suggestion) => string.Join(' ', suggestion.Reasons.Select(ClosedSet<MatchReason>.Code));
}

/// <summary>Accepts many strong suggestions at once. Each line is a decision of its own: one that is refused leaves the others
/// standing.</summary>
public sealed class AcceptStrong(MatchLines match)
{
    /// <summary>Most lines that a page accepts at once.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Accepts the strong suggestion of each line.</summary>
    /// <param name="lines">As <see cref="Suggestions.Sure"/> gave them.</param>
    /// <param name="actor">Who has seen them.</param>
    /// <param name="cancel">Gives up between two lines.</param>
    public async Task<AcceptedLines> RunAsync(IReadOnlyList<SuggestedLine> lines, Actor actor, CancellationToken cancel = default)
    {
        var (accepted, refused) = (new List<long>(), new List<(long, Refusal)>());
        foreach (var line in lines)
        {
            cancel.ThrowIfCancellationRequested();
            var best = line.Strong ?? throw new ArgumentException($"Line {line.Waiting.Id} has no strong suggestion.", nameof(lines));
            var outcome = await match.IdentifyAsync(new(line.Waiting.Id, best.Donor, LinePart.Of(best, line.Waiting.Suspended!.Value),
                Always: false, Suggestions.Reason(best)), actor, cancel);
            if (outcome.IsRefused) refused.Add((line.Waiting.Id, outcome.Refusal));
            else accepted.Add(line.Waiting.Id);
        }
        return new AcceptedLines(accepted, refused);
    }
}

/// <summary>Which lines were accepted, and which refused and why.</summary>
public sealed record AcceptedLines(IReadOnlyList<long> Accepted, IReadOnlyList<(long Line, Refusal Refusal)> Refused);
