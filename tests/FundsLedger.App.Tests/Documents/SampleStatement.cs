using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Reports.Charts;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Documents.DonorStatement;

namespace FundsLedger.App.Tests.Documents;

/// <summary>A synthetic statement with something in every part.</summary>
internal static class SampleStatement
{
    private static readonly Currency Usd = Currency.Of("USD");

    public static StatementRecord Data(string language = "en", int receipts = 2, bool isProtected = false)
    {
        var lines = Enumerable.Range(0, receipts).Select(Receipt).ToList();
        var contributions = lines.Aggregate(Money.Eur(0), (sum, line) => sum + line.Eur);
        return new StatementRecord
        {
            Language = language,
            Reference = "TFFV-STM-2026-0042",
            FundCode = isProtected ? "SFR" : "TFFV",
            FundName = isProtected ? "Special Fund for Relocations" : "Trust Fund for Family Visits",
            DonorName = "Republic of Northern Synthetia",
            From = new DateOnly(2026, 1, 1),
            To = new DateOnly(2026, 10, 31),
            AsOf = new DateOnly(2026, 10, 31),
            KnownAt = new DateTimeOffset(2026, 11, 20, 16, 5, 0, TimeSpan.Zero),
            IssuedAt = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero),
            IsSynthetic = true,
            Pledges =
            [
                new("PLG-0007", new(2023, 11, 21), PledgeStage.PartPaid, Money.Eur(300_000_000), Money.Eur(300_000_000),
                    Money.Eur(50_000_000), Money.Eur(250_000_000), 1075),
                new("PLG-0009", new(2026, 3, 2), PledgeStage.ConfirmedInWriting, new Money(25_000_000, Usd), null, Money.Eur(0), null, 243),
            ],
            Designations = [new("PLG-0007", "Office of the Prosecutor", Money.Eur(100_000_000), false),
                new("PLG-0007", null, Money.Eur(200_000_000), true)],
            Instalments = [new("AGR-0011/2", new(2026, 10, 1), Money.Eur(31_250_000), Money.Eur(0), Money.Eur(31_250_000), 30)],
            Receipts = lines,
            Account = isProtected ? null
                : new FundAccount(Money.Eur(1_000_000), contributions, Money.Eur(345), [new("Travel", Money.Eur(250_000))],
                    Money.Eur(1_000), contributions + Money.Eur(749_345))
                {
                    Reconciliation = new Reconciliation(contributions + Money.Eur(700_345), [new("Payables", Money.Eur(49_000))],
                        contributions + Money.Eur(749_345), Money.Eur(100_000), Money.Eur(49_000), Money.Eur(0)),
                },
            Chart = isProtected ? null : new ChartBlock(Chart(language), "The available balance fell."),
            Attribution =
                isProtected ? null : new Attribution(AttributionMethod.ProRata, [new("Travel", Money.Eur(41_000))], Money.Eur(99_000)),
            Notes = ["No support cost is charged."],
            Agreements = [new("AGR-0011", "PLG-0007", new(2024, 2, 1), Money.Eur(62_500_000), Money.Eur(31_250_000), Money.Eur(0),
                Money.Eur(31_250_000), Money.Eur(31_250_000), null)],
            Issue = new IssueMark("7KQ2M-9XD44-TBWP3-R0HZA", "https://ledger.example.org/verify/7KQ2M-9XD44-TBWP3-R0HZA"),
            Verification = new Verification("7KQ2-M9XD-44TB-WP3R", "statement-tffv-xa.json", "502cb6f78bfe22f1", 18_234, "9f2c41d7a0b35e18",
                new DateTimeOffset(2026, 11, 23, 9, 31, 0, TimeSpan.Zero)),
        };
    }

    public static Picture Chart(string language = "en", string altText = "The balance fell & rose <twice>.") =>
        FundHistoryChart.Draw(new FundHistory
    {
        Language = language,
        AltText = altText,
        Available = [new(new(2026, 1, 1), 40_000_000), new(new(2026, 5, 1), 300_000), new(new(2026, 8, 1), 25_000_000)],
        Cash = [new(new(2026, 1, 1), 45_000_000), new(new(2026, 8, 1), 30_000_000)],
        FloorCents = 500_000,
        Depleted = [new(new(2026, 5, 1), new(2026, 7, 31))],
        Projections = [new("10 %", [new(new(2026, 8, 1), 25_000_000), new(new(2026, 12, 1), 0)]),
            new("90 %", [new(new(2026, 8, 1), 25_000_000), new(new(2027, 3, 1), 9_000_000)])],
    });

    private static ReceiptLine Receipt(int number)
    {
        var day = new DateOnly(2026, 1, 3).AddDays(number * 4);
        if (number % 2 == 1)
            return new ReceiptLine(day, $"RCP-{number:0000}", Money.Eur(250_000 + number), null, null, null, Money.Eur(250_000 + number));
        var rate = Rate.Read("0.9231", Usd, Currency.Eur)!.Value;
        var original = new Money(1_000_000 + number, Usd);
        return new ReceiptLine(day, $"RCP-{number:0000}", original, rate, day.AddDays(-2), "European Central Bank", original.At(rate));
    }
}
