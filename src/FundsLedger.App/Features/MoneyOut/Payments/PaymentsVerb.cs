using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary><c>payments list|draft|certify|approve|refuse|withdraw|batch|transmit|file|outcome|abandon|settle|rules</c>.</summary>
internal static class PaymentsVerb
{
    /// <param name="acts">What takes several people.</param>
    public static Command Make(ApprovedActs acts)
    {
        Command[] verbs = [List(), Draft(), Sign("certify", "Certify a payment: due, funded and within purpose.", acts, SigningStep.Certify,
            Operation.CertifyPayments), Sign("approve", "Approve a payment that another person certified.", acts, SigningStep.Approve,
            Operation.ApprovePayments), Refuse(acts), Withdraw(), Batch(), Sign("transmit", "Send a batch to the bank.", acts,
            SigningStep.Transmit, Operation.TransmitPayments), File(), Outcome(), Abandon(), Settle(), Rules()];
        var all = new Command("payments",
            """
            Payments: drafted, certified, approved and sent by different people; cash moves when the bank says so.

            Examples:
              fundsledger payments list --format json
              fundsledger payments draft --commitment C-2026-0001 --payee V-7K2M9QXA --line 5010=600.00 --line 5020=100.50 \
                --rendered 2026-11-20 --date 2026-11-27 --bank 1010 --key visit-12
              fundsledger login c.certifier@example.org && fundsledger payments certify PAY-7K2M9QXA3B
              fundsledger payments batch PAY-7K2M9QXA3B PAY-1C3D5E7F9G --date 2026-11-27 --key monday
              fundsledger payments transmit B-7K2M9QXA3BCD
              fundsledger payments file B-7K2M9QXA3BCD -o monday.xml
              fundsledger payments outcome PAY-7K2M9QXA3B --outcome returned --date 2026-12-01 --reason "AC04"
            """);
        foreach (var verb in verbs) all.Subcommands.Add(verb);
        return all;
    }

    private static Command List()
    {
        var (format, open) = (Arguments.Format(), new Option<bool>("--open") { Description = "Only those that wait for somebody" });
        var state = new Option<string?>("--state") { Description = string.Join(", ", ClosedSet<PaymentStage>.Codes) };
        state.AcceptOnlyFromAmong([.. ClosedSet<PaymentStage>.Codes]);
        var verb = new Command("list", "Payments with their state, oldest first.") { open, state, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var rows = await PaymentList.ReadAsync(connection, await CatalogReader.ReadAsync(connection, null, cancel),
                new PaymentFilter { OnlyOpen = parsed.GetValue(open) }, cancel);
            var stage = ClosedSet<PaymentStage>.Find(parsed.GetValue(state));
            Output.Write(parsed.GetValue(format), ["code", "claim", "state", "fund", "commitment", "payee", "version", "bank", "amount",
                "currency", "rendered_on", "pay_on", "batch", "drafted_by", "since"],
                rows.Where(row => stage is null || row.Stage == stage).Select(row => (string[])[row.Code, row.Row.Claim,
                    PaymentList.CodeOf(row.Stage), row.FundCode, row.Row.Commitment, row.Row.Payee,
                    row.Row.PayeeVersion.ToString(CultureInfo.InvariantCulture), row.Row.Bank, row.Amount.ToDecimalString(), "EUR",
                    Output.Iso(row.Row.RenderedOn), Output.Iso(row.Row.PayOn), row.Batch ?? "", row.Row.ActorName,
                    Microseconds.Print(row.Since)]), "amount");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Draft()
    {
        var (lines, key) = (Lines(), Arguments.Key());
        var commitment = new Option<string>("--commitment") { Description = "Code of the commitment", HelpName = "CODE", Required = true };
        var payee = new Option<string>("--payee") { Description = "Code of the payee", HelpName = "CODE", Required = true };
        var (rendered, date, bank, final) = (Arguments.Day("--rendered", "When what is paid for was rendered"), Arguments.Day("--date",
            "When the bank is to pay"), Bank(), Final());
        var text = new Option<string>("--text") { Description = "To the payee, at most 140 characters", DefaultValueFactory = _ => "" };
        var claim = new Option<string?>("--claim") { Description = "The claim that is paid anew, after its payment came back",
            HelpName = "CODE" };
        var verb = new Command("draft", "Draw a payment up; nothing is owed and nothing leaves by it.") { commitment, payee, lines,
            rendered,
            date, bank, text, final, claim, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var read = Read(parsed.GetRequiredValue(lines));
            if (read.IsRefused) return CommandLine.Refuse(read.Refusal);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new DraftPayment(writer).RunAsync(new(parsed.GetRequiredValue(key), parsed.GetRequiredValue(commitment),
                parsed.GetRequiredValue(payee), read.Value, parsed.GetRequiredValue(rendered)!.Value, parsed.GetRequiredValue(date)!.Value,
                parsed.GetRequiredValue(bank), parsed.GetRequiredValue(text), parsed.GetValue(final))
            {
                Claim = parsed.GetValue(claim), Source = PaymentSource.CommandLine,
            }, CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Sign(string name, string said, ApprovedActs acts, SigningStep step, Operation operation)
    {
        var code = Code();
        var verb = new Command(name, said) { code };
        verb.SetAction((parsed, cancel) => SignAsync(parsed, acts, new(parsed.GetRequiredValue(code), step, true), operation, cancel));
        return verb;
    }

    private static Command Refuse(ApprovedActs acts)
    {
        var (code, reason) = (Code(), Arguments.Reason());
        var verb = new Command("refuse", "Say no to a payment or a batch that waits for you.") { code, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var asked = (await ApprovalList.AboutAsync(connection, parsed.GetRequiredValue(code), [ApprovalKind.Pay,
                ApprovalKind.SendBatch],
                cancel)).LastOrDefault();
            if (asked is null) return CommandLine.Refuse(new PaymentIsUnknown(parsed.GetRequiredValue(code)));
            var step = asked.Signing.IsOpen ? asked.Signing.Open[0] : asked.Signing.Last!.Step;
            var operation = step switch { SigningStep.Transmit => Operation.TransmitPayments, SigningStep.Certify =>
                Operation.CertifyPayments, _ => Operation.ApprovePayments };
            return await SignAsync(parsed, database, acts, new(parsed.GetRequiredValue(code), step, false, parsed.GetRequiredValue(reason)),
                operation, cancel);
        }));
        return verb;
    }

    private static Task<int> SignAsync(ParseResult parsed, ApprovedActs acts, SignPayment.Command command, Operation operation,
        CancellationToken cancel) => CommandLine.OnBooksAsync(parsed, database => SignAsync(parsed, database, acts, command, operation,
            cancel));

    private static async Task<int> SignAsync(ParseResult parsed, LedgerDatabase database, ApprovedActs acts, SignPayment.Command command,
        Operation operation, CancellationToken cancel)
    {
        await using var writer = new LedgerWriter(database, TimeProvider.System);
        var actor = CommandLine.DeciderOf(parsed, operation);
        var outcome = await new SignPayment(writer, acts).RunAsync(command with
        {
            RoleFor = CommandLine.RoleFor(parsed), FundsFor = CommandLine.FundsFor(parsed),
        }, actor, cancel);
        return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Subject,
            outcome.Value.IsRepeat);
    }

    private static Command Withdraw()
    {
        var (code, reason) = (Code(), Arguments.Reason());
        var verb = new Command("withdraw", "Take a payment back before it is sent.") { code, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new WithdrawPayment(writer).RunAsync(new(parsed.GetRequiredValue(code), parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Batch()
    {
        var codes = new Argument<string[]>("PAYMENT") { Description = "Codes of approved payments of one account",
            Arity = ArgumentArity.ZeroOrMore };
        var (date, key) = (Arguments.Day("--date", "When the bank is to pay"), Arguments.Key());
        var verb = new Command("batch", "Put approved payments together; a bank signatory sends them.") { codes, date, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SendBatch(writer).RunAsync(new(parsed.GetRequiredValue(key), parsed.GetValue(codes) ?? [],
                parsed.GetRequiredValue(date)!.Value), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command File()
    {
        var batch = new Argument<string>("BATCH") { Description = "Code of a batch that its signatories have sent" };
        var output = new Option<string>("--output", "-o") { Description = "Where the file goes; one that is there is not replaced",
            HelpName = "FILE", Required = true };
        var verb = new Command("file", "Write the payment file of a batch for the bank (pain.001).") { batch, output };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var made = await new BatchFile(new LedgerReads(database, TimeProvider.System), AppSettings.Read().Payments).MakeAsync(
                parsed.GetRequiredValue(batch), cancel);
            if (made.IsRefused) return CommandLine.Refuse(made.Refusal);
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            if (System.IO.File.Exists(path)) return CommandLine.Refuse(new PaymentFileExists(path));
            await using (var file = OwnersFile.Create(path)) await file.WriteAsync(made.Value.Bytes, cancel);
            Console.WriteLine($"{made.Value.Orders} {made.Value.Sum}");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Outcome()
    {
        string[] kinds = [.. ((PaymentEventKind[])[PaymentEventKind.Executed, PaymentEventKind.Rejected, PaymentEventKind.Returned])
            .Select(ClosedSet<PaymentEventKind>.Code)];
        var (code, date, reason) = (Code(), Arguments.Day("--date", "The bank's booking date"), Arguments.Reason(isRequired: false));
        var kind = new Option<string>("--outcome") { Description = string.Join(", ", kinds), Required = true };
        kind.AcceptOnlyFromAmong(kinds);
        var verb = new Command("outcome", "Record what the bank made of a payment, where no statement says it.") { code, kind, date,
            reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new BankSays(writer).RunAsync(new(parsed.GetRequiredValue(code),
                ClosedSet<PaymentEventKind>.Of(parsed.GetRequiredValue(kind)), parsed.GetRequiredValue(date)!.Value,
                parsed.GetValue(reason)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Abandon()
    {
        var (code, date, reason, key) = (Code(), Arguments.Day("--date", "Day of the decision"), Arguments.Reason(), Arguments.Key());
        var verb = new Command("abandon", "Ask that what is owed, after its payment came back, be called never payable.") { code, date,
            reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new AbandonClaim(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(code),
                parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Settle()
    {
        var token = new Argument<string>("COMMITMENT") { Description = "Token of the commitment" };
        var (date, lines, bank, final, key) = (Arguments.Day("--date", "Value date"), Lines(), Bank(), Final(), Arguments.Key());
        var verb = new Command("settle", "Ask that a commitment of a protected fund be settled; nobody is named.") { token, date, lines,
            bank,
            final, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var read = Read(parsed.GetRequiredValue(lines));
            if (read.IsRefused) return CommandLine.Refuse(read.Refusal);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new SettleRelocation(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(token), parsed.GetRequiredValue(date)!.Value, read.Value, parsed.GetRequiredValue(bank),
                parsed.GetValue(final)), CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Rules()
    {
        var (fund, reason, key) = (Arguments.Fund(), Arguments.Reason(), Arguments.Key());
        var days = new Option<int>("--cooling-days") { Description = "Days between a change of a payee and its next payment",
            Required = true };
        var tolerance = new Option<string>("--tolerance") { Description = "EUR by which a claim may exceed its commitment",
            Required = true };
        var signatories = new Option<int>("--signatories") { Description = "1 or 2 bank signatories", Required = true };
        var verb = new Command("rules", "Ask that how a fund pays be changed; another person approves.") { fund, days, tolerance,
            signatories, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            if (Money.Read(Arguments.PlainAmount(parsed.GetRequiredValue(tolerance), "EUR")!, Currency.Eur).Value is not { } allowed)
                return CommandLine.Refuse(new PayRulesAreOutOfRange());
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new ChangePayRules(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(fund), new(parsed.GetRequiredValue(days), allowed.Minor, parsed.GetRequiredValue(signatories)),
                parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Outcome<IReadOnlyList<PaymentLine>> Read(string[] typed)
    {
        var lines = new List<PaymentLine>();
        foreach (var (index, text) in typed.Index())
        {
            if (text.Split('=') is not [var account, var amount]
                || Money.Read(Arguments.PlainAmount(amount, "EUR")!, Currency.Eur).Value is not { } money)
                return new PaymentAmountIsWrong(index + 1, text);
            lines.Add(new PaymentLine(account, money));
        }
        return lines;
    }

    private static Argument<string> Code() => new("CODE") { Description = "Code of the payment or of the batch" };

    private static Option<string[]> Lines() => new("--line") { Description = "What it is for, once for each account",
        HelpName = "ACCOUNT=AMOUNT", Required = true };

    private static Option<string> Bank() => new("--bank") { Description = "Account in EUR it leaves", HelpName = "CODE",
        DefaultValueFactory = _ => Chart.Bank };

    private static Option<bool> Final() => new("--final") { Description = "Set free what the commitment still holds after it" };
}
