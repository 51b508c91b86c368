using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>Bank accounts, their statements, and whose the money on them is.</summary>
public static class BankEndpoints
{
    /// <summary>Most bytes of a body with a file: 20 MB of it are a third more in base64.</summary>
    private const long LargestImport = ReadingBudget.LargestBankFileInJson;

    /// <summary>Most parts of one line.</summary>
    private const int MostParts = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank/accounts", AccountsAsync).WithName("list_bank_accounts").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapGet("/bank/statements", StatementsAsync).WithName("list_bank_statements").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapPost("/bank/statements", ImportAsync).WithName("import_bank_statements").WithTags("Bank")
            .WithMetadata(new RequestSizeLimitAttribute(LargestImport)).Needs(Operation.RecordBank);
        api.MapGet("/bank/statements/{id}/lines", LinesAsync).WithName("list_bank_lines").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapGet("/bank/accounts/{bank}/suggestions", SuggestionsAsync).WithName("list_suggestions").WithTags("Bank")
            .Needs(Operation.ReadBank);
        api.MapPost("/bank/accounts/{bank}/matches", MatchAsync).WithName("match_bank_line").WithTags("Bank").Needs(Operation.RecordBank);
        api.MapGet("/bank/accounts/{bank}/reconciliations", ReconciliationsAsync).WithName("list_reconciliations").WithTags("Bank")
            .Needs(Operation.ReadBank);
    }

    /// <summary>Bank accounts</summary>
    public static async Task<Ok<ApiList<ApiBankAccount>>> AccountsAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var banks = await BankAccounts.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), cancel);
        return TypedResults.Ok(new ApiList<ApiBankAccount>(
            [.. banks.Select(bank => new ApiBankAccount(bank.Code, bank.Fund.Code, bank.Ledger.Code, bank.Number, bank.Currency.Code,
            bank.Name, bank.StartsOn))], null));
    }

    /// <summary>Bank statements, newest first</summary>
    /// <remarks>Where show is waiting, only those set aside about which nobody has decided.</remarks>
    public static async Task<Results<Ok<ApiList<ApiBankStatement>>, ProblemAnswer>> StatementsAsync(
        string? bank, string? show, string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        var code = ApiInput.Text("bank", bank);
        if (code.IsRefused) return code.Refusal.Answer();
        if (show is not (null or "all" or "waiting")) return new ParameterIsMalformed("show", "all or waiting").Answer();
        var page = Page("bank-statements", cursor, limit, cursors);
        if (page.IsRefused) return page.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var found = await BankLists.StatementsAsync(
            connection, bank: code.Value, before: page.Value.At, most: page.Value.Most + 1, waiting: show == "waiting", cancel: cancel);
        return TypedResults.Ok(Cut("bank-statements", found, page.Value.Most, kept => kept.Id, ApiBankStatement.Of, cursors));
    }

    /// <summary>Lines of a bank statement, in its order</summary>
    public static async Task<Results<Ok<ApiList<ApiBankLine>>,
        ProblemAnswer>> LinesAsync(long id, string? cursor, string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors,
        CancellationToken cancel)
    {
        var page = Page("bank-lines", cursor, limit, cursors);
        if (page.IsRefused) return page.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        if (await BankLists.StatementsAsync(connection, id, cancel: cancel) is not [_]) return ProblemAnswer.NotFound;
        var showsEntry = actor.May(Operation.ReadJournal);
        var found = await BankLists.LinesAsync(connection, id, page.Value.Most + 1, page.Value.At ?? 0, cancel: cancel);
        return TypedResults.Ok(Cut("bank-lines", found, page.Value.Most, kept => kept.Id, kept => ApiBankLine.Of(kept, showsEntry),
            cursors));
    }

    /// <summary>Import a file of bank statements, or say what would become of it</summary>
    /// <remarks>camt.053 (v1 to v14), MT940, or CSV with a saved mapping; also gzipped or zipped, up to 20 MB. The file's content is its
    /// own key: a statement that is known already changes nothing.</remarks>
    public static async Task<Results<Ok<ApiImport>, Created<ApiImport>,
        ProblemAnswer>> ImportAsync(ImportStatementsBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey,
        HttpContext context, CurrentActor actor, LedgerReads reads, BankImport import, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Path.GetFileName(body.FileName).Length is 0 or > 200) return new FieldIsMalformed("file_name", "a name of 1 to 200 characters")
            .Answer();
        var mapping = body.Mapping is null ? null : (await BankMappings.ReadAsync(reads, cancel))
            .FirstOrDefault(saved => saved.Code == body.Mapping);
        if (body.Mapping is not null && mapping is null) return new FieldIsMalformed("mapping", "the code of a saved mapping").Answer();
        var file = new BankFile(Path.GetFileName(body.FileName), () => new MemoryStream(body.Content, writable: false));
        var outcome = body.DryRun ? await import.PreviewAsync(file, mapping, cancel)
            : await import.RunAsync(file, mapping, actor.Actor, cancel);
        if (outcome.IsRefused) return outcome.Refusal.Answer();
        var answer = new ApiImport(body.DryRun,
            [.. outcome.Value.Statements.Select(item => new ApiImportedStatement(item.StatementId, item.Bank, item.Head.Account,
            item.Head.Reference, item.Head.Currency.Code, item.Lines, item.Verdict, [.. item.Faults.Select(fault => fault.Fault)],
            item.Difference, item.KnownLines))], [.. outcome.Value.PassedOver.Select(passed => passed.Name)]);
        if (body.DryRun) return TypedResults.Ok(answer);
        if (outcome.Value.IsRepeat) context.Response.Headers[ApiWrite.ReplayedHeader] = "true";
        return TypedResults.Created(ApiPaths.Root + "/bank/statements", answer);
    }

    /// <summary>Lines whose donor is not known, with what each may be</summary>
    /// <remarks>Nothing is decided by itself: accept a suggestion by sending its donor and parts as a match.</remarks>
    public static async Task<Results<Ok<ApiList<ApiSuggestedLine>>,
        ProblemAnswer>> SuggestionsAsync(string bank, string? cursor, string? limit, LedgerReads reads, Cursors cursors,
        CancellationToken cancel)
    {
        if (await Suggestions.ReadAsync(reads, bank, cancel: cancel) is not { } suggestions) return ProblemAnswer.NotFound;
        var part = cursors.Cut($"suggestions-{bank}", suggestions.Lines.OrderBy(Place, StringComparer.Ordinal), Place, ApiSuggestedLine.Of,
            cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(SuggestedLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Waiting.Id:D19}");
    }

    /// <summary>Say whose the money on a line is</summary>
    /// <remarks>The decision is its own key: the same again changes nothing, another about the same line is refused.</remarks>
    public static async Task<Results<Created<ApiRecorded>,
        ProblemAnswer>> MatchAsync(string bank, MatchLineBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey,
        HttpContext context, CurrentActor actor, LedgerReads reads, MatchLines match, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await FindAsync(connection, catalog, bank, cancel) is not { } found) return ProblemAnswer.NotFound;
        if (await BankLists.AmountOfAsync(connection, found, body.Line, cancel) is not { } whole) return new BankLineIsUnknown(body.Line)
            .Answer();
        if (body.Parts is { } given && (given.Count is 0 or > MostParts || given.Any(part => part is null))) return new FieldIsMalformed(
            "parts", $"a list of 1 to {MostParts} parts, or left out").Answer();
        var parts = new List<LinePart>();
        foreach (var part in body.Parts ?? [])
        {
            var amount = ApiInput.Amount("amount", part.Amount, found.Currency.Code);
            if (amount.IsRefused) return amount.Refusal.Answer();
            if (part.Agreement is null != part.Instalment is null) return new FieldIsMalformed("instalment",
                "given together with its agreement").Answer();
            parts.Add(new LinePart(part.Pledge, amount.Value, part.Agreement is null ? null
                : new InstalmentOf(part.Agreement, part.Instalment!.Value), part.Difference, part.Advance));
        }
        if (parts.Count == 0) parts.Add(new LinePart(null, whole));
        var outcome = await match.IdentifyAsync(new(body.Line, body.Donor, parts, body.Always, "by program"), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/bank/accounts/{bank}/suggestions", body.Line.ToString(CultureInfo.InvariantCulture),
            outcome.Value.Entries[0]);
    }

    /// <summary>What was reconciled of a bank account, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiReconciliation>>,
        ProblemAnswer>> ReconciliationsAsync(string bank, string? cursor, string? limit, LedgerReads reads, Cursors cursors,
        CancellationToken cancel)
    {
        var list = $"reconciliations-{bank}";
        var page = Page(list, cursor, limit, cursors);
        if (page.IsRefused) return page.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        if (await FindAsync(connection, await reads.CatalogAsync(connection, cancel), bank,
            cancel) is not { } found) return ProblemAnswer.NotFound;
        var lines = await BankLists.ReconciliationsAsync(connection, found, page.Value.At, page.Value.Most + 1, cancel);
        return TypedResults.Ok(Cut(list, lines, page.Value.Most, line => line.Id, ApiReconciliation.Of, cursors));
    }

    private static async Task<BankAccount?> FindAsync(System.Data.Common.DbConnection connection, LedgerCatalog catalog, string bank,
        CancellationToken cancel) => (await BankAccounts.ReadAsync(connection, catalog, cancel)).FirstOrDefault(account =>
        account.Code == bank);

    private static Outcome<PageAsked> Page(string list, string? cursor, string? limit, Cursors cursors)
    {
        var (most, at) = (ApiInput.Limit(limit), cursors.Read(list, cursor));
        if (most.IsRefused) return most.Refusal;
        return at.IsRefused ? at.Refusal
            : new PageAsked(at.Value.Length == 0 ? null : long.Parse(at.Value, CultureInfo.InvariantCulture), most.Value);
    }

    private static ApiList<TItem> Cut<TRow, TItem>(string list, List<TRow> rows, int most, Func<TRow, long> id, Func<TRow, TItem> item,
        Cursors cursors) =>
        new([.. rows.Take(most).Select(item)], rows.Count > most
            ? cursors.Write(list, id(rows[most - 1]).ToString(CultureInfo.InvariantCulture)) : null);

    private sealed record PageAsked(long? At, int Most);
}
