using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Office.People;

/// <summary>People without pages: for the command line.</summary>
public static class PeopleServices
{
    /// <summary>What the directory needs, over these books; the caller disposes of it.</summary>
    public static ServiceProvider Over(LedgerDatabase database, TimeProvider clock, WebSettings settings)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddHttpContextAccessor().AddSingleton(database).AddSingleton(clock).AddSingleton<LedgerReads>()
            .AddSingleton<LedgerWriter>()
            .AddSingleton<AuditLog>().AddPeople(settings);
        return services.BuildServiceProvider();
    }
}
