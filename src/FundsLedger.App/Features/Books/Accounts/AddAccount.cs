using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>Adds an account to a fund's chart. Charts are data: a new bank account needs a form, not a new version.</summary>
public sealed class AddAccount(LedgerWriter writer)
{
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="Code">Its own key within the fund: the same code with the same content is a repeat. Four to eight digits.</param>
    /// <param name="NameEn">Name in English.</param>
    /// <param name="NameFr">Name in French.</param>
    /// <param name="Kind">What it measures.</param>
    /// <param name="Role">Its part in <em>available</em>.</param>
    /// <param name="Currency">The only currency it takes, or null for any.</param>
    public sealed record Command(string Fund, string Code, string NameEn, string NameFr, AccountKind Kind, AccountRole Role,
        string? Currency);

    public Task<Outcome<AddedAccount>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written.</summary>
    public static async Task<Outcome<AddedAccount>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        if (catalog.Fund(command.Fund) is not { } fund) return new FundIsUnknown(command.Fund);
        if (catalog.Account(fund.Id, command.Code) is { } there)
        {
            var same = new Account(there.Id, fund.Id, command.Code, command.NameEn, command.NameFr, command.Kind, command.Role,
                Domain.Currency.Find(command.Currency));
            return there == same ? new AddedAccount(fund.Code, command.Code, IsRepeat: true)
                : new AccountCodeIsTaken(fund.Code, command.Code);
        }
        if (Refuse(command, fund) is { } refusal) return refusal;
        var id = (int)await session.NextIdAsync(Registers.Accounts, cancel);
        await session.RegisterAsync(new AccountRow
        {
            Id = id, FundId = fund.Id, Code = command.Code, NameEn = command.NameEn, NameFr = command.NameFr, Kind = command.Kind,
            Role = command.Role, Currency = command.Currency,
        }, cancel);
        return new AddedAccount(fund.Code, command.Code, IsRepeat: false);
    }

    private static AccountRefusal? Refuse(Command command, Fund fund)
    {
        if (command.Code.Length is < 4 or > 8 || !command.Code.All(char.IsAsciiDigit)) return new AccountCodeIsMalformed();
        if (!IsName(command.NameEn) || !IsName(command.NameFr)) return new AccountNameIsMalformed();
        if (command.Currency is not null && Currency.Find(command.Currency) is null) return new AccountCurrencyIsUnknown(command.Currency);
        if (!Fits(command.Kind, command.Role))
            return new AccountRoleDoesNotFit(ClosedSet<AccountKind>.Code(command.Kind), ClosedSet<AccountRole>.Code(command.Role));
        return fund.IsUmbrella && command.Kind != AccountKind.Memorandum ? new BookHoldsPledgesOnly(fund.Code) : null;
    }

    private static bool Fits(AccountKind kind, AccountRole role) => role switch
    {
        AccountRole.None => true,
        AccountRole.Cash => kind == AccountKind.Asset,
        AccountRole.Withheld => kind == AccountKind.Liability,
        AccountRole.Commitments or AccountRole.Pledges => kind == AccountKind.Memorandum,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private static bool IsName(string name) =>
        LedgerRules.IsName(name) && name.Length <= LedgerRules.LongestReference;
}

/// <summary>The account that stands under the code.</summary>
public sealed record AddedAccount(string Fund, string Code, bool IsRepeat) : IAnswer;
