using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace FundsLedger.App.Tests.Support;

/// <summary>The databases the books can be kept in.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a theory on every database, the <see cref="DatabaseKind"/> first and then the given arguments. A database that is not
/// there shows as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryDatabaseAttribute(params object?[] arguments) : DataAttribute
{
    /// <summary>One row per database and per set of arguments.</summary>
    public static IEnumerable<TheoryDataRow> With(IEnumerable<object?[]> arguments) =>
        arguments.SelectMany(
            row => Enum.GetValues<DatabaseKind>().Select(kind => new TheoryDataRow([kind, .. row]) { Skip = MissingReason(kind) }));

    /// <summary>One row per database and value.</summary>
    public static IEnumerable<TheoryDataRow> With<T>(IEnumerable<T> values) => With(values.Select(value => new object?[] { value }));

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. With([arguments])]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static string? MissingReason(DatabaseKind kind) =>
        kind == DatabaseKind.Postgres && TestServer.ConnectionString is null
            ? $"No PostgreSQL: {TestServer.Variable} is not set. Run tests/run, which starts a server." : null;
}
