using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;
using static FundsLedger.Domain.Tests.Ledger.BrokenEntries;

namespace FundsLedger.Domain.Tests.Ledger;

/// <summary>The rules of an entry alone, without a database: a table per refusal, in order of precedence, and what stands just inside each
/// rule.</summary>
public sealed class LedgerRulesTests
{
    private const string AtTheKey = "key_used_for_other_input";

    public static TheoryData<string> EachRefusal => [.. Broken.Select(refusal => refusal.Code).Where(code => code != AtTheKey)];

    public static TheoryData<string, string> EachStep => new(Ladder.Select(step => (step.Answer, step.Hidden)).Distinct());

    [Theory, MemberData(nameof(EachRefusal))]
    public void A_broken_rule_is_refused(string code) =>
        Assert.All(Broken.Single(refusal => refusal.Code == code).Drafts, draft => Assert.Equal(code, Ask(draft, RightsFor(code))));

    [Theory, MemberData(nameof(EachStep))]
    public void The_earlier_rule_answers_when_two_are_broken(string answer, string hidden) =>
        Assert.All(Ladder.Where(step => step.Answer == answer && step.Hidden == hidden),
            step => Assert.Equal(answer, Ask(step.Draft, RightsFor(answer))));

    [Fact]
    public void A_sound_entry_passes_with_its_accounts_found()
    {
        var plan = LedgerRules.Plan(Sound, Catalog, null).Value!;

        Assert.Equal([("1010", 1000L), ("4010", -1000L)], plan.Postings.Select(posting => (posting.Account.Code, posting.EurMinor)));
        Assert.Equal(("TFFV", 1000L), (plan.Fund.Code, plan.AvailableChange));
    }

    /// <summary>The last that passes, beside each limit.</summary>
    public static IEnumerable<TheoryDataRow<string, EntryDraft>> JustInside =>
    [
        new("key of 1", Sound with { Key = "k" }),
        new("key of 100", Sound with { Key = new string('k', 100) }),
        new("description of 500", Sound with { Description = new string('x', 500) }),
        new("made description of 500", Sound with { Description = Descriptions.ImportedPledge.Of(new string('x', 490)) }),
        new("made description of nothing", Sound with { Description = Descriptions.Receipt.Of("", "") }),
        new("reference and source of 200", Sound with { Reference = new string('x', 200), SourceDocument = new string('x', 200) }),
        new("dimensions of 200", WithDimensions(new(null, new('p', 200), new('a', 200), new('r', 200), new('c', 200), new('y', 200)))),
        new("1000 lines", Sound with { Lines = [.. Enumerable.Repeat(Line("1010 1.00"), 999), Line("4010 -999.00")] }),
        new("the line names the entry's fund", Sound with { Lines = [Line("1010 10.00") with { Fund = "TFFV" }, Line("4010 -10.00")] }),
        new("an amount worth no cent", Entry("2026-05-01 exchange TFFV", "1011 0.01 USD @@ 0.00", "4200 -0.01 USD @@ 0.00")),
        new("largest amounts", Sound with { Lines = [new("1010", Money.Eur(Money.LargestMinor)),
            new("4010", Money.Eur(-Money.LargestMinor))] }),
        new("EUR beside EUR", Sound with { Lines = [new("1010", Money.Eur(5), 5), new("4010", Money.Eur(-5), -5)] }),
        new("a known donor", Sound with { Lines = [Line("1010 10.00 donor:XA"), Line("4010 -10.00")] }),
        new("memorandum alone", Entry("2026-05-01 pledge TFFV", "8010 10.00 pledge:P-9", "8011 -10.00")),
        new("an exchange balances in EUR only", Entry("2026-05-01 exchange TFFV", "1011 10.00 USD @@ 9.00", "1010 -9.00")),
        new("the day after the close", Sound with { Date = new(2026, 2, 1) }),
        new("another fund is not closed", Sound with { Fund = "SFR", Date = new(2026, 1, 31) }),
        new("the day after the reconciliation", WithLines("1012 1.00 GBP @@ 1.10",
            "4010 -1.00 GBP @@ -1.10") with { Date = new(2026, 4, 1) }),
        new("another bank account is not reconciled", Sound with { Date = new(2026, 3, 31) }),
        new("a promise raised", Entry("2026-05-01 agreement TFFV", "8013 10.00 pledge:P-9", "8011 -10.00")),
        new("a claim moved", Entry("2026-05-01 adjustment TFFV", "1100 10.00", "1100 -10.00")),
        new("a named pledge lowered", Entry("2026-05-01 fulfilment TFFV", "8010 -50.00 pledge:P-1", "8011 50.00")),
        new("a pledge moved between stages", Entry("2026-05-01 confirmation TFFV", "8010 -50.00 pledge:P-1", "8012 50.00 pledge:P-1")),
        new("set aside to go back to a donor", Entry("2026-05-01 adjustment TFFV", "4010 1.00", "2200 -1.00 donor:XA")),
        new("all of a commitment", Entry("2026-05-01 release TFFV", "8020 -30.00 commitment:C-1", "8021 30.00")),
        new("all that is available paid", Entry("2026-05-01 disbursement TFFV", "5010 70.00", "1010 -70.00")),
        new("all that is available moved", Entry("2026-05-01 transfer TFFV", "1200 70.00", "1010 -70.00")),
        new("a charge takes more than is available, and all that is in the bank", Entry("2026-05-01 charge TFFV", "5910 100.00",
            "1010 -100.00")),
        new("an exchange loss too", Entry("2026-05-01 exchange TFFV", "5930 10.00", "1011 90.00 USD @@ 90.00", "1010 -100.00")),
        new("spending that moves nothing available", Entry("2026-05-01 transfer TFFV", "1050 99.00", "1010 -99.00")),
        new("a correction between expenses", Entry("2026-05-01 adjustment TFFV", "5020 999.00", "5010 -999.00")),
        new("a conditional contribution that has arrived", Entry("2026-05-01 receipt TFFV", "2110 999.00 donor:XA",
            "2100 -999.00 donor:XA")),
        new("an accrual of more than is available", Entry("2026-05-01 adjustment TFFV", "5010 999.00", "2010 -999.00")),
        new("money of an older system", Entry("2026-05-01 opening TFFV", "1010 10.00", "3020 -10.00")),
        new("foreign money of an older system", Entry("2026-05-01 opening TFFV", "1011 10.00 USD @@ 9.00", "3020 -9.00")),
        new("what stands unrestricted goes where it belongs", Entry("2026-05-01 adjustment TFFV", "3010 10.00", "3020 -10.00")),
        new("a receipt that waits", Entry("2026-05-01 receipt TFFV", "1010 10.00", "2900 -10.00")),
        new("the reversal of an entry", Reversal("2026-05-01", "TFFV", "opening")),
        new("first day", Sound with { Fund = "SFR", Date = LedgerRules.FirstDate }),
        new("last day", Entry("2199-12-31 opening TFFV", "1010 10.00", "3020 -10.00")),
        new("today", Sound with { Date = new(2026, 7, 1) }),
        new("a pledge expected later", Entry("2026-12-31 pledge TFFV", "8010 10.00 pledge:P-9", "8011 -10.00")),
        new("an accrual of the month end", Entry("2026-07-31 adjustment TFFV", "5010 10.00", "2010 -10.00")),
        new("a reversal on the entry's own day", Reversal("2026-02-02", "TFFV", "promised")),
    ];

    [Theory, MemberData(nameof(JustInside))]
    public void What_stands_just_inside_a_rule_passes(string what, EntryDraft draft) => Assert.Equal((what, "passes"), (what, Ask(draft)));

    [Theory]
    // what a right is needed for, and that it, and no other, gives it
    [InlineData("2026-05-01 closing TFFV", "4010 1.00|3020 -1.00", EntryRights.ClosesYears, "kind_is_reserved")]
    [InlineData("2026-05-01 withdrawal TFFV", "8010 -1.00 pledge:P-1|8011 1.00", EntryRights.LowersClaims, "kind_is_reserved")]
    [InlineData("2026-05-01 write_off TFFV", "5940 1.00|1010 -1.00", EntryRights.LowersClaims, "kind_is_reserved")]
    [InlineData("2026-05-01 receipt TFFV", "1010 10.00|1100 -10.00", EntryRights.LowersClaims, "claim_is_lowered")]
    [InlineData("2026-05-01 agreement TFFV", "1100 10.00 donor:XA|4010 -10.00", EntryRights.RaisesClaims, "receivable_is_by_agreement")]
    [InlineData("2026-05-01 opening TFFV", "1100 9.00 USD @@ 8.00|3020 -8.00", EntryRights.RaisesClaims, "receivable_is_by_agreement")]
    [InlineData("2026-05-01 adjustment TFFV", "5945 1.00|1190 -1.00", EntryRights.LowersClaims, "allowance_takes_two")]
    [InlineData("2026-05-01 adjustment TFFV", "1190 1.00|5945 -1.00", EntryRights.LowersClaims, "allowance_takes_two")]
    [InlineData("2026-05-01 fulfilment TFFV", "8010 -1.00|8011 1.00", EntryRights.LowersClaims, "claim_is_lowered")]
    [InlineData("2026-05-01 adjustment TFFV", "2200 1.00|1010 -1.00", EntryRights.PaysBack, "paying_back_takes_two")]
    [InlineData("2026-05-01 return TFFV", "4010 1.00|1010 -1.00", EntryRights.PaysBack, "paying_back_takes_two")]
    [InlineData("2026-05-01 revaluation TFFV", "1100 0.00 USD @@ -1.00|5930 0.00 USD @@ 1.00", EntryRights.Revalues, "kind_is_reserved")]
    [InlineData("2026-05-01 revaluation TFFV", "2200 0.00 USD @@ 1.00|4200 0.00 USD @@ -1.00", EntryRights.Revalues, "kind_is_reserved")]
    [InlineData("2026-05-01 commitment TFFV", "8020 1.00 commitment:C-9|8021 -1.00", EntryRights.Commits, "commitment_is_by_hand")]
    [InlineData("2026-05-01 adjustment TFFV", "5010 1.00 commitment:C-9|2010 -1.00", EntryRights.Commits, "commitment_is_by_hand")]
    [InlineData("2026-05-01 transfer TFFV", "3020 1.00|1010 -1.00", EntryRights.MovesBetweenFunds, "transfer_takes_both_legs")]
    public void A_reserved_act_takes_its_own_right(string heading, string lines, EntryRights right, string refusal)
    {
        var draft = Entry(heading, lines.Split('|'));
        var others = Enum.GetValues<EntryRights>().Where(other => other != right).Aggregate((one, other) => one | other);

        Assert.Equal(refusal, LedgerRules.Plan(draft, Catalog, null).Refusal?.Code);
        Assert.Equal(refusal, LedgerRules.Plan(draft, Catalog, null, others).Refusal?.Code);
        Assert.Null(LedgerRules.Plan(draft, Catalog, null, right).Refusal);
    }

    [Theory]
    // 50.00 are owed under A-1, of which 20.00 are unlikely to be paid.
    [InlineData("5945 30.00|1190 -30.00 agreement:A-1", true)]
    [InlineData("5945 30.01|1190 -30.01 agreement:A-1", false)]
    [InlineData("1190 20.00 agreement:A-1|5945 -20.00", true)]
    [InlineData("1190 20.01 agreement:A-1|5945 -20.01", false)]
    [InlineData("1010 30.00|1100 -30.00 agreement:A-1", true)]
    [InlineData("1010 30.01|1100 -30.01 agreement:A-1", false)]
    [InlineData("5945 0.01|1190 -0.01 agreement:A-2", false)]
    [InlineData("1011 99.00 USD @@ 99.00|1100 -99.00 USD @@ -99.00 agreement:A-1", true)]
    public void An_allowance_is_never_more_than_is_owed_and_never_less_than_nothing(string lines, bool passes)
    {
        var plan = LedgerRules.Plan(Entry("2026-05-01 adjustment TFFV", lines.Split('|')), Catalog, null, EntryRights.LowersClaims).Value!;

        Assert.Equal(passes ? null : "allowance_exceeds_receivable", LedgerRules.CheckBalances(plan, Standing.Instance)?.Code);
    }

    [Theory]
    [InlineData("closing", EntryKind.Closing, "4010 1.00|3020 -1.00", EntryRights.ClosesYears, "kind_is_reserved")]
    [InlineData("signed", EntryKind.Agreement, "1100 10.00|4010 -10.00", EntryRights.LowersClaims, "reversal_takes_two")]
    [InlineData("doubted", EntryKind.Adjustment, "5945 10.00|1190 -10.00", EntryRights.LowersClaims, "reversal_takes_two")]
    [InlineData("doubted less", EntryKind.Adjustment, "1190 10.00|5945 -10.00", EntryRights.LowersClaims, "reversal_takes_two")]
    [InlineData("promised", EntryKind.Pledge, "8010 10.00 pledge:P-2|8011 -10.00", EntryRights.LowersClaims, "reversal_takes_two")]
    [InlineData("paid back", EntryKind.Return, "2200 1.00 donor:XA|1010 -1.00", EntryRights.PaysBack, "reversal_takes_two")]
    [InlineData("to go back", EntryKind.Return, "4010 1.00 donor:XA|2200 -1.00 donor:XA", EntryRights.PaysBack, "reversal_takes_two")]
    [InlineData("valued up", EntryKind.Revaluation, "1100 0.00 USD @@ 1.00|4200 0.00 USD @@ -1.00", EntryRights.LowersClaims,
        "reversal_takes_two")]
    public void A_reversal_takes_the_right_of_what_it_undoes(string key, EntryKind kind, string lines, EntryRights right, string refusal)
    {
        var reversed = Written(key, kind, false, lines.Split('|'));
        var others = Enum.GetValues<EntryRights>().Where(other => other != right).Aggregate((one, other) => one | other);

        Assert.Equal(refusal, LedgerRules.Plan(Reversal("2026-05-01", "TFFV", key), Catalog, reversed, others).Refusal?.Code);
        var plan = LedgerRules.Plan(Reversal("2026-05-01", "TFFV", key), Catalog, reversed, right).Value!;
        Assert.Equal(reversed.Postings.Select(posting => (posting.Account, -posting.Amount.Minor, -posting.EurMinor, posting.Dimensions)),
            plan.Postings.Select(posting => (posting.Account, posting.Amount.Minor, posting.EurMinor, posting.Dimensions)));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(69_99, null)]
    [InlineData(70_00, null)]
    [InlineData(70_01, "available_is_too_low")]
    public void Available_is_the_lowest_of_the_day_and_every_later_one(long cents, string? refusal)
    {
        var draft = Entry("2026-05-01 commitment TFFV") with
        {
            Lines = [new("8020", Money.Eur(cents), null, new(Commitment: "C-9")), new("8021", Money.Eur(-cents))],
        };
        var planned = LedgerRules.Plan(draft, Catalog, null, EntryRights.Commits).Value!;
        var found = LedgerRules.CheckBalances(planned, Standing.Instance) as AvailableIsTooLow;

        Assert.Equal(refusal, found?.Code);
        if (found is not null) Assert.Equal((new DateOnly(2026, 6, 1), "70.00 EUR", "70.01 EUR"),
            (found.Date, found.Available, found.Needed));
    }

    [Fact]
    public void Kinds_are_what_the_list_says()
    {
        Assert.Equal([EntryKind.Opening, EntryKind.Exchange, EntryKind.Revaluation, EntryKind.Closing], Enum.GetValues<EntryKind>()
            .Where(kind => kind.CrossesCurrencies()));
        Assert.Equal([EntryKind.Withdrawal, EntryKind.WriteOff], Enum.GetValues<EntryKind>()
            .Where(kind => kind.Needs() == EntryRights.LowersClaims));
        Assert.Equal([EntryKind.Closing], Enum.GetValues<EntryKind>().Where(kind => kind.Needs() == EntryRights.ClosesYears));
        Assert.Equal([EntryKind.Revaluation], Enum.GetValues<EntryKind>().Where(kind => kind.Needs() == EntryRights.Revalues));
    }

    [Theory]
    [InlineData(AccountRole.Cash, 100, 100)]
    [InlineData(AccountRole.Withheld, -100, -100)]
    [InlineData(AccountRole.Commitments, 100, -100)]
    [InlineData(AccountRole.Pledges, 100, 0)]
    [InlineData(AccountRole.None, 100, 0)]
    public void Available_is_cash_less_withheld_less_commitments(AccountRole role, long balance, long available) =>
        Assert.Equal(available, Availability.Of(role, balance));

    [Fact]
    public void A_text_is_broken_at_its_first_bad_character()
    {
        // Not as attributes, which cannot hold half a character.
        (string Text, int? At)[] table =
        [
            ("plain", null), ("𝄞é漢", null), ("a\tb", 2), ("\u001f", 1), ("ab\u007f", 3), ("a\u0085", 2), ("a\u2028", 2), ("a\u2029", 2),
                ("a\ufffe", 2),
            ("a\uffff", 2), ("a\ud834", 2), ("a\udd1eb", 2), ("\ud834\ud834\udd1e", 1), ("𝄞\n", 3),
        ];

        Assert.All(table, row => Assert.Equal(row.At, LedgerRules.BrokenText(row.Text)));
    }

    private static readonly LedgerCatalog Catalog = MakeCatalog();

    private static readonly Dictionary<string, ReversedEntry> Known = new[]
    {
        Written("opening", EntryKind.Opening, false, "1010 100.00", "3020 -100.00"),
            Written("wrong", EntryKind.Receipt, true, "1010 5.00", "4010 -5.00"),
        Written("back", EntryKind.Reversal, false, "1010 -5.00", "4010 5.00"),
            Written("promise", EntryKind.Pledge, false, "8010 50.00 pledge:P-1", "8011 -50.00 pledge:P-1"),
            Written("promised", EntryKind.Designation, false, "8011 5.00", "8011 -5.00"),
    }.ToDictionary(entry => entry.Key);

    [Theory]
    // The same lines get the same answer under every name that may be given to them.
    [InlineData("5010 900.00|1010 -900.00", "available_is_too_low")]
    [InlineData("2200 5.00 donor:XA|2010 -5.00", "paying_back_takes_two")]
    [InlineData("8020 -5.00|8021 5.00", "commitment_is_by_hand")]
    [InlineData("3020 5.00|1010 -5.00", "transfer_takes_both_legs")]
    [InlineData("5940 1.00|1100 -1.00", "claim_is_lowered")]
    [InlineData("2900 1.00|1010 -1.00", "item_is_overdrawn")]
    [InlineData("5910 900.00|1010 -900.00", "bank_is_overdrawn")]
    [InlineData("1100 0.00 USD @@ -90.00|5930 0.00 USD @@ 90.00", "kind_is_reserved")]
    public void Lines_are_judged_by_what_they_do_and_not_by_what_the_entry_is_called(string lines, string refusal)
    {
        var open = Enum.GetValues<EntryKind>().Where(kind => kind.Needs() == EntryRights.None && kind != EntryKind.Reversal);

        Assert.All(open, kind => Assert.Equal((kind, refusal), (kind, Ask(Entry($"2026-05-01 {ClosedSet<EntryKind>.Code(kind)} TFFV",
            lines.Split('|'))))));
    }

    [Fact]
    public void What_the_bank_has_done_is_recorded_below_nothing_too()
    {
        var charge = Entry("2026-05-01 charge TFFV", "5910 900.00", "1010 -900.00");
        var plan = LedgerRules.Plan(charge, Catalog, null, EntryRights.FollowsBank).Value!;

        Assert.Null(LedgerRules.CheckBalances(plan, Standing.Instance));
    }

    [Fact]
    public void A_reconciled_account_is_valued_anew_and_not_moved()
    {
        var valued = Entry("2026-03-31 revaluation TFFV", "1012 0.00 GBP @@ 1.00", "4200 0.00 GBP @@ -1.00");
        var moved = WithLines("1012 0.01 GBP @@ 0.01", "1012 0.00 GBP @@ 1.00", "4010 -0.01 GBP @@ -1.01") with { Date = new(2026, 3, 31) };

        Assert.Null(LedgerRules.Plan(valued, Catalog, null, EntryRights.Revalues).Refusal);
        Assert.Equal("bank_is_reconciled", LedgerRules.Plan(moved, Catalog, null, (EntryRights)255).Refusal?.Code);
    }

    /// <summary>What a file is answered that does what a rule says; an opening where the rule is about one, and a withdrawal.</summary>
    public static string AskByFile(FileRule rule)
    {
        var kind = rule.Does.Contains("`opening`", StringComparison.Ordinal) ? "opening" : rule.Does.StartsWith("ends a pledge",
            StringComparison.Ordinal) ? "withdrawal" : "adjustment";
        return Ask(Entry($"2026-05-01 {kind} TFFV", rule.Example.Split('|')));
    }

    private static string Ask(EntryDraft draft, EntryRights rights = EntryRights.None)
    {
        // Such a draft is never looked up: its rules are asked without what it reverses.
        var reversed = draft.Reverses is { } key && !LedgerRules.HasBrokenText(draft) ? Known.GetValueOrDefault(key) : null;
        var planned = LedgerRules.Plan(draft, Catalog, reversed, rights, today: new(2026, 7, 1));
        return planned.IsRefused ? planned.Refusal.Code : LedgerRules.CheckBalances(planned.Value, Standing.Instance)?.Code ?? "passes";
    }

    private static LedgerCatalog MakeCatalog()
    {
        FundSettings[] settings = [new(LedgerRules.FirstDate, false, 0, 0, 0)];
        var id = 0;
        var accounts = new[] { (Fund: 1, Chart.FamilyVisits), (Fund: 2, Chart.Relocations) }.SelectMany(fund =>
            fund.Item2.Select(line => new Account(++id, fund.Fund, line.Code, line.NameEn,
            line.NameFr, line.Kind, line.Role, line.Currency is { } currency ? Currency.Of(currency) : null))).ToList();
        var pounds = accounts.Single(account => account is { FundId: 1, Code: "1012" });
        return new LedgerCatalog(1, [new(1, "TFFV", "", "", false, settings), new(2, "SFR", "", "", true, settings)], accounts, ["XA"],
            [new(1, new(2026, 1, 31))], [new(pounds.Id, new(2026, 3, 31))]);
    }

    private static ReversedEntry Written(string key, EntryKind kind, bool isReversed, params string[] lines) =>
        new(1, key, key, "TFFV", key is "opening" ? new(2026, 1, 15) : new(2026, 2, key is "promise" or "promised" ? 2 : 1), kind,
            isReversed,
        [.. lines.Select(Line).Select(line => new PlannedPosting(Catalog.Account(1, line.Account)!, line.Amount, line.EurMinor
            ?? line.Amount.Minor, line.Dimensions ?? Dimensions.None))]);

    /// <summary>100.00 of cash, of which 30.00 are committed under C-1; from June on 70.00 are the lowest; 50.00 open of P-1 in
    /// EUR.</summary>
    private sealed class Standing : ILedgerBalances
    {
        public static readonly Standing Instance = new();

        public (long Available, DateOnly On) LowestAvailableFrom(Fund fund, DateOnly day) => (7_000, new(2026, 6, 1));

        public long OpenCommitment(int fundId, string commitment) => commitment == "C-1" ? 3_000 : 0;

        public long OpenPledge(int fundId, string pledge, Currency currency) => pledge == "P-1" && currency == Currency.Eur ? 5_000 : 0;

        public long ToReturn(int fundId, string donor, Currency currency) => 0;

        public (long Lowest, long Highest) RangeFrom(Account account, Currency currency, string? item, DateOnly day) =>
            account.Code == "1010" && currency == Currency.Eur ? (10_000, 20_000) : (0, 0);

        public long HeldForBankLines(int fundId, Currency currency) => 0;

        public (long Owed, long Allowance) ClaimOf(int fundId, string agreement, Currency currency) =>
            agreement == "A-1" && currency == Currency.Eur ? (5_000, 2_000) : (0, 0);
    }
}
