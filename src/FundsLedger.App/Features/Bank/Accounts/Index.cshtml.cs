using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>A bank account with what waits on it.</summary>
public sealed record BankPlace(BankAccount Bank, DateOnly? ClosedOn, Money? Closing, long Open, long Unidentified, Money UnidentifiedSum,
    DateOnly? Reconciled, long Elsewhere);

/// <summary>The bank accounts, the upload of statements, and the statements that came.</summary>
[Needs(Operation.ReadBank), Needs(Operation.RecordBank, "POST")]
[RequestSizeLimit(LargestUpload), RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public sealed class BankPage(PageLanguage words, CurrentActor actor, LedgerReads reads, BankUploads uploads) : FormPage(words, actor, reads)
{
    /// <summary>Most bytes of one upload, packed or not.</summary>
    public const long LargestUpload = ReadingBudget.LargestBankFileSent;

    public IReadOnlyList<BankPlace> Places { get; private set; } = [];

    public IReadOnlyList<KeptStatement> Statements { get; private set; } = [];

    /// <summary>Statements set aside about which nobody has decided, newest first.</summary>
    public IReadOnlyList<KeptStatement> SetAside { get; private set; } = [];

    public IReadOnlyList<CsvMapping> Mappings { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        if (file is null || file.Length == 0) Form.Note("file", "bank.no_file");
        if (Form.IsFaulty) return Page();
        var token = await uploads.KeepAsync(file!, cancel);
        return LocalRedirect(Links.To($"/bank/preview/{token}", ("mapping", Form["mapping"])));
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        Mappings = await BankMappings.ReadAsync(Reads, cancel);
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var last = (await connection.Command(null, "SELECT bank_account, closed_on, closing_minor FROM bank_statements WHERE id IN "
            + "(SELECT MAX(id) FROM bank_statements WHERE outcome = 'accepted' GROUP BY bank_account)")
            .RowsAsync(row => (Bank: row.GetString(0), On: row.Date(1), Minor: row.GetInt64(2)), cancel)).ToDictionary(row => row.Bank);
        var places = new List<BankPlace>();
        foreach (var bank in await BankAccounts.ReadAsync(connection, catalog, cancel))
        {
            var (open, _) = await WaitingLines.CountAsync(ask, catalog, bank, Waiting.Open, cancel: cancel);
            var (unidentified, sum) = await WaitingLines.CountAsync(ask, catalog, bank, Waiting.Unidentified, cancel: cancel);
            var closing = last.TryGetValue(bank.Code, out var at) ? at : default;
            places.Add(new BankPlace(bank, closing.Bank is null ? null : closing.On, closing.Bank is null ? null
                : new Money(closing.Minor, bank.Currency), open, unidentified, new Money(sum, bank.Currency),
                catalog.ReconciledThrough(bank.Ledger.Id),
                (await WaitingLines.CountAsync(ask, catalog, bank, Waiting.NotOfThisFund, cancel: cancel)).Count));
        }
        Places = places;
        Statements = await BankLists.StatementsAsync(connection, cancel: cancel);
        SetAside = await BankLists.StatementsAsync(connection, most: 20, waiting: true, cancel: cancel);
    }
}
