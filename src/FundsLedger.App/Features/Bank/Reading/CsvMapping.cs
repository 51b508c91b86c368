using System.Text.Json.Serialization;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>How the columns of a bank's CSV file are to be read; saved once by its code.</summary>
/// <param name="Code">Names it.</param>
/// <param name="Delimiter">Between fields: one of <c>, ; tab |</c>.</param>
/// <param name="Decimal">Decimal mark: point or comma. The other one, blanks and apostrophes may part groups of three.</param>
/// <param name="DateFormat">E.g. <c>yyyy-MM-dd</c> or <c>dd.MM.yyyy</c>.</param>
/// <param name="Account">The account the file is of, where no column says it.</param>
/// <param name="Currency">Its currency, where no column says it.</param>
/// <param name="Columns">Heading of the column for each of <see cref="Parts"/>.</param>
public sealed record CsvMapping(string Code, char Delimiter, char Decimal, string DateFormat, string Account, string Currency,
    IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>The parts a column can be.</summary>
    public static readonly IReadOnlyList<string> Parts = ["booked", "valued", "amount", "sign", "debit", "credit", "currency", "account",
        "reference", "party", "party_account", "text", "balance"];

    /// <summary>The encodings a file can be in.</summary>
    public static readonly IReadOnlyList<string> Encodings = ["utf-8", "windows-1252"];

    /// <summary>windows-1252, or UTF-8 where nothing is said; UTF-16 says itself what it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    /// <summary>Words in the column of the sign that mean money out, parted by commas; the usual ones where nothing is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Minus { get; init; }

    /// <summary>With what the first line behind the table begins; where nothing is said, trailing lines whose date is a word are let
    /// go.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Footer { get; init; }
}

/// <summary>The words and letters by which banks say whether money came or went.</summary>
internal static class SignWords
{
    private static readonly HashSet<string> In = Set("+", "C", "CR", "CRDT", "CREDIT", "CRÉDIT", "H", "HABEN", "BIJ", "IN", "GUTSCHRIFT",
        "ENTRÉE", "UZNANIE", "DEPOSIT", "ABONO", "AVERE");
    private static readonly HashSet<string> Out = Set("-", "−", "D", "DR", "DB", "DBIT", "DEBIT", "DÉBIT", "S", "SOLL", "AF", "OUT",
        "LASTSCHRIFT", "BELASTUNG", "SORTIE", "OBCIĄŻENIE", "WITHDRAWAL", "CARGO", "DARE");

    /// <summary>True for money out, false for money in, null for a word that says neither.</summary>
    public static bool? IsOut(string word, string? ownMinus)
    {
        var plain = word.Trim();
        if (ownMinus is { Length: > 0 }) return ownMinus.Split(',', StringSplitOptions.TrimEntries)
            .Contains(plain, StringComparer.OrdinalIgnoreCase);
        return Out.Contains(plain) ? true : In.Contains(plain) ? false : null;
    }

    private static HashSet<string> Set(params string[] words) => new(words, StringComparer.OrdinalIgnoreCase);
}
