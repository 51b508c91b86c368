using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.SignOff;

/// <summary>A line that an act books.</summary>
/// <param name="Seq">Number of its entry: lines of one entry stand together.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Date">Effective date.</param>
/// <param name="Kind">Kind of the entry.</param>
/// <param name="Posting">Account, amount and what it is about.</param>
/// <param name="Before">The account's balance in this currency before the line, debit positive: everything recorded up to then, of whatever
/// date.</param>
public sealed record ActLine(long Seq, string Fund, DateOnly Date, EntryKind Kind, PlannedPosting Posting, Money Before)
{
    /// <summary>The account's balance after it.</summary>
    public Money After => Before + Posting.Amount;
}

/// <summary>What a request books.</summary>
/// <param name="Lines">Its lines in order; none where it books nothing.</param>
/// <param name="Refusal">Why it would be refused now; null where it would not.</param>
public sealed record ActPreview(IReadOnlyList<ActLine> Lines, Refusal? Refusal = null)
{
    /// <summary>What it would book now: the act is carried out in a transaction that is rolled back, so that no second computation can
    /// differ.</summary>
    public static async Task<ActPreview> OfOpenAsync(LedgerWriter writer, ApprovedActs acts, ApprovalStanding asked, Actor reader,
        CancellationToken cancel)
    {
        await using var session = await writer.BeginAsync(reader, cancel);
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var last = await (await ask("SELECT COALESCE(MAX(seq), 0) FROM entries")).NumberAsync(cancel);
        var done = await acts.TryAsync(session, asked, cancel);
        return done.IsRefused ? new ActPreview([], done.Refusal) : new ActPreview(await ReadAsync(ask, session.Catalog, "e.seq > @first",
            last, "", cancel));
    }

    /// <summary>What it has booked.</summary>
    public static async Task<ActPreview> OfDoneAsync(DbConnection connection, LedgerCatalog catalog, ApprovalStanding asked,
        CancellationToken cancel) => asked.EntrySeq is not { } seq ? new ActPreview([])
        : new ActPreview(await ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), catalog,
            "(e.seq = @first OR e.idempotency_key LIKE @key)", seq,
            string.Create(CultureInfo.InvariantCulture, $"approval/{asked.Id}/%"), cancel));

    private static async Task<List<ActLine>> ReadAsync(Ask ask, LedgerCatalog catalog, string which, long first, string key,
        CancellationToken cancel)
    {
        (string, object?)[] parameters = which.Contains("@key", StringComparison.Ordinal) ? [("@first", first), ("@key", key)]
            : [("@first", first)];
        var lines = await (await ask($"""
            SELECT p.account_id, p.currency, p.amount_minor, p.eur_minor, p.donor, p.pledge, p.agreement, p.request, p.commitment,
                p.payment, e.seq, e.fund_id, e.effective_date, e.kind
            FROM postings p JOIN entries e ON e.seq = p.entry_seq WHERE {which} ORDER BY e.seq, p.line
            """, parameters)).RowsAsync(
                row =>
                    (Posting: PostingReader.Read(row, 0, catalog), Seq: row.GetInt64(10), Fund: catalog.FundById(row.GetInt32(11)).Code,
                        Date: row.Date(12), Kind: ClosedSet<EntryKind>.Of(row.GetString(13))), cancel);
        var balances = new Dictionary<(int, Currency), Money>();
        var shown = new List<ActLine>();
        foreach (var line in lines)
        {
            var account = (line.Posting.Account.Id, line.Posting.Amount.Currency);
            if (!balances.TryGetValue(account, out var before))
                before = new Money(
                    await (await ask(
                        "SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p WHERE p.account_id = @account AND p.currency = "
                            + "@currency AND p.entry_seq < @seq",
                    ("@account", account.Id), ("@currency", account.Currency.Code), ("@seq", line.Seq))).NumberAsync(cancel),
                        account.Currency);
            shown.Add(new ActLine(line.Seq, line.Fund, line.Date, line.Kind, line.Posting, before));
            balances[account] = shown[^1].After;
        }
        return shown;
    }
}
