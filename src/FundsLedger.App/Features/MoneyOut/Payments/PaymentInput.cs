using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What the officers of a payment sign: everything that is paid, in one canonical form. What is personal in it is named by what
/// answers for it, because this is never erased.</summary>
/// <param name="PayeeMark">Answers for who is paid and where.</param>
/// <param name="TextMark">Answers for the text to the payee.</param>
internal sealed record PaymentInput(string Payment, string Claim, string Attempt, string Fund, string Commitment, string Payee,
    string Version, string PayeeMark, string Currency, string Amount, string Lines, string Final, string Rendered, string Date, string Bank,
    string TextMark, string Origin)
{
    /// <summary>Of a payment as it stands and the version of its payee.</summary>
    public static PaymentInput Of(PaymentRow row, string fund, string payeeMark) => new(row.Code, row.Claim,
        row.Attempt.ToString(CultureInfo.InvariantCulture), fund, row.Commitment, row.Payee,
        row.PayeeVersion.ToString(CultureInfo.InvariantCulture), payeeMark, "EUR", Money.Eur(row.AmountEur).ToDecimalString(), row.Lines,
        row.IsFinal ? "yes" : "no", Links.Iso(row.RenderedOn), Links.Iso(row.PayOn), row.Bank, Convert.ToHexStringLower(row.TextMark),
        ClosedSet<PaymentSource>.Code(row.Source));
}

/// <summary>The text that goes to the payee with the money. It stands outside the log: a name could be in it.</summary>
internal static class PaymentText
{
    /// <summary>Most characters that a payment order holds.</summary>
    public const int Longest = 140;

    /// <summary>What stands in the log for it.</summary>
    public static byte[] MarkOf(ReadOnlySpan<byte> salt, string text)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger payment text v1");
        bytes.Bytes(salt);
        bytes.Text(text);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    /// <summary>Keeps a text beside the register, and gives what answers for it.</summary>
    public static async Task<byte[]> KeepTextAsync(this LedgerSession session, string payment, string text, CancellationToken cancel)
    {
        var salt = session.Chance.Bytes(ChanceUse.DetailSalt, LogClass.Open, "payments", TwoPartLeaf.SaltSize);
        await (await session.WholeQuestionAsync("INSERT INTO payment_texts (payment, salt, text) VALUES (@payment, @salt, @text)",
            [("@payment", payment), ("@salt", salt), ("@text", text)], cancel)).RunAsync(cancel);
        return MarkOf(salt, text);
    }

    /// <summary>The text of a payment; null where it was erased or is not the one that was signed.</summary>
    public static async Task<string?> ReadAsync(Ask ask, PaymentRow row, CancellationToken cancel) =>
        (await (await ask("SELECT t.salt, t.text FROM payment_texts t WHERE t.payment = @payment", ("@payment", row.Code)))
            .RowsAsync(found => (Salt: found.Blob(0), Text: found.GetString(1)), cancel)) is [var kept]
            && MarkOf(kept.Salt, kept.Text).AsSpan().SequenceEqual(row.TextMark) ? kept.Text : null;
}

/// <summary>Whether what was signed is what is kept.</summary>
public static class PaymentSigned
{
    /// <summary>True where a request is about exactly this payment to a payee with this mark.</summary>
    public static bool IsOf(SignOff.ApprovalStanding asked, PaymentStanding payment, string payeeMark)
    {
        try
        {
            return asked.IsAsKept && asked.Read<PaymentInput>() == PaymentInput.Of(payment.Row, payment.FundCode, payeeMark);
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
