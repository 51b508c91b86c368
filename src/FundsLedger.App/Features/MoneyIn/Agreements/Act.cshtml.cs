using System.Globalization;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>The forms on one agreement: a condition met, an advance settled, a share of programme support set, a write-off, an allowance or
/// the closing asked for.</summary>
[Needs(Operation.ManageAgreements, Subject = Subject.Agreement)]
public sealed class ActPage(PageLanguage words, CurrentActor actor, LedgerReads reads, MeetCondition meet, WriteOff writeOff,
    CloseAgreement close, SettleAdvance settle, SetSupportShare support, SetAllowance allowance) : FormPage(words, actor, reads)
{
    public AgreementStanding Agreement { get; private set; } = null!;

    /// <summary><c>condition</c>, <c>advance</c>, <c>support</c>, <c>write-off</c>, <c>allowance</c> or <c>closing</c>.</summary>
    public string Act { get; private set; } = "";

    /// <summary>The instalments it can be about.</summary>
    public IEnumerable<InstalmentStanding> Instalments =>
        Agreement.Instalments.Where(one => Act == "condition" ? one.Condition is not null && one.MetOn is null : !one.Open.IsZero);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, [FromRoute] string act, CancellationToken cancel)
    {
        if (!await LoadAsync(code, act, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        Propose("number", Instalments.FirstOrDefault()?.Number.ToString(CultureInfo.InvariantCulture));
        if (Act == "write-off") Propose("amount", Instalments.FirstOrDefault()?.Open.ToDecimalString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, [FromRoute] string act, CancellationToken cancel)
    {
        if (!await LoadAsync(code, act, cancel)) return NotFound();
        Accept();
        if (Act == "support") return await SupportAsync(code, cancel);
        var (date, reason) = (Form.Date("date"), Form.Text("reason", 200));
        if (Act == "allowance")
        {
            var whole = Form.AmountOrNothing("amount", Agreement.Amount.Currency);
            return Form.IsFaulty ? Page() : Asked(await allowance.AskAsync(new(Key, code, date, whole, reason), Acting.Actor, cancel));
        }
        if (Act == "advance") return Form.IsFaulty ? Page() : Finish(await settle.RunAsync(new(Key, reason, code, date), Acting.Actor,
            cancel), settled => new Status("status.advance_settled", settled.Code, settled.Entry.Seq), _ => $"/agreements/{code}", FieldOf)
            ?? Page();
        var number = Act == "closing" ? 0 : Form.Whole("number", 1, 1000);
        var amount = Act == "write-off" ? Form.Amount("amount", Agreement.Amount.Currency) : default;
        if (Form.IsFaulty) return Page();
        if (Act == "condition")
        {
            var rate = Agreement.Amount.Currency == Currency.Eur ? null : Form.OptionalRate("rate", Agreement.Amount.Currency);
            var again = rate is null ? null : Form.OptionalRate("rateAgain", Agreement.Amount.Currency);
            return Finish(await meet.RunAsync(new(Key, code, number, date, reason, rate) { RateAgain = again }, Acting.Actor, cancel),
                met => new Status("status.condition_met", met.Agreement, met.Entry.Seq), _ => $"/agreements/{code}", FieldOf) ?? Page();
        }
        var asked = Act == "closing" ? await close.AskAsync(new(Key, code, date, reason), Acting.Actor, cancel)
            : await writeOff.AskAsync(new(Key, code, number, date, reason, amount), Acting.Actor, cancel);
        return Asked(asked);
    }

    private IActionResult Asked(Outcome<AskedApproval> asked) => Finish(asked, done => new Status("status.approval_asked", done.Subject,
        null), done => $"/approvals/{done.Id}", FieldOf) ?? Page();

    private async Task<IActionResult> SupportAsync(string code, CancellationToken cancel)
    {
        if (Form["share"].Length == 0) Form.Note("share", "form.not_a_share");
        var (date, share, reference) = (Form.Date("date"), Form.OptionalShare("share"), Form.OptionalText("reference", 200));
        return Form.IsFaulty ? Page() : Finish(await support.RunAsync(new(code, share!.Value, date, reference), Acting.Actor, cancel),
            set => new Status("status.support_set", set.Agreement, null), set => $"/agreements/{set.Agreement}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        AgreementRateIsMissing or RateTakesTwo => "rate",
        RateIsFarFromTable => "rateAgain",
        InstalmentHasLessOpen or AgreementAmountIsNotPositive or AllowanceIsOutOfRange or AllowanceIsAsBefore => "amount",
        SupportShareIsOutOfRange => "share",
        InstalmentIsUnknown or InstalmentHasNoCondition or ConditionIsMetAlready or InstalmentHasNothingLeft => "number",
        AgreementTextIsMalformed or AdvanceIsUnknown or AdvanceIsSettled => "reason",
        AgreementDateIsTooEarly or SupportShareIsNotLater or SupportIsChargedSince or PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, string act, CancellationToken cancel)
    {
        if (act is not ("advance" or "condition" or "support" or "write-off" or "allowance" or "closing")) return false;
        await using var connection = await Reads.OpenAsync(cancel);
        if (await AgreementList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), code,
            cancel: cancel) is not [var agreement]) return false;
        (Agreement, Act) = (agreement, act);
        return true;
    }
}
