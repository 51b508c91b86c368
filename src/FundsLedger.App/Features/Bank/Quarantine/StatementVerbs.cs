using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary><c>bank statements</c> and <c>bank decide</c>.</summary>
internal static class StatementVerbs
{
    /// <summary>Most statements of one list.</summary>
    private const int Most = 1000;

    public static Command List()
    {
        var bank = new Option<string?>("--bank") { Description = "Only of this bank account" };
        var waiting = new Option<bool>("--waiting") { Description = "Only those set aside about which nobody has decided" };
        var format = Arguments.Format();
        var verb = new Command("statements", "The bank statements that came, newest first, at most a thousand.") { bank, waiting, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var found = await BankLists.StatementsAsync(
                connection, bank: parsed.GetValue(bank), most: Most, waiting: parsed.GetValue(waiting), cancel: cancel);
            string[] headings = ["id", "bank", "number", "opened", "closed", "currency", "opening", "closing", "lines", "outcome", "faults",
                "difference", "waiting", "decision", "booked_as", "file"];
            Output.Write(parsed.GetValue(format), headings, found.ConvertAll(kept => (string[])
            [
                Number(kept.Id), kept.Bank ?? "", kept.Number, kept.OpenedOn is { } first ? Output.Iso(first) : "",
                kept.ClosedOn is { } last ? Output.Iso(last) : "", kept.Currency, kept.Opening?.ToDecimalString() ?? "",
                kept.Closing?.ToDecimalString() ?? "", Number(kept.Lines), ClosedSet<StatementOutcome>.Code(kept.Outcome),
                string.Join(' ', kept.Faults.Select(ClosedSet<StatementFault>.Code)), kept.Difference?.ToDecimalString() ?? "",
                kept.IsWaiting ? "yes" : "", kept.Decision is { } made ? ClosedSet<StatementDecision>.Code(made.Decision) : "",
                kept.BookedAs is { } booked ? Number(booked) : "", kept.FileName,
            ]), "opening", "closing", "lines", "difference");
            return CommandLine.Good;
        }));
        return verb;
    }

    public static Command Decide()
    {
        var id = new Argument<long>("STATEMENT") { Description = "Number of the statement" };
        var decision = new Argument<string>("DECISION") { Description = "accept, refuse, or assign to another account" };
        decision.AcceptOnlyFromAmong([.. ClosedSet<StatementDecision>.Codes]);
        var (reason, bank) = (Arguments.Reason(isRequired: false),
            new Option<string?>("--bank") { Description = "Code of the account it belongs to; for assign" });
        var (dry, format) = (new Option<bool>("--dry-run") { Description = "Show what would be booked, and ask for nothing" },
            Arguments.Format());
        var verb = new Command("decide",
            """
            Ask for a decision about a statement that was set aside; another person approves it.

            Accepted, it opens where the account ends; lines that are booked already are left out, and what no line explains becomes a
            line of its own. Assigned, it must continue the balance of the other account.

            Examples:
              fundsledger bank decide 12 accept --dry-run
              fundsledger bank decide 12 accept --reason "the statement before was lost" --as "A. Recorder"
              fundsledger bank decide 13 assign --bank USD1 --reason "the bank changed its number" --as "A. Recorder"
              fundsledger approvals approve 4 --as "B. Approver"
            """) { id, decision, reason, bank, dry, format };
        verb.Validators.Add(result =>
        {
            if (!result.GetValue(dry) && result.GetValue(reason) is null)
                result.AddError("--reason is required, unless --dry-run is given.");
        });
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var statement = parsed.GetRequiredValue(id);
            if (parsed.GetValue(dry))
                return await ShowAsync(database, statement, parsed.GetRequiredValue(decision), parsed.GetValue(bank),
                    parsed.GetValue(format), cancel);
            var key = string.Create(CultureInfo.InvariantCulture,
                $"statement/{statement}/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}");
            return AskedByVerb.Print(await new DecideStatement(writer).AskAsync(new(key, statement,
                ClosedSet<StatementDecision>.Of(parsed.GetRequiredValue(decision)), parsed.GetValue(reason)!, parsed.GetValue(bank)),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    public static Command Lines()
    {
        var id = new Argument<long>("STATEMENT") { Description = "Number of the statement" };
        var format = Arguments.Format();
        var verb = new Command("lines", "The lines of a statement, accepted or set aside.") { id, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var statement = parsed.GetRequiredValue(id);
            if (await BankLists.StatementsAsync(connection, statement, cancel: cancel) is not [var kept])
                return CommandLine.Refuse(new BankStatementIsUnknown(statement));
            var lines = await BankLists.LinesAsync(connection, statement, kept.Lines, cancel: cancel);
            Output.Write(parsed.GetValue(format), ["line", "booked_on", "valued_on", "currency", "amount", "kind", "party", "party_account",
                "reference", "bank_reference", "text", "treatment", "entry", "damaged"], lines.ConvertAll(line => (string[])
            [
                Number(line.Id), Output.Iso(line.BookedOn), Output.Iso(line.ValuedOn), line.Amount.Currency.Code,
                line.Amount.ToDecimalString(), ClosedSet<BankLineKind>.Code(line.Kind), line.Party, line.PartyAccount, line.Reference,
                line.BankReference, line.Text, ClosedSet<LineTreatment>.Code(line.Treatment),
                line.EntrySeq is { } entry ? Number(entry) : "", line.IsDamaged ? "yes" : "",
            ]), "amount");
            return CommandLine.Good;
        }));
        return verb;
    }

    /// <summary>What a decision would do, as the page shows it.</summary>
    private static async Task<int> ShowAsync(
        LedgerDatabase database, long id, string decision, string? bank, OutputFormat format, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        if (await SetAsideStatements.FindAsync(ask, id, cancel) is not { } statement)
            return CommandLine.Refuse(new BankStatementIsUnknown(id));
        if (statement.BookedAs is { } booked) return CommandLine.Refuse(new BankStatementIsBooked(id, booked));
        if (ClosedSet<StatementDecision>.Of(decision) == StatementDecision.Refuse)
        {
            Console.Error.WriteLine("Nothing would be booked, and the statement would not be taken again.");
            return CommandLine.Good;
        }
        if (ClosedSet<StatementDecision>.Of(decision) == StatementDecision.Assign && bank is null)
            return CommandLine.Refuse(new BankAccountIsUnknown(""));
        var found = await Proposals.OfAsync(ask, await LedgerReads.CatalogWithDaysAsync(connection, cancel), statement,
            ClosedSet<StatementDecision>.Of(decision) == StatementDecision.Assign ? bank : null, cancel);
        if (found.IsRefused) return CommandLine.Refuse(found.Refusal);
        var (proposal, acceptance) = (found.Value, found.Value.Acceptance);
        List<string[]> rows =
        [
            ["ends_now", Output.Iso(acceptance.Opening.On), Text(acceptance.Opening.Minor)],
            ["new_lines", Number(acceptance.NewLines.Count), Text(acceptance.Closing.Minor - acceptance.Opening.Minor
                - (long)acceptance.Unexplained.Aggregate((Int128)0, (sum, move) => sum + move.Minor))],
            ["known_lines", Number(acceptance.KnownLines), ""],
            .. acceptance.Unexplained.Select(move => (string[])["unexplained", Output.Iso(move.On), Text(move.Minor)]),
            ["ends_then", Output.Iso(acceptance.Closing.On), Text(acceptance.Closing.Minor)],
        ];
        Output.Write(format, ["what", "of", "amount"], rows, "amount");
        Console.Error.WriteLine($"On {proposal.Bank.Code}, in {proposal.Bank.Currency.Code}. Nothing was asked for.");
        return CommandLine.Good;

        string Text(long minor) => proposal.Amount(minor).ToDecimalString();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
