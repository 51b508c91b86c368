using FundsLedger.Domain.Banking.Orders;
using System.Data.Common;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What an officer should look at before signing, the gravest first. The codes are told to programs.</summary>
public enum PaymentRisk
{
    /// <summary>The bank says that name and account do not belong together.</summary>
    NoMatch,

    /// <summary>Another payee is paid on the same account.</summary>
    SharedAccount,

    /// <summary>Who is paid, or where, was changed in the last thirty days.</summary>
    ChangedLately,

    /// <summary>The bank gave another name for the holder.</summary>
    CloseMatch,

    /// <summary>Nobody has asked the bank, or it could not say.</summary>
    NotVerified,

    /// <summary>Nothing was paid to this payee before.</summary>
    NewPayee,

    /// <summary>Nothing was paid to this country before.</summary>
    FirstInCountry,
}

/// <summary>What speaks for care with a payment, and what was paid to its payee so far.</summary>
/// <param name="Risks">Each with what it is about: codes of other payees, a country, a name, a day.</param>
/// <param name="PaidSoFar">What the bank has executed for this payee and not given back, in cents.</param>
/// <param name="Payments">How many payments that were.</param>
public sealed record PaymentRisks(IReadOnlyList<(PaymentRisk Risk, string About)> Risks, long PaidSoFar, int Payments)
{
    private const int DaysLately = 30;

    /// <summary>Of a payment, as the books stand.</summary>
    internal static async Task<PaymentRisks> OfAsync(Ask ask, LedgerCatalog catalog, PaymentStanding payment, DateOnly today,
        CancellationToken cancel)
    {
        var paid = (await (await ask(
            """
            SELECT p.payee, COUNT(*), SUM(p.amount_eur) FROM payments p JOIN payment_events v ON v.payment = p.code AND v.kind = 'executed'
            WHERE p.code <> @code AND NOT EXISTS (SELECT 1 FROM payment_events r WHERE r.payment = p.code AND r.kind = 'returned')
            GROUP BY p.payee
            """, ("@code", payment.Code))).RowsAsync(row => (Payee: row.GetString(0), Count: (int)row.Sum(1), Sum: row.Sum(2)), cancel))
            .ToDictionary(row => row.Payee, StringComparer.Ordinal);
        var before = paid.GetValueOrDefault(payment.Row.Payee);
        var newest = await PayeeBook.NewestAsync(ask, catalog, cancel);
        var versions = await PayeeBook.VersionsAsync(ask, catalog, payment.Row.Payee, cancel);
        var risks = new List<(PaymentRisk Risk, string About)>();
        if (versions.Find(one => one.Version == payment.Row.PayeeVersion) is not { Details: { } details } payee)
            return new PaymentRisks([], before.Sum, before.Count);
        if (payee.Verification is null or PayeeVerification.NoData) risks.Add((PaymentRisk.NotVerified, ""));
        if (payee.Verification == PayeeVerification.NoMatch) risks.Add((PaymentRisk.NoMatch, Links.Iso(payee.VerifiedOn!.Value)));
        if (payee.Verification == PayeeVerification.CloseMatch) risks.Add((PaymentRisk.CloseMatch, details.BankName ?? ""));
        var shared = newest.FindAll(other => other.Code != payee.Code && other.Details?.Account == details.Account);
        if (shared.Count > 0) risks.Add((PaymentRisk.SharedAccount, string.Join(", ", shared.Select(other => other.Code))));
        var changed = versions.Where(one => one.Version > 1 && versions.Find(old => old.Version == one.Version - 1)?.Details is { } old
            && one.Details?.PaysTheSame(old) == false).Select(one => DateOnly.FromDateTime(one.RecordedAt.UtcDateTime)).DefaultIfEmpty()
            .Max();
        if (changed != default && changed > today.AddDays(-DaysLately)) risks.Add((PaymentRisk.ChangedLately, Links.Iso(changed)));
        if (before.Count == 0) risks.Add((PaymentRisk.NewPayee, ""));
        if (!newest.Exists(other => paid.ContainsKey(other.Code) && other.Details?.Country == details.Country))
            risks.Add((PaymentRisk.FirstInCountry, details.Country));
        return new PaymentRisks([.. risks.OrderBy(risk => risk.Risk)], before.Sum, before.Count);
    }
}
