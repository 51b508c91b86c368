using System.Text;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>Verifies a statement's proof file against the keys this ledger has signed with. For everybody: it says nothing that is not in
/// the file.</summary>
[Needs(Operation.ReadPublic), RequestSizeLimit(LargestFile + 64 * 1024)]
public sealed class VerifyPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SigningKey key) : FormPage(words, actor, reads)
{
    /// <summary>Bytes a proof file may have here; a larger one is verified on one's own computer.</summary>
    public const int LargestFile = ReadingBudget.LargestStatementSent;

    /// <summary>What was found; null before something was sent.</summary>
    public StatementVerified? Result { get; private set; }

    /// <summary>Fingerprint of the key that signs now.</summary>
    public string KeyId => key.KeyId;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancel)
    {
        Accept();
        var text = file is { Length: > 0 } ? await ReadAsync(file, cancel) : Form["text"];
        // What was pasted is not sent back: it may be a million characters.
        Form["text"] = "";
        if (text is null || Encoding.UTF8.GetByteCount(text) > LargestFile) Form.Note("file", "verify.too_large");
        else if (text.Length == 0) Form.Note("file", "verify.nothing_sent");
        if (!Form.IsFaulty) Result = VerifyStatement.Run(text!, await KeyForAsync(text!, cancel));
        return Page();
    }

    // Keys are renewed now and then: a statement is good when any key of this ledger signed it, and it says itself which.
    private async Task<byte[]> KeyForAsync(string text, CancellationToken cancel)
    {
        if (StatementFile.Read(text)?.Head.PublicKey is not { } carried) return key.PublicKey;
        await using var connection = await Reads.OpenAsync(cancel);
        var known = await connection.Command(null, "SELECT public_key FROM log_keys").RowsAsync(row => row.Blob(0), cancel);
        return known.Find(one => Convert.ToBase64String(one) == carried) ?? key.PublicKey;
    }

    private static async Task<string?> ReadAsync(IFormFile file, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        return await OutsideFile.TextAsync(content, LargestFile, cancel);
    }
}
