using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>What a mapping makes of a file, shown before it is saved or used.</summary>
/// <param name="Lines">The first lines, as they would be read.</param>
/// <param name="Heads">What each statement says of itself.</param>
/// <param name="Count">How many lines there are.</param>
/// <param name="Refusal">Why the file is not read to its end; null when it is.</param>
public sealed record MappingTrial(IReadOnlyList<BankLine> Lines, IReadOnlyList<StatementHead> Heads, int Count, BankFileRefusal? Refusal)
{
    /// <summary>Most lines that are shown.</summary>
    public const int MostLines = 20;

    /// <summary>Reads the file to its end and keeps its first lines.</summary>
    public static MappingTrial Of(BankFile file, CsvMapping mapping)
    {
        var (lines, heads, count) = (new List<BankLine>(), new List<StatementHead>(), 0);
        try
        {
            foreach (var item in BankFileReader.Read(file, mapping))
                if (item is LineRead { Line: var line })
                {
                    if (++count <= MostLines) lines.Add(line);
                }
                else if (item is StatementEnds ends) heads.Add(ends.Head);
        }
        catch (BankFileException fault) { return new MappingTrial(lines, heads, count, fault.Refusal); }
        return new MappingTrial(lines, heads, count, null);
    }
}
