using FundsLedger.Domain.Contributions;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>The statement in French; the spaces before : and ; do not break.</summary>
internal static class StatementWordingFrench
{
    public static StatementWording Words { get; } = new()
    {
        Title = "Relevé du donateur",
        Subject = "{0} : relevé pour {1}, du {2} au {3}",
        Court = "Cour pénale internationale · Greffe",
        Office = "Greffe de la Cour pénale internationale",
        Footer = "{0} · situation au {1} · {2}",
        SyntheticBanner = "Chiffres fictifs : pour démonstration uniquement",
        PreviewBanner = "Aperçu : non délivré, non vérifiable",

        Fund = "Fonds",
        Donor = "Donateur",
        Period = "Période",
        PeriodFromTo = "du {0} au {1}",
        AsOf = "Situation au",
        AsOfKnownAt = "{0} (écritures enregistrées jusqu’au {1})",
        Audit = "Audit",
        Unaudited = "Non audité",
        Audited = "Audité",
        Issued = "Délivré le",
        LanguageLabel = "Langue",
        LanguageName = "Français",
        Restates = "Remplace",
        WhatChanged = "Ce qui a changé depuis le relevé remplacé",

        SummaryNothing = "Aucun versement n’a été reçu entre le {0} et le {1}.",
        SummaryOneReceipt = "Un versement d’une valeur de {2} a été reçu entre le {0} et le {1}.",
        SummaryReceipts = "Entre le {0} et le {1}, {3} versements d’une valeur totale de {2} ont été reçus.",
        SummaryOutstanding = "Sur les contributions annoncées à ce fonds, {0} restent à verser.",
        SummaryNothingOutstanding = "Aucune contribution annoncée à ce fonds ne reste à verser.",
        SummaryUnvalued = "Les annonces dont le taux de change n’est pas encore enregistré ne sont pas comprises dans cette somme.",
        SummaryOverdue = "Échéance dépassée : {0}.",
        SummaryFund = "Au {0}, le fonds avait {1} en banque, dont {2} disponibles.",

        ReceivedInPeriod = "Reçu pendant la période",
        OutstandingPledges = "Annoncé, restant à verser",
        OverdueInstalments = "Échéances dépassées",
        FundClosing = "Fonds, disponible",
        ReceiptCountOne = "1 versement",
        ReceiptCount = "{0} versements",

        PledgesHeading = "Vos annonces de contributions",
        NoPledges = "Aucune annonce de contribution à ce fonds n’est enregistrée.",
        PledgeNote =
            "Une annonce exprime une intention. Elle ne compte parmi les ressources du fonds qu’une fois versée. Le montant dans la "
                + "monnaie de l’annonce fait foi ; les valeurs en EUR en sont déduites.",
        InstalmentsHeading = "Échéances des accords signés",
        DesignationsHeading = "Répartition de l’annonce",
        DesignationsNote =
            "Les parts tenues hors de ce grand livre sont indiquées pour que l’annonce soit complète ; leur emploi est rapporté par le "
                + "service qui en tient les comptes.",
        ReceiptsHeading = "Vos versements",
        NoReceipts = "Aucun versement n’a été reçu pendant la période.",
        PaidBack = "Restitué à vous-même le {0} : {1}.",
        PaidBackUndone = "Une restitution de {1} a été annulée le {0}.",
        TakenBack = "{0} (annulé)",
        WaitsForCondition = "en attente de sa condition",
        SummaryTakenBack = "Sur des versements enregistrés auparavant, {0} ont été annulés.",
        AccountHeading = "Le fonds dans son ensemble",
        AccountNote =
            "Tous donateurs confondus, en EUR : argent reçu (ressources) et sorti (emplois). Clôture = ouverture "
                + "+ ressources − emplois.",
        Receivable = "Restant dû au fonds au titre d’accords signés au {0} : {1}. Cette somme n’entre dans le solde qu’à son encaissement.",
        WithheldTitle = "Chiffres non communiqués pour raisons de sécurité",
        WithheldText =
            "Ce fonds sert à la protection de personnes exposées à un risque. Ses soldes, ses dépenses et ses bénéficiaires ne sont "
                + "indiqués, ni ici ni ailleurs, sous aucune forme permettant de déduire des cas individuels. Le Greffe en rend compte "
                + "intégralement à l’auditeur. Vos annonces et vos versements ci-dessus sont complets.",
        AttributionHeading = "Emploi de votre contribution",
        NotesHeading = "Notes",
        DefinitionsHeading = "Définitions",
        CertificationHeading = "Certification",
        VerificationHeading = "Comment vérifier ce relevé",

        Reference = "Référence",
        Date = "Date",
        Stage = "Stade",
        Pledged = "Annoncé",
        InEur = "En EUR",
        PaidEur = "Versé (EUR)",
        Paid = "Versé",
        OutstandingEur = "Restant à verser (EUR)",
        Outstanding = "Restant à verser",
        AgeDays = "Âge (jours)",
        Agreement = "Accord",
        Due = "Échéance",
        Amount = "Montant",
        DaysSinceDue = "Jours de retard",
        Pledge = "Annonce",
        Purpose = "Objet",
        Books = "Comptes",
        InThisLedger = "Dans ce grand livre",
        OutsideThisLedger = "Hors de ce grand livre",
        Undesignated = "Non encore affecté",
        Rate = "Taux",
        RateDate = "Taux du",
        RateSource = "Source du taux",
        Total = "Total",
        Use = "Emploi",
        Unspent = "Non encore dépensé",

        Opening = "Solde d’ouverture",
        Contributions = "Contributions reçues",
        Interest = "Intérêts",
        Returned = "Remboursé aux donateurs",
        Closing = "Solde de clôture",

        Provisional = "Provisoire",
        ProvisionalText =
            "Les livres du fonds sont ouverts à partir du {0} : les chiffres de ces jours peuvent encore changer "
                + "jusqu’à leur clôture.",
        ProvisionalFooter = "provisoire",
        AgreementsHeading = "Accords signés",
        SignedOn = "Signé le",
        WrittenOff = "Passé en perte",
        Overdue = "En retard",
        ReturnsHeading = "Restitué à vous-même",
        YearBefore = "EUR, du {0} au {1}",
        TotalSources = "Total des ressources",
        TotalUses = "Total des emplois",
        ReconciliationHeading = "Ce qui peut en être dépensé",
        ReconciliationNote =
            "De ce que le fonds possède moins ce qu’il doit à sa trésorerie, et de sa trésorerie à ce qui est "
                + "disponible pour de nouveaux engagements, au {0}, en EUR.",
        NetAssets = "Actif net",
        Cash = "Trésorerie en banque",
        Committed = "moins les engagements ouverts",
        Held = "moins les sommes en banque dont le fonds ne dispose pas",
        Reserve = "moins la réserve pour l’appui continu",
        Available = "Disponible",
        Number = "Numéro",
        IssuedText =
            "Délivré sous le numéro {0}. Le carré imprimé sur chaque page mène à {1}, où chacun peut voir que ce "
                + "relevé est bien du Greffe, sa date et l’empreinte SHA-256 de son fichier ; aucun chiffre n’y est "
                + "indiqué.",
        Thanks = "Le Greffe vous remercie de votre soutien.",

        CertificationText =
            "Les chiffres du présent relevé sont tirés des livres du fonds tels qu’ils se présentaient à la date et au moment de "
                + "connaissance indiqués ci-dessus.",
        DateLabel = "Date :",
        VerificationCode = "Code de vérification",
        VerificationText =
            "Ce relevé est accompagné du fichier {0}. Le programme « fundsledger verify-statement » prouve hors ligne, avec la clé "
                + "publiée par le Greffe, que chaque versement ci-dessus a été scellé dans le registre et n’a pas été modifié depuis ; "
                + "il doit afficher ce code.",
        LogSize = "Taille du registre (feuilles)",
        LogKey = "Signé avec la clé",
        LogRoot = "Racine du registre",
        LogSigned = "Signé le",

        Stages = new Dictionary<PledgeStage, string>
        {
            [PledgeStage.Announced] = "Annoncé",
            [PledgeStage.ConfirmedInWriting] = "Confirmé par écrit",
            [PledgeStage.AgreementSigned] = "Accord signé",
            [PledgeStage.PartPaid] = "Versé en partie",
            [PledgeStage.Paid] = "Versé",
            [PledgeStage.Withdrawn] = "Retiré",
            [PledgeStage.Lapsed] = "Caduc",
            [PledgeStage.WrittenDown] = "Déprécié",
            [PledgeStage.Outside] = "Affecté ailleurs",
        },
        Roles = new Dictionary<SignatoryRole, string>
        {
            [SignatoryRole.PreparedBy] = "Établi par",
            [SignatoryRole.CertifiedBy] = "Certifié par",
            [SignatoryRole.ApprovedBy] = "Approuvé par",
        },
        Methods = new Dictionary<AttributionMethod, string>
        {
            [AttributionMethod.FirstInFirstOut] =
                "Méthode : premier entré, premier sorti. La contribution la plus ancienne est réputée dépensée la première.",
            [AttributionMethod.ProRata] =
                "Méthode : au prorata. Chaque dépense est répartie entre tous les donateurs selon leur part des ressources du fonds ce "
                    + "jour-là.",
            [AttributionMethod.EarmarkFirst] =
                "Méthode : affectation d’abord. Les sommes données pour un objet sont réputées dépensées pour lui avant toute autre.",
        },
        KnownTexts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Office of the Prosecutor"] = "Bureau du Procureur",
            ["Registry"] = "Greffe",
            ["European Central Bank"] = "Banque centrale européenne",
            ["synthetic rate for demonstration"] = "taux fictif pour démonstration",
            ["Presidency"] = "Présidence",
            ["Chambers"] = "Chambres",
            ["Trust Fund for Victims"] = "Fonds au profit des victimes",
            ["Secretariat of the Assembly of States Parties"] = "Secrétariat de l’Assemblée des États Parties",
        },
        StandingNotes =
        [
            "Monnaie : les comptes sont tenus en euros (EUR). Un versement dans une autre monnaie est évalué au taux indiqué en regard, "
                + "saisi par un fonctionnaire avec sa date et sa source.",
            "Les sommes non dépensées reçues sous conditions sont restituées au donateur ou employées selon l’accord (règle de gestion "
                + "financière 106.1).",
        ],
        StandingDefinitions =
        [
            new("Annonce", "Intention déclarée de contribuer. Elle devient contraignante à la signature d’un accord."),
            new("Restant à verser", "Ce qui est annoncé sans être versé, retiré, caduc ni déprécié."),
            new("Situation au",
                "Date d’effet des soldes. Les écritures enregistrées après le moment de connaissance ne sont pas comprises, même si "
                    + "elles concernent un jour antérieur."),
        ],
    };
}
