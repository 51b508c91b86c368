using System.Reflection;
using FundsLedger.App.Tests.Support;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace FundsLedger.App.Tests.Support;

/// <summary>Marks tests that take a minute or more, or need a browser: <c>tests/run quick</c> leaves them out.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesMinutesAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("takes", "minutes")];
}

/// <summary>Starts what takes minutes first, so that at the end of a run no core waits for one long class; the rest runs in random order,
/// which shows tests that lean on each other.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly HashSet<string> Long = [.. typeof(LongestFirst).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<TakesMinutesAttribute>() is not null).Select(type => type.FullName!)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections)
            .OrderByDescending(
                collection => Long.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
