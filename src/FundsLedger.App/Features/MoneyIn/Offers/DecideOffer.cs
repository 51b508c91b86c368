using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>Accepts or refuses an offer, with a reason. Accepting announces the pledge. From a donor under review the acceptance waits for
/// another person; a gift whose money has arrived is returned by two people.</summary>
public sealed class DecideOffer(LedgerWriter writer)
{
    /// <summary>The decision is its own key: the same again is a repeat.</summary>
    public sealed record Command(string Offer, bool IsAccepted, DateOnly Date, string Reason);

    /// <summary>What two people decide on an offer of a donor under review.</summary>
    internal sealed record AcceptInput(string Offer, DateOnly Date, string Reason);

    /// <summary>What two people decide on a contribution that is to be returned.</summary>
    internal sealed record ReturnInput(string Offer, string Receipt, DateOnly Date, string Reason);

    /// <summary>What is done when a second person has approved the acceptance. The request names the offer; the offer says from whom and
    /// how much.</summary>
    internal static readonly ApprovedAct AcceptAct = new(ApprovalKind.AcceptGift, offer => $"/offers/{offer}",
        async (session, _, asked, cancel) =>
    {
        var accepted = await AcceptApprovedAsync(session, asked.Read<AcceptInput>(), cancel);
        return accepted.IsRefused ? accepted.Refusal : new DoneAct(accepted.Value.Entry.Seq);
    }) {
        DetailsAsync = (reads, asked, cancel) => OfferList.DetailsAsync(reads, asked.Subject, cancel),
        AmountAsync = (connection, asked, cancel) => OfferList.AmountAsync(connection, asked.Subject, cancel),
    };

    /// <summary>What is done when a second person has approved the return.</summary>
    internal static readonly ApprovedAct ReturnAct = ApprovedAct.Posting<ReturnInput>(ApprovalKind.ReturnGift, offer => $"/offers/{offer}",
        (session, key, input, _, cancel) => ReturnApprovedAsync(session, key, input, cancel)) with
    {
        DetailsAsync = (reads, asked, cancel) => OfferList.DetailsAsync(reads, asked.Subject, cancel),
        AmountAsync = (connection, asked, cancel) => OfferList.AmountAsync(connection, asked.Subject, cancel),
    };

    public Task<Outcome<DecidedOffer>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<DecidedOffer>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        if (await session.FindOfferAsync(command.Offer, cancel) is not { } offer) return new OfferIsUnknown(command.Offer);
        if (offer.Decision is { } decided)
            return (decided == GiftDecision.Accepted) == command.IsAccepted && decided != GiftDecision.Returned
                && offer.Reason == command.Reason && offer.DecidedOn == command.Date
                ? new DecidedOffer(offer.Code, decided, offer.Pledge, null, IsRepeat: true)
                : new OfferIsDecided(offer.Code, ClosedSet<GiftDecision>.Code(decided));
        if (!ShortText.IsValid(command.Reason)) return new OfferTextIsMalformed("reason");
        if (command.Date < offer.OfferedOn) return new OfferDateIsTooEarly(offer.Code, offer.OfferedOn);
        var key = $"gift/{offer.Code}";
        if (await session.HasOpenRequestAsync(key, cancel))
        {
            var same = command.IsAccepted
                ? await session.AskAsync(key, AcceptAct, offer.Code, new AcceptInput(offer.Code, command.Date, command.Reason),
                    command.Reason, cancel) : new OfferWaits(offer.Code);
            return same.IsRefused ? new OfferWaits(offer.Code) : new DecidedOffer(offer.Code, null, null, same.Value.Id, IsRepeat: true);
        }
        if (!command.IsAccepted)
        {
            await WriteAsync(session, offer.Code, GiftDecision.Refused, command.Date, command.Reason, null, cancel);
            return new DecidedOffer(offer.Code, GiftDecision.Refused, null, null, IsRepeat: false);
        }
        if ((await session.FindProfileAsync(offer.Donor, cancel)).IsUnderReview)
        {
            var asked = await session.AskAsync(key, AcceptAct, offer.Code, new AcceptInput(offer.Code, command.Date, command.Reason),
                command.Reason, cancel);
            return asked.IsRefused ? new OfferIsDecided(offer.Code, "refused by an approving officer")
                : new DecidedOffer(offer.Code, null, null, asked.Value.Id, asked.Value.IsRepeat);
        }
        var accepted = await AcceptAsync(session, offer, command.Date, command.Reason, cancel);
        return accepted.IsRefused ? accepted.Refusal
            : new DecidedOffer(offer.Code, GiftDecision.Accepted, accepted.Value.Code, null, IsRepeat: false);
    }

    /// <summary>Asks to return a gift that was accepted and whose money arrived.</summary>
    public Task<Outcome<AskedApproval>> AskToReturnAsync(string key, string offerCode, string receipt, DateOnly date, string reason,
        Actor actor, CancellationToken cancel = default) => writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (await session.FindOfferAsync(offerCode, cancel) is not { } offer) return new OfferIsUnknown(offerCode);
        if (!ShortText.IsValid(reason)) return new OfferTextIsMalformed("reason");
        if (date < offer.OfferedOn) return new OfferDateIsTooEarly(offer.Code, offer.OfferedOn);
        if (!await session.HasAskedAsync(key, cancel) && await FindReceiptAsync(session, offer, receipt, cancel) is null)
            return new OfferIsNotReceived(offerCode, receipt);
        return await session.AskAsync(key, ReturnAct, offer.Code, new ReturnInput(offer.Code, receipt, date, reason), reason, cancel);
    }, cancel);

    /// <summary>Does what was approved: the pledge is announced.</summary>
    internal static async Task<Outcome<AnnouncedPledge>> AcceptApprovedAsync(LedgerSession session, AcceptInput input,
        CancellationToken cancel) =>
        await AcceptAsync(session, (await session.FindOfferAsync(input.Offer, cancel))!, input.Date, input.Reason, cancel);

    /// <summary>Does what was approved: the revenue is taken back, and the money waits to be returned.</summary>
    internal static async Task<Outcome<PostedEntry>> ReturnApprovedAsync(LedgerSession session, string key, ReturnInput input,
        CancellationToken cancel)
    {
        var offer = (await session.FindOfferAsync(input.Offer, cancel))!;
        if (await FindReceiptAsync(session, offer, input.Receipt, cancel) is not { } receipt)
            return new OfferIsNotReceived(offer.Code, input.Receipt);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = key, Date = input.Date, Fund = receipt.Fund, Kind = EntryKind.Return,
                Description = Descriptions.GiftToReturn.Of(offer.Code, input.Reason), Reference = input.Receipt,
            Lines = Refund.Lines(receipt.Income, new OpenAmount(receipt.Amount, receipt.Eur),
                receipt.Year == input.Date.Year ? receipt.Amount : Money.Zero(receipt.Amount.Currency),
                new Dimensions(Donor: offer.Donor, Pledge: offer.Pledge)),
        }, cancel);
        if (!posted.IsRefused) await WriteAsync(session, offer.Code, GiftDecision.Returned, input.Date, input.Reason, offer.Pledge, cancel);
        return posted;
    }

    private static async Task<Outcome<AnnouncedPledge>> AcceptAsync(LedgerSession session, OfferFact offer, DateOnly date, string reason,
        CancellationToken cancel)
    {
        var rate =
            offer.Amount.Currency == Currency.Eur ? (Rate?)null : new Rate(offer.Amount.Currency, Currency.Eur, offer.RateBillionths);
        var announced = await AnnouncePledge.ApplyAsync(session,
            new($"gift/{offer.Code}", offer.Donor, date, offer.Amount, rate, offer.Description, offer.Source,
                offer.FundId is { } fund ? session.Catalog.FundById(fund).Code : null), isAccepted: true, cancel);
        if (!announced.IsRefused) await WriteAsync(session, offer.Code, GiftDecision.Accepted, date, reason, announced.Value.Code, cancel);
        return announced;
    }

    private static async Task WriteAsync(LedgerSession session, string offer, GiftDecision decision, DateOnly date, string reason,
        string? pledge, CancellationToken cancel) => await session.RegisterAsync(new GiftDecisionRow
    {
        Id = await session.NextIdAsync(Registers.GiftDecisions, cancel), Offer = offer, Decision = decision, Date = date,
        Reason = reason, Pledge = pledge, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
    }, cancel);

    private static async Task<(string Fund, string Income, Money Amount, long Eur, int Year)?> FindReceiptAsync(LedgerSession session,
        OfferFact offer, string receipt, CancellationToken cancel)
    {
        if (offer.Pledge is null) return null;
        var question = await session.QuestionAsync(
            $"""
            SELECT c.fund_id, c.currency, c.amount_minor + {ReturnedOffers.Beside("amount_minor")},
                c.eur_minor + {ReturnedOffers.Beside("eur_minor")}, d.type, c.received_on FROM receipts c JOIN donors d ON d.code = c.donor
            WHERE c.code = @receipt AND c.pledge = @pledge AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = c.entry_seq)
                AND NOT {ReturnedOffers.Rule("c.code")}
            """, [("@receipt", receipt), ("@pledge", offer.Pledge), ("@to_return", Chart.ToReturn)], cancel);
        var found = await question.RowsAsync(row => (session.Catalog.FundById(row.GetInt32(0)).Code,
            Chart.IncomeOf(ClosedSet<DonorType>.Of(row.GetString(4))),
            new Money(row.Sum(2), Currency.Of(row.GetString(1))), row.Sum(3), row.Date(5).Year), cancel);
        return found is [var one] ? one : null;
    }
}

/// <summary>What was decided (null while it waits), the pledge it became, and the request it waits on.</summary>
public sealed record DecidedOffer(string Offer, GiftDecision? Decision, string? Pledge, long? Approval, bool IsRepeat) : IAnswer;

/// <summary>An offer with what was decided last.</summary>
internal sealed record OfferFact(string Code, string Donor, int? FundId, DateOnly OfferedOn, Money Amount, long RateBillionths,
    string Description, string? Source, GiftDecision? Decision, DateOnly? DecidedOn, string? Reason, string? Pledge);

/// <summary>Receipts that were returned, or are to be.</summary>
internal static class ReturnedOffers
{
    /// <summary>True of a receipt that two people have returned: its return names it and was not reversed.</summary>
    public static string Rule(string column) =>
        $"EXISTS (SELECT 1 FROM entries t WHERE t.kind = 'return' AND t.reference = {column} AND t.idempotency_key LIKE 'approval/%' AND "
            + $"NOT EXISTS (SELECT 1 FROM entries u WHERE u.reverses_seq = t.seq))";

    /// <summary>Receipts that met a pledge and can still be returned, oldest first.</summary>
    public static Task<List<(string Code, DateOnly ReceivedOn, Money Amount)>> ReturnableAsync(System.Data.Common.DbConnection connection,
        string pledge, CancellationToken cancel) => connection.Command(null,
        $"""
        SELECT c.code, c.received_on, c.amount_minor + {Beside("amount_minor")}, c.currency FROM receipts c
        WHERE c.pledge = @pledge AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = c.entry_seq) AND NOT {Rule("c.code")}
            ORDER BY c.received_on, c.code
        """, ("@pledge", pledge), ("@to_return", Chart.ToReturn))
            .RowsAsync(row => (row.GetString(0), row.Date(1), new Money(row.Sum(2), Currency.Of(row.GetString(3)))), cancel);

    /// <summary>What of a receipt is not under its pledge, below zero: more than was promised, which is to be returned already or is a gift
    /// of its own. The question gives <c>@to_return</c>, the account of what is to be returned.</summary>
    public static string Beside(string column) =>
        $"COALESCE((SELECT SUM(p.{column}) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.entry_seq = c.entry_seq AND "
            + $"(a.code = @to_return OR p.pledge IS NULL)), 0)";
}

/// <summary>Questions about offers, inside a transaction.</summary>
internal static class OfferFacts
{
    public static async Task<OfferFact?> FindOfferAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT o.donor, o.fund_id, o.offered_on, o.currency, o.amount_minor, o.rate_billionths, o.description, o.source, d.decision,
                d.date, d.reason, d.pledge
            FROM gift_offers o LEFT JOIN gift_decisions d ON d.id = (SELECT MAX(x.id) FROM gift_decisions x WHERE x.offer = o.code)
                WHERE o.code = @code
            """, [("@code", code)], cancel);
        var found = await question.RowsAsync(
            row =>
                new OfferFact(code, row.GetString(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.Date(2),
                    new Money(row.GetInt64(4), Currency.Of(row.GetString(3))), row.GetInt64(5), row.GetString(6), row.TextOrNull(7),
            row.IsDBNull(8) ? null : ClosedSet<GiftDecision>.Of(row.GetString(8)), row.IsDBNull(9) ? null : row.Date(9), row.TextOrNull(10),
            row.TextOrNull(11)), cancel);
        return found is [var offer] ? offer : null;
    }
}
