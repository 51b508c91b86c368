using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.Reports.Export;
using Spectre.Console;

namespace FundsLedger.App.Cli;

/// <summary>How a verb prints its data.</summary>
public enum OutputFormat { Table, Json, Csv }

/// <summary>Prints rows for people (table) or programs (JSON, CSV), and progress on a terminal.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void WriteJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Rows under headings; columns named in <paramref name="amounts"/> stand on the right.</summary>
    public static void WriteTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows,
        params IReadOnlyCollection<string> amounts)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            var column = new TableColumn(Markup.Escape(heading)) { NoWrap = amounts.Contains(heading) };
            table.AddColumn(amounts.Contains(heading) ? column.RightAligned() : column);
        }
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = 200;
        console.Write(table);
    }

    /// <summary>Rows under headings, in the format asked for; columns named in <paramref name="amounts"/> stand on the right of a
    /// table.</summary>
    public static void Write(OutputFormat format, IReadOnlyList<string> headings, IEnumerable<string[]> rows,
        params IReadOnlyCollection<string> amounts)
    {
        switch (format)
        {
            case OutputFormat.Json: WriteJson(
                rows.Select(row => headings.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))); break;
            case OutputFormat.Csv: WriteCsv(headings, rows); break;
            case OutputFormat.Table: WriteTable(headings, rows, amounts); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    public static void WriteCsv(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        CsvText.Write(Console.Out, rows.Prepend(headings));

    /// <summary>Runs long work; on a terminal a bar on standard error shows how far it is.</summary>
    public static async Task<T> WithProgressAsync<T>(string title, Func<IProgress<double>?, Task<T>> work)
    {
        if (Console.IsErrorRedirected) return await work(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: 1);
            return await work(new Reported(done => task.Value = done));
        });
    }

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string? Iso(DateTimeOffset? instant) => instant is { } known ? Microseconds.Print(known) : null;

    private sealed class Reported(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
