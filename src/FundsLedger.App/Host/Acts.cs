using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;

namespace FundsLedger.App.Host;

/// <summary>What takes two people.</summary>
public static class Acts
{
    public static ApprovedActs All { get; } = new([EndPledge.Act, ReverseEntry.Act, WriteOff.Act, CloseAgreement.Act, DecideOffer.AcceptAct,
        DecideOffer.ReturnAct, SetDonorProfile.LiftAct, PayBack.Act, ReturnAdvance.Act, SetAllowance.Act, EnterRate.Act,
        PayClaim.Act, SendBatch.Act, ChangePayee.Act, AbandonClaim.Act, SettleRelocation.Act, ChangePayRules.Act,
        DecideRequest.Act, ReverseIndigence.Act, IssueStatement.Act, EnterOfficialFigure.Act, ClearPublication.Act,
        .. DecideStatement.Acts]);
}
