using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FundsLedger.App.Storage;

// Only `dotnet ef migrations add` uses these two.

internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteLedgerDb>
{
    public SqliteLedgerDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteLedgerDb>().UseSqlite("Data Source=:memory:").Options);
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresLedgerDb>
{
    public PostgresLedgerDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresLedgerDb>().UseNpgsql("Host=localhost").Options);
}
