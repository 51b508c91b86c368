using System.Diagnostics;
using System.Globalization;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>Two books that differ only in what the protected fund did answer everybody outside with the same bytes.</summary>
[TakesMinutes]
public sealed class NoninterferenceTests
{
    // Of each kind of books, in every run; a thousand in a long one.
    private const int Pairs = 3;
    private const int PairsOfLongRun = 1000;

    // Ways in, and as many addresses behind them as a pair may take: another pair goes elsewhere.
    private const int MostAnswers = 45;

    // Where leaks are looked for besides: what a pair reaches by chance alone, every leak has to be asked for.
    private static readonly string[] Known = ["/briefing?handler=pdf", "/journal", "/commitments?fund=TFFV", "/trial-balance?fund=TFFV",
        "/api/v1/funds", "/api/v1/funds/TFFV", "/api/v1/entries?fund=TFFV", "/funds/TFFV"];

    [Theory, EveryDatabase]
    public async Task Books_that_differ_only_in_relocations_answer_outsiders_with_the_same_bytes(DatabaseKind on)
    {
        var template = await PairTemplate.OfAsync(on);
        var (watch, seen) = (Stopwatch.StartNew(), new Seen());
        for (var seed = 1; seed <= Pairs; seed++) await CompareAsync(template, seed, seen);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Pairs} pairs on {on}: {seen.Answers} answers, {seen.Mails} mails and {seen.Bytes} bytes compared, "
                + $"{watch.Elapsed.TotalSeconds / Pairs:0.0} s a pair: {seen.Telling.TotalSeconds / Pairs:0.0} s are lived through, "
                + $"{seen.Serving.TotalSeconds / Pairs:0.0} s begin to serve and {seen.Asking.TotalSeconds / Pairs:0.0} s are asked. "
                + $"Dearest in all: {seen.Dearest}"));
    }

    [Fact, TakesHours]
    public async Task A_thousand_pairs_answer_outsiders_with_the_same_bytes()
    {
        var (template, seen) = (await PairTemplate.OfAsync(DatabaseKind.Sqlite), new Seen());
        await LongRun.SeedsAsync("noninterference-pairs", PairsOfLongRun, seed => CompareAsync(template, seed, seen));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"in this run: {seen.Answers} answers, {seen.Mails} mails and {seen.Bytes} bytes compared");
    }

    [Fact]
    public async Task Every_deliberate_leak_is_noticed()
    {
        var template = await PairTemplate.OfAsync(DatabaseKind.Sqlite);
        using var key = SigningKey.At(template.KeyFile);
        // Apart in every number that a leak takes: how many there are, days and minutes even and odd, sums that seven divides and does not.
        var one = new Relocation("a", 14_000_00, new DateOnly(2026, 1, 10), 10, 1, RelocationEnd.Stays);
        Relocation[] more = [new("b", 20_000_00, new DateOnly(2026, 3, 5), 20, 2, RelocationEnd.Charged),
            new("c", 30_000_00, new DateOnly(2026, 3, 5), 40, 2, RelocationEnd.Stays)];
        await using var pair = await Pair.OpenAsync(template, key, [], [one], [one, .. more]);
        await using var hosts = await pair.ServeAsync(key);
        var seen = new List<(Outsider Reader, List<string> Paths)>();
        foreach (var reader in template.Readers)
        {
            var crawl = await hosts.CrawlAsync(reader, key, new Random(1), MostAnswers);
            Assert.Empty(crawl.Differences);
            seen.Add((reader, [.. crawl.Paths, .. Known]));
        }
        var missed = new List<string>();
        foreach (var leak in Leak.All)
        {
            hosts.Leak(leak);
            var noticed = false;
            foreach (var (reader, paths) in seen) noticed = noticed || await hosts.DiffersAsync(reader, key, paths);
            if (!noticed) missed.Add(leak.Name);
        }
        Assert.True(Leak.All.Count >= 20);
        Assert.Empty(missed);
    }

    [Fact]
    public async Task A_mail_that_tells_of_a_relocation_is_noticed()
    {
        var template = await PairTemplate.OfAsync(DatabaseKind.Sqlite);
        using var key = SigningKey.At(template.KeyFile);
        await using var pair = await Pair.OpenAsync(template, key, seed: 4);
        var mails = await pair.One.MailsAsync();
        Assert.Equal(mails, await pair.Other.MailsAsync());
        await using var connection = await pair.Other.Database.OpenAsync();
        await connection.Command(null, "UPDATE outbox SET created_at = created_at + 1").RunAsync();
        Assert.NotEmpty(mails);
        Assert.NotEqual(mails, await pair.Other.MailsAsync());
    }

    private static async Task CompareAsync(PairTemplate template, int seed, Seen seen)
    {
        using var key = SigningKey.At(template.KeyFile);
        var watch = Stopwatch.StartNew();
        await using var pair = await Pair.OpenAsync(template, key, seed);
        var mails = await pair.One.MailsAsync();
        Assert.Equal(mails, await pair.Other.MailsAsync());
        seen.Telling += watch.Elapsed;
        watch.Restart();
        await using var hosts = await pair.ServeAsync(key);
        seen.Serving += watch.Elapsed;
        watch.Restart();
        foreach (var reader in template.Readers)
        {
            var crawl = await hosts.CrawlAsync(reader, key, new Random(seed), MostAnswers);
            Assert.True(crawl.Differences.Count == 0,
                $"pair {seed} on {template.On}, {reader.Name}:\n{string.Join('\n', crawl.Differences.Take(10))}");
            seen.Answers += crawl.Compared;
            seen.Bytes += crawl.Bytes;
            foreach (var (path, took) in crawl.Took) seen.Took[path] = seen.Took.GetValueOrDefault(path) + took;
        }
        seen.Asking += watch.Elapsed;
        seen.Mails += mails.Count;
    }

    private sealed class Seen
    {
        public int Answers { get; set; }

        public int Mails { get; set; }

        public long Bytes { get; set; }

        /// <summary>How long both took to answer, by address.</summary>
        public Dictionary<string, TimeSpan> Took { get; } = new(StringComparer.Ordinal);

        /// <summary>The addresses that cost most, with seconds.</summary>
        public string Dearest => string.Join(", ", Took.OrderByDescending(path => path.Value).Take(8)
            .Select(path => string.Create(CultureInfo.InvariantCulture, $"{path.Key} {path.Value.TotalSeconds:0.0}")));

        /// <summary>How long the two books lived through their hours, until they were compared.</summary>
        public TimeSpan Telling { get; set; }

        /// <summary>How long the two servers took to start.</summary>
        public TimeSpan Serving { get; set; }

        /// <summary>How long everybody asked.</summary>
        public TimeSpan Asking { get; set; }
    }
}

/// <summary>Two copies of the template that went different ways in the protected fund.</summary>
internal sealed class Pair(Story one, Story other, PairTemplate template) : IAsyncDisposable
{
    public Story One => one;

    public Story Other => other;

    /// <summary>A pair by chance.</summary>
    public static Task<Pair> OpenAsync(PairTemplate template, SigningKey key, int seed)
    {
        var known = Relocation.Any(new Random(seed));
        return OpenAsync(template, key, [.. OpenFund.Acts(new Random(seed))], known, Relocation.Otherwise(known, new Random(seed)));
    }

    /// <summary>A pair with what is the same in both, and the relocations of each.</summary>
    public static async Task<Pair> OpenAsync(PairTemplate template, SigningKey key, IReadOnlyList<Act> shared,
        IReadOnlyList<Relocation> one, IReadOnlyList<Relocation> other)
    {
        // Side by side: they share nothing but the template.
        var pair = new Pair(await CopyAsync(), await CopyAsync(), template);
        await Task.WhenAll(TellAsync(pair.One, one), TellAsync(pair.Other, other));
        return pair;

        Task TellAsync(Story story, IReadOnlyList<Relocation> own) =>
            Task.Run(() => story.TellAsync(shared.Concat(own.SelectMany(relocation => relocation.Acts()))));

        async Task<Story> CopyAsync() => new(await TestServer.CopyAsync(template.On, template.Where), key);
    }

    /// <summary>Serves both.</summary>
    public async Task<PairOfHosts> ServeAsync(SigningKey key)
    {
        Spoiler[] spoilers = [new(one.Database), new(other.Database)];
        var hosts = await Task.WhenAll(StartAsync(one, spoilers[0]), StartAsync(other, spoilers[1]));
        var (left, right) = (hosts[0], hosts[1]);
        return new PairOfHosts(left, right, (one.Database.ShownName, other.Database.ShownName), spoilers);

        Task<WebApplication> StartAsync(Story story, Spoiler spoiler) => Task.Run(async () =>
        {
            var app = Serve(story, spoiler);
            await app.StartAsync();
            return app;
        });

        WebApplication Serve(Story story, Spoiler spoiler) => PairTemplate.Serve(story.Database, new FakeTimeProvider(Story.Ends), key,
            template.ProtectionKey,
            services => services.AddSingleton<IStartupFilter>(spoiler).AddSingleton<IChance>(new SeededChance("host")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var story in (Story[])[one, other])
        {
            await story.DisposeAsync();
            TestServer.Remove(story.Where);
        }
    }
}

/// <summary>The two servers of a pair.</summary>
internal sealed class PairOfHosts(WebApplication one, WebApplication other, (string One, string Other) places, Spoiler[] spoilers)
    : IAsyncDisposable
{
    /// <summary>Both make this mistake from now on.</summary>
    public void Leak(Leak leak)
    {
        foreach (var spoiler in spoilers) spoiler.Now = leak;
    }

    public async Task<Crawl> CrawlAsync(Outsider reader, SigningKey key, Random random, int most)
    {
        using var left = reader.At(new Uri(one.Urls.Single()));
        using var right = reader.At(new Uri(other.Urls.Single()));
        var crawl = new Crawl(new(left, places.One), new(right, places.Other), key.PublicKey, random);
        // An administrator's forms switch people off.
        await crawl.RunAsync(most, sendsForms: reader.Name != "administrator");
        return crawl;
    }

    public async Task<bool> DiffersAsync(Outsider reader, SigningKey key, IEnumerable<string> paths)
    {
        using var left = reader.At(new Uri(one.Urls.Single()));
        using var right = reader.At(new Uri(other.Urls.Single()));
        return await new Crawl(new(left, places.One), new(right, places.Other), key.PublicKey, new Random(1)).DiffersAsync(paths);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(EndAsync(one), EndAsync(other));

        static async Task EndAsync(WebApplication app)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
