using System.Data.Common;
using FundsLedger.App.Features.Proof.Audit;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>While the pages are served, asks every minute whether the audit log is to be sealed, and every hour whether a head of the log
/// is due.</summary>
public sealed partial class HeadKeeper(SealHead heads, SealAudit audit, TimeProvider clock, ILogger<HeadKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        var asked = DateTimeOffset.MinValue;
        do
        {
            try
            {
                await audit.RunIfDueAsync(stoppingToken);
                var now = clock.GetUtcNow();
                if (now - asked < TimeSpan.FromHours(1)) continue;
                await heads.RunIfDueAsync(stoppingToken);
                asked = now;
            }
            catch (DbException fault)
            {
                CouldNotSeal(log, fault); // the next minute tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log or the head of the log could not be sealed")]
    private static partial void CouldNotSeal(ILogger log, Exception fault);
}
