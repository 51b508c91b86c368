using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Publication;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary><c>publications list|preview|ask|official</c>.</summary>
internal static class PublicationsVerb
{
    public static Command Make() => new("publications",
        """
        What is published of protected funds: by fiscal year or block of years, rounded, cleared by a certifying and an approving
        officer, and only where nobody could work out what must not be known.

        Examples:
          fundsledger publications list --fund SFR
          fundsledger publications preview --fund SFR --first 2022 --last 2023
          fundsledger publications ask --fund SFR --first 2022 --last 2023 --reason "Yearly publication" --key pub-2023
          fundsledger publications official --fund SFR --year 2024 --line spent --amount 300000.00 --unit 1000 \
            --document "Accounts 2024" --date 2025-09-01 --reason "Printed" --key off-2024
        """) { List(), Preview(), Ask(), Official() };

    private static Command List()
    {
        var (fund, format) = (Arguments.Fund(), Arguments.Format());
        var verb = new Command("list", "Show what everybody may know.") { fund, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var store = new PublicationStore(database, AppSettings.Read().Publication.Login);
            var lines = await store.AccountAsync(parsed.GetRequiredValue(fund), new LedgerReads(database, TimeProvider.System).Today,
                cancel);
            Output.Write(parsed.GetValue(format), ["first_year", "last_year", "currency", "received", "spent", "balance"],
                lines.Select(ApiPublishedLine.Of).Select(line => (string[])[Links.Number(line.FirstYear), Links.Number(line.LastYear),
                    line.Currency, line.Received, line.Spent, line.Balance]), "received", "spent", "balance");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Preview()
    {
        var (fund, first, last, format) = (Arguments.Fund(), Year("--first", "First fiscal year"), Year("--last",
            "Last fiscal year, included"), Arguments.Format());
        var verb = new Command("preview", "Show what everybody would learn by a publication; writes nothing.") { fund, first, last,
            format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var plan = await ClearPublication.PreviewAsync(new LedgerReads(database, TimeProvider.System), parsed.GetRequiredValue(fund),
                parsed.GetValue(first), parsed.GetValue(last), cancel);
            if (plan.IsRefused) return CommandLine.Refuse(plan.Refusal);
            Output.Write(parsed.GetValue(format), ["of", "first_year", "last_year", "case", "least_before", "most_before", "least_after",
                "most_after"], plan.Value.Audit.Lines.Select(line => (string[])[ClosedSet<AuditSubject>.Code(line.Subject),
                    Links.Number(line.From), Links.Number(line.To), line.Case ?? "", Cents(line.Before.Least), Cents(line.Before.Most),
                    Cents(line.After.Least), Cents(line.After.Most)]), "least_before", "most_before", "least_after", "most_after");
            await Console.Error.WriteLineAsync($"received {Cents(plan.Value.ReceivedEur)}, spent {Cents(plan.Value.Block.SpentEur)}, "
                + $"left {Cents(plan.Value.ClosingEur)}");
            return plan.Value.Audit.IsClear ? CommandLine.Good
                : CommandLine.Refuse(new PublicationIsNotSafe(plan.Value.Audit.Findings));
        }));
        return verb;

        static string Cents(long? cents) => cents is { } known ? Money.Eur(known).ToDecimalString() : "unlimited";
    }

    private static Command Ask()
    {
        var (fund, first, last, reason, key) = (Arguments.Fund(), Year("--first", "First fiscal year"), Year("--last",
            "Last fiscal year, included"), Arguments.Reason(), Arguments.Key());
        var verb = new Command("ask", "Ask for a publication; a certifying and an approving officer decide side by side.") { fund, first,
            last, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new ClearPublication(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(fund), parsed.GetValue(first), parsed.GetValue(last), parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Official()
    {
        var (fund, year, reason, key) = (Arguments.Fund(), Year("--year", "The fiscal year"), Arguments.Reason(), Arguments.Key());
        var line = new Option<string>("--line") { Description = string.Join(" or ", ClosedSet<OfficialLine>.Codes), Required = true };
        line.AcceptOnlyFromAmong([.. ClosedSet<OfficialLine>.Codes]);
        var (amount, unit, document, date) = (new Option<string>("--amount") { Description = "In EUR", Required = true },
            new Option<string>("--unit") { Description = "To what it is rounded: 0.01, 1, 1000 or 1000000", Required = true },
            new Option<string>("--document") { Description = "Where it is printed", Required = true },
            Arguments.Day("--date", "The day of the document"));
        var verb = new Command("official", "Ask for a figure of the Court's own accounts to be entered; another person approves.") { fund,
            year, line, amount, unit, document, date, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            if (Money.Read(parsed.GetRequiredValue(amount), Currency.Eur).Value is not { } sum
                || Money.Read(parsed.GetRequiredValue(unit), Currency.Eur).Value is not { } rounded)
                return CommandLine.Refuse(new OfficialFigureIsMalformed());
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new EnterOfficialFigure(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(fund), parsed.GetValue(year), ClosedSet<OfficialLine>.Of(parsed.GetRequiredValue(line)), sum,
                rounded, parsed.GetRequiredValue(document), parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Option<int> Year(string name, string said) => new(name) { Description = said, HelpName = "YYYY", Required = true };
}
