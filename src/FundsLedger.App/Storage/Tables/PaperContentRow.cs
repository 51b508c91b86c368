namespace FundsLedger.App.Storage;

/// <summary>The file of a paper, with its name and the salt of its mark. Not a register: a file that must not be kept is
/// erasable.</summary>
public sealed class PaperContentRow
{
    public long PaperId { get; set; }
    public required string Name { get; set; }
    public required byte[] Salt { get; set; }
    public required byte[] Content { get; set; }
}
