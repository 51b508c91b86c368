using FundsLedger.Reports.Export;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" spaced ", "\" spaced \"")]
    [InlineData("-1250.00", "-1250.00")]
    [InlineData("-12", "-12")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+31 70 515", "'+31 70 515")]
    [InlineData("-1+cmd", "'-1+cmd")]
    [InlineData("-", "'-")]
    [InlineData("-1.", "'-1.")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    public void A_cell_is_quoted_and_never_a_formula(string? text, string expected) => Assert.Equal(expected, CsvText.Cell(text));

    [Fact]
    public async Task Rows_end_in_CR_LF_however_they_arrive()
    {
        IReadOnlyList<string?>[] rows = [["reference", "amount"], ["RCP-1", "12.50"]];
        using var together = new StringWriter();
        using var streamed = new StringWriter();

        CsvText.Write(together, rows);
        await CsvText.WriteAsync(streamed, rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);

        Assert.Equal("reference,amount\r\nRCP-1,12.50\r\n", together.ToString());
        Assert.Equal(together.ToString(), streamed.ToString());
    }
}
