using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary><c>donors list|add|profile|lift-review|contacts</c>.</summary>
internal static class DonorsVerb
{
    public static Command Make() => new("donors",
        """
        Donors: what they promised and gave, how they are written to, and what the Registry notes of them.

        Examples:
          fundsledger donors list --format csv
          fundsledger donors add XQ --name "State Q" --type state --language fr
          fundsledger donors profile XQ --confidential yes --review "origin of the money"
          fundsledger donors lift-review XQ --reason "origin clarified" --key xq-lift --as "A. Recorder"
          fundsledger donors contacts add XQ --name "A. Example" --office "Embassy" --address embassy@example.org
        """) { List(), Add(), Profile(), LiftReview(), DonorContactsVerb.Make() };

    internal static Argument<string> Code() => new("CODE") { Description = "Code of the donor" };

    private static Command List()
    {
        var (names, format) = (Arguments.Names(), Arguments.Format());
        var verb = new Command("list", "Every donor with its profile; amounts in EUR.") { names, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var connection = await database.OpenAsync(cancel);
            var hidden = await ConfidentialDonors.ForFileAsync(connection, parsed.GetValue(names), cancel: cancel);
            Output.Write(parsed.GetValue(format),
                ["donor", "name", "type", "language", "parent", "confidential", "under_review", "review_reason", "pledged_open", "received",
                    "last_receipt_on"],
                (await DonorList.ReadAsync(connection, cancel: cancel)).ConvertAll(donor => Row(hidden.Of(donor))), "pledged_open",
                "received");
            return CommandLine.Good;
        }));
        return verb;

        static string[] Row(DonorStanding donor) =>
            [donor.Code, donor.Name, ClosedSet<DonorType>.Code(donor.Type), donor.Language, donor.Profile.Parent ?? "",
                Said(donor.Profile.IsConfidential), Said(donor.Profile.IsUnderReview), donor.Profile.ReviewReason ?? "",
            Money.Eur(donor.PledgedOpenEur).ToDecimalString(), Money.Eur(donor.ReceivedEur).ToDecimalString(),
            donor.LastReceiptOn is { } last ? Output.Iso(last) : ""];

        static string Said(bool isSo) => isSo ? "yes" : "no";
    }

    private static Command Add()
    {
        var code = new Argument<string>("CODE") { Description = "1 to 20 capital letters, digits and hyphens" };
        var name = new Option<string>("--name") { Description = "As printed on statements", Required = true };
        var type =
            new Option<string>("--type") { Description = $"One of: {string.Join(", ", ClosedSet<DonorType>.Codes)}", Required = true };
        type.AcceptOnlyFromAmong([.. ClosedSet<DonorType>.Codes]);
        var language =
            new Option<string>("--language") { Description = "In which it is written to: en or fr", DefaultValueFactory = _ => "en" };
        var verb = new Command("add", "Add a donor. The same again changes nothing.") { code, name, type, language };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            // Whatever is typed into a demonstration is made up.
            var command = new AddDonor.Command(parsed.GetRequiredValue(code), parsed.GetRequiredValue(name),
                ClosedSet<DonorType>.Of(parsed.GetRequiredValue(type)), parsed.GetRequiredValue(language),
                new BooksInfo(new LedgerReads(database, TimeProvider.System)).IsDemo);
            var outcome = await new AddDonor(writer).RunAsync(command, CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal)
                : CommandLine.Recorded(outcome.Value.Code, outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command Profile()
    {
        var code = Code();
        var language = new Option<string?>("--language") { Description = "In which it is written to: en or fr" };
        var parent = new Option<string?>("--parent") { Description = "The State or organisation an agency belongs to; 'none' for none",
            HelpName = "CODE" };
        var confidential = new Option<string?>("--confidential") { Description = "Not to be named outside the Registry: yes or no" };
        confidential.AcceptOnlyFromAmong("yes", "no");
        var review = new Option<string?>("--review")
            { Description = "Puts it under review, and says why: its gifts then wait for an approving officer", HelpName = "REASON" };
        var verb = new Command("profile", "Record a new version of a donor's profile; what is not named stays as it is.") { code, language,
            parent, confidential, review };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var donor = parsed.GetRequiredValue(code);
            DonorProfile stands;
            await using (var connection = await database.OpenAsync(cancel))
            {
                if (await DonorList.ReadAsync(connection, donor, cancel: cancel) is not [var known])
                    return CommandLine.Refuse(new DonorIsNotKnown(donor));
                stands = known.Profile;
            }
            if (parsed.GetValue(language) is { } written) stands = stands with { Language = written };
            if (parsed.GetValue(parent) is { } belongs) stands = stands with { Parent = belongs == "none" ? null : belongs };
            if (parsed.GetValue(confidential) is { } mark) stands = stands with { IsConfidential = mark == "yes" };
            if (parsed.GetValue(review) is { } why) stands = stands with { IsUnderReview = true, ReviewReason = why };
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var outcome = await new SetDonorProfile(writer).RunAsync(new(donor, stands), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(outcome.Value.IsRepeat ? "it stands so already" : "recorded");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command LiftReview()
    {
        var (code, reason, key) = (Code(), Arguments.Reason(), Arguments.Key());
        var verb = new Command("lift-review", "Ask that a donor be under review no longer; another person decides.") { code, reason, key };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            return AskedByVerb.Print(
                await new SetDonorProfile(writer).AskToLiftAsync(parsed.GetRequiredValue(key), parsed.GetRequiredValue(code),
                    parsed.GetRequiredValue(reason), CommandLine.ActorOf(parsed), cancel));
        }));
        return verb;
    }
}
