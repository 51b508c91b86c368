using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>An entry of the journal.</summary>
/// <param name="Seq">Its place in the sequence.</param>
/// <param name="Date">Effective date.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Kind">Why it was made.</param>
/// <param name="Description">What happened.</param>
/// <param name="Reference">An outside reference.</param>
/// <param name="Eur">Sum of its debits.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Reverses">The entry it reverses.</param>
/// <param name="ReversedBy">The entry that reversed it.</param>
public sealed record ApiEntry(long Seq, DateOnly Date, string Fund, EntryKind Kind, string Description, string? Reference, string Eur,
    string Actor, string Key, long? Reverses, long? ReversedBy)
{
    internal static ApiEntry Of(JournalLine line) => new(line.Seq, line.Date, line.FundCode, line.Kind, line.Description.ToString(),
        line.Reference, line.Eur.Text(), line.ActorName, line.Key, line.ReversesSeq, line.ReversedBySeq);
}

/// <summary>One side of an entry; debits are positive.</summary>
/// <param name="Account">Code of the account.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">In that currency.</param>
/// <param name="Eur">In EUR.</param>
/// <param name="Donor">Code of the donor it is about.</param>
/// <param name="Pledge">Code of the pledge.</param>
/// <param name="Request">Code of the request.</param>
/// <param name="Commitment">Code of the commitment.</param>
/// <param name="Payment">Code of the payment.</param>
public sealed record ApiPosting(string Account, string Currency, string Amount, string Eur, string? Donor, string? Pledge, string? Request,
    string? Commitment, string? Payment);

/// <summary>An entry with its postings and its place in the log.</summary>
/// <param name="Seq">Its place in the sequence.</param>
/// <param name="Id">Its own number, in statements and proofs.</param>
/// <param name="Date">Effective date.</param>
/// <param name="RecordedAt">Knowledge instant.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Kind">Why it was made.</param>
/// <param name="Description">What happened.</param>
/// <param name="Reference">An outside reference.</param>
/// <param name="SourceDocument">Where it was read.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Reverses">The entry it reverses.</param>
/// <param name="ReversedBy">The entry that reversed it.</param>
/// <param name="Log">The log it is sealed in.</param>
/// <param name="LeafIndex">Place of its leaf in that log.</param>
/// <param name="LeafHash">Hash of its leaf, hexadecimal.</param>
/// <param name="Postings">Its sides.</param>
public sealed record ApiEntryDetail(long Seq, string Id, DateOnly Date, DateTimeOffset RecordedAt, string Fund, EntryKind Kind,
    string Description, string? Reference, string? SourceDocument, string Actor, string Key, long? Reverses, long? ReversedBy, LogClass Log,
    long LeafIndex, string LeafHash, IReadOnlyList<ApiPosting> Postings)
{
    internal static ApiEntryDetail Of(EntryDetail entry) =>
        new(entry.Seq, entry.Id, entry.Date, entry.RecordedAt, entry.FundCode, entry.Kind, entry.Description.ToString(), entry.Reference,
        entry.SourceDocument, entry.ActorName, entry.Key, entry.ReversesSeq, entry.ReversedBySeq,
        entry.Log, entry.LeafIndex, Convert.ToHexStringLower(entry.LeafHash),
        [.. entry.Postings.Select(
            posting =>
                new ApiPosting(posting.Account.Code, posting.Amount.Currency.Code, posting.Amount.ToDecimalString(),
                    posting.EurMinor.Text(),
            posting.Dimensions?.Donor, posting.Dimensions?.Pledge, posting.Dimensions?.Request, posting.Dimensions?.Commitment,
            posting.Dimensions?.Payment))]);
}

/// <summary>Asks for the opposite of an entry.</summary>
/// <param name="Date">Effective date of the reversal.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ReverseEntryBody(DateOnly Date, string Reason) : IApiBody
{
    public static object Example { get; } = new ReverseEntryBody(new DateOnly(2026, 11, 23), "Recorded twice (synthetic)");
}

/// <summary>An account with its balance, in EUR, debit positive.</summary>
/// <param name="Account">Its code.</param>
/// <param name="Name">Its name in English.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Role">Its part in what is available.</param>
/// <param name="TakesOnly">The only currency it takes; null when it takes any.</param>
/// <param name="Currency">Of the balance.</param>
/// <param name="Balance">Null when nothing ever moved.</param>
public sealed record ApiAccount(string Account, string Name, AccountKind Kind, AccountRole Role, string? TakesOnly, string Currency,
    string? Balance);

/// <summary>One line of a trial balance.</summary>
/// <param name="Account">Code of the account.</param>
/// <param name="Name">Its name in English.</param>
/// <param name="Debit">All debits.</param>
/// <param name="Credit">All credits.</param>
/// <param name="Balance">Debit less credit.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="EarlierBalance">The balance a year earlier; null unless it was asked for before closing.</param>
public sealed record ApiTrialBalanceRow(string Account, string Name, string Debit, string Credit, string Balance, string Currency,
    string? EarlierBalance = null);

/// <summary>A trial balance: debits and credits have the same sum.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="AsOf">Last effective date, inclusive.</param>
/// <param name="KnownAt">Last knowledge instant, inclusive; null for now.</param>
/// <param name="Currency">Of the totals.</param>
/// <param name="TotalDebit">All debits.</param>
/// <param name="TotalCredit">All credits.</param>
/// <param name="Rows">Accounts that have moved, by code.</param>
public sealed record ApiTrialBalance(string Fund, DateOnly AsOf, DateTimeOffset? KnownAt, string Currency, string TotalDebit,
    string TotalCredit, IReadOnlyList<ApiTrialBalanceRow> Rows);

/// <summary>The journal and the accounts.</summary>
public static class JournalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/entries", EntriesAsync).WithName("list_entries").WithTags("Journal").Needs(Operation.ReadJournal);
        api.MapGet("/entries/{seq}", EntryAsync).WithName("read_entry").WithTags("Journal")
            .Needs(Operation.ReadJournal, Subject.Entry, "seq");
        api.MapPost("/entries/{seq}/reversal", ReverseAsync).WithName("reverse_entry").WithTags("Journal")
            .Needs(Operation.ReverseEntries, Subject.Entry, "seq");
        api.MapGet("/accounts", AccountsAsync).WithName("list_accounts").WithTags("Journal").Needs(Operation.ReadAccounts);
        api.MapGet("/trial-balance", TrialBalanceAsync).WithName("read_trial_balance").WithTags("Journal").Needs(Operation.ReadAccounts);
    }

    /// <summary>Entries of the journal, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiEntry>>, ProblemAnswer>> EntriesAsync(string? fund, string? kind, string? from,
        string? to, string? text, string? donor, string? pledge, string? commitment, string? cursor, string? limit, LedgerReads reads,
        Cursors cursors, CancellationToken cancel)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in ((string, string?)[])[("fund", fund), ("text", text), ("donor", donor), ("pledge", pledge),
            ("commitment", commitment)])
        {
            var read = ApiInput.Text(name, value);
            if (read.IsRefused) return read.Refusal.Answer();
            texts[name] = read.Value;
        }
        var (why, first, last, most, after) = (ApiInput.Member<EntryKind>("kind", kind), ApiInput.Day("from", from), ApiInput.Day("to", to),
            ApiInput.Limit(limit), cursors.Read("entries", cursor));
        foreach (var refusal in (Refusal?[])[why.Refusal, first.Refusal, last.Refusal, most.Refusal, after.Refusal])
            if (refusal is not null) return refusal.Answer();

        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var filter = new JournalFilter
        {
            Fund = texts["fund"], Kind = why.Value, From = first.Value, To = last.Value, Text = texts["text"], Donor = texts["donor"],
            Pledge = texts["pledge"], Commitment = texts["commitment"],
            Before = after.Value!.Length == 0 ? null : long.Parse(after.Value, CultureInfo.InvariantCulture),
        };
        var found = await JournalList.ReadAsync(connection, catalog, filter, most.Value + 1, cancel);
        var items = found.Take(most.Value).Select(ApiEntry.Of).ToList();
        return TypedResults.Ok(
            new ApiList<ApiEntry>(items,
                found.Count > most.Value ? cursors.Write("entries", items[^1].Seq.ToString(CultureInfo.InvariantCulture)) : null));
    }

    /// <summary>One entry with its postings and its place in the log</summary>
    public static async Task<Results<Ok<ApiEntryDetail>, ProblemAnswer>> EntryAsync(long seq, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await EntryDetail.ReadAsync(connection, seq, cancel) is { } entry
            ? TypedResults.Ok(ApiEntryDetail.Of(entry)) : ProblemAnswer.NotFound;
    }

    /// <summary>Reverse an entry, once</summary>
    /// <remarks>Records its exact opposite. Nothing is ever changed or removed.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ReverseAsync(long seq, ReverseEntryBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ReverseEntry reverse,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await reverse.RunAsync(new ReversalAsked(key.Value, seq, body.Date, body.Reason), actor.Actor, cancel);
        if (outcome.IsRefused) return outcome.Refusal.Answer();
        var number = outcome.Value.Seq.ToString(CultureInfo.InvariantCulture);
        return context.Recorded(outcome.Value.IsRepeat, $"/entries/{number}", number, outcome.Value.Seq);
    }

    /// <summary>Accounts of a fund with their balances</summary>
    public static async Task<Results<Ok<ApiList<ApiAccount>>, ProblemAnswer>> AccountsAsync(string? fund,
        [FromQuery(Name = "as_of")] string? asOf, [FromQuery(Name = "known_at")] string? knownAt, LedgerReads reads, TrialBalances balances,
        CancellationToken cancel)
    {
        var balance = await BalanceAsync(fund, asOf, knownAt, reads, balances, cancel);
        if (balance.IsRefused) return balance.Refusal.Answer();
        var moved = balance.Value.Rows.ToDictionary(row => row.Account.Id, row => row.BalanceEur);
        var accounts = (await reads.CatalogAsync(cancel)).AccountsOf(balance.Value.Fund.Id);
        return TypedResults.Ok(
            new ApiList<ApiAccount>(
                [.. accounts.Select(
                    account =>
                        new ApiAccount(account.Code, account.NameEn, account.Kind, account.Role, account.Currency?.Code, "EUR",
                            moved.TryGetValue(account.Id, out var eur) ? eur.Text() : null))], null));
    }

    /// <summary>The trial balance of a fund</summary>
    /// <remarks>With <c>before_closing=true</c>: without the closing of its own year, and with the balances of a year earlier.</remarks>
    public static async Task<Results<Ok<ApiTrialBalance>, ProblemAnswer>> TrialBalanceAsync(string? fund,
        [FromQuery(Name = "as_of")] string? asOf, [FromQuery(Name = "known_at")] string? knownAt,
        [FromQuery(Name = "before_closing")] string? beforeClosing, LedgerReads reads, TrialBalances balances, CancellationToken cancel)
    {
        var found = await BalanceAsync(fund, asOf, knownAt, reads, balances, cancel);
        if (found.IsRefused) return found.Refusal.Answer();
        if (beforeClosing is not (null or "true" or "false")) return new ParameterIsMalformed("before_closing", "true or false").Answer();
        if (beforeClosing == "true")
        {
            var year = await balances.BeforeClosingAsync(found.Value.Fund.Code, found.Value.Moment, cancel);
            if (year.IsRefused) return year.Refusal.Answer();
            var (now, earlier) = (year.Value.Balance, year.Value.Earlier);
            return TypedResults.Ok(new ApiTrialBalance(now.Fund.Code, now.Moment.AsOf, now.Moment.KnownAt, "EUR",
                now.TotalDebitEur.Text(), now.TotalCreditEur.Text(),
                [.. year.Value.Accounts.Select(account => Row(account, now.Rows.FirstOrDefault(row => row.Account.Id == account.Id),
                    earlier.BalanceEur(account.Code)))]));
        }
        var balance = found.Value;
        return TypedResults.Ok(
            new ApiTrialBalance(balance.Fund.Code, balance.Moment.AsOf, balance.Moment.KnownAt, "EUR", balance.TotalDebitEur.Text(),
                balance.TotalCreditEur.Text(),
            [.. balance.Rows.Select(
                row =>
                    new ApiTrialBalanceRow(row.Account.Code, row.Account.NameEn, row.DebitEur.Text(), row.CreditEur.Text(),
                        row.BalanceEur.Text(), "EUR"))]));
    }

    private static ApiTrialBalanceRow Row(Account account, TrialBalanceRow? row, long earlierEur) =>
        new(account.Code, account.NameEn, (row?.DebitEur ?? 0).Text(), (row?.CreditEur ?? 0).Text(), (row?.BalanceEur ?? 0).Text(),
            "EUR", earlierEur.Text());

    private static async Task<Outcome<TrialBalance>> BalanceAsync(string? fund, string? asOf, string? knownAt, LedgerReads reads,
        TrialBalances balances, CancellationToken cancel)
    {
        var code = ApiInput.Text("fund", fund);
        if (code.IsRefused) return code.Refusal;
        if (code.Value is null) return new ParameterIsMalformed("fund", "the code of a fund, and this needs one");
        var moment = ApiInput.Moment(asOf, knownAt, reads);
        return moment.IsRefused ? moment.Refusal : await balances.OfAsync(code.Value, moment.Value, cancel);
    }
}
