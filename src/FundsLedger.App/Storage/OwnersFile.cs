namespace FundsLedger.App.Storage;

/// <summary>Files that only their owner may read and write, whatever the umask says: books, backups, keys.</summary>
public static class OwnersFile
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a new file; it is never readable by others, not even for a moment.</summary>
    /// <exception cref="IOException">There is one already.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnersOnly;
        return new FileStream(path, options);
    }

    /// <summary>Copies a file into a new one, or over one that stands there.</summary>
    public static async Task CopyAsync(string from, string to, CancellationToken cancel = default)
    {
        File.Delete(to);
        await using var source = File.OpenRead(from);
        await using var target = Create(to);
        await source.CopyToAsync(target, cancel);
    }

    /// <summary>Takes away from others what an earlier version, or a hand, left open to them.</summary>
    public static void Close(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || File.GetUnixFileMode(path) == OwnersOnly) return;
        File.SetUnixFileMode(path, OwnersOnly);
    }
}
