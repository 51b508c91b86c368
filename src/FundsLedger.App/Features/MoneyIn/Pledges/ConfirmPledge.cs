using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>Records that the donor confirmed an announced pledge in writing: what was only announced of it becomes firmer, in every
/// book.</summary>
public sealed class ConfirmPledge(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Pledge">Code of the pledge.</param>
    /// <param name="Date">Date of the letter or note verbale.</param>
    /// <param name="Reference">Its reference, in 1 to 200 characters.</param>
    /// <param name="Source">Where it is kept.</param>
    public sealed record Command(string Key, string Pledge, DateOnly Date, string Reference, string? Source = null);

    public Task<Outcome<ConfirmedPledge>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<ConfirmedPledge>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var earlier = await session.EarlierEntriesAsync(command.Key, cancel);
        var pledge = await session.FindPledgeAsync(command.Pledge, cancel);
        if (Refuse(command, pledge) is { } refusal) return earlier.Count == 0 ? refusal : new KeyUsedForOtherInput(command.Key);
        var drafts =
            earlier.Count > 0 ? earlier.ConvertAll(entry => (entry.Fund, Lines: entry.Lines)) : await MovesAsync(session, pledge!, cancel);
        if (drafts.Count == 0) return new PledgeHasNothingToConfirm(command.Pledge);

        PostedEntry? first = null;
        var confirmed = Money.Zero(pledge!.Currency);
        foreach (var (index, (fund, lines)) in drafts.Index())
        {
            var posted = await session.PostAsync(new EntryDraft
            {
                Key = index == 0 ? command.Key : $"{command.Key}/{index + 1}",
                Date = command.Date,
                Fund = fund,
                Kind = EntryKind.Confirmation,
                Description = Descriptions.PledgeConfirmed.Of(command.Pledge),
                Reference = command.Reference,
                SourceDocument = command.Source,
                Lines = lines,
            }, cancel);
            if (posted.IsRefused) return posted.Refusal;
            var (book, amount) = (session.Catalog.Fund(fund)!, -lines[0].Amount);
            var happened = new PledgeEventRow
            {
                Pledge = pledge.Code, Kind = PledgeEventKind.Confirmed, Date = command.Date, AmountMinor = amount.Minor,
                FundId = book.IsUmbrella ? null : book.Id, EntrySeq = posted.Value.Seq,
            };
            if (!await session.RegisterOnceAsync(posted.Value, happened, cancel)) return new KeyUsedForOtherInput(command.Key);
            first ??= posted.Value;
            confirmed += amount;
        }
        return new ConfirmedPledge(pledge.Code, confirmed, first!);
    }

    private static Refusal? Refuse(Command command, PledgeFact? pledge)
    {
        if (pledge is null) return new PledgeIsUnknown(command.Pledge);
        if (!ShortText.IsValid(command.Reference)) return new PledgeTextIsMalformed("reference");
        return command.Date < pledge.AnnouncedOn ? new PledgeDateIsTooEarly(pledge.Code, pledge.AnnouncedOn) : null;
    }

    private static async Task<List<(string Fund, IReadOnlyList<LineDraft> Lines)>> MovesAsync(LedgerSession session, PledgeFact pledge,
        CancellationToken cancel)
    {
        var moves = new List<(string, IReadOnlyList<LineDraft>)>();
        foreach (var book in session.Catalog.Funds)
            if ((await session.OpenByStageAsync(book, pledge, cancel))
                .Find(part => part.Account == Chart.PledgesAnnounced && part.Amount.Minor > 0) is { } announced)
                moves.Add((book.Code, ContributionLines.Move(Chart.PledgesConfirmed, Chart.PledgesAnnounced, announced.Amount,
                    announced.EurMinor, pledge.About)));
        return moves;
    }
}

/// <summary>What was confirmed of the pledge, and the first entry that says so.</summary>
public sealed record ConfirmedPledge(string Code, Money Amount, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
