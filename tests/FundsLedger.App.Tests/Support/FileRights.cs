namespace FundsLedger.App.Tests.Support;

/// <summary>Who may read and write a file, on systems that know such rights; Windows does not, and its tests skip.</summary>
public static class FileRights
{
    public static UnixFileMode Of(string path) => OperatingSystem.IsWindows() ? throw NoRights() : File.GetUnixFileMode(path);

    public static void Set(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw NoRights();
        File.SetUnixFileMode(path, mode);
    }

    private static PlatformNotSupportedException NoRights() => new("Windows has no such rights on files.");
}
