using System.Security.Cryptography;
using FundsLedger.App.Features.Bank.Reading;

namespace FundsLedger.App.Features.Bank.Import;

/// <summary>Files between preview and import, in a folder that only this program's user can read; gone after an hour, and as soon as they
/// are imported.</summary>
public sealed class BankUploads(TimeProvider clock)
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"fundsledger-bank-{Environment.ProcessId}");

    /// <summary>Keeps a file and gives the token by which it is found again.</summary>
    public async Task<string> KeepAsync(IFormFile file, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var old in Directory.EnumerateFiles(_folder)
            .Where(path => File.GetLastWriteTimeUtc(path) < clock.GetUtcNow().UtcDateTime.AddHours(-1))) File.Delete(old);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await using (var kept = File.Create(Path.Combine(_folder, token))) await file.CopyToAsync(kept, cancel);
        await File.WriteAllTextAsync(Path.Combine(_folder, token + ".name"), Path.GetFileName(file.FileName), cancel);
        return token;
    }

    /// <summary>The file of a token; null when it is gone or never was.</summary>
    public BankFile? Find(string? token)
    {
        if (token is not { Length: 32 } || !token.All(char.IsAsciiHexDigitLower)
            || !File.Exists(Path.Combine(_folder, token + ".name"))) return null;
        var path = Path.Combine(_folder, token);
        return BankFile.At(path) with { Name = File.ReadAllText(path + ".name") };
    }

    /// <summary>Forgets a file.</summary>
    public void Forget(string token)
    {
        if (Find(token) is null) return;
        File.Delete(Path.Combine(_folder, token));
        File.Delete(Path.Combine(_folder, token + ".name"));
    }
}
