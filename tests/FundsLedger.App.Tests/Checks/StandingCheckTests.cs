using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Checks;

/// <summary>What balances may never say, planted into the books past every rule, is found by <c>check</c>.</summary>
public sealed class StandingCheckTests
{
    /// <summary>What is planted, line by line as in <c>post</c>, and the finding. All lines of one plant are one entry.</summary>
    private static readonly (string Fault, string Kind, string[] Lines, string Found)[] Plants =
    [
        ("money set aside under a commitment nobody registered", "commitment", ["8020 10.00 commitment:C-9", "8021 -10.00"],
            "commitment C-9"),
        ("a commitment set free beyond what it has", "release", ["8020 -31.00 commitment:C-2026-0001", "8021 31.00"],
            "commitment C-2026-0001"),
        ("more under a commitment than was registered", "commitment", ["8020 1.00 commitment:C-2026-0001", "8021 -1.00"],
            "commitment C-2026-0001"),
        ("the same money set free without a commitment", "reversal", ["8020 -30.00", "8021 30.00"], "commitments of TFFV"),
        ("a bank account below nothing", "charge", ["1012 -5.00 GBP @@ -6.00", "5910 5.00 GBP @@ 6.00"], "bank account 1012 of TFFV"),
        ("a bank account below nothing on a day in between", "charge", ["1010 -101.00", "5910 101.00"], "bank account 1010 of TFFV"),
        ("a payable paid that nobody owed", "adjustment", ["2010 5.00 commitment:C-2026-0001", "1010 -5.00"],
            "account 2010 of TFFV, C-2026-0001"),
        ("an advance used that nobody had", "adjustment", ["5010 5.00", "1200 -5.00 request:V-1"], "account 1200 of TFFV, V-1"),
        ("a recovery that nobody owed", "recovery", ["1010 5.00", "1300 -5.00"], "account 1300 of TFFV"),
        ("unidentified money spent twice", "transfer", ["2900 5.00", "1010 -5.00"], "unidentified receipts of TFFV"),
        ("one leg of a transfer", "transfer", ["3020 5.00", "1010 -5.00"], "transfers between funds"),
        ("what one fund owes and none gets", "adjustment", ["3020 5.00", "2400 -5.00 payment:T-1"], "due to and from other funds"),
        ("a decided transfer moved that nobody decided", "transfer", ["2400 5.00 payment:T-1", "1010 -5.00"],
            "account 2400 of TFFV, T-1"),
        ("a decided transfer that came twice", "transfer", ["1010 5.00", "1400 -5.00 payment:T-1"], "account 1400 of TFFV, T-1"),
        ("an advance of a donor settled twice", "receipt", ["2100 5.00 donor:XA payment:R-1", "4010 -5.00"], "account 2100 of TFFV, R-1"),
        ("a receivable that no instalment has", "adjustment", ["1100 5.00 donor:XA agreement:XA-A-2026-1", "4010 -5.00"],
            "agreement XA-A-2026-1"),
        ("a receivable met by nothing", "adjustment", ["5940 5.00", "1100 -5.00 donor:XA agreement:XA-A-2026-1"],
            "agreement XA-A-2026-1"),
        ("an allowance of more than is owed", "adjustment", ["5945 50.01", "1190 -50.01 agreement:XA-A-2026-1"], "agreement XA-A-2026-1"),
        ("an allowance below nothing", "adjustment", ["1190 0.01 agreement:XA-A-2026-1", "5945 -0.01"], "agreement XA-A-2026-1"),
        ("an allowance on nothing in particular", "adjustment", ["5945 1.00", "1190 -1.00"], "account 1190 of TFFV"),
        ("an allowance without an amount", "revaluation", ["5930 0.00 USD @@ 9.00", "1190 0.00 USD @@ -9.00 agreement:A-1"],
            "account 1190 of TFFV, A-1"),
        ("a receivable without an amount", "revaluation", ["5930 0.00 USD @@ 9.00", "1100 0.00 USD @@ -9.00 agreement:A-1"],
            "account 1100 of TFFV, A-1"),
        ("cash without an amount at a month's end", "revaluation", ["5930 0.00 GBP @@ 9.00", "1012 0.00 GBP @@ -9.00"],
            "account 1012 of TFFV"),
    ];

    public static IEnumerable<TheoryDataRow> EachPlant => EveryDatabaseAttribute.With(Plants.Select(plant => plant.Fault));

    [Theory, EveryDatabase]
    public async Task Sound_books_have_no_such_finding(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);

        Assert.Empty(await FindingsAsync(books));
    }

    [Theory, MemberData(nameof(EachPlant))]
    public async Task A_wrong_state_planted_into_the_books_is_found(DatabaseKind on, string fault)
    {
        await using var books = await OpenAsync(on);
        var plant = Plants.Single(one => one.Fault == fault);

        await PlantAsync(books, plant.Kind, plant.Lines);

        Assert.Contains(plant.Found, await FindingsAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task What_lowers_a_claim_by_one_person_is_found_whatever_it_is_called(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);

        foreach (var kind in (string[])["adjustment", "receipt", "transfer"])
            (await books.PostAsync(Entry($"2026-05-03 {kind} TFFV", "5940 5.00", "1100 -5.00 donor:XA agreement:XA-A-2026-1"),
                EntryRights.LowersClaims)).OrThrow();

        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.Equal(3, report.Results.Single(result => result.Name == "approvals").Findings.Count);
    }

    [Theory, EveryDatabase]
    public async Task What_moves_an_allowance_by_one_person_is_found_up_and_down(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);

        foreach (var lines in (string[][])[["5945 5.00", "1190 -5.00 donor:XA agreement:XA-A-2026-1"],
            ["1190 4.00 donor:XA agreement:XA-A-2026-1", "5945 -4.00"]])
            (await books.PostAsync(Entry("2026-05-03 adjustment TFFV", lines), EntryRights.LowersClaims)).OrThrow();

        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.Equal(2, report.Results.Single(result => result.Name == "approvals").Findings.Count);
    }

    [Theory, EveryDatabase]
    public async Task What_lowers_a_return_by_one_person_is_found(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-05-02 return TFFV", "4010 5.00 donor:XA", "2200 -5.00 donor:XA"));

        (await books.PostAsync(Entry("2026-05-03 adjustment TFFV", "2200 5.00 donor:XA", "2010 -5.00"), EntryRights.PaysBack)).OrThrow();
        (await books.PostAsync(Entry("2026-05-03 return TFFV", "4010 5.00 donor:XA", "1010 -5.00"), EntryRights.PaysBack)).OrThrow();

        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.Equal(2, report.Results.Single(result => result.Name == "approvals").Findings.Count);
    }

    /// <summary>Writes an entry as somebody would who has the database and not the program.</summary>
    private static async Task PlantAsync(TestBooks books, string kind, string[] lines)
    {
        await using var connection = await books.Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var catalog = await CatalogReader.ReadAsync(connection, transaction, default);
        var seq = await connection.Command(transaction, "SELECT MAX(seq) + 1 FROM entries").NumberAsync();
        // The names of the guards differ; what they refuse is not what is tested here.
        if (books.Kind == DatabaseKind.Sqlite) await connection.Command(transaction, "DROP TRIGGER entry_is_sound").RunAsync();
        else await connection.Command(transaction, "DROP TRIGGER entry_is_sound ON entries").RunAsync();
        foreach (var (index, line) in lines.Select(Line).Index())
        {
            var account = catalog.Account(catalog.Fund("TFFV")!.Id, line.Account)!.Id;
            var about = line.Dimensions ?? Dimensions.None;
            await connection.Command(transaction,
                """
                INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor, donor, agreement,
                    request, commitment, payment)
                VALUES (@seq, @line, @account, 20260401, @currency, @minor, @eur, @donor, @agreement, @request, @commitment, @payment)
                """, ("@seq", seq), ("@line", index + 1), ("@account", account), ("@currency", line.Amount.Currency.Code),
                ("@minor", line.Amount.Minor),
                ("@eur", line.EurMinor ?? line.Amount.Minor), ("@donor", about.Donor), ("@agreement", about.Agreement), ("@request",
                    about.Request), ("@commitment", about.Commitment), ("@payment", about.Payment)).RunAsync();
            var eur = line.EurMinor ?? line.Amount.Minor;
            await connection.Command(transaction,
                """
                INSERT INTO daily_totals (account_id, effective_date, currency, debit_minor, credit_minor, debit_eur, credit_eur)
                    VALUES (@account, 20260401, @currency, @debit, @credit, @debit_eur, @credit_eur)
                """, ("@account", account), ("@currency", line.Amount.Currency.Code), ("@debit", Math.Max(0, line.Amount.Minor)),
                ("@credit", Math.Max(0, -line.Amount.Minor)),
                ("@debit_eur", Math.Max(0, eur)), ("@credit_eur", Math.Max(0, -eur))).RunAsync();
        }
        await connection.Command(transaction,
            """
            INSERT INTO entries (seq, id, fund_id, effective_date, recorded_at, kind, description, actor_id, actor_name, idempotency_key,
                input_hash, tree, leaf_index, place, salt, withheld_salt, leaf_hash)
            SELECT seq + 1, 'planted', fund_id, 20260401, recorded_at, @kind, 'planted', actor_id, actor_name, @key, input_hash, tree,
                leaf_index + 1000, place + 1000, salt, withheld_salt, leaf_hash
            FROM entries WHERE seq = @last
            """, ("@kind", kind), ("@last", seq - 1), ("@key", kind == "revaluation" ? "revaluation/TFFV/20260401/no1" : "planted"))
                .RunAsync();
        await transaction.CommitAsync();
    }

    private static async Task<List<string>> FindingsAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        return [.. report.Results.Single(result => result.Name == "standing").Findings.Select(finding => finding.Subject)];
    }

    /// <summary>100.00 in the bank until more comes in June; 30.00 set aside under C-2026-0001.</summary>
    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-01-15 opening TFFV", "1010 100.00", "3020 -100.00"), Entry("2026-06-15 receipt TFFV",
            "1010 900.00", "4010 -900.00"));
        (await new App.Features.MoneyOut.Commitments.MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null,
            Features.Operating.Eur("30.00"), Day("2026-02-01")), TestBooks.Certifier)).OrThrow();
        (await new App.Features.MoneyIn.Agreements.SignAgreement(books.Writer).RunAsync(new("s", "XA", null, "TFFV", Day("2026-02-01"),
            Features.Operating.Eur("50.00"), null, [new(Day("2026-12-01"), Features.Operating.Eur("50.00"))]),
            TestBooks.Recorder)).OrThrow();
        return books;
    }
}
