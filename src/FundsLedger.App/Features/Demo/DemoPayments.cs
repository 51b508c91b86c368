using FundsLedger.Domain.Banking;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Demo;

/// <summary>A payment that is to be made.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Commitment">Gives the code of its commitment when it is drafted; null where none was made after all.</param>
/// <param name="RenderedOn">When what is paid for was rendered.</param>
/// <param name="Lines">What it is for.</param>
/// <param name="IsFinal">True for the last of its commitment.</param>
/// <param name="Payee">Which of the payees, from 0.</param>
internal sealed record DemoPayment(string Key, Func<string?> Commitment, DateOnly RenderedOn, IReadOnlyList<PaymentLine> Lines,
    bool IsFinal, int Payee)
{
    /// <summary>The account it leaves.</summary>
    public string Bank { get; init; } = "1010";

    /// <summary>True where the bank gives it back a week later, and it is paid again to another payee.</summary>
    public bool ComesBack { get; init; }

    /// <summary>Told the code once it is sent; then what the bank does stands on its statement.</summary>
    public Action<string>? Sent { get; init; }
}

/// <summary>The payments' road: drafted, certified, approved and sent by four people of the demonstration, then executed by the
/// bank.</summary>
internal sealed class DemoPayments
{
    // The examples of the IBAN registry's own documentation.
    private static readonly (string Name, string Account, string Country, PayeeVerification? Said)[] Payees =
    [
        ("Travel agency (synthetic)", "NL91ABNA0417164300", "NL", PayeeVerification.Match),
        ("Hotel near the Court (synthetic)", "BE68539007547034", "BE", PayeeVerification.Match),
        ("Visa service (synthetic)", "FR1420041010050500013M02606", "FR", PayeeVerification.NoData),
        ("Airline desk (synthetic)", "GB29NWBK60161331926819", "GB", PayeeVerification.CloseMatch),
        ("Guest house (synthetic)", "CH9300762011623852957", "CH", null),
    ];

    private readonly DemoDiary _diary;
    private readonly List<string> _payees = [];
    private readonly List<(string Code, DemoPayment Asked)> _approved = [];
    private int _batches;

    public DemoPayments(DemoDiary diary, DateOnly start)
    {
        _diary = diary;
        diary.Note(start, Desk.Recorder, async session =>
        {
            foreach (var (name, account, country, said) in Payees)
            {
                var details = new PayeeDetails(name, name, AccountForm.Iban, account, null,
                    new PostalAddress("Example street", "1", "1000", "Example town", country),
                    said == PayeeVerification.CloseMatch ? "Airline Desk Ltd (synthetic)" : null);
                _payees.Add((await AddPayee.ApplyAsync(session, new($"demo/payee/{account}", "TFFV", details, said,
                    said is null ? null : start))).OrThrow().Code);
            }
        });
    }

    /// <summary>How many payees there are.</summary>
    public static int Count => Payees.Length;

    /// <summary>Notes the draft; everything else follows from it.</summary>
    public void Note(DateOnly on, DemoPayment payment) => Draft(on, payment, null);

    private void Draft(DateOnly on, DemoPayment payment, string? claim) => _diary.Note(on, Desk.Visits, async session =>
    {
        if (payment.Commitment() is not { } commitment) return;
        var drafted = (await DraftPayment.ApplyAsync(session, new(payment.Key, commitment, _payees[payment.Payee], payment.Lines,
            payment.RenderedOn, _diary.Day.AddDays(2), payment.Bank, "Synthetic payment", payment.IsFinal) { Claim = claim })).OrThrow();
        _diary.Note(_diary.Day, Desk.Certifier, session => SignAsync(session, drafted.Code, SigningStep.Certify));
        _diary.Note(_diary.Day, Desk.Approver, async session =>
        {
            await SignAsync(session, drafted.Code, SigningStep.Approve);
            if (!_approved.Exists(other => other.Asked.Bank == payment.Bank))
                _diary.Note(_diary.Day.AddDays(1), Desk.Visits, session => BatchAsync(session, payment.Bank));
            _approved.Add((drafted.Code, payment));
        });
    });

    private async Task BatchAsync(LedgerSession session, string bank)
    {
        var payments = _approved.FindAll(one => one.Asked.Bank == bank);
        _approved.RemoveAll(payments.Contains);
        var batch = (await SendBatch.ApplyAsync(session, new($"demo/batch/{++_batches}", [.. payments.Select(one => one.Code)],
            _diary.Day.AddDays(1)))).OrThrow().Code;
        _diary.Note(_diary.Day, Desk.Signatory, async session =>
        {
            await SignAsync(session, batch, SigningStep.Transmit);
            var sent = _diary.Day;
            foreach (var (code, asked) in payments)
            {
                if (asked.Sent is { } told) told(code);
                else _diary.Note(sent.AddDays(1), Desk.Recorder, session => ExecutedAsync(session, code, asked, sent.AddDays(1)));
            }
        });
    }

    private async Task ExecutedAsync(LedgerSession session, string code, DemoPayment asked, DateOnly on)
    {
        (await BankSays.ApplyAsync(session, new(code, PaymentEventKind.Executed, on), isOfLine: false, default)).OrThrow();
        if (!asked.ComesBack) return;
        _diary.Note(on.AddDays(7), Desk.Recorder, async session =>
        {
            (await BankSays.ApplyAsync(session, new(code, PaymentEventKind.Returned, on.AddDays(7), "AC04: account closed (synthetic)"),
                isOfLine: false, default)).OrThrow();
            Draft(on.AddDays(9), asked with { Key = asked.Key + "/again", Payee = (asked.Payee + 1) % Count, ComesBack = false }, code);
        });
    }

    private static async Task SignAsync(LedgerSession session, string code, SigningStep step) =>
        (await SignPayment.ApplyAsync(session, DemoDiary.Acts, new(code, step, true))).OrThrow();
}
