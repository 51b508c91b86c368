using FundsLedger.Domain;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>The first sentence and the cards: what a reader in a hurry takes away, in plain words.</summary>
internal static class StatementSummary
{
    public static string Sentence(StatementRecord data, StatementWording words, StatementText text)
    {
        List<string> sentences = [Received(data, words, text)];
        if (TakenBack(data) is { IsZero: false } back) sentences.Add(StatementText.Fill(words.SummaryTakenBack, text.Amount(back)));
        var outstanding = Outstanding(data);
        var promised = sentences.Count;
        sentences.Add(
            outstanding.IsZero ? words.SummaryNothingOutstanding : StatementText.Fill(words.SummaryOutstanding, text.Amount(outstanding)));
        if (IsUnvalued(data))
        {
            // "Nothing is outstanding" would be untrue of a pledge without a rate.
            if (outstanding.IsZero) sentences.RemoveAt(promised);
            sentences.Add(words.SummaryUnvalued);
        }
        var overdue = Overdue(data);
        if (overdue.Count > 0) sentences.Add(StatementText.Fill(words.SummaryOverdue, string.Join(" + ", overdue.Select(text.Amount))));
        if (data.Account is { Reconciliation: { } worth })
            sentences.Add(StatementText.Fill(words.SummaryFund, text.DateInProse(data.To), text.Amount(worth.Cash),
                text.Amount(worth.Available)));
        return string.Join(' ', sentences);
    }

    public static KeyFigures Figures(StatementRecord data, StatementWording words, StatementText text)
    {
        var count = data.Receipts.Count(receipt => !receipt.IsTakenBack);
        var receipts = count == 1 ? words.ReceiptCountOne : StatementText.Fill(words.ReceiptCount, text.Count(count));
        List<KeyFigure> cards =
        [
            new(words.ReceivedInPeriod, text.Amount(ReceivedInEur(data)), receipts),
            new(words.OutstandingPledges, text.Amount(Outstanding(data)), text.Date(data.AsOf)),
        ];
        if (Overdue(data) is [var overdue]) cards.Add(new(words.OverdueInstalments, text.Amount(overdue), text.Date(data.AsOf)));
        if (data.Account is { Reconciliation: { } worth })
            cards.Add(new(words.FundClosing, text.Amount(worth.Available), text.Date(data.To)));
        return new KeyFigures(cards);
    }

    /// <summary>All receipts of the period in EUR, less what was taken back of earlier ones.</summary>
    public static Money ReceivedInEur(StatementRecord data) =>
        data.Receipts.Aggregate(Money.Eur(0), (sum, receipt) => sum + receipt.Eur);

    /// <summary>What is still to be paid on pledges that have a value in EUR.</summary>
    public static Money Outstanding(StatementRecord data) =>
        data.Pledges.Aggregate(Money.Eur(0), (sum, pledge) => sum + (pledge.Outstanding ?? Money.Eur(0)));

    public static bool IsUnvalued(StatementRecord data) => data.Pledges.Any(pledge => pledge.Outstanding is null);

    private static string Received(StatementRecord data, StatementWording words, StatementText text)
    {
        var came = data.Receipts.Where(receipt => !receipt.IsTakenBack).ToList();
        var pattern = came.Count switch { 0 => words.SummaryNothing, 1 => words.SummaryOneReceipt, _ => words.SummaryReceipts };
        var sum = came.Aggregate(Money.Eur(0), (total, receipt) => total + receipt.Eur);
        return StatementText.Fill(pattern, text.DateInProse(data.From), text.DateInProse(data.To), text.Amount(sum),
            text.Count(came.Count));
    }

    private static Money TakenBack(StatementRecord data) =>
        data.Receipts.Where(receipt => receipt.IsTakenBack).Aggregate(Money.Eur(0), (sum, receipt) => sum - receipt.Eur);

    // Instalments are in the agreement's currency: one sum a currency, never across.
    private static List<Money> Overdue(StatementRecord data) =>
        [.. data.Instalments
            .Where(instalment => instalment.DaysSinceDue > 0 && !instalment.Outstanding.IsZero)
            .GroupBy(instalment => instalment.Outstanding.Currency)
            .Select(group => group.Aggregate(Money.Zero(group.Key), (sum, instalment) => sum + instalment.Outstanding))];
}
