using System.Globalization;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.Benchmarks;

/// <summary>Entries to post: two lines each, two funds, every account, three currencies, five years of dates in no order. The same number
/// always gives the same entries.</summary>
internal static class Journal
{
    public static readonly DateOnly FirstDay = new(2021, 1, 1);
    public const int Days = 1826;
    public static readonly Actor Recorder = new("bench", "Bench Recorder");

    private static readonly string[] Funds = ["TFFV", "SFR"];
    private static readonly string[] Currencies = ["EUR", "USD", "GBP"];
    private static readonly string[] Donors = [.. Enumerable.Range(1, 40).Select(number => $"D{number:00}")];
    private static readonly string[] Memorandum = ["8010", "8011", "8012", "8011"];
    private static readonly string[][] Accounts = [Plain(Chart.FamilyVisits), Plain(Chart.Relocations)];

    /// <summary>New books with the donors that the entries name.</summary>
    public static async Task MakeBooksAsync(string where)
    {
        await using var database = LedgerDatabase.At(where);
        // Opened long ago: what is posted later, at simulated times, must not become known before it.
        var clock = new SimulatedClock(TimeProvider.System.GetUtcNow().AddDays(-365));
        await BooksMaker.MigrateAsync(database, clock);
        await using var writer = new LedgerWriter(database, clock);
        await using var session = await writer.BeginAsync(Recorder);
        foreach (var donor in Donors)
            await session.RegisterAsync(
                new DonorRow { Code = donor, Name = $"State {donor}", Type = DonorType.State, Language = "en", IsSynthetic = true });
        await session.CommitAsync();
    }

    /// <summary>Writes entries <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1 as a file for
    /// <c>post</c>.</summary>
    public static async Task WriteAsync(string path, int first, int count)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        for (var number = first; number < first + count; number++) await file.WriteLineAsync(Line(number));
    }

    /// <summary>One entry as text.</summary>
    public static string Line(int number)
    {
        var dice = new Random(number);
        var fund = dice.Next(2);
        // The first entry of each fund brings the money that the others spend.
        if (number < 2)
            return Json(number, FirstDay, Funds[number], "opening", "Opening balance", "1010", "3020", 100_000_000_000, "EUR", null);
        var date = FirstDay.AddDays(dice.Next(Days));
        var cents = dice.Next(100, 5_000_00);
        return dice.Next(10) switch
        {
            0 =>
                Json(number, date, Funds[fund], "adjustment", $"Memorandum note {number}", Memorandum[dice.Next(2) * 2],
                    Memorandum[dice.Next(2) * 2 + 1], cents, Currencies[dice.Next(3)], null),
            1 or 2 =>
                Json(number, date, Funds[fund], "disbursement", $"Payment of invoice {number}", Accounts[fund][^dice.Next(1, 6)], "1010",
                    cents, "EUR", null),
            3 or 4 or 5 =>
                Json(number, date, Funds[fund], "receipt", $"Contribution by note verbale {number}",
                    dice.Next(3) switch { 0 => "1010", 1 => "1011", _ => "1012" } is var bank ? bank : "", "4010", cents,
                bank switch { "1011" => "USD", "1012" => "GBP", _ => "EUR" }, Donors[dice.Next(Donors.Length)]),
            _ => Pair(number, date, fund, cents, dice),
        };
    }

    private static string Pair(int number, DateOnly date, int fund, long cents, Random dice)
    {
        var accounts = Accounts[fund];
        var debit = dice.Next(accounts.Length);
        var credit = (debit + dice.Next(1, accounts.Length)) % accounts.Length;
        return Json(number, date, Funds[fund], "adjustment", $"Correction between accounts, voucher {number}", accounts[debit],
            accounts[credit], cents, Currencies[dice.Next(3)], null);
    }

    private static string Json(int number, DateOnly date, string fund, string kind, string description, string debit, string credit,
        long cents, string currency, string? donor)
    {
        var amount = Decimal(cents);
        var eur = currency == "EUR" ? "" : Decimal(cents * 9 / 10);
        var about = donor is null ? "" : $",\"donor\":\"{donor}\"";
        var id = number.ToString("0000000", CultureInfo.InvariantCulture);
        var day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{{\"key\":\"bench-{id}\",\"date\":\"{day}\",\"fund\":\"{fund}\",\"kind\":\"{kind}\","
            + $"\"description\":\"{description}\"{about},\"lines\":[{Side(debit, "")},{Side(credit, "-")}]}}";

        string Decimal(long minor) => string.Create(CultureInfo.InvariantCulture, $"{minor / 100}.{minor % 100:00}");
        string Side(string account, string sign)
        {
            var value = eur.Length == 0 ? "" : $",\"eur\":\"{sign}{eur}\"";
            return $$"""{"account":"{{account}}","amount":"{{sign}}{{amount}}","currency":"{{currency}}"{{value}}}""";
        }
    }

    /// <summary>Accounts that take any currency, are on the balance sheet, and may be moved either way without a pledge, an agreement, an
    /// item or a second person.</summary>
    private static string[] Plain(IReadOnlyList<ChartLine> chart) => [.. chart.Where(line => line is
        {
            Currency: null, Kind: not (AccountKind.Memorandum or AccountKind.NetAssets), Role: not AccountRole.Cash,
            Code: not (Chart.Receivable or Chart.DeferredUnpaid or Chart.ToReturn or Chart.Advances or Chart.FromPersons or Chart.Payables
                or Chart.ReceivableAllowance or Chart.PaymentsSent
                or Chart.Unidentified or Chart.DueFromFunds or Chart.DueToFunds or Chart.EarlierYearsRefunded),
        }).Select(line => line.Code)];
}

/// <summary>A clock that moves when told.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public void Move(TimeSpan time) => _now += time;

    public override DateTimeOffset GetUtcNow() => _now;
}
