using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>Records what the bank said when it was asked whether name and account belong together: a version of its own, which pays the
/// same holder on the same account.</summary>
public sealed class VerifyPayee(LedgerWriter writer)
{
    /// <param name="Payee">Its code.</param>
    /// <param name="Result">What the bank said.</param>
    /// <param name="Date">When; not ahead.</param>
    /// <param name="BankName">The holder's name as the bank gave it: with a close match, and only then.</param>
    public sealed record Command(string Payee, PayeeVerification Result, DateOnly Date, string? BankName = null);

    public Task<Outcome<RecordedPayee>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written.</summary>
    internal static async Task<Outcome<RecordedPayee>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        if (await session.FindPayeeAsync(command.Payee, cancel) is not { } payee) return new PayeeIsUnknown(command.Payee);
        if (payee.Details is null) return payee.IsErased ? new PayeeIsErased(payee.Code) : new PayeeDetailsAreOther(payee.Code);
        var today = DateOnly.FromDateTime(session.Instant.UtcDateTime);
        if (command.Date > today) return new DateIsAhead(command.Date, today);
        var details = (payee.Details with { BankName = command.BankName }).Plain();
        if (details.Fault() is { } fault) return fault;
        if (Fault(command.Result, command.Date, details.BankName) is { } malformed) return malformed;
        if (details == payee.Details && (payee.Verification, payee.VerifiedOn) == (command.Result, command.Date))
            return new RecordedPayee(payee.Code, payee.Version, IsRepeat: true);
        var fund = session.Catalog.Fund(payee.FundCode)!;
        await session.RecordPayeeAsync(payee.Code, payee.Version + 1, fund.Id, details, payee.PayableFrom, command.Result, command.Date,
            cancel);
        return new RecordedPayee(payee.Code, payee.Version + 1, IsRepeat: false);
    }

    /// <summary>A close match names the holder; a result has its day.</summary>
    internal static PayeeCheckIsMalformed? Fault(PayeeVerification? result, DateOnly? on, string? bankName) =>
        result is null == on is null && result == PayeeVerification.CloseMatch == bankName is not null ? null : new PayeeCheckIsMalformed();
}
