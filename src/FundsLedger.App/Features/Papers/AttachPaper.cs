using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Papers;

/// <summary>Attaches the scan of a paper to something.</summary>
public sealed class AttachPaper(LedgerWriter writer, PaperSettings settings, AuditLog audit)
{
    /// <summary>Most papers of one thing, erased ones too.</summary>
    public const int MostPapers = 200;

    private const int SaltBytes = 32;

    /// <summary>Its content is its key: the same file at the same thing is a repeat.</summary>
    public sealed record Command(PaperSubject Subject, string Code, PaperKind Kind, string Name, byte[] Content);

    public async Task<Outcome<ChangedPaper>> RunAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        var outcome = await writer.InOneTransactionAsync(actor, session => AttachAsync(session, command, cancel), cancel);
        if (!outcome.IsRefused && !outcome.Value.IsRepeat)
            await audit.NoteAsync(new AuditNote(actor, AuditAct.PaperAttached,
                PaperPlaces.Named(command.Subject, command.Code, outcome.Value.Number)), cancel);
        return outcome;
    }

    private async Task<Outcome<ChangedPaper>> AttachAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        if (!await PaperPlaces.TakesAsync(ask, session.Catalog, command.Subject, command.Code, cancel))
            return new PaperSubjectIsUnknown(command.Subject, command.Code);
        var looked = PaperFile.Look(command.Name, command.Content, settings.MostMegabytes);
        if (looked.IsRefused) return looked.Refusal;
        var papers = await PaperList.RowsAsync(ask, command.Subject, command.Code, cancel);
        foreach (var same in papers.Where(paper => paper.Erased is null && paper.Size == command.Content.Length))
            if (await IsSameAsync(session, same.Id, command.Content, cancel)) return new ChangedPaper(same.Number, IsRepeat: true);
        if (papers.Count >= MostPapers) return new PapersAreTooMany(MostPapers);

        var salt = writer.Chance.Bytes(ChanceUse.PaperSalt, LogClass.Protected, "papers", SaltBytes);
        var (id, number) = (await session.NextIdAsync(Registers.Papers, cancel), papers.Count + 1);
        await session.RegisterAsync(new PaperRow
        {
            Id = id, Subject = command.Subject, Code = command.Code, Number = number, Kind = command.Kind, Type = looked.Value,
            Size = command.Content.Length, Mark = PaperList.Mark(salt, command.Name, command.Content), RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        await (await session.WholeQuestionAsync(
            "INSERT INTO paper_contents (paper_id, name, salt, content) VALUES (@id, @name, @salt, @content)",
            [("@id", id), ("@name", command.Name), ("@salt", salt), ("@content", command.Content)], cancel)).RunAsync(cancel);
        return new ChangedPaper(number, IsRepeat: false);
    }

    private static async Task<bool> IsSameAsync(LedgerSession session, long id, byte[] content, CancellationToken cancel) =>
        await (await session.WholeQuestionAsync("SELECT content FROM paper_contents WHERE paper_id = @id", [("@id", id)], cancel))
            .RowsAsync(row => row.Blob(0), cancel) is [var kept] && kept.AsSpan().SequenceEqual(content);
}

/// <summary>The paper's number within what it belongs to.</summary>
public sealed record ChangedPaper(int Number, bool IsRepeat) : IAnswer;
