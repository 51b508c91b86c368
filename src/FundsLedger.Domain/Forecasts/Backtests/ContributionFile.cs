using System.Globalization;
using System.Text;

namespace FundsLedger.Domain.Forecasts.Backtests;

/// <summary>The file is not what a back-test reads.</summary>
public sealed record ContributionsAreUnreadable(string Why)
    : Refusal("contributions_unreadable", $"The contributions cannot be read: {Why}.");

/// <summary>A pledge as it stood in one snapshot.</summary>
/// <param name="Snapshot">Day of the snapshot.</param>
/// <param name="Id">Id of the contribution.</param>
/// <param name="IsOpen">Pledged and not paid.</param>
/// <param name="IsPaid">Fully paid.</param>
/// <param name="Due">The later of the pledge's day and 1 January of its fiscal year.</param>
/// <param name="PaidOn">Day of payment, where it is paid.</param>
public sealed record PledgeVintage(DateOnly Snapshot, string Id, bool IsOpen, bool IsPaid, DateOnly Due, DateOnly? PaidOn);

/// <summary>Reads contributions in the columns of the CERF feed (comma separated, header first, quotes as in RFC 4180).</summary>
public static class ContributionFile
{
    /// <summary>Payments that arrived, in US cents. Rows without a payment are left out, and so is a payment that stands under two ids.
    /// Refused: a missing column, an unreadable row, no payment at all.</summary>
    public static Outcome<IReadOnlyList<PastGift>> Payments(IEnumerable<string> lines)
    {
        var rows = Rows(lines, "donor", "paid_date", "paid_usd");
        if (rows.IsRefused) return rows.Refusal;
        var found = new List<PastGift>();
        foreach (var row in rows.Value)
        {
            if (!decimal.TryParse(row[2].Length == 0 ? "0" : row[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var usd)
                || usd is < 0 or > 1e12m)
                return new ContributionsAreUnreadable($"'{row[2]}' is not an amount");
            if (usd == 0) continue;
            if (!Day(row[1], out var on)) return new ContributionsAreUnreadable($"'{row[1]}' is not a date");
            if (Math.Round(usd * 100) is var cents and >= 1) found.Add(new PastGift(row[0], on, (long)cents));
        }
        return found.Count == 0 ? new ContributionsAreUnreadable("no payment is in it")
            : (Outcome<IReadOnlyList<PastGift>>)(List<PastGift>)[.. found.Distinct()];
    }

    /// <summary>Pledges as they stood in each snapshot. Refused as <see cref="Payments"/>.</summary>
    public static Outcome<IReadOnlyList<PledgeVintage>> Vintages(IEnumerable<string> lines)
    {
        var rows = Rows(lines, "snapshot", "id", "status", "pledge_date", "fiscal_year", "paid_date");
        if (rows.IsRefused) return rows.Refusal;
        var found = new List<PledgeVintage>();
        foreach (var row in rows.Value)
        {
            if (!Day(row[0], out var snapshot) || !Day(row[3], out var pledged)
                || !int.TryParse(row[4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 2200)
                return new ContributionsAreUnreadable($"a date of contribution {row[1]} is not one");
            var isPaid = row[2] == "Fully Paid";
            var newYear = new DateOnly(year, 1, 1);
            found.Add(
                new PledgeVintage(snapshot, row[1], row[2] == "Pledge", isPaid, pledged > newYear ? pledged : newYear,
                    isPaid && Day(row[5], out var paid) ? paid : null));
        }
        return found;
    }

    private static Outcome<List<string[]>> Rows(IEnumerable<string> lines, params string[] columns)
    {
        int[]? places = null;
        var rows = new List<string[]>();
        foreach (var line in lines)
        {
            if (line.Length == 0) continue;
            var fields = Fields(line);
            if (places is null)
            {
                places = [.. columns.Select(column => fields.IndexOf(column))];
                if (Array.IndexOf(places, -1) is >= 0 and var missing)
                    return new ContributionsAreUnreadable($"there is no column '{columns[missing]}'");
                continue;
            }
            if (places.Max() >= fields.Count) return new ContributionsAreUnreadable($"row {rows.Count + 2} is too short");
            rows.Add([.. places.Select(place => fields[place])]);
        }
        return places is null ? new ContributionsAreUnreadable("it is empty") : rows;
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var place = 0; place < line.Length; place++)
        {
            if (line[place] == '"' && isQuoted && place + 1 < line.Length && line[place + 1] == '"') field.Append(line[++place]);
            else if (line[place] == '"') isQuoted = !isQuoted;
            else if (line[place] == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(line[place]);
        }
        fields.Add(field.ToString());
        return fields;
    }

    private static bool Day(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
