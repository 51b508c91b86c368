using System.Globalization;
using Xunit;
using Xunit.v3;

namespace FundsLedger.App.Tests.Support;

/// <summary>Marks tests that take hours: only <c>tests/run long</c> runs them.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TakesHoursAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("takes", "hours"), new("long", "yes")];
}

/// <summary>Marks tests that try more in <c>tests/run long</c>: in every run they try a part.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TriesMoreAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("long", "yes")];
}

/// <summary>A run over many seeds that says how far it came and goes on there when it is started again.</summary>
public static class LongRun
{
    /// <summary>Names the folder in which long runs keep how far they came; <c>tests/run long</c> sets it.</summary>
    public const string Variable = "FUNDSLEDGER_TEST_LONG";

    /// <summary>True in <c>tests/run long</c>.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Tries seeds 1 to <paramref name="count"/>, inclusive, each once over all starts of the run.</summary>
    /// <param name="name">A file name: what is counted.</param>
    /// <param name="count">How many seeds.</param>
    /// <param name="tryAsync">Tries one seed; throws where it finds a fault.</param>
    public static async Task SeedsAsync(string name, int count, Func<int, Task> tryAsync)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} is not set: tests/run long sets it.");
        var file = Path.Combine(folder!, name);
        var done = await DoneAsync(file);
        for (var seed = done + 1; seed <= count; seed++)
        {
            try
            {
                await tryAsync(seed);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{name}: seed {seed} of {count} failed.", fault);
            }
            await File.WriteAllTextAsync(file, seed.ToString(CultureInfo.InvariantCulture));
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {count} seeds tried, of them {count - done} in this run");
    }

    /// <summary>Tries seeds 1 to <paramref name="count"/>, inclusive, in parts: in a long run each part once over all starts, and what it
    /// says is kept in a file of the same name ending in <c>.log</c>; in any other run all of them.</summary>
    /// <param name="name">A file name: what is counted.</param>
    /// <param name="count">How many seeds.</param>
    /// <param name="part">Seeds of one part.</param>
    /// <param name="tryPart">Tries the seeds from the first to the last, inclusive, and says how it went; throws where it finds a
    /// fault.</param>
    public static async Task PartsAsync(string name, int count, int part, Func<int, int, string> tryPart)
    {
        var file = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.Combine(folder, name) : null;
        var done = await DoneAsync(file);
        for (var from = done + 1; from <= count; from += part)
        {
            var to = Math.Min(count, from + part - 1);
            string said;
            try
            {
                said = tryPart(from, to);
            }
            catch (Exception fault) when (file is not null)
            {
                await File.AppendAllTextAsync(file + ".log", $"FOUND: {fault.Message}\n");
                throw;
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {said}");
            if (file is null) continue;
            await File.AppendAllTextAsync(file + ".log", said + "\n");
            await File.WriteAllTextAsync(file, to.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task<int> DoneAsync(string? file) =>
        file is not null && File.Exists(file) ? int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture) : 0;
}
