using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Office.People;

/// <summary><c>users</c>: who may sign in. The first administrator is made here; everybody else on the pages.</summary>
internal static class UsersVerb
{
    public static Command Make() => new("users",
        """
        Let people in and put them out. Make the first administrator here; the rest can be done on the pages.

        Examples:
          fundsledger users add --email ada@example.org --name "Ada Example" --role administrator
          fundsledger users add --email rita@example.org --name "Rita Example" --role recorder --fund TFFV
          fundsledger users link ada@example.org
          fundsledger users list
          fundsledger users disable ada@example.org
        """) { Add(), Link(), List(), Switch("disable", "Switch somebody off: every session and key of theirs ends at once", true),
            Switch("enable", "Let somebody in again", false) };

    private static Command Add()
    {
        var email = new Option<string>("--email") { Description = "Address to sign in with", HelpName = "ADDRESS", Required = true };
        var name = new Option<string>("--name") { Description = "As printed on entries", HelpName = "NAME", Required = true };
        var role = new Option<string[]>("--role")
            { Description = $"One of: {string.Join(", ", ClosedSet<Role>.Codes)}. Recorder may be given twice with one officer role",
                HelpName = "ROLE", Required = true };
        role.AcceptOnlyFromAmong([.. ClosedSet<Role>.Codes]);
        var fund = new Option<string[]>("--fund")
            { Description = "Code of a fund that a recorder or officer is for, or all; may be given several times", HelpName = "CODE" };
        var donor =
            new Option<string?>("--donor") { Description = "Code of the donor a State representative speaks for", HelpName = "CODE" };
        var language = new Option<string>("--language") { Description = "en or fr", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "fr");
        var verb = new Command("add",
            "Let somebody in. Prints the address at which they choose a password; it holds for three days") { email, name, role, fund,
                donor, language };
        verb.SetAction((parsed, cancel) => WithPeopleAsync(parsed, async people =>
        {
            var asked = new NewPerson(parsed.GetValue(email)!, parsed.GetValue(name)!, parsed.GetValue(language)!,
                [.. parsed.GetValue(role)!.Select(ClosedSet<Role>.Of).Distinct()
                    .Select(one => new GivenRole(one, FundsOf(one, parsed.GetValue(fund) ?? [])))], parsed.GetValue(donor));
            var added = await people.AddAsync(asked, CommandLine.ActorOf(parsed), cancel);
            if (added.IsRefused) return CommandLine.Refuse(added.Refusal);
            Console.WriteLine(await AddressAsync(people, added.Value));
            return CommandLine.Good;
        }));
        return verb;
    }

    // Every fund is given only when it was asked for.
    private static FundsCovered FundsOf(Role role, string[] named) =>
        !AccessTable.CarryFunds.Contains(role) || named.Contains("all") ? FundsCovered.All : FundsCovered.Of(named);

    private static Command Link()
    {
        var email = new Argument<string>("ADDRESS") { Description = "Who" };
        var verb = new Command("link", "Print a new address at which somebody chooses a password") { email };
        verb.SetAction((parsed, cancel) => WithPeopleAsync(parsed, async people =>
        {
            if (await people.FindAsync(parsed.GetValue(email)!) is not { } person)
                return CommandLine.Refuse(new PersonIsUnknown(parsed.GetValue(email)!));
            Console.WriteLine(await AddressAsync(people, person));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command List()
    {
        var format = Arguments.Format();
        var verb = new Command("list", "Who may sign in") { format };
        verb.SetAction((parsed, cancel) => WithPeopleAsync(parsed, async people =>
        {
            var lines = await people.ListAsync(cancel);
            string[] headings = ["email", "name", "roles", "donor", "second_factor", "state"];
            var rows = lines.Select(line => (string[])
                [line.Email, line.Name, string.Join(' ', line.Roles.Select(role => new GivenRole(role.Role, role.Funds).Text)),
                    line.Donor ?? "", line.HasCodes || line.Passkeys > 0 ? "yes" : "no",
                    line.IsDisabled ? "disabled" : line.HasPassword || line.Passkeys > 0 ? "active" : "invited"]);
            Output.Write(parsed.GetValue(format), headings, rows);
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Switch(string word, string description, bool isDisabled)
    {
        var email = new Argument<string>("ADDRESS") { Description = "Who" };
        var verb = new Command(word, description) { email };
        verb.SetAction((parsed, cancel) => WithPeopleAsync(parsed, async people =>
        {
            if (await people.FindAsync(parsed.GetValue(email)!) is not { } person)
                return CommandLine.Refuse(new PersonIsUnknown(parsed.GetValue(email)!));
            var done = await people.SwitchAsync(person.Id, isDisabled, CommandLine.ActorOf(parsed), cancel);
            return done.IsRefused ? CommandLine.Refuse(done.Refusal) : CommandLine.Good;
        }));
        return verb;
    }

    private static async Task<string> AddressAsync(PeopleDirectory people, PersonRow person)
    {
        var web = AppSettings.Read().Web;
        return web.UsedUrl.TrimEnd('/') + await people.LinkAsync(person);
    }

    private static Task<int> WithPeopleAsync(ParseResult parsed, Func<PeopleDirectory, Task<int>> act) =>
        CommandLine.OnBooksAsync(parsed, async database =>
    {
        await using var services = PeopleServices.Over(database, TimeProvider.System, AppSettings.Read().Web);
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<PeopleDirectory>());
    });
}
