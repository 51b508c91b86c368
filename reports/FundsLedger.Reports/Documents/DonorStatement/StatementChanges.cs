using FundsLedger.Reports.Formatting;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>A figure that two statements about the same days tell differently; null where one of them does not tell it.</summary>
public sealed record StatementDifference(string Section, string Row, string Field, string? Before, string? After);

/// <summary>What changed between two statements about the same.</summary>
public static class StatementChanges
{
    // Each statement has its own: they say when and as what it was made, not what it tells.
    private static readonly HashSet<string> OfTheIssue = new(StringComparer.Ordinal)
        { "known_at", "number", "issued_at", "restates" };

    /// <summary>Every figure that differs, in the order of the tables, those of the earlier one first.</summary>
    public static IReadOnlyList<StatementDifference> Between(StatementRecord before, StatementRecord after)
    {
        var (earlier, later) = (Figures(before), Figures(after));
        var now = later.ToDictionary(figure => (figure.Section, figure.Row, figure.Field), figure => figure.Value);
        var then = earlier.ToDictionary(figure => (figure.Section, figure.Row, figure.Field), figure => figure.Value);
        return
        [
            .. earlier.Select(figure => new StatementDifference(figure.Section, figure.Row, figure.Field, figure.Value,
                now.GetValueOrDefault((figure.Section, figure.Row, figure.Field)))).Where(one => one.Before != one.After),
            .. later.Where(figure => !then.ContainsKey((figure.Section, figure.Row, figure.Field)))
                .Select(figure => new StatementDifference(figure.Section, figure.Row, figure.Field, null, figure.Value)),
        ];
    }

    /// <summary>Says on a statement what it restates.</summary>
    public static string Sentence(string language, string number, int changed) => Languages.IsFrench(language)
        ? $"Ce relevé remplace le relevé {number}. Chiffres modifiés, ajoutés ou supprimés : {MoneyText.Whole(changed, language)}."
        : $"This statement restates statement {number}. Figures changed, added or left out: {MoneyText.Whole(changed, language)}.";

    private static List<StatementFigure> Figures(StatementRecord record) =>
        [.. StatementSheets.FiguresOf(record).Where(figure => figure.Section != "statement" || !OfTheIssue.Contains(figure.Row))];
}
