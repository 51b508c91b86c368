using FundsLedger.Domain;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>The tables of a donor statement.</summary>
internal static class StatementTables
{
    // A figure that does not exist yet, as against one that is nought.
    private const string NoFigure = "–";

    /// <summary>Pledges, how they are divided, agreements, instalments, receipts, returns.</summary>
    public static IEnumerable<Block> Contributions(StatementRecord data, StatementWording words, StatementText text)
    {
        yield return new Heading(1, words.PledgesHeading);
        if (data.Pledges.Count == 0)
        {
            yield return new Paragraph(words.NoPledges);
        }
        else
        {
            yield return Pledges(data, words, text);
            yield return new Note(words.PledgeNote);
        }
        if (data.Designations.Count > 0)
        {
            yield return new Heading(2, words.DesignationsHeading);
            yield return Designations(data, words, text);
            if (data.Designations.Any(line => !line.IsInLedger)) yield return new Note(words.DesignationsNote);
        }
        if (data.Agreements.Count > 0)
        {
            yield return new Heading(2, words.AgreementsHeading);
            yield return Agreements(data, words, text);
        }
        if (data.Instalments.Count > 0)
        {
            yield return new Heading(2, words.InstalmentsHeading);
            yield return Instalments(data, words, text);
        }
        yield return new Heading(1, words.ReceiptsHeading);
        yield return data.Receipts.Count == 0 ? new Paragraph(words.NoReceipts) : Receipts(data, words, text);
        if (data.Returns.Count == 0) yield break;
        yield return new Heading(2, words.ReturnsHeading);
        foreach (var back in data.Returns) yield return new Note(StatementText.Fill(back.Amount.IsNegative ? words.PaidBackUndone
            : words.PaidBack, text.Date(back.Date), text.Amount(back.Amount.IsNegative ? -back.Amount : back.Amount)));
    }

    /// <summary>From opening to closing balance, by source and use, with the same days a year earlier beside.</summary>
    public static Table Account(StatementRecord data, FundAccount account, StatementWording words, StatementText text)
    {
        var before = account.Earlier?.Account;
        return new Table(
            [
                new Column(""), Column.Amount(StatementText.Fill(words.YearBefore, text.Date(data.From), text.Date(data.To))),
                .. account.Earlier is { } earlier
                    ? [Column.Amount(StatementText.Fill(words.YearBefore, text.Date(earlier.From), text.Date(earlier.To)))]
                    : Array.Empty<Column>(),
            ],
            [
                Line(words.Opening, account.Opening, before?.Opening, isStrong: true),
                Line(words.Contributions, account.Contributions, before?.Contributions),
                Line(words.Interest, account.Interest, before?.Interest),
                .. Lines(account.OtherChanges, before?.OtherChanges),
                Line(words.TotalSources, account.Sources, before?.Sources, isStrong: true),
                .. Lines(account.Expenses, before?.Expenses),
                .. Lines(account.Charges, before?.Charges),
                Line(words.Returned, account.Returned, before?.Returned),
                Line(words.TotalUses, account.Uses, before?.Uses, isStrong: true),
            ])
        {
            Total = Line(words.Closing, account.Closing, before?.Closing),
            StaysWhole = true,
        };

        IEnumerable<Row> Lines(IReadOnlyList<AccountLine> now, IReadOnlyList<AccountLine>? then) =>
            Beside(now, then).Select(line => Line(line.Label, line.Now, before is null ? null : line.Before));

        Row Line(string label, Money now, Money? then, bool isStrong = false) =>
            new([label, text.Number(now), .. then is { } known ? [text.Number(known)] : Array.Empty<string>()], isStrong);
    }

    /// <summary>From net assets to cash and to what is available.</summary>
    public static Table Reconciliation(Reconciliation worth, StatementWording words, StatementText text) => new(
        [new Column(""), Column.Amount("EUR")],
        [
            new Row([words.NetAssets, text.Number(worth.NetAssets)], IsStrong: true),
            .. worth.NotCash.Select(line => new Row([line.Label, text.Number(line.Amount)])),
            new Row([words.Cash, text.Number(worth.Cash)], IsStrong: true),
            new Row([words.Committed, text.Number(-worth.Committed)]),
            new Row([words.Held, text.Number(-worth.Held)]),
            .. worth.Reserve.IsZero ? Array.Empty<Row>() : [new Row([words.Reserve, text.Number(-worth.Reserve)])],
        ])
    {
        Total = new Row([words.Available, text.Number(worth.Available)]),
        StaysWhole = true,
    };

    /// <summary>The lines of two accounts side by side: in the order of the first, then what only the second has.</summary>
    public static IEnumerable<(string Label, Money Now, Money Before)> Beside(IReadOnlyList<AccountLine> now,
        IReadOnlyList<AccountLine>? before) =>
        now.Concat(before ?? []).Select(line => line.Label).Distinct(StringComparer.Ordinal).Select(label =>
            (label, Of(now, label), Of(before ?? [], label)));

    private static Money Of(IReadOnlyList<AccountLine> lines, string label) =>
        lines.FirstOrDefault(line => line.Label == label)?.Amount ?? Money.Eur(0);

    private static Table Pledges(StatementRecord data, StatementWording words, StatementText text) => new(
        [
            Column.Fixed(words.Reference), Column.Fixed(words.Date), new Column(words.Stage), Column.Amount(words.Pledged),
            Column.Amount(words.InEur), Column.Amount(words.PaidEur), Column.Amount(words.OutstandingEur), Column.Amount(words.AgeDays),
        ],
        [.. data.Pledges.Select(pledge => new Row(
        [
            pledge.Reference, text.Date(pledge.Date), words.Stages[pledge.Stage], text.Amount(pledge.Original),
            OrNone(pledge.Eur, text), text.Number(pledge.Paid), OrNone(pledge.Outstanding, text), Days(pledge.AgeDays, text),
        ]))])
    {
        Total = data.Pledges.Count < 2 ? null : new Row(
        [
            words.Total, "", "", "",
            text.Number(Sum(data.Pledges, pledge => pledge.Eur)), text.Number(Sum(data.Pledges, pledge => pledge.Paid)),
            text.Number(StatementSummary.Outstanding(data)), "",
        ]),
    };

    // A pledge of several parts ends with its own sum: what is divided is the whole of it.
    private static Table Designations(StatementRecord data, StatementWording words, StatementText text) => new(
        [Column.Fixed(words.Pledge), new Column(words.Purpose, Weight: 3), new Column(words.Books), Column.Amount(words.Amount)],
        [.. data.Designations.GroupBy(line => line.PledgeReference).SelectMany(pledge => pledge.Select(line => new Row(
        [
            line.PledgeReference, Known(line.Purpose, words) ?? words.Undesignated,
            line.IsInLedger ? words.InThisLedger : words.OutsideThisLedger, text.Amount(line.Amount),
        ])).Append(new Row([pledge.Key, words.Total, "",
            text.Amount(pledge.Aggregate(Money.Zero(pledge.First().Amount.Currency), (sum, line) => sum + line.Amount))],
            IsStrong: true)))]);

    private static Table Agreements(StatementRecord data, StatementWording words, StatementText text) => new(
        [
            Column.Fixed(words.Agreement), Column.Fixed(words.Pledge), Column.Fixed(words.SignedOn), Column.Amount(words.Amount),
            Column.Amount(words.Paid), .. data.Agreements.Any(line => !line.WrittenOff.IsZero) ? [Column.Amount(words.WrittenOff)]
                : Array.Empty<Column>(), Column.Amount(words.Outstanding), Column.Amount(words.Overdue),
        ],
        [.. data.Agreements.Select(line => new Row(
        [
            line.Reference, line.Pledge, text.Date(line.SignedOn), text.Amount(line.Amount), text.Amount(line.Paid),
            .. data.Agreements.Any(one => !one.WrittenOff.IsZero) ? [text.Amount(line.WrittenOff)] : Array.Empty<string>(),
            text.Amount(line.Outstanding), text.Amount(line.Overdue),
        ]))]);

    private static Table Instalments(StatementRecord data, StatementWording words, StatementText text)
    {
        // One sum where all are in one currency: never across.
        var hasTotal = data.Instalments.Count > 1 && data.Instalments.Select(line => line.Amount.Currency).Distinct().Count() == 1;
        return new Table(
        [
            new Column(words.Agreement), Column.Fixed(words.Due), Column.Amount(words.Amount), Column.Amount(words.Paid),
            Column.Amount(words.Outstanding), Column.Amount(words.DaysSinceDue),
        ],
        [.. data.Instalments.Select(line => new Row(
        [
            line.AgreementReference, text.Date(line.Due), text.Amount(line.Amount), text.Amount(line.Paid),
            text.Amount(line.Outstanding), line.WaitsForCondition ? words.WaitsForCondition : Overdue(line.DaysSinceDue, text),
        ]))])
        {
            Total = !hasTotal ? null : new Row([words.Total, "", Total(line => line.Amount), Total(line => line.Paid),
                Total(line => line.Outstanding), ""]),
        };

        string Total(Func<InstalmentLine, Money> amount) =>
            text.Amount(data.Instalments.Skip(1).Aggregate(amount(data.Instalments[0]), (sum, line) => sum + amount(line)));
    }

    private static Table Receipts(StatementRecord data, StatementWording words, StatementText text)
    {
        var total = text.Number(StatementSummary.ReceivedInEur(data));
        // Columns about rates, all empty, would only make a reader look for what is missing.
        if (data.Receipts.All(receipt => receipt.Rate is null))
        {
            return new Table(
                [Column.Fixed(words.Date), new Column(words.Reference), Column.Amount(words.InEur)],
                [.. data.Receipts.Select(receipt => new Row([text.Date(receipt.Date), Reference(receipt, words),
                    text.Number(receipt.Eur)]))])
            {
                Total = new Row([words.Total, "", total]),
            };
        }
        return new Table(
            [
                Column.Fixed(words.Date), new Column(words.Reference), Column.Amount(words.Amount), Column.Amount(words.Rate),
                Column.Fixed(words.RateDate), new Column(words.RateSource), Column.Amount(words.InEur),
            ],
            [.. data.Receipts.Select(receipt => new Row(
            [
                text.Date(receipt.Date), Reference(receipt, words), text.Amount(receipt.Original),
                receipt.Rate is { } rate ? text.Rate(rate) : NoFigure,
                receipt.RateDate is { } day ? text.Date(day) : NoFigure,
                Known(receipt.RateSource, words) ?? NoFigure, text.Number(receipt.Eur),
            ]))])
        {
            Total = new Row([words.Total, "", "", "", "", "", total]),
        };
    }

    // Names that stand in the books in English and have one in the statement's language.
    private static string? Known(string? written, StatementWording words) =>
        written is null ? null : words.KnownTexts.GetValueOrDefault(written, written);

    private static string Reference(ReceiptLine receipt, StatementWording words) =>
        receipt.IsTakenBack ? StatementText.Fill(words.TakenBack, receipt.Reference) : receipt.Reference;

    private static Money Sum(IEnumerable<PledgeLine> pledges, Func<PledgeLine, Money?> amount) =>
        pledges.Aggregate(Money.Eur(0), (sum, pledge) => sum + (amount(pledge) ?? Money.Eur(0)));

    private static string OrNone(Money? amount, StatementText text) => amount is { } known ? text.Number(known) : NoFigure;

    private static string Days(int? days, StatementText text) => days is { } count ? text.Count(count) : NoFigure;

    // Before the due date there is nothing to count.
    private static string Overdue(int? days, StatementText text) => days > 0 ? text.Count(days.Value) : NoFigure;
}
