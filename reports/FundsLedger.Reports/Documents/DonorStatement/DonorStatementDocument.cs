using FundsLedger.Domain;
using FundsLedger.Reports.Typefaces;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>Sets a donor's statement in words: the order of its parts, and what is said when a part is empty.</summary>
public static class DonorStatementDocument
{
    /// <summary>Of wording and layout: goes up with every change that a reader could see.</summary>
    public const int Version = 1;

    /// <summary>The document for these figures.</summary>
    /// <exception cref="ArgumentException">The fund's account does not add up, or a chart or an attribution is given for a protected fund:
    /// such a statement is never made.</exception>
    public static Document Build(StatementRecord data)
    {
        var words = StatementWording.In(data.Language);
        var text = new StatementText(data.Language);
        return new Document
        {
            Title = words.Title,
            Subtitle = data.DonorName,
            Language = data.Language,
            Reference = data.Issue?.Number ?? data.Reference,
            Subject = StatementText.Fill(words.Subject, data.FundName, data.DonorName, text.Date(data.From), text.Date(data.To)),
            Author = words.Office,
            CreatedAt = data.IssuedAt,
            Furniture = new Furniture(
                $"{words.Court} · {data.FundName}",
                StatementText.Fill(words.Footer, data.FundCode, text.Date(data.AsOf), StatusText(data, words)),
                Banner(data, words)) { Address = data.Issue?.Address },
            Blocks =
            [
                .. Opening(data, words, text),
                .. StatementTables.Contributions(data, words, text),
                .. FundPart(data, words, text),
                .. AttributionPart(data, words, text),
                .. Closing(data, words, text),
            ],
        };
    }

    /// <summary>The letters of the document that no embedded face has: with one of them it is not printed. Invisible marks count as
    /// nothing.</summary>
    public static IReadOnlyList<string> MissingLetters(Document document)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in Texts(document)) EmbeddedFonts.Printable(text, missing);
        return [.. missing];
    }

    // Labels and heads are the program's own words, which a test sets; what people have typed stands in these.
    private static IEnumerable<string> Texts(Document document) =>
    [
        document.Title, document.Subtitle ?? "", document.Reference, document.Furniture.Header, document.Furniture.Footer,
        .. document.Blocks.SelectMany(IEnumerable<string> (block) => block switch
        {
            Heading heading => [heading.Text],
            Paragraph paragraph => [paragraph.Text],
            Note note => [note.Text],
            Particulars particulars => particulars.Items.Select(item => item.Value),
            Definitions definitions => definitions.Items.SelectMany(item => (string[])[item.Term, item.Explanation]),
            Table table => table.Rows.SelectMany(row => row.Cells),
            Certification certification => certification.Signatories.SelectMany(one => (string[])[one.Name ?? "", one.Office ?? ""]),
            _ => [],
        }),
    ];

    private static IEnumerable<Block> Opening(StatementRecord data, StatementWording words, StatementText text)
    {
        yield return new Paragraph(StatementSummary.Sentence(data, words, text), IsLead: true);
        yield return StatementSummary.Figures(data, words, text);
        yield return new Particulars(
        [
            new(words.Fund, $"{data.FundName} ({data.FundCode})"),
            new(words.Donor, data.DonorName),
            new(words.Period, StatementText.Fill(words.PeriodFromTo, text.Date(data.From), text.Date(data.To))),
            new(words.AsOf, StatementText.Fill(words.AsOfKnownAt, text.Date(data.AsOf), text.Instant(data.KnownAt))),
            new(words.Audit, AuditText(data, words)),
            .. data.ProvisionalFrom is { } open
                ? [new(words.Provisional, StatementText.Fill(words.ProvisionalText, text.Date(open)))] : Array.Empty<Particular>(),
            .. data.Issue is { } issue ? [new(words.Number, issue.Number)] : Array.Empty<Particular>(),
            .. data.Issue is null ? Array.Empty<Particular>() : [new(words.Issued, text.Instant(data.IssuedAt))],
            new(words.LanguageLabel, words.LanguageName),
            .. data.Restates is null ? Array.Empty<Particular>() : [new(words.Restates, data.Restates)],
        ]);
        if (data.Changes.Count == 0) yield break;
        yield return new Heading(2, words.WhatChanged);
        foreach (var change in data.Changes) yield return new Paragraph(change);
    }

    private static IEnumerable<Block> FundPart(StatementRecord data, StatementWording words, StatementText text)
    {
        yield return new Heading(1, words.AccountHeading);
        if (data.Account is not { } account)
        {
            if (data.Chart is not null || data.Attribution is not null)
                throw new ArgumentException("A protected fund's chart and expenses are never shown to a donor.", nameof(data));
            yield return new Callout(words.WithheldTitle, words.WithheldText);
            yield break;
        }
        if (account.Fault() is { } fault) throw new ArgumentException(fault, nameof(data));
        yield return new Note(words.AccountNote) { StaysWithNext = true };
        yield return StatementTables.Account(data, account, words, text);
        if (account.Reconciliation is { } worth)
        {
            yield return new Heading(2, words.ReconciliationHeading);
            yield return new Note(StatementText.Fill(words.ReconciliationNote, text.Date(data.To))) { StaysWithNext = true };
            yield return StatementTables.Reconciliation(worth, words, text);
        }
        if (!account.Receivable.IsZero) yield return new Note(StatementText.Fill(words.Receivable, text.Date(data.To),
            text.Amount(account.Receivable)));
        if (data.Chart is not null) yield return data.Chart;
    }

    private static IEnumerable<Block> AttributionPart(StatementRecord data, StatementWording words, StatementText text)
    {
        if (data.Attribution is not { } attribution) yield break;
        yield return new Heading(1, words.AttributionHeading);
        yield return new Note(words.Methods[attribution.Method]) { StaysWithNext = true };
        yield return new Table(
            [new Column(words.Use), Column.Amount("EUR")],
            [.. attribution.Uses.Select(use => new Row([use.Label, text.Number(use.Amount)]))])
        {
            Total = new Row([words.Unspent, text.Number(attribution.Unspent)]),
        };
    }

    private static IEnumerable<Block> Closing(StatementRecord data, StatementWording words, StatementText text)
    {
        yield return new Heading(1, words.NotesHeading);
        foreach (var note in words.StandingNotes.Concat(data.Notes)) yield return new Note(note);
        yield return new Heading(2, words.DefinitionsHeading);
        yield return new Definitions([.. words.StandingDefinitions, .. data.Definitions]);

        yield return new Paragraph(words.Thanks);
        yield return new Heading(1, words.CertificationHeading);
        yield return new Certification(words.CertificationText, [.. Signatories(data).Select(signatory =>
            new Signatory(words.Roles[signatory.Role], signatory.Name, signatory.Office,
                signatory.Date is { } day ? $"{words.DateLabel} {text.Date(day)}" : words.DateLabel))])
        {
            StaysWithNext = data.Verification is not null || data.Issue is not null,
        };

        if (data.Issue is null && data.Verification is null) yield break;
        yield return new Heading(1, words.VerificationHeading);
        if (data.Verification is { } verification) yield return new VerificationBlock(words.VerificationCode, verification.Code,
            data.Issue?.Address ?? Picture(verification),
            StatementText.Fill(words.VerificationText, verification.FileName))
        {
            Details =
            [
                new(words.LogSize, text.Count(verification.LogSize)),
                new(words.LogRoot, verification.RootPrefix),
                new(words.LogKey, verification.KeyId),
                new(words.LogSigned, text.Instant(verification.SignedAt)),
            ],
        };
        if (data.Issue is { } issue) yield return new Note(StatementText.Fill(words.IssuedText, issue.Number, issue.Address));
    }

    private static IEnumerable<StatementSignatory> Signatories(StatementRecord data) => data.Signatories.Count > 0
        ? data.Signatories
        : [new(SignatoryRole.CertifiedBy, null, null), new(SignatoryRole.ApprovedBy, null, null)];

    private static string StatusText(StatementRecord data, StatementWording words) =>
        data.ProvisionalFrom is null ? AuditText(data, words) : $"{AuditText(data, words)} · {words.ProvisionalFooter}";

    private static string AuditText(StatementRecord data, StatementWording words) => data.Audit switch
    {
        AuditStatus.Unaudited => words.Unaudited,
        AuditStatus.Audited => words.Audited,
    };

    private static string? Banner(StatementRecord data, StatementWording words)
    {
        string[] warnings =
            [.. data.IsSynthetic ? new[] { words.SyntheticBanner } : [], .. data.Issue is null ? new[] { words.PreviewBanner } : []];
        return warnings.Length == 0 ? null : string.Join(" · ", warnings);
    }

    // Printed under the Registry's name: better no statement than one whose column does not sum.
    /// <summary>What the square picture says: everything that is compared, in one line.</summary>
    private static string Picture(Verification verification) => FormattableString.Invariant(
        $"FundsLedger {verification.Code} key {verification.KeyId} log {verification.LogSize} {verification.RootPrefix}");
}
