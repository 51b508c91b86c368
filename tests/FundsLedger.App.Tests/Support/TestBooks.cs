using System.Globalization;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FundsLedger.App.Tests.Support;

/// <summary>New books for one test, on a database of their own that disappears with it.</summary>
public sealed class TestBooks : IAsyncDisposable
{
    public static readonly Actor Recorder = new("rec", "Rosa Recorder");
    public static readonly Actor Certifier = new("cer", "Carl Certifier");
    public static readonly Actor Approver = new("app", "Ada Approver");
    public static readonly Actor Auditor = new("aud", "Otto Auditor");

    private readonly string _where;

    private TestBooks(DatabaseKind kind, string where, IChance? chance)
    {
        (Kind, _where) = (kind, where);
        Database = LedgerDatabase.At(where);
        Writer = new LedgerWriter(Database, Clock, chance);
    }

    /// <summary>Copies new books.</summary>
    public static async Task<TestBooks> OpenAsync(DatabaseKind kind, IChance? chance = null) =>
        new(kind, await TestServer.NewBooksAsync(kind), chance);

    /// <summary>Books that stand already, e.g. those of an earlier version.</summary>
    public static TestBooks At(DatabaseKind kind, string where) => new(kind, where, null);

    /// <summary>Copies books in which every table has a row (<see cref="SmallBooks"/>).</summary>
    public static async Task<TestBooks> FilledAsync(DatabaseKind kind) => new(kind, (await Templates.SmallAsync(kind)).Where, null);

    /// <summary>Lets go of the books and leaves them where they are: returns what <c>--db</c> would say.</summary>
    public async Task<string> KeepAsync()
    {
        await Writer.DisposeAsync();
        await Database.DisposeAsync();
        return _where;
    }

    public DatabaseKind Kind { get; }

    /// <summary>What <c>--db</c> would say.</summary>
    public string Where => _where;

    public LedgerDatabase Database { get; }

    public LedgerWriter Writer { get; }

    /// <summary>Stands at 2026-07-01 09:00 UTC until moved.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Posts an entry, as the recorder unless said otherwise; a commitment as its register does.</summary>
    public Task<Outcome<PostedEntry>> PostAsync(EntryDraft draft, Actor? by = null) =>
        PostAsync(draft, draft.Kind switch
        {
            EntryKind.Commitment => EntryRights.Commits,
            EntryKind.Agreement => EntryRights.RaisesClaims,
            _ => EntryRights.None,
        }, by);

    /// <summary>Posts an entry with rights that only operations of the program have.</summary>
    public Task<Outcome<PostedEntry>> PostAsync(EntryDraft draft, EntryRights rights, Actor? by = null) => Writer.PostWithAsync(draft,
        rights, by ?? Recorder);

    /// <summary>Posts entries that the books must take, each in a transaction of its own.</summary>
    public async Task MustPostAsync(params EntryDraft[] drafts)
    {
        foreach (var draft in drafts) (await PostAsync(draft)).OrThrow();
    }

    /// <summary>Posts and gives the refusal's code, or "written" or "repeat".</summary>
    public async Task<string> AnswerAsync(EntryDraft draft) => Answer(await PostAsync(draft));

    /// <summary>As <see cref="AnswerAsync(EntryDraft)"/>, with rights of an operation.</summary>
    public async Task<string> AnswerAsync(EntryDraft draft, EntryRights rights) => Answer(await PostAsync(draft, rights));

    /// <summary>An outcome in one word.</summary>
    public static string Answer(Outcome<PostedEntry> outcome) =>
        outcome.IsRefused ? outcome.Refusal.Code : outcome.Value.IsRepeat ? "repeat" : "written";

    /// <summary>Posts, asserts the refusal, and asserts that no table changed.</summary>
    public async Task MustRefuseAsync(string code, EntryDraft draft)
    {
        var before = await EveryRowAsync();
        Assert.Equal(code, await AnswerAsync(draft));
        Assert.Equal(before, await EveryRowAsync());
    }

    /// <summary>As <see cref="MustRefuseAsync(string, EntryDraft)"/>, with rights of an operation.</summary>
    public async Task MustRefuseAsync(string code, EntryDraft draft, EntryRights rights)
    {
        var before = await EveryRowAsync();
        Assert.Equal(code, await AnswerAsync(draft, rights));
        Assert.Equal(before, await EveryRowAsync());
    }

    /// <summary>Adds a row to a register in a transaction of its own.</summary>
    public async Task RegisterAsync(RegisterTable table, params object?[] values)
    {
        await using var session = await Writer.BeginAsync(Approver);
        await session.RegisterAsync(table, values);
        await session.CommitAsync();
    }

    /// <summary>Adds States as donors.</summary>
    public async Task AddDonorsAsync(params string[] codes)
    {
        foreach (var code in codes) await RegisterAsync(Registers.Donors, code, $"State {code}", DonorType.State, "en", true);
    }

    /// <summary>A rate that stands in the table, however far it is from the one before.</summary>
    public async Task HasRateAsync(string date, Rate rate, Actor? by = null, string source = "Circular")
    {
        await using var session = await Writer.BeginAsync(by ?? Recorder);
        await session.RegisterAsync(new RateRow
        {
            Id = await session.NextIdAsync(Registers.Rates), Currency = rate.Source.Code, Date = LedgerText.Day(date),
            Billionths = rate.Billionths, Source = source, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            RecordedAt = session.Instant,
        });
        await session.CommitAsync();
    }

    /// <summary>Lets the fund for visits live through the first months of 2026: each month one of two States gives 3,000 EUR, and half of
    /// it is spent.</summary>
    public async Task LiveAsync(int months)
    {
        await AddDonorsAsync("XA", "XB");
        for (var month = 1; month <= months; month++)
            await MustPostAsync(
                LedgerText.Entry($"2026-{month:00}-10 receipt TFFV", "1010 3000.00",
                    $"4010 -3000.00 donor:{(month % 2 == 0 ? "XA" : "XB")}"),
                    LedgerText.Entry($"2026-{month:00}-20 charge TFFV", "5910 1500.00", "1010 -1500.00"));
    }

    /// <summary>Closes a fund's books through a day, or reopens them back to it.</summary>
    public async Task ClosePeriodAsync(string fund, string through, PeriodAction action = PeriodAction.Closed)
    {
        await using var session = await Writer.BeginAsync(Certifier);
        object?[] second = action == PeriodAction.Reopened ? [Approver.Id, Approver.Name] : [null, null];
        await session.RegisterAsync(Registers.PeriodEvents,
            [await session.NextIdAsync(Registers.PeriodEvents), session.Catalog.Fund(fund)!.Id, action, LedgerText.Day(through), "test",
            Certifier.Id, Certifier.Name, .. second, session.RecordedAt]);
        await session.CommitAsync();
    }

    /// <summary>A new version of a fund's reserve, in cents.</summary>
    public async Task SetReserveAsync(string fund, string validFrom, long cents)
    {
        await using var session = await Writer.BeginAsync(Approver);
        await session.RegisterAsync(Registers.FundSettings,
            [await session.NextIdAsync(Registers.FundSettings), session.Catalog.Fund(fund)!.Id, LedgerText.Day(validFrom), false, 0L, cents,
                3,
            session.RecordedAt, Approver.Id, Approver.Name]);
        await session.CommitAsync();
    }

    /// <summary>An account's EUR balance on a day (default: all days), asserted to be the same by daily totals and by postings.</summary>
    public async Task<string> BalanceAsync(string fund, string account, string asOf = "2199-12-31")
    {
        await using var connection = await Database.OpenAsync();
        (string, object?)[] parameters = [("@fund", fund), ("@account", account), ("@day", DateNumber.Of(LedgerText.Day(asOf)))];
        const string Where =
            "JOIN accounts a ON a.id = t.account_id JOIN funds f ON f.id = a.fund_id WHERE f.code = @fund AND a.code = @account AND "
                + "t.effective_date <= @day";
        var byDay =
            await connection.Command(null, $"SELECT SUM(debit_eur - credit_eur) FROM daily_totals t {Where}", parameters).NumberAsync();
        var byPosting = await connection.Command(null, $"SELECT SUM(t.eur_minor) FROM postings t {Where}", parameters).NumberAsync();
        Assert.Equal(byPosting, byDay);
        return Money.Eur(byPosting).ToDecimalString();
    }

    /// <summary>Answers one number.</summary>
    public async Task<long> NumberAsync(string question)
    {
        await using var connection = await Database.OpenAsync();
        return await connection.Command(null, question).NumberAsync();
    }

    /// <summary>Every row of every table as text, so that two moments can be compared; without the audit log, in which a refusal stands
    /// too.</summary>
    public async Task<string> EveryRowAsync()
    {
        var all = new StringBuilder();
        await using var connection = await Database.OpenAsync();
        var tables = await connection.Command(null, Kind == DatabaseKind.Sqlite
            ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'audit_log' ORDER BY name"
            : "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'audit_log' ORDER BY 1")
            .RowsAsync(row => row.GetString(0));
        Assert.True(tables.Count > 20);
        foreach (var table in tables)
        {
            var rows = await connection.Command(null, $"SELECT * FROM \"{table}\"")
                .RowsAsync(row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(column => Print(row.GetValue(column)))));
            all.Append(table).Append(": ").AppendJoin('\n', rows.Order(StringComparer.Ordinal)).Append('\n');
        }
        return all.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Database.DisposeAsync();
        TestServer.Remove(_where);
    }

    private static string? Print(object value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
