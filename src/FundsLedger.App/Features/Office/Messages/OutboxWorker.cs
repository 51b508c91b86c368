using System.Data.Common;

namespace FundsLedger.App.Features.Office.Messages;

/// <summary>Empties the outbox while the pages are served.</summary>
public sealed partial class OutboxWorker(OutboxDelivery delivery, TimeProvider clock, ILogger<OutboxWorker> log) : BackgroundService
{
    /// <summary>Pause between two looks at the outbox.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first page does not wait for us.
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await delivery.RunOnceAsync(stoppingToken);
            }
            catch (DbException fault)
            {
                CouldNotRead(log, fault); // the next look tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be read")]
    private static partial void CouldNotRead(ILogger log, Exception fault);
}
