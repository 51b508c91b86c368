using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>Records a signed agreement and settles, in the same transaction, what came before it: nobody sees the money owed and withheld
/// at
/// once.</summary>
public sealed class SignWithAdvances(LedgerWriter writer)
{
    /// <param name="Agreement">What was signed.</param>
    /// <param name="Advances">Receipts of money that came before; none where nothing did.</param>
    public sealed record Command(SignAgreement.Command Agreement, IReadOnlyList<string> Advances);

    public Task<Outcome<SignedAgreement>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    private static async Task<Outcome<SignedAgreement>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var signed = await SignAgreement.ApplyAsync(session, command.Agreement, cancel);
        if (signed.IsRefused) return signed;
        foreach (var advance in command.Advances)
        {
            var key = $"{command.Agreement.Key}/advance/{advance}";
            if (signed.Value.IsRepeat && !await session.IsKeyUsedAsync(key, cancel)) return new KeyUsedForOtherInput(command.Agreement.Key);
            var came = await session.FindAdvanceAsync(advance, cancel);
            var on = came is not null && came.ReceivedOn > command.Agreement.On ? came.ReceivedOn : command.Agreement.On;
            var settled = await SettleAdvance.ApplyAsync(session, new(key, advance, signed.Value.Code, on), cancel);
            if (settled.IsRefused) return settled.Refusal;
        }
        return signed;
    }
}
