using System.Globalization;
using System.Text;
using CsCheck;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Random requests, in random batches, some of them given up, with a clock that jumps: the ledger and <see cref="ReferenceLedger"/> give the same answers and hold the same balances at every date and knowledge time.</summary>
public sealed class ModelTests
{
    private const int Batches = 60;

    public static IEnumerable<TheoryDataRow> Seeds => EveryDatabaseAttribute.With(Enumerable.Range(1, 12));

    [Theory, MemberData(nameof(Seeds))]
    public async Task Ledger_and_reference_agree_on_every_answer_and_balance(DatabaseKind on, int seed)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var reference = new ReferenceLedger();
        var transcript = new StringBuilder($"seed {seed} on {on}\n");
        var random = new PCG(1, (ulong)seed);
        var written = 0;

        for (var number = 0; number < Batches; number++)
        {
            var batch = RandomRequests.AnyBatch.Generate(random, null, out _);
            books.Clock.AdjustTime(books.Clock.GetUtcNow().AddMinutes(batch.Minutes));
            transcript.Append(CultureInfo.InvariantCulture, $"batch {number} at {books.Clock.GetUtcNow():u}{(batch.IsGivenUp ? ", given up" : "")}\n");
            var kept = reference.Copy();
            await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
            {
                var instant = Math.Max(kept.LastInstant, Microseconds.Of(books.Clock.GetUtcNow()));
                Assert.True(instant == session.RecordedAt, $"{transcript}expected instant {instant}, is {session.RecordedAt}");
                foreach (var (index, request) in batch.Requests.Index())
                {
                    if (request.What is >= 87 and <= 88)
                    {
                        var (fund, through) = (RandomRequests.Fund(request.Who), RandomRequests.Date(request.Other % 40));
                        kept.Close(fund, through);
                        transcript.Append(CultureInfo.InvariantCulture, $"  close {fund} through {through:yyyy-MM-dd}\n");
                        await session.RegisterAsync(Registers.PeriodEvents, [await session.NextIdAsync(Registers.PeriodEvents), session.Catalog.Fund(fund)!.Id, PeriodAction.Closed, through, "test", "cer", "Carl", null, null, session.RecordedAt]);
                        continue;
                    }
                    var draft = RandomRequests.Draft(request, $"{number}.{index}", kept);
                    var expected = kept.Post(draft, instant);
                    transcript.Append(CultureInfo.InvariantCulture, $"  {ReferenceLedger.Print(draft)} -> {expected}\n");
                    var answer = TestBooks.Answer(await session.PostWithAsync(draft, ReferenceLedger.RightsFor(draft)));
                    Assert.True(expected == answer, $"{transcript}expected {expected}, is {answer}");
                    if (expected == "written") written++;
                }
                if (!batch.IsGivenUp) await session.CommitAsync();
            }
            if (!batch.IsGivenUp) reference = kept;
            if (number % 20 == 19) await CompareAsync(books, reference, random, transcript);
        }
        Assert.True(written > 60, $"{transcript}only {written} entries were written: the requests are too wild");
    }

    [Fact]
    public void Requests_reach_every_answer_that_the_reference_knows()
    {
        var answers = new HashSet<string>();
        foreach (var seed in Enumerable.Range(1, 12))
        {
            var (reference, random) = (new ReferenceLedger(), new PCG(1, (ulong)seed));
            for (var number = 0; number < Batches; number++)
            {
                foreach (var (index, request) in RandomRequests.AnyBatch.Generate(random, null, out _).Requests.Index())
                {
                    if (request.What is >= 87 and <= 88) reference.Close(RandomRequests.Fund(request.Who), RandomRequests.Date(request.Other % 40));
                    else answers.Add(reference.Post(RandomRequests.Draft(request, $"{number}.{index}", reference), 0));
                }
            }
        }

        Assert.Equal(["account_is_unknown", "amount_is_too_large", "available_is_too_low", "bank_is_overdrawn",
            "commitment_is_overdrawn", "currency_is_wrong", "donor_is_unknown", "entry_is_already_reversed", "entry_is_unbalanced",
            "eur_contradicts_amount",
            "eur_is_missing", "fund_is_unknown", "key_used_for_other_input", "kind_is_reserved", "line_is_empty",
                "lines_are_too_few", "memorandum_is_mixed", "period_is_closed", "pledge_is_overdrawn", "repeat", "reversal_has_lines",
            "reversal_is_before_entry", "reversal_is_of_another_fund", "reversal_of_reversal", "reversal_takes_two", "reversed_entry_is_unknown", "written"], answers.Order(StringComparer.Ordinal));
    }

    private static async Task CompareAsync(TestBooks books, ReferenceLedger reference, PCG random, StringBuilder transcript)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await CatalogReader.ReadAsync(connection, null, default);
        var instants = reference.Entries.Select(entry => entry.RecordedAt).ToList();
        for (var moment = 0; moment < 12; moment++)
        {
            var (day, pick) = Gen.Select(Gen.Int[-1, 121], Gen.Int[0, 1_000_000]).Generate(random, null, out _);
            var asOf = RandomRequests.Date(day);
            // Now, the instant of an entry, or the last microsecond before it.
            long? knownAt = moment % 3 == 0 || instants.Count == 0 ? null : instants[pick % instants.Count] - moment % 2;
            var expected = Show(reference.Balances(asOf, knownAt ?? long.MaxValue));

            Assert.True(expected == Show(await AskAsync(asOf, knownAt)), $"{transcript}balances as of {asOf}, known at {knownAt}\nexpected {expected}\nis       {Show(await AskAsync(asOf, knownAt))}");
            var summed = Show(await SumPostingsAsync(connection, catalog, asOf, knownAt ?? long.MaxValue));
            Assert.True(expected == summed, $"{transcript}postings as of {asOf}, known at {knownAt}\nexpected {expected}\nis       {summed}");
        }

        async Task<Dictionary<(string, string, string), (long, long)>> AskAsync(DateOnly asOf, long? knownAt)
        {
            var all = new Dictionary<(string, string, string), (long, long)>();
            foreach (var fund in catalog.Funds)
            {
                var moment = new Moment(asOf, knownAt is { } at ? Microseconds.Read(at) : null);
                var totals = await Balances.OfFundAsync(connection, catalog, fund.Id, moment);
                foreach (var total in totals)
                    if ((total.Minor, total.Eur) != (0, 0)) all.Add((fund.Code, catalog.AccountById(total.AccountId).Code, total.Currency.Code), (total.Minor, total.Eur));
                var eur = await Balances.EurOfFundAsync(connection, catalog, fund.Id, moment);
                var expectedEur = totals.GroupBy(total => total.AccountId, (account, parts) => (account, Debit: parts.Sum(part => part.DebitEur), Credit: parts.Sum(part => part.CreditEur))).Where(total => total.Debit != 0 || total.Credit != 0);
                Assert.Equal(expectedEur.Order(), eur.Select(total => (total.AccountId, total.DebitEur, total.CreditEur)).Where(total => total.DebitEur != 0 || total.CreditEur != 0).Order());
            }
            return all;
        }
    }

    private static async Task<Dictionary<(string, string, string), (long, long)>> SumPostingsAsync(System.Data.Common.DbConnection connection, LedgerCatalog catalog, DateOnly asOf, long knownAt)
    {
        var rows = await connection.Command(null, "SELECT p.account_id, p.currency, p.amount_minor, p.eur_minor FROM postings p JOIN entries e ON e.seq = p.entry_seq WHERE p.effective_date <= @day AND e.recorded_at <= @known",
            ("@day", DateNumber.Of(asOf)), ("@known", knownAt)).RowsAsync(row => (Account: catalog.AccountById(row.GetInt32(0)), Currency: row.GetString(1), Minor: row.GetInt64(2), Eur: row.GetInt64(3)));
        return rows.GroupBy(row => (catalog.FundById(row.Account.FundId).Code, row.Account.Code, row.Currency)).Select(group => (group.Key, Value: (group.Sum(row => row.Minor), group.Sum(row => row.Eur))))
            .Where(balance => balance.Value != (0, 0)).ToDictionary(balance => balance.Key, balance => balance.Value);
    }

    private static string Show(Dictionary<(string, string, string), (long, long)> balances) => string.Join(" ", balances.Select(balance => $"{balance.Key}={balance.Value}").Order(StringComparer.Ordinal));
}
