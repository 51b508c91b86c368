using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using MimeKit;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>Who a recipient is to the Court.</summary>
public enum AlertAudience
{
    /// <summary>May know of every fund.</summary>
    Cleared,

    /// <summary>A State, a facilitator, the public: is told nothing at all about a protected fund.</summary>
    Outsider,
}

/// <summary>Somebody who is told by mail.</summary>
/// <param name="FundCode">Told about this fund only; null for all.</param>
/// <param name="IsSecond">Told only when it gets worse or nobody acknowledges.</param>
/// <param name="WantsDigest">Gets a list of what is open every Monday.</param>
public sealed record AlertRecipient(long Id, string Address, string Language, AlertAudience Audience, string? FundCode, bool IsSecond,
    bool WantsDigest, DateOnly? LastDigestOn, DateTimeOffset AddedAt, string AddedBy)
{
    /// <summary>True when this person may be told about a fund; null is the books as a whole.</summary>
    public bool MayKnow(Domain.Funds.Fund? fund) => Audience == AlertAudience.Cleared || AlertList.ForOutsiders(fund);

    /// <summary>True when this person may and wants to be told.</summary>
    public bool Hears(Domain.Funds.Fund? fund) => MayKnow(fund) && (FundCode is null || FundCode == fund?.Code);
}

/// <summary>Keeps the list of recipients.</summary>
public sealed class AlertRecipients(LedgerWriter writer, LedgerReads reads)
{
    /// <param name="Address">One mail address.</param>
    /// <param name="Language"><c>en</c> or <c>fr</c>.</param>
    /// <param name="FundCode">Null for all funds.</param>
    public sealed record Command(string Address, string Language, AlertAudience Audience, string? FundCode = null, bool IsSecond = false,
        bool WantsDigest = false);

    private const string Columns = "id, address, language, audience, fund_id, is_second, wants_digest, last_digest_on, added_at, added_by";

    public async Task<Outcome<long>> AddAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        if (command.Address.Length > LedgerRules.LongestReference || !MailboxAddress.TryParse(command.Address, out var box)
            || !box.Address.Contains('@', StringComparison.Ordinal)) return new AlertAddressIsMalformed();
        if (command.Language is not ("en" or "fr")) return new AlertLanguageIsUnknown();
        await using var session = await writer.BeginAsync(actor, cancel);
        var fund = command.FundCode is { } code ? session.Catalog.Fund(code) : null;
        if (command.FundCode is { } unknown && fund is null) return new FundIsUnknown(unknown);
        var list = await ReadAsync(session, cancel);
        if (list.Any(line => line.Address.Equals(box.Address, StringComparison.OrdinalIgnoreCase) && line.FundCode == command.FundCode))
            return new AlertAddressIsKnown();
        var id = list.Select(line => line.Id).DefaultIfEmpty().Max() + 1;
        await session.ChangePowerAsync(PowerTable.AlertRecipients, id,
            $"INSERT INTO alert_recipients ({Columns}) VALUES (@id, @address, @language, @audience, @fund, @second, @digest, NULL, @at, "
                + $"@by)",
            [("@id", id), ("@address", box.Address), ("@language", command.Language),
                ("@audience", ClosedSet<AlertAudience>.Code(command.Audience)), ("@fund", fund?.Id), ("@second", command.IsSecond),
                ("@digest", command.WantsDigest), ("@at", session.RecordedAt), ("@by", actor.Name)], cancel);
        await session.CommitAsync(cancel);
        return id;
    }

    public async Task<Outcome<long>> RemoveAsync(long id, Actor actor, CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        if (await session.ChangePowerAsync(PowerTable.AlertRecipients, id, "DELETE FROM alert_recipients WHERE id = @id", [("@id", id)],
            cancel) == 0) return new AlertRecipientIsUnknown(id);
        await session.CommitAsync(cancel);
        return id;
    }

    public async Task<IReadOnlyList<AlertRecipient>> ListAsync(CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        return await connection.Command(null, $"SELECT {Columns} FROM alert_recipients ORDER BY id")
            .RowsAsync(row => Read(row, catalog), cancel);
    }

    internal static async Task<List<AlertRecipient>> ReadAsync(LedgerSession session, CancellationToken cancel) =>
        await (await session.QuestionAsync($"SELECT {Columns} FROM alert_recipients ORDER BY id", [], cancel)).RowsAsync(
            row => Read(row, session.Catalog), cancel);

    private static AlertRecipient Read(DbDataReader row, LedgerCatalog catalog) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), ClosedSet<AlertAudience>.Of(row.GetString(3)),
        row.IsDBNull(4) ? null : catalog.FundById(row.GetInt32(4)).Code, row.GetBoolean(5), row.GetBoolean(6),
        row.IsDBNull(7) ? null : row.Date(7), row.Instant(8), row.GetString(9));
}
