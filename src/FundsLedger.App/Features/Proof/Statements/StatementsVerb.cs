using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Access;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary><c>statements issue|list|reprint|compare|batch</c>.</summary>
internal static class StatementsVerb
{
    public static Command Make() => new("statements",
        """
        Statements that are issued: certified by one person, approved by another, kept for ever.

        Examples:
          fundsledger statements issue --donor IE --fund TFFV --from 2025-01-01 --to 2025-12-31
          fundsledger statements list --donor IE
          fundsledger statements reprint 7KQ2M-9XD44-TBWP3-R0HZA -o statements
          fundsledger statements compare 7KQ2M-9XD44-TBWP3-R0HZA --format csv
          fundsledger statements batch --fund TFFV --from 2025-01-01 --to 2025-12-31 -o batch-2025
        """) { Issue(), List(), Reprint(), Compare(), Batch() };

    private static Command Issue()
    {
        var (donor, fund, from, to, language) = (Arguments.RequiredDonor(), Arguments.Fund(), FirstDay(), LastDay(), Language());
        var verb = new Command("issue",
            "Certify a statement and ask another person to approve it ('fundsledger approvals'). Only for somebody signed in.")
            { donor, fund, from, to, language };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var statements = Statements(database);
            var asked = new StatementAsked(parsed.GetRequiredValue(donor), parsed.GetRequiredValue(fund), parsed.GetValue(from)!.Value,
                parsed.GetValue(to)!.Value, parsed.GetValue(language) ?? "en");
            var key = string.Create(CultureInfo.InvariantCulture, $"statement/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}");
            return AskedByVerb.Print(await new IssueStatement(writer, statements).AskAsync(key, asked,
                CommandLine.DeciderOf(parsed, Operation.IssueStatements) with { Role = CommandLine.RoleFor(parsed)(
                    Operation.IssueStatements) }, cancel));
        }));
        return verb;
    }

    private static Command List()
    {
        var (donor, format) = (Arguments.Donor(), Arguments.Format());
        var verb = new Command("list", "Issued statements, the newest first.") { donor, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            Output.Write(parsed.GetValue(format),
                ["number", "fund", "donor", "from", "to", "language", "issued_at", "approved_by", "restates", "sha256"],
                (await IssuedStatements.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), parsed.GetValue(donor),
                    cancel: cancel)).ConvertAll(one => (string[])[one.Number, one.FundCode, one.Donor, Iso(one.From), Iso(one.To),
                        one.Language, Microseconds.Print(one.IssuedAt), one.ApprovedBy, one.Restates ?? "", one.Hash]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Reprint()
    {
        var (number, folder) = (Number(), Folder("."));
        var verb = new Command("reprint", "Write the file of an issued statement again, byte for byte, and the .json that proves it.")
            { number, folder };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var issued = Issued(database);
            if (await issued.FindAsync(parsed.GetRequiredValue(number), null, cancel) is not { } found)
                return CommandLine.Refuse(new StatementIsUnknown(parsed.GetRequiredValue(number)));
            var path = Path.Combine(Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName, $"statement-{found.Number}");
            await File.WriteAllBytesAsync(path + ".pdf", await issued.ReprintAsync(found, cancel), cancel);
            Console.Out.WriteLine(path + ".pdf");
            if (await issued.ProofAsync(found, cancel) is { } proof)
            {
                await File.WriteAllTextAsync(path + ".json", proof, cancel);
                Console.Out.WriteLine(path + ".json");
            }
            await Console.Error.WriteLineAsync($"a reprint of what was issued on {Microseconds.Print(found.IssuedAt)}");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Compare()
    {
        var (number, format) = (Number(), Arguments.Format());
        var verb = new Command("compare", "An issued statement beside what the books say now; exit 1 where they differ.")
            { number, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var issued = Issued(database);
            if (await issued.FindAsync(parsed.GetRequiredValue(number), null, cancel) is not { } found)
                return CommandLine.Refuse(new StatementIsUnknown(parsed.GetRequiredValue(number)));
            var compared = await issued.CompareAsync(found, withAll: true, cancel);
            if (compared.IsRefused) return CommandLine.Refuse(compared.Refusal);
            Output.Write(parsed.GetValue(format), ["section", "row", "field", "as_issued", "as_now"],
                [.. compared.Value.Differences.Select(one => (string[])[one.Section, one.Row, one.Field, one.Before ?? "",
                    one.After ?? ""])]);
            foreach (var entry in compared.Value.Entries)
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"recorded since: entry {entry.Seq}, {entry.Date:yyyy-MM-dd}, {entry.Description.In("en")}"));
            return compared.Value.Differences.Count == 0 ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }

    private static Command Batch()
    {
        var (fund, from, to, language, folder) = (Arguments.Fund(), FirstDay(), LastDay(), Language(), Folder("statements"));
        var verb = new Command("batch",
            """
            Write the statements of all donors of a fund into a folder and a ZIP with an index: the issued file where there is one, else a
            preview. Run it again to go on where it was stopped. Exit 1 where a statement was refused, or the sum is not the ledger's.
            """) { fund, from, to, language, folder };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var done = await new StatementBatch(new LedgerReads(database, TimeProvider.System), Statements(database)).RunAsync(
                new BatchAsked(parsed.GetRequiredValue(fund), parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value,
                    parsed.GetValue(language), parsed.GetRequiredValue(folder)),
                (line, place, of) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{place} of {of}: {line.Donor} {line.State} {line.Reason}").TrimEnd()), cancel);
            if (done.IsRefused) return CommandLine.Refuse(done.Refusal);
            var (lines, archive, stated, booked) = done.Value;
            Console.Out.WriteLine(archive);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{lines.Count(line => line.IsGood)} statements of {lines.Count} donors; sum of statements {stated}, ledger {booked}: "
                    + $"{(stated == booked ? "equal" : "not equal")}"));
            return done.Value.IsSound ? CommandLine.Good : CommandLine.Refused;
        }));
        return verb;
    }

    private static DonorStatements Statements(LedgerDatabase database)
    {
        var reads = new LedgerReads(database, TimeProvider.System);
        return new DonorStatements(reads, new TrialBalances(reads));
    }

    private static IssuedStatements Issued(LedgerDatabase database) =>
        new(new LedgerReads(database, TimeProvider.System), Statements(database));

    private static Argument<string> Number() => new("NUMBER") { Description = "Number of the statement, as printed on it" };

    private static Option<DateOnly?> FirstDay() => new("--from") { Description = "First day, inclusive", HelpName = "YYYY-MM-DD",
        Required = true, CustomParser = Arguments.Date };

    private static Option<DateOnly?> LastDay() => new("--to") { Description = "Last day, inclusive", HelpName = "YYYY-MM-DD",
        Required = true, CustomParser = Arguments.Date };

    private static Option<string?> Language()
    {
        var language = new Option<string?>("--language") { Description = "en or fr" };
        language.AcceptOnlyFromAmong("en", "fr");
        return language;
    }

    private static Option<string> Folder(string usual) => new("--output", "-o") { Description = "Folder to write to",
        DefaultValueFactory = _ => usual, HelpName = "FOLDER" };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
