using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>A bank account.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Fund">Code of the fund whose money it holds.</param>
/// <param name="Account">Code of the ledger account that shows it.</param>
/// <param name="Number">IBAN, or the number the bank uses.</param>
/// <param name="Currency">The one it is kept in.</param>
/// <param name="Name">For people.</param>
/// <param name="StartsOn">The day after which its statements begin.</param>
public sealed record ApiBankAccount(string Code, string Fund, string Account, string Number, string Currency, string Name, DateOnly StartsOn);

/// <summary>A bank statement as kept.</summary>
/// <param name="Id">Its number in these books.</param>
/// <param name="Bank">Code of the bank account; null when none has its number.</param>
/// <param name="Number">The account's number as the bank writes it.</param>
/// <param name="Reference">The statement's own id.</param>
/// <param name="Sequence">Its number and page, where the bank counts.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="OpenedOn">Day of the opening balance.</param>
/// <param name="Opening">Booked balance before the first line.</param>
/// <param name="ClosedOn">Day of the closing balance.</param>
/// <param name="Closing">Booked balance after the last line.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Outcome">Accepted and booked, or set aside with its lines.</param>
/// <param name="Faults">Why it was set aside.</param>
/// <param name="Difference">By how much it is wrong, where an amount says it.</param>
/// <param name="FileName">The file it came in.</param>
/// <param name="RecordedAt">Knowledge instant.</param>
public sealed record ApiBankStatement(long Id, string? Bank, string Number, string Reference, string Sequence, string Currency, DateOnly? OpenedOn, string? Opening, DateOnly? ClosedOn, string? Closing, int Lines, StatementOutcome Outcome, IReadOnlyList<StatementFault> Faults, string? Difference, string FileName, DateTimeOffset RecordedAt)
{
    internal static ApiBankStatement Of(KeptStatement kept) => new(kept.Id, kept.Bank, kept.Number, kept.Reference, kept.Sequence, kept.Currency, kept.OpenedOn, kept.Opening?.ToDecimalString(), kept.ClosedOn, kept.Closing?.ToDecimalString(), kept.Lines, kept.Outcome, kept.Faults, kept.Difference?.ToDecimalString(), kept.FileName, kept.RecordedAt);
}

/// <summary>A line of a bank statement.</summary>
/// <param name="Id">Its number in these books.</param>
/// <param name="BookedOn">The bank's booking date.</param>
/// <param name="ValuedOn">Value date.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">Positive when money came in.</param>
/// <param name="Kind">What the bank says it is.</param>
/// <param name="Party">The other party's name.</param>
/// <param name="PartyAccount">The other party's account.</param>
/// <param name="Reference">The payer's reference.</param>
/// <param name="BankReference">The bank's own.</param>
/// <param name="Text">Remittance text.</param>
/// <param name="Treatment">What the import did with it.</param>
/// <param name="Entry">Number of the entry that the import made of it, for those who may read the journal.</param>
/// <param name="AtLine">Line of the file on which it begins, from 1.</param>
public sealed record ApiBankLine(long Id, DateOnly BookedOn, DateOnly ValuedOn, string Currency, string Amount, BankLineKind Kind, string Party, string PartyAccount, string Reference, string BankReference, string Text, LineTreatment Treatment, long? Entry, int AtLine)
{
    internal static ApiBankLine Of(KeptLine kept, bool showsEntry) => new(kept.Id, kept.BookedOn, kept.ValuedOn, kept.Amount.Currency.Code, kept.Amount.ToDecimalString(), kept.Kind, kept.Party, kept.PartyAccount, kept.Reference, kept.BankReference, kept.Text, kept.Treatment, showsEntry ? kept.EntrySeq : null, kept.AtLine);
}

/// <summary>A file of bank statements.</summary>
/// <param name="FileName">Its name, as kept and shown.</param>
/// <param name="Content">The file, plain or packed, in base64.</param>
/// <param name="Mapping">Code of the saved mapping of a CSV file's columns.</param>
/// <param name="DryRun">True to be told what would become of each statement, and to write nothing.</param>
public sealed record ImportStatementsBody(string FileName, byte[] Content, string? Mapping = null, bool DryRun = false);

/// <summary>What becomes of one statement of a file.</summary>
/// <param name="Statement">Its number in these books; null in a dry run.</param>
/// <param name="Bank">Code of the bank account; null when none has its number.</param>
/// <param name="Number">The account's number as the bank writes it.</param>
/// <param name="Reference">The statement's own id.</param>
/// <param name="Currency">Of the difference.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Faults">Why it is set aside.</param>
/// <param name="Difference">By how much it is wrong, where an amount says it.</param>
/// <param name="KnownLines">Lines that are booked already, of a statement that overlaps.</param>
public sealed record ApiImportedStatement(long? Statement, string? Bank, string Number, string Reference, string Currency, int Lines, StatementVerdict Verdict, IReadOnlyList<StatementFault> Faults, string? Difference, long KnownLines);

/// <summary>A file, statement by statement.</summary>
/// <param name="DryRun">Nothing was written.</param>
/// <param name="Statements">In the order of the file.</param>
/// <param name="PassedOver">Names of what is no statement: documents of an archive, or lines behind a table.</param>
public sealed record ApiImport(bool DryRun, IReadOnlyList<ApiImportedStatement> Statements, IReadOnlyList<string> PassedOver);

/// <summary>A part of a line: what it meets.</summary>
/// <param name="Amount">In the line's currency, as decimal text.</param>
/// <param name="Pledge">Code of the pledge; null for a gift without one.</param>
/// <param name="Agreement">Code of the agreement whose instalment it is.</param>
/// <param name="Instalment">Its number; needed with an agreement.</param>
/// <param name="Difference">What it means that the part is more or less than the instalment, or more than is open of the pledge; needed exactly where it is.</param>
public sealed record ApiLinePart(string Amount, string? Pledge = null, string? Agreement = null, int? Instalment = null, PaymentDifference? Difference = null)
{
    internal static ApiLinePart Of(LinePart part) => new(part.Amount.ToDecimalString(), part.Pledge, part.Instalment?.Agreement, part.Instalment?.Number, part.Difference);
}

/// <summary>What a line may be.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Parts">What it would meet.</param>
/// <param name="Reasons">Why it is suggested.</param>
/// <param name="Strength">How much to rely on it.</param>
public sealed record ApiSuggestion(string Donor, IReadOnlyList<ApiLinePart> Parts, IReadOnlyList<MatchReason> Reasons, MatchStrength Strength);

/// <summary>A line whose donor is sought.</summary>
/// <param name="Line">Its number.</param>
/// <param name="BookedOn">The bank's booking date.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">What came in.</param>
/// <param name="Party">The other party's name.</param>
/// <param name="PartyAccount">The other party's account.</param>
/// <param name="Text">References and remittance text.</param>
/// <param name="Suggestions">The strongest first.</param>
public sealed record ApiSuggestedLine(long Line, DateOnly BookedOn, string Currency, string Amount, string Party, string PartyAccount, string Text, IReadOnlyList<ApiSuggestion> Suggestions)
{
    internal static ApiSuggestedLine Of(SuggestedLine line) => new(line.Waiting.Id, line.Waiting.Line.BookedOn, line.Waiting.Line.Amount.Currency.Code, line.Waiting.Line.Amount.ToDecimalString(), line.Waiting.Line.PartyName, line.Waiting.Line.PartyAccount, line.Waiting.Unmatched.Words.Trim(),
        [.. line.Suggestions.Select(found => new ApiSuggestion(found.Donor, [.. LinePart.Of(found, line.Waiting.Suspended!.Value).Select(ApiLinePart.Of)], found.Reasons, found.Strength))]);
}

/// <summary>Gives money in unidentified receipts to its donor.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Parts">What it meets: together the line. Left out: all of it is a gift without pledge.</param>
/// <param name="Always">True to take money from the same account for this donor's from now on.</param>
public sealed record MatchLineBody(long Line, string Donor, IReadOnlyList<ApiLinePart>? Parts = null, bool Always = false);

/// <summary>A step of a reconciliation.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Bank">Code of the bank account.</param>
/// <param name="Through">Day of the balances.</param>
/// <param name="Step">Prepared, or approved and locked.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="BankBalance">The bank's closing balance.</param>
/// <param name="LedgerBalance">The ledger account's balance.</param>
/// <param name="Outstanding">What the bank shows later, or not yet.</param>
/// <param name="Actor">Who prepared it; of an approval, who approved.</param>
/// <param name="PreparedBy">Of an approval, who had prepared it.</param>
/// <param name="RecordedAt">Knowledge instant.</param>
public sealed record ApiReconciliation(long Id, string Bank, DateOnly Through, ReconciliationStep Step, string Currency, string BankBalance, string LedgerBalance, string Outstanding, string Actor, string? PreparedBy, DateTimeOffset RecordedAt)
{
    internal static ApiReconciliation Of(ReconciliationLine line) => new(line.Id, line.BankAccount, line.Through, line.Step, line.Bank.Currency.Code, line.Bank.ToDecimalString(), line.Ledger.ToDecimalString(), line.Outstanding.ToDecimalString(), line.ActorName, line.SecondActorName, line.RecordedAt);
}

/// <summary>Bank accounts, their statements, and whose the money on them is.</summary>
public static class BankEndpoints
{
    /// <summary>Most bytes of a body with a file: 20 MB of it are a third more in base64.</summary>
    private const long LargestImport = 28L * 1024 * 1024;

    /// <summary>Most parts of one line.</summary>
    private const int MostParts = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank/accounts", AccountsAsync).WithName("list_bank_accounts").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapGet("/bank/statements", StatementsAsync).WithName("list_bank_statements").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapPost("/bank/statements", ImportAsync).WithName("import_bank_statements").WithTags("Bank").WithMetadata(new RequestSizeLimitAttribute(LargestImport)).Needs(Operation.RecordBank);
        api.MapGet("/bank/statements/{id}/lines", LinesAsync).WithName("list_bank_lines").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapGet("/bank/accounts/{bank}/suggestions", SuggestionsAsync).WithName("list_suggestions").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapPost("/bank/accounts/{bank}/matches", MatchAsync).WithName("match_bank_line").WithTags("Bank").Needs(Operation.RecordBank);
        api.MapGet("/bank/accounts/{bank}/reconciliations", ReconciliationsAsync).WithName("list_reconciliations").WithTags("Bank").Needs(Operation.ReadBank);
    }

    /// <summary>Bank accounts</summary>
    public static async Task<Ok<ApiList<ApiBankAccount>>> AccountsAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var banks = await BankAccounts.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), cancel);
        return TypedResults.Ok(new ApiList<ApiBankAccount>([.. banks.Select(bank => new ApiBankAccount(bank.Code, bank.Fund.Code, bank.Ledger.Code, bank.Number, bank.Currency.Code, bank.Name, bank.StartsOn))], null));
    }

    /// <summary>Bank statements, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiBankStatement>>, ProblemAnswer>> StatementsAsync(string? bank, string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        var code = ApiInput.Text("bank", bank);
        if (code.IsRefused) return code.Refusal.Answer();
        var page = Page("bank-statements", cursor, limit, cursors);
        if (page.IsRefused) return page.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var found = await BankLists.StatementsAsync(connection, bank: code.Value, before: page.Value.At, most: page.Value.Most + 1, cancel: cancel);
        return TypedResults.Ok(Cut("bank-statements", found, page.Value.Most, kept => kept.Id, ApiBankStatement.Of, cursors));
    }

    /// <summary>Lines of a bank statement, in its order</summary>
    public static async Task<Results<Ok<ApiList<ApiBankLine>>, ProblemAnswer>> LinesAsync(long id, string? cursor, string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var page = Page("bank-lines", cursor, limit, cursors);
        if (page.IsRefused) return page.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        if (await BankLists.StatementsAsync(connection, id, cancel: cancel) is not [_]) return ProblemAnswer.NotFound;
        var showsEntry = actor.May(Operation.ReadJournal);
        var found = await BankLists.LinesAsync(connection, id, page.Value.Most + 1, page.Value.At ?? 0, cancel: cancel);
        return TypedResults.Ok(Cut("bank-lines", found, page.Value.Most, kept => kept.Id, kept => ApiBankLine.Of(kept, showsEntry), cursors));
    }

    /// <summary>Import a file of bank statements, or say what would become of it</summary>
    /// <remarks>camt.053 (v1 to v14), MT940, or CSV with a saved mapping; also gzipped or zipped, up to 20 MB. The file's content is its own key: a statement that is known already changes nothing.</remarks>
    public static async Task<Results<Ok<ApiImport>, Created<ApiImport>, ProblemAnswer>> ImportAsync(ImportStatementsBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads, BankImport import, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Path.GetFileName(body.FileName).Length is 0 or > 200) return new FieldIsMalformed("file_name", "a name of 1 to 200 characters").Answer();
        var mapping = body.Mapping is null ? null : (await BankMappings.ReadAsync(reads, cancel)).FirstOrDefault(saved => saved.Code == body.Mapping);
        if (body.Mapping is not null && mapping is null) return new FieldIsMalformed("mapping", "the code of a saved mapping").Answer();
        var file = new BankFile(Path.GetFileName(body.FileName), () => new MemoryStream(body.Content, writable: false));
        var outcome = body.DryRun ? await import.PreviewAsync(file, mapping, cancel) : await import.RunAsync(file, mapping, actor.Actor, cancel);
        if (outcome.IsRefused) return outcome.Refusal.Answer();
        var answer = new ApiImport(body.DryRun, [.. outcome.Value.Statements.Select(item => new ApiImportedStatement(item.StatementId, item.Bank, item.Head.Account, item.Head.Reference, item.Head.Currency.Code, item.Lines, item.Verdict, [.. item.Faults.Select(fault => fault.Fault)], item.Difference, item.KnownLines))], [.. outcome.Value.PassedOver.Select(passed => passed.Name)]);
        if (body.DryRun) return TypedResults.Ok(answer);
        if (outcome.Value.IsRepeat) context.Response.Headers[ApiWrite.ReplayedHeader] = "true";
        return TypedResults.Created(ApiSetup.Root + "/bank/statements", answer);
    }

    /// <summary>Lines whose donor is not known, with what each may be</summary>
    /// <remarks>Nothing is decided by itself: accept a suggestion by sending its donor and parts as a match.</remarks>
    public static async Task<Results<Ok<ApiList<ApiSuggestedLine>>, ProblemAnswer>> SuggestionsAsync(string bank, string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        if (await Suggestions.ReadAsync(reads, bank, cancel: cancel) is not { } suggestions) return ProblemAnswer.NotFound;
        var part = cursors.Cut($"suggestions-{bank}", suggestions.Lines.OrderBy(Place, StringComparer.Ordinal), Place, ApiSuggestedLine.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(SuggestedLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Waiting.Id:D19}");
    }

    /// <summary>Say whose the money on a line is</summary>
    /// <remarks>The decision is its own key: the same again changes nothing, another about the same line is refused.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> MatchAsync(string bank, MatchLineBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads, MatchLines match, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await FindAsync(connection, catalog, bank, cancel) is not { } found) return ProblemAnswer.NotFound;
        if (await BankLists.AmountOfAsync(connection, found, body.Line, cancel) is not { } whole) return new BankLineIsUnknown(body.Line).Answer();
        if (body.Parts is { } given && (given.Count is 0 or > MostParts || given.Any(part => part is null))) return new FieldIsMalformed("parts", $"a list of 1 to {MostParts} parts, or left out").Answer();
        var parts = new List<LinePart>();
        foreach (var part in body.Parts ?? [])
        {
            var amount = ApiInput.Amount("amount", part.Amount, found.Currency.Code);
            if (amount.IsRefused) return amount.Refusal.Answer();
            if (part.Agreement is null != part.Instalment is null) return new FieldIsMalformed("instalment", "given together with its agreement").Answer();
            parts.Add(new LinePart(part.Pledge, amount.Value, part.Agreement is null ? null : new InstalmentOf(part.Agreement, part.Instalment!.Value), part.Difference));
        }
        if (parts.Count == 0) parts.Add(new LinePart(null, whole));
        var outcome = await match.IdentifyAsync(new(body.Line, body.Donor, parts, body.Always, "by program"), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/bank/accounts/{bank}/suggestions", body.Line.ToString(CultureInfo.InvariantCulture), outcome.Value.Entries[0]);
    }

    /// <summary>What was reconciled of a bank account, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiReconciliation>>, ProblemAnswer>> ReconciliationsAsync(string bank, string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        var list = $"reconciliations-{bank}";
        var page = Page(list, cursor, limit, cursors);
        if (page.IsRefused) return page.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        if (await FindAsync(connection, await reads.CatalogAsync(connection, cancel), bank, cancel) is not { } found) return ProblemAnswer.NotFound;
        var lines = await BankLists.ReconciliationsAsync(connection, found, page.Value.At, page.Value.Most + 1, cancel);
        return TypedResults.Ok(Cut(list, lines, page.Value.Most, line => line.Id, ApiReconciliation.Of, cursors));
    }

    private static async Task<BankAccount?> FindAsync(System.Data.Common.DbConnection connection, LedgerCatalog catalog, string bank, CancellationToken cancel) => (await BankAccounts.ReadAsync(connection, catalog, cancel)).FirstOrDefault(account => account.Code == bank);

    private static Outcome<PageAsked> Page(string list, string? cursor, string? limit, Cursors cursors)
    {
        var (most, at) = (ApiInput.Limit(limit), cursors.Read(list, cursor));
        if (most.IsRefused) return most.Refusal;
        return at.IsRefused ? at.Refusal : new PageAsked(at.Value.Length == 0 ? null : long.Parse(at.Value, CultureInfo.InvariantCulture), most.Value);
    }

    private static ApiList<TItem> Cut<TRow, TItem>(string list, List<TRow> rows, int most, Func<TRow, long> id, Func<TRow, TItem> item, Cursors cursors) =>
        new([.. rows.Take(most).Select(item)], rows.Count > most ? cursors.Write(list, id(rows[most - 1]).ToString(CultureInfo.InvariantCulture)) : null);

    private sealed record PageAsked(long? At, int Most);
}
