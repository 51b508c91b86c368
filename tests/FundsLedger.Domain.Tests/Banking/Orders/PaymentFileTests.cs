using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Schema;
using CsCheck;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Tests.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>Payment files: valid by the schema, right by a second reading of each bank's rules, the same bytes each time.</summary>
public sealed class PaymentFileTests
{
    public static TheoryData<string> Profiles => [.. BankProfile.All.Select(profile => profile.Code)];

    [Theory, MemberData(nameof(Profiles))]
    public void Each_profile_writes_its_golden_file(string code)
    {
        var profile = BankProfile.Find(code)!;

        var file = Encoding.UTF8.GetString(SyntheticBatch.Write(SyntheticBatch.Golden(profile), profile));

        Assert.Equal(File.ReadAllText(Golden(code)), file + "\n");
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Each_golden_file_is_right_by_a_second_reading(string code) =>
        Assert.Empty(SecondReading.Faults(File.ReadAllBytes(Golden(code)), code));

    [Theory, MemberData(nameof(Profiles))]
    public void Each_golden_file_is_valid_by_its_schema(string code) =>
        Validate(Encoding.UTF8.GetBytes(File.ReadAllText(Golden(code))), Schema(BankProfile.Find(code)!.Version));

    [Theory]
    [InlineData("sepa", "<NbOfTxs>3</NbOfTxs>", "<NbOfTxs>2</NbOfTxs>")]
    [InlineData("sepa", "<CtrlSum>1001250.56</CtrlSum>", "<CtrlSum>1001250.57</CtrlSum>")]
    [InlineData("sepa", "<TwnNm>Berlin</TwnNm>", "")]
    [InlineData("sepa", "<TwnNm>Berlin</TwnNm>", "<TwnNm></TwnNm>")]
    [InlineData("sepa", "<Ctry>DE</Ctry>", "<Ctry>DE</Ctry><AdrLine>Berlin</AdrLine>")]
    [InlineData("sepa", "<StrtNm>Example Street</StrtNm>", "")]
    [InlineData("sepa", "Example Street", "Straße")]
    [InlineData("sepa", "DE89370400440532013000", "DE88370400440532013000")]
    [InlineData("sepa", "TFFV-P-2026-2", "TFFV-P-2026-1")]
    [InlineData("sepa", "SLEV", "SHAR")]
    [InlineData("sepa", "Ccy=\"EUR\">0.07", "Ccy=\"USD\">0.07")]
    [InlineData("sepa", "<BICFI>COBADEFFXXX</BICFI>", "<BIC>COBADEFFXXX</BIC>")]
    [InlineData("sepa", "<Dt>2026-12-02</Dt>", "2026-12-02")]
    [InlineData("sepa", "Visit 2026-1, travel", "/Visit 2026-1, travel")]
    [InlineData("sepa_older", "<AdrLine>Example Street 12 b</AdrLine>", "<StrtNm>Example Street</StrtNm>")]
    [InlineData("sepa_older", "<AdrLine>Example Street 12 b</AdrLine>", "<AdrLine>a</AdrLine><AdrLine>b</AdrLine><AdrLine>c</AdrLine>")]
    [InlineData("world", "<BICFI>NWBKGB2L</BICFI>", "<BICFI>NWBKGB2</BICFI>")]
    public void The_second_reading_sees_a_fault(string code, string right, string wrong)
    {
        var file = File.ReadAllText(Golden(code));
        Assert.Contains(right, file, StringComparison.Ordinal);

        Assert.NotEmpty(SecondReading.Faults(Encoding.UTF8.GetBytes(file.Replace(right, wrong, StringComparison.Ordinal)), code));
    }

    [Fact]
    public void What_an_order_has_not_is_left_out()
    {
        var file = Encoding.UTF8.GetString(SyntheticBatch.Write(
            SyntheticBatch.Of(SyntheticBatch.Plain with { Address = null, Bic = null, Remittance = " " }), BankProfile.Sepa));

        Assert.DoesNotContain("PstlAdr", file, StringComparison.Ordinal);
        Assert.DoesNotContain("CdtrAgt", file, StringComparison.Ordinal);
        Assert.DoesNotContain("RmtInf", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JPY", 1234, "<CtrlSum>1234</CtrlSum>")]
    [InlineData("KWD", 1234, "<CtrlSum>1.234</CtrlSum>")]
    [InlineData("USD", 1234, "<CtrlSum>12.34</CtrlSum>")]
    public void An_amount_has_the_decimals_of_its_currency(string currency, long minor, string sum)
    {
        var order = SyntheticBatch.Plain with { Amount = new Money(minor, Currency.Of(currency)) };

        var file = SyntheticBatch.Write(SyntheticBatch.Of(order), BankProfile.World);

        Assert.Contains(sum, Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Empty(SecondReading.Faults(file, "world"));
    }

    [Fact]
    public void A_number_that_is_no_IBAN_is_written_as_another()
    {
        var order =
            SyntheticBatch.Plain with { Amount = new Money(5_000, Currency.Of("USD")), Account = AccountOfParty.Other("00123-456") };

        var file = SyntheticBatch.Write(SyntheticBatch.Of(order), BankProfile.World);

        Assert.Contains("<Id>00123-456</Id>", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Empty(SecondReading.Faults(file, "world"));
        Validate(file, Schema(PainVersion.V09));
    }

    [Fact]
    public void A_long_street_is_parted_at_a_blank_into_two_lines()
    {
        var street = string.Join(' ', Enumerable.Repeat("Twelveletter", 10));
        var order = SyntheticBatch.Plain with { Address = SyntheticBatch.Plain.Address! with { Street = street } };

        var file = SyntheticBatch.Write(SyntheticBatch.Of(order), BankProfile.SepaOlder);

        Assert.Equal(2, Encoding.UTF8.GetString(file).Split("<AdrLine>").Length - 1);
        Assert.Empty(SecondReading.Faults(file, "sepa_older"));
    }

    /// <summary>Any batch of people with names of any letters: a file is right for its bank and valid, and what is refused is refused for a
    /// letter or a length that the generator put in.</summary>
    [Theory, MemberData(nameof(Profiles))]
    public void A_batch_is_refused_or_its_file_is_right(string code)
    {
        var profile = BankProfile.Find(code)!;
        var schema = TrySchema(profile.Version);
        RandomBatch.Of(profile).Sample(batch =>
        {
            var prepared = PaymentFileRules.Prepare(batch, profile);
            if (prepared.IsRefused)
            {
                Assert.True(RandomBatch.IsNasty(batch), prepared.Refusal.ToString());
                return;
            }
            var file = SyntheticBatch.Write(prepared.Value);
            Assert.Empty(SecondReading.Faults(file, code));
            if (schema is not null) Validate(file, schema);
            Assert.Equal(batch.Orders.Sum(order => order.Amount.Minor), prepared.Value.Sum.Minor);
            Assert.Equal(file, SyntheticBatch.Write(batch with { CreatedAt = batch.CreatedAt.ToOffset(TimeSpan.FromHours(2)) }, profile));
        }, iter: 100, threads: 1);
    }

    private static string Golden(string code) =>
        SharedData.InRepository("tests", "FundsLedger.Domain.Tests", "Banking", "Orders", "golden", $"{code}.xml");

    private static XmlSchemaSet Schema(PainVersion version) => Schema(SharedData.Lines("pain", FileOf(version)));

    private static XmlSchemaSet? TrySchema(PainVersion version) =>
        SharedData.TryLines("pain", FileOf(version)) is { } lines ? Schema(lines) : null;

    private static string FileOf(PainVersion version) => version == PainVersion.V03 ? "pain.001.001.03.xsd" : "pain.001.001.09.xsd";

    private static XmlSchemaSet Schema(string[] lines)
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(new StringReader(string.Join('\n', lines)));
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    }

    private static void Validate(byte[] file, XmlSchemaSet schemas)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, fault) => faults.Add(string.Create(CultureInfo.InvariantCulture,
            $"{fault.Exception.LineNumber}: {fault.Message}"));
        using var reader = XmlReader.Create(new MemoryStream(file), settings);
        while (reader.Read())
        {
        }
        Assert.Empty(faults);
    }
}
