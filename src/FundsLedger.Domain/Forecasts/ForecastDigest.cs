using System.Security.Cryptography;
using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Names what a forecast was made from: the SHA-256 digest of everything the model reads of one fund, and of nothing
/// else.</summary>
/// <remarks>The draws are seeded by it and it is printed with the answer. An act on another fund therefore changes no figure, no kept
/// forecast and no alert of this one; the same books give the same digest on every machine.</remarks>
public static class ForecastDigest
{
    private const string Format = "fundsledger forecast input v1";

    /// <summary>The digest in lower-case hexadecimal, 64 characters.</summary>
    public static string Of(ForecastBooks books)
    {
        var bytes = new CanonicalWriter();
        bytes.Text(Format);
        bytes.Text(books.Fund);
        Day(books.AsOf);
        bytes.Int64(books.BalanceEur);
        bytes.Int64(books.FloorEur);
        bytes.Int64(books.CommitmentsCountAtOnce ? 1 : 0);
        Day(books.GiftsKnownFrom);
        List(books.Gifts, gift => { bytes.Text(gift.Donor); Day(gift.On); bytes.Int64(gift.Eur); });
        List(books.Pledges, pledge =>
        {
            bytes.Text(pledge.Id);
            bytes.Text(pledge.Donor);
            Day(pledge.Due);
            bytes.Int64(pledge.Eur);
            bytes.Text(pledge.Currency);
            bytes.Int64((int)pledge.Firmness);
        });
        List(books.ResolvedPledges, pledge =>
        {
            bytes.Int64((int)pledge.Firmness);
            bytes.Int64(pledge.WasPaid ? 1 : 0);
            Whole(pledge.DaysLate);
        });
        List(books.Commitments, commitment =>
        {
            bytes.Text(commitment.Id);
            Day(commitment.Due);
            bytes.Int64(commitment.Eur);
            bytes.Text(commitment.Currency);
        });
        List(books.CommitmentHistory.SettledToCommitted, Real);
        bytes.Int64(books.CommitmentHistory.Cancelled);
        List(books.Cases, Case);
        List(books.Support, Support);
        Whole(books.PlannedSpendingPerYearEur);
        bytes.Int64(books.UsedPerYearEur);
        List([.. books.CurrencyVolatility.OrderBy(pair => pair.Key, StringComparer.Ordinal)], pair =>
        {
            bytes.Text(pair.Key);
            Real(pair.Value);
        });
        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));

        void Case(CaseHistory kind)
        {
            bytes.Text(kind.Name);
            List(kind.Costs, cost => { Day(cost.On); bytes.Int64(cost.Eur); });
            Real(kind.PastExposure);
            Real(kind.ExposurePerYear);
            Whole(kind.PriorCostEur);
            if (kind.Support is { } support) Support(support);
            else bytes.Null();
        }

        void Support(MonthlySupport support)
        {
            bytes.Text(support.Id);
            bytes.Int64(support.EurPerMonth);
            Real(support.EndsPerMonth);
        }

        void List<T>(IReadOnlyList<T> items, Action<T> write)
        {
            bytes.List(items.Count);
            foreach (var item in items) write(item);
        }

        void Day(DateOnly? day) => Whole(day?.DayNumber);

        void Whole(long? number)
        {
            if (number is { } known) bytes.Int64(known);
            else bytes.Null();
        }

        // Bit for bit: two numbers that print alike may draw other paths.
        void Real(double number) => bytes.Int64(BitConverter.DoubleToInt64Bits(number));
    }
}
