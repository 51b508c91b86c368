using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>A relocation: money set aside and paid in parts. Whatever is changed here must change nothing outside.</summary>
/// <param name="Name">Names it in keys.</param>
/// <param name="Cents">What is set aside.</param>
/// <param name="On">Effective day of all of it.</param>
/// <param name="Minute">Minute of the story in which it is recorded.</param>
/// <param name="Parts">How many payments it takes.</param>
/// <param name="End">What becomes of it.</param>
internal sealed record Relocation(string Name, long Cents, DateOnly On, int Minute, int Parts, RelocationEnd End)
{
    private const int Longest = 300;

    /// <summary>Some relocations.</summary>
    public static List<Relocation> Any(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(place => Any(random, $"case-{place}"))];

    /// <summary>The same fund in another life: relocations moved, split, changed, removed and added.</summary>
    public static List<Relocation> Otherwise(IReadOnlyList<Relocation> known, Random random)
    {
        var others = known.SelectMany(one => random.Next(6) switch
        {
            0 => Array.Empty<Relocation>(),
            1 => [one with { On = AnyDay(random), Minute = AnyMinute(random) }],
            2 => [one with { Parts = random.Next(2, 8) }],
            3 => [one with { Cents = AnySum(random) }],
            4 => [one with { End = AnyEnd(random) }],
            _ => [one],
        }).ToList();
        others.AddRange(Enumerable.Range(0, random.Next(3)).Select(place => Any(random, $"other-{place}")));
        return others.SequenceEqual(known) ? [.. others, Any(random, "one-more")] : others;
    }

    /// <summary>Its acts, as the operations of the product record them.</summary>
    public IEnumerable<Act> Acts()
    {
        yield return Act(0, CommitAsync);
        for (var part = 0; part < Parts; part++)
        {
            var number = part;
            yield return Act(1 + number, story => PayAsync(story, number));
        }
        // Whoever opens a relocation leaves a row in the audit log.
        yield return Act(Parts + 1,
            story => story.Audit.NoteAsync(new AuditNote(TestBooks.Recorder, AuditAct.Read, $"GET /commitments/{story.Codes[Name]}")));
        if (End == RelocationEnd.SetFree) yield return Act(Parts + 2, SetFreeAsync);
        if (End == RelocationEnd.Reversed) yield return Act(Parts + 2, ReverseAsync);
        if (End == RelocationEnd.Charged) yield return Act(Parts + 2, ChargeAsync);
    }

    private static Relocation Any(Random random, string name) =>
        new(name, AnySum(random), AnyDay(random), AnyMinute(random), random.Next(1, 4), AnyEnd(random));

    private static long AnySum(Random random) => random.NextInt64(1_000_00, 90_000_00);

    private static DateOnly AnyDay(Random random) => new DateOnly(2026, 1, 1).AddDays(random.Next(180));

    private static int AnyMinute(Random random) => random.Next(Longest);

    private static RelocationEnd AnyEnd(Random random) => (RelocationEnd)random.Next(4);

    private Act Act(int after, Func<Story, Task> run) => new(Minute + after, Story.Protected, run);

    private async Task CommitAsync(Story story) =>
        story.Codes[Name] = (await new MakeCommitment(story.Writer).RunAsync(new(Name, Story.Protected, null, Money.Eur(Cents), On),
            TestBooks.Recorder)).OrThrow().Code;

    private async Task PayAsync(Story story, int part)
    {
        var sum = Allocation.Equal(Money.Eur(Cents / 2), Parts)![part];
        (await PayRoad.SettleAsync(story.Writer, $"{Name}-{part}", story.Codes[Name], On, [new("5110", sum)])).OrThrow();
    }

    private async Task SetFreeAsync(Story story) =>
        (await new ReleaseCommitment(story.Writer).RunAsync(new($"{Name}-free", story.Codes[Name], On, ReleaseReason.NoLongerNeeded),
            TestBooks.Recorder)).OrThrow();

    private async Task ReverseAsync(Story story)
    {
        var seq = await story.NumberAsync("SELECT e.seq FROM entries e WHERE e.idempotency_key = (SELECT 'approval/' || r.id || '/2' FROM "
            + $"signing_requests r WHERE r.idempotency_key = '{Name}-0')");
        (await new ReverseEntry(story.Writer).RunAsync(new ReversalAsked($"{Name}-back", seq, On, "wrong account"),
            TestBooks.Approver)).OrThrow();
    }

    private async Task ChargeAsync(Story story) =>
        (await story.Writer.PostAsync(
            LedgerText.Entry($"{On:yyyy-MM-dd} charge {Story.Protected}", "5910 12.34", "1010 -12.34") with { Key = $"{Name}-charge" },
            TestBooks.Recorder)).OrThrow();
}

/// <summary>What becomes of a relocation's rest.</summary>
internal enum RelocationEnd { Stays, SetFree, Reversed, Charged }
