using FundsLedger.Domain.Banking.Orders;
using System.CommandLine;
using System.Globalization;
using FundsLedger.Domain.Banking;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary><c>payees list|add|change|verify|erase</c>.</summary>
internal static class PayeesVerb
{
    public static Command Make() => new("payees",
        """
        Who can be paid: the holder's name as the bank knows it, the account, a complete address or none.

        Examples:
          fundsledger payees list --format json
          fundsledger payees add --fund TFFV --name "Hotel A" --holder "Hotel A BV" --account NL91ABNA0417164300
          fundsledger payees change V-7K2M9QXA --version 1 --name "Hotel A" --holder "Hotel A BV" --account DE89370400440532013000 \
            --reason "by letter" --key hotel-new
          fundsledger payees verify V-7K2M9QXA --result match --date 2026-11-20
          fundsledger payees erase V-7K2M9QXA
        """) { List(), Add(), Change(), Verify(), Erase() };

    private static Command List()
    {
        var format = Arguments.Format();
        var verb = new Command("list", "Payees by code, each in its newest version.") { format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var payees = await PayeeBook.NewestAsync(connection, await CatalogReader.ReadAsync(connection, null, cancel), cancel);
            Output.Write(parsed.GetValue(format), ["code", "version", "fund", "name", "holder", "account", "bic", "country", "verification",
                "verified_on", "payable_from", "erased"], payees.Select(payee => (string[])[payee.Code,
                payee.Version.ToString(CultureInfo.InvariantCulture), payee.FundCode, payee.Details?.DisplayName ?? "",
                payee.Details?.Holder ?? "", payee.Details?.Account ?? "", payee.Details?.Bic ?? "", payee.Details?.Country ?? "",
                payee.Verification is { } said ? ClosedSet<PayeeVerification>.Code(said) : "", payee.VerifiedOn is { } day ? Output.Iso(day)
                    : "", Output.Iso(payee.PayableFrom), payee.IsErased ? "yes" : "no"]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Add()
    {
        var (fund, details) = (Arguments.Fund(), new DetailOptions());
        var verb = new Command("add", "Add a payee; the same details a second time are the same payee.") { fund };
        details.AddTo(verb);
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new AddPayee(writer).RunAsync(new("payees-add", parsed.GetRequiredValue(fund), details.Read(parsed)),
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Change()
    {
        var (code, details, key, reason) = (Payee(), new DetailOptions(), Arguments.Key(), Arguments.Reason());
        var version = new Option<int>("--version") { Description = "The version that was read", Required = true };
        var verb = new Command("change", "Ask that who is paid, or where, be changed: another person approves, and days pass.") { code,
            version, reason, key };
        details.AddTo(verb);
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(await new ChangePayee(writer).AskAsync(new(parsed.GetRequiredValue(key), parsed.GetRequiredValue(code),
                parsed.GetRequiredValue(version), details.Read(parsed), parsed.GetRequiredValue(reason)), CommandLine.ActorOf(parsed),
                cancel));
        }));
        return verb;
    }

    private static Command Verify()
    {
        var (code, date) = (Payee(), Arguments.Day("--date", "When the bank was asked"));
        var result = new Option<string>("--result") { Description = string.Join(", ", ClosedSet<PayeeVerification>.Codes),
            Required = true };
        result.AcceptOnlyFromAmong([.. ClosedSet<PayeeVerification>.Codes]);
        var name = new Option<string?>("--bank-name") { Description = "The holder's name that the bank gave, with a close match" };
        var verb = new Command("verify", "Record what the bank said of name and account.") { code, result, date, name };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new VerifyPayee(writer).RunAsync(new(parsed.GetRequiredValue(code),
                ClosedSet<PayeeVerification>.Of(parsed.GetRequiredValue(result)), parsed.GetRequiredValue(date)!.Value,
                parsed.GetValue(name)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Erase()
    {
        var code = Payee();
        var verb = new Command("erase", "Erase who a payee was, in every version; its code stays.") { code };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new ErasePayee(writer).RunAsync(new(parsed.GetRequiredValue(code)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal) : CommandLine.Recorded(outcome.Value.Code,
                outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Argument<string> Payee() => new("CODE") { Description = "Code of the payee" };

    private sealed class DetailOptions
    {
        private readonly Option<string> _name = new("--name") { Description = "As officers call it", Required = true };
        private readonly Option<string> _holder = new("--holder") { Description = "As the bank knows the holder", Required = true };
        private readonly Option<string> _account = new("--account") { Description = "An IBAN, or another number with --bic",
            Required = true };
        private readonly Option<string> _form = new("--account-form") { Description = string.Join(", ", ClosedSet<AccountForm>.Codes),
            DefaultValueFactory = _ => ClosedSet<AccountForm>.Code(AccountForm.Iban) };
        private readonly Option<string?> _bic = new("--bic") { Description = "The bank" };
        private readonly Option<string?>[] _address = [new("--street"), new("--building"), new("--postcode"), new("--town"),
            new("--country")];

        public void AddTo(Command verb)
        {
            _form.AcceptOnlyFromAmong([.. ClosedSet<AccountForm>.Codes]);
            foreach (var option in (Option[])[_name, _holder, _account, _form, _bic, .. _address]) verb.Options.Add(option);
        }

        public PayeeDetails Read(ParseResult parsed)
        {
            var at = Array.ConvertAll(_address, option => parsed.GetValue(option) ?? "");
            return new PayeeDetails(parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_holder),
                ClosedSet<AccountForm>.Of(parsed.GetRequiredValue(_form)), parsed.GetRequiredValue(_account), parsed.GetValue(_bic),
                at.All(part => part.Length == 0) ? null : new PostalAddress(at[0], at[1], at[2], at[3], at[4]));
        }
    }
}
