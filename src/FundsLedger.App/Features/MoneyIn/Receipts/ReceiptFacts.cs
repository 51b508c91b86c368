using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>Questions about receipts, inside a transaction.</summary>
internal static class ReceiptFacts
{
    public static async Task<string?> FindReceiptCodeAsync(this LedgerSession session, long entrySeq, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT code FROM receipts WHERE entry_seq = @seq", [("@seq", entrySeq)], cancel);
        return await question.RowsAsync(row => row.GetString(0), cancel) is [var code] ? code : null;
    }
}
