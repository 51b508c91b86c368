using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>Ends what is still open of a pledge in one book, or a part of it. One person asks and says why, another approves: there is no
/// other way to lower a pledge without money.</summary>
public sealed class EndPledge(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Pledge">Code of the pledge.</param>
    /// <param name="Fund">The fund in whose book it ends; null for what is undesignated.</param>
    /// <param name="End">How it ends.</param>
    /// <param name="Date">Day it ended.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    /// <param name="Amount">The part that ends, in the pledge's currency; null for everything open and under no agreement.</param>
    public sealed record Command(string Key, string Pledge, string? Fund, PledgeEnd End, DateOnly Date, string Reason,
        Money? Amount = null);

    /// <summary>What two people decide: as kept with the request.</summary>
    internal sealed record Input(string Pledge, string? Fund, string End, DateOnly Date, string Currency, string Amount, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act =
        ApprovedAct.Posting<Input>(ApprovalKind.EndPledge, pledge => $"/pledges/{pledge}", DoAsync) with
    {
        ValueOf = (words, name, value) =>
            name == "end" && ClosedSet<PledgeEnd>.Find(value) is { } end ? words.Name("pledge_end", end) : null,
        DetailsAsync = async (reads, asked, cancel) =>
        [
            .. asked.Fields.Any(field => field.Name == "fund") ? []
            : (ActDetail[])[new("approval_field.fund", words => words["pledge.undesignated"])],
            .. await DonorDetails.OfPledgeAsync(reads, asked.Subject, cancel),
        ],
    };

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => AskAsync(session, command, cancel), cancel);

    /// <summary>Asks within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<AskedApproval>> AskAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var pledge = await session.FindPledgeAsync(command.Pledge, cancel);
        var hasAsked = await session.HasAskedAsync(command.Key, cancel);
        if (Refuse(command, await session.RefreshCatalogAsync(cancel), pledge) is { } refusal)
            return hasAsked ? new KeyUsedForOtherInput(command.Key) : refusal;
        var book = command.Fund is { } fund ? session.Catalog.Fund(fund)! : session.UmbrellaBook();
        var amount = command.Amount;
        if (!hasAsked)
        {
            var open = await OpenPartsAsync(session, book, pledge!, cancel);
            if (open.Count == 0) return await NothingOpenAsync(session, book, pledge!, cancel);
            var most = open.Total(pledge!.Currency).Amount;
            amount ??= most;
            if (amount > most) return new PledgeHasLessOpen(pledge.Code, book.Code, most.ToString());
        }
        else amount ??= await AskedAmountAsync(session, command, pledge!, cancel);
        var input = new Input(pledge!.Code, command.Fund, ClosedSet<PledgeEnd>.Code(command.End), command.Date, pledge.Currency.Code,
            amount.Value.ToDecimalString(), command.Reason);
        return await session.AskAsync(command.Key, Act, pledge.Code, input, command.Reason, cancel);
    }

    /// <summary>Does what was approved.</summary>
    internal static async Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, string askedBy,
        CancellationToken cancel)
    {
        var pledge = (await session.FindPledgeAsync(input.Pledge, cancel))!;
        var book = input.Fund is { } fund ? session.Catalog.Fund(fund)! : session.UmbrellaBook();
        var amount = Money.Parse(input.Amount, pledge.Currency);
        var open = await OpenPartsAsync(session, book, pledge, cancel);
        if (open.Count == 0) return await NothingOpenAsync(session, book, pledge, cancel);
        // Money may have arrived since it was asked: what was seen is no longer there, so it is asked again.
        if (open.Total(pledge.Currency).Amount is var most && amount > most) return new PledgeHasLessOpen(pledge.Code, book.Code,
            most.ToString());
        var end = ClosedSet<PledgeEnd>.Of(input.End);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = key,
            Date = input.Date,
            Fund = book.Code,
            Kind = EntryKind.Withdrawal,
            Description = Descriptions.PledgeEnded.Of(pledge.Code, input.End, input.Reason, askedBy),
            Lines = ContributionLines.MoveParts(open.Take(amount), _ => Chart.PledgesContra, pledge.About),
        }, EntryRights.LowersClaims, cancel);
        if (posted.IsRefused) return posted;
        await session.RegisterAsync(new PledgeEventRow
        {
            Id = await session.NextIdAsync(Registers.PledgeEvents, cancel), Pledge = pledge.Code, Kind = EventOf(end),
            Date = input.Date, AmountMinor = amount.Minor, FundId = book.IsUmbrella ? null : book.Id, EntrySeq = posted.Value.Seq,
        }, cancel);
        return posted;
    }

    private static Refusal? Refuse(Command command, LedgerCatalog catalog, PledgeFact? pledge)
    {
        if (pledge is null) return new PledgeIsUnknown(command.Pledge);
        if (command.Amount is { Minor: <= 0 } amount) return new PledgeAmountIsNotPositive(amount.ToString());
        if (!ShortText.IsValid(command.Reason)) return new PledgeTextIsMalformed("reason");
        if (command.Amount is { } part && part.Currency != pledge.Currency)
            return new PledgeCurrencyIsOther(pledge.Code, pledge.Currency.Code, part.Currency.Code);
        if (command.Fund is { } fund && catalog.Fund(fund) is null) return new FundIsUnknown(fund);
        return command.Date < pledge.AnnouncedOn ? new PledgeDateIsTooEarly(pledge.Code, pledge.AnnouncedOn) : null;
    }

    /// <summary>The parts under no agreement: what is owed under one is written off with its instalments.</summary>
    private static async Task<IReadOnlyList<OpenPart>> OpenPartsAsync(LedgerSession session, Fund book, PledgeFact pledge,
        CancellationToken cancel) =>
        (await session.OpenByStageAsync(book, pledge, cancel)).UnderNoAgreement();

    private static async Task<PledgeRefusal> NothingOpenAsync(LedgerSession session, Fund book, PledgeFact pledge,
        CancellationToken cancel) =>
        (await session.OpenByStageAsync(book, pledge, cancel)).Count > 0 ? new PledgeIsUnderAgreement(pledge.Code)
            : new PledgeHasNothingOpen(pledge.Code, book.Code);

    private static async Task<Money> AskedAmountAsync(LedgerSession session, Command command, PledgeFact pledge,
        CancellationToken cancel) =>
        await session.AskedInputAsync<Input>(command.Key, Act, cancel) is { } asked && asked.Currency == pledge.Currency.Code
            ? Money.Parse(asked.Amount, pledge.Currency) : Money.Zero(pledge.Currency);

    private static PledgeEventKind EventOf(PledgeEnd end) => end switch
    {
        PledgeEnd.Withdrawn => PledgeEventKind.Withdrawn, PledgeEnd.Lapsed => PledgeEventKind.Lapsed,
        PledgeEnd.WrittenDown => PledgeEventKind.WrittenDown, _ => throw new ArgumentOutOfRangeException(nameof(end)),
    };
}
