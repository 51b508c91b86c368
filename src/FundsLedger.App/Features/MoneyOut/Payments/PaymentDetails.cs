using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Everything an officer sees of a payment: read once, for its page, for the page of its request and for programs.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Payee">The version of the payee that it pays; null where the books have lost it.</param>
/// <param name="Text">What goes to the payee with the money; null where it was erased.</param>
/// <param name="Commitment">Its commitment as it stands.</param>
/// <param name="BankMinor">What the account it leaves holds, in cents.</param>
/// <param name="OnTheWay">What was approved and sent from that account and not executed, this payment included, in cents.</param>
/// <param name="Risks">What speaks for care.</param>
public sealed record PaymentDetails(PaymentStanding Payment, PayeeVersion? Payee, string? Text, CommitmentStanding? Commitment,
    long BankMinor, long OnTheWay, PaymentRisks Risks)
{
    /// <summary>The accounts of its lines and the one it leaves, by code.</summary>
    public required IReadOnlyDictionary<string, Account> Accounts { get; init; }

    /// <summary>What is left on the account when everything on its way has been paid, in cents.</summary>
    public long Remains => BankMinor - OnTheWay;

    /// <summary>Of one payment; null where there is none.</summary>
    public static async Task<PaymentDetails?> ReadAsync(LedgerReads reads, string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        if (await PaymentList.ReadAsync(ask, catalog, new PaymentFilter { Code = code }, cancel) is not [var payment]) return null;
        var payee = (await PayeeBook.VersionsAsync(ask, catalog, payment.Row.Payee, cancel)).Find(one =>
            one.Version == payment.Row.PayeeVersion);
        var commitment = (await CommitmentList.ReadAsync(connection, catalog, code: payment.Row.Commitment, cancel: cancel))
            .FirstOrDefault();
        var account = catalog.Account(payment.Row.FundId, payment.Row.Bank)!;
        var held = await (await ask("SELECT COALESCE(SUM(t.debit_minor - t.credit_minor), 0) FROM daily_totals t WHERE t.account_id = @id",
            ("@id", account.Id))).NumberAsync(cancel);
        var others = await PaymentList.ReadAsync(ask, catalog, new PaymentFilter { Bank = payment.Row.Bank, OnlyOpen = true }, cancel);
        var onTheWay = others.Where(one => one.Row.FundId == payment.Row.FundId && (one.Code == code
            || one.Stage is PaymentStage.Approved or PaymentStage.Batched or PaymentStage.Sent)).Sum(one => one.Row.AmountEur);
        return new PaymentDetails(payment, payee, await PaymentText.ReadAsync(ask, payment.Row, cancel), commitment, held, onTheWay,
            await PaymentRisks.OfAsync(ask, catalog, payment, reads.Today, cancel))
        {
            Accounts = payment.Lines.Select(line => line.Account).Append(payment.Row.Bank).Distinct(StringComparer.Ordinal)
                .ToDictionary(one => one, one => catalog.Account(payment.Row.FundId, one)!, StringComparer.Ordinal),
        };
    }

    /// <summary>The same as lines beside a request.</summary>
    internal static async Task<IReadOnlyList<ActDetail>> OfAsync(LedgerReads reads, ApprovalStanding asked, CancellationToken cancel)
    {
        if (await ReadAsync(reads, asked.Subject, cancel) is not { } all) return [];
        return
        [
            new("approval_field.payee", words => $"{all.Payment.Row.Payee} – {PayeeWords.Of(all.Payee?.Details, words)}",
                $"/payees/{all.Payment.Row.Payee}", Operation.ReadPayments),
            new("payment.verification", words => all.Payee?.Verification is { } said
                ? $"{words.Name("payee_verification", said)}, {words.Date(all.Payee.VerifiedOn)}" : words["payee.not_verified"]),
            new("payment.text", words => all.Text ?? words["payee.erased"]),
            new("payment.risks", words => all.Risks.Risks.Count == 0 ? words["payment.no_risk"]
                : string.Join(" · ", all.Risks.Risks.Select(risk => PaymentWords.Of(risk, words)))),
            new("payment.paid_so_far", words => words.Text(Money.Eur(all.Risks.PaidSoFar))),
            new("payment.remains", words => words.Text(Money.Eur(all.Remains))),
        ];
    }
}
