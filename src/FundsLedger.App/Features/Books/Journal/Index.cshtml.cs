using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>The journal: filtered, newest first, a page at a time, or as CSV.</summary>
[Needs(Operation.ReadJournal)]
public sealed class JournalPage(LedgerReads reads, PageLanguage words) : PageModel
{
    private const int PageLength = 50;
    private const int MostInCsv = 100_000;

    [BindProperty(SupportsGet = true)] public string? Fund { get; set; }
    [BindProperty(SupportsGet = true)] public string? Kind { get; set; }
    [BindProperty(SupportsGet = true)] public string? From { get; set; }
    [BindProperty(SupportsGet = true)] public string? To { get; set; }
    [BindProperty(SupportsGet = true)] public string? Text { get; set; }
    [BindProperty(SupportsGet = true)] public string? Donor { get; set; }
    [BindProperty(SupportsGet = true)] public string? Pledge { get; set; }
    [BindProperty(SupportsGet = true)] public string? Commitment { get; set; }
    [BindProperty(SupportsGet = true)] public string? Key { get; set; }
    [BindProperty(SupportsGet = true)] public long? Before { get; set; }

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<JournalLine> Entries { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await ReadAsync(PageLength + 1, cancel);
        Entries = [.. found.Take(PageLength)];
        Pager = new Pager(Before is null ? null : Links.With(Request, "before", null),
            found.Count > PageLength ? Links.With(Request, "before", Entries[^1].Seq.ToString(CultureInfo.InvariantCulture)) : null);
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        using var text = new StringWriter();
        CsvText.WriteRow(text,
            ["seq", "date", "fund", "kind", "description", "reference", "eur", "actor", "key", "reverses", "reversed_by"]);
        foreach (var line in await ReadAsync(MostInCsv, cancel))
            CsvText.WriteRow(text, [Number(line.Seq), Links.Iso(line.Date), line.FundCode, ClosedSet<EntryKind>.Code(line.Kind),
                line.Description.ToString(), line.Reference, Money.Eur(line.Eur).ToDecimalString(), line.ActorName, line.Key,
                Number(line.ReversesSeq), Number(line.ReversedBySeq)]);
        return this.Csv(text.ToString(), $"journal-{Links.Iso(reads.Today)}.csv");
    }

    private async Task<List<JournalLine>> ReadAsync(int most, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Funds = catalog.Funds;
        var filter = new JournalFilter { Fund = Blank(Fund), Kind = ClosedSet<EntryKind>.Find(Kind), From = Day(From), To = Day(To),
            Text = Text?.Trim(), Language = words.Code, Donor = Blank(Donor), Pledge = Blank(Pledge), Commitment = Blank(Commitment),
            Key = Blank(Key), Before = Before };
        return await JournalList.ReadAsync(connection, catalog, filter, most, cancel);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateOnly? Day(string? text) => BookDay.Read(text);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
