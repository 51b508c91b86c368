using System.Text.Json;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>Saves how a bank's CSV columns are read.</summary>
public sealed class SaveBankMapping(LedgerWriter writer)
{
    public Task<Outcome<SavedMapping>> RunAsync(CsvMapping mapping, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<SavedMapping>(actor, async session =>
    {
        if (Refuse(mapping) is { } refusal) return refusal;
        var layout = BankMappings.Write(mapping);
        var known = await (await session.QuestionAsync("SELECT layout FROM bank_mappings WHERE code = @code", [("@code", mapping.Code)],
            cancel)).RowsAsync(row => row.GetString(0), cancel);
        if (known is [var there]) return there == layout ? new SavedMapping(mapping.Code, IsRepeat: true)
            : new BankCodeIsTaken(mapping.Code);
        await session.RegisterAsync(new BankMappingRow
        {
            Code = mapping.Code, Layout = layout, RecordedAt = session.Instant, ActorId = session.Actor.Id,
            ActorName = session.Actor.Name,
        }, cancel);
        return new SavedMapping(mapping.Code, IsRepeat: false);
    }, cancel);

    /// <summary>What is wrong with a mapping, whatever file it is for; null where nothing is.</summary>
    public static BankRefusal? Refuse(CsvMapping mapping) => !AddBankAccount.IsCode(mapping.Code) ? new BankCodeIsMalformed(mapping.Code)
        : Fault(mapping) is { } fault ? new BankMappingIsMalformed(fault) : null;

    private static string? Fault(CsvMapping mapping)
    {
        if (mapping.Delimiter is not (',' or ';' or '\t' or '|')) return "fields are separated by a comma, a semicolon, a tab or a bar.";
        if (mapping.Decimal is not ('.' or ',')
            || mapping.Decimal == mapping.Delimiter) return "the decimal mark is a point or a comma, and not what separates the fields.";
        if (!mapping.DateFormat.Contains("yy", StringComparison.Ordinal) || !mapping.DateFormat.Contains('M')
            || !mapping.DateFormat.Contains('d')
            || mapping.DateFormat.Length > 20) return "the format of dates has a year, a month and a day, e.g. yyyy-MM-dd.";
        if (mapping.Columns.Keys.FirstOrDefault(part => !CsvMapping.Parts.Contains(part))
            is { } unknown) return $"there is no part '{unknown}'.";
        if (mapping.Columns.Values.Any(heading => string.IsNullOrWhiteSpace(heading) || heading.Length > 100
            || LedgerRules.BrokenText(heading) is not null)) return "a heading is empty, too long or broken.";
        if (mapping.Encoding is { } encoding
            && !CsvMapping.Encodings.Contains(encoding)) return $"the encoding is one of {string.Join(", ", CsvMapping.Encodings)}.";
        if (new[] { mapping.Minus, mapping.Footer }
            .Any(words => words is not null
            && (string.IsNullOrWhiteSpace(words) || words.Length > 100
            || LedgerRules.BrokenText(words)
            is not null))) return "words for money out, or those behind the table, are empty, too long or broken.";
        if (mapping.Columns.ContainsKey("sign")
            && !mapping.Columns.ContainsKey("amount")) return "a column of the sign needs one of the amount.";
        if (!mapping.Columns.ContainsKey("booked")) return "the column of the booking date (booked) is missing.";
        if (!mapping.Columns.ContainsKey("amount")
            && !(mapping.Columns.ContainsKey("debit")
            && mapping.Columns.ContainsKey("credit"))) return "the column of the amount (amount, or debit and credit) is missing.";
        if (mapping.Account.Length == 0
            && !mapping.Columns.ContainsKey("account")) return "neither a column nor the mapping says which account it is.";
        return Currency.Find(mapping.Currency) is null && !mapping.Columns.ContainsKey("currency")
            ? "neither a column nor the mapping says which currency it is." : null;
    }
}

/// <summary>Reads saved mappings.</summary>
public static class BankMappings
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Write(CsvMapping mapping) =>
        JsonSerializer.Serialize(mapping
        with { Columns = new SortedDictionary<string, string>(mapping.Columns.ToDictionary(), StringComparer.Ordinal) }, Json);

    public static async Task<List<CsvMapping>> ReadAsync(LedgerReads reads, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await connection.Command(null, "SELECT layout FROM bank_mappings ORDER BY code")
            .RowsAsync(row => JsonSerializer.Deserialize<CsvMapping>(row.GetString(0), Json)!, cancel);
    }
}

/// <summary>The mapping that stands under the code.</summary>
public sealed record SavedMapping(string Code, bool IsRepeat) : IAnswer;
