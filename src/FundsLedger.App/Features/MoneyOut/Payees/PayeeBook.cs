using FundsLedger.Domain.Banking.Orders;
using System.Data.Common;
using FundsLedger.Domain.Banking;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>A version of a payee.</summary>
/// <param name="Code">The payee's code.</param>
/// <param name="Version">From 1.</param>
/// <param name="FundCode">The fund that may pay it.</param>
/// <param name="Details">Who and where; null where they were erased, or are not those that were recorded.</param>
/// <param name="IsErased">True where they were erased.</param>
/// <param name="Mark">What answers for them in the log.</param>
/// <param name="PayableFrom">First day on which it can be paid.</param>
/// <param name="Verification">What the bank said of name and account.</param>
/// <param name="VerifiedOn">When.</param>
/// <param name="RecordedAt">When the version was recorded.</param>
/// <param name="RecordedBy">By whom.</param>
public sealed record PayeeVersion(string Code, int Version, string FundCode, PayeeDetails? Details, bool IsErased, byte[] Mark,
    DateOnly PayableFrom, PayeeVerification? Verification, DateOnly? VerifiedOn, DateTimeOffset RecordedAt, string RecordedBy)
{
    /// <summary>What officers call it.</summary>
    public string Name => Details?.DisplayName ?? Code;

    /// <summary>The mark as it is written in what is signed.</summary>
    public string MarkHex => Convert.ToHexStringLower(Mark);
}

/// <summary>Reads and writes payees inside a transaction or outside. The one place that does.</summary>
public static class PayeeBook
{
    private const string Columns =
        """
        SELECT p.payee, p.version, p.fund_id, p.mark, p.payable_from, p.verification, p.verified_on, p.recorded_at, p.actor_name,
            d.salt, d.display_name, d.holder, d.form, d.account, d.bic, d.street, d.building, d.postcode, d.town, d.country, d.bank_name
        FROM payees p LEFT JOIN payee_details d ON d.payee = p.payee AND d.version = p.version
        """;

    /// <summary>All versions of one payee, the newest first; empty where there is none.</summary>
    public static Task<List<PayeeVersion>> VersionsAsync(DbConnection connection, LedgerCatalog catalog, string payee,
        CancellationToken cancel = default) => VersionsAsync((text, parameters) => Task.FromResult(connection.Command(null, text,
            parameters)), catalog, payee, cancel);

    /// <summary>Every version of every payee.</summary>
    public static Task<List<PayeeVersion>> AllAsync(DbConnection connection, LedgerCatalog catalog, CancellationToken cancel = default) =>
        ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), catalog, "TRUE", [], cancel);

    /// <summary>The newest version of every payee, by code.</summary>
    public static Task<List<PayeeVersion>> NewestAsync(DbConnection connection, LedgerCatalog catalog,
        CancellationToken cancel = default) =>
        NewestAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), catalog, cancel);

    /// <summary>The newest version of every payee, by code.</summary>
    internal static Task<List<PayeeVersion>> NewestAsync(Ask ask, LedgerCatalog catalog, CancellationToken cancel) => ReadAsync(ask,
        catalog,
        "p.version = (SELECT MAX(n.version) FROM payees n WHERE n.payee = p.payee)", [], cancel);

    /// <summary>All versions of one payee, the newest first.</summary>
    internal static Task<List<PayeeVersion>> VersionsAsync(Ask ask, LedgerCatalog catalog, string payee, CancellationToken cancel) =>
        ReadAsync(ask, catalog, "p.payee = @payee", [("@payee", payee)], cancel);

    /// <summary>The newest version of a payee; null where there is none.</summary>
    internal static async Task<PayeeVersion?> FindPayeeAsync(this LedgerSession session, string payee, CancellationToken cancel) =>
        LedgerRules.BrokenText(payee) is not null ? null : (await VersionsAsync((text, parameters) => session.QuestionAsync(text,
            parameters,
            cancel), session.Catalog, payee, cancel)).FirstOrDefault();

    /// <summary>Records a version: the row in the register, the details beside it.</summary>
    internal static async Task RecordPayeeAsync(this LedgerSession session, string payee, int version, int fundId, PayeeDetails details,
        DateOnly payableFrom, PayeeVerification? verification, DateOnly? verifiedOn, CancellationToken cancel)
    {
        var salt = session.Chance.Bytes(ChanceUse.DetailSalt, LogClass.Open, "payees", TwoPartLeaf.SaltSize);
        await session.RegisterAsync(new PayeeRow
        {
            Id = await session.NextIdAsync(Registers.Payees, cancel), Payee = payee, Version = version, FundId = fundId,
            Mark = details.Mark(salt), PayableFrom = payableFrom, Verification = verification, VerifiedOn = verifiedOn,
            RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        await session.KeepDetailsAsync(payee, version, salt, details, cancel);
    }

    /// <summary>Keeps details beside the register.</summary>
    internal static async Task KeepDetailsAsync(this LedgerSession session, string payee, int version, byte[] salt, PayeeDetails details,
        CancellationToken cancel)
    {
        await (await session.WholeQuestionAsync(
            """
            INSERT INTO payee_details (payee, version, salt, display_name, holder, form, account, bic, street, building, postcode, town,
                country, bank_name) VALUES (@payee, @version, @salt, @name, @holder, @form, @account, @bic, @street, @building, @postcode,
                @town, @country, @bank_name)
            """,
            [("@payee", payee), ("@version", version), ("@salt", salt), ("@name", details.DisplayName), ("@holder", details.Holder),
                ("@form", ClosedSet<AccountForm>.Code(details.Form)), ("@account", details.Account), ("@bic", details.Bic),
                ("@street", details.Address?.Street), ("@building", details.Address?.Building), ("@postcode", details.Address?.Postcode),
                ("@town", details.Address?.Town), ("@country", details.Address?.Country), ("@bank_name", details.BankName)],
            cancel)).RunAsync(cancel);
    }

    /// <summary>Details that are no version yet, and what answers for them.</summary>
    internal static async Task<(PayeeDetails? Details, string Mark)> DraftAsync(Ask ask, string payee, int version,
        CancellationToken cancel)
    {
        var found = await (await ask(
            """
            SELECT d.salt, d.display_name, d.holder, d.form, d.account, d.bic, d.street, d.building, d.postcode, d.town, d.country,
                d.bank_name FROM payee_details d WHERE d.payee = @payee AND d.version = @version
            """, ("@payee", payee), ("@version", version))).RowsAsync(row => (Details: Details(row, 1), Salt: row.Blob(0)), cancel);
        return found is [var draft] ? (draft.Details, Convert.ToHexStringLower(draft.Details.Mark(draft.Salt))) : (null, "");
    }

    private static async Task<List<PayeeVersion>> ReadAsync(Ask ask, LedgerCatalog catalog, string which, (string, object?)[] parameters,
        CancellationToken cancel) =>
        await (await ask($"{Columns} WHERE {which} ORDER BY p.payee, p.version DESC", parameters)).RowsAsync(row => Read(row, catalog),
            cancel);

    private static PayeeVersion Read(DbDataReader row, LedgerCatalog catalog)
    {
        var mark = row.Blob(3);
        var isErased = row.IsDBNull(9);
        var details = isErased ? null : Details(row, 10);
        // Details that the register does not answer for are nobody's.
        if (details is not null && !details.Mark(row.Blob(9)).AsSpan().SequenceEqual(mark)) details = null;
        return new PayeeVersion(row.GetString(0), row.GetInt32(1), catalog.FundById(row.GetInt32(2)).Code, details, isErased, mark,
            row.Date(4), ClosedSet<PayeeVerification>.Find(row.TextOrNull(5)), row.IsDBNull(6) ? null : row.Date(6), row.Instant(7),
            row.GetString(8));
    }

    private static PayeeDetails Details(DbDataReader row, int at) => new(row.GetString(at), row.GetString(at + 1),
        ClosedSet<AccountForm>.Of(row.GetString(at + 2)), row.GetString(at + 3), row.TextOrNull(at + 4),
        row.IsDBNull(at + 5) ? null : new PostalAddress(row.GetString(at + 5), row.GetString(at + 6), row.GetString(at + 7),
            row.GetString(at + 8), row.GetString(at + 9)), row.TextOrNull(at + 10));
}
