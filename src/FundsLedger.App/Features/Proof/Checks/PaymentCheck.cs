using System.Data.Common;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Payments from both sides: what their rows say happened must have been signed by different people over exactly what is kept, and
/// what their claims hold in the accounts must be what follows from that.</summary>
internal sealed class PaymentCheck(CheckNotes notes, LedgerCatalog catalog)
{
    private const string Repair =
        "Stop paying, keep a copy of the file as evidence, and find out who wrote this; then restore the last good backup.";

    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        var payments = await PaymentList.ReadAsync(connection, catalog, new PaymentFilter(), cancel);
        var asked = (await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel))
            .Where(one => one.Kind is ApprovalKind.Pay or ApprovalKind.SendBatch).ToLookup(one => one.Subject, StringComparer.Ordinal);
        var payees = (await PayeeBook.AllAsync(connection, catalog, cancel)).ToDictionary(payee => (payee.Code, payee.Version));
        foreach (var payee in payees.Values)
            Look(payee.Details is null && !payee.IsErased, $"payee {payee.Code}, version {payee.Version}",
                "Its details are not those that the register answers for.");
        foreach (var payment in payments) CheckSigned(payment, asked, payees);
        await CheckErasableAsync(connection, payments, payees, cancel);
        await CheckClaimsAsync(connection, payments, cancel);
    }

    private void CheckSigned(PaymentStanding payment, ILookup<string, ApprovalStanding> asked,
        Dictionary<(string, int), PayeeVersion> payees)
    {
        var subject = $"payment {payment.Code}";
        var request = asked[payment.Code].SingleOrDefault();
        var payee = payees.GetValueOrDefault((payment.Row.Payee, payment.Row.PayeeVersion));
        if (request is null || payee is null || !PaymentSigned.IsOf(request, payment, payee.MarkHex))
        {
            Look(true, subject, "What was signed is not what is kept.");
            return;
        }
        var officers = request.Signing.Taken.Where(step => step.Decision == SigningDecision.Signed).ToList();
        bool isCertified = payment.Event(PaymentEventKind.Certified) is not null, isSent = payment.Event(PaymentEventKind.Sent) is not null;
        Look(isCertified != officers.Exists(step => step.Step == SigningStep.Certify), subject,
            "It is called certified and nobody certified it, or the other way round.");
        var batch = payment.Batch is { } code ? asked[code].SingleOrDefault() : null;
        Look(isSent && batch?.Signing.State != SigningState.Done, subject, "It is called sent, and no bank signatory sent it.");
        if (isSent && batch is not null) Look(batch.Signing.Taken.Any(step => step.Step == SigningStep.Transmit
            && officers.Exists(officer => officer.IsBy(step.Person))), subject, "One person signed two of its steps.");
    }

    /// <summary>What can be erased stands outside the log: each row of it must be one that the register, or a change somebody asked for,
    /// answers for; and a payee is erased whole, with what was written to it, or not at all.</summary>
    private async Task CheckErasableAsync(DbConnection connection, List<PaymentStanding> payments,
        Dictionary<(string Payee, int), PayeeVersion> payees, CancellationToken cancel)
    {
        var changes = (await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel))
            .Where(one => one.Kind == ApprovalKind.ChangePayee).ToLookup(one => one.Subject, StringComparer.Ordinal);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        foreach (var (payee, version) in await connection.Command(null, "SELECT payee, version FROM payee_details ORDER BY payee, version")
            .RowsAsync(row => (row.GetString(0), row.GetInt32(1)), cancel))
        {
            if (payees.ContainsKey((payee, version))) continue;
            var (_, mark) = await PayeeBook.DraftAsync(ask, payee, version, cancel);
            Look(version > 0 || !changes[payee].Any(one => one.IsAsKept && one.Read<ChangePayee.Input>().Detail == mark), $"payee {payee}",
                "Details are kept that neither a version nor a change somebody asked for answers for.");
        }
        var whole = payees.Values.ToLookup(payee => payee.Code, payee => payee.IsErased, StringComparer.Ordinal);
        foreach (var versions in whole)
            Look(versions.Distinct().Count() > 1, $"payee {versions.Key}", "Some of its versions are erased and others are not.");
        var texts = (await connection.Command(null, "SELECT payment, salt, text FROM payment_texts ORDER BY payment")
            .RowsAsync(row => (Payment: row.GetString(0), Mark: PaymentText.MarkOf(row.Blob(1), row.GetString(2))), cancel))
            .ToDictionary(text => text.Payment, text => text.Mark, StringComparer.Ordinal);
        foreach (var payment in payments)
        {
            texts.Remove(payment.Code, out var mark);
            Look(mark is null != whole[payment.Row.Payee].All(isErased => isErased)
                || mark is not null && !mark.AsSpan().SequenceEqual(payment.Row.TextMark), $"payment {payment.Code}",
                "Its text to the payee is not the one that was signed, or is gone without the payee.");
        }
        foreach (var payment in texts.Keys) Look(true, $"text {payment}", "It is kept for a payment that is not there.");
    }

    /// <summary>What is owed on claims, and what was sent, is what the newest payment of each claim says; and no other claim holds
    /// anything.</summary>
    private async Task CheckClaimsAsync(DbConnection connection, List<PaymentStanding> payments, CancellationToken cancel)
    {
        var held = (await connection.Command(null,
            """
            SELECT p.payment, SUM(CASE WHEN a.code = @payables THEN -p.eur_minor ELSE 0 END),
                SUM(CASE WHEN a.code = @sent THEN -p.eur_minor ELSE 0 END)
            FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code IN (@payables, @sent) AND p.payment IS NOT NULL
            GROUP BY p.payment
            """, ("@payables", Chart.Payables), ("@sent", Chart.PaymentsSent))
            .RowsAsync(row => (Claim: row.GetString(0), Balance: new ClaimBalance(row.Sum(1), row.Sum(2))), cancel))
            .ToDictionary(row => row.Claim, row => row.Balance, StringComparer.Ordinal);
        foreach (var claim in payments.GroupBy(payment => payment.Row.Claim, StringComparer.Ordinal))
        {
            var newest = claim.MaxBy(payment => payment.Row.Attempt)!;
            var (should, holds) = (PaymentRoad.BalanceOf(newest.Trail, newest.Row.AmountEur), held.GetValueOrDefault(claim.Key));
            held.Remove(claim.Key);
            Look(should != holds, $"claim {claim.Key}",
                $"{Money.Eur(holds.Owed)} are owed on it and {Money.Eur(holds.Sent)} sent, where its payment says "
                    + $"{Money.Eur(should.Owed)} and {Money.Eur(should.Sent)}.");
            Look(claim.Count(payment => PaymentRoad.IsLive(payment.Stage)) > 1, $"claim {claim.Key}", "Two payments of it are under way.");
        }
        foreach (var (claim, balance) in held)
            Look(balance != default, $"claim {claim}", "It holds money, and no payment of the register is about it.");
    }

    private void Look(bool isWrong, string subject, string rule)
    {
        notes.Looked(CheckName.Payments);
        if (isWrong) notes.Found(CheckName.Payments, subject, rule, Repair);
    }
}
