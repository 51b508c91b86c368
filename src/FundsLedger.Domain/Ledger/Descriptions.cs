using System.Collections.Frozen;
using System.Reflection;

namespace FundsLedger.Domain.Ledger;

/// <summary>Everything that this program says of entries by itself, each told once, for those who write it and those who search for
/// it.</summary>
/// <remarks>A code and the order of its parts never change. A new English wording keeps the old one as an earlier wording.</remarks>
public static class Descriptions
{
#pragma warning disable CS1591 // each wording is its own documentation
    // Pledges.
    public static readonly DescriptionForm AnnouncedWithAgreement = new("announced_with_agreement", "Announced with its signed agreement",
        "Annoncée avec l’accord signé");
    public static readonly DescriptionForm PledgeConfirmed = new("pledge_confirmed", "Pledge {pledge} confirmed in writing",
        "Annonce {pledge} confirmée par écrit");
    public static readonly DescriptionForm PledgeEnded = new("pledge_ended",
        "Pledge {pledge} {end:ended}: {reason} (asked by {name})", "Annonce {pledge} {end:ended}\u00a0: {reason} (à la demande de {name})");
    public static readonly DescriptionForm ImportedPledge = new("imported_pledge", "Pledge of {donor}", "Annonce de {donor}");
    public static readonly DescriptionForm ImportedContribution = new("imported_contribution", "Contribution of {donor} for {year}",
        "Contribution de {donor} pour {year}");

    // Receipts.
    public static readonly DescriptionForm Receipt = new("receipt", "Receipt from {donor}{choice:rest}",
        "Encaissement de {donor}{choice:rest}");
    public static readonly DescriptionForm ReceiptForPledge = new("receipt_for_pledge",
        "Receipt from {donor} for pledge {pledge}{choice:rest}", "Encaissement de {donor} au titre de l’annonce {pledge}{choice:rest}");
    public static readonly DescriptionForm PledgeMet = new("pledge_met", "Pledge {pledge} met by receipt",
        "Annonce {pledge} honorée par encaissement");
    public static readonly DescriptionForm ReceiptUnderAgreement = new("receipt_under_agreement",
        "Receipt from {donor} under agreement {agreement}", "Encaissement de {donor} au titre de l’accord {agreement}");
    public static readonly DescriptionForm ReceiptExchanged = new("receipt_exchanged",
        "Receipt in {currency} set against agreement {agreement} in {owed}",
            "Encaissement en {currency} imputé sur l’accord {agreement} en {owed}");
    public static readonly DescriptionForm ConditionalWithheld = new("conditional_withheld",
        "Conditional money of agreement {agreement} withheld until its condition is met",
        "Tranche conditionnelle de l’accord {agreement} différée jusqu’à réalisation de la condition");
    public static readonly DescriptionForm PledgeMetUnderAgreement = new("pledge_met_under_agreement",
        "Pledge {pledge} met under agreement {agreement}", "Annonce {pledge} honorée au titre de l’accord {agreement}");
    public static readonly DescriptionForm AdvanceReceived = new("advance_received",
        "Received from {donor} before its agreement is signed", "Reçu de {donor} avant la signature de l’accord");
    public static readonly DescriptionForm AdvanceSettled = new("advance_settled",
        "Advance {receipt} settled under agreement {agreement}", "Avance {receipt} imputée sur l’accord {agreement}");
    public static readonly DescriptionForm UnidentifiedReceipt = new("unidentified_receipt", "Unidentified receipt on {bank}",
        "Encaissement non identifié sur {bank}");

    // Agreements and contributions to be returned.
    public static readonly DescriptionForm AgreementSigned = new("agreement_signed", "Agreement signed with {donor}",
        "Accord signé avec {donor}");
    public static readonly DescriptionForm ConditionMet = new("condition_met",
        "Condition of instalment {number} of agreement {agreement} met",
            "Condition de la tranche {number} de l’accord {agreement} remplie");
    public static readonly DescriptionForm InstalmentWrittenOff = new("instalment_written_off",
        "Instalment {number} of agreement {agreement} written off: {reason} (asked by {name})",
        "Tranche {number} de l’accord {agreement} passée par profits et pertes\u00a0: {reason} (à la demande de {name})");
    public static readonly DescriptionForm AllowanceSet = new("allowance_set",
        "Allowance on agreement {agreement}: {reason} (asked by {name})",
        "Dépréciation de la créance de l’accord {agreement}\u00a0: {reason} (à la demande de {name})");
    public static readonly DescriptionForm AllowanceReleased = new("allowance_released",
        "Allowance on agreement {agreement} released", "Reprise de la dépréciation de l’accord {agreement}");
    public static readonly DescriptionForm AdvanceToReturn = new("advance_to_return",
        "Advance {receipt} to be returned: {reason} (asked by {name})",
        "Avance {receipt} à restituer\u00a0: {reason} (à la demande de {name})");
    public static readonly DescriptionForm BalanceToReturn = new("balance_to_return",
        "Unspent balance of agreement {agreement} to be returned: {reason} (asked by {name})",
        "Solde non dépensé de l’accord {agreement} à restituer\u00a0: {reason} (à la demande de {name})");
    public static readonly DescriptionForm GiftToReturn = new("gift_to_return", "Gift {gift} to be returned: {reason}",
        "Contribution {gift} à restituer\u00a0: {reason}");
    public static readonly DescriptionForm PaidBack = new("paid_back",
        "Paid back to {donor}: {reason} (asked by {name})", "Restitué à {donor}\u00a0: {reason} (à la demande de {name})");
    public static readonly DescriptionForm ReceivablesRevalued = new("receivables_revalued",
        "Foreign receivables revalued at the end of {month}", "Créances en monnaie étrangère réévaluées à fin {month}");

    public static readonly DescriptionForm BalancesRevalued = new("balances_revalued",
        "Foreign balances revalued on {day}", "Soldes en monnaie étrangère réévalués au {day}");

    // Commitments and payments.
    public static readonly DescriptionForm Commitment = new("commitment", "Commitment", "Engagement");
    public static readonly DescriptionForm CommitmentForRequest = new("commitment_for_request",
        "Commitment for request {request}", "Engagement pour la demande de visite {request}");
    public static readonly DescriptionForm CommitmentExpired = new("commitment_expired", "Commitment expired", "Engagement expiré");
    public static readonly DescriptionForm CommitmentCarriedOver = new("commitment_carried_over", "Carried over to a new commitment",
        "Reporté sur un nouvel engagement");
    public static readonly DescriptionForm CommitmentExtended = new("commitment_extended",
        "Commitment {commitment} carried over: {reason}", "Report de l’engagement {commitment}\u00a0: {reason}");
    public static readonly DescriptionForm CommitmentNotNeeded = new("commitment_not_needed", "Commitment no longer needed",
        "Engagement devenu inutile");
    public static readonly DescriptionForm Payment = new("payment", "Payment", "Paiement");
    public static readonly DescriptionForm PaymentUnderCommitment = new("payment_under_commitment",
        "Payment {payment} under commitment {commitment}", "Paiement {payment} sur l’engagement {commitment}");
    public static readonly DescriptionForm SettledByPayment = new("settled_by_payment", "Settled by payment",
        "Engagement réduit par paiement");
    public static readonly DescriptionForm SettledByLastPayment = new("settled_by_last_payment",
        "Settled by payment, last part", "Engagement réduit par le dernier paiement");
    public static readonly DescriptionForm RestSetFree = new("rest_set_free", "Rest of commitment set free",
        "Reliquat de l’engagement libéré");

    public static readonly DescriptionForm ClaimCertified = new("claim_certified",
        "Claim {payment} certified under commitment {commitment}", "Créance {payment} certifiée sur l’engagement {commitment}");
    public static readonly DescriptionForm CertificationWithdrawn = new("certification_withdrawn",
        "Certification of {payment} withdrawn: {reason}", "Certification de {payment} retirée\u00a0: {reason}");
    public static readonly DescriptionForm CommitmentRaised = new("commitment_raised",
        "Commitment {commitment} raised within the tolerance", "Engagement {commitment} relevé dans la limite de tolérance");
    public static readonly DescriptionForm PaymentSent = new("payment_sent", "Payment {payment} sent to the bank in {batch}",
        "Paiement {payment} transmis à la banque dans {batch}");
    public static readonly DescriptionForm PaymentExecuted = new("payment_executed", "Payment {payment} executed by the bank",
        "Paiement {payment} exécuté par la banque");
    public static readonly DescriptionForm PaymentRejected = new("payment_rejected", "Payment {payment} rejected by the bank: {reason}",
        "Paiement {payment} rejeté par la banque\u00a0: {reason}");
    public static readonly DescriptionForm PaymentGivenBack = new("payment_given_back", "Payment {payment} returned by the bank: {reason}",
        "Paiement {payment} retourné par la banque\u00a0: {reason}");
    public static readonly DescriptionForm ClaimAbandoned = new("claim_abandoned",
        "Claim {payment} is not to be paid: {reason} (asked by {name})",
        "Créance {payment} ne sera pas payée\u00a0: {reason} (à la demande de {name})");

    // Banks and periods.
    public static readonly DescriptionForm BankCharges = new("bank_charges", "Bank charges on {bank}", "Frais bancaires sur {bank}");
    public static readonly DescriptionForm BankInterest = new("bank_interest", "Interest on {bank}", "Intérêts sur {bank}");
    public static readonly DescriptionForm TakenBackByBank = new("taken_back_by_bank", "Taken back by the bank on {bank}",
        "Retourné par la banque sur {bank}");
    public static readonly DescriptionForm YearClosed = new("year_closed",
        "Closing of {year}: revenue and expense to the accumulated balance",
            "Clôture {year}\u00a0: produits et charges virés au solde cumulé");
    public static readonly DescriptionForm ClosingTakenBack = new("closing_taken_back",
        "Reopened: closing of {year} taken back", "Réouverture\u00a0: clôture {year} contre-passée");
#pragma warning restore CS1591

    /// <summary>All of them, in the order in which they stand above.</summary>
    public static IReadOnlyList<DescriptionForm> All { get; } =
        [.. typeof(Descriptions).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(DescriptionForm)).Select(field => (DescriptionForm)field.GetValue(null)!)];

    private static readonly FrozenDictionary<string, DescriptionForm> ByCode = All.ToFrozenDictionary(form =>
        form.Code, StringComparer.Ordinal);

    /// <summary>The form with this code and so many parts, or null.</summary>
    internal static DescriptionForm? Find(string code, int parts) =>
        ByCode.TryGetValue(code, out var form) && form.Parts.Count == parts ? form : null;

    /// <summary>Patterns (SQL <c>LIKE</c>, escaped by a backslash, of the stored text in small letters) that together match every
    /// description made here that reads, in a language, with the text somewhere in it.</summary>
    /// <param name="text">What is looked for, in any letters; not empty.</param>
    /// <param name="language"><c>fr</c>, else English.</param>
    public static IReadOnlyList<string> PatternsOf(string text, string language)
    {
        // The mark parts what is kept and is in nothing that anybody reads.
        if (text.Contains(Description.Mark)) return [];
        var small = text.ToLowerInvariant();
        return [DescriptionSearch.InAPart(small), .. All.SelectMany(form => form.PatternsOf(small, language))];
    }
}
