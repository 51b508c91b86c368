using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>Reads a posting from the columns account_id, currency, amount_minor, eur_minor and the six dimensions.</summary>
internal static class PostingReader
{
    public static PlannedPosting Read(DbDataReader row, int first, LedgerCatalog catalog)
    {
        var code = row.GetString(first + 1);
        var currency = code == "EUR" ? Currency.Eur : Currency.Of(code);
        return new PlannedPosting(catalog.AccountById(row.GetInt32(first)), new Money(row.GetInt64(first + 2), currency),
            row.GetInt64(first + 3), ReadDimensions(row, first + 4));
    }

    private static Dimensions ReadDimensions(DbDataReader row, int first)
    {
        var (donor, pledge, agreement) = (row.TextOrNull(first), row.TextOrNull(first + 1), row.TextOrNull(first + 2));
        var (request, commitment, payment) = (row.TextOrNull(first + 3), row.TextOrNull(first + 4), row.TextOrNull(first + 5));
        return (donor ?? pledge ?? agreement ?? request ?? commitment ?? payment) is null ? Dimensions.None
            : new Dimensions(donor, pledge, agreement, request, commitment, payment);
    }
}
