using System.Collections.Frozen;
using System.Text;

namespace FundsLedger.Domain;

/// <summary>The stable text codes of a closed set: the enum's names in snake_case (<c>NetAssets</c> ↔ <c>net_assets</c>), as stored and
/// exported.</summary>
public static class ClosedSet<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> CodeOf =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => SnakeCase(value.ToString()));
    private static readonly FrozenDictionary<string, T> ValueOf =
        CodeOf.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All codes, in the order of declaration.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Enum.GetValues<T>().Select(value => CodeOf[value])];

    /// <summary>The code of a value.</summary>
    public static string Code(T value) => CodeOf[value];

    /// <summary>The value with this exact code, or null.</summary>
    public static T? Find(string? code) => code is not null && ValueOf.TryGetValue(code, out var value) ? value : null;

    /// <summary>The value with this exact code.</summary>
    /// <exception cref="FormatException">No member has it: stored data is damaged.</exception>
    public static T Of(string code) => Find(code) ?? throw new FormatException($"'{code}' is none of: {string.Join(", ", Codes)}.");

    private static string SnakeCase(string name)
    {
        var code = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && code.Length > 0) code.Append('_');
            code.Append(char.ToLowerInvariant(letter));
        }
        return code.ToString();
    }
}
