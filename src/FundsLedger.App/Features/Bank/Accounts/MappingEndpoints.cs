using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>How the columns of a bank's CSV file are read.</summary>
/// <param name="Code">Names it: capital letters, digits and hyphens.</param>
/// <param name="Delimiter">Between fields: <c>, ; tab |</c>.</param>
/// <param name="Decimal">Decimal mark: point or comma.</param>
/// <param name="DateFormat">E.g. yyyy-MM-dd or dd.MM.yyyy.</param>
/// <param name="Columns">Heading of the column for each part: booked, valued, amount, sign, debit, credit, currency, account, reference,
/// party, party_account, text, balance.</param>
/// <param name="Account">The account's number, where no column says it.</param>
/// <param name="Currency">Its currency, where no column says it.</param>
/// <param name="Encoding">utf-8 or windows-1252.</param>
/// <param name="Minus">Words that mean money out, parted by commas.</param>
/// <param name="Footer">With what the first line behind the table begins.</param>
public sealed record ApiMapping(
    string Code, string Delimiter, string Decimal, string DateFormat, IReadOnlyDictionary<string, string> Columns, string Account = "",
    string Currency = "", string? Encoding = null, string? Minus = null, string? Footer = null) : IApiBody
{
    public static object Example { get; } = new ApiMapping("SYNTHETIC", ";", ",", "dd.MM.yyyy",
        new Dictionary<string, string> { ["booked"] = "Date", ["amount"] = "Amount", ["balance"] = "Balance" }, Currency: "EUR");

    internal static ApiMapping Of(CsvMapping saved) => new(saved.Code, MappingForm.Word(saved.Delimiter), saved.Decimal.ToString(),
        saved.DateFormat, saved.Columns, saved.Account, saved.Currency, saved.Encoding ?? "utf-8", saved.Minus, saved.Footer);

    /// <summary>As it is saved; null where a mark is none.</summary>
    internal CsvMapping? Read() => !MappingForm.Delimiters.Contains(Delimiter) || Decimal is not ("." or ",") ? null
        : new CsvMapping(Code, MappingForm.Delimiter(Delimiter), Decimal[0], DateFormat, Account, Currency, Columns)
        {
            Encoding = Encoding == "utf-8" ? null : Encoding, Minus = Minus, Footer = Footer,
        };
}

/// <summary>A file to look at before it is imported.</summary>
/// <param name="FileName">Its name, as shown.</param>
/// <param name="Content">The file in base64.</param>
/// <param name="Mapping">What to read it by; left out, what its columns seem to be is told.</param>
public sealed record TryMappingBody(string FileName, byte[] Content, ApiMapping? Mapping = null) : IApiBody
{
    public static object Example { get; } = new TryMappingBody("synthetic.csv", "Date;Amount\r\n2026-01-31;5,00\r\n"u8.ToArray());
}

/// <summary>What a table seems to be. Nothing is read by it: look at it, complete it, and send it as a mapping.</summary>
/// <param name="HeadingLine">Line of the file with the headings, from 1.</param>
/// <param name="Headings">As they stand.</param>
/// <param name="Rows">The first rows below them.</param>
/// <param name="Columns">The heading that each part seems to have.</param>
/// <param name="Delimiter">Between fields.</param>
/// <param name="Decimal">Null where the table does not tell.</param>
/// <param name="DateFormat">Null where two formats fit, or none.</param>
/// <param name="Encoding">utf-8 or windows-1252.</param>
/// <param name="Currency">Null where no heading names one.</param>
/// <param name="Account">An IBAN that stands before the table.</param>
public sealed record ApiGuess(
    int HeadingLine, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyDictionary<string, string> Columns,
    string Delimiter, string? Decimal, string? DateFormat, string Encoding, string? Currency, string? Account);

/// <summary>A line as a mapping reads it.</summary>
/// <param name="BookedOn">Booking date.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">Positive when money came in.</param>
/// <param name="Party">The other party's name.</param>
/// <param name="Text">Remittance text.</param>
public sealed record ApiTriedLine(DateOnly BookedOn, string Currency, string Amount, string Party, string Text);

/// <summary>What was found in a file.</summary>
/// <param name="Guess">What it seems to be; null where it is no table.</param>
/// <param name="LineCount">How many lines the mapping reads; null without one.</param>
/// <param name="Lines">The first of them.</param>
/// <param name="Opening">Balance before the first line; null where the file does not tell.</param>
/// <param name="Closing">Balance after the last line.</param>
public sealed record ApiTrial(ApiGuess? Guess, int? LineCount, IReadOnlyList<ApiTriedLine>? Lines, string? Opening, string? Closing);

/// <summary>Mappings of CSV files.</summary>
public static class MappingEndpoints
{
    private const long LargestFile = ReadingBudget.LargestBankFileInJson;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank/mappings", ListAsync).WithName("list_bank_mappings").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapGet("/bank/mappings/{code}", MappingAsync).WithName("read_bank_mapping").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapPost("/bank/mappings", DefineAsync).WithName("define_bank_mapping").WithTags("Bank").Needs(Operation.RecordBank);
        api.MapPost("/bank/mappings/trials", Try).WithName("try_bank_mapping").WithTags("Bank")
            .WithMetadata(new RequestSizeLimitAttribute(LargestFile)).Needs(Operation.RecordBank);
    }

    /// <summary>Saved mappings</summary>
    public static async Task<Ok<ApiList<ApiMapping>>> ListAsync(LedgerReads reads, CancellationToken cancel) =>
        TypedResults.Ok(new ApiList<ApiMapping>([.. (await BankMappings.ReadAsync(reads, cancel)).Select(ApiMapping.Of)], null));

    /// <summary>One saved mapping</summary>
    public static async Task<Results<Ok<ApiMapping>, ProblemAnswer>> MappingAsync(
        string code, LedgerReads reads, CancellationToken cancel) =>
        (await BankMappings.ReadAsync(reads, cancel)).Find(saved => saved.Code == code) is { } found
            ? TypedResults.Ok(ApiMapping.Of(found)) : ProblemAnswer.NotFound;

    /// <summary>Save how a bank's CSV columns are read</summary>
    /// <remarks>The code is its own key: the same again changes nothing, another under the same code is refused.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DefineAsync(
        ApiMapping body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor,
        SaveBankMapping save, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Read() is not { } mapping) return new FieldIsMalformed("delimiter", "one of , ; tab | beside a decimal of . or ,")
            .Answer();
        var outcome = await save.RunAsync(mapping, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, "/bank/mappings", outcome.Value.Code, null);
    }

    /// <summary>What a table seems to be, or what a mapping makes of it</summary>
    /// <remarks>Nothing is written, and nothing is ever imported by a guess.</remarks>
    public static Results<Ok<ApiTrial>, ProblemAnswer> Try(TryMappingBody body)
    {
        var file = new BankFile(Path.GetFileName(body.FileName), () => new MemoryStream(body.Content, writable: false));
        var guess = TableGuess.Of(file) is { } table ? new ApiGuess(table.HeadingLine, table.Headings, table.Rows, table.Columns,
            MappingForm.Word(table.Delimiter), table.Decimal?.ToString(), table.DateFormat, table.Encoding, table.Currency, table.Account)
                : null;
        if (body.Mapping is null) return TypedResults.Ok(new ApiTrial(guess, null, null, null, null));
        if (body.Mapping.Read() is not { } mapping)
            return new FieldIsMalformed("delimiter", "one of , ; tab | beside a decimal of . or ,").Answer();
        if (SaveBankMapping.Refuse(mapping) is { } refusal) return refusal.Answer();
        var trial = MappingTrial.Of(file, mapping);
        if (trial.Refusal is { } wrong) return wrong.Answer();
        return TypedResults.Ok(new ApiTrial(guess, trial.Count,
            [.. trial.Lines.Select(line => new ApiTriedLine(
                line.BookedOn, line.Amount.Currency.Code, line.Amount.ToDecimalString(), line.PartyName, line.Text))],
            trial.Heads.Count == 0 ? null : trial.Heads[0].Opening?.Amount.ToDecimalString(),
            trial.Heads.Count == 0 ? null : trial.Heads[^1].Closing?.Amount.ToDecimalString()));
    }
}
