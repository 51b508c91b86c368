using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Papers;

/// <summary><c>papers add|list|get|erase</c>.</summary>
internal static class PapersVerb
{
    public static Command Make() => new("papers",
        """
        Scans of papers at pledges, agreements, offers, requests, receipts and approvals.

        Examples:
          fundsledger papers add agreement IE-A-2026-1 signed.pdf --kind agreement
          fundsledger papers list agreement IE-A-2026-1
          fundsledger papers get agreement IE-A-2026-1 1 -o signed.pdf
          fundsledger papers erase agreement IE-A-2026-1 1 --reason "names a person"
        """) { Add(), List(), Get(), Erase() };

    private static Command Add()
    {
        var (subject, code) = Thing();
        var file = new Argument<string>("FILE") { Description = "A PDF, PNG, JPEG or DOCX without macros" };
        var kind = new Option<string>("--kind") { Description = "What it is", Required = true };
        kind.AcceptOnlyFromAmong([.. ClosedSet<PaperKind>.Codes]);
        var verb = new Command("add", "Attach a file. The same file again changes nothing.") { subject, code, file, kind };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            using var audit = new AuditLog(new LedgerReads(database, TimeProvider.System));
            var path = parsed.GetRequiredValue(file);
            var settings = AppSettings.Read().Papers;
            if (await OutsideFile.BytesAsync(path, settings.MostMegabytes * 1024 * 1024, cancel) is not { } content)
                return CommandLine.Refuse(new PaperIsTooLarge(settings.MostMegabytes));
            var outcome = await new AttachPaper(writer, settings, audit).RunAsync(
                new(SubjectOf(parsed.GetRequiredValue(subject)), parsed.GetRequiredValue(code),
                    ClosedSet<PaperKind>.Of(parsed.GetRequiredValue(kind)), Path.GetFileName(path), content),
                CommandLine.ActorOf(parsed), cancel);
            return outcome.IsRefused ? CommandLine.Refuse(outcome.Refusal)
                : CommandLine.Recorded(Links.Number(outcome.Value.Number), outcome.Value.IsRepeat);
        }));
        return verb;
    }

    private static Command List()
    {
        var ((subject, code), format) = (Thing(), Arguments.Format());
        var verb = new Command("list", "Papers of one thing, with erased ones.") { subject, code, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var (reads, what) = (new LedgerReads(database, TimeProvider.System), SubjectOf(parsed.GetRequiredValue(subject)));
            await using var connection = await reads.OpenAsync(cancel);
            if (await PaperList.ReadAsync(reads, connection, what, parsed.GetRequiredValue(code), cancel) is not { } papers)
                return CommandLine.Refuse(new PaperSubjectIsUnknown(what, parsed.GetRequiredValue(code)));
            Output.Write(parsed.GetValue(format), ["number", "kind", "type", "size", "name", "attached", "by", "erased", "reason"],
                papers.Select(paper => (string[])[Links.Number(paper.Number), ClosedSet<PaperKind>.Code(paper.Kind),
                    ClosedSet<PaperType>.Code(paper.Type), paper.Size.ToString(CultureInfo.InvariantCulture), paper.Name ?? "",
                    Microseconds.Print(paper.At), paper.By, paper.Erased is { } erased ? Microseconds.Print(erased.At) : "",
                    paper.Erased?.Reason ?? ""]).ToList());
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Get()
    {
        var ((subject, code), number) = (Thing(), Number());
        var to = new Option<string>("--output", "-o") { Description = "File to write; it must not be there", Required = true };
        var verb = new Command("get", "Write the file of a paper.") { subject, code, number, to };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            using var audit = new AuditLog(reads);
            var outcome = await new OpenPaper(reads, audit).RunAsync(SubjectOf(parsed.GetRequiredValue(subject)),
                parsed.GetRequiredValue(code), parsed.GetRequiredValue(number), CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            await using var file = new FileStream(parsed.GetRequiredValue(to), FileMode.CreateNew);
            await file.WriteAsync(outcome.Value.Content, cancel);
            return CommandLine.Good;
        }));
        return verb;
    }

    private static Command Erase()
    {
        var ((subject, code), number, reason) = (Thing(), Number(), Arguments.Reason());
        var verb = new Command("erase", "Erase the file of a paper for ever; that it was there stays.") { subject, code, number, reason };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            var reads = new LedgerReads(database, TimeProvider.System);
            using var audit = new AuditLog(reads);
            var outcome = await new ErasePaper(writer, reads, audit).RunAsync(new(SubjectOf(parsed.GetRequiredValue(subject)),
                parsed.GetRequiredValue(code), parsed.GetRequiredValue(number), parsed.GetRequiredValue(reason)),
                CommandLine.ActorOf(parsed), cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Console.Error.WriteLine(outcome.Value.IsRepeat ? "erased before" : "erased");
            return CommandLine.Good;
        }));
        return verb;
    }

    private static (Argument<string> Subject, Argument<string> Code) Thing()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "What it belongs to" };
        subject.AcceptOnlyFromAmong([.. ClosedSet<PaperSubject>.Codes]);
        return (subject, new Argument<string>("CODE") { Description = "Its code; the number of an approval" });
    }

    private static Argument<int> Number() => new("NUMBER") { Description = "Number of the paper, from the list" };

    private static PaperSubject SubjectOf(string code) => ClosedSet<PaperSubject>.Of(code);
}
