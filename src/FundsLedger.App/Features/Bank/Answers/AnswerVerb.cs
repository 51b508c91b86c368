using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.Bank.Answers;

/// <summary><c>bank answer FILE</c>.</summary>
internal static class AnswerVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The bank's answer (pain.002, version 3 or 10)" };
        var format = Arguments.Format();
        var verb = new Command("answer",
            """
            Take a bank's answer to a payment file, whole or not at all. A rejected payment is owed again; an acceptance moves nothing,
            because cash moves when the bank's statement says so.

            Example:
              fundsledger bank answer status.xml
            """) { file, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var path = parsed.GetRequiredValue(file);
            var bytes = await BytesAsync(path, cancel);
            if (bytes.IsRefused) return CommandLine.Refuse(bytes.Refusal);
            using var content = new MemoryStream(bytes.Value, writable: false);
            var take = new TakePaymentAnswer(writer, new BatchFile(new LedgerReads(database, TimeProvider.System),
                AppSettings.Read().Payments));
            var outcome = await take.RunAsync(content, Path.GetFileName(path), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Output.Write(parsed.GetValue(format), ["payment", "status", "reasons", "verification", "state"],
                outcome.Value.Payments.Select(one => (string[])[one.Payment,
                    one.Status is { } status ? ClosedSet<PaymentStatus>.Code(status) : "", one.Reasons,
                    one.Verification is { } said ? ClosedSet<PayeeVerification>.Code(said) : "", PaymentList.CodeOf(one.Stage)]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static async Task<Outcome<byte[]>> BytesAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await OutsideFile.BytesAsync(path, ReadingBudget.LargestPaymentAnswer, cancel) is { } bytes ? bytes
                : new BankFileIsTooLarge(path, ReadingBudget.LargestPaymentAnswer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new BankFileIsMissing(path);
        }
    }
}
