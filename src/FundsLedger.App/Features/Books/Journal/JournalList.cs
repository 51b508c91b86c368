using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>Which entries of the journal are asked for; null asks for all.</summary>
public sealed record JournalFilter
{
    public string? Fund { get; init; }
    public EntryKind? Kind { get; init; }

    /// <summary>First effective date, inclusive.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last effective date, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Part of the description or the reference, whatever its capitals.</summary>
    public string? Text { get; init; }

    /// <summary>The language in which whoever looks for the text reads what this program says of entries: <c>fr</c>, else
    /// English.</summary>
    public string Language { get; init; } = "en";

    public string? Donor { get; init; }
    public string? Pledge { get; init; }
    public string? Commitment { get; init; }

    /// <summary>The whole idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>Only entries before this place in the sequence.</summary>
    public long? Before { get; init; }
}

/// <summary>An entry as a list shows it.</summary>
/// <param name="Seq">Its place in the sequence.</param>
/// <param name="Date">Effective date.</param>
/// <param name="FundCode">The fund it belongs to.</param>
/// <param name="Kind">Why it was made.</param>
/// <param name="Description">What happened.</param>
/// <param name="Reference">An outside reference.</param>
/// <param name="Eur">Sum of its debits in cents.</param>
/// <param name="ActorName">Who recorded it.</param>
/// <param name="ReversedBySeq">The entry that reversed it, if one did.</param>
/// <param name="ReversesSeq">The entry it reverses, if it does.</param>
/// <param name="Key">Its idempotency key.</param>
public sealed record JournalLine(long Seq, DateOnly Date, string FundCode, EntryKind Kind, Description Description, string? Reference,
    long Eur, string ActorName, long? ReversedBySeq, long? ReversesSeq, string Key);

/// <summary>Reads lists of entries, newest first.</summary>
public static class JournalList
{
    private const string Columns =
        """
        SELECT e.seq, e.effective_date, e.fund_id, e.kind, e.description, e.reference,
               (SELECT SUM(p.eur_minor) FROM postings p WHERE p.entry_seq = e.seq AND p.eur_minor > 0), e.actor_name,
               (SELECT r.seq FROM entries r WHERE r.reverses_seq = e.seq), e.reverses_seq, e.idempotency_key
        FROM entries e
        """;

    /// <summary>At most <paramref name="most"/> entries.</summary>
    public static async Task<List<JournalLine>> ReadAsync(DbConnection connection, LedgerCatalog catalog, JournalFilter filter, int most,
        CancellationToken cancel = default)
    {
        List<string> rules = [];
        List<(string, object?)> values = [("@most", most)];
        Add(filter.Fund is { } code ? catalog.Fund(code)?.Id ?? -1 : null, "e.fund_id = @fund", "@fund");
        Add(filter.Kind is { } kind ? ClosedSet<EntryKind>.Code(kind) : null, "e.kind = @kind", "@kind");
        Add(filter.From is { } from ? DateNumber.Of(from) : null, "e.effective_date >= @from", "@from");
        Add(filter.To is { } to ? DateNumber.Of(to) : null, "e.effective_date <= @to", "@to");
        if (filter.Text is { Length: > 0 } text) AddText(text);
        Add(filter.Donor, "e.seq IN (SELECT p.entry_seq FROM postings p WHERE p.donor = @donor)", "@donor");
        Add(filter.Pledge, "e.seq IN (SELECT p.entry_seq FROM postings p WHERE p.pledge = @pledge)", "@pledge");
        Add(filter.Commitment, "e.seq IN (SELECT p.entry_seq FROM postings p WHERE p.commitment = @commitment)", "@commitment");
        Add(filter.Key, "e.idempotency_key = @key", "@key");
        Add(filter.Before, "e.seq < @before", "@before");
        var where = rules.Count == 0 ? "" : " WHERE " + string.Join(" AND ", rules);
        return await connection.Command(null, $"{Columns}{where} ORDER BY e.seq DESC LIMIT @most", [.. values])
            .RowsAsync(row => new JournalLine(
            row.GetInt64(0), row.Date(1), catalog.FundById(row.GetInt32(2)).Code, ClosedSet<EntryKind>.Of(row.GetString(3)),
                Description.Read(row.GetString(4)), row.TextOrNull(5),
            row.Sum(6), row.GetString(7), row.NumberOrNull(8), row.NumberOrNull(9), row.GetString(10)), cancel);

        // What somebody typed is looked through as it stands; what this program says is kept as codes, and looked for as it reads.
        void AddText(string text)
        {
            var patterns = Descriptions.PatternsOf(text, filter.Language);
            values.AddRange([("@mark", $"{Description.Mark}%"), ("@text", $"%{DescriptionSearch.Escaped(text.ToLowerInvariant())}%"),
                .. patterns.Select((pattern, index) => ($"@said{index}", (object?)pattern))]);
            var said = string.Concat(patterns.Select((_, index) => $@" OR LOWER(e.description) LIKE @said{index} ESCAPE '\'"));
            rules.Add($@"((e.description NOT LIKE @mark AND LOWER(e.description) LIKE @text ESCAPE '\')
                OR LOWER(COALESCE(e.reference, '')) LIKE @text ESCAPE '\'{said})");
        }

        void Add(object? value, string rule, string name)
        {
            if (value is null or "") return;
            rules.Add(rule);
            values.Add((name, value));
        }
    }
}
