using FundsLedger.Domain.Contributions;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>The statement in English.</summary>
internal static class StatementWordingEnglish
{
    public static StatementWording Words { get; } = new()
    {
        Title = "Donor statement",
        Subject = "{0}: statement for {1}, {2} to {3}",
        Court = "International Criminal Court · Registry",
        Office = "Registry of the International Criminal Court",
        Footer = "{0} · as of {1} · {2}",
        SyntheticBanner = "Synthetic figures: for demonstration only",
        PreviewBanner = "Preview: not issued, not verifiable",

        Fund = "Fund",
        Donor = "Donor",
        Period = "Period",
        PeriodFromTo = "{0} to {1}",
        AsOf = "Balances as of",
        AsOfKnownAt = "{0} (recorded up to {1})",
        Audit = "Audit",
        Unaudited = "Unaudited",
        Audited = "Audited",
        Issued = "Issued",
        LanguageLabel = "Language",
        LanguageName = "English",
        Restates = "Replaces",
        WhatChanged = "What changed since the statement it replaces",

        SummaryNothing = "No payment was received between {0} and {1}.",
        SummaryOneReceipt = "One payment worth {2} was received between {0} and {1}.",
        SummaryReceipts = "Between {0} and {1}, {3} payments worth {2} in total were received.",
        SummaryOutstanding = "Of the pledges made to this fund, {0} is still to be paid.",
        SummaryNothingOutstanding = "No pledge to this fund is outstanding.",
        SummaryUnvalued = "Pledges for which no rate of exchange is recorded yet are not in this sum.",
        SummaryOverdue = "Past its due date: {0}.",
        SummaryFund = "On {0} the fund had {1} at the bank, of which {2} was available.",

        ReceivedInPeriod = "Received in the period",
        OutstandingPledges = "Pledged, still to be paid",
        OverdueInstalments = "Instalments past due",
        FundClosing = "Fund, available",
        ReceiptCountOne = "1 payment",
        ReceiptCount = "{0} payments",

        PledgesHeading = "Your pledges",
        NoPledges = "No pledge to this fund is recorded.",
        PledgeNote =
            "A pledge is an announced intention. It counts as money of the fund only when it is received. The amount in the pledge's own "
                + "currency is the legal amount; values in EUR are derived from it.",
        InstalmentsHeading = "Instalments under signed agreements",
        DesignationsHeading = "How the pledge is divided",
        DesignationsNote =
            "Parts outside this ledger are shown so that the pledge adds up; their use is reported by the office that keeps their books.",
        ReceiptsHeading = "Your payments",
        NoReceipts = "No payment was received in the period.",
        PaidBack = "Paid back to you on {0}: {1}.",
        PaidBackUndone = "A repayment of {1} was taken back on {0}.",
        TakenBack = "{0} (taken back)",
        WaitsForCondition = "waits for its condition",
        SummaryTakenBack = "Of payments recorded earlier, {0} was taken back.",
        AccountHeading = "The fund as a whole",
        AccountNote = "All donors together, in EUR: money as it came in (sources) and went out (uses). Closing = opening + sources − uses.",
        Receivable = "Still owed to the fund under signed agreements on {0}: {1}. It is not in the balance until it arrives.",
        WithheldTitle = "Figures withheld for safety",
        WithheldText =
            "This fund serves the protection of persons at risk. Its balances, expenses and beneficiaries are not shown, here or "
                + "anywhere else, in any form from which single cases could be inferred. The Registry accounts for them to the auditor "
                + "in full. Your pledges and payments above are complete.",
        AttributionHeading = "What your contribution was used for",
        NotesHeading = "Notes",
        DefinitionsHeading = "Terms",
        CertificationHeading = "Certification",
        VerificationHeading = "How to verify this statement",

        Reference = "Reference",
        Date = "Date",
        Stage = "Stage",
        Pledged = "Pledged",
        InEur = "In EUR",
        PaidEur = "Paid (EUR)",
        Paid = "Paid",
        OutstandingEur = "Outstanding (EUR)",
        Outstanding = "Outstanding",
        AgeDays = "Age (days)",
        Agreement = "Agreement",
        Due = "Due",
        Amount = "Amount",
        DaysSinceDue = "Days past due",
        Pledge = "Pledge",
        Purpose = "Purpose",
        Books = "Books",
        InThisLedger = "In this ledger",
        OutsideThisLedger = "Outside this ledger",
        Undesignated = "Not yet designated",
        Rate = "Rate",
        RateDate = "Rate of",
        RateSource = "Source of rate",
        Total = "Total",
        Use = "Use",
        Unspent = "Not yet spent",

        Opening = "Opening balance",
        Contributions = "Contributions received",
        Interest = "Interest",
        Returned = "Refunded to donors",
        Closing = "Closing balance",

        Provisional = "Provisional",
        ProvisionalText = "The books of the fund are open from {0} on: figures of those days can still change until they are closed.",
        ProvisionalFooter = "provisional",
        AgreementsHeading = "Signed agreements",
        SignedOn = "Signed",
        WrittenOff = "Written off",
        Overdue = "Overdue",
        ReturnsHeading = "Returned to you",
        YearBefore = "EUR, {0} to {1}",
        TotalSources = "Total of sources",
        TotalUses = "Total of uses",
        ReconciliationHeading = "What of it can be spent",
        ReconciliationNote =
            "From what the fund owns less what it owes, to its cash, and from its cash to what is available for "
                + "new commitments, on {0}, in EUR.",
        NetAssets = "Net assets",
        Cash = "Cash at the bank",
        Committed = "less open commitments",
        Held = "less held at the bank and not the fund’s to spend",
        Reserve = "less reserve for continuing support",
        Available = "Available",
        Number = "Number",
        IssuedText =
            "Issued as {0}. The square on every page leads to {1}, where anybody can see that this is a statement "
                + "of the Registry, its day and the SHA-256 of its file; no figure is shown there.",
        Thanks = "The Registry thanks you for your support.",

        CertificationText =
            "The figures in this statement are taken from the books of the fund as they stood on the date and at the moment of knowledge "
                + "given above.",
        DateLabel = "Date:",
        VerificationCode = "Verification code",
        VerificationText =
            "This statement comes with the file {0}. The program “fundsledger verify-statement” proves offline, with the key that the "
                + "Registry has published, that every payment above was sealed in the Registry’s log and has not been changed since; it "
                + "must print this code.",
        LogSize = "Size of the log (leaves)",
        LogKey = "Signed with key",
        LogRoot = "Root of the log",
        LogSigned = "Signed",

        Stages = new Dictionary<PledgeStage, string>
        {
            [PledgeStage.Announced] = "Announced",
            [PledgeStage.ConfirmedInWriting] = "Confirmed in writing",
            [PledgeStage.AgreementSigned] = "Agreement signed",
            [PledgeStage.PartPaid] = "Part paid",
            [PledgeStage.Paid] = "Paid",
            [PledgeStage.Withdrawn] = "Withdrawn",
            [PledgeStage.Lapsed] = "Lapsed",
            [PledgeStage.WrittenDown] = "Written down",
            [PledgeStage.Outside] = "Designated elsewhere",
        },
        Roles = new Dictionary<SignatoryRole, string>
        {
            [SignatoryRole.PreparedBy] = "Prepared by",
            [SignatoryRole.CertifiedBy] = "Certified by",
            [SignatoryRole.ApprovedBy] = "Approved by",
        },
        Methods = new Dictionary<AttributionMethod, string>
        {
            [AttributionMethod.FirstInFirstOut] =
                "Method: first in, first out. The oldest contribution to the fund is taken to be spent first.",
            [AttributionMethod.ProRata] =
                "Method: pro rata. Each expense is shared among all donors in proportion to the money they had in the fund on its day.",
            [AttributionMethod.EarmarkFirst] =
                "Method: earmark first. Money given for a purpose is taken to be spent on it before any other.",
        },
        KnownTexts = new Dictionary<string, string>(StringComparer.Ordinal),
        StandingNotes =
        [
            "Currency: the books are kept in euros (EUR). A payment in another currency is valued at the rate shown beside it, entered "
                + "by an officer with its date and source.",
            "Unspent money that was given under conditions is returned to the donor or used as the agreement says (Financial Rule 106.1).",
        ],
        StandingDefinitions =
        [
            new("Pledge", "An announced intention to contribute. It becomes binding when an agreement is signed."),
            new("Outstanding", "What is pledged and neither paid, withdrawn, lapsed nor written down."),
            new("As of",
                "The effective date of the balances. Entries recorded after the moment of knowledge are not included, even if they "
                    + "concern an earlier day."),
        ],
    };
}
