namespace FundsLedger.Domain.Ledger;

/// <summary>What an officer records by hand because no bank line, receipt, commitment or agreement does: a closed list.</summary>
public enum HandAct
{
    /// <summary>Money moved between two bank accounts of one fund.</summary>
    OwnTransfer,

    /// <summary>Money moved from one fund to another: both legs at once, nil over all funds.</summary>
    FundTransfer,

    /// <summary>A transfer between funds that was decided and has not moved: due to and due from.</summary>
    FundTransferDecided,

    /// <summary>Such a transfer moved.</summary>
    FundTransferMoved,

    /// <summary>One currency bought with another.</summary>
    Exchange,

    /// <summary>A service rendered and not yet paid; under a commitment, what was set aside for it is set free.</summary>
    Accrual,

    /// <summary>Programme support: a share of what was charged under an agreement.</summary>
    ProgrammeSupport,

    /// <summary>A sum that a person owes back.</summary>
    RecoveryDecided,

    /// <summary>Such a sum came back.</summary>
    RecoveryReceived,

    /// <summary>Interest that the bank paid.</summary>
    Interest,

    /// <summary>What the bank took for its work.</summary>
    Charge,
}

/// <summary>An account of a fund.</summary>
public sealed record AccountInFund(string Fund, string Code)
{
    /// <summary><c>TFFV/1010</c>; null for anything else.</summary>
    public static AccountInFund? Read(string? text) => text?.Split('/') is [{ Length: > 0 } fund, { Length: > 0 } code]
        ? new AccountInFund(fund, code) : null;

    /// <summary><c>TFFV/1010</c>.</summary>
    public override string ToString() => $"{Fund}/{Code}";
}

/// <summary>Something recorded by hand, with the cents that the books or the table of rates give each side.</summary>
/// <param name="Key">Idempotency key.</param>
/// <param name="Act">What happened.</param>
/// <param name="Date">Value date.</param>
/// <param name="Note">In words.</param>
/// <param name="Reference">An outside reference.</param>
/// <param name="From">The account it leaves, or the expense that a recovery lowers.</param>
/// <param name="To">The account it reaches, or the expense that is owed.</param>
/// <param name="Given">More than nothing, in the currency of the account it leaves.</param>
/// <param name="GivenEur">Its cents.</param>
/// <param name="Taken">What arrived: of an exchange in another currency, else the same.</param>
/// <param name="TakenEur">Its cents.</param>
/// <param name="About">What it is about besides its accounts.</param>
public sealed record HandMovement(string Key, HandAct Act, DateOnly Date, string Note, string? Reference, AccountInFund? From,
    AccountInFund? To, Money Given,
    long GivenEur, Money Taken, long TakenEur, Dimensions About);

/// <summary>The entries of what is recorded by hand. Pure; all lines debit positive.</summary>
public static class HandEntries
{
    /// <summary>One entry, or two that belong together: the legs of a transfer between funds, an accrual and what its commitment sets
    /// free.</summary>
    public static IReadOnlyList<EntryDraft> Of(HandMovement moved) => moved.Act switch
    {
        HandAct.OwnTransfer => [Entry(moved, moved.From!.Fund, EntryKind.Transfer, Debit(moved, moved.To!.Code), Credit(moved,
            moved.From.Code))],
        HandAct.FundTransfer =>
        [
            Entry(moved, moved.From!.Fund, EntryKind.Transfer, Debit(moved, Chart.RestrictedBalance), Credit(moved, moved.From.Code)),
            Entry(moved, moved.To!.Fund, EntryKind.Transfer, Debit(moved, moved.To.Code), Credit(moved,
                Chart.RestrictedBalance)) with { Key = moved.Key + "/2" },
        ],
        HandAct.FundTransferDecided =>
        [
            Entry(moved, moved.From!.Fund, EntryKind.Transfer, Debit(moved, Chart.RestrictedBalance), Credit(moved, Chart.DueToFunds)),
            Entry(moved, moved.To!.Fund, EntryKind.Transfer, Debit(moved, Chart.DueFromFunds), Credit(moved,
                Chart.RestrictedBalance)) with { Key = moved.Key + "/2" },
        ],
        HandAct.FundTransferMoved =>
        [
            Entry(moved, moved.From!.Fund, EntryKind.Transfer, Debit(moved, Chart.DueToFunds), Credit(moved, moved.From.Code)),
            Entry(moved, moved.To!.Fund, EntryKind.Transfer, Debit(moved, moved.To.Code), Credit(moved,
                Chart.DueFromFunds)) with { Key = moved.Key + "/2" },
        ],
        HandAct.Exchange => [Entry(moved, moved.From!.Fund, EntryKind.Exchange, [Debit(moved, moved.To!.Code), Credit(moved,
            moved.From.Code), .. Difference(moved)])],
        HandAct.Accrual => moved.About.Commitment is null ? [Owed(moved, moved.To!.Fund, moved.To.Code)] : [Owed(moved, moved.To!.Fund,
            moved.To.Code), Freed(moved)],
        HandAct.ProgrammeSupport => [Owed(moved, moved.To!.Fund, Chart.ProgrammeSupport)],
        HandAct.RecoveryDecided => [Entry(moved, moved.From!.Fund, EntryKind.Recovery, Debit(moved, Chart.FromPersons), Credit(moved,
            moved.From.Code))],
        HandAct.RecoveryReceived => [Entry(moved, moved.To!.Fund, EntryKind.Recovery, Debit(moved, moved.To.Code), Credit(moved,
            Chart.FromPersons))],
        HandAct.Interest => [Entry(moved, moved.To!.Fund, EntryKind.Interest, Debit(moved, moved.To.Code), Credit(moved, Chart.Interest))],
        HandAct.Charge => [Entry(moved, moved.From!.Fund, EntryKind.Charge, Debit(moved, Chart.BankCharges), Credit(moved,
            moved.From.Code))],
        _ => throw new ArgumentOutOfRangeException(nameof(moved)),
    };

    private static EntryDraft Owed(HandMovement moved, string fund, string expense) => Entry(moved, fund, EntryKind.Adjustment,
        Debit(moved, expense), Credit(moved, Chart.Payables));

    private static EntryDraft Freed(HandMovement moved) => Entry(moved, moved.To!.Fund, EntryKind.Release,
        Debit(moved, Chart.CommitmentsContra), Credit(moved, Chart.Commitments)) with { Key = moved.Key + "/2" };

    private static EntryDraft Entry(HandMovement moved, string fund, EntryKind kind, params LineDraft[] lines) => new()
    {
        Key = moved.Key, Date = moved.Date, Fund = fund, Kind = kind, Description = moved.Note, Reference = moved.Reference, Lines = lines,
    };

    private static LineDraft Debit(HandMovement moved, string account) => Line(account, moved.Taken, moved.TakenEur, moved.About);

    private static LineDraft Credit(HandMovement moved, string account) => Line(account, -moved.Given, -moved.GivenEur, moved.About);

    private static LineDraft Line(string account, Money amount, long eur, Dimensions about) =>
        new(account, amount, amount.Currency == Currency.Eur ? null : eur, about == Dimensions.None ? null : about);

    /// <summary>The currency given up was carried at more, or at less, than the value of what came for it.</summary>
    private static LineDraft[] Difference(HandMovement moved) => (moved.GivenEur - moved.TakenEur) switch
    {
        0 => [],
        var difference => [new LineDraft(difference > 0 ? Chart.ExchangeLosses : Chart.ExchangeGains, Money.Eur(difference))],
    };
}
