using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Papers;

/// <summary>Erases the file of a paper for ever. That it was there, what it was, and who erased it and why, stays.</summary>
public sealed class ErasePaper(LedgerWriter writer, LedgerReads reads, AuditLog audit)
{
    /// <summary>A paper that was erased already is a repeat.</summary>
    public sealed record Command(PaperSubject Subject, string Code, int Number, string Reason);

    public async Task<Outcome<ChangedPaper>> RunAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        var outcome = await writer.InOneTransactionAsync<ChangedPaper>(actor, async session =>
        {
            Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
            if (!await PaperPlaces.TakesAsync(ask, session.Catalog, command.Subject, command.Code, cancel))
                return new PaperSubjectIsUnknown(command.Subject, command.Code);
            var papers = await PaperList.RowsAsync(ask, command.Subject, command.Code, cancel);
            if (papers.FirstOrDefault(paper => paper.Number == command.Number) is not { } found) return new PaperIsUnknown(command.Number);
            if (found.Erased is not null) return new ChangedPaper(found.Number, IsRepeat: true);
            if (!ShortText.IsValid(command.Reason)) return new PaperReasonIsMissing();
            await session.RegisterAsync(new PaperErasureRow
            {
                Id = await session.NextIdAsync(Registers.PaperErasures, cancel), PaperId = found.Id, Reason = command.Reason,
                RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            }, cancel);
            // What is deleted is overwritten in the file, too.
            if (!reads.Database.IsOnPostgres)
                await (await session.WholeQuestionAsync("PRAGMA secure_delete = 1", [], cancel)).RunAsync(cancel);
            await (await session.WholeQuestionAsync("DELETE FROM paper_contents WHERE paper_id = @id", [("@id", found.Id)], cancel))
                .RunAsync(cancel);
            return new ChangedPaper(found.Number, IsRepeat: false);
        }, cancel);
        if (outcome.IsRefused || outcome.Value.IsRepeat) return outcome;
        await audit.NoteAsync(new AuditNote(actor, AuditAct.PaperErased,
            PaperPlaces.Named(command.Subject, command.Code, command.Number)), cancel);
        await SweepAsync(cancel);
        return outcome;
    }

    /// <summary>Takes the file out of what the database keeps beside its tables: SQLite's journal, PostgreSQL's dead rows.</summary>
    private async Task SweepAsync(CancellationToken cancel)
    {
        await using var connection = await reads.Whole.OpenAsync(cancel);
        await connection.Command(null, reads.Database.IsOnPostgres ? "VACUUM paper_contents" : "PRAGMA wal_checkpoint(TRUNCATE)")
            .RunAsync(cancel);
    }
}
