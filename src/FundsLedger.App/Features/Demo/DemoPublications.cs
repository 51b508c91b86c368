using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.SignOff;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Demo;

/// <summary>One block of the relocation fund is published, in the spring of the last year but one; the year after it is withheld.</summary>
internal static class DemoPublications
{
    public static void Note(DemoDiary diary, DateOnly today) => diary.Note(new DateOnly(today.Year - 1, 4, 10), Desk.Recorder,
        async session =>
    {
        var facts = await PublicationFacts.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters),
            session.Catalog.Fund("SFR")!, default);
        if (facts.NextYear is not { } first) return;
        var asked = await ClearPublication.RequestAsync(session, new("demo/publication/1", "SFR", first, today.Year - 2,
            "Yearly publication (synthetic)"), default);
        // Another seed may have spent in a way that must not be told: then nothing is.
        if (asked.IsRefused) return;
        diary.Note(diary.Day, Desk.Certifier, async session => (await DecideApproval.ApplyAsync(session, DemoDiary.Acts,
            new(asked.Value.Id, true) { Step = SigningStep.Certify })).OrThrow());
        diary.Note(diary.Day, Desk.Approver, async session => (await DecideApproval.ApplyAsync(session, DemoDiary.Acts,
            new(asked.Value.Id, true) { Step = SigningStep.Approve })).OrThrow());
    });
}
