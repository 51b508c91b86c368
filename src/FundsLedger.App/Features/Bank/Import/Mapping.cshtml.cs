using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Import;

/// <summary>Says what the columns of an uploaded table are. What they seem to be is proposed; it is saved only once what it reads was
/// shown.</summary>
[Needs(Operation.RecordBank)]
public sealed class MappingFromFilePage(PageLanguage words, CurrentActor actor, LedgerReads reads, BankUploads uploads,
    SaveBankMapping save)
    : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Token { get; set; } = "";

    public string FileName { get; private set; } = "";

    /// <summary>What the file seems to be; null where it is no table, or is kept no longer.</summary>
    public GuessedTable? Table { get; private set; }

    /// <summary>What the mapping makes of the file; null before it was tried.</summary>
    public MappingTrial? Trial { get; private set; }

    /// <summary>The mapping that was tried, as it would be saved.</summary>
    public string Layout { get; private set; } = "";

    /// <summary>Numbers of the bank accounts, with what they are called.</summary>
    public IReadOnlyList<(string Value, string Text)> Accounts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is null || Table is not { } table) return;
        Propose("code", await FreeCodeAsync(cancel));
        Propose("delimiter", MappingForm.Word(table.Delimiter));
        Propose("decimal", table.Decimal?.ToString());
        Propose("dates", table.DateFormat);
        Propose("account", Accounts.FirstOrDefault(one => one.Value == table.Account).Value);
        Propose("currency", table.Currency);
        Propose("encoding", table.Encoding);
        foreach (var (part, heading) in table.Columns) Propose($"column_{part}", heading);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is not { } file || Table is null) return Page();
        Accept();
        if (MappingForm.Read(Form) is not { } mapping) return Page();
        if (SaveBankMapping.Refuse(mapping) is { } refusal)
        {
            Form.Note(refusal, refusal is BankCodeIsMalformed ? "code" : "");
            return Page();
        }
        (Trial, Layout) = (MappingTrial.Of(file, mapping), BankMappings.Write(mapping));
        if (Trial.Refusal is { } wrong) Form.Note(wrong);
        // What was changed since it was shown is shown again first.
        if (Form.IsFaulty || Form["act"] != "save" || Form["tried"] != Layout) return Page();
        return Finish(await save.RunAsync(mapping, Acting.Actor, cancel),
            saved => new Status("status.bank_mapping_saved", saved.Code, null),
            saved => Links.To($"/bank/preview/{Token}", ("mapping", saved.Code)), refused => refused is BankCodeIsTaken ? "code" : "")
                ?? Page();
    }

    private async Task<BankFile?> LoadAsync(CancellationToken cancel)
    {
        if (uploads.Find(Token) is not { } file)
        {
            Form.Note(new BankUploadIsGone());
            return null;
        }
        (FileName, Table) = (file.Name, TableGuess.Of(file));
        await using var connection = await Reads.OpenAsync(cancel);
        var banks = await BankAccounts.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), cancel);
        Accounts = [.. banks.Select(bank => (bank.Number, $"{bank.Code} · {bank.Number} · {bank.Name}")).DistinctBy(one => one.Number)];
        return file;
    }

    private async Task<string> FreeCodeAsync(CancellationToken cancel)
    {
        var taken = (await BankMappings.ReadAsync(Reads, cancel)).Select(saved => saved.Code).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, taken.Count + 1).Select(number => $"CSV-{number}").First(code => !taken.Contains(code));
    }
}
