using FundsLedger.App.Features.Accounts;
using FundsLedger.App.Features.Funds;
using FundsLedger.App.Features.Checks;
using FundsLedger.App.Features.Journal;
using FundsLedger.App.Features.Log;
using FundsLedger.App.Features.Statements;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Web;

/// <summary>What the application is made of, one line each.</summary>
public static class Services
{
    /// <summary>Reading and writing the books.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<LedgerReads>()
        .AddSingleton<LedgerWriter>()
        .AddSingleton<TrialBalances>()
        .AddSingleton<FundStatuses>()
        .AddSingleton<FundHistories>()
        .AddSingleton<FundCharts>()
        .AddSingleton<ReverseEntry>()
        .AddSingleton<DonorStatements>()
        .AddSingleton<LedgerCheck>()
        .AddSingleton<SealHead>()
        .AddHostedService<HeadKeeper>();

    /// <summary>What only pages need.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddSingleton<BooksInfo>()
        .AddScoped<PageLanguage>()
        .AddScoped<CurrentActor>();
}
