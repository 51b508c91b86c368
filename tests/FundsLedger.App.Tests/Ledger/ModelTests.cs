using System.Globalization;
using System.Text;
using CsCheck;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Random requests, in random batches, some of them given up, with a clock that jumps: the ledger and <see cref="ReferenceLedger"/> give the same answers and hold the same balances at every date and knowledge time.</summary>
public sealed class ModelTests
{
    private const int Batches = 60;
    private static readonly Gen<(int What, int Who, int When, int Much, int Other)> AnyRequest = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000_000], Gen.Int[0, 119], Gen.Int[1, 40_000], Gen.Int[0, 1_000_000]);
    private static readonly Gen<((int What, int Who, int When, int Much, int Other)[] Requests, bool IsGivenUp, int Minutes)> AnyBatch = Gen.Select(AnyRequest.Array[1, 6], Gen.Int[0, 9], Gen.Int[-30, 90], (requests, fate, minutes) => (requests, fate == 0, minutes));

    public static IEnumerable<TheoryDataRow> Seeds => EveryDatabaseAttribute.With(Enumerable.Range(1, 12));

    [Theory, MemberData(nameof(Seeds))]
    public async Task Ledger_and_reference_agree_on_every_answer_and_balance(DatabaseKind on, int seed)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var reference = new ReferenceLedger { LastInstant = Microseconds.Of(TestServer.Opened) };
        var transcript = new StringBuilder($"seed {seed} on {on}\n");
        var random = new PCG(1, (ulong)seed);
        var written = 0;

        for (var number = 0; number < Batches; number++)
        {
            var batch = AnyBatch.Generate(random, null, out _);
            books.Clock.AdjustTime(books.Clock.GetUtcNow().AddMinutes(batch.Minutes));
            transcript.Append(CultureInfo.InvariantCulture, $"batch {number} at {books.Clock.GetUtcNow():u}{(batch.IsGivenUp ? ", given up" : "")}\n");
            var kept = reference.Copy();
            await using (var session = await books.Writer.BeginAsync(TestBooks.Recorder))
            {
                kept.LastInstant = Math.Max(kept.LastInstant, Microseconds.Of(books.Clock.GetUtcNow()));
                Assert.True(kept.LastInstant == session.RecordedAt, $"{transcript}expected instant {kept.LastInstant}, is {session.RecordedAt}");
                foreach (var (index, request) in batch.Requests.Index())
                {
                    if (request.What is >= 87 and <= 88)
                    {
                        var (fund, through) = (Fund(request.Who), Date(request.Other % 40));
                        kept.Close(fund, through);
                        transcript.Append(CultureInfo.InvariantCulture, $"  close {fund} through {through:yyyy-MM-dd}\n");
                        await session.RegisterAsync(Registers.PeriodEvents, [await session.NextIdAsync(Registers.PeriodEvents), session.Catalog.Fund(fund)!.Id, PeriodAction.Closed, through, "test", "cer", "Carl", null, null, session.RecordedAt]);
                        continue;
                    }
                    var draft = Draft(request, $"{number}.{index}", kept);
                    var expected = kept.Post(draft, kept.LastInstant);
                    transcript.Append(CultureInfo.InvariantCulture, $"  {ReferenceLedger.Print(draft)} -> {expected}\n");
                    var answer = TestBooks.Answer(await session.PostAsync(draft));
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
                foreach (var (index, request) in AnyBatch.Generate(random, null, out _).Requests.Index())
                {
                    if (request.What is >= 87 and <= 88) reference.Close(Fund(request.Who), Date(request.Other % 40));
                    else answers.Add(reference.Post(Draft(request, $"{number}.{index}", reference), 0));
                }
            }
        }

        Assert.Equal(["account_is_unknown", "amount_is_too_large", "available_is_too_low", "commitment_is_overdrawn", "currency_is_wrong", "donor_is_unknown", "entry_is_already_reversed", "entry_is_unbalanced", "eur_contradicts_amount",
            "eur_is_missing", "fund_is_unknown", "key_used_for_other_input", "kind_is_reserved", "line_is_empty", "lines_are_too_few", "memorandum_is_mixed", "period_is_closed", "pledge_is_overdrawn", "repeat", "reversal_has_lines",
            "reversal_is_of_another_fund", "reversal_of_reversal", "reversed_entry_is_unknown", "written"], answers.Order(StringComparer.Ordinal));
    }

    private static EntryDraft Draft((int What, int Who, int When, int Much, int Other) request, string key, ReferenceLedger reference)
    {
        var (what, who, _, much, other) = request;
        var fund = Fund(who);
        var expense = fund == "SFR" ? "5110" : "5010";
        var (bank, code) = (who / 7 % 3) switch { 0 => ("1011", "USD"), 1 => ("1012", "GBP"), _ => ("1050", "JPY") };
        var foreign = code == "JPY" ? much : much * 2;
        return what switch
        {
            < 14 => Make("receipt", ("1010", "EUR", much * 3, null), ("4010", "EUR", -much * 3, null)),
            < 22 => Make("receipt", (bank, code, foreign, much), ("4020", code, -foreign, -much)),
            < 28 => Make("exchange", ("1010", "EUR", much, null), (bank, code, -foreign, -much - 3), ("5930", "EUR", 3, null)),
            < 32 => Make("revaluation", (bank, code, 0, other % 200 - 100 is var move and not 0 ? move : 1), ("4200", "EUR", other % 200 - 100 is var back and not 0 ? -back : -1, null)),
            < 46 => About(Make("commitment", ("8020", "EUR", much, null), ("8021", "EUR", -much, null)), new Dimensions(Commitment: $"C-{other % 5}")),
            < 54 => About(Make("release", ("8020", "EUR", -much, null), ("8021", "EUR", much, null)), new Dimensions(Commitment: $"C-{other % 5}")),
            < 64 => Make("disbursement", (expense, "EUR", much, null), ("1010", "EUR", -much, null)),
            < 67 => Make("receipt", ("1010", "EUR", much, null), ("2900", "EUR", -much, null)),
            < 71 => About(Make("pledge", ("8010", code, foreign, much), ("8011", code, -foreign, -much)), new Dimensions(Pledge: $"P-{other % 3}")),
            < 75 => About(Make("fulfilment", ("8010", code, -foreign, -much), ("8011", code, foreign, much)), new Dimensions(Pledge: $"P-{other % 3}")),
            < 77 => Make("charge", ("5910", "EUR", much, null), ("1010", "EUR", -much, null)),
            < 87 => Make("reversal") with { Reverses = Earlier()?.Key ?? "none", Fund = other % 9 == 0 ? fund : Earlier()?.Fund ?? fund },
            89 => Earlier() ?? Make("reversal"),
            90 => Earlier() is { } known ? known with { Description = "other" } : Make("reversal"),
            91 => Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", 1 - much, null)),
            92 => Make("receipt", ("1010", "EUR", much, null), ("9999", "EUR", -much, null)),
            93 => other % 2 == 0 ? Make("receipt", (bank == "1050" ? "1010" : bank, "CHF", much, much), ("4010", "CHF", -much, -much)) : Make("receipt", ("1010", "EUR", much, null), ("8011", "EUR", -much, null)),
            94 => other % 2 == 0 ? Make("receipt", ("1010", "EUR", much, null)) : Make("receipt", ("1010", "EUR", 0, null), ("4010", "EUR", 1, null)),
            95 => other % 2 == 0 ? Make("closing", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)) : Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)) with { Reverses = "x" },
            96 => other % 2 == 0 ? Make("receipt", ("1010", "EUR", Money.LargestMinor + 1, null), ("4010", "EUR", -Money.LargestMinor - 1, null)) : About(Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)), new Dimensions(Donor: "XX")),
            97 => other % 2 == 0 ? Make("receipt", (bank, code, much, null), ("4010", code, -much, -much)) : Make("receipt", (bank, code, much, -much), ("4010", code, -much, much)),
            98 => Make("receipt", (bank, code, foreign, much), ("4010", code, -foreign - 1, -much)),
            _ => Make("receipt", ("1010", "EUR", much, null), ("4010", "EUR", -much, null)) with { Fund = "XXX" },
        };

        EntryDraft? Earlier() => reference.Entries.Count == 0 ? null : reference.Entries[other % reference.Entries.Count].Asked;

        EntryDraft Make(string kind, params (string Account, string Currency, long Minor, long? Eur)[] lines) => Entry($"{Date(request.When):yyyy-MM-dd} {kind} {fund}") with
        {
            Key = key, Lines = [.. lines.Select(line => new LineDraft(line.Account, new Money(line.Minor, Currency.Of(line.Currency)), line.Eur))],
        };

        static EntryDraft About(EntryDraft draft, Dimensions about) => draft with { Lines = [.. draft.Lines.Select(line => line with { Dimensions = about })] };
    }

    private static async Task CompareAsync(TestBooks books, ReferenceLedger reference, PCG random, StringBuilder transcript)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await CatalogReader.ReadAsync(connection, null, default);
        var instants = reference.Entries.Select(entry => entry.RecordedAt).ToList();
        for (var moment = 0; moment < 12; moment++)
        {
            var (day, pick) = Gen.Select(Gen.Int[-1, 121], Gen.Int[0, 1_000_000]).Generate(random, null, out _);
            var asOf = Date(day);
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

    private static string Fund(int who) => who % 4 == 0 ? "SFR" : "TFFV";

    private static DateOnly Date(int day) => new DateOnly(2026, 1, 1).AddDays(day);
}
