using System.Data.Common;
using FundsLedger.App.Features.Proof.Audit;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>Asks every hour, while the pages are served, whether the audit log is to be sealed and a head of the log is due.</summary>
public sealed partial class HeadKeeper(SealHead heads, SealAudit audit, TimeProvider clock, ILogger<HeadKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await audit.RunIfDueAsync(stoppingToken);
                await heads.RunIfDueAsync(stoppingToken);
            }
            catch (DbException fault)
            {
                CouldNotSeal(log, fault); // the next hour tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The head of the log could not be sealed")]
    private static partial void CouldNotSeal(ILogger log, Exception fault);
}
