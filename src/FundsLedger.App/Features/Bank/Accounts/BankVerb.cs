using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Answers;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary><c>bank add|statements|lines|decide|numbers|mappings|match|paid|answer|elsewhere|mark|marked|reconcile|approve</c>.</summary>
internal static class BankVerb
{
    public static Command Make() => new("bank",
        """
        Bank accounts: register them, decide about statements set aside, match the lines that wait, reconcile with two people.

        Examples:
          fundsledger bank add MAIN --fund TFFV --account 1010 --number DE89370400440532013000 \
              --currency EUR --name "Main account" --starts 2026-01-31 --opening 1250.00
          fundsledger bank statements --waiting
          fundsledger bank decide 12 accept --reason "the statement before was lost" --as "A. Recorder"
          fundsledger bank match --bank MAIN
          fundsledger bank reconcile --bank MAIN --as "A. Recorder"
          fundsledger bank approve --bank MAIN --as "B. Approver"
        """)
    {
        Add(), StatementVerbs.List(), StatementVerbs.Lines(), StatementVerbs.Decide(), NumberVerbs.Make(), MappingVerbs.Make(), Match(),
        PaidLineVerb.Make(), AnswerVerb.Make(), ElsewhereVerb.Make(), MarkVerbs.Mark(), MarkVerbs.Marked(), Reconcile(), Approve(),
    };

    private static Option<string> Bank() => new("--bank") { Description = "Code of the bank account", Required = true };

    private static Command Add()
    {
        var code = new Argument<string>("CODE") { Description = "Capital letters, digits and hyphens" };
        var (fund, account, number, name) = (Arguments.Fund(), Required("--account", "Code of the ledger account that shows it"),
            Required("--number", "IBAN, or the number the bank uses"), Required("--name", "For people"));
        var currency = Required("--currency", "Three letters");
        var starts = new Option<DateOnly?>("--starts") { Description = "Day of the balance; statements begin after it", Required = true,
            HelpName = "YYYY-MM-DD", CustomParser = Arguments.Date };
        var opening = Required("--opening", "The bank's closing balance of that day");
        currency.Validators.Add(result =>
            { if (Currency.Find(result.GetValueOrDefault<string>()) is null) result.AddError(
            "--currency is a code of ISO 4217 such as EUR."); });
        var verb = new Command("add", "Register a bank account.") { code, fund, account, number, currency, name, starts, opening };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var kept = Currency.Of(parsed.GetRequiredValue(currency));
            var typed = parsed.GetRequiredValue(opening);
            if (WrittenSum.Read(typed, kept, NumberCustom.English).Value is not { } balance)
                return CommandLine.Refuse(new ImportAmountIsMalformed("--opening", typed));
            var outcome = await new AddBankAccount(writer)
                .RunAsync(new(parsed.GetRequiredValue(code), parsed.GetRequiredValue(fund), parsed.GetRequiredValue(account),
                parsed.GetRequiredValue(number), kept, parsed.GetRequiredValue(name), parsed.GetValue(starts)!.Value, balance),
                CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await Console.Error.WriteLineAsync(
                $"Bank account {outcome.Value.Code} {(outcome.Value.IsRepeat ? "stands already" : "was added")}.");
            return CommandLine.Good;
        }));
        return verb;

        static Option<string> Required(string option, string description) => new(option) { Description = description, Required = true };
    }

    private static Command Match()
    {
        var (bank, format) = (Bank(), Arguments.Format());
        var statement = new Option<long?>("--statement") { Description = "Only the lines of this statement" };
        var accept = new Option<bool>("--accept-strong") { Description = "Accept the suggestion of every line where one alone is strong "
            + "and no other line wants the same; without it, nothing is written" };
        var verb = new Command("match",
            """
            What the unidentified lines are suggested to be, and why: a dry run, unless --accept-strong is given.

            Examples:
              fundsledger bank match --bank MAIN --statement 12 --format csv
              fundsledger bank match --bank MAIN --accept-strong --as "A. Recorder"
            """) { bank, statement, accept, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            if (await Suggestions.ReadAsync(reads, parsed.GetRequiredValue(bank), parsed.GetValue(statement),
                cancel) is not { } suggestions) return CommandLine.Refuse(new BankAccountIsUnknown(parsed.GetRequiredValue(bank)));
            Print(suggestions.Lines, parsed.GetValue(format));
            var sure = suggestions.Sure();
            if (!parsed.GetValue(accept))
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{sure.Count} of {suggestions.Lines.Count} lines could be accepted by --accept-strong"));
                return CommandLine.Good;
            }
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var accepted = await new AcceptStrong(new MatchLines(writer)).RunAsync(sure, CommandLine.ActorOf(parsed), cancel);
            foreach (var (line, refusal) in accepted.Refused)
            {
                await Console.Error.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"line {line}: "));
                CommandLine.Refuse(refusal);
            }
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{accepted.Accepted.Count} of {suggestions.Lines.Count} lines were accepted"));
            return accepted.Refused.Count == 0 ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }

    private static void Print(IReadOnlyList<SuggestedLine> lines, OutputFormat format)
    {
        string[] headings = ["line", "booked_on", "currency", "amount", "party", "donor", "meets", "strength", "reasons"];
        var rows = lines.Select(suggested =>
        {
            var (line, best) = (suggested.Waiting, suggested.Suggestions is [var first, ..] ? first : null);
            return (string[])[line.Id.ToString(CultureInfo.InvariantCulture), Output.Iso(line.Line.BookedOn),
                line.Line.Amount.Currency.Code, line.Line.Amount.ToDecimalString(), line.Line.PartyName, best?.Donor ?? "",
                string.Join(' ', best?.Parts.Select(
                    part => $"{part.Claim.Instalment?.ToString() ?? part.Claim.Pledge}={part.Amount.ToDecimalString()}") ?? []),
                    best is null ? "" : ClosedSet<MatchStrength>.Code(best.Strength),
                    string.Join(' ', best?.Reasons.Select(ClosedSet<MatchReason>.Code) ?? [])];
        }).ToList();
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(rows.Select(row => headings.Zip(row)
                .ToDictionary(pair => pair.First, pair => pair.Second))); break;
            case OutputFormat.Csv: Output.WriteCsv(headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(headings, rows, "amount"); break;
            default: throw new InvalidOperationException();
        }
    }

    private static Command Reconcile() =>
        Step("reconcile", "Prepare the reconciliation through the last accepted closing balance.", "prepared",
        (reconcile, parsed, code, cancel) => reconcile.PrepareAsync(code, CommandLine.ActorOf(parsed), cancel));

    private static Command Approve() =>
        Step("approve", "Approve what another person prepared; the account is locked through that day.", "approved",
        (reconcile, parsed, code, cancel) => reconcile.ApproveAsync(code, CommandLine.DeciderOf(parsed, Operation.ApproveBank), cancel));

    private static Command Step(string name, string description, string said, Func<ReconcileBank, ParseResult, string, CancellationToken,
        Task<Outcome<Reconciled>>> act)
    {
        var bank = Bank();
        var verb = new Command(name, description) { bank };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await act(new ReconcileBank(writer), parsed, parsed.GetRequiredValue(bank), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            var figures = outcome.Value.Figures;
            await Console.Error.WriteLineAsync($"{figures.Bank.Code} is {said} through {Output.Iso(figures.Through)}: bank "
                + $"{new Money(figures.BankMinor, figures.Bank.Currency)}, ledger "
                + $"{new Money(figures.LedgerMinor, figures.Bank.Currency)}, outstanding "
                + $"{new Money(figures.OutstandingMinor, figures.Bank.Currency)}.");
            return CommandLine.Good;
        }));
        return verb;
    }
}
