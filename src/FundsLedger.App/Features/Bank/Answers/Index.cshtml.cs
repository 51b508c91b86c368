using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Answers;

/// <summary>The form that takes a bank's answer to a payment file, and what the answer says of each payment.</summary>
[Needs(Operation.RecordBank)]
[RequestSizeLimit(LargestUpload), RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public sealed class AnswerPage(PageLanguage words, CurrentActor actor, LedgerReads reads, TakePaymentAnswer take)
    : FormPage(words, actor, reads)
{
    private const int LargestUpload = ReadingBudget.LargestPaymentAnswer;

    /// <summary>What was taken; null before.</summary>
    public TakenAnswer? Taken { get; private set; }

    public void OnGet() => Begin();

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancel)
    {
        Accept();
        if (file is null || file.Length == 0) Form.Note("file", "form.missing");
        if (Form.IsFaulty) return Page();
        await using var content = file!.OpenReadStream();
        var outcome = await take.RunAsync(content, Path.GetFileName(file.FileName), Acting.Actor, cancel);
        if (outcome.IsRefused) Form.Note(outcome.Refusal, "file");
        else Taken = outcome.Value;
        return Page();
    }
}
