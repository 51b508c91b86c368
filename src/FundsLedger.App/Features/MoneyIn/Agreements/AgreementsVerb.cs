using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary><c>agreements list|sign|meet|settle|support|allowance</c>.</summary>
internal static class AgreementsVerb
{
    public static Command Make() => new("agreements",
        """
        Signed agreements with their instalments.

        Examples:
          fundsledger agreements list --donor IE --format csv
          fundsledger agreements sign --donor IE --fund SFR --signed-on 2026-03-01 --amount 500000.00 --instalments plan.csv --key ie-2026
          fundsledger agreements sign --donor IE --fund SFR --signed-on 2026-03-01 --amount 500000.00 \
            --equal 4 --first-due 2026-06-30 --months 3 --key ie-2026
          fundsledger agreements meet IE-A-2026-1 2 --date 2026-09-30 --evidence "interim report of 12 September" --key ie-2026-met-2
          fundsledger agreements support IE-A-2026-1 --per-cent 7.5 --from 2026-07-01
          fundsledger agreements allowance IE-A-2026-1 --date 2026-12-31 --amount 50000.00 --reason "in doubt" --key ie-2026-doubt
          fundsledger agreements settle IE-A-2026-1 IE-R-2026-1 --date 2026-03-05 --key ie-2026-advance
        """) { List(), Sign(), Meet(), Settle(), Support(), Allowance() };

    private static Command List()
    {
        var (donor, asOf, knownAt, format) = (Arguments.Donor(), Arguments.AsOf(), Arguments.KnownAt(), Arguments.Format());
        var names = Arguments.Names();
        var verb = new Command("list",
            "One line for each instalment: agreed, paid, written off and open, in the agreement's currency.") { donor, names, asOf, knownAt,
                format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            var moment = Arguments.Moment(parsed, asOf, knownAt, reads);
            if (reads.Check(moment) is { } refusal) return CommandLine.Refuse(refusal);
            await using var connection = await reads.OpenAsync(cancel);
            var agreements = await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
                donor: parsed.GetValue(donor), moment: moment, cancel: cancel);
            string[] headings = ["agreement", "donor", "pledge", "fund", "signed_on", "currency", "instalment", "due_on", "condition",
                "met_on", "agreed", "paid", "written_off", "open", "closed_on", "support_per_cent", "support_charged_eur"];
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            var rows = agreements.Select(hidden.Of)
                .SelectMany(agreement => agreement.Instalments,
                    (agreement, one) =>
                        (string[])[agreement.Code, agreement.Donor, agreement.Pledge, agreement.FundCode, Output.Iso(agreement.SignedOn),
                            agreement.Amount.Currency.Code, one.Number.ToString(CultureInfo.InvariantCulture),
                Output.Iso(one.DueOn), one.Condition ?? "", one.MetOn is { } met ? Output.Iso(met) : "", one.Agreed.ToDecimalString(),
                one.Paid.ToDecimalString(), one.WrittenOff.ToDecimalString(), one.Open.ToDecimalString(),
                agreement.ClosedOn is { } closed ? Output.Iso(closed) : "",
                agreement.SupportOn(moment.AsOf) is { } share ? SupportShare.Text(share.Hundredths) : "",
                Money.Eur(agreement.SupportChargedEur).ToDecimalString()]).ToList();
            Output.Write(parsed.GetValue(format), headings, rows, "agreed", "paid", "written_off", "open", "support_charged_eur");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Sign()
    {
        var (donor, fund, key) = (Arguments.RequiredDonor(), Arguments.Fund(), Arguments.Key());
        var pledge = new Option<string?>("--pledge")
            { Description = "Code of the pledge it makes binding (default: one is announced with it)", HelpName = "CODE" };
        var (signed, amount) = (Arguments.Day("--signed-on", "Day of the last signature"), AmountOptions.Make("The cap"));
        var instalments = new Option<string?>("--instalments")
            { Description = "Comma-separated text in UTF-8 with the columns due_on, amount and, where there is one, condition",
                HelpName = "FILE" };
        var (equal, first, months) = (new Option<int?>("--equal") { Description = "Or how many equal instalments" },
            new Option<DateOnly?>("--first-due") { Description = "Day the first of them is due", HelpName = "YYYY-MM-DD",
                CustomParser = Arguments.Date },
                new Option<int>("--months") { Description = "Months between two of them", DefaultValueFactory = _ => 12 });
        var (earmark, reporting, notice, returns, reference) = (new Option<string?>("--earmark")
            { Description = "What it may be used for, where that is narrower than the fund" },
            new Option<string?>("--reporting") { Description = "What is to be reported, and when" },
            new Option<int?>("--notice-days") { Description = "Days of notice before the donor may end it" },
            new Option<bool>("--returns-balance") { Description = "What is unspent goes back" },
            new Option<string?>("--reference") { Description = "Its reference" });
        var again = new Option<string?>("--rate-again")
            { Description = "The rate once more, where it is more than 3 % away from the table's", HelpName = "RATE" };
        var opening = new Option<DateOnly?>("--opening-on")
            { Description = "Day on which an agreement in force is brought from older books, with what is still open of it: no revenue",
                HelpName = "YYYY-MM-DD", CustomParser = Arguments.Date };
        var advances = new Option<string[]>("--advance")
            { Description = "Code of a receipt of money that came before it was signed, and that it settles", HelpName = "RECEIPT" };
        var support = SupportOption("--support", "Share of programme support in what is charged under it, in per cent");
        var verb = new Command("sign", "Record a signed agreement. What depends on nothing is receivable and revenue at once.") { donor,
            fund, pledge, signed, amount.Amount, amount.Currency, amount.Rate, again, instalments, equal, first, months, earmark,
            reporting, notice, returns, support, reference, opening, advances, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var money = amount.Read(parsed);
            if (money.IsRefused) return CommandLine.Refuse(money.Refusal);
            var (whole, quoted) = money.Value;
            var terms = await TermsAsync(parsed.GetValue(instalments), parsed.GetValue(equal), parsed.GetValue(first),
                parsed.GetValue(months), whole, cancel);
            if (terms.IsRefused) return CommandLine.Refuse(terms.Refusal);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SignWithAdvances(writer).RunAsync(new(
                new(parsed.GetRequiredValue(key), parsed.GetRequiredValue(donor), parsed.GetValue(pledge), parsed.GetRequiredValue(fund),
                    parsed.GetRequiredValue(signed)!.Value, whole, quoted, terms.Value,
                parsed.GetValue(earmark), parsed.GetValue(reporting), parsed.GetValue(notice), parsed.GetValue(returns),
                    parsed.GetValue(reference),
                Rate.Read(parsed.GetValue(again), whole.Currency, Currency.Eur))
                {
                    OpeningOn = parsed.GetValue(opening), Support = parsed.GetValue(support),
                }, parsed.GetValue(advances) ?? []), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Out.WriteLine(outcome.Value.Code);
            Console.Error.WriteLine(outcome.Value.IsRepeat ? "recorded before" : $"recorded; its pledge is {outcome.Value.Pledge}");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Meet()
    {
        var (agreement, number) = (new Argument<string>("AGREEMENT") { Description = "Code of the agreement" },
            new Argument<int>("INSTALMENT") { Description = "Its number, from 1" });
        var (date, evidence, key) = (Arguments.Day("--date", "Day on which the condition was met"),
            new Option<string>("--evidence") { Description = "Where that is shown", Required = true }, Arguments.Key());
        var verb = new Command("meet", "Record that the condition of an instalment is met: from then on it is revenue.") { agreement,
            number, date, evidence, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new MeetCondition(writer).RunAsync(
                new(parsed.GetRequiredValue(key), parsed.GetRequiredValue(agreement), parsed.GetRequiredValue(number),
                    parsed.GetRequiredValue(date)!.Value, parsed.GetRequiredValue(evidence)), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"instalment {outcome.Value.Number} of {outcome.Value.Agreement}: condition met; entry {outcome.Value.Entry.Seq}"));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Option<int?> SupportOption(string name, string said) => new(name)
    {
        Description = said, HelpName = "PER CENT",
        CustomParser = result =>
        {
            if (SupportShare.Read(result.Tokens[0].Value) is { } share) return share;
            result.AddError($"'{result.Tokens[0].Value}' is no share from 0 to 100 with at most two decimals.");
            return null;
        },
    };

    private static Command Support()
    {
        var agreement = new Argument<string>("AGREEMENT") { Description = "Code of the agreement" };
        var share = SupportOption("--per-cent", "The share in what is charged under it; 0 for none from that day on");
        share.Required = true;
        var (from, reference) = (Arguments.Day("--from", "First day on which it counts, later than all that was set and charged"),
            new Option<string?>("--reference") { Description = "What it is set by" });
        var verb = new Command("support", "Set the share of programme support from a day on; what was charged before stays.") { agreement,
            share, from, reference };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SetSupportShare(writer).RunAsync(new(parsed.GetRequiredValue(agreement),
                parsed.GetRequiredValue(share)!.Value, parsed.GetRequiredValue(from)!.Value, parsed.GetValue(reference)),
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Agreement,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Allowance()
    {
        var agreement = new Argument<string>("AGREEMENT") { Description = "Code of the agreement" };
        var (date, reason, key) = (Arguments.Day("--date", "Day of the entry"), Arguments.Reason(), Arguments.Key());
        var (amount, currency) = (new Option<string>("--amount") { Description = "The whole allowance from then on; 0 for none",
            Required = true }, new Option<string>("--currency") { Description = "The agreement's", DefaultValueFactory = _ => "EUR" });
        var verb = new Command("allowance", "Ask that the allowance on what an agreement has open be set, up or down.") { agreement, date,
            amount, currency, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var code = parsed.GetRequiredValue(currency);
            var money = ApiInput.Amount("amount", Arguments.PlainAmount(parsed.GetRequiredValue(amount), code)!, code);
            if (money.IsRefused) return CommandLine.Refuse(money.Refusal);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new SetAllowance(writer).AskAsync(new(parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(agreement), parsed.GetRequiredValue(date)!.Value, money.Value, parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }

    private static Command Settle()
    {
        var (agreement, receipt) = (new Argument<string>("AGREEMENT") { Description = "Code of the agreement" },
            new Argument<string>("RECEIPT") { Description = "Code of the receipt of the money that came before it" });
        var (date, key) = (Arguments.Day("--date", "Day it is settled"), Arguments.Key());
        var verb = new Command("settle", "Settle money that came before the agreement was signed: it pays what is due.") { agreement,
            receipt, date, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SettleAdvance(writer).RunAsync(new(parsed.GetRequiredValue(key), parsed.GetRequiredValue(receipt),
                parsed.GetRequiredValue(agreement), parsed.GetRequiredValue(date)!.Value), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static async Task<Outcome<IReadOnlyList<InstalmentTerm>>> TermsAsync(string? path, int? equal, DateOnly? first, int months,
        Money whole, CancellationToken cancel)
    {
        if (path is not null)
        {
            try
            {
                return await OutsideFile.BytesAsync(path, ReadingBudget.LargestInstalments, cancel) is { } bytes
                    ? InstalmentFile.Read(bytes, path, whole.Currency, NumberCustom.English)
                    : new ImportFileIsTooLarge(path, ReadingBudget.LargestInstalments);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return new ImportFileIsMissing(path);
            }
        }
        if (equal is not { } count || count is < 1 or > InstalmentPlan.Most || first is not { } due || months is < 1 or > 120)
            return new InstalmentsAreTooManyOrNone(equal ?? 0);
        if (whole.Minor < 1) return new AgreementAmountIsNotPositive(whole.ToString());
        return InstalmentPlan.Equal(whole, count, due, months) is { } plan
            ? (List<InstalmentTerm>)[.. plan.Select(one => new InstalmentTerm(one.DueOn, one.Amount))]
            : new InstalmentIsBelowOneMinorUnit(count);
    }
}
