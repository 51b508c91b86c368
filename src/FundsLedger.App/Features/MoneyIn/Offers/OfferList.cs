using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>An offer with what was decided last.</summary>
/// <param name="Decision">Null while nothing is decided.</param>
/// <param name="WaitsOn">The request that another person decides; null when none waits.</param>
public sealed record OfferStanding(string Code, string Donor, string DonorName, string? FundCode, DateOnly OfferedOn, Money Amount,
    string Description, string? Source, GiftDecision? Decision, DateOnly? DecidedOn, string? Reason, string? Pledge, string? DecidedBy,
    long? WaitsOn);

/// <summary>Reads offers.</summary>
public static class OfferList
{
    /// <summary>From whom an offer comes, how much it is and for which fund: what somebody who decides on it should see.</summary>
    internal static async Task<IReadOnlyList<ActDetail>> DetailsAsync(LedgerReads reads, string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await ReadAsync(connection, await reads.CatalogAsync(connection, cancel), code, cancel: cancel) is not [var offer] ? [] :
        [
            new("pledge.donor", _ => offer.DonorName, $"/donors/{offer.Donor}", Operation.ReadDonors),
            new("entry.amount", words => words.Amount(offer.Amount)),
            new("entry.fund", words => offer.FundCode ?? words["pledge.undesignated"]),
        ];
    }

    /// <summary>What is offered.</summary>
    internal static async ValueTask<Money?> AmountAsync(DbConnection connection, string code, CancellationToken cancel) =>
        (await connection.Command(null, "SELECT amount_minor, currency FROM gift_offers WHERE code = @code", ("@code", code))
            .RowsAsync(row => new Money(row.GetInt64(0), Currency.Of(row.GetString(1))), cancel)) is [var amount] ? amount : null;

    /// <summary>All offers, or one; newest first.</summary>
    public static Task<List<OfferStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? code = null,
        Reach? reach = null, CancellationToken cancel = default) => connection.Command(null,
        $"""
        WITH waiting AS MATERIALIZED (SELECT q.idempotency_key, q.id FROM {SigningSql.Requests} q WHERE q.idempotency_key LIKE 'gift/%'
            AND {SigningSql.IsOpen("q.id")})
        SELECT o.code, o.donor, n.name, o.fund_id, o.offered_on, o.currency, o.amount_minor, o.description, o.source, d.decision, d.date,
            d.reason, d.pledge, d.actor_name,
               (SELECT w.id FROM waiting w WHERE w.idempotency_key = 'gift/' || o.code)
        FROM gift_offers o JOIN donors n ON n.code = o.donor LEFT JOIN gift_decisions d ON d.id = (SELECT MAX(x.id) FROM gift_decisions x
            WHERE x.offer = o.code)
        WHERE {(code is null ? "TRUE" : "o.code = @code")}{Access.Reach.Rule(reach, "o.donor")} ORDER BY o.offered_on DESC, o.code DESC
        """, ("@code", code))
            .RowsAsync(
                row =>
                    new OfferStanding(row.GetString(0), row.GetString(1), row.GetString(2),
                        row.IsDBNull(3) ? null : catalog.FundById(row.GetInt32(3)).Code, row.Date(4),
                        new Money(row.GetInt64(6), Currency.Of(row.GetString(5))),
            row.GetString(7), row.TextOrNull(8), row.IsDBNull(9) ? null : ClosedSet<GiftDecision>.Of(row.GetString(9)),
            row.IsDBNull(10) ? null : row.Date(10), row.TextOrNull(11), row.TextOrNull(12), row.TextOrNull(13), row.NumberOrNull(14)),
            cancel);
}

/// <summary>The same rows for a file that leaves the Registry, without the names, codes and texts of confidential donors.</summary>
public static class HiddenOffers
{
    public static OfferStanding Of(this ConfidentialDonors hidden, OfferStanding offer) => !hidden.Hide(offer.Donor) ? offer
        : offer with { Code = ConfidentialDonors.Code, Donor = ConfidentialDonors.Code, DonorName = "", Description = "", Source = null,
            Reason = null, Pledge = offer.Pledge is null ? null : ConfidentialDonors.Code };
}
