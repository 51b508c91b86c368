using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Export;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>The forms the journal can be exported in.</summary>
public enum JournalFormat { Hledger, Beancount, Jsonl, Csv }

/// <summary>Writes the whole journal so that an auditor can recompute the books with an independent program.</summary>
/// <remarks>
/// In the two plain-text formats an account is <c>ROOT:FUND:CODE</c>, memorandum accounts <c>Equity:Memorandum:FUND:CODE</c>, and a foreign
/// amount carries its EUR total (<c>@@</c>).
/// A revaluation, which moves EUR and no foreign amount, is written as that EUR amount.
/// </remarks>
public sealed class ExportJournal(LedgerReads reads)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Streams the journal; entries stand in order of their dates (jsonl: in the order in which they were recorded, so that it can
    /// be posted again).</summary>
    public async Task RunAsync(JournalFormat format, TextWriter to, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var count = await Balances.LastSeqAsync(connection, cancel);
        await WriteHeadAsync(format, catalog, to);
        var done = 0L;
        await foreach (var entry in JournalReader.ReadAsync(connection, catalog,
            format == JournalFormat.Jsonl ? JournalOrder.BySequence : JournalOrder.ByDate, cancel: cancel))
        {
            switch (format)
            {
                case JournalFormat.Hledger: WriteHledger(entry, to); break;
                case JournalFormat.Beancount: WriteBeancount(entry, to); break;
                case JournalFormat.Jsonl: to.WriteLine(ToJson(entry)); break;
                case JournalFormat.Csv: WriteCsv(entry, to); break;
                default: throw new ArgumentOutOfRangeException(nameof(format));
            }
            if (++done % 1000 == 0) progress?.Report((double)done / count);
        }
        await to.FlushAsync(cancel);
    }

    /// <summary>The account's name in plain-text accounting.</summary>
    public static string PlainTextAccount(string fund, Account account) => account.Kind switch
    {
        AccountKind.Asset => $"Assets:{fund}:{account.Code}",
        AccountKind.Liability => $"Liabilities:{fund}:{account.Code}",
        AccountKind.NetAssets => $"Equity:{fund}:{account.Code}",
        AccountKind.Revenue => $"Income:{fund}:{account.Code}",
        AccountKind.Expense => $"Expenses:{fund}:{account.Code}",
        AccountKind.Memorandum => $"Equity:Memorandum:{fund}:{account.Code}",
        _ => throw new ArgumentOutOfRangeException(nameof(account)),
    };

    private static async Task WriteHeadAsync(JournalFormat format, LedgerCatalog catalog, TextWriter to)
    {
        var accounts = catalog.Accounts.Select(
            account => (Name: PlainTextAccount(catalog.FundById(account.FundId).Code, account), account.NameEn)).ToList();
        if (format == JournalFormat.Hledger)
        {
            foreach (var currency in Currency.List)
                await to.WriteLineAsync($"commodity 1000.{new string('0', currency.Exponent)} {currency.Code}");
            foreach (var (name, title) in accounts) await to.WriteLineAsync($"account {name}  ; {title}");
        }
        else if (format == JournalFormat.Beancount)
        {
            await to.WriteLineAsync("option \"title\" \"FundsLedger\"\noption \"operating_currency\" \"EUR\"");
            foreach (var (name, _) in accounts) await to.WriteLineAsync($"{Iso(LedgerRules.FirstDate)} open {name}");
        }
        else if (format == JournalFormat.Csv)
        {
            CsvText.WriteRow(to,
                ["seq", "date", "recorded_at", "fund", "kind", "description", "reference", "key", "reverses", "line", "account", "amount",
                    "currency", "eur",
                "donor", "pledge", "agreement", "request", "commitment", "payment", "actor"]);
        }
    }

    private static void WriteHledger(StoredEntry stored, TextWriter to)
    {
        var entry = stored.Entry;
        // A semicolon would begin a comment; the description's other characters are hledger's to print.
        to.Write($"\n{Iso(entry.EffectiveDate)} ({entry.Seq.ToString(CultureInfo.InvariantCulture)}) {Said(entry).Replace(';', ',')}\n");
        foreach (var posting in stored.Postings)
            to.Write($"    {PlainTextAccount(entry.FundCode, posting.Account)}  {PlainTextAmount(posting)}\n");
    }

    private static void WriteBeancount(StoredEntry stored, TextWriter to)
    {
        var entry = stored.Entry;
        to.Write($"\n{Iso(entry.EffectiveDate)} * \"{Quoted(Said(entry))}\"\n");
        to.Write($"  seq: {entry.Seq.ToString(CultureInfo.InvariantCulture)}\n  key: \"{Quoted(entry.Key)}\"\n");
        foreach (var posting in stored.Postings)
            to.Write($"  {PlainTextAccount(entry.FundCode, posting.Account)}  {PlainTextAmount(posting)}\n");
    }

    private static string PlainTextAmount(PlannedPosting posting) =>
        posting.Amount.Currency == Currency.Eur ? $"{posting.Amount}"
        : posting.Amount.IsZero ? Money.Eur(posting.EurMinor).ToString()
        : $"{posting.Amount} @@ {Money.Eur(Math.Abs(posting.EurMinor))}";

    private static string ToJson(StoredEntry stored)
    {
        var entry = stored.Entry;
        var fields = new Dictionary<string, object?>
        {
            ["key"] = entry.Key, ["date"] = Iso(entry.EffectiveDate), ["fund"] = entry.FundCode,
                ["kind"] = ClosedSet<EntryKind>.Code(entry.Kind), ["description"] = Said(entry),
        };
        if (entry.Reference is not null) fields["reference"] = entry.Reference;
        if (entry.SourceDocument is not null) fields["source_document"] = entry.SourceDocument;
        if (stored.ReversesKey is not null) fields["reverses"] = stored.ReversesKey;
        fields["lines"] = stored.ReversesKey is null ? stored.Postings.Select(ToFields) : Array.Empty<object>();
        return JsonSerializer.Serialize(fields, Readable);
    }

    private static Dictionary<string, string> ToFields(PlannedPosting posting)
    {
        var fields = new Dictionary<string, string> { ["account"] = posting.Account.Code, ["amount"] = posting.Amount.ToDecimalString(),
            ["currency"] = posting.Amount.Currency.Code };
        if (posting.Amount.Currency != Currency.Eur) fields["eur"] = Money.Eur(posting.EurMinor).ToDecimalString();
        foreach (var (name, code) in ((string[])["donor", "pledge", "agreement", "request", "commitment", "payment"]).Zip(
            posting.Dimensions.InOrder))
            if (code is not null) fields[name] = code;
        return fields;
    }

    private static void WriteCsv(StoredEntry stored, TextWriter to)
    {
        var entry = stored.Entry;
        foreach (var (index, posting) in stored.Postings.Index())
        {
            CsvText.WriteRow(to,
                [entry.Seq.ToString(CultureInfo.InvariantCulture), Iso(entry.EffectiveDate),
                    Microseconds.Print(Microseconds.Read(entry.RecordedAt)), entry.FundCode,
                ClosedSet<EntryKind>.Code(entry.Kind), Said(entry), entry.Reference ?? "", entry.Key, stored.ReversesKey ?? "", (index + 1)
                    .ToString(CultureInfo.InvariantCulture),
                posting.Account.Code, posting.Amount.ToDecimalString(), posting.Amount.Currency.Code,
                Money.Eur(posting.EurMinor).ToDecimalString(),
                .. posting.Dimensions.InOrder.Select(code => code ?? ""), entry.Actor.Name]);
        }
    }

    /// <summary>In English whoever exports: a file is read by programs.</summary>
    private static string Said(EntryRecord entry) => Description.Read(entry.Description).ToString();

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
