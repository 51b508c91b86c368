using System.Data.Common;
using System.Xml;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>A batch as the file that its bank takes.</summary>
/// <param name="Name">What the file is called.</param>
/// <param name="Bytes">The file; of the same batch always the same.</param>
/// <param name="Orders">How many payments it holds.</param>
/// <param name="Sum">Their sum: the file's control sum.</param>
public sealed record PaymentFileOfBatch(string Name, byte[] Bytes, int Orders, Money Sum);

/// <summary>Writes the payment file of a batch that its signatories have sent. Each payment is paid to the version of the payee that its
/// officers signed; ids are the codes of batch and payments, by which the bank's answer and its statement name them.</summary>
public sealed class BatchFile(LedgerReads reads, PaymentSettings settings)
{
    /// <summary>The file. Refused: unknown batch, not sent yet, details of the account missing, a payee erased, and whatever the profile
    /// of the bank forbids.</summary>
    public async Task<Outcome<PaymentFileOfBatch>> MakeAsync(string code, CancellationToken cancel = default)
    {
        var prepared = await PrepareAsync(code, cancel);
        if (prepared.IsRefused) return prepared.Refusal;
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, PaymentFile.Settings)) PaymentFile.Write(prepared.Value, xml);
        return new PaymentFileOfBatch($"{code}.xml", bytes.ToArray(), prepared.Value.Orders.Count, prepared.Value.Sum);
    }

    /// <summary>What the bank was sent, to which its answer is compared. Refused: unknown batch, not sent yet, details of the account
    /// missing.</summary>
    public async Task<Outcome<BatchThatWasSent>> SentAsync(string code, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var found = await FindAsync(connection, code, cancel);
        if (found.IsRefused) return found.Refusal;
        return new BatchThatWasSent(found.Value.Batch.Code, found.Value.Profile.Version, [.. found.Value.Payments.Select(payment =>
            new OrderThatWasSent(payment.Code, payment.Code, payment.Amount))]);
    }

    private async Task<Outcome<SentBatch>> FindAsync(DbConnection connection, string code, CancellationToken cancel)
    {
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await BatchList.ReadAsync(connection, catalog, code, cancel: cancel) is not [var batch]) return new BatchIsUnknown(code);
        if (batch.State != SigningState.Done) return new BatchIsNotSent(code);
        var account = catalog.Account(catalog.Fund(batch.FundCode)!.Id, batch.Bank)!;
        var numbers = await connection.Command(null, "SELECT code, number FROM bank_accounts WHERE account_id = @id", ("@id", account.Id))
            .RowsAsync(row => (Code: row.GetString(0), Number: row.GetString(1)), cancel);
        if (numbers is not [var own] || settings.Of(own.Code) is not { } paying || BankProfile.Find(paying.Profile) is not { } profile
            || settings.HolderName.Length == 0) return new BatchBankIsNotSetUp(batch.Bank);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        return new SentBatch(batch, catalog, profile, new PayingAccount(settings.HolderName, AccountOf(own.Number), paying.Bic),
            await SendBatch.ReadAsync(ask, catalog, code, cancel));
    }

    private async Task<Outcome<PreparedBatch>> PrepareAsync(string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var found = await FindAsync(connection, code, cancel);
        if (found.IsRefused) return found.Refusal;
        var sent = found.Value;
        var orders = new List<PaymentOrder>();
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        foreach (var payment in sent.Payments)
        {
            var payee = (await PayeeBook.VersionsAsync(ask, sent.Catalog, payment.Row.Payee, cancel)).Find(one =>
                one.Version == payment.Row.PayeeVersion);
            if (payee?.Details is not { } details) return new BatchPayeeIsErased(payment.Code, payment.Row.Payee);
            orders.Add(Order(payment, details, await PaymentText.ReadAsync(ask, payment.Row, cancel)));
        }
        return PaymentFileRules.Prepare(new PaymentBatch
        {
            MessageId = sent.Batch.Code,
            CreatedAt = sent.Batch.Asked.Signing.Last!.At,
            Debtor = sent.Account,
            PaidOn = sent.Batch.PayOn,
            Currency = Currency.Eur,
            Orders = orders,
        }, sent.Profile);
    }

    private sealed record SentBatch(BatchStanding Batch, LedgerCatalog Catalog, BankProfile Profile, PayingAccount Account,
        List<PaymentStanding> Payments);

    private static PaymentOrder Order(PaymentStanding payment, PayeeDetails payee, string? text) => new()
    {
        InstructionId = payment.Code,
        EndToEndId = payment.Code,
        Amount = payment.Amount,
        HolderName = payee.Holder,
        Account = new AccountOfParty(payee.Form, payee.Account),
        Bic = payee.Bic,
        Address = payee.Address,
        Remittance = string.IsNullOrWhiteSpace(text) ? null : text,
    };

    private static AccountOfParty AccountOf(string number) =>
        Domain.Banking.AccountNumber.IsIban(number) ? AccountOfParty.Iban(number) : AccountOfParty.Other(number);
}
