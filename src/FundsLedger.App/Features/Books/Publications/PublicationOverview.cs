using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>How publication stands for one fund, for those who know the fund.</summary>
internal sealed record PublicationOverview(Fund Fund, PublicationFacts Facts)
{
    /// <summary>The protected funds within reach, in order.</summary>
    public static async Task<List<PublicationOverview>> ReadAsync(LedgerReads reads, CurrentActor actor, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var found = new List<PublicationOverview>();
        foreach (var fund in FundsOf((await reads.CatalogAsync(connection, cancel)).Funds)
            .Where(fund => actor.May(Operation.ReadPublications, fund)))
            found.Add(new PublicationOverview(fund, await PublicationFacts.ReadAsync(
                (text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), fund, cancel)));
        return found;
    }

    /// <summary>The funds whose figures are published by clearance alone.</summary>
    public static IEnumerable<Fund> FundsOf(IEnumerable<Fund> funds) =>
        funds.Where(fund => !fund.IsUmbrella && !Disclosure.For(Reader.Outside, fund).ShowsFigures);
}
