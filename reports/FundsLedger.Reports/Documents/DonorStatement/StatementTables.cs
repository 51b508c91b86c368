using FundsLedger.Domain;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>The tables of a donor statement.</summary>
internal static class StatementTables
{
    // A figure that does not exist yet, as against one that is nought.
    private const string NoFigure = "–";

    /// <summary>Pledges, how they are divided, instalments, receipts.</summary>
    public static IEnumerable<Block> Contributions(DonorStatementData data, StatementWording words, StatementText text)
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
        if (data.Instalments.Count > 0)
        {
            yield return new Heading(2, words.InstalmentsHeading);
            yield return Instalments(data, words, text);
        }
        yield return new Heading(1, words.ReceiptsHeading);
        yield return data.Receipts.Count == 0 ? new Paragraph(words.NoReceipts) : Receipts(data, words, text);
        foreach (var back in data.Returns) yield return new Note(StatementText.Fill(back.Amount.IsNegative ? words.PaidBackUndone
            : words.PaidBack, text.Date(back.Date), text.Amount(back.Amount.IsNegative ? -back.Amount : back.Amount)));
    }

    /// <summary>From opening to closing balance.</summary>
    public static Table Account(DonorStatementData data, FundAccount account, StatementWording words, StatementText text) => new(
        [new Column(""), Column.Amount("EUR")],
        [
            new Row([StatementText.Fill(words.Opening, text.Date(data.From)), text.Number(account.Opening)], IsStrong: true),
            new Row([words.Contributions, text.Number(account.Contributions)]),
            new Row([words.Interest, text.Number(account.Interest)]),
            .. account.Expenses.Select(line => new Row([line.Label, text.Number(-line.Amount)])),
            new Row([words.Returned, text.Number(-account.Returned)]),
            .. account.OtherChanges.Select(line => new Row([line.Label, text.Number(line.Amount)])),
        ])
    {
        Total = new Row([StatementText.Fill(words.Closing, text.Date(data.To)), text.Number(account.Closing)]),
    };

    private static Table Pledges(DonorStatementData data, StatementWording words, StatementText text) => new(
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

    private static Table Designations(DonorStatementData data, StatementWording words, StatementText text) => new(
        [Column.Fixed(words.Pledge), new Column(words.Purpose, Weight: 3), new Column(words.Books), Column.Amount(words.Amount)],
        [.. data.Designations.Select(line => new Row(
        [
            line.PledgeReference, line.Purpose ?? words.Undesignated,
            line.IsInLedger ? words.InThisLedger : words.OutsideThisLedger, text.Amount(line.Amount),
        ]))]);

    private static Table Instalments(DonorStatementData data, StatementWording words, StatementText text) => new(
        [
            new Column(words.Agreement), Column.Fixed(words.Due), Column.Amount(words.Amount), Column.Amount(words.Paid),
            Column.Amount(words.Outstanding), Column.Amount(words.DaysSinceDue),
        ],
        [.. data.Instalments.Select(line => new Row(
        [
            line.AgreementReference, text.Date(line.Due), text.Amount(line.Amount), text.Amount(line.Paid),
            text.Amount(line.Outstanding), line.WaitsForCondition ? words.WaitsForCondition : Overdue(line.DaysSinceDue, text),
        ]))]);

    private static Table Receipts(DonorStatementData data, StatementWording words, StatementText text)
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
                receipt.RateSource ?? NoFigure, text.Number(receipt.Eur),
            ]))])
        {
            Total = new Row([words.Total, "", "", "", "", "", total]),
        };
    }

    private static string Reference(ReceiptLine receipt, StatementWording words) =>
        receipt.IsTakenBack ? StatementText.Fill(words.TakenBack, receipt.Reference) : receipt.Reference;

    private static Money Sum(IEnumerable<PledgeLine> pledges, Func<PledgeLine, Money?> amount) =>
        pledges.Aggregate(Money.Eur(0), (sum, pledge) => sum + (amount(pledge) ?? Money.Eur(0)));

    private static string OrNone(Money? amount, StatementText text) => amount is { } known ? text.Number(known) : NoFigure;

    private static string Days(int? days, StatementText text) => days is { } count ? text.Count(count) : NoFigure;

    // Before the due date there is nothing to count.
    private static string Overdue(int? days, StatementText text) => days > 0 ? text.Count(days.Value) : NoFigure;
}
