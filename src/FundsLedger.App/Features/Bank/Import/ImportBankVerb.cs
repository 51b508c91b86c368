using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Import;

/// <summary><c>import bank FILE…</c>: bank statements.</summary>
internal static class ImportBankVerb
{
    private static readonly string[] Headings = ["file", "account", "bank", "statement", "opened", "closed", "currency", "opening",
        "closing", "lines", "outcome", "faults", "difference"];

    public static Command Make()
    {
        var files = new Argument<string[]>("FILE") { Description = "camt.053 (v1 to v14), MT940, or CSV with --mapping; also .gz and .zip",
            Arity = ArgumentArity.OneOrMore };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would become of each statement, and write nothing" };
        var mapping = new Option<string?>("--mapping") { Description = "Code of the saved mapping of a CSV file's columns" };
        var format = Arguments.Format();
        var verb = new Command("bank",
            """
            Import bank statements. Each is accepted and booked, or set aside with its lines and the difference; a file that is not valid
            is refused whole. A statement that is known already changes nothing.

            Examples:
              fundsledger import bank january.xml february.xml.gz --dry-run
              fundsledger import bank statements.zip --as "A. Recorder"
              fundsledger import bank account.csv --mapping MYBANK --format json
            """) { files, dry, mapping, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var reads = new LedgerReads(database, TimeProvider.System);
            var columns = parsed.GetValue(mapping) is { } code ? (await BankMappings.ReadAsync(reads, cancel))
                .FirstOrDefault(saved => saved.Code == code) : null;
            if (parsed.GetValue(mapping) is { } named && columns is null) return CommandLine.Refuse(new BankMappingIsUnknown("--mapping",
                named));
            var import = new BankImport(writer, reads);
            var (reports, hasRefusal) = (new List<ImportReport>(), false);
            foreach (var path in parsed.GetRequiredValue(files))
            {
                var outcome = parsed.GetValue(dry) ? await import.PreviewAsync(BankFile.At(path), columns, cancel)
                    : await import.RunAsync(BankFile.At(path), columns, CommandLine.ActorOf(parsed), cancel);
                if (outcome.IsRefused) hasRefusal |= CommandLine.Refuse(outcome.Refusal) != CommandLine.Good;
                else reports.Add(outcome.Value);
            }
            Print(reports, parsed.GetValue(format));
            foreach (var passed in reports.SelectMany(report => report.PassedOver)) Console.Error.WriteLine(
                $"{passed.Name}: passed over, it is no statement.");
            var statements = reports.SelectMany(report => report.Statements).ToList();
            var accepted = Count(StatementVerdict.Accepted);
            var known = Count(StatementVerdict.AcceptedBefore) + Count(StatementVerdict.RefusedBefore);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{accepted} {(parsed.GetValue(dry) ? "would be accepted" : "accepted")}, {known} known, {SetAside()} set aside"));
            return hasRefusal || SetAside() > 0 ? CommandLine.Refused : CommandLine.Good;

            int Count(StatementVerdict verdict) => statements.Count(item => item.Verdict == verdict);
            int SetAside() => statements.Count(item => item.IsSetAside);
        }));
        return verb;
    }

    private static void Print(List<ImportReport> reports, OutputFormat format)
    {
        var rows = reports.SelectMany(report => report.Statements.Select(statement => Row(report, statement))).ToList();
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(rows.Select(row => Headings.Zip(row)
                .ToDictionary(pair => pair.First, pair => pair.Second))); break;
            case OutputFormat.Csv: Output.WriteCsv(Headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(Headings, rows, "opening", "closing", "lines", "difference"); break;
            default: throw new InvalidOperationException();
        }
    }

    private static string[] Row(ImportReport report, StatementReport statement)
    {
        var head = statement.Head;
        return
        [
            report.File, head.Account, statement.Bank ?? "", head.Number.ToString().Length > 0 ? head.Number.ToString()
            : head.Reference, head.Opening is { } opening ? Output.Iso(opening.Date) : "", head.Closing is { } closing
            ? Output.Iso(closing.Date) : "",
            head.Currency.Code, Balance(head.Opening, head.Currency), Balance(head.Closing, head.Currency),
            statement.Lines.ToString(CultureInfo.InvariantCulture), ClosedSet<StatementVerdict>.Code(statement.Verdict),
            string.Join(' ', statement.Faults.Select(fault => ClosedSet<StatementFault>.Code(fault.Fault))), statement.Difference ?? "",
        ];
    }

    private static string Balance(StatementBalance? balance, Currency currency) =>
        balance is null ? "" : balance.Amount.Currency == currency ? balance.Amount.ToDecimalString() : balance.Amount.ToString();
}
