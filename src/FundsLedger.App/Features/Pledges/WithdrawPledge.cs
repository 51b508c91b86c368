using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Pledges;

/// <summary>Ends what is still open of a pledge in one book: the donor withdrew it, it lapsed, or nobody expects it any more.</summary>
public sealed class WithdrawPledge(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Pledge">Code of the pledge.</param>
    /// <param name="Fund">The fund in whose book it ends; null for what is undesignated.</param>
    /// <param name="Date">Day it ended.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Pledge, string? Fund, DateOnly Date, string Reason);

    public Task<Outcome<WithdrawnPledge>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<WithdrawnPledge>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        var pledge = await session.FindPledgeAsync(command.Pledge, cancel);
        if (Refuse(command, session.Catalog, pledge) is { } refusal) return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        var book = command.Fund is { } fund ? session.Catalog.Fund(fund)! : session.UmbrellaBook();
        var open = earlier is null ? await session.OpenPledgeAsync(book, pledge!, cancel) : new OpenPledge(-earlier.Amount, -earlier.EurMinor);
        if (open.Amount.Minor <= 0) return earlier is null ? new PledgeHasNothingOpen(command.Pledge, book.Code) : new KeyUsedForOtherInput(command.Key);

        var posted = await session.PostAsync(new EntryDraft
        {
            Key = command.Key,
            Date = command.Date,
            Fund = book.Code,
            Kind = EntryKind.Withdrawal,
            Description = $"Pledge {command.Pledge} ended: {command.Reason}",
            Lines = PledgeFacts.Lines("8011", "8010", open.Amount, open.EurMinor, pledge!.About),
        }, cancel);
        if (posted.IsRefused) return posted.Refusal;

        object?[] happened = [null, pledge.Code, PledgeEventKind.Withdrawn, command.Date, open.Amount.Minor, book.IsUmbrella ? null : book.Id, null, null, posted.Value.Seq];
        return await session.RegisterOnceAsync(posted.Value, Registers.PledgeEvents, happened, cancel)
            ? new WithdrawnPledge(pledge.Code, open.Amount, posted.Value)
            : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog, PledgeFact? pledge)
    {
        if (pledge is null) return new PledgeIsUnknown(command.Pledge);
        if (!PledgeFacts.IsShortText(command.Reason)) return new PledgeTextIsMalformed("reason");
        if (command.Fund is { } fund && catalog.Fund(fund) is null) return new FundIsUnknown(fund);
        return command.Date < pledge.AnnouncedOn ? new PledgeDateIsTooEarly(pledge.Code, pledge.AnnouncedOn) : null;
    }
}

/// <summary>What ended, and the entry that says so.</summary>
public sealed record WithdrawnPledge(string Code, Money Amount, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
