using System.Data.Common;
using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Audit;

/// <summary>Seals the audit log: each minute in which something was audited becomes a leaf of the log of its class, two minutes later at
/// the latest.</summary>
/// <remarks>A minute is sealed once it has been over for a whole minute, by what the rows say of their time. So how many leaves there are
/// follows from the rows alone, and not from when the books were busy with another fund.</remarks>
public sealed class SealAudit(LedgerWriter writer, LedgerReads reads)
{
    private const int MostAtOnce = 10_000;
    private static readonly IReadOnlyList<LogClass> Logs = [LogClass.Open, LogClass.Protected];

    /// <summary>Seals the minutes that are over; false when there are none.</summary>
    public async Task<bool> RunIfDueAsync(CancellationToken cancel = default)
    {
        var before = Microseconds.Of(StartOf(reads.Clock.GetUtcNow()).AddMinutes(-1));
        // Asked before the writers' lock is taken: in most minutes there is nothing.
        await using (var connection = await reads.OpenWholeAsync(cancel))
        {
            Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
            var isDue = false;
            foreach (var log in Logs) isDue |= (await DueAsync(ask, log, before, cancel)).Count > 0;
            if (!isDue) return false;
        }
        return await RunAsync(before, cancel);
    }

    /// <summary>Seals every row there is.</summary>
    public Task<bool> RunAsync(CancellationToken cancel = default) => RunAsync(long.MaxValue, cancel);

    private async Task<bool> RunAsync(long before, CancellationToken cancel)
    {
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        Ask ask = (text, parameters) => session.WholeQuestionAsync(text, parameters, cancel);
        var isNew = false;
        foreach (var log in Logs)
        {
            List<(long Row, DateTimeOffset Minute)> due;
            while ((due = await DueAsync(ask, log, before, cancel)).Count > 0)
            {
                // The last minute of a full page may go on in the next one.
                var isWhole = due.Count < MostAtOnce || due[0].Minute == due[^1].Minute;
                foreach (var minute in Together(due).Where(minute => isWhole || minute.Last < due[^1].Row))
                {
                    var (digest, _) = await AuditDigest.OfAsync(
                        await ask(AuditDigest.Question, ("@tree", (int)log), ("@first", minute.First), ("@last", minute.Last)), cancel);
                    await session.RegisterAsync(new AuditMinuteRow
                    {
                        Tree = log, FirstRow = minute.First, LastRow = minute.Last, Minute = minute.Begins, Digest = digest,
                    }, cancel);
                    isNew = true;
                }
            }
        }
        if (isNew) await session.CommitAsync(cancel);
        return isNew;
    }

    /// <summary>The rows after the last sealed one, until one that is not old enough: numbers follow the order of writing, and a clock set
    /// back makes a later row wait.</summary>
    private static async Task<List<(long Row, DateTimeOffset Minute)>> DueAsync(Ask ask, LogClass log, long before,
        CancellationToken cancel)
    {
        var sealedTo = await (await ask(AuditDigest.SealedTo, ("@tree", (int)log), ("@protected", (int)LogClass.Protected)))
            .NumberAsync(cancel);
        var rows = await (await ask(
            $"SELECT COALESCE(number, id), at FROM audit_log WHERE {AuditDigest.Between} ORDER BY 1 LIMIT {MostAtOnce}",
            ("@tree", (int)log), ("@first", sealedTo + 1), ("@last", long.MaxValue)))
            .RowsAsync(row => (Row: row.GetInt64(0), At: row.GetInt64(1)), cancel);
        return [.. rows.TakeWhile(row => row.At < before).Select(row => (row.Row, StartOf(Microseconds.Read(row.At))))];
    }

    private static IEnumerable<(long First, long Last, DateTimeOffset Begins)> Together(List<(long Row, DateTimeOffset Minute)> rows)
    {
        for (int first = 0, next; first < rows.Count; first = next)
        {
            next = first + 1;
            while (next < rows.Count && rows[next].Minute == rows[first].Minute) next++;
            yield return (rows[first].Row, rows[next - 1].Row, rows[first].Minute);
        }
    }

    private static DateTimeOffset StartOf(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}

/// <summary>SHA-256 over audit rows, each in the books' own unambiguous encoding.</summary>
public static class AuditDigest
{
    /// <summary>Rows of the log <c>@tree</c> from <c>@first</c> to <c>@last</c>, inclusive. Rows of before there was a log each are those
    /// of the protected one, under the number they had.</summary>
    public const string Between = "tree = @tree AND (number BETWEEN @first AND @last OR (number IS NULL AND id BETWEEN @first AND @last))";

    /// <summary>Those rows with what is sealed of them.</summary>
    public const string Question =
        $"SELECT COALESCE(number, id), at, actor_id, actor_name, act, subject, outcome FROM audit_log WHERE {Between} ORDER BY 1";

    /// <summary>The last sealed row of the log <c>@tree</c>; the days that were sealed before there were minutes count for
    /// <c>@protected</c>.</summary>
    public const string SealedTo =
        """
        SELECT COALESCE((SELECT MAX(last_row) FROM audit_minutes WHERE tree = @tree),
            (SELECT MAX(last_row) FROM audit_digests WHERE @tree = @protected), 0)
        """;

    /// <summary>The digest of the question's rows, and how many there are. Disposes of the question.</summary>
    public static async Task<(byte[] Digest, long Rows)> OfAsync(DbCommand question, CancellationToken cancel)
    {
        await using (question)
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = new CanonicalWriter();
            var count = 0L;
            await using var row = await question.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
            {
                bytes.Reset();
                bytes.Text("fundsledger audit v1");
                bytes.Int64(row.GetInt64(0));
                bytes.Int64(row.GetInt64(1));
                for (var column = 2; column < row.FieldCount; column++) bytes.Text(row.GetString(column));
                digest.AppendData(bytes.WrittenSpan);
                count++;
            }
            return (digest.GetHashAndReset(), count);
        }
    }
}
