using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Ledger;

/// <summary>What entries say: codes with parts, put into words for the reader; and that nothing typed is ever read as one.</summary>
public sealed class DescriptionTests
{
    /// <summary>Every wording as exports printed it before descriptions were codes; they are compared with what stands in old books, so
    /// that they never change.</summary>
    private static readonly (Description Made, string English, string French)[] Wordings =
    [
        (Descriptions.AnnouncedWithAgreement.Of(), "Announced with its signed agreement", "Annoncée avec l’accord signé"),
        (Descriptions.PledgeConfirmed.Of("P"), "Pledge P confirmed in writing", "Annonce P confirmée par écrit"),
        (Descriptions.PledgeEnded.Of("P", "withdrawn", "why", "who"), "Pledge P withdrawn: why (asked by who)",
            "Annonce P retirée\u00a0: why (à la demande de who)"),
        (Descriptions.PledgeEnded.Of("P", "lapsed", "why", "who"), "Pledge P lapsed: why (asked by who)",
            "Annonce P caduque\u00a0: why (à la demande de who)"),
        (Descriptions.PledgeEnded.Of("P", "written_down", "why", "who"), "Pledge P written down: why (asked by who)",
            "Annonce P n’étant plus attendue\u00a0: why (à la demande de who)"),
        (Descriptions.ImportedPledge.Of("D"), "Pledge of D", "Annonce de D"),
        (Descriptions.ImportedContribution.Of("D", "2026"), "Contribution of D for 2026", "Contribution de D pour 2026"),
        (Descriptions.Receipt.Of("D", ""), "Receipt from D", "Encaissement de D"),
        (Descriptions.ReceiptForPledge.Of("D", "P", ""), "Receipt from D for pledge P", "Encaissement de D au titre de l’annonce P"),
        (Descriptions.ReceiptForPledge.Of("D", "P", "next_instalment"), "Receipt from D for pledge P; the rest is for the next instalment",
            "Encaissement de D au titre de l’annonce P\u00a0; différence reportée sur la tranche suivante"),
        (Descriptions.ReceiptForPledge.Of("D", "P", "total"), "Receipt from D for pledge P; all of it is under the pledge",
            "Encaissement de D au titre de l’annonce P\u00a0; versement imputé en totalité sur l’annonce"),
        (Descriptions.ReceiptForPledge.Of("D", "P", "separate_gift"), "Receipt from D for pledge P; the rest is a separate gift",
            "Encaissement de D au titre de l’annonce P\u00a0; excédent traité comme contribution distincte"),
        (Descriptions.ReceiptForPledge.Of("D", "P", "return"), "Receipt from D for pledge P; the rest goes back",
            "Encaissement de D au titre de l’annonce P\u00a0; excédent à restituer"),
        (Descriptions.ReceiptForPledge.Of("D", "P", "stays_due"), "Receipt from D for pledge P; the rest stays due",
            "Encaissement de D au titre de l’annonce P\u00a0; le reste demeure dû"),
        (Descriptions.PledgeMet.Of("P"), "Pledge P met by receipt", "Annonce P honorée par encaissement"),
        (Descriptions.AdvanceReceived.Of("D"), "Received from D before its agreement is signed",
            "Reçu de D avant la signature de l’accord"),
        (Descriptions.AdvanceSettled.Of("R", "A"), "Advance R settled under agreement A", "Avance R imputée sur l’accord A"),
        (Descriptions.ReceiptUnderAgreement.Of("D", "A"), "Receipt from D under agreement A", "Encaissement de D au titre de l’accord A"),
        (Descriptions.ReceiptExchanged.Of("EUR", "A", "USD"), "Receipt in EUR set against agreement A in USD",
            "Encaissement en EUR imputé sur l’accord A en USD"),
        (Descriptions.ConditionalWithheld.Of("A"), "Conditional money of agreement A withheld until its condition is met",
            "Tranche conditionnelle de l’accord A différée jusqu’à réalisation de la condition"),
        (Descriptions.PledgeMetUnderAgreement.Of("P", "A"), "Pledge P met under agreement A", "Annonce P honorée au titre de l’accord A"),
        (Descriptions.UnidentifiedReceipt.Of("B"), "Unidentified receipt on B", "Encaissement non identifié sur B"),
        (Descriptions.AgreementSigned.Of("D"), "Agreement signed with D", "Accord signé avec D"),
        (Descriptions.ConditionMet.Of("2", "A"), "Condition of instalment 2 of agreement A met",
            "Condition de la tranche 2 de l’accord A remplie"),
        (Descriptions.InstalmentWrittenOff.Of("2", "A", "why", "who"), "Instalment 2 of agreement A written off: why (asked by who)",
            "Tranche 2 de l’accord A passée par profits et pertes\u00a0: why (à la demande de who)"),
        (Descriptions.AllowanceSet.Of("A", "why", "who"), "Allowance on agreement A: why (asked by who)",
            "Dépréciation de la créance de l’accord A\u00a0: why (à la demande de who)"),
        (Descriptions.AllowanceReleased.Of("A"), "Allowance on agreement A released", "Reprise de la dépréciation de l’accord A"),
        (Descriptions.AdvanceToReturn.Of("R", "why", "who"), "Advance R to be returned: why (asked by who)",
            "Avance R à restituer\u00a0: why (à la demande de who)"),
        (Descriptions.BalanceToReturn.Of("A", "why", "who"), "Unspent balance of agreement A to be returned: why (asked by who)",
            "Solde non dépensé de l’accord A à restituer\u00a0: why (à la demande de who)"),
        (Descriptions.GiftToReturn.Of("G", "why"), "Gift G to be returned: why", "Contribution G à restituer\u00a0: why"),
        (Descriptions.PaidBack.Of("D", "why", "who"), "Paid back to D: why (asked by who)",
            "Restitué à D\u00a0: why (à la demande de who)"),
        (Descriptions.ReceivablesRevalued.Of("2026-03"), "Foreign receivables revalued at the end of 2026-03",
            "Créances en monnaie étrangère réévaluées à fin 2026-03"),
        (Descriptions.BalancesRevalued.Of("2026-03-31"), "Foreign balances revalued on 2026-03-31",
            "Soldes en monnaie étrangère réévalués au 2026-03-31"),
        (Descriptions.Commitment.Of(), "Commitment", "Engagement"),
        (Descriptions.CommitmentForRequest.Of("V"), "Commitment for request V", "Engagement pour la demande de visite V"),
        (Descriptions.CommitmentExpired.Of(), "Commitment expired", "Engagement expiré"),
        (Descriptions.CommitmentCarriedOver.Of(), "Carried over to a new commitment", "Reporté sur un nouvel engagement"),
        (Descriptions.CommitmentExtended.Of("C", "late visa"), "Commitment C carried over: late visa",
            "Report de l’engagement C\u00a0: late visa"),
        (Descriptions.CommitmentNotNeeded.Of(), "Commitment no longer needed", "Engagement devenu inutile"),
        (Descriptions.Payment.Of(), "Payment", "Paiement"),
        (Descriptions.PaymentUnderCommitment.Of("PAY", "C"), "Payment PAY under commitment C", "Paiement PAY sur l’engagement C"),
        (Descriptions.SettledByPayment.Of(), "Settled by payment", "Engagement réduit par paiement"),
        (Descriptions.SettledByLastPayment.Of(), "Settled by payment, last part", "Engagement réduit par le dernier paiement"),
        (Descriptions.RestSetFree.Of(), "Rest of commitment set free", "Reliquat de l’engagement libéré"),
        (Descriptions.BankCharges.Of("B"), "Bank charges on B", "Frais bancaires sur B"),
        (Descriptions.BankInterest.Of("B"), "Interest on B", "Intérêts sur B"),
        (Descriptions.TakenBackByBank.Of("B"), "Taken back by the bank on B", "Retourné par la banque sur B"),
        (Descriptions.YearClosed.Of("2025"), "Closing of 2025: revenue and expense to the accumulated balance",
            "Clôture 2025\u00a0: produits et charges virés au solde cumulé"),
        (Descriptions.ClosingTakenBack.Of("2025"), "Reopened: closing of 2025 taken back", "Réouverture\u00a0: clôture 2025 contre-passée"),
        (Descriptions.ClaimCertified.Of("P", "C"), "Claim P certified under commitment C", "Créance P certifiée sur l’engagement C"),
        (Descriptions.CertificationWithdrawn.Of("P", "why"), "Certification of P withdrawn: why",
            "Certification de P retirée\u00a0: why"),
        (Descriptions.CommitmentRaised.Of("C"), "Commitment C raised within the tolerance",
            "Engagement C relevé dans la limite de tolérance"),
        (Descriptions.PaymentSent.Of("P", "B"), "Payment P sent to the bank in B", "Paiement P transmis à la banque dans B"),
        (Descriptions.PaymentExecuted.Of("P"), "Payment P executed by the bank", "Paiement P exécuté par la banque"),
        (Descriptions.PaymentRejected.Of("P", "why"), "Payment P rejected by the bank: why",
            "Paiement P rejeté par la banque\u00a0: why"),
        (Descriptions.PaymentGivenBack.Of("P", "why"), "Payment P returned by the bank: why",
            "Paiement P retourné par la banque\u00a0: why"),
        (Descriptions.ClaimAbandoned.Of("P", "why", "who"), "Claim P is not to be paid: why (asked by who)",
            "Créance P ne sera pas payée\u00a0: why (à la demande de who)"),
    ];

    [Fact]
    public void Each_is_said_in_both_languages() => Assert.All(Wordings, wording =>
    {
        Assert.Equal((wording.English, wording.French), (wording.Made.ToString(), wording.Made.In("fr")));
        Assert.Equal(wording.English, wording.Made.In("en"));
    });

    [Fact]
    public void None_is_left_out_of_the_table() => Assert.Equal(Descriptions.All.Select(form => form.Code).Order(),
        Wordings.Select(wording => wording.Made.Code).Distinct().Order());

    [Fact]
    public void Stored_it_is_a_code_with_its_parts_and_is_read_again()
    {
        var made = Descriptions.ReceiptForPledge.Of("XA", "XA-P-2026-1", "return");

        Assert.Equal("\u001freceipt_for_pledge\u001fXA\u001fXA-P-2026-1\u001freturn", made.Stored);
        Assert.All(Wordings, wording => Assert.Equal((wording.Made, wording.French),
            (Description.Read(wording.Made.Stored), Description.Read(wording.Made.Stored).In("fr"))));
    }

    [Theory]
    [InlineData("Receipt from XA for pledge XA-P-2026-1")]
    [InlineData("receipt_for_pledge XA XA-P-2026-1")]
    [InlineData("\u001freceipt_for_pledge\u001fXA\u001fXA-P-2026-1\u001f")]
    [InlineData("\u001f")]
    [InlineData("")]
    public void What_somebody_typed_is_never_a_code(string text)
    {
        Description typed = text;

        Assert.Null(typed.Code);
        Assert.Equal([text], typed.Texts);
        Assert.Equal((text, text), (typed.In("fr"), typed.Stored));
    }

    [Fact]
    public void A_part_cannot_pretend_to_be_two() =>
        // Two different things with one stored text: the rules refuse the one that holds a mark, and nothing else can make it.
        Assert.Equal((1, "\u001fpaid_back\u001fXA\u001fa\u001fb"),
            (LedgerRules.BrokenText(Descriptions.PaidBack.Of("XA", "a\u001fb", "who").Texts[1]![1..]),
            Descriptions.PaidBack.Of("XA", "a", "b").Stored));

    [Fact]
    public void A_code_of_a_later_version_is_shown_with_its_parts()
    {
        Assert.Equal("visit_counted XA 3", Description.Read("\u001fvisit_counted\u001fXA\u001f3").In("fr"));
        Assert.Equal("receipt XA", Description.Read("\u001freceipt\u001fXA").ToString());
    }

    [Fact]
    public void An_older_wording_means_the_same_and_another_part_does_not()
    {
        var form = new DescriptionForm("gift", "Gift of {donor} for {year}", "Don de {donor} pour {year}", "Present from {donor} ({year})",
            "{year}: {donor} gave");
        var made = form.Of("XA", "2026");

        Assert.All(["Gift of XA for 2026", "Present from XA (2026)", "2026: XA gave"], text =>
            Assert.True(made.Means(text) && ((Description)text).Means(made)));
        Assert.All(["Gift of XB for 2026", "Present from XA (2025)", "Don de XA pour 2026", ""], text =>
            Assert.False(made.Means(text) || ((Description)text).Means(made)));
        Assert.False(made.Means(form.Of("XA", "2025")));
        Assert.True(made.Means(form.Of("XA", "2026")));
        Assert.Throws<ArgumentException>(() => form.Of("XA"));
    }

    [Fact]
    public void Both_languages_have_the_same_parts() => Assert.All(Descriptions.All, form => Assert.All(["en", "fr"], language =>
    {
        var said = form.Of([.. form.Parts.Select(part => $"<{part}>")]).In(language);
        Assert.All(form.Parts, part => Assert.Contains($"<{part}>", said, StringComparison.Ordinal));
    }));

    [Fact]
    public void A_search_finds_exactly_what_is_read()
    {
        var letters = Gen.Char["aA-P2 r"].Array[0, 4].Select(some => new string(some));
        var made = Gen.Int[0, Descriptions.All.Count - 1].SelectMany(at => letters.Array[Descriptions.All[at].Parts.Count]
            .Select(parts => Descriptions.All[at].Of([.. Descriptions.All[at].Parts.Zip(parts, OfASet)])));
        var typedAt = Gen.Select(made, Gen.Int[0, 80], Gen.Int[1, 12], Gen.Bool, Gen.Bool);
        typedAt.Sample((description, from, length, inFrench, isOther) =>
        {
            var language = inFrench ? "fr" : "en";
            var said = description.In(language);
            from = Math.Min(from, said.Length - 1);
            if (from < 0) return;
            var text = said.Substring(from, Math.Min(length, said.Length - from));
            if (isOther) text = new string([.. text.Reverse()]);
            // A code of a set is stored as it stands; of those words alone a search may find more.
            var found = Descriptions.PatternsOf(text, language).Any(pattern => Like(description.Stored.ToLowerInvariant(), pattern));

            Assert.Equal(said.Contains(text, StringComparison.OrdinalIgnoreCase), found);
        });
    }

    // Every code of a set is known: a later version's stands among the words as it is, and a search cannot look for it there.
    private static string OfASet(string part, string letters) => part switch
    {
        "choice" => letters.Length > 1 ? "separate_gift" : letters.Length == 1 ? "return" : "",
        "end" => letters.Length > 1 ? "lapsed" : "written_down",
        _ => letters,
    };

    private static bool Like(string text, string pattern)
    {
        var expression = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
            expression.Append(pattern[at] switch { '%' =>
                ".*", '_' => ".", '\\' => Regex.Escape(pattern[++at].ToString()), var letter => Regex.Escape(letter.ToString()) });
        return Regex.IsMatch(text, expression.Append('$').ToString(), RegexOptions.Singleline);
    }
}
