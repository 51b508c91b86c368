using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.SignOff;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Html;
using FundsLedger.Reports.Pdf;
using Microsoft.AspNetCore.Html;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>Issues a donor's statement: one person certifies the figures, another approves them, and the bytes of the file are kept. What
/// is approved is what was certified: it is kept word for word, whatever is recorded in between.</summary>
public sealed class IssueStatement(LedgerWriter writer, DonorStatements statements)
{
    private const int NumberLetters = 20;

    /// <summary>What two people decide.</summary>
    /// <param name="Number">Under which it will be issued.</param>
    /// <param name="Donor">Code of the donor.</param>
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="From">First day, ISO.</param>
    /// <param name="To">Last day, ISO.</param>
    /// <param name="Language">"en" or "fr".</param>
    /// <param name="Content">SHA-256 of the figures and the proof as they are kept.</param>
    internal sealed record Input(string Number, string Donor, string Fund, string From, string To, string Language, string Content);

    /// <summary>Certified by one, approved by another.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.IssueStatement, subject => $"/statements/{subject.Split('/')[0]}",
        async (session, _, asked, cancel) =>
        {
            var issued = await DoAsync(session, asked, cancel);
            return issued.IsRefused ? issued.Refusal : new DoneAct(null);
        })
    {
        Plan = SigningPlan.InOrder(SigningStep.Certify, SigningStep.Approve),
        DetailsAsync = DetailsAsync,
    };

    /// <summary>Certifies a statement as the books give it now, and asks another person to approve it.</summary>
    /// <param name="key">Idempotency key: under the same one the same statement is asked for once, whatever the books say by then.</param>
    /// <param name="asked">Which statement.</param>
    /// <param name="actor">Who certifies.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<AskedApproval>> AskAsync(string key, StatementAsked asked, Actor actor, CancellationToken cancel = default)
    {
        if (!actor.IsProven) return new SecondStepNeedsSignIn(actor.Name);
        var made = await statements.OfAsync(asked, cancel);
        if (made.IsRefused) return made.Refusal;
        if (DonorStatementDocument.MissingLetters(made.Value.Document) is { Count: > 0 } missing) return StatementForms.Missing(missing);
        return await writer.InOneTransactionAsync(actor, session => AskAsync(session, key, asked, made.Value, cancel), cancel);
    }

    private static async Task<Outcome<AskedApproval>> AskAsync(LedgerSession session, string key, StatementAsked asked, DonorStatement made,
        CancellationToken cancel)
    {
        var (from, to) = (Links.Iso(asked.From), Links.Iso(asked.To));
        if (await session.AskedInputAsync<Input>(key, Act, cancel) is { } first)
            return (first.Donor, first.Fund, first.From, first.To, first.Language) == (asked.Donor, asked.Fund, from, to, asked.Language)
                && await session.FindRequestAsync(ApprovalKind.IssueStatement, Subject(first), cancel) is { } request
                    ? new AskedApproval(request.Id, request.Kind, request.Subject, IsRepeat: true) : new KeyUsedForOtherInput(key);
        if (session.Catalog.Fund(asked.Fund) is not { } fund) return new FundIsUnknown(asked.Fund);
        var latest = await LatestAsync(session, fund, asked.Donor, from, to, asked.Language, cancel);
        var record = made.Data;
        if (latest is { } known)
        {
            if (StatementChanges.Between(known.Record, record) is not { Count: > 0 } changed) return new StatementIsIssued(known.Number);
            record = record with { Restates = known.Number, Changes = [StatementChanges.Sentence(asked.Language, known.Number,
                changed.Count)] };
        }
        var number = string.Join('-', session.Chance.Code(ChanceUse.StatementNumber, LogClass.Open, "statements", NumberLetters).Chunk(5)
            .Select(letters => new string(letters)));
        var (figures, proof) = (StatementJson.Write(record), made.File?.ToText());
        await session.RegisterAsync(new StatementDraftRow
        {
            Id = await session.NextIdAsync(Registers.StatementDrafts, cancel), Number = number, FundId = fund.Id, Donor = asked.Donor,
            FromDay = asked.From, ToDay = asked.To, Language = asked.Language, Figures = figures, Proof = proof,
            Restates = record.Restates, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        var input = new Input(number, asked.Donor, asked.Fund, from, to, asked.Language, ContentOf(figures, proof));
        return await session.AskAsync(key, Act, Subject(input), input, "", cancel);
    }

    /// <summary>Issues what was approved.</summary>
    private static async Task<Outcome<IssuedStatementRow>> DoAsync(LedgerSession session, ApprovalStanding asked, CancellationToken cancel)
    {
        var input = asked.Read<Input>();
        if (session.Catalog.Fund(input.Fund) is not { } fund) return new FundIsUnknown(input.Fund);
        var question = await session.QuestionAsync("SELECT figures, proof FROM statement_drafts WHERE number = @number",
            [("@number", input.Number)], cancel);
        if (await question.RowsAsync(row => (Figures: row.GetString(0), Proof: row.TextOrNull(1)), cancel) is not [var draft]
            || ContentOf(draft.Figures, draft.Proof) != input.Content) return new StatementIsOther(input.Number);
        var record = StatementJson.Read(draft.Figures);
        // Two may have certified the same: the second adds nothing. And what was certified before another was issued does not say what it
        // restates.
        if (await LatestAsync(session, fund, input.Donor, input.From, input.To, input.Language, cancel) is { } latest
            && (latest.Number != record.Restates || StatementChanges.Between(latest.Record, record).Count == 0))
            return new StatementIsIssued(latest.Number);
        var (day, at) = (DateOnly.FromDateTime(session.Instant.UtcDateTime), session.Instant);
        record = record with
        {
            IssuedAt = at,
            Issue = new IssueMark(input.Number, StatementAddress.Of(input.Number)),
            Signatories =
            [
                new StatementSignatory(SignatoryRole.CertifiedBy, asked.AskedBy, null, DateOnly.FromDateTime(asked.AskedAt.UtcDateTime)),
                new StatementSignatory(SignatoryRole.ApprovedBy, session.Actor.Name, null, day),
            ],
        };
        var document = DonorStatementDocument.Build(record);
        if (DonorStatementDocument.MissingLetters(document) is { Count: > 0 } missing) return StatementForms.Missing(missing);
        var pdf = PdfEngines.Default.ToBytes(document);
        var head = draft.Proof is null ? null : StatementFile.Read(draft.Proof)?.Head;
        var issued = new IssuedStatementRow
        {
            Id = await session.NextIdAsync(Registers.IssuedStatements, cancel), Number = input.Number, FundId = fund.Id,
            Figures = StatementJson.Write(record), Pdf = pdf, PdfHash = SHA256.HashData(pdf),
            Head = head is null ? null : string.Create(CultureInfo.InvariantCulture, $"{head.Log} {head.Size} {head.Root}"),
            Template = DonorStatementDocument.Version, Engine = PdfEngines.DefaultName, RecordedAt = at, ActorId = session.Actor.Id,
            ActorName = session.Actor.Name,
        };
        await session.RegisterAsync(issued, cancel);
        return issued;
    }

    /// <summary>The statement itself, as it was certified.</summary>
    private static async Task<IReadOnlyList<ActDetail>> DetailsAsync(LedgerReads reads, ApprovalStanding asked, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var figures = await connection.Command(null, "SELECT figures FROM statement_drafts WHERE number = @number",
            ("@number", asked.Read<Input>().Number)).RowsAsync(row => row.GetString(0), cancel);
        if (figures is not [var text]) return [];
        var fragment = await HtmlRenderer.FragmentAsync(DonorStatementDocument.Build(StatementJson.Read(text)));
        return [new ActDetail("approval.statement", _ => new HtmlString(fragment))];
    }

    /// <summary>The newest issued statement about the same; null where there is none.</summary>
    private static async Task<(string Number, StatementRecord Record)?> LatestAsync(LedgerSession session, Fund fund, string donor,
        string from, string to, string language, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT i.number, i.figures FROM issued_statements i JOIN statement_drafts d ON d.number = i.number
            WHERE d.fund_id = @fund AND d.donor = @donor AND d.from_day = @from AND d.to_day = @to AND d.language = @language
            ORDER BY i.id DESC LIMIT 1
            """, [("@fund", fund.Id), ("@donor", donor), ("@from", DateNumber.Of(Day(from))), ("@to", DateNumber.Of(Day(to))),
                ("@language", language)], cancel);
        return await question.RowsAsync(row => (row.GetString(0), StatementJson.Read(row.GetString(1))), cancel) is [var latest] ? latest
            : null;
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Subject(Input input) => $"{input.Donor}/{input.Number}";

    private static string ContentOf(string figures, string? proof)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger statement v1");
        bytes.Text(figures);
        bytes.Text(proof);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }
}

/// <summary>Where anybody confirms a statement.</summary>
internal static class StatementAddress
{
    /// <summary>The address printed on it.</summary>
    public static string Of(string number) => $"{AppSettings.Read().Web.UsedUrl.TrimEnd('/')}/verify/{number}";
}
