using System.Data.Common;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What other rules would have changed in the year that ends today.</summary>
/// <param name="From">First day of that year.</param>
/// <param name="Payments">How many payments were drafted in it.</param>
/// <param name="Batches">How many batches were sent in it.</param>
/// <param name="Later">Payments that would have had to wait for their payee's cooling off.</param>
/// <param name="Refused">Claims that would have been refused because they exceed their commitment by more.</param>
/// <param name="SecondSignatures">Batches that would have needed a second bank signatory, or would have needed none.</param>
public sealed record PayRulesTrial(DateOnly From, int Payments, int Batches, IReadOnlyList<string> Later, IReadOnlyList<string> Refused,
    IReadOnlyList<string> SecondSignatures)
{
    /// <summary>Tries rules on what a fund has paid. Nothing is written.</summary>
    public static async Task<PayRulesTrial> OfAsync(DbConnection connection, LedgerCatalog catalog, Fund fund, PayRules rules,
        DateOnly today, CancellationToken cancel = default)
    {
        var from = today.AddYears(-1).AddDays(1);
        var all = (await PaymentList.ReadAsync(connection, catalog, new PaymentFilter(), cancel))
            .FindAll(payment => payment.FundCode == fund.Code);
        var lately = all.FindAll(payment => DayOf(payment.Row.RecordedAt) >= from);
        var payees = (await PayeeBook.AllAsync(connection, catalog, cancel)).ToLookup(payee => payee.Code, StringComparer.Ordinal);
        var sent = (await BatchList.ReadAsync(connection, catalog, cancel: cancel)).FindAll(batch => batch.FundCode == fund.Code
            && batch.State == Domain.SignOff.SigningState.Done && DayOf(batch.Asked.Signing.Last!.At) >= from);
        var commitments = (await CommitmentList.ReadAsync(connection, catalog, cancel: cancel)).ToDictionary(one => one.Code,
            one => one.AmountEur, StringComparer.Ordinal);
        return new PayRulesTrial(from, lately.Count, sent.Count,
            [.. lately.Where(payment => payment.Row.PayOn < FirstDay(payees[payment.Row.Payee], payment.Row.PayeeVersion,
                rules.CoolingDays)).Select(payment => payment.Code)],
            [.. Exceeding(all, commitments, rules.ToleranceEur).Where(payment => DayOf(payment.Row.RecordedAt) >= from)
                .Select(payment => payment.Code)],
            [.. sent.Where(batch => batch.Asked.Signing.Taken.Count(step => step.Step == Domain.SignOff.SigningStep.Transmit)
                != rules.Signatories).Select(batch => batch.Code)]);
    }

    /// <summary>The first day on which a version could be paid, had other days of cooling off held when it was changed.</summary>
    private static DateOnly FirstDay(IEnumerable<PayeeVersion> versions, int version, int days)
    {
        var changed = DateOnly.MinValue;
        PayeeVersion? before = null;
        foreach (var one in versions.OrderBy(one => one.Version).TakeWhile(one => one.Version <= version))
        {
            // A version that pays the same keeps the day of the one before.
            if (before is not null && before.PayableFrom != one.PayableFrom) changed = DayOf(one.RecordedAt);
            before = one;
        }
        return changed == DateOnly.MinValue ? changed : changed.AddDays(days);
    }

    /// <summary>First payments of claims that, in the order of their drafts, took more than their commitment held and the tolerance.
    /// </summary>
    private static IEnumerable<PaymentStanding> Exceeding(List<PaymentStanding> payments, Dictionary<string, long> commitments,
        long tolerance)
    {
        var claimed = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var payment in payments.Where(one => one.Row.Attempt == 1 && one.Stage != PaymentStage.Withdrawn)
            .OrderBy(one => one.Row.RecordedAt))
        {
            var sum = claimed[payment.Row.Commitment] = claimed.GetValueOrDefault(payment.Row.Commitment) + payment.Row.AmountEur;
            if (sum > commitments.GetValueOrDefault(payment.Row.Commitment) + tolerance) yield return payment;
        }
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
