using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary><c>requests list|queue|submit|find|decide|contribution|costs|cost|order</c>.</summary>
internal static class RequestsVerb
{
    public static Command Make()
    {
        Command[] verbs = [List(), Queue(), Submit(), Find(), Decide(), Contribution(), Costs(), Cost(), Order()];
        var all = new Command("requests",
            """
            Requests for family visits: findings, decisions by two people, and the queue when money is short. Never a name.

            Examples:
              fundsledger requests list --format json
              fundsledger requests queue --fund TFFV
              fundsledger requests cost --fund TFFV --item accommodation --unit "a night for one person" --amount 95.00 \
                --from 2026-01-01 --source "Quotation of 2 January"
              fundsledger requests submit --fund TFFV --detainee D-01 --visitors 2 --relation spouse --relation child \
                --from 2027-02-01 --to 2027-02-28 --line 1=4 --received 2026-11-20 --key visit-7
              fundsledger requests find V-2026-7K2M9Q --visitor 0 --holds yes --date 2026-11-21 --legal "Rule" --reason "by file"
              fundsledger requests decide V-2026-7K2M9Q --outcome approved --amount 380.00 --date 2026-11-23 --expires 2027-03-31 \
                --legal "Rule" --reason "both tests are met" --key decide-7
              fundsledger requests decide V-2026-7K2M9Q --outcome reversed --date 2026-12-01 --legal "Review" --reason "by decision" \
                --key review-7
            """);
        foreach (var verb in verbs) all.Subcommands.Add(verb);
        return all;
    }

    private static Command List()
    {
        var (format, state) = (Arguments.Format(), new Option<string?>("--state") { Description = string.Join(", ",
            RequestsPage.States) });
        state.AcceptOnlyFromAmong([.. RequestsPage.States]);
        var verb = new Command("list", "Requests with their state, newest first.") { state, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var rows = await RequestList.ReadAsync(connection, await CatalogReader.ReadAsync(connection, null, cancel), cancel: cancel);
            Output.Write(parsed.GetValue(format), ["code", "state", "fund", "detainee", "visitors", "relations", "from", "to", "asked",
                "granted", "currency", "received_on", "commitment"],
                rows.Where(row => parsed.GetValue(state) is not { } only || row.State == only).Select(row => (string[])[row.Code,
                    row.State, row.FundCode, row.DetaineeCode, Number(row.Visitors), row.Relations, Output.Iso(row.WindowFrom),
                    Output.Iso(row.WindowTo), Money.Eur(row.AskedEur).ToDecimalString(), Money.Eur(row.GrantedEur).ToDecimalString(),
                    "EUR", Output.Iso(row.ReceivedOn), row.Commitment ?? ""]), "asked", "granted");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Queue()
    {
        var (format, fund) = (Arguments.Format(), Arguments.Fund());
        var verb = new Command("queue", "Every request that waits, with its place and the reason.") { fund, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            await using var connection = await reads.OpenAsync(cancel);
            var queues = await RequestList.QueuesAsync(reads, new FundStatuses(reads, new TrialBalances(reads)), connection,
                await reads.CatalogAsync(connection, cancel), null, cancel);
            if (queues.Find(one => one.Fund.Code == parsed.GetRequiredValue(fund)) is not { } queue)
                return CommandLine.Refuse(new QueueFundIsUnknown(parsed.GetRequiredValue(fund)));
            Output.Write(parsed.GetValue(format), ["place", "request", "answer", "needs", "left", "missing", "currency", "last_visit",
                "from", "to", "received_on"], queue.Places.Select(place => (string[])[Number(place.Number), place.Visit.Code,
                    ClosedSet<QueueAnswer>.Code(place.Answer), place.Visit.Asked.ToDecimalString(), place.Left.ToDecimalString(),
                    place.Missing.ToDecimalString(), "EUR", place.Visit.LastVisit is { } last ? Output.Iso(last) : "",
                    Output.Iso(place.Visit.WindowFrom), Output.Iso(place.Visit.WindowTo), Output.Iso(place.Visit.ReceivedOn)]), "needs",
                "left", "missing");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Submit()
    {
        var (fund, key) = (Arguments.Fund(), Arguments.Key());
        var detainee = new Option<string>("--detainee") { Description = "D- and two to four digits, never a name", Required = true };
        var visitors = new Option<int>("--visitors") { Description = "1 to 20", Required = true };
        var relations = new Option<string[]>("--relation") { Description = string.Join(", ", ClosedSet<Relation>.Codes), Required = true };
        relations.AcceptOnlyFromAmong([.. ClosedSet<Relation>.Codes]);
        var (from, to, received) = (Arguments.Day("--from", "First possible day"), Arguments.Day("--to", "Last possible day"),
            Arguments.Day("--received", "The day it came in"));
        var lines = new Option<string[]>("--line") { Description = "Number of a cost assumption and how many: 3=4", HelpName = "COST=N" };
        var asked = new Option<string?>("--amount") { Description = "In EUR; left out with --line: their sum" };
        var verb = new Command("submit", "Register a request for a family visit: codes and counts, never a name.") { fund, detainee,
            visitors, relations, from, to, lines, asked, received, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var read = new List<CostLine>();
            foreach (var line in parsed.GetValue(lines) ?? [])
                if (CostLine.Read(line) is { } known) read.Add(known);
                else return CommandLine.Refuse(new VisitQuantityIsOutOfRange(0, 0));
            Money amount;
            if (parsed.GetValue(asked) is { } text)
            {
                if (Money.Read(Arguments.PlainAmount(text, null), Currency.Eur).Value is not { } told)
                    return CommandLine.Refuse(new VisitAmountIsWrong(text));
                amount = told;
            }
            else
            {
                await using var connection = await database.OpenAsync(cancel);
                amount = await VisitCosts.SumAsync(connection, await CatalogReader.ReadAsync(connection, null, cancel), read, cancel);
            }
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SubmitVisitRequest(writer).RunAsync(new(parsed.GetRequiredValue(key), parsed.GetRequiredValue(fund),
                parsed.GetRequiredValue(detainee), parsed.GetRequiredValue(visitors),
                [.. parsed.GetRequiredValue(relations).Select(ClosedSet<Relation>.Of)], parsed.GetRequiredValue(from)!.Value,
                parsed.GetRequiredValue(to)!.Value, amount, parsed.GetRequiredValue(received)!.Value) { Lines = read },
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Find()
    {
        var (code, date, legal, reason) = (Code(), Arguments.Day("--date", "Day of the finding"), Legal(), Arguments.Reason());
        var visitor = new Option<int>("--visitor") { Description = "0 for the detainee, or the number of a visitor", Required = true };
        var holds = new Option<string>("--holds") { Description = "yes or no", Required = true };
        holds.AcceptOnlyFromAmong("yes", "no");
        var verb = new Command("find", "Record what was found: the detainee indigent; a visitor immediate family and unable to pay.") {
            code, visitor, holds, date, legal, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new RecordFinding(writer).RunAsync(new(parsed.GetRequiredValue(code), parsed.GetRequiredValue(visitor),
                parsed.GetRequiredValue(holds) == "yes", parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(legal),
                parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Request,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Decide()
    {
        var (code, date, legal, reason, key) = (Code(), Arguments.Day("--date", "Day of the decision"), Legal(), Arguments.Reason(),
            Arguments.Key());
        var outcome = new Option<string>("--outcome") { Description = string.Join(", ", ClosedSet<VisitOutcome>.Codes), Required = true };
        outcome.AcceptOnlyFromAmong([.. ClosedSet<VisitOutcome>.Codes]);
        var amount = new Option<string?>("--amount") { Description = "In EUR, where something is granted" };
        var expires = new Option<DateOnly?>("--expires") { Description = "Last day on which it can be used", HelpName = "YYYY-MM-DD",
            CustomParser = Arguments.Date };
        var verb = new Command("decide", "Propose a decision, or a review of one: another person approves.") { code, outcome, amount,
            date, expires, legal, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var granted = Money.Eur(0);
            if (parsed.GetValue(amount) is { } text)
            {
                if (Money.Read(Arguments.PlainAmount(text, null), Currency.Eur).Value is not { } told)
                    return CommandLine.Refuse(new VisitAmountIsWrong(text));
                granted = told;
            }
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new DecideRequest(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(code), ClosedSet<VisitOutcome>.Of(parsed.GetRequiredValue(outcome)), granted,
                parsed.GetRequiredValue(date)!.Value, parsed.GetValue(expires), parsed.GetRequiredValue(legal),
                parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Contribution()
    {
        var (code, date, legal, reason, key) = (Code(), Arguments.Day("--date", "Day of the order"), Legal(), Arguments.Reason(),
            Arguments.Key());
        var amount = new Option<string>("--amount") { Description = "In EUR, to be paid back", Required = true };
        var instalments = new Option<int>("--instalments") { Description = "Monthly, 1 to 60", Required = true };
        var first = Arguments.Day("--first-due", "Due day of the first instalment");
        var verb = new Command("contribution", "Propose to reverse the finding of indigence, with an order of contribution.") { code,
            amount, date, instalments, first, legal, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var text = parsed.GetRequiredValue(amount);
            if (Money.Read(Arguments.PlainAmount(text, null), Currency.Eur).Value is not { } told)
                return CommandLine.Refuse(new VisitAmountIsWrong(text));
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new ReverseIndigence(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(code), told, parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(instalments),
                parsed.GetRequiredValue(first)!.Value, parsed.GetRequiredValue(legal), parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Costs()
    {
        var format = Arguments.Format();
        var verb = new Command("costs", "What visits are assumed to cost, with author, day and source.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var costs = await VisitCosts.ReadAsync(connection, await CatalogReader.ReadAsync(connection, null, cancel), null, cancel);
            Output.Write(parsed.GetValue(format), ["number", "fund", "item", "unit", "amount", "currency", "from", "source", "by"],
                costs.Select(cost => (string[])[cost.Id.ToString(CultureInfo.InvariantCulture), cost.FundCode,
                    ClosedSet<VisitCostItem>.Code(cost.Item), cost.Unit, Money.Eur(cost.UnitEur).ToDecimalString(), "EUR",
                    Output.Iso(cost.From), cost.Source, cost.By]), "amount");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Cost()
    {
        var (fund, from) = (Arguments.Fund(), Arguments.Day("--from", "First day it is good for"));
        var item = new Option<string>("--item") { Description = string.Join(", ", ClosedSet<VisitCostItem>.Codes), Required = true };
        item.AcceptOnlyFromAmong([.. ClosedSet<VisitCostItem>.Codes]);
        var unit = new Option<string>("--unit") { Description = "One of what", Required = true };
        var amount = new Option<string>("--amount") { Description = "In EUR for one unit", Required = true };
        var source = new Option<string>("--source") { Description = "Where it is from", Required = true };
        var verb = new Command("cost", "Enter what one unit is assumed to cost.") { fund, item, unit, amount, from, source };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var text = parsed.GetRequiredValue(amount);
            if (Money.Read(Arguments.PlainAmount(text, null), Currency.Eur).Value is not { } told)
                return CommandLine.Refuse(new VisitAmountIsWrong(text));
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new EnterVisitCost(writer).RunAsync(new(parsed.GetRequiredValue(fund),
                ClosedSet<VisitCostItem>.Of(parsed.GetRequiredValue(item)), parsed.GetRequiredValue(unit), told,
                parsed.GetRequiredValue(from)!.Value, parsed.GetRequiredValue(source)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(
                outcome.Value.Id.ToString(CultureInfo.InvariantCulture), outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Order()
    {
        var (fund, reason) = (Arguments.Fund(), Arguments.Reason());
        var keys = new Option<string>("--keys") { Description = "What counts first, second and third: "
            + VisitQueue.Text(VisitQueue.Standard), Required = true };
        var verb = new Command("order", "Say in which order requests are served when money is short.") { fund, keys, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SetQueueOrder(writer).RunAsync(new(parsed.GetRequiredValue(fund), parsed.GetRequiredValue(keys),
                parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Fund,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Argument<string> Code() => new("CODE") { Description = "Code of the request" };

    private static Option<string> Legal() => new("--legal") { Description = "By which rule", Required = true };
}
