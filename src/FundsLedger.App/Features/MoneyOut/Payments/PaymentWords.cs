using FundsLedger.App.Web;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What payments say in the reader's language.</summary>
public static class PaymentWords
{
    /// <summary>A risk with what it is about.</summary>
    public static string Of((PaymentRisk Risk, string About) risk, PageLanguage words) => risk.About.Length == 0
        ? words.Name("payment_risk", risk.Risk) : $"{words.Name("payment_risk", risk.Risk)}{words["colon"]} {risk.About}";
}
