using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>Enters the rates of a file, all or nothing, by the operation that enters one.</summary>
public sealed class ImportRates(LedgerWriter writer)
{
    /// <summary>Refused: an unreadable file; the first line that holds no rate that could be entered by hand.</summary>
    public async Task<Outcome<ImportedRates>> RunAsync(string path, Actor actor, CancellationToken cancel = default)
    {
        var file = await RateFile.ReadAsync(path, cancel);
        if (file.IsRefused) return file.Refusal;
        return await writer.InOneTransactionAsync(actor, async session =>
        {
            var (entered, repeated) = (0, 0);
            foreach (var (line, rate) in file.Value)
            {
                // A file cannot be asked again; what takes two people is entered by hand.
                var outcome = await EnterRate.ApplyAsync(session, rate with { Again = rate.Rate }, cancel);
                if (!outcome.IsRefused && outcome.Value.Asked is not null) return new RateLineIsRefused(line,
                    $"it is more than {RateBand.TakesTwoBeyond} % away from the rate before it, and takes two people; enter it by hand");
                if (outcome.IsRefused) return new RateLineIsRefused(line, outcome.Refusal.Sentence);
                if (outcome.Value.IsRepeat) repeated++;
                else entered++;
            }
            return (Outcome<ImportedRates>)new ImportedRates(entered, repeated);
        }, cancel);
    }
}

/// <summary>How many rates were entered now, and how many stood already.</summary>
public sealed record ImportedRates(int Entered, int Repeated) : IAnswer
{
    public bool IsRepeat => Entered == 0;
}
