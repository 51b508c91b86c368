using FundsLedger.Domain;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Formatting;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

public sealed class DonorStatementTests
{
    [Fact]
    public void A_statement_is_unaudited_unless_told_otherwise()
    {
        Assert.Contains("Unaudited", DonorStatementDocument.Build(SampleStatement.Data()).Furniture.Footer, StringComparison.Ordinal);
        Assert.Contains("Audité",
            DonorStatementDocument.Build(SampleStatement.Data("fr") with { Audit = AuditStatus.Audited }).Furniture.Footer,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_protected_fund_shows_the_standing_line_and_no_figure_of_the_fund()
    {
        var document = DonorStatementDocument.Build(SampleStatement.Data(isProtected: true));
        Assert.Contains(document.Blocks, block => block is Callout { Title: "Figures withheld for safety" });
        Assert.DoesNotContain(document.Blocks, block => block is ChartBlock);
        Assert.DoesNotContain(document.Blocks.OfType<KeyFigures>().SelectMany(figures => figures.Items),
            figure => figure.Label.StartsWith("Fund", StringComparison.Ordinal));
        Assert.DoesNotContain(document.Blocks.OfType<Table>().SelectMany(table => table.Rows),
            row => row.Cells[0].StartsWith("Opening", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chart_or_the_expenses_of_a_protected_fund_are_refused()
    {
        var data = SampleStatement.Data(isProtected: true);
        Assert.Throws<ArgumentException>(
            () => DonorStatementDocument.Build(data with { Chart = new ChartBlock(SampleStatement.Chart(), "x") }));
        Assert.Throws<ArgumentException>(
            () => DonorStatementDocument.Build(data with { Attribution = SampleStatement.Data().Attribution }));
    }

    [Fact]
    public void An_account_that_does_not_add_up_is_never_printed()
    {
        var data = SampleStatement.Data();
        Assert.Throws<ArgumentException>(
            () => DonorStatementDocument.Build(data with { Account = data.Account! with { Interest = Money.Eur(346) } }));
    }

    [Fact]
    public void Both_languages_show_the_same_figures()
    {
        static List<string> Digits(string language) =>
            [.. DonorStatementDocument.Build(SampleStatement.Data(language, 12)).Blocks.OfType<Table>()
                .SelectMany(table => table.Rows.Append(table.Total ?? new Row([])))
                .SelectMany(row => row.Cells)
                .Where(cell => cell.Any(char.IsAsciiDigit) && !cell.Contains(' ', StringComparison.Ordinal))
                .Select(cell => string.Concat(cell.Where(letter => char.IsAsciiDigit(letter) || letter == MoneyText.Minus)))];
        Assert.Equal(Digits("en"), Digits("fr"));
    }

    [Fact]
    public void The_summary_says_in_words_what_was_received_and_what_is_outstanding()
    {
        var summary = DonorStatementDocument.Build(SampleStatement.Data()).Blocks.OfType<Paragraph>()
            .First(paragraph => paragraph.IsLead).Text.Replace('\u00A0', ' ');
        Assert.StartsWith("Between 1 Jan 2026 and 31 Oct 2026, 2 payments worth 11,731.01 EUR in total were received.", summary,
            StringComparison.Ordinal);
        Assert.Contains("2,500,000.00 EUR is still to be paid.", summary, StringComparison.Ordinal);
        Assert.Contains("no rate of exchange is recorded yet", summary, StringComparison.Ordinal);
        Assert.Contains("Past its due date: 312,500.00 EUR.", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_donor_without_pledges_or_receipts_gets_plain_words()
    {
        var document = DonorStatementDocument.Build(
            SampleStatement.Data() with { Pledges = [], Designations = [], Instalments = [], Receipts = [], Account = null, Chart = null,
                Attribution = null });
        var paragraphs = document.Blocks.OfType<Paragraph>().Select(paragraph => paragraph.Text).ToList();
        Assert.Contains("No pledge to this fund is recorded.", paragraphs);
        Assert.Contains("No payment was received in the period.", paragraphs);
    }

    [Fact]
    public void A_preview_and_synthetic_figures_say_so_on_every_page()
    {
        Assert.Equal("Synthetic figures: for demonstration only", DonorStatementDocument.Build(SampleStatement.Data()).Furniture.Banner);
        Assert.Equal("Preview: not issued, not verifiable",
            DonorStatementDocument.Build(SampleStatement.Data() with { IsSynthetic = false, Issue = null }).Furniture.Banner);
        Assert.Null(DonorStatementDocument.Build(SampleStatement.Data() with { IsSynthetic = false }).Furniture.Banner);
    }
}
