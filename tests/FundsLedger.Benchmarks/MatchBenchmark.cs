using System.Globalization;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using Statement = FundsLedger.App.Features.Bank.Reading.BankFile;

namespace FundsLedger.Benchmarks;

/// <summary>A hundred thousand imported lines against fifty thousand open instalments of signed agreements, read from books: what <c>bank
/// match</c> does before it prints.</summary>
internal sealed class MatchBenchmark : Benchmark
{
    private const double Most = 10;
    private const int InstalmentsEach = 100;
    private const int Amounts = 3000;

    public override string Name => "matching 100,000 lines";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var (count, agreements) = (bench.Scaled(100_000), bench.Scaled(50_000) / InstalmentsEach);
        var path = bench.NewFile(".xml");
        await BankFile.WriteAsync(path, count, index => Line(index, agreements));
        var books = await bench.NewBooksAsync(onPostgres: false);
        await using var database = LedgerDatabase.At(books);
        await using var writer = new LedgerWriter(database, TimeProvider.System);
        await BankFile.AddAccountAsync(writer);
        await AddAgreementsAsync(writer, agreements);
        var reads = new LedgerReads(database, TimeProvider.System);
        BankBenchmark.MustAccept((await new BankImport(writer, reads).RunAsync(Statement.At(path), null, Journal.Recorder)).OrThrow());
        await AddRulesAsync(writer, agreements);
        File.Delete(path);

        var (seconds, processor) = (new List<double>(), new List<double>());
        var (lines, found, strong) = (0, 0, 0);
        for (var round = 0; round < 3; round++)
        {
            var before = Environment.CpuUsage.UserTime;
            seconds.Add(await Bench.SecondsAsync(async () =>
            {
                var suggestions =
                    await Suggestions.ReadAsync(reads, "B") ?? throw new InvalidOperationException("The bank account is gone.");
                (lines, found, strong) = (suggestions.Lines.Count, suggestions.Lines.Count(line => line.Suggestions.Count > 0),
                    suggestions.Lines.Count(line => line.Strong is not null));
            }));
            processor.Add((Environment.CpuUsage.UserTime - before).TotalSeconds);
            Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  {seconds[^1]:0.00} s, {processor[^1]:0.00} s of processor time"));
        }
        await bench.RemoveAsync(books);
        if (lines != count || found < count / 2) throw new InvalidOperationException($"Only {found} of {lines} lines got a suggestion.");
        return
        [
            new Measured(
                string.Create(CultureInfo.InvariantCulture,
                    $"matching {count:N0} lines against {agreements * InstalmentsEach:N0} open instalments, with reading both"),
                string.Create(CultureInfo.InvariantCulture,
                    $"{Bench.Median(seconds):0.00} s; {Bench.Median(processor):0.00} s of processor time; {found:N0} with a suggestion, "
                        + $"{strong:N0} strong"), "–", "–", $"< {Most:0} s", Bench.Median(seconds) < Most),
        ];
    }

    private static string Donor(int index) => string.Create(CultureInfo.InvariantCulture, $"D{index:0000}");

    private static Money Amount(int index) => Money.Eur(10_000 + index % Amounts * 100);

    /// <summary>A quarter names the agreement, a quarter comes from a known account, a quarter from a known name, a quarter says
    /// nothing.</summary>
    private static Payment Line(int index, int agreements)
    {
        var donor = index % agreements;
        return new Payment(Amount(index).Minor, index % 4 == 1 ? $"Donor {donor} (synthetic)" : "Somebody (synthetic)",
            index % 4 == 2 ? $"NL00SYNT{donor}" : "",
            index % 4 == 3 ? $"Payment under {Donor(donor)}-A-2026-1 with thanks and a longer text"
                : "No word about what it is for, and not a short one");
    }

    private static async Task AddAgreementsAsync(LedgerWriter writer, int agreements)
    {
        await using var session = await writer.BeginAsync(Journal.Recorder);
        for (var index = 0; index < agreements; index++)
            await session.RegisterAsync(
                new DonorRow { Code = Donor(index), Name = $"Donor {index} (synthetic)", Type = DonorType.State, Language = "en",
                    IsSynthetic = true });
        for (var index = 0; index < agreements; index++)
        {
            var first = new DateOnly(2026, 1, 2);
            List<InstalmentTerm> terms = [.. Enumerable.Range(0, InstalmentsEach)
                .Select(number => new InstalmentTerm(first.AddMonths(number), Amount(index * InstalmentsEach + number)))];
            var total = terms.Aggregate(Money.Eur(0), (sum, term) => sum + term.Amount);
            (await SignAgreement.ApplyAsync(session,
                new($"sign-{index}", Donor(index), null, "TFFV", first, total, null, terms))).OrThrow();
        }
        await session.CommitAsync();
    }

    private static async Task AddRulesAsync(LedgerWriter writer, int agreements)
    {
        await using var session = await writer.BeginAsync(Journal.Recorder);
        for (var index = 0; index < agreements; index++)
            await session.RegisterAsync(new BankRuleRow
            {
                Id = index + 1, BankAccount = "B", PartyAccount = $"NL00SYNT{index}", Donor = Donor(index), RecordedAt = session.Instant,
                ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            });
        await session.CommitAsync();
    }
}
