using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>A forecast as it was kept.</summary>
public sealed record StoredForecast(long Id, int FundId, DateOnly AsOf, string ModelVersion, ForecastRecord Record);

/// <summary>Keeps forecasts as they were made, one a fund and day, and scores them when their dates have come. Both are rows written once
/// and sealed: a track record nobody can tidy up.</summary>
public sealed class StoredForecasts(LedgerWriter writer, LedgerReads reads, FundHistories histories)
{
    /// <summary>Days after a date before it is scored: bank statements come late.</summary>
    public const int Grace = 30;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Keeps the first forecast of a day; false when there is one already, or when nothing was forecast that could be
    /// scored.</summary>
    public async Task<bool> KeepAsync(Fund fund, FundForecast found, CancellationToken cancel = default)
    {
        if (found is not { Forecast: ForecastWithProbability full, Books: { } books, Settings: { } settings }) return false;
        await using (var connection = await reads.OpenAsync(cancel))
        {
            if (await IsKeptAsync(question => Task.FromResult(connection.Command(null, question.Text, question.Parameters)), fund, full,
                cancel)) return false;
        }
        // Drawn before the books are locked; the same seed gives the same paths as the forecast's own.
        var content =
            JsonSerializer.Serialize(ForecastRecord.Of(full, Forecaster.Paths(books, settings, Cores.SideBySide).OrThrow()), Json);
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        if (await IsKeptAsync(question => session.QuestionAsync(question.Text, question.Parameters, cancel), fund, full, cancel))
            return false;
        await session.RegisterAsync(new ForecastRow
        {
            Id = await session.NextIdAsync(Registers.Forecasts, cancel), FundId = fund.Id, AsOf = full.AsOf,
            LedgerHead = found.InputDigest, ModelVersion = full.ModelVersion, Seed = full.Seed.ToString(CultureInfo.InvariantCulture),
            HorizonMonths = full.HorizonMonths, Paths = full.Paths, Content = content, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        await session.CommitAsync(cancel);
        return true;
    }

    /// <summary>Scores what is due; how many scores were written.</summary>
    public async Task<int> ScoreAsync(CancellationToken cancel = default)
    {
        var due = new List<(StoredForecast Forecast, int Months, ForecastScore Score)>();
        await using (var connection = await reads.OpenAsync(cancel))
        {
            var catalog = await reads.CatalogAsync(connection, cancel);
            var scored = (await connection.Command(null, "SELECT forecast_id, months FROM forecast_scores")
                .RowsAsync(row => (row.GetInt64(0), row.GetInt32(1)), cancel)).ToHashSet();
            foreach (var forecast in await ReadAsync(connection, null, cancel))
            {
                foreach (var given in forecast.Record.Chances.Where(
                    given => given.By.AddDays(Grace) <= reads.Today && !scored.Contains((forecast.Id, given.Months))))
                    due.Add(
                        (forecast, given.Months, await ScoreAsync(connection, catalog.FundById(forecast.FundId), forecast, given, cancel)));
            }
        }
        if (due.Count == 0) return 0;
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        var known = (await (await session.QuestionAsync("SELECT forecast_id, months FROM forecast_scores", [], cancel)).RowsAsync(
            row => (row.GetInt64(0), row.GetInt32(1)), cancel)).ToHashSet();
        var written = 0;
        foreach (var (forecast, months, score) in due.Where(item => known.Add((item.Forecast.Id, item.Months))))
        {
            await session.RegisterAsync(new ForecastScoreRow
            {
                Id = await session.NextIdAsync(Registers.ForecastScores, cancel), ForecastId = forecast.Id, Months = months,
                Content = JsonSerializer.Serialize(score, Json), RecordedAt = session.Instant,
            }, cancel);
            written++;
        }
        await session.CommitAsync(cancel);
        return written;
    }

    /// <summary>Every forecast kept, of a fund or of all, oldest first.</summary>
    public static Task<List<StoredForecast>> ReadAsync(DbConnection connection, int? fund, CancellationToken cancel) =>
        connection.Command(null,
        $"SELECT id, fund_id, as_of, model_version, content FROM forecasts {(fund is null ? "" : "WHERE fund_id = @fund")} ORDER BY id",
        ("@fund", fund))
        .RowsAsync(
            row =>
                new StoredForecast(row.GetInt64(0), row.GetInt32(1), row.Date(2), row.GetString(3),
                    JsonSerializer.Deserialize<ForecastRecord>(row.GetString(4), Json)!), cancel);

    /// <summary>The scores of a fund's forecasts.</summary>
    public static Task<List<(long ForecastId, ForecastScore Score)>> ScoresAsync(DbConnection connection, int fund,
        CancellationToken cancel) => connection.Command(null,
        "SELECT s.forecast_id, s.content FROM forecast_scores s JOIN forecasts f ON f.id = s.forecast_id WHERE f.fund_id = @fund ORDER "
            + "BY s.id", ("@fund", fund))
        .RowsAsync(row => (row.GetInt64(0), JsonSerializer.Deserialize<ForecastScore>(row.GetString(1), Json)!), cancel);

    private static async Task<bool> IsKeptAsync(Func<(string Text, (string Name, object? Value)[] Parameters), Task<DbCommand>> ask,
        Fund fund, ForecastWithProbability full, CancellationToken cancel) =>
        await (await ask(
            ("SELECT COUNT(*) FROM forecasts WHERE fund_id = @fund AND as_of = @day AND model_version = @model",
                [("@fund", fund.Id), ("@day", DateNumber.Of(full.AsOf)), ("@model", full.ModelVersion)]))).NumberAsync(cancel) > 0;

    private async Task<ForecastScore> ScoreAsync(DbConnection connection, Fund fund, StoredForecast forecast, RecordedChance given,
        CancellationToken cancel)
    {
        var days = await histories.OfAsync(fund.Code, forecast.AsOf.AddDays(1), given.By, cancel);
        long? received = null;
        if (given.Months == 12)
            received = (await new ForecastReader(connection, fund.Id, given.By, long.MaxValue).GiftsAsync(cancel)).Where(
                gift => gift.On > forecast.AsOf).Sum(gift => gift.Eur);
        // The place among equal values comes from what was forecast, so that scoring again gives the same. The row's number would not do:
        // it counts the forecasts of other funds too.
        var about = string.Create(CultureInfo.InvariantCulture,
            $"pit {fund.Code} {forecast.AsOf:yyyy-MM-dd} {forecast.ModelVersion} {given.Months}");
        var chance = RandomStream.PurposeOf(about) / (ulong.MaxValue + 1.0);
        return forecast.Record.Score(given.Months, days.Any(day => day.AvailableEur < fund.SettingsOn(day.Date).SmallestUsefulCommitment),
            days[^1].AvailableEur, received, Math.Min(chance, 0.999_999));
    }
}
