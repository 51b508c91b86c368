using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Certifies, approves or sends by the code of the payment or of the batch: the same decision as on the page of its
/// request.</summary>
public sealed class SignPayment(LedgerWriter writer, ApprovedActs acts)
{
    /// <param name="Code">Of the payment or of the batch.</param>
    /// <param name="Step">Certify, approve or transmit.</param>
    /// <param name="IsApproved">True for a yes.</param>
    /// <param name="Reason">Why; needed for a no.</param>
    public sealed record Command(string Code, SigningStep Step, bool IsApproved, string Reason = "")
    {
        /// <inheritdoc cref="DecideApproval.Command.Seen"/>
        public PayloadHash? Seen { get; init; }

        /// <inheritdoc cref="DecideApproval.Command.RoleFor"/>
        public Func<Operation, string?>? RoleFor { get; init; }

        /// <inheritdoc cref="DecideApproval.Command.FundsFor"/>
        public Func<Operation, FundsCovered>? FundsFor { get; init; }
    }

    public Task<Outcome<DecidedApproval>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, acts, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<DecidedApproval>> ApplyAsync(LedgerSession session, ApprovedActs acts, Command command,
        CancellationToken cancel = default)
    {
        var kind = command.Step == SigningStep.Transmit ? ApprovalKind.SendBatch : ApprovalKind.Pay;
        if (LedgerRules.BrokenText(command.Code) is not null || await session.FindRequestAsync(kind, command.Code, cancel) is not { } asked)
            return kind == ApprovalKind.Pay ? new PaymentIsUnknown(command.Code) : new BatchIsUnknown(command.Code);
        return await DecideApproval.ApplyAsync(session, acts, new(asked.Id, command.IsApproved, command.Reason)
        {
            Step = command.Step, Seen = command.Seen, RoleFor = command.RoleFor,
            FundsFor = command.FundsFor,
        }, cancel);
    }
}
