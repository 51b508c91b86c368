using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary><c>bank mappings list|show|define|try</c>.</summary>
internal static class MappingVerbs
{
    public static Command Make() => new("mappings",
        """
        How the columns of banks' CSV files are read.

        Examples:
          fundsledger bank mappings try account.csv
          fundsledger bank mappings define MYBANK --delimiter ";" --decimal "," --dates dd.MM.yyyy --currency EUR \
              --account DE89370400440532013000 --column booked=Datum --column amount=Betrag --column balance=Saldo --as "A. Recorder"
          fundsledger bank mappings try account.csv --mapping MYBANK
          fundsledger bank mappings show MYBANK
        """) { List(), Show(), Define(), Try() };

    private static Command List()
    {
        var format = Arguments.Format();
        var verb = new Command("list", "The saved mappings.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var saved = await BankMappings.ReadAsync(new LedgerReads(database, TimeProvider.System), cancel);
            Output.Write(parsed.GetValue(format), ["code", "delimiter", "decimal", "dates", "account", "currency", "columns"],
                saved.ConvertAll(one => (string[])
                [
                    one.Code, MappingForm.Word(one.Delimiter), one.Decimal.ToString(), one.DateFormat, one.Account, one.Currency,
                    Columns(one.Columns),
                ]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Show()
    {
        var code = new Argument<string>("CODE") { Description = "Code of the mapping" };
        var verb = new Command("show", "One mapping, as it is saved.") { code };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var named = parsed.GetRequiredValue(code);
            var saved = await BankMappings.ReadAsync(new LedgerReads(database, TimeProvider.System), cancel);
            if (saved.Find(one => one.Code == named) is not { } found) return CommandLine.Refuse(new BankMappingIsUnknown("CODE", named));
            Console.Out.WriteLine(BankMappings.Write(found));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Define()
    {
        var code = new Argument<string>("CODE") { Description = "Capital letters, digits and hyphens" };
        var delimiter = new Option<string>("--delimiter") { Description = "Between fields", Required = true };
        delimiter.AcceptOnlyFromAmong([.. MappingForm.Delimiters]);
        var mark = new Option<string>("--decimal") { Description = "Decimal mark", Required = true };
        mark.AcceptOnlyFromAmong(".", ",");
        var dates = new Option<string>("--dates") { Description = "Format of days, e.g. dd.MM.yyyy", Required = true };
        var columns = new Option<string[]>("--column")
        {
            Description = $"PART=HEADING, once for each column; parts are {string.Join(", ", CsvMapping.Parts)}", Required = true,
            Arity = ArgumentArity.OneOrMore, HelpName = "PART=HEADING",
        };
        columns.Validators.Add(result =>
        {
            var parts = result.Tokens.Select(token => token.Value.Split('=', 2)).ToList();
            if (parts.Exists(part => part.Length < 2) || parts.CountBy(part => part[0]).Any(part => part.Value > 1))
                result.AddError("--column is PART=HEADING, each part once.");
        });
        var (account, currency) = (Text("--account", "The account's number, where no column says it"),
            Text("--currency", "Its currency, where no column says it"));
        var encoding = new Option<string>("--encoding") { Description = "Of the file", DefaultValueFactory = _ => CsvMapping.Encodings[0] };
        encoding.AcceptOnlyFromAmong([.. CsvMapping.Encodings]);
        var (minus, footer) = (Text("--minus", "Words that mean money out, parted by commas"),
            Text("--footer", "With what the first line behind the table begins"));
        var (tried, format) = (new Option<string?>("--try") { Description = "Show what it makes of this file, and save nothing" },
            Arguments.Format());
        var verb = new Command("define", "Save a mapping.") { code, delimiter, mark, dates, columns, account, currency, encoding, minus,
            footer, tried, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var mapping = new CsvMapping(parsed.GetRequiredValue(code), MappingForm.Delimiter(parsed.GetRequiredValue(delimiter)),
                parsed.GetRequiredValue(mark)[0], parsed.GetRequiredValue(dates), parsed.GetValue(account) ?? "", parsed.GetValue(currency)
                ?? "",
                parsed.GetRequiredValue(columns).Select(column => column.Split('=', 2))
                    .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal))
            {
                Encoding = parsed.GetValue(encoding) is "windows-1252" and var other ? other : null, Minus = parsed.GetValue(minus),
                Footer = parsed.GetValue(footer),
            };
            if (parsed.GetValue(tried) is { } path)
                return SaveBankMapping.Refuse(mapping) is { } wrong ? CommandLine.Refuse(wrong)
                    : Show(BankFile.At(path), mapping, parsed.GetValue(format));
            var outcome = await new SaveBankMapping(writer).RunAsync(mapping, CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine($"Mapping {outcome.Value.Code} {(outcome.Value.IsRepeat ? "stands already" : "was saved")}.");
            return CommandLine.Good;
        }));
        return verb;

        static Option<string?> Text(string name, string said) => new(name) { Description = said };
    }

    private static Command Try()
    {
        var path = new Argument<string>("FILE") { Description = "A table of text" };
        var (mapping, format) = (new Option<string?>("--mapping") { Description =
            "Code of a saved mapping; without it, what the columns seem to be is told" }, Arguments.Format());
        var verb = new Command("try", "What a table seems to be, or what a mapping makes of it; nothing is written.") { path, mapping,
            format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var file = BankFile.At(parsed.GetRequiredValue(path));
            if (file.Size == 0) return CommandLine.Refuse(new BankFileIsMissing(file.Name));
            if (parsed.GetValue(mapping) is not { } code)
            {
                if (TableGuess.Of(file) is not { } guess) return CommandLine.Refuse(new BankFileIsUnknown(file.Name));
                Output.Write(parsed.GetValue(format), ["what", "seems"], [
                    ["heading_line", guess.HeadingLine.ToString(CultureInfo.InvariantCulture)],
                    ["delimiter", MappingForm.Word(guess.Delimiter)],
                    ["decimal", guess.Decimal?.ToString() ?? ""], ["dates", guess.DateFormat ?? ""], ["encoding", guess.Encoding],
                    ["currency", guess.Currency ?? ""], ["account", guess.Account ?? ""],
                    .. guess.Headings.Select(heading => (string[])[$"column {heading}",
                        guess.Columns.FirstOrDefault(column => column.Value == heading).Key ?? ""]),
                ]);
                Console.Error.WriteLine("Nothing is read by a guess. Define a mapping, then try it.");
                return CommandLine.Good;
            }
            var saved = await BankMappings.ReadAsync(new LedgerReads(database, TimeProvider.System), cancel);
            if (saved.Find(one => one.Code == code) is not { } found) return CommandLine.Refuse(new BankMappingIsUnknown("--mapping",
                code));
            return Show(file, found, parsed.GetValue(format));
        }));
        return verb;
    }

    /// <summary>What a mapping makes of a file: its first lines, and where each account opens and closes.</summary>
    private static int Show(BankFile file, CsvMapping mapping, OutputFormat format)
    {
        var trial = MappingTrial.Of(file, mapping);
        if (trial.Refusal is { } refusal) return CommandLine.Refuse(refusal);
        Output.Write(format, ["booked_on", "currency", "amount", "party", "text"], trial.Lines.Select(line => (string[])
            [Output.Iso(line.BookedOn), line.Amount.Currency.Code, line.Amount.ToDecimalString(), line.PartyName, line.Text]), "amount");
        foreach (var head in trial.Heads)
            Console.Error.WriteLine($"{head.Account}: opens with {head.Opening?.Amount.ToString() ?? "nothing said"}, closes with "
                + $"{head.Closing?.Amount.ToString() ?? "nothing said"}.");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{trial.Count} lines; the first {trial.Lines.Count} are shown."));
        return CommandLine.Good;
    }

    private static string Columns(IReadOnlyDictionary<string, string> columns) =>
        string.Join(' ', columns.Select(column => $"{column.Key}={column.Value}"));
}
