using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>Adds a payee of a fund that pays by name, in its first version.</summary>
public sealed class AddPayee(LedgerWriter writer)
{
    private const int CodeLength = 8;

    /// <param name="Key">Idempotency key: the code follows from it, so that the same form sent twice adds one payee.</param>
    /// <param name="Fund">The fund that may pay it.</param>
    /// <param name="Details">Who and where.</param>
    /// <param name="Verification">What the bank said of name and account, where it was asked.</param>
    /// <param name="VerifiedOn">When.</param>
    public sealed record Command(string Key, string Fund, PayeeDetails Details, PayeeVerification? Verification = null,
        DateOnly? VerifiedOn = null);

    public Task<Outcome<RecordedPayee>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written.</summary>
    public static async Task<Outcome<RecordedPayee>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        if (LedgerRules.BrokenText(command.Key) is not null || command.Key.Length is 0 or > LedgerRules.LongestKey)
            return new KeyIsMalformed(command.Key.Length);
        if (session.Catalog.Fund(command.Fund) is not { IsUmbrella: false } fund) return new FundIsUnknown(command.Fund);
        if (!Disclosure.For(Reader.Inside, fund).TakesWords) return new PayeeFundNamesNobody(fund.Code);
        var details = command.Details.Plain();
        if (details.Fault() is { } fault) return fault;
        if (VerifyPayee.Fault(command.Verification, command.VerifiedOn, details.BankName) is { } malformed) return malformed;
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var known = (await PayeeBook.NewestAsync(ask, session.Catalog, cancel)).Find(payee => payee.Version == 1
            && payee.Details == details && payee.FundCode == fund.Code);
        // The same payee added a second time is the same payee: two codes for one account would hide what was paid there.
        if (known is not null) return new RecordedPayee(known.Code, 1, IsRepeat: true);
        var code = "V-" + session.Chance.Code(ChanceUse.PayeeCode, LogClass.Open, fund.Code, CodeLength);
        await session.RecordPayeeAsync(code, 1, fund.Id, details, LedgerRules.FirstDate,
            command.Verification, command.VerifiedOn, cancel);
        return new RecordedPayee(code, 1, IsRepeat: false);
    }
}

/// <summary>The payee's code and the version that was recorded.</summary>
public sealed record RecordedPayee(string Code, int Version, bool IsRepeat) : IAnswer;
