using FundsLedger.App.Storage.Guards;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Storage;

/// <summary>Brings a database to the present shape and, where it is empty, opens the books in it: funds, charts, settings.</summary>
public static class BooksMaker
{
    /// <summary>What the opening of new books is recorded under.</summary>
    public static readonly Actor System = new("system", "FundsLedger");

    // Three quarters of the pledges to the UN's Central Emergency Response Fund were cash within 167 days.
    private const int LeadTimeMonths = 6;

    /// <summary>Migrates, installs the guards again, seals older books in their logs, and seeds empty ones.</summary>
    /// <param name="database">Where.</param>
    /// <param name="clock">For the opening's instant.</param>
    /// <param name="isDemo">Marks new books as a demonstration; ignored where books exist.</param>
    /// <param name="chance">Where everything random comes from; null for the operating system.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many rows that give power were found and sealed: in books of an earlier version; otherwise 0.</returns>
    public static async Task<int> MigrateAsync(LedgerDatabase database, TimeProvider clock, bool isDemo = false, IChance? chance = null,
        CancellationToken cancel = default)
    {
        await ShapeAsync(database, cancel);
        bool hasBooks;
        await using (var connection = await database.OpenAsync(cancel))
        {
            if (await connection.Command(null, "SELECT COUNT(*) FROM ledger_state").NumberAsync(cancel) == 0)
                await connection.Command(null,
                    "INSERT INTO ledger_state (id, last_seq, last_recorded_at, catalog_version, open_version, chart_version, "
                        + "quiet_version) VALUES (1, 0, 0, 0, 0, 0, 0)").RunAsync(cancel);
            hasBooks = await connection.Command(null, "SELECT COUNT(*) FROM books").NumberAsync(cancel) > 0;
        }
        await SealAgain.RunAsync(database, chance ?? SystemChance.Instance, cancel);
        if (hasBooks) await AddNewAccountsAsync(database, clock, chance, cancel);
        else await SeedAsync(database, clock, isDemo, chance, cancel);
        return await PowerSeals.BeginAsync(database, clock, chance, cancel) ?? 0;
    }

    /// <summary>Migrates and installs the guards; opens no books.</summary>
    public static async Task ShapeAsync(LedgerDatabase database, CancellationToken cancel = default)
    {
        if (database.Path is { } path && Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        await MakeFileAsync(database, cancel);
        await using (var db = database.Read()) await db.Database.MigrateAsync(cancel);
        await using var connection = await database.OpenAsync(cancel);
        await GuardSet.InstallAsync(connection, database.IsOnPostgres, cancel);
    }

    /// <summary>A new file is its owner's alone before anything stands in it; one of an earlier version becomes so. SQLite gives its two
    /// companions the same rights.</summary>
    private static async Task MakeFileAsync(LedgerDatabase database, CancellationToken cancel)
    {
        if (database.Path is not { } path) return;
        if (File.Exists(path))
        {
            foreach (var ending in (string[])["", "-wal", "-shm"]) OwnersFile.Close(path + ending);
            return;
        }
        await OwnersFile.Create(path).DisposeAsync();
        await using var connection = await database.OpenAsync(cancel);
        await connection.Command(null, "PRAGMA journal_mode = WAL").RunAsync(cancel);
    }

    private static async Task SeedAsync(LedgerDatabase database, TimeProvider clock, bool isDemo, IChance? chance, CancellationToken cancel)
    {
        await using var writer = new LedgerWriter(database, clock, chance);
        await using var session = await writer.BeginAsync(System, cancel);
        var now = session.Instant;
        var ledgerId = Convert.ToHexStringLower(session.Chance.Bytes(ChanceUse.LedgerId, LogClass.Open, "books", 8));
        await session.RegisterAsync(new BooksRow
        {
            Id = 1, LedgerId = ledgerId, IsDemo = isDemo, FunctionalCurrency = "EUR", CreatedAt = now,
        }, cancel);
        var nextAccount = 1;
        foreach (var (index, fund) in Seeds.Index())
        {
            await session.RegisterAsync(new FundRow
            {
                Id = index + 1, Code = fund.Code, NameEn = fund.NameEn, NameFr = fund.NameFr, IsUmbrella = fund.IsUmbrella,
            }, cancel);
            await session.RegisterAsync(new FundSettingsRow
            {
                Id = index + 1L, FundId = index + 1, ValidFrom = LedgerRules.FirstDate, IsProtected = fund.IsProtected,
                SmallestUsefulCommitment = fund.SmallestUsefulCommitment, ContinuingSupportReserve = 0L,
                LeadTimeMonths = LeadTimeMonths, RecordedAt = now, ActorId = System.Id, ActorName = System.Name,
            }, cancel);
            foreach (var line in fund.Chart)
                await session.RegisterAsync(new AccountRow
                {
                    Id = nextAccount++, FundId = index + 1, Code = line.Code, NameEn = line.NameEn, NameFr = line.NameFr,
                    Kind = line.Kind, Role = line.Role, Currency = line.Currency,
                }, cancel);
        }
        await session.CommitAsync(cancel);
    }

    /// <summary>Accounts that a later version of the chart brought: books opened before get them too.</summary>
    private static async Task AddNewAccountsAsync(LedgerDatabase database, TimeProvider clock, IChance? chance, CancellationToken cancel)
    {
        await using var writer = new LedgerWriter(database, clock, chance);
        await using var session = await writer.BeginAsync(System, cancel);
        var added = 0;
        foreach (var seed in Seeds)
        {
            if (session.Catalog.Fund(seed.Code) is not { } fund) continue;
            foreach (var line in seed.Chart.Where(line => session.Catalog.Account(fund.Id, line.Code) is null))
            {
                var id = await session.NextIdAsync(Registers.Accounts, cancel);
                await session.RegisterAsync(new AccountRow
                {
                    Id = (int)id, FundId = fund.Id, Code = line.Code, NameEn = line.NameEn, NameFr = line.NameFr, Kind = line.Kind,
                    Role = line.Role, Currency = line.Currency,
                }, cancel);
                added++;
            }
        }
        if (added > 0) await session.CommitAsync(cancel);
    }

    private sealed record FundSeed(string Code, string NameEn, string NameFr, bool IsUmbrella, bool IsProtected,
        long SmallestUsefulCommitment, IReadOnlyList<ChartLine> Chart);

    private static readonly FundSeed[] Seeds =
    [
        new("TFFV", "Trust Fund for Family Visits", "Fonds d’affectation spéciale pour les visites familiales", false, false, 500_000,
            Chart.FamilyVisits),
        new("SFR", "Special Fund for Relocations", "Fonds spécial pour les réinstallations", false, true, 5_000_000, Chart.Relocations),
        new("UMB", "Pledges not yet designated", "Annonces non encore affectées", true, false, 0, Chart.UmbrellaPledges),
    ];
}
