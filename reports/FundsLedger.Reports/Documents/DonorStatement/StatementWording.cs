using FundsLedger.Domain.Contributions;

using FundsLedger.Reports.Formatting;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>Every fixed word of a donor statement. A wording that one language lacks does not compile. <c>{0}</c>, <c>{1}</c>… are filled
/// in by <see cref="DonorStatementDocument"/>.</summary>
internal sealed record StatementWording
{
    public static StatementWording In(string language) =>
        Languages.IsFrench(language) ? StatementWordingFrench.Words : StatementWordingEnglish.Words;

    public required string Title { get; init; }
    public required string Subject { get; init; }
    public required string Court { get; init; }
    public required string Office { get; init; }
    public required string Footer { get; init; }
    public required string SyntheticBanner { get; init; }
    public required string PreviewBanner { get; init; }

    public required string Fund { get; init; }
    public required string Donor { get; init; }
    public required string Period { get; init; }
    public required string PeriodFromTo { get; init; }
    public required string AsOf { get; init; }
    public required string AsOfKnownAt { get; init; }
    public required string Audit { get; init; }
    public required string Unaudited { get; init; }
    public required string Audited { get; init; }
    public required string Issued { get; init; }
    public required string LanguageLabel { get; init; }
    public required string LanguageName { get; init; }
    public required string Restates { get; init; }
    public required string WhatChanged { get; init; }

    public required string SummaryNothing { get; init; }
    public required string SummaryOneReceipt { get; init; }
    public required string SummaryReceipts { get; init; }
    public required string SummaryOutstanding { get; init; }
    public required string SummaryNothingOutstanding { get; init; }
    public required string SummaryUnvalued { get; init; }
    public required string SummaryOverdue { get; init; }
    public required string SummaryFund { get; init; }

    public required string ReceivedInPeriod { get; init; }
    public required string OutstandingPledges { get; init; }
    public required string OverdueInstalments { get; init; }
    public required string FundClosing { get; init; }
    public required string ReceiptCountOne { get; init; }
    public required string ReceiptCount { get; init; }

    public required string PledgesHeading { get; init; }
    public required string NoPledges { get; init; }
    public required string PledgeNote { get; init; }
    public required string InstalmentsHeading { get; init; }
    public required string DesignationsHeading { get; init; }
    public required string DesignationsNote { get; init; }
    public required string ReceiptsHeading { get; init; }
    public required string NoReceipts { get; init; }
    public required string PaidBack { get; init; }
    public required string PaidBackUndone { get; init; }
    public required string TakenBack { get; init; }
    public required string WaitsForCondition { get; init; }
    public required string SummaryTakenBack { get; init; }
    public required string AccountHeading { get; init; }
    public required string AccountNote { get; init; }
    public required string Receivable { get; init; }
    public required string WithheldTitle { get; init; }
    public required string WithheldText { get; init; }
    public required string AttributionHeading { get; init; }
    public required string NotesHeading { get; init; }
    public required string DefinitionsHeading { get; init; }
    public required string CertificationHeading { get; init; }
    public required string VerificationHeading { get; init; }

    public required string Reference { get; init; }
    public required string Date { get; init; }
    public required string Stage { get; init; }
    public required string Pledged { get; init; }
    public required string InEur { get; init; }
    public required string PaidEur { get; init; }
    public required string Paid { get; init; }
    public required string OutstandingEur { get; init; }
    public required string Outstanding { get; init; }
    public required string AgeDays { get; init; }
    public required string Agreement { get; init; }
    public required string Due { get; init; }
    public required string Amount { get; init; }
    public required string DaysSinceDue { get; init; }
    public required string Pledge { get; init; }
    public required string Purpose { get; init; }
    public required string Books { get; init; }
    public required string InThisLedger { get; init; }
    public required string OutsideThisLedger { get; init; }
    public required string Undesignated { get; init; }
    public required string Rate { get; init; }
    public required string RateDate { get; init; }
    public required string RateSource { get; init; }
    public required string Total { get; init; }
    public required string Use { get; init; }
    public required string Unspent { get; init; }

    public required string Opening { get; init; }
    public required string Contributions { get; init; }
    public required string Interest { get; init; }
    public required string Returned { get; init; }
    public required string Closing { get; init; }

    public required string Provisional { get; init; }
    public required string ProvisionalText { get; init; }
    public required string ProvisionalFooter { get; init; }
    public required string AgreementsHeading { get; init; }
    public required string SignedOn { get; init; }
    public required string WrittenOff { get; init; }
    public required string Overdue { get; init; }
    public required string ReturnsHeading { get; init; }
    public required string YearBefore { get; init; }
    public required string TotalSources { get; init; }
    public required string TotalUses { get; init; }
    public required string ReconciliationHeading { get; init; }
    public required string ReconciliationNote { get; init; }
    public required string NetAssets { get; init; }
    public required string Cash { get; init; }
    public required string Committed { get; init; }
    public required string Held { get; init; }
    public required string Reserve { get; init; }
    public required string Available { get; init; }
    public required string Number { get; init; }
    public required string IssuedText { get; init; }
    public required string Thanks { get; init; }

    public required string CertificationText { get; init; }
    public required string DateLabel { get; init; }
    public required string VerificationCode { get; init; }
    public required string VerificationText { get; init; }
    public required string LogSize { get; init; }
    public required string LogKey { get; init; }
    public required string LogRoot { get; init; }
    public required string LogSigned { get; init; }

    public required IReadOnlyDictionary<PledgeStage, string> Stages { get; init; }
    public required IReadOnlyDictionary<SignatoryRole, string> Roles { get; init; }
    public required IReadOnlyDictionary<AttributionMethod, string> Methods { get; init; }
    public required IReadOnlyDictionary<string, string> KnownTexts { get; init; }
    public required IReadOnlyList<string> StandingNotes { get; init; }
    public required IReadOnlyList<Definition> StandingDefinitions { get; init; }
}
