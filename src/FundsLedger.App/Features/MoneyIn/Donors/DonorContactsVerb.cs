using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary><c>donors contacts list|add|erase</c>.</summary>
internal static class DonorContactsVerb
{
    public static Command Make() => new("contacts",
        """
        Whom to write to at a donor. A contact that is erased leaves no trace.

        Examples:
          fundsledger donors contacts list IE
          fundsledger donors contacts add IE --name "A. Example" --office "Embassy" --address embassy@example.org
          fundsledger donors contacts erase IE 3
        """) { List(), Add(), Erase() };

    private static Command List()
    {
        var (code, format) = (DonorsVerb.Code(), Arguments.Format());
        var verb = new Command("list", "A donor's contacts with their numbers.") { code, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            Output.Write(parsed.GetValue(format), ["id", "name", "office", "address"],
                (await DonorContacts.ReadAsync(connection, parsed.GetRequiredValue(code), cancel)).ConvertAll(contact => (string[])
                [contact.Id.ToString(CultureInfo.InvariantCulture), contact.Name, contact.Office, contact.Address]));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Add()
    {
        var code = DonorsVerb.Code();
        var (name, office, address) = (new Option<string>("--name") { Description = "The person", Required = true },
            new Option<string>("--office") { Description = "The person's office", Required = true },
            new Option<string>("--address") { Description = "Postal or e-mail address, in one line", Required = true });
        var verb = new Command("add", "Add a contact. The same again changes nothing.") { code, name, office, address };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new DonorContacts(writer).AddAsync(
                new(parsed.GetRequiredValue(code), parsed.GetRequiredValue(name), parsed.GetRequiredValue(office),
                    parsed.GetRequiredValue(address)), CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal)
                : CommandLine.Recorded(outcome.Value.Id.ToString(CultureInfo.InvariantCulture), outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Erase()
    {
        var (code, id) = (DonorsVerb.Code(), new Argument<long>("ID") { Description = "Number of the contact" });
        var verb = new Command("erase", "Erase a contact.") { code, id };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new DonorContacts(writer).EraseAsync(parsed.GetRequiredValue(code), parsed.GetRequiredValue(id),
                CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(outcome.Value.IsRepeat ? "erased before" : "erased");
            return CommandLine.Good;
        }));
        return verb;
    }
}
